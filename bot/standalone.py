"""Minga without Discord: the site as a process of its own and as files, both from a database that the bot writes."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from bot.clock import SystemClock
from bot.config import ConfigurationFault, Settings
from bot.services.public import PublicServices, build_public_services
from bot.web import LogServer
from bot.web.export import Exported, export
from bot.web.folder import ExportRefused
from bot.web.limits import Limits
from db.engine import is_locked, is_outage, reason_of
from db.places import file_of
from db.reading import NoDatabase, OtherForm, ReadingDatabase

_log = logging.getLogger(__name__)

DONE, NOT_DONE = 0, 1
"""Exit codes; what a restart does not mend is a fault of configuration."""


class Unreachable(Exception):
    """The database is away for now; the message says why."""


def log_server(services: PublicServices, settings: Settings, *, may_move: bool) -> LogServer:
    """The web server as the settings want it; with `may_move` it takes another port where its own is not free."""
    return LogServer(
        services,
        host=settings.web_host,
        port=settings.web_port,
        web_url=settings.web_url,
        limits=Limits(trusted_proxies=settings.trusted_proxies),
        may_move=may_move,
    )


async def listen(web: LogServer, settings: Settings) -> None:
    """Start the web server; raises `ConfigurationFault` where it cannot have its place."""
    try:
        await web.start()
    except OSError as fault:
        place = f"WEB_HOST={settings.web_host} and WEB_PORT={settings.web_port}"
        raise ConfigurationFault(
            [f"The public log cannot be served with {place}: {os.strerror(fault.errno or 0)}."]
        ) from fault


def stop_signal() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set; discord.py installs no handler for the first."""
    stopping = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    return stopping


async def serve(settings: Settings) -> int:
    """Serve the pages until told to stop; the exit code. Raises `ConfigurationFault`."""
    stopping = stop_signal()
    try:
        async with _reading(settings) as database:
            web = log_server(build_public_services(database, SystemClock(), settings.web_url), settings, may_move=False)
            await listen(web, settings)
            try:
                await stopping.wait()
            finally:
                _log.info("stopping")
                await web.close()
    except Unreachable as fault:
        return _refuse(str(fault))
    return DONE


async def write_out(settings: Settings, folder: Path, *, only: str | None, base_url: str | None) -> int:
    """Write the site into a folder, and say what became of it; the exit code. Raises `ConfigurationFault`."""
    try:
        async with _reading(settings) as database, database.standing_still():
            services = build_public_services(database, SystemClock(), base_url)
            exported = await export(services, folder, only=only, base_url=base_url)
    except (Unreachable, ExportRefused) as fault:
        return _refuse(str(fault))
    print(_summary(folder, exported))
    return DONE


@contextlib.asynccontextmanager
async def _reading(settings: Settings) -> AsyncIterator[ReadingDatabase]:
    """The database of the settings, to be read only; neither the lease nor the token is needed for that."""
    database = ReadingDatabase(settings.database_url)
    try:
        await _check(database, settings)
        yield database
    finally:
        await database.close()


async def _check(database: ReadingDatabase, settings: Settings) -> None:
    try:
        await database.check()
    except NoDatabase:
        where = file_of(settings.database_url)
        raise ConfigurationFault([f"There is no database at {where} yet. Start the bot first: minga run"]) from None
    except OtherForm as fault:
        raise ConfigurationFault([_OLDER if fault.is_older else _NEWER]) from None
    except Exception as fault:
        if is_locked(fault):
            raise ConfigurationFault(
                [f"The database of DATABASE_URL lets nobody in like this: {reason_of(fault)}."]
            ) from fault
        if is_outage(fault):
            raise Unreachable(f"The database cannot be read ({reason_of(fault)}).") from fault
        raise


_OLDER = (
    "The database is older than this Minga, or still empty. Start the bot of the same version first: "
    "it brings the database up to date."
)
_NEWER = "The database was written by a newer Minga. Install the version that the bot has."


def _summary(folder: Path, exported: Exported) -> str:
    logs = "1 log" if exported.logs == 1 else f"{exported.logs} logs"
    return (
        f"{folder}: {logs}, {exported.written} files written, {exported.kept} as they were, "
        f"{exported.removed} taken away."
    )


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return NOT_DONE
