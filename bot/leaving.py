"""Leaving: what was begun is finished before the process ends, within the time that a supervisor gives."""

import asyncio
import logging
from collections.abc import Awaitable

from bot.services import Services
from bot.timetable import Timetable

_log = logging.getLogger(__name__)

_HANDLERS = ("discord.py: ", "CommandTree-invoker")
"""How the names of discord.py's tasks begin in which presses, forms and commands are answered."""

_LAST_WORDS = 1.0
"""Seconds to tell somebody that their act was not written, and to write down what little is left."""


async def finish(services: Services, timetable: Timetable) -> None:
    """Let sweeps end, answers be given and acts be written, all at once, for as long as the timetable is patient.

    The gateway must have been left: what comes in meanwhile would be lost.
    """
    await asyncio.gather(
        timetable.stop(),
        _bounded("that the bot is away", services.presence.leave(), timetable.patience),
        _answer_and_write(services, timetable.patience),
    )
    await _bounded("who came", services.comings.enter_all(), _LAST_WORDS)


async def _answer_and_write(services: Services, patience: float) -> None:
    """Whoever pressed or typed something gets their answer; what was taken in is written down."""
    answering = {task for task in asyncio.all_tasks() if task.get_name().startswith(_HANDLERS)}
    writing = asyncio.create_task(services.inbox.drained())
    _, late = await asyncio.wait({*answering, writing}, timeout=patience)
    if not late:
        return
    writing.cancel()
    unwritten = services.inbox.let_go()
    if unwritten:
        _log.error("%d acts could not be written in time; taps are read from their messages next time", unwritten)
    if answering:
        _, late = await asyncio.wait(answering, timeout=_LAST_WORDS)
        for task in late:
            task.cancel()
        if late:
            _log.warning("%d answers are not given: they take too long", len(late))


async def _bounded(what: str, writing: Awaitable[None], seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await writing
    except Exception as fault:
        _log.error("could not write down %s: %s", what, type(fault).__name__)
