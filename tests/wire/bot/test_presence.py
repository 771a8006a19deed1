"""Being away, over the wire: a vote lasts as much longer as the bot could not see of its end."""

from datetime import timedelta

from bot.domain.prolongations import Cause
from bot.domain.proposals import State
from bot.domain.tally import Tally
from tests.wire.bot.hall import A_REDRAW, Hall


async def test_a_deadline_that_passes_while_the_bot_is_stopped_is_moved_and_what_was_tapped_counts(hall: Hall) -> None:
    for who in ("Cem", "Dov", "Eli"):
        hall.tap(who, "✅")
    await hall.tick((await hall.card()).closes_at - hall.now() - timedelta(minutes=10))
    await hall.stop()
    hall.sandbox.world.skip(timedelta(hours=5))
    hall.tap("Fatou", "❌")
    await hall.wake()
    await hall.until(lambda: _is_counted(hall, Tally(agree=3, disagree=1)))
    await hall.tick()
    (by,) = (await hall.card()).prolongations
    assert (by.cause, by.span) == (Cause.BOT_AWAY, timedelta(hours=5))
    await hall.tick(A_REDRAW)
    assert "I was away near the end: voting lasts until" in hall.ballot().text
    assert not hall.announcements()


async def test_a_connection_that_broke_in_the_last_half_hour_gives_an_hour_more(hall: Hall) -> None:
    await hall.tick((await hall.card()).closes_at - hall.now() - timedelta(minutes=10))
    hall.sandbox.hub.drop_connections()
    await hall.until(lambda: hall.sandbox.hub.resumed == 1)
    await hall.until(lambda: _is_back(hall))
    await hall.tick(timedelta(minutes=10))
    (by,) = (await hall.card()).prolongations
    assert (by.cause, by.span) == (Cause.BOT_AWAY, timedelta(hours=1))
    assert (await hall.card()).state is State.OPEN


async def test_nothing_is_decided_before_the_ballots_are_read_again(hall: Hall) -> None:
    for who in ("Cem", "Dov", "Eli"):
        hall.tap(who, "✅")
    await hall.tick((await hall.card()).closes_at - hall.now() - timedelta(minutes=10))
    fault = hall.sandbox.faults.answer(503, method="GET", path=r"/channels/\d+/messages/\d+.*", times=None)
    hall.sandbox.hub.drop_connections(resumable=False)
    await hall.until(lambda: fault.struck > 0)
    await hall.tick(timedelta(hours=2))
    card = await hall.card()
    assert (card.state, card.prolongations) == (State.OPEN, ())
    hall.sandbox.faults.clear()
    await hall.tick(timedelta(hours=1))
    (by,) = (await hall.card()).prolongations
    assert by.cause is Cause.BOT_AWAY
    assert by.span >= timedelta(hours=3)


async def _is_counted(hall: Hall, tally: Tally) -> bool:
    return (await hall.card()).tally == tally


async def _is_back(hall: Hall) -> bool:
    return await hall.bot.services.presence.is_back()
