"""The command `copy-database`: all that is in one database into an empty one of the other kind."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from bot.backup import contents_of, what_is_missing
from bot.clock import SystemClock
from bot.config import ConfigurationFault, read_database_settings
from bot.services.heads import HeadService
from bot.services.knowhow_pages import index_missing
from db import moving, published_heads
from db.copies import NotWhole
from db.engine import Database, Session, is_locked, is_outage, reason_of
from db.lease import InUse, lease
from db.moving import Moved, NotEmpty, NotEqual, NotTaken
from db.places import file_of, heads_file_of, plain_address, url_of
from db.reading import NoDatabase, OtherForm, ReadingDatabase

DONE, NOT_DONE = 0, 1
"""Exit codes."""

_PAGES = 100
"""Pages whose words are written into the index at once."""

_AGAIN = "TO is as empty as before."

_NEXT = """\
What to do next:
- Set {settings}.
- Start Minga. Never start it on the old database again: two logs would go on under one name.
- Keep the old database, as safe as ever, until you are sure; then delete it, and it forgets with the new one."""


class CopyRefused(Exception):
    """Nothing was copied; the text says why, and what to do."""


def copy_database(origin: str, destination: str) -> int:
    """Copy what stands at one address to another, compare it there, and say what to do next; the exit code.

    Raises `ConfigurationFault` where an address is none.
    """
    source, target = _address("FROM", origin), _address("TO", destination)
    _, heads_file = read_database_settings()
    try:
        _check_kinds(source, target)
        with _held("FROM", source), _held("TO", target):
            moved = asyncio.run(_copy(source, target, heads_file or heads_file_of(source)))
    except CopyRefused as refusal:
        print(refusal, file=sys.stderr)
        return NOT_DONE
    print(
        f"{moved.rows:,} rows of {moved.tables} tables are in TO, and each was compared with FROM's. "
        f"{contents_of(moved.heads)}: every chain holds."
    )
    print(_NEXT.format(settings=_settings(source, target, heads_file)))
    return DONE


def _address(name: str, told: str) -> str:
    """An address as DATABASE_URL has it: a file may be named by its path, and a driver be left out."""
    scheme, has_scheme, rest = told.partition("://")
    if not has_scheme:
        return url_of(Path(told))
    address = f"postgresql+asyncpg://{rest}" if scheme in ("postgresql", "postgres") else told
    try:
        return read_database_settings({"DATABASE_URL": address})[0]
    except ConfigurationFault as fault:
        raise ConfigurationFault([each.replace("DATABASE_URL", name) for each in fault.faults]) from None


def _check_kinds(source: str, target: str) -> None:
    one, other = file_of(source), file_of(target)
    if one is not None and other is not None:
        if one.absolute() == other.absolute() or (one.exists() and other.exists() and one.samefile(other)):
            raise CopyRefused("FROM and TO are the same database.")
        raise CopyRefused("FROM and TO are both SQLite files. To copy one: minga backup FILE, and minga restore FILE.")
    if one is None and other is None:
        if plain_address(source) == plain_address(target):
            raise CopyRefused("FROM and TO are the same database.")
        raise CopyRefused(
            "FROM and TO are both PostgreSQL's, or no files. It copies by programs of its own: pg_dump, pg_restore."
        )
    if one is not None and not one.is_file():
        raise CopyRefused(f"There is no database at {one}.")


@contextlib.contextmanager
def _held(name: str, url: str) -> Iterator[None]:
    """Keep a bot from a SQLite file while the block runs."""
    with contextlib.ExitStack() as holding:
        try:
            holding.enter_context(lease(file_of(url)))
        except InUse:
            raise CopyRefused(_in_use(name)) from None
        except OSError as fault:
            raise CopyRefused(f"{name} cannot be used: no lock can be put beside it ({fault.strerror}).") from fault
        yield


def _in_use(name: str) -> str:
    return f"Minga runs on {name}. Stop it first; what is tapped meanwhile it reads when it is back."


async def _copy(source_url: str, target_url: str, heads_file: Path | None) -> Moved:
    source, target = ReadingDatabase(source_url), Database(target_url)

    async def check_is_still() -> None:
        if await moving.is_worked_on(source):
            raise CopyRefused(f"{_in_use('FROM')} {_AGAIN}")

    try:
        async with _reaching("FROM"):
            await _check_source(source, heads_file)
        async with _reaching("TO"):
            await _check_target(target)
        async with _reaching("FROM or TO"), source.standing_still(), source.look() as session:
            return await moving.move(session, target, _index, is_still=check_is_still)
    except NotEmpty as fault:
        raise CopyRefused(f"TO holds {fault} already. Name an empty database; nothing was changed.") from None
    except NotTaken as fault:
        raise CopyRefused(
            f"TO does not take what stands in FROM's table {fault.table} ({fault.reason}). {_AGAIN}"
        ) from fault
    except NotEqual as fault:
        raise CopyRefused(f"The table {fault} came out otherwise in TO than it is in FROM. {_AGAIN}") from fault
    except NotWhole as fault:
        raise CopyRefused(f"FROM is damaged: {fault}. Put back an earlier copy of it. {_AGAIN}") from fault
    finally:
        await source.close()
        await target.close()


async def _check_source(source: ReadingDatabase, heads_file: Path | None) -> None:
    try:
        await source.check()
        if await moving.is_worked_on(source):
            raise CopyRefused(_in_use("FROM"))
        behind = await HeadService(source, SystemClock(), heads_file).behind()
    except NoDatabase:
        raise CopyRefused("There is no database at FROM.") from None
    except OtherForm as fault:
        raise CopyRefused(
            "FROM is older than this Minga, or empty. Start Minga on it once, which brings it up to date, and stop it."
            if fault.is_older
            else "FROM was written by a newer Minga. Install that version."
        ) from None
    except published_heads.Unintelligible as fault:
        raise CopyRefused(f"{fault} is damaged: nobody can tell from it how far a log was published.") from None
    if behind:
        raise CopyRefused("\n".join(what_is_missing(log) for log in behind))


async def _check_target(target: Database) -> None:
    try:
        await moving.make_ready(target)
    except OtherForm:
        raise CopyRefused("TO was made by a newer Minga. Install that version, or name an empty database.") from None
    if await moving.is_worked_on(target):
        raise CopyRefused(_in_use("TO"))


@contextlib.asynccontextmanager
async def _reaching(name: str) -> AsyncIterator[None]:
    """Say of a database that cannot be reached which one it is."""
    try:
        yield
    except Exception as fault:
        if is_locked(fault):
            raise CopyRefused(f"{name} lets nobody in like this: {reason_of(fault)}.") from fault
        if is_outage(fault):
            raise CopyRefused(f"{name} cannot be reached ({reason_of(fault)}). Nothing was copied.") from fault
        raise


async def _index(session: Session) -> None:
    while await index_missing(session, limit=_PAGES):
        await session.flush()


def _settings(source: str, target: str, heads_file: Path | None) -> str:
    """What to write into the settings, and what to leave."""
    if file_of(target) is not None:
        address = f"DATABASE_URL={target}"
    else:
        address = "DATABASE_URL to TO as you gave it, beginning with postgresql+asyncpg://"
    if heads_file is not None:
        return f"{address}, and leave HEADS_FILE={heads_file} as it is"
    if (beside := heads_file_of(source)) is not None:
        return (
            f"{address}, and HEADS_FILE={beside.absolute()}: there it stands how far each log was told to the world. "
            "Keep that file"
        )
    return address
