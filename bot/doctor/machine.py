"""What the doctor finds on this machine: versions, files, the disk and the database."""

import os
import platform
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator
from importlib.metadata import version
from pathlib import Path

from bot.clock import SystemClock
from bot.config import Settings
from bot.doctor.findings import Finding, bad, look, well
from bot.services.heads import HeadService
from bot.services.zones import zone_version
from db.ailing import Damaged, is_damaged
from db.engine import RESTORE, Database, is_locked, is_outage, reason_of
from db.lease import is_held
from db.moving import is_worked_on
from db.places import file_of, heads_file_of
from db.published_heads import Unintelligible
from db.reading import NoDatabase, OtherForm, ReadingDatabase

MEGABYTE = 1_000_000
LEAST_SPACE, LITTLE_SPACE = 100 * MEGABYTE, 1_000 * MEGABYTE
"""Bytes: with less the disk may be full before anybody notices, and with less than little it is worth a look."""


def versions() -> Finding:
    """What Minga runs with, for whoever is asked for help."""
    told = {
        "Minga": version("minga"),
        "Python": platform.python_version(),
        "discord.py": version("discord.py"),
        "SQLAlchemy": version("SQLAlchemy"),
        "SQLite": sqlite3.sqlite_version,
        "tz database": zone_version(),
    }
    return well(", ".join(f"{name} {number}" for name, number in told.items()))


def settings_file(file: Path = Path(".env")) -> Iterator[Finding]:
    """Whether others on this machine could read the settings, and the token with them."""
    if file.is_file() and stat.S_IMODE(file.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        yield look(f"Others on this machine can read {file}, and the token may stand in it.", f"chmod 600 {file}")


def disk(settings: Settings) -> Iterator[Finding]:
    """Whether there is room beside the database, and whether anything may be written there."""
    file = file_of(settings.database_url)
    if file is None:
        return
    folder = next(each for each in file.absolute().parents if each.exists())
    if not os.access(folder, os.W_OK) or (file.exists() and not os.access(file, os.W_OK)):
        yield bad(
            f"This user may not write to {file if file.exists() else folder}.",
            "Run this as the user that Minga runs as, or give the folder to that user: chown -R USER FOLDER",
        )
    free = shutil.disk_usage(folder).free
    seen = f"{free // MEGABYTE:,} MB are free beside the database."
    if free >= LITTLE_SPACE:
        yield well(seen)
    else:
        remedy = "Make room: on a full disk nothing counts until there is some."
        yield bad(seen, remedy) if free < LEAST_SPACE else look(seen, remedy)


async def database(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the database is there, whole, of this version's form, and no older than what was published."""
    reading = ReadingDatabase(settings.database_url)
    try:
        await reading.check()
        await Database.check(reading)
        yield well(await _who_works(settings, reading))
        async for finding in _heads(settings, reading):
            yield finding
    except NoDatabase:
        yield well("There is no database yet; the first start makes one.")
    except OtherForm as fault:
        yield (
            look("The database is of an older version, or empty.", "Copy it; the next start brings it up to date.")
            if fault.is_older
            else bad("The database was written by a newer Minga.", "Install that version, or put back an older copy.")
        )
    except Damaged as fault:
        yield bad(f"The database is damaged ({fault}).", RESTORE)
    except Exception as fault:
        if not is_outage(fault):
            raise
        yield _away(fault)
    finally:
        await reading.close()


def _away(fault: Exception) -> Finding:
    reason = reason_of(fault)
    if is_damaged(fault):
        return bad(f"The database is damaged ({reason}).", RESTORE)
    if is_locked(fault):
        return bad(f"The database lets nobody in like this: {reason}.", "Look at user and password in DATABASE_URL.")
    return bad(f"The database cannot be reached ({reason}).", "Look whether it runs, and at DATABASE_URL.")


async def _who_works(settings: Settings, reading: ReadingDatabase) -> str:
    file = file_of(settings.database_url)
    works = is_held(file) if file is not None else await is_worked_on(reading)
    return f"The database is whole and of this version's form; Minga {'works' if works else 'does not work'} on it now."


async def _heads(settings: Settings, reading: ReadingDatabase) -> AsyncIterator[Finding]:
    heads_file = settings.heads_file or heads_file_of(settings.database_url)
    if heads_file is None:
        yield look(
            "An old copy of the database that is put back would not be noticed.",
            "Name a file in HEADS_FILE, the same for every process.",
        )
        return
    try:
        behind = await HeadService(reading, SystemClock(), heads_file).behind()
    except Unintelligible:
        yield bad(f"{heads_file} is damaged.", "Move it away; Minga begins a new one.")
        return
    for log in behind:
        yield bad(
            f"The log of {log.name} was published up to {log.published}, and the database does not go that far.",
            "Put back a newer copy, or go on with what is there: minga recover",
        )
    if not behind:
        yield well("No log was published further than the database goes.")
