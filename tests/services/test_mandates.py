"""Mandates: one stands oneself, everybody votes in secret, two hold seats, and a simple majority takes one back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.decisions import Outcome
from bot.domain.errors import MandateHeld, NoSuchMandate
from bot.domain.rules import Kind
from bot.services.cards import DecisionCard, Person, ProposalCard
from tests.factories import ANN, BEA, CAL, CAST, DOV, GUILD, OTHER_GUILD, House, elsewhere

TWELVE_WEEKS = timedelta(weeks=12)


async def stand(house: House, person: Person) -> ProposalCard:
    """Stand for a mandate."""
    draft = await house.services.mandates.stand(person, "A mandate", "I remind gently.")
    receipt = await house.services.proposals.propose(person, draft)
    await house.services.outbox.deliver_due()
    return await house.services.proposals.card(person.guild_id, receipt.number)


async def recall(house: House, decision_number: int, by: Person = DOV) -> ProposalCard:
    """Propose that a mandate be taken back."""
    draft = await house.services.mandates.recall(by.guild_id, decision_number, "A recall", "Too many reminders.")
    receipt = await house.services.proposals.propose(by, draft)
    await house.services.outbox.deliver_due()
    return await house.services.proposals.card(by.guild_id, receipt.number)


async def decide(house: House, card: ProposalCard, choices: str = "++++++") -> DecisionCard:
    """Vote: a plus for who agrees, a minus for who disagrees."""
    for person, said in zip(CAST, choices, strict=False):
        choice = "agree" if said == "+" else "disagree"
        await house.services.ballots.cast(elsewhere(person, card.guild_id), card.number, choice)
    return await house.settle(card)


async def seats(house: House, guild_id: int = GUILD) -> list[tuple[str, int | None]]:
    """Who holds which seat, and who waits."""
    return [(each.name, each.seat) for each in await house.services.mandates.standing(guild_id)]


async def test_at_first_nobody_holds_a_mandate(house: House) -> None:
    assert await seats(house) == []


async def test_who_stands_is_voted_on_in_secret_as_an_action(house: House) -> None:
    card = await stand(house, ANN)
    assert (card.kind, card.rule.is_secret, card.rule.kind) == (Kind.MANDATE, True, Kind.MANDATE)
    assert await seats(house) == []


async def test_a_mandate_that_passed_takes_a_seat_for_twelve_weeks(house: House) -> None:
    decision = await decide(house, await stand(house, ANN))
    (held,) = await house.services.mandates.standing(GUILD)
    assert (held.name, held.seat, held.decision_number) == ("Ann", 1, decision.number)
    assert held.ends_at == decision.decided_at + TWELVE_WEEKS


async def test_a_mandate_that_did_not_pass_gives_nothing(house: House) -> None:
    assert (await decide(house, await stand(house, ANN), "+++--")).outcome is Outcome.REJECTED
    assert await seats(house) == []


async def test_where_both_seats_are_taken_a_mandate_waits_in_the_order_of_decision(house: House) -> None:
    for person in (ANN, BEA, CAL, DOV):
        await decide(house, await stand(house, person))
    assert await seats(house) == [("Ann", 1), ("Bea", 2), ("Cal", None), ("Dov", None)]


async def test_who_holds_a_mandate_waits_for_one_or_is_voted_on_cannot_stand(house: House) -> None:
    await decide(house, await stand(house, ANN))
    await stand(house, BEA)
    for person in (ANN, BEA):
        with pytest.raises(MandateHeld):
            await house.services.mandates.stand(person, "A mandate", "Again.")
    draft = await house.services.mandates.stand(elsewhere(ANN), "A mandate", "Elsewhere.")
    assert draft.subject_id == ANN.user_id


async def test_who_sends_the_form_twice_stands_once(house: House) -> None:
    drafts = [await house.services.mandates.stand(ANN, "A mandate", "I remind gently.") for _ in range(2)]
    await house.services.proposals.propose(ANN, drafts[0])
    with pytest.raises(MandateHeld):
        await house.services.proposals.propose(ANN, drafts[1])


async def test_a_simple_majority_takes_a_mandate_back_and_the_next_takes_the_seat(house: House) -> None:
    given = [await decide(house, await stand(house, person)) for person in (ANN, BEA, CAL)]
    card = await recall(house, given[0].number)
    assert (card.kind, card.rule.is_secret, card.rule.is_strict) == (Kind.RECALL, True, True)
    decision = await decide(house, card, "+++--")
    assert decision.outcome is Outcome.PASSED
    assert await seats(house) == [("Bea", 1), ("Cal", 2)]
    assert (await house.services.mandates.standing(GUILD))[1].ends_at == decision.decided_at + TWELVE_WEEKS


async def test_a_tie_takes_nothing_back(house: House) -> None:
    given = await decide(house, await stand(house, ANN))
    assert (await decide(house, await recall(house, given.number), "+++---")).outcome is Outcome.REJECTED
    assert await seats(house) == [("Ann", 1)]


async def test_who_waits_can_be_recalled_too(house: House) -> None:
    given = [await decide(house, await stand(house, person)) for person in (ANN, BEA, CAL)]
    await decide(house, await recall(house, given[2].number))
    assert await seats(house) == [("Ann", 1), ("Bea", 2)]


async def test_only_a_mandate_that_stands_is_recalled_and_once_at_a_time(house: House) -> None:
    await house.decide()
    given = await decide(house, await stand(house, ANN))
    for number in (1, 99):
        with pytest.raises(NoSuchMandate):
            await house.services.mandates.recall(GUILD, number, "A recall", "Why not.")
    drafts = [await house.services.mandates.recall(GUILD, given.number, "A recall", "Why not.") for _ in range(2)]
    await house.services.proposals.propose(DOV, drafts[0])
    with pytest.raises(NoSuchMandate):
        await house.services.proposals.propose(BEA, drafts[1])
    with pytest.raises(NoSuchMandate):
        await house.services.mandates.recall(GUILD, given.number, "A recall", "Why not.")


async def test_a_recall_of_a_mandate_that_ended_meanwhile_takes_nothing_more(house: House) -> None:
    given = [await decide(house, await stand(house, person)) for person in (ANN, BEA)]
    card = await recall(house, given[0].number)
    await house.run_sql("UPDATE mandates SET ended_at = :now WHERE decision_number = 1", now=str(house.clock.now()))
    await decide(house, card)
    assert await seats(house) == [("Bea", 1)]


async def test_a_term_ends_when_it_was_over_also_after_downtime_and_who_waits_begins_now(house: House) -> None:
    given = [await decide(house, await stand(house, person)) for person in (ANN, BEA, CAL)]
    over_at = given[0].decided_at + TWELVE_WEEKS
    house.clock.move_to(over_at - timedelta(seconds=1))
    assert await house.services.mandates.end_due() == 0
    house.clock.move_to(over_at + timedelta(hours=60))
    await house.services.mandates.end_due()
    assert await house.services.mandates.end_due() == 0
    ended = await house.select("SELECT ended_at FROM mandates WHERE ended_at IS NOT NULL ORDER BY decision_number")
    assert datetime.fromisoformat(ended[0][0]).replace(tzinfo=UTC) == over_at
    held = (await house.services.mandates.standing(GUILD))[-1]
    assert (held.name, held.ends_at) == ("Cal", house.clock.now() + TWELVE_WEEKS)


async def test_mandates_of_another_server_are_its_own(house: House) -> None:
    await house.found(elsewhere(ANN), proposals_channel_id=601)
    given = await decide(house, await stand(house, elsewhere(ANN)))
    assert await seats(house) == []
    assert await seats(house, OTHER_GUILD) == [("Ann", 1)]
    with pytest.raises(NoSuchMandate):
        await house.services.mandates.recall(GUILD, given.number, "A recall", "Why not.")


async def test_no_record_of_a_mandate_or_a_recall_names_anybody(house: House) -> None:
    given = await decide(house, await stand(house, ANN))
    await decide(house, await recall(house, given.number))
    for (body,) in await house.select("SELECT body FROM log"):
        assert not [person.name for person in CAST if person.name in body]


async def test_who_has_a_mandate_or_stands_for_one_may_not_stand_again(house: House) -> None:
    assert await house.services.mandates.may_stand(ANN)
    card = await stand(house, ANN)
    assert not await house.services.mandates.may_stand(ANN)
    assert await house.services.mandates.may_stand(BEA)
    await decide(house, card)
    assert not await house.services.mandates.may_stand(ANN)
