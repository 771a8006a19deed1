"""Leaving: the gateway first, then whatever was taken in is answered and written before the end."""

import asyncio

from bot.domain.tally import Tally
from tests.busy import busy
from tests.wire.bot.hall import PATIENCE, Hall

CALLBACK = r"/interactions/\d+/[^/]+/callback"


def is_answering() -> bool:
    """Whether the bot has a press or a form in hand."""
    return any(task.get_name() == "discord.py: on_interaction" for task in asyncio.all_tasks())


async def test_a_form_that_was_sent_off_is_kept_and_answered_although_the_bot_stops(hall: Hall) -> None:
    person = hall.movement["Cem"]
    form = await person.command("propose")
    await hall.until(lambda: not is_answering())
    async with busy(hall.bot.services.database):
        sending = hall.begin(person.submit(form, {"Title": "Typed at the last minute", "What and why": "It is long."}))
        await hall.until(is_answering)
        stopping = hall.begin(hall.stop())
        await hall.until(lambda: not hall.sandbox.hub.connections)
        assert not sending.done()
    await stopping
    assert "P-2 is open" in (await sending).text
    await hall.wake()
    assert (await hall.card(2)).title == "Typed at the last minute"


async def test_taps_taken_in_before_the_end_are_written_and_those_after_it_read_at_the_next_start(hall: Hall) -> None:
    ballot = hall.ballot()
    async with busy(hall.bot.services.database):
        for who in ("Cem", "Dov"):
            await hall.movement[who].react(ballot, "✅")
        hall.sandbox.world.guilds.rename(hall.user_id("Ana"), hall.movement.guild_id, "Renamed after the taps")
        await hall.until(lambda: hall.bot.guilds[0].name == "Renamed after the taps")
        stopping = hall.begin(hall.stop())
        await hall.until(lambda: not hall.sandbox.hub.connections)
        hall.tap("Eli", "❌")
    await stopping
    await hall.wake()

    async def all_are_counted() -> bool:
        return (await hall.card()).tally == Tally(agree=2, disagree=1)

    await hall.until(all_are_counted)
    assert await hall.acts("Cem") == ["cast agree: counted"]
    assert await hall.acts("Eli") == ["cast disagree: counted"]


async def test_an_answer_that_takes_for_ever_does_not_keep_the_bot_from_leaving(hall: Hall) -> None:
    endless = hall.sandbox.faults.hang(PATIENCE, method="POST", path=CALLBACK)
    hall.bot.timetable.patience = 0.2
    asking = hall.begin(hall.movement["Cem"].command("help"))
    await hall.until(lambda: endless.struck == 1)
    async with asyncio.timeout(10):
        await hall.stop()
    asking.cancel()
    await hall.wake()


async def test_stopping_twice_at_once_stops_once(hall: Hall) -> None:
    await asyncio.gather(hall.bot.close(), hall.bot.close())
    await hall.stop()
    await hall.wake()
    assert hall.sandbox.hub.identified == 2
