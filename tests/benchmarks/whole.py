"""The subject: the whole program as `python -m bot run` builds it, which answers the benchmark's questions."""

import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import timedelta

from bot.app import running
from bot.client import MovementBot
from bot.config import LEVELS, read_settings
from bot.log import set_up_logging
from bot.services.inbox import Inbox, PanelAct, Tap
from tests.benchmarks.talk import heard_all, orders, tell


async def main(*, times_taps: bool) -> None:
    """Run, and do as the parent says until it closes the pipe."""
    settings = read_settings(os.environ)
    set_up_logging(LEVELS[settings.log_level], settings.log_format, secrets=settings.secrets)
    async with running(settings) as (bot, web):
        waits = _timed(bot) if times_taps else []
        tell(is_ready=True, url=web.url)
        async for order in orders():
            what, _, of = order.partition(" ")
            match what:
                case "watch":
                    tell(**await heard_all(bot, lambda: bot.services.inbox.drained()))
                case "waits":
                    tell(milliseconds=[wait / timedelta(milliseconds=1) for wait in waits])
                case "tallies":
                    cards = await bot.services.proposals.open_cards(int(of))
                    tell(tallies={str(card.message_id): asdict(card.tally) for card in cards})


def _timed(bot: MovementBot) -> list[timedelta]:
    """Put an inbox before the bot's own writer that notes how long each tap waited from its dispatch to its commit."""
    services, waits = bot.services, list[timedelta]()

    async def record(group: Sequence[Tap | PanelAct]) -> None:
        await services.ballots.record(group)
        now = services.clock.now()
        waits.extend(now - act.received_at for act in group)

    bot.services = replace(services, inbox=Inbox(record))
    return waits


if __name__ == "__main__":
    asyncio.run(main(times_taps="timed" in sys.argv[1:]))
