"""Tidying: superseded reactions come off as a courtesy; the standing one never does."""

from bot.domain.ballots import Choice
from bot.domain.tally import Tally
from bot.services.tidying import A_SWEEP, ROOM
from tests.factories import BEA, CAL, CAST, DOV, House, crowd


async def test_the_earlier_reaction_comes_off_when_another_is_tapped(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.services.tidying.sweep()
    await house.tap(BEA, "❌", card)
    await house.services.tidying.sweep()
    assert house.box.taken_off == [(card.message_id, BEA.user_id, Choice.AGREE)]
    assert (await house.proposal(card)).tally == Tally(disagree=1)


async def test_the_standing_reaction_stays_when_both_taps_wait_to_be_tidied(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.tap(BEA, "❌", card)
    await house.services.tidying.sweep()
    assert house.box.taken_off == [(card.message_id, BEA.user_id, Choice.AGREE)]


async def test_fast_taps_there_and_back_leave_the_reaction_that_stands(house: House) -> None:
    card = await house.open_proposal()
    for emoji in "✅❌✅":
        await house.tap(BEA, emoji, card)
    await house.services.tidying.sweep()
    assert {choice for _, _, choice in house.box.taken_off} == {Choice.DISAGREE}


async def test_what_went_away_by_itself_is_not_taken_off_again(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.untap(BEA, "✅", card)
    await house.tap(BEA, "❌", card)
    await house.services.tidying.sweep()
    assert not house.box.taken_off


async def test_a_reaction_overruled_in_the_panel_comes_off_too(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.services.ballots.cast(BEA, card.number, Choice.ABSTAIN)
    await house.services.tidying.sweep()
    assert house.box.taken_off == [(card.message_id, BEA.user_id, Choice.AGREE)]


async def test_a_ballot_that_was_withdrawn_meanwhile_is_left_alone(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.tap(BEA, "❌", card)
    await house.services.ballots.withdraw(BEA, card.number)
    await house.services.tidying.sweep()
    assert not house.box.taken_off


async def test_a_ballot_that_is_withdrawn_while_another_is_tidied_is_left_alone(house: House) -> None:
    card = await house.open_proposal()
    for emoji in "✅❌":
        await house.all_tap([BEA, CAL], emoji, card)

    async def withdraw() -> None:
        await house.services.ballots.withdraw(CAL, card.number)

    house.box.meanwhile.append(withdraw)
    await house.services.tidying.sweep()
    assert [user_id for _, user_id, _ in house.box.taken_off] == [BEA.user_id]


async def test_a_vote_in_the_panel_before_the_ballot_is_posted_leaves_nothing_to_tidy(house: House) -> None:
    card = await house.open_proposal(is_posted=False)
    await house.services.ballots.cast(BEA, card.number, Choice.AGREE)
    await house.services.tidying.sweep()
    assert not house.box.taken_off


async def test_one_sweep_takes_off_so_many_and_the_next_goes_on(house: House) -> None:
    card = await house.open_proposal()
    for emoji in "✅❌":
        await house.all_tap(CAST, emoji, card)
    await house.services.tidying.sweep()
    assert len(house.box.taken_off) == A_SWEEP
    await house.services.tidying.sweep()
    assert sorted(user_id for _, user_id, _ in house.box.taken_off) == [person.user_id for person in CAST]


async def test_one_sweep_tidies_up_after_the_person_it_began_with(house: House) -> None:
    card = await house.open_proposal()
    for person in (BEA, CAL, DOV):
        for emoji in "✅❌⚪⛔":
            await house.tap(person, emoji, card)
    await house.services.tidying.sweep()
    assert [user_id for _, user_id, _ in house.box.taken_off] == [BEA.user_id] * 3 + [CAL.user_id] * 3
    await house.services.tidying.sweep()
    assert {user_id for _, user_id, _ in house.box.taken_off[6:]} == {DOV.user_id}


async def test_what_cannot_be_reached_stays_and_the_rest_comes_off_later(house: House) -> None:
    card = await house.open_proposal()
    for emoji in "✅❌":
        await house.all_tap([BEA, CAL], emoji, card)
    house.box.fail()
    await house.services.tidying.sweep()
    assert not house.box.taken_off
    await house.services.tidying.sweep()
    assert [user_id for _, user_id, _ in house.box.taken_off] == [CAL.user_id]
    assert (await house.proposal(card)).tally == Tally(disagree=2)


async def test_more_than_there_is_room_for_stays_untidy_and_counts_all_the_same(house: House) -> None:
    card = await house.open_proposal()
    people = crowd(ROOM + 10)
    for emoji in "✅❌":
        await house.all_tap(people, emoji, card)
    for _ in range(ROOM):
        await house.services.tidying.sweep()
    assert len(house.box.taken_off) == ROOM
    assert (await house.proposal(card)).tally == Tally(disagree=ROOM + 10)


async def test_with_nothing_to_tidy_nobody_is_asked(house: House) -> None:
    await house.services.tidying.sweep()
    assert not house.box.calls("take_off")
