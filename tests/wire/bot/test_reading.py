"""Reading what was missed: super reactions, several choices at once, people who left, and reads that fail."""

from datetime import timedelta

from bot.domain.tally import Tally
from tests.wire.bot.hall import A_REDRAW, VOTING, Hall

READS = r"/channels/\d+/messages/\d+.*"
MEMBER = r"/guilds/\d+/members/\d+"
UNKNOWN_MEMBER = "GET /guilds/{guild_id}/members/{user_id} 404"


def miss_taps(hall: Hall, who: str, *emoji: str, burst: bool = False) -> None:
    """Let somebody tap without the gateway's bringing it."""
    hall.sandbox.faults.gateway.drop("MESSAGE_REACTION_ADD", times=len(emoji))
    for each in emoji:
        hall.tap(who, each, burst=burst)


async def test_super_reactions_count_like_normal_ones(hall: Hall) -> None:
    hall.tap("Cem", "✅", burst=True)
    hall.tap("Dov", "❌")
    miss_taps(hall, "Eli", "✅", burst=True)
    await hall.heard()
    await hall.bot.timetable.read_all()
    assert (await hall.card()).tally == Tally(agree=2, disagree=1)


async def test_a_super_and_a_normal_reaction_of_one_choice_are_one_ballot(hall: Hall) -> None:
    hall.tap("Cem", "✅", burst=True)
    hall.tap("Cem", "✅")
    miss_taps(hall, "Dov", "❌")
    miss_taps(hall, "Dov", "❌", burst=True)
    await hall.heard()
    await hall.bot.timetable.read_all()
    card = await hall.card()
    assert (card.tally, card.counters.unclear) == (Tally(agree=1, disagree=1), 0)


async def test_two_choices_found_at_once_are_unclear_and_the_ballot_says_so(hall: Hall) -> None:
    miss_taps(hall, "Cem", "✅", "❌")
    await hall.bot.timetable.read_all()
    assert (await hall.card()).tally == Tally()
    await hall.tick(A_REDRAW)
    assert "1 ballot unclear, not counted" in hall.ballot().text
    hall.tap("Cem", "⚪")
    await hall.heard()
    await hall.tick(A_REDRAW)
    assert (await hall.card()).tally == Tally(abstain=1)
    assert "unclear" not in hall.ballot().text


async def test_two_choices_found_beside_a_recorded_ballot_leave_it_standing(hall: Hall) -> None:
    hall.tap("Cem", "⚪")
    await hall.heard()
    miss_taps(hall, "Cem", "✅", "❌")
    hall.sandbox.world.skip(timedelta(seconds=1))
    await hall.bot.timetable.read_all()
    card = await hall.card()
    assert (card.tally, card.counters.unclear) == (Tally(abstain=1), 0)


async def test_a_change_of_mind_during_a_slow_read_is_not_undone_by_it(hall: Hall) -> None:
    hall.tap("Cem", "✅")
    hall.tap("Dov", "⚪")
    await hall.heard()
    hall.sandbox.world.skip(timedelta(seconds=1))
    slow = hall.sandbox.faults.hang(0.5, method="GET", path=r".*/reactions/⚪")
    reading = hall.begin(hall.bot.timetable.read_all())
    await hall.until(lambda: slow.struck == 1)
    hall.sandbox.world.skip(timedelta(seconds=1))
    hall.tap("Cem", "❌")
    await hall.tick()
    assert hall.ballot().reactions["✅"] == 1
    await reading
    assert (await hall.card()).tally == Tally(disagree=1, abstain=1)


async def test_who_tapped_and_left_is_not_counted_and_is_asked_about_once(hall: Hall) -> None:
    miss_taps(hall, "Cem", "✅")
    hall.sandbox.world.members.leave(hall.movement.guild_id, hall.user_id("Cem"))
    hall.excuse(UNKNOWN_MEMBER)
    for _ in range(5):
        await hall.bot.timetable.read_all()
        hall.sandbox.world.skip(timedelta(hours=1))
    card = await hall.card()
    assert (card.tally, card.counters.unknown) == (Tally(), 1)
    assert len(hall.asked("GET", MEMBER)) == 1


async def test_nothing_is_settled_while_the_reactions_cannot_be_read(hall: Hall) -> None:
    for who in ("Cem", "Dov", "Eli", "Fatou"):
        hall.tap(who, "✅")
    await hall.heard()
    miss_taps(hall, "Goran", "❌")
    fault = hall.sandbox.faults.answer(503, method="GET", path=READS, times=None)
    await hall.tick(VOTING - timedelta(minutes=4))
    await hall.tick(timedelta(minutes=5))
    await hall.tick(timedelta(minutes=5))
    assert fault.struck > 1
    assert not hall.announcements()
    assert (await hall.card()).outcome is None
    hall.sandbox.faults.clear()
    await hall.tick(timedelta(minutes=5))
    assert len(hall.announcements()) == 1
    card = await hall.card()
    assert (card.tally, card.counters.late) == (Tally(agree=4), 1)


async def test_while_the_reactions_cannot_be_read_discord_is_not_pestered(hall: Hall) -> None:
    hall.sandbox.faults.answer(503, method="GET", path=READS, times=None)
    await hall.tick(VOTING)
    before = len(hall.requests)
    for _ in range(60):
        await hall.tick(timedelta(seconds=1))
    assert 1 <= len(hall.requests) - before <= 10


async def test_a_read_that_failed_at_the_start_is_made_up_for_soon(hall: Hall) -> None:
    miss_taps(hall, "Cem", "✅")
    hall.sandbox.faults.answer(503, method="GET", path=READS)
    await hall.bot.timetable.read_all()
    assert (await hall.card()).tally == Tally()
    await hall.tick(timedelta(minutes=2))
    assert (await hall.card()).tally == Tally(agree=1)


async def test_a_tap_after_the_deadline_is_late_and_shown(hall: Hall) -> None:
    for who in ("Cem", "Dov", "Eli"):
        hall.tap(who, "✅")
    await hall.heard()
    hall.sandbox.faults.answer(503, method="GET", path=READS, times=None)
    await hall.tick(VOTING)
    hall.tap("Fatou", "❌")
    await hall.tick(A_REDRAW)
    assert "1 vote came too late." in hall.ballot().text
    hall.sandbox.faults.clear()
    await hall.tick(timedelta(minutes=5))
    hall.tap("Goran", "❌")
    await hall.tick(A_REDRAW)
    assert "3 agree" in hall.announcements()[0].text
    assert "2 votes came too late." in hall.ballot().text
    assert (await hall.card()).tally == Tally(agree=3)
