"""A published world: a log in which every kind of proposal ended in every way it can, made through the services."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.proposals import Meeting, draft
from bot.domain.rules import Kind
from bot.services.cards import DecisionCard, Person, ProposalCard
from bot.services.charter import change_draft
from bot.web.lines import line_of
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, FAY, GUILD, House, crowd
from tests.services.exposed import cover, open_about_somebody, text_of, vote_of
from tests.services.term import EVENINGS, make_coordinator, recall, schedule

SLUG = "riverside-commons"
DAY = timedelta(days=1)
AGREE, DISAGREE, ABSTAIN, BLOCK, ONE, TWO, TALK = "✅", "❌", "⚪", "⛔", "1️⃣", "2️⃣", "💬"

ENDS = {
    ("action", "passed"),
    ("action", "rejected"),
    ("action", "blocked"),
    ("action", "no_quorum"),
    ("action", "withdrawn"),
    ("action", "lapsed"),
    ("agreement", "passed"),
    ("lazy", "passed"),
    ("lazy", "rejected"),
    ("lazy", "no_support"),
    ("meeting", "passed"),
    ("choice", "passed"),
    ("choice", "not_decided"),
    ("choice", "no_quorum"),
    ("charter", "passed"),
    ("charter", "rejected"),
    ("mandate", "passed"),
    ("recall", "passed"),
    ("cover", "passed"),
    ("cover", "rejected"),
}
"""Every kind with every outcome of its own, as a decision's entry names them."""


async def lines(house: House) -> list[bytes]:
    """The published log, as whoever reads it gets it."""
    return [line_of(entry) for entry in await house.services.commons.entries(SLUG, after=0, limit=10_000)]


async def live(house: House) -> None:
    """Let the server decide everything that can be decided."""
    await _actions(house)
    await _lazy(house)
    await _choices(house)
    await _charter(house)
    await _people(house)


async def _end(house: House, card: ProposalCard, *said: tuple[Sequence[Person], str]) -> DecisionCard:
    """Have people tap, and settle it."""
    for people, emoji in said:
        await house.all_tap(people, emoji, card)
    return await house.settle(card)


async def _block(house: House, card: ProposalCard, *people: Person) -> None:
    for person in people:
        await house.tap(person, BLOCK, card)
        await house.services.ballots.explain(person, card.number, f"Harm, says {person.user_id}.")


async def _actions(house: House) -> None:
    await house.decide(title="Café\u2028au lait", body='Ein "Satz" \\ und ☕\n\nnoch einer', first_tasks="Milk\nCups")
    await _end(house, await house.open_proposal(title="Few"), (CAST[:3], AGREE))
    await _end(house, await house.open_proposal(title="Against"), (CAST[:2], AGREE), (CAST[2:], DISAGREE))
    await _end(house, await house.open_proposal(title="Nobody comes"), (CAST[:2], AGREE))
    card = await house.open_proposal(title="Two blocks")
    await _block(house, card, EVE, FAY)
    blocked = await _end(house, card, ([ANN, BEA, CAL, DOV], AGREE))
    await _end(
        house, await house.open_proposal(title="Again", reworks=blocked.number), (CAST[:4], AGREE), ([EVE], DISAGREE)
    )
    card = await house.open_proposal(title="One block without a reason, one resolved")
    await _block(house, card, EVE)
    await house.services.ballots.resolve(EVE, card.number)
    await _end(house, card, ([ANN, BEA, CAL, DOV], AGREE), ([FAY], BLOCK))
    card = await house.open_proposal(title="Taken back")
    await house.services.amending.withdraw(ANN, card.number)
    await house.open_proposal(title="Interrupted")
    await house.services.interruptions.lose_server(GUILD)
    house.clock.advance(30 * DAY)
    await house.services.interruptions.lapse_due()
    await _end(house, await house.open_proposal(kind=Kind.AGREEMENT, title="We meet on Mondays"), (CAST, AGREE))
    for title, said in (("Secret", "agree disagree agree agree agree agree"), ("Secret and few", "agree agree agree")):
        card = await house.open_proposal(title=title, is_secret=True)
        for person, choice in zip(CAST, said.split(), strict=False):
            await house.services.ballots.cast(person, card.number, choice)
        await house.settle(card)


async def _lazy(house: House) -> None:
    await _end(house, await house.open_proposal(kind=Kind.LAZY, title="Quietly"), ([ANN, BEA], AGREE))
    await _end(house, await house.open_proposal(kind=Kind.LAZY, title="Loudly"), (CAST, AGREE))
    await _end(house, await house.open_proposal(kind=Kind.LAZY, title="Alone"), ([ANN], AGREE))
    turned = await house.open_proposal(kind=Kind.LAZY, title="Turned")
    await _end(house, turned, ([ANN, BEA], AGREE), (CAST[2:], DISAGREE))
    met = Meeting(date(2026, 5, 2), 14)
    await _end(house, await house.open_proposal(kind=Kind.MEETING, title="Agreed", meeting=met), ([BEA, CAL], AGREE))


async def _choices(house: House) -> None:
    options = "Monday\nTuesday\nFriday"
    for said in (
        ((CAST, ONE), (CAST[:2], TWO)),
        ((CAST[:3], ONE), (CAST[3:], TALK), (CAST, TALK)),
        ((CAST[:2], ONE),),
        ((CAST[:4], TWO),),
    ):
        await _end(house, await house.open_proposal(kind=Kind.CHOICE, options=options, title="When?"), *said)
    card = await house.open_proposal(kind=Kind.CHOICE, options=options, title="A tie")
    await house.all_tap(CAST[:3], ONE, card)
    await house.all_tap(CAST[3:], TWO, card)
    card = await house.come_to_the_deadline(card)
    await house.services.outbox.deliver_due()
    house.clock.advance(timedelta(seconds=1))
    await _end(house, await house.proposal(card), (CAST[:4], ONE), (CAST[4:], TWO))


async def _charter(house: House) -> None:
    for setting, typed, choice in (
        ("threshold", "3/5", "agree"),
        ("block_floor", "3", "disagree"),
        ("quorum_factor", "1.5", "agree"),
        ("secret_choice", "yes", "agree"),
        ("time_zone", "Europe/Madrid", "agree"),
    ):
        change = change_draft(await house.services.charter.check(GUILD, setting, typed), "A change", "It is time.")
        receipt = await house.services.proposals.propose(ANN, change)
        await house.services.outbox.deliver_due()
        for person in CAST:
            await house.services.ballots.cast(person, receipt.number, choice)
        await house.settle(await house.services.proposals.card(GUILD, receipt.number))
        house.clock.advance(DAY)
        await house.services.charter.bring_into_force()


async def _people(house: House) -> None:
    given = await make_coordinator(house, BEA)
    await schedule(house, BEA, EVENINGS)
    await recall(house, given.number)
    card = await open_about_somebody(house)
    await house.all_tap(CAST, AGREE, card)
    await house.settle(card)
    await house.settle(await vote_of(house, await cover(house, text_of(card))))
    other = await open_about_somebody(house)
    vote = await vote_of(house, await cover(house, text_of(other)))
    house.clock.move_to(vote.closes_at - timedelta(hours=12))
    await _end(house, vote, ((DOV, EVE), DISAGREE))
    await house.services.amending.amend(ANN, other.number, draft("Another title", "Nobody in it."))
    await _end(house, await house.proposal(other), (CAST, AGREE))
    card = await house.open_proposal(title="It stays inside")
    await house.services.covers.keep_inside(BEA, card.number)
    await _end(house, card, (CAST, AGREE))
    await _end(house, await house.open_proposal(title="Many"), (crowd(30), AGREE), (CAST, ABSTAIN))
    await house.run_sql("DELETE FROM sealed_texts WHERE text = 'We meet on Mondays'")
