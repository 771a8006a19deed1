"""The composition root: builds in order, closes in reverse."""

import asyncio
import contextlib
import gc
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp

from bot.backup import what_is_missing
from bot.client import MovementBot, OutOfReach, connect_to
from bot.clock import SandboxClock, SystemClock, listen_to_the_time
from bot.config import DISCORD_API, ConfigurationFault, Settings
from bot.holding import held
from bot.services import Services, build_services
from bot.services.clock_watch import ClockWatch
from bot.services.heads import LogWasRolledBack
from bot.services.leases import LeaseService
from bot.services.ports import Clock
from bot.standalone import listen, log_server, stop_signal
from bot.web.server import LogServer
from cogs.bridge.ballot_box import DiscordBallotBox
from cogs.bridge.notice_board import DiscordNoticeBoard
from cogs.bridge.register import DiscordRegister
from db.ailing import Damaged, is_damaged, takes_nothing
from db.engine import Database, how_to_restore, is_locked, is_outage, reason_of
from db.lease import InUse, lease
from db.places import file_of, heads_file_of
from db.published_heads import Unintelligible
from db.schema import Newer, WorkedOn

if TYPE_CHECKING:
    from bot.metrics import Meters

_log = logging.getLogger(__name__)

_NEWER = (
    "The database was written by a newer Minga. Install that version again, or put back the copy that was made before "
    "the update: minga restore FILE --yes"
)

_FIRST_PAUSE = timedelta(seconds=1)
"""Before the second attempt to start where something is away; each further pause is twice as long."""


def create_bot(settings: Settings, *, clock: Clock | None = None, holding: LeaseService | None = None) -> MovementBot:
    """The bot, not connected; its `setup_hook` opens the database and loads every extension.

    With a lease each turn asks first whether it still holds.
    """
    telling = clock or SystemClock()
    watch = ClockWatch()

    async def build(bot: MovementBot) -> Services:
        database = await _opened(settings.database_url)
        if holding is not None:
            database.fence, bot.check_sure = holding.fence, holding.check_sure
        services = build_services(
            database,
            telling,
            notice_board=DiscordNoticeBoard(bot),
            ballot_box=DiscordBallotBox(bot),
            register=DiscordRegister(bot),
            web_url=settings.web_url,
            heads_file=settings.heads_file or heads_file_of(settings.database_url),
            clock_watch=watch,
        )
        await _check_heads(services)
        await services.servers.open()
        return services

    bot = MovementBot(build, has_members_intent=settings.has_members_intent)
    if settings.clock_url is None:
        # A sandbox's clock in another process lags behind a moment whenever it is moved.
        listen_to_the_time(bot.answers, telling, watch.hear)
        watch.ask = bot.ask_the_time
    return bot


def point_at(settings: Settings) -> None:
    """Point discord.py at another Discord-compatible server, where the settings name one."""
    connect_to(api_url=None if settings.api_url == DISCORD_API else settings.api_url, gateway_url=settings.gateway_url)


@contextlib.asynccontextmanager
async def running(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[tuple[MovementBot, LogServer]]:
    """The whole program while the block runs: connected bot, timetable and web log, which may be set not to listen."""
    point_at(settings)
    async with contextlib.AsyncExitStack() as stack:
        holding = await _take_lease(settings, stack)
        telling = clock or await _clock_of(settings, stack)
        bot = create_bot(settings, clock=telling, holding=holding)
        stack.push_async_callback(bot.close)
        meters = _meters(bot, settings)
        await bot.login(settings.discord_token)
        if meters is not None:
            await meters.start()
            stack.push_async_callback(meters.close)
        web = log_server(bot.services, settings, may_move=True)
        if settings.serves_web:
            await listen(web, settings)
            stack.push_async_callback(web.close)
        await _wait_in_turn(bot.services)
        connection = bot.connection = asyncio.create_task(bot.connect(reconnect=True), name="gateway")
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
    stopped = asyncio.create_task(stopping.wait())
    living = asyncio.create_task(_live(settings), name="minga")
    await asyncio.wait({living, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not living.done():
        _log.info("stopping")
        # Wherever it is, even while it waits to try again: what it opened is closed on the way out.
        living.cancel()
        await asyncio.wait({living})
    if not living.cancelled():
        living.result()


async def _live(settings: Settings) -> None:
    """Start again and again while something outside is away, more and more patiently."""
    attempts = 0
    while True:
        try:
            async with _writing(), running(settings) as (bot, web):
                if settings.serves_web:
                    _log.info("the public log is at %s/log", web.url)
                else:
                    _log.info("connected; the public log is served elsewhere")
                if bot.connection is not None:
                    await bot.connection
                return
        except OutOfReach as fault:
            pause = min(_FIRST_PAUSE * 2**attempts, fault.longest_pause)
            attempts += 1
            _log.error("%s Trying again in %d s.", fault, pause.total_seconds())
        await asyncio.sleep(pause.total_seconds())


@contextlib.asynccontextmanager
async def _writing() -> AsyncIterator[None]:
    """Say in a sentence that the database took nothing in while all was begun; a full disk may have room later."""
    try:
        yield
    except Exception as fault:
        if is_damaged(fault):
            raise ConfigurationFault([how_to_restore(reason_of(fault))]) from fault
        if takes_nothing(fault):
            raise OutOfReach(f"The database takes nothing in ({reason_of(fault)}).") from fault
        raise


def _meters(bot: MovementBot, settings: Settings) -> "Meters | None":
    """What measures the bot, where the settings name a port for it; otherwise it is not even loaded."""
    if settings.metrics_port is None:
        return None
    from bot.metrics import Meters

    return Meters(bot, settings)


async def _take_lease(settings: Settings, stack: contextlib.AsyncExitStack) -> LeaseService | None:
    """Have the database to ourselves until all else is closed: two processes would both answer, and both post."""
    try:
        stack.enter_context(lease(file_of(settings.database_url)))
    except InUse as fault:
        raise OutOfReach("Another Minga works on this database.") from fault
    except OSError as fault:
        raise OutOfReach(f"The folder of the database cannot be made ({fault.strerror}).") from fault
    if not settings.database_url.startswith("postgresql"):
        return None
    database = await _opened(settings.database_url)
    stack.push_async_callback(database.close)
    try:
        return await stack.enter_async_context(held(database, timedelta(seconds=settings.lease_seconds)))
    except Newer:
        raise ConfigurationFault([_NEWER]) from None
    except Exception as fault:
        if is_outage(fault):
            raise OutOfReach(f"The database cannot be reached ({reason_of(fault)}).") from fault
        raise


async def _check_heads(services: Services) -> None:
    """Never fork a log that was published further than this database goes. Source: integrity page, §2, "old backup"."""
    if not services.heads.are_kept:
        _log.warning("HEADS_FILE names no file, so an old copy of the database that is put back would not be noticed.")
    try:
        await services.heads.check()
    except LogWasRolledBack as rolled_back:
        raise ConfigurationFault([what_is_missing(each) for each in rolled_back.logs]) from rolled_back
    except Unintelligible as fault:
        raise ConfigurationFault([f"{fault} is damaged. Move it away, and Minga begins a new one."]) from fault
    except OSError as fault:
        raise ConfigurationFault([f"{fault.filename} cannot be read ({fault.strerror})."]) from fault


async def _opened(url: str) -> Database:
    """The database in today's form."""
    try:
        database = Database(url)
    except OSError as fault:
        raise OutOfReach(f"The folder of the database cannot be made ({fault.strerror}).") from fault
    try:
        await database.check()
        await database.migrate()
    except Damaged as fault:
        await database.close()
        raise ConfigurationFault([how_to_restore(str(fault))]) from fault
    except Newer:
        await database.close()
        raise ConfigurationFault([_NEWER]) from None
    except BaseException as fault:
        await database.close()
        if isinstance(fault, WorkedOn):
            raise OutOfReach(
                "A Minga of an older version works on this database; this one changes it when that one is stopped."
            ) from fault
        if isinstance(fault, Exception) and is_locked(fault):
            raise ConfigurationFault(
                [f"The database of DATABASE_URL lets nobody in like this: {reason_of(fault)}."]
            ) from fault
        if isinstance(fault, Exception) and is_outage(fault):
            reason = str(getattr(fault, "orig", None) or fault)
            raise OutOfReach(f"The database cannot be opened ({reason}).") from fault
        raise
    return database


async def _wait_in_turn(services: Services) -> None:
    """Let some time pass where this process was started again and again."""
    pause = await services.starts.note()
    if pause:
        _log.warning("started too often within an hour: connecting in %d s", pause.total_seconds())
        await asyncio.sleep(pause.total_seconds())


async def _clock_of(settings: Settings, stack: contextlib.AsyncExitStack) -> Clock:
    if settings.clock_url is None:
        return SystemClock()
    clock = SandboxClock(settings.clock_url)
    try:
        await clock.ask()
    except (aiohttp.ClientError, OSError) as fault:
        raise OutOfReach(f"The sandbox's clock at {settings.clock_url} does not answer ({fault}).") from fault
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
