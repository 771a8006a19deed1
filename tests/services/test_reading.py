"""Reading what was missed: what is new on the message counts once, and never against a later act."""

from datetime import timedelta

from bot.domain.ballots import Choice
from bot.domain.tally import Tally
from tests.factories import (
    BEA,
    CAL,
    CAST,
    DOV,
    GHOST,
    GUILD,
    NEW,
    START,
    House,
    crowd,
    member,
)


async def read(house: House) -> None:
    """Read every open ballot; a second goes by."""
    await house.services.reading.read_open()
    house.clock.advance(timedelta(seconds=1))


async def lines(house: House, *, of: int) -> list[tuple[str, str, str, str]]:
    """What the ledger says of one person: act, choice, source, verdict."""
    return [
        tuple(row)
        for row in await house.select(
            "SELECT act, choice, source, verdict FROM ledger WHERE member_id = :who ORDER BY id", who=of
        )
    ]


async def test_one_new_reaction_counts(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)
    house.miss_tap(CAL, "❌", card)
    await read(house)
    assert (await house.proposal(card)).tally == Tally(agree=1, disagree=1)
    assert await lines(house, of=BEA.user_id) == [("cast", "agree", "read", "counted")]


async def test_what_was_read_once_is_not_counted_again(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)
    await read(house)
    await house.services.ballots.withdraw(BEA, card.number)
    await read(house)
    await read(house.restarted())
    assert (await house.proposal(card)).tally == Tally()
    assert len(await lines(house, of=BEA.user_id)) == 2


async def test_what_the_gateway_brought_is_not_counted_again(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await read(house)
    assert await lines(house, of=BEA.user_id) == [("cast", "agree", "tap", "counted")]


async def test_one_new_reaction_beside_a_known_one_replaces_the_ballot(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    house.miss_tap(BEA, "❌", card)
    await read(house)
    assert await house.choice_of(BEA, card) == Choice.DISAGREE


async def test_two_new_reactions_with_no_ballot_recorded_are_unclear(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)
    house.miss_tap(BEA, "❌", card)
    await read(house)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.unclear) == (Tally(), 1)
    assert await house.choice_of(BEA, card) is None
    await read(house)
    assert (await house.proposal(card)).counters.unclear == 1


async def test_an_unclear_ballot_is_clear_as_soon_as_its_voter_says_so(house: House) -> None:
    card = await house.open_proposal()
    for person in (BEA, CAL):
        house.miss_tap(person, "✅", card)
        house.miss_tap(person, "❌", card)
    await read(house)
    await house.tap(BEA, "⚪", card)
    await house.services.ballots.cast(CAL, card.number, Choice.AGREE)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.unclear) == (Tally(agree=1, abstain=1), 0)
    await house.services.ballots.withdraw(CAL, card.number)
    assert (await house.proposal(card)).counters.unclear == 0


async def test_two_new_reactions_beside_a_ballot_leave_it_as_it_stands(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    house.miss_tap(BEA, "❌", card)
    house.miss_tap(BEA, "⚪", card)
    await read(house)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.unclear) == (Tally(agree=1), 0)
    assert (await lines(house, of=BEA.user_id))[1:] == [
        ("cast", "abstain", "read", "kept"),
        ("cast", "disagree", "read", "kept"),
    ]


async def test_a_super_reaction_counts_like_any_other(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card, is_super=True)
    await read(house)
    assert (await house.proposal(card)).tally == Tally(agree=1)
    assert await lines(house, of=BEA.user_id) == [("cast", "agree", "super_read", "counted")]


async def test_a_normal_and_a_super_reaction_for_the_same_choice_are_one_clear_choice(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "❌", card)
    house.miss_tap(BEA, "❌", card, is_super=True)
    await read(house)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.unclear) == (Tally(disagree=1), 0)


async def test_a_normal_and_a_super_reaction_for_two_choices_are_unclear(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "❌", card)
    house.miss_tap(BEA, "✅", card, is_super=True)
    await read(house)
    assert (await house.proposal(card)).counters.unclear == 1


async def test_a_known_reaction_tapped_as_a_super_reaction_too_is_new(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.tap(BEA, "❌", card)
    house.miss_tap(BEA, "✅", card, is_super=True)
    await read(house)
    assert await house.choice_of(BEA, card) == Choice.AGREE


async def test_other_reactions_on_the_message_are_passed_over(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "🎉", card)
    house.miss_tap(BEA, "✅\ufe0f", card)
    await read(house)
    assert await lines(house, of=BEA.user_id) == [("cast", "agree", "read", "counted")]


async def test_a_reaction_that_has_gone_is_noted_and_the_ballot_stands(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.services.ballots.cast(CAL, card.number, Choice.AGREE)
    assert card.message_id
    house.box.remove(card.message_id, BEA.user_id, "✅")
    await read(house)
    await read(house)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.untapped) == (Tally(agree=2), 1)
    assert await lines(house, of=BEA.user_id) == [
        ("cast", "agree", "tap", "counted"),
        ("untap", "agree", "read", "noted"),
    ]


async def test_a_reaction_that_went_and_came_again_unseen_changes_nothing(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.tap(BEA, "❌", card)
    await house.untap(BEA, "✅", card)
    house.miss_tap(BEA, "✅", card)
    await read(house)
    assert await house.choice_of(BEA, card) == Choice.AGREE, "seen to go, seen to stand: it was tapped since"


async def test_newcomers_and_those_who_left_are_counted_apart(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(NEW, "✅", card)
    house.miss_tap(GHOST, "✅", card)
    house.miss_tap(BEA, "✅", card)
    await read(house)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.newcomers, shown.counters.unknown) == (Tally(agree=1), 1, 1)


async def test_discord_is_asked_only_for_people_of_whom_nothing_is_known(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    house.miss_tap(BEA, "❌", card)
    house.miss_tap(CAL, "✅", card)
    await read(house)
    await read(house)
    assert house.register.calls("joined_at") == [(GUILD, CAL.user_id)]


async def test_the_earliest_join_date_known_counts_also_when_reading(house: House) -> None:
    await house.open_proposal(BEA)
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)
    house.register.joined[GUILD, BEA.user_id] = START
    await read(house)
    assert (await house.proposal(card)).tally == Tally(agree=1)


async def test_whoever_is_read_is_remembered_as_active(house: House) -> None:
    card = await house.open_proposal()
    people = crowd(9)
    for person in people:
        house.miss_tap(person, "✅", card)
    await read(house)
    assert (await house.open_proposal()).rule.active == 10


async def test_what_is_first_read_at_the_deadline_is_late(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)
    house.miss_tap(CAL, "✅", card)
    house.miss_tap(CAL, "❌", card)
    house.clock.move_to(card.closes_at)
    await read(house)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.late, shown.counters.unclear) == (Tally(), 2, 0)


async def test_what_is_read_a_moment_before_the_deadline_counts(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)
    house.clock.move_to(card.closes_at - timedelta(microseconds=1))
    await read(house)
    assert (await house.proposal(card)).tally == Tally(agree=1)


async def test_a_tap_that_waits_in_the_inbox_is_written_before_the_reading(house: House) -> None:
    card = await house.open_proposal()
    house.put_tap(BEA, "✅", card)
    house.clock.advance(timedelta(seconds=1))
    await read(house)
    assert await lines(house, of=BEA.user_id) == [("cast", "agree", "tap", "counted")]


async def test_a_read_ballot_is_redrawn(house: House) -> None:
    card = await house.open_proposal()
    await house.services.tally_board.flush()
    house.clock.advance(timedelta(minutes=1))
    house.miss_tap(BEA, "✅", card)
    await read(house)
    await house.services.tally_board.flush()
    assert house.board.shown_proposals[-1].tally == Tally(agree=1)


async def test_everything_missed_in_an_outage_is_found(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    for person in crowd(250):
        house.miss_tap(person, "❌", card)
    for person in CAST[:3]:
        house.miss_tap(person, "⚪", card)
    house.miss_tap(member(DOV.user_id, "Dov"), "✅", card, is_super=True)
    await read(house)
    assert (await house.proposal(card)).tally == Tally(agree=3, disagree=250, abstain=3)
