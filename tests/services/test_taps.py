"""Taps: the last one counts, removing none, and everybody is counted where they stand."""

from datetime import timedelta

from bot.domain.ballots import Choice
from bot.domain.rules import Kind
from bot.domain.tally import Tally
from bot.services.inbox import Tap
from tests.factories import ANN, BEA, CAL, CAST, DOV, GHOST, GUILD, NEW, START, House, elsewhere, member


async def test_a_tap_casts_a_ballot(house: House) -> None:
    card = await house.open_proposal()
    for person, emoji in zip(CAST, "✅❌⚪⛔✅", strict=False):
        await house.tap(person, emoji, card)
    assert (await house.proposal(card)).tally == Tally(agree=2, disagree=1, abstain=1, unexplained=1)


async def test_the_last_tap_counts(house: House) -> None:
    card = await house.open_proposal()
    for emoji in "✅❌⚪⛔❌":
        await house.tap(BEA, emoji, card)
    assert await house.choice_of(BEA, card) == Choice.DISAGREE
    assert (await house.proposal(card)).tally == Tally(disagree=1)


async def test_the_last_of_many_fast_taps_counts_when_they_are_written_as_one_group(house: House) -> None:
    card = await house.open_proposal()
    for emoji in "✅❌✅❌⚪✅":
        for person in CAST:
            house.put_tap(person, emoji, card)
    await house.services.inbox.drained()
    assert (await house.proposal(card)).tally == Tally(agree=6)
    assert len(await house.select("SELECT 1 FROM ledger")) == 36


async def test_the_ledger_keeps_every_act_in_the_order_received(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.tap(CAL, "❌", card, is_super=True)
    await house.untap(BEA, "✅", card)
    assert await house.select("SELECT member_id, act, choice, source, is_super, verdict FROM ledger ORDER BY id") == [
        (BEA.user_id, "cast", "agree", "tap", 0, "counted"),
        (CAL.user_id, "cast", "disagree", "super_tap", 1, "counted"),
        (BEA.user_id, "untap", "agree", "tap", 0, "noted"),
    ]


async def test_tapping_the_same_again_keeps_the_hour_of_the_first(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    cast_at = (await house.services.ballots.panel(BEA, card.number)).cast_at
    await house.tap(BEA, "✅", card, is_super=True)
    assert (await house.services.ballots.panel(BEA, card.number)).cast_at == cast_at
    await house.tap(BEA, "❌", card)
    assert (await house.services.ballots.panel(BEA, card.number)).cast_at != cast_at


async def test_a_reaction_that_goes_away_changes_no_ballot_and_is_told(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    for person in (BEA, CAL):
        await house.untap(person, "✅", card)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.untapped) == (Tally(agree=6), 2)


async def test_an_untapped_ballot_is_told_no_longer_when_it_is_tapped_again_or_changed(house: House) -> None:
    card = await house.open_proposal()
    for person in (BEA, CAL, DOV):
        await house.tap(person, "✅", card)
        await house.untap(person, "✅", card)
    await house.tap(BEA, "✅", card)
    await house.tap(CAL, "❌", card)
    await house.services.ballots.withdraw(DOV, card.number)
    assert (await house.proposal(card)).counters.untapped == 0


async def test_an_earlier_choice_whose_reaction_goes_away_is_no_untapped_ballot(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.tap(BEA, "❌", card)
    await house.untap(BEA, "✅", card)
    assert (await house.proposal(card)).counters.untapped == 0


async def test_an_approval_that_was_untapped_is_told_until_it_is_tapped_again_or_said_in_the_panel(
    house: House,
) -> None:
    card = await house.open_proposal(kind=Kind.CHOICE, options="Monday\nTuesday")
    for person in (BEA, CAL):
        for emoji in ("1️⃣", "2️⃣"):
            await house.tap(person, emoji, card)
            await house.untap(person, emoji, card)
    assert (await house.proposal(card)).counters.untapped == 2
    await house.tap(BEA, "1️⃣", card)
    assert (await house.proposal(card)).counters.untapped == 2, "one of hers is still gone"
    await house.tap(BEA, "2️⃣", card)
    await house.services.ballots.cast(CAL, card.number, "1+2")
    assert (await house.proposal(card)).counters.untapped == 0
    await house.tap(CAL, "2️⃣", card)
    await house.untap(CAL, "2️⃣", card)
    assert (await house.proposal(card)).counters.untapped == 1


async def test_a_ballot_is_not_untapped_while_one_of_its_two_reactions_stands(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.tap(BEA, "✅", card, is_super=True)
    await house.untap(BEA, "✅", card, is_super=True)
    assert (await house.proposal(card)).counters.untapped == 0
    await house.untap(BEA, "✅", card)
    assert (await house.proposal(card)).counters.untapped == 1


async def test_a_moderator_who_strips_every_reaction_changes_no_ballot(house: House) -> None:
    card = await house.open_proposal()
    for person, emoji in zip(CAST, "✅✅✅✅❌⚪", strict=True):
        await house.tap(person, emoji, card)
    for person, emoji in zip(CAST, "✅✅✅✅❌⚪", strict=True):
        await house.untap(person, emoji, card)
    assert (await house.proposal(card)).tally == Tally(agree=4, disagree=1, abstain=1)


async def test_newcomers_taps_are_counted_apart_one_for_each_person(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(NEW, "✅", card)
    await house.tap(NEW, "❌", card)
    await house.tap(member(93, "Newer", joined_at=START + timedelta(hours=1)), "❌", card)
    await house.tap(BEA, "✅", card)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.newcomers) == (Tally(agree=1), 2)


async def test_somebody_of_whom_nobody_knows_since_when_is_counted_apart_until_it_is_known(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(GHOST, "✅", card)
    shown = await house.proposal(card)
    assert (shown.tally.turnout, shown.counters.unknown) == (0, 1)
    await house.tap(member(GHOST.user_id, "Ghost"), "✅", card)
    shown = await house.proposal(card)
    assert (shown.tally.turnout, shown.counters.unknown) == (1, 0)


async def test_leaving_and_returning_does_not_restart_the_tenure(house: House) -> None:
    await house.open_proposal(BEA)
    card = await house.open_proposal()
    await house.tap(member(BEA.user_id, "Bea", joined_at=START), "✅", card)
    assert (await house.proposal(card)).tally == Tally(agree=1)


async def test_a_join_date_told_by_one_tap_holds_for_the_next_of_the_same_group(house: House) -> None:
    card = await house.open_proposal()
    house.put_tap(BEA, "✅", card)
    house.put_tap(member(BEA.user_id, "Bea", joined_at=None), "❌", card)
    await house.services.inbox.drained()
    assert (await house.proposal(card)).tally == Tally(disagree=1)
    assert (
        await house.services.ballots.panel(member(BEA.user_id, "Bea", joined_at=None), 1)
    ).joined_at == BEA.joined_at


async def test_a_tap_at_the_deadline_itself_is_late_and_changes_nothing(house: House) -> None:
    card = await house.open_proposal()
    house.clock.move_to(card.closes_at - timedelta(microseconds=1))
    house.put_tap(BEA, "✅", card)
    house.clock.move_to(card.closes_at)
    house.put_tap(BEA, "❌", card)
    house.put_tap(CAL, "✅", card)
    await house.services.inbox.drained()
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.late) == (Tally(agree=1), 2)


async def test_a_tap_received_in_time_counts_though_it_is_written_after_the_deadline(house: House) -> None:
    card = await house.open_proposal()
    house.clock.move_to(card.closes_at - timedelta(microseconds=1))
    house.put_tap(BEA, "✅", card)
    house.clock.move_to(card.closes_at)
    decision = await house.settle(card)
    assert decision.tally == Tally(agree=1)


async def test_a_tap_after_settling_is_late(house: House) -> None:
    card = await house.open_proposal()
    decision = await house.settle(card)
    await house.tap(BEA, "✅", card)
    shown = await house.proposal(card)
    assert (shown.tally.turnout, shown.counters.late, decision.counters.late) == (0, 1, 0)


async def test_any_other_reaction_is_just_a_reaction(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "🎉", card)
    assert not await house.select("SELECT 1 FROM ledger")


async def test_a_tap_on_a_message_that_is_no_ballot_is_nothing(house: House) -> None:
    house.services.inbox.put(Tap(GUILD, 4711, BEA.user_id, "✅", False, False, house.clock.now(), "Bea", BEA.joined_at))
    await house.services.inbox.drained()
    assert not await house.select("SELECT 1 FROM ledger")


async def test_a_tap_that_names_another_server_than_the_ballots_is_nothing(house: House) -> None:
    card = await house.open_proposal()
    await house.found(elsewhere(ANN))
    await house.tap(elsewhere(BEA), "✅", card)
    assert not await house.select("SELECT 1 FROM ledger")
    assert (await house.proposal(card)).tally.turnout == 0


async def test_one_group_may_hold_taps_on_many_ballots(house: House) -> None:
    cards = [await house.open_proposal(author) for author in CAST]
    for card in cards:
        for person, emoji in zip(CAST, "✅✅✅✅❌⚪", strict=True):
            house.put_tap(person, emoji, card)
    await house.services.inbox.drained()
    for card in cards:
        assert (await house.proposal(card)).tally == Tally(agree=4, disagree=1, abstain=1)


async def test_whoever_taps_is_remembered_as_active_by_the_name_they_have_now(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(member(BEA.user_id, "Old name"), "✅", card)
    await house.tap(member(BEA.user_id, "New name"), "✅", card)
    await house.untap(BEA, "✅", card)
    assert await house.select("SELECT name FROM members WHERE user_id = :who", who=BEA.user_id) == [("New name",)]


async def test_an_open_ballot_is_redrawn_with_what_was_tapped(house: House) -> None:
    card = await house.open_proposal()
    await house.services.tally_board.flush()
    house.clock.advance(timedelta(minutes=1))
    await house.tap(BEA, "✅", card)
    await house.services.tally_board.flush()
    assert house.board.shown_proposals[-1].tally == Tally(agree=1)


async def test_a_message_tapped_before_the_bot_knew_it_for_a_ballot_is_one_from_then_on(house: House) -> None:
    async def tap_early() -> None:
        (posted,) = house.board.posted
        early = Tap(GUILD, posted.message_id, BEA.user_id, "✅", False, False, house.clock.now(), "Bea", BEA.joined_at)
        house.services.inbox.put(early)
        await house.services.inbox.drained()

    house.board.meanwhile.append(tap_early)
    card = await house.open_proposal()
    await house.tap(CAL, "✅", card)
    assert (await house.proposal(card)).tally == Tally(agree=1)


async def test_a_join_date_that_is_learnt_elsewhere_holds_for_the_next_tap(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(GHOST, "✅", card)
    await house.add_task(member(GHOST.user_id, "Ghost"))
    await house.tap(GHOST, "❌", card)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.unknown) == (Tally(disagree=1), 0)
