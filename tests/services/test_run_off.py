"""The run-off: another message, on which every tap is news, however soon it comes."""

from datetime import timedelta

from bot.domain.approvals import ApprovalTally
from bot.domain.rules import Kind
from bot.services.cards import ProposalCard
from tests.factories import CAST, GUILD, House

ONE, TWO = "1️⃣", "2️⃣"


async def look_ahead(house: House, card: ProposalCard) -> None:
    """Come to the last six hours, and do what is due then."""
    house.clock.move_to(card.closes_at - timedelta(hours=6))
    await house.services.decisions.look_ahead()


async def test_who_taps_the_same_option_before_the_bot_knows_the_run_offs_message_is_counted(house: House) -> None:
    card = await house.open_proposal(kind=Kind.CHOICE, options="Monday\nFriday")
    await house.all_tap(CAST[:3], ONE, card)
    await house.all_tap(CAST[3:], TWO, card)
    card = await house.come_to_the_deadline(card)
    assert card.run_off == (1, 2)

    async def tap_at_once() -> None:
        for person in CAST[:4]:
            house.box.add(house.board.posted[-1].message_id, person.user_id, ONE)
            house.register.joined[GUILD, person.user_id] = card.opened_at - timedelta(days=90)

    house.board.meanwhile.append(tap_at_once)
    house.clock.advance(timedelta(seconds=1))
    await house.services.outbox.deliver_due()
    assert (await house.proposal(card)).approvals == ApprovalTally((0, 4, 0), 4)


async def test_a_run_off_whose_ballot_is_posted_late_lasts_its_day_from_when_it_could_be_seen(house: House) -> None:
    card = await house.open_proposal(kind=Kind.CHOICE, options="Monday\nFriday")
    await house.all_tap(CAST[:3], ONE, card)
    await house.all_tap(CAST[3:], TWO, card)
    house.board.fail(times=None)
    card = await house.come_to_the_deadline(card)
    for _ in range(120):
        house.clock.advance(timedelta(minutes=15))
        await house.services.outbox.deliver_due()
    await house.services.decisions.settle_due()
    house.board.recover()
    house.clock.advance(timedelta(minutes=20))
    await house.services.outbox.deliver_due()
    card = await house.proposal(card)
    assert (card.run_off, card.closes_at) == ((1, 2), house.clock.now() + timedelta(hours=24))
    await house.all_tap(CAST[:4], ONE, card)
    assert (await house.settle(card)).winner == 1


async def test_a_secret_vote_whose_ballot_was_never_posted_is_not_settled(house: House) -> None:
    card = await house.open_proposal(is_secret=True, is_posted=False)
    card = await house.come_to_the_deadline(card)
    assert (card.closes_at, card.prolongations) == (house.clock.now(), ())
    house.clock.advance(timedelta(hours=1))
    await house.services.outbox.deliver_due()
    assert (await house.proposal(card)).closes_at == house.clock.now() + timedelta(hours=72)


async def test_what_a_secret_choice_amounted_to_before_its_tie_turns_nothing_in_the_run_off(house: House) -> None:
    card = await house.open_proposal(kind=Kind.CHOICE, options="Monday\nFriday", is_secret=True)
    for person, option in zip(CAST, "111222", strict=True):
        await house.services.ballots.cast(person, card.number, option)
    await look_ahead(house, card)
    card = await house.come_to_the_deadline(card)
    assert card.run_off == (1, 2)
    await house.services.outbox.deliver_due()
    for person in CAST[:4]:
        await house.services.ballots.cast(person, card.number, "1")
    await look_ahead(house, card)
    card = await house.come_to_the_deadline(card)
    assert (card.winner, card.prolongations) == (1, ())
    assert await house.select("SELECT six_hours_before FROM proposals") == [("null",)], "it is over"


async def test_the_first_rounds_ballot_that_is_gone_leads_nowhere_and_has_nothing_looked_at(house: House) -> None:
    first = await house.open_proposal(kind=Kind.CHOICE, options="Monday\nFriday")
    await house.all_tap(CAST[:3], ONE, first)
    await house.all_tap(CAST[3:], TWO, first)
    await house.come_to_the_deadline(first)
    shown_before = len(house.board.shown_proposals)

    async def delete_the_first() -> None:
        house.board.fail(is_gone=True)

    house.board.meanwhile.append(delete_the_first)
    house.clock.advance(timedelta(seconds=1))
    await house.services.outbox.deliver_due()
    second = await house.proposal(first)
    (led_on, *_) = [facts[0] for facts in house.board.calls("show_proposal")][shown_before:]
    assert (led_on.message_id, led_on.goes_on_in) == (first.message_id, second.message_id)
    assert [card.message_id for card in house.board.shown_proposals[shown_before:]] == [second.message_id]
    listed = len(house.box.calls("standing_reactions"))
    await house.services.reading.read_again()
    assert len(house.box.calls("standing_reactions")) == listed
