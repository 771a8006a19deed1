"""Taps: the last one counts, moderators change no ballot, and the ballot keeps up at Discord's pace."""

from datetime import timedelta
from itertools import pairwise

from bot.domain.ballots import EMOJI_OF
from bot.domain.tally import Tally
from bot.sandbox.world.permissions import Permission
from tests.wire.bot.hall import A_REDRAW, Hall

EDIT = r"/channels/\d+/messages/\d+"
TAKE_OFF = "DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id} 403"


async def test_the_last_of_fast_taps_counts_though_the_bot_tidies_between_them(hall: Hall) -> None:
    hall.sandbox.faults.gateway.duplicate("MESSAGE_REACTION_ADD", times=100)
    for who in hall.movement.people:
        hall.tap(who, "✅")
        hall.tap(who, "❌")
    while hall.ballot().reactions["✅"] > 1:
        await hall.tick()
    for who in hall.movement.people:
        hall.tap(who, "✅")
    while hall.ballot().reactions["❌"] > 1:
        await hall.tick()
    await hall.heard()
    everybody = len(hall.movement.people)
    card = await hall.card()
    assert (card.tally, card.counters.untapped) == (Tally(agree=everybody), 0)
    assert hall.ballot().reactions == {"✅": everybody + 1, "❌": 1, "⚪": 1, "⛔": 1}


async def test_tidying_changes_no_ballot(hall: Hall) -> None:
    hall.tap("Cem", "✅")
    hall.tap("Cem", "❌")
    await hall.tick()
    assert hall.ballot().reactions["✅"] == 1
    await hall.heard()
    await hall.bot.timetable.read_all()
    card = await hall.card()
    assert (card.tally, card.counters.untapped) == (Tally(disagree=1), 0)


async def test_a_tap_on_top_of_the_bots_tidying_stands(hall: Hall) -> None:
    hall.tap("Cem", "✅")
    hall.tap("Cem", "❌")
    await hall.heard()
    slow = hall.sandbox.faults.hang(0.3, method="DELETE", path=r".*/reactions/✅/\d+")
    tidying = hall.begin(hall.bot.tick())
    await hall.until(lambda: slow.struck == 1)
    hall.untap("Cem", "✅")
    hall.tap("Cem", "✅")
    await tidying
    await hall.tick()
    await hall.heard()
    assert (await hall.card()).tally == Tally(agree=1)


async def test_a_moderator_who_strips_reactions_one_by_one_changes_no_ballot(hall: Hall) -> None:
    voters = ["Bea", "Cem", "Dov", "Eli", "Fatou"]
    for who in voters:
        hall.tap(who, "✅")
    await hall.heard()
    for who in voters[:4]:
        hall.untap(who, "✅", by="Ana")
    await hall.tick(A_REDRAW)
    assert (await hall.card()).tally == Tally(agree=5)
    assert "Counted: 5 people" in hall.ballot().text
    assert "4 reactions were taken off; the votes behind them still count." in hall.ballot().text


async def test_a_moderator_who_clears_all_reactions_changes_no_ballot(hall: Hall) -> None:
    for who in ("Bea", "Cem", "Dov"):
        hall.tap(who, "❌")
    await hall.heard()
    hall.sandbox.world.skip(timedelta(seconds=1))
    ballot = hall.ballot()
    await hall.movement["Ana"].clear_reactions(ballot)
    await hall.tick(A_REDRAW)
    await hall.tick(A_REDRAW)
    assert (await hall.card()).tally == Tally(disagree=3)
    assert "3 reactions were taken off; the votes behind them still count." in hall.ballot().text


async def test_a_moderator_who_clears_one_emoji_changes_no_ballot(hall: Hall) -> None:
    for who in ("Bea", "Cem", "Dov"):
        hall.tap(who, "❌")
    hall.tap("Eli", "✅")
    await hall.heard()
    hall.sandbox.world.skip(timedelta(seconds=1))
    ballot = hall.ballot()
    hall.sandbox.world.reactions.clear_emoji(hall.user_id("Ana"), ballot.channel_id, ballot.id, "❌")
    await hall.tick(A_REDRAW)
    await hall.tick(A_REDRAW)
    assert (await hall.card()).tally == Tally(agree=1, disagree=3)
    assert "3 reactions were taken off; the votes behind them still count." in hall.ballot().text


async def test_without_manage_messages_nothing_is_hurt_and_discord_is_not_pestered(hall: Hall) -> None:
    hall.may_not(Permission.MANAGE_MESSAGES, in_channel="proposals")
    hall.excuse(TAKE_OFF)
    for who in ("Bea", "Cem", "Dov", "Eli", "Fatou", "Goran"):
        hall.tap(who, "✅")
        hall.tap(who, "❌")
        await hall.tick(A_REDRAW)
    assert (await hall.card()).tally == Tally(disagree=6)
    assert "6 disagree" in hall.ballot().text


async def test_two_hundred_taps_redraw_the_ballot_no_faster_than_every_15_seconds(hall: Hall) -> None:
    voters = hall.join(50)
    await hall.tick(A_REDRAW)
    began = len(hall.asked("PATCH", EDIT))
    for place in range(200):
        hall.tap(voters[place % 50], "✅❌⚪⛔"[place // 50])
        await hall.tick(timedelta(seconds=0.5))
    await hall.tick(A_REDRAW)
    edits = hall.asked("PATCH", EDIT)[began:]
    gaps = [later.at - earlier.at for earlier, later in pairwise(edits)]
    assert min(gaps) >= timedelta(seconds=15)
    assert 5 <= len(edits) <= 9
    assert (await hall.card()).tally == Tally(unexplained=50)
    assert "50 block without a reason" in hall.ballot().text


async def test_votes_in_the_panel_keep_the_same_pace(hall: Hall) -> None:
    panel = (await hall.movement["Cem"].press(hall.ballot(), "My vote")).message
    began = len(hall.asked("PATCH", EDIT))
    for label in ("Agree", "Disagree", "Abstain", "Agree"):
        panel = (await hall.movement["Cem"].press(panel, label)).message
    await hall.tick(A_REDRAW)
    assert (await hall.card()).tally == Tally(agree=1)
    assert "1 agrees" in hall.ballot().text
    assert len(hall.asked("PATCH", EDIT)) - began <= 2
    assert set(EMOJI_OF.values()) == set(hall.ballot().reactions)


async def test_redrawing_two_ballots_at_once_from_two_sides_disturbs_nobody(hall: Hall) -> None:
    await hall.propose("Cem")
    await hall.tick(A_REDRAW)
    panel = (await hall.movement["Dov"].press(hall.ballot(2), "My vote")).message
    for number in (1, 2):
        hall.tap("Eli", "✅", number=number)
    await hall.heard()
    hall.sandbox.world.skip(A_REDRAW)
    slow = hall.sandbox.faults.hang(0.3, method="PATCH", path=EDIT)
    ticking = hall.begin(hall.bot.tick())
    await hall.until(lambda: slow.struck == 1)
    await hall.movement["Dov"].press(panel, "Agree")
    await ticking
    await hall.tick(A_REDRAW)
    assert "1 agrees" in hall.ballot(1).text
    assert "2 agree" in hall.ballot(2).text
