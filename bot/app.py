"""The composition root: builds in order, closes in reverse."""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator

from bot.client import MovementBot, connect_to
from bot.clock import SandboxClock, SystemClock
from bot.config import DISCORD_API, Settings
from bot.services import Services, build_services
from bot.services.ports import Clock
from bot.web.server import LogServer
from cogs.bridge.ballot_box import DiscordBallotBox
from cogs.bridge.notice_board import DiscordNoticeBoard
from cogs.bridge.register import DiscordRegister
from db.engine import Database

_log = logging.getLogger(__name__)


def create_bot(settings: Settings, *, clock: Clock | None = None) -> MovementBot:
    """The bot, not connected; its `setup_hook` opens the database and loads every extension."""
    telling = clock or SystemClock()

    async def build(bot: MovementBot) -> Services:
        database = Database(settings.database_url)
        await database.migrate()
        services = build_services(
            database,
            telling,
            notice_board=DiscordNoticeBoard(bot),
            ballot_box=DiscordBallotBox(bot),
            register=DiscordRegister(bot),
        )
        await services.servers.open()
        return services

    return MovementBot(build, has_members_intent=settings.has_members_intent)


def point_at(settings: Settings) -> None:
    """Point discord.py at another Discord-compatible server, where the settings name one."""
    connect_to(api_url=None if settings.api_url == DISCORD_API else settings.api_url, gateway_url=settings.gateway_url)


@contextlib.asynccontextmanager
async def running(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[tuple[MovementBot, LogServer]]:
    """The whole program while the block runs: connected bot, timetable and web log."""
    point_at(settings)
    async with contextlib.AsyncExitStack() as stack:
        telling = clock or await _clock_of(settings, stack)
        bot = create_bot(settings, clock=telling)
        stack.push_async_callback(bot.close)
        await bot.login(settings.discord_token)
        web = LogServer(bot.services.commons, host=settings.web_host, port=settings.web_port)
        await web.start()
        stack.push_async_callback(web.close)
        connection = bot.connection = asyncio.create_task(bot.connect(reconnect=True), name="gateway")
        stack.push_async_callback(_end, connection)
        waiting = asyncio.create_task(bot.wait_until_ready())
        await asyncio.wait({connection, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if connection.done():
            waiting.cancel()
            connection.result()
        bot.timetable.start()
        _settle_memory()
        yield bot, web


async def run(settings: Settings) -> None:
    """Run until told to stop by SIGTERM or SIGINT, or until the connection ends for good."""
    stopping = stop_signal()
    async with running(settings) as (bot, web):
        _log.info("the public log is at %s/log", web.url)
        stopped = asyncio.create_task(stopping.wait())
        await asyncio.wait({stopped, bot.connection}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if bot.connection.done():
            bot.connection.result()
        _log.info("stopping")


def stop_signal() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set; discord.py installs no handler for the first."""
    stopping = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    return stopping


async def _clock_of(settings: Settings, stack: contextlib.AsyncExitStack) -> Clock:
    if settings.clock_url is None:
        return SystemClock()
    clock = SandboxClock(settings.clock_url)
    await clock.ask()
    following = asyncio.create_task(clock.follow(), name="sandbox-clock")
    stack.push_async_callback(_end, following)
    return clock


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, Exception):
        await task


def _settle_memory() -> None:
    """What is built at start stays for good: keep the collector from walking it. Source: performance page, "Taps"."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
