"""The commands `backup`, `restore` and `recover`: copies of the database that hold, and none that forks a log."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.clock import SystemClock
from bot.config import read_database_settings
from bot.services.heads import HeadService, RolledBack
from db import copies, published_heads
from db.engine import Database
from db.lease import InUse, lease
from db.moving import is_worked_on
from db.places import file_of, heads_file_of, plain_address

DONE, NOT_DONE = 0, 1
"""Exit codes."""

Heads = Mapping[int, tuple[int, str]]

_BY_POSTGRESQL = """\
The database is PostgreSQL's, which has programs of its own for this. To copy it while Minga runs:
  pg_dump --format=custom --file=minga.dump "{address}"
To put a copy back, with Minga stopped:
  pg_restore --clean --if-exists --dbname="{address}" minga.dump"""

_NOTHING_KEPT = """\
Minga has noted nowhere how far each log was told to the world, so nobody can tell whether this database is older than
that. With PostgreSQL name a file for it by HEADS_FILE, the same as when Minga runs."""

_RUNS = "Minga runs on this database. Stop it first: what is tapped meanwhile it reads when it is back."

_OLDER = """\
This copy is older than what was published:
{logs}
Minga does not start with it as it is, so that no log is told twice and differently. Put back a newer copy, or, if there
is none: minga recover"""

_TO_RECOVER = """\
The database is older than what was published:
{logs}
To go on with it all the same: minga recover --yes
Each of these logs then gets an entry that says so, and Minga says it in the decisions channel. What is lost stays lost;
who noted a head among it will find it missing. If you have a newer copy, use that: minga restore FILE"""


def back_up(target: Path) -> int:
    """Copy the database while it may be in use, look at the copy, and say what is in it; the exit code."""
    url, _ = read_database_settings()
    file = file_of(url)
    if file is None:
        return _refuse(_BY_POSTGRESQL.format(address=plain_address(url)))
    if not file.exists():
        return _refuse(f"There is no database at {file} yet.")
    if target.is_dir() or _are_same(target, file):
        return _refuse(f"{target} is {'a folder' if target.is_dir() else 'the database itself'}; name another file.")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        copies.copy(file, unfinished)
        heads = copies.heads_in(unfinished)
        unfinished.replace(target)
    except copies.NotWhole as fault:
        return _refuse(f"The database itself is damaged ({fault}). Keep it as it is, and put back an earlier copy.")
    except OSError as fault:
        return _refuse(f"{target} cannot be written ({fault.strerror}).")
    finally:
        unfinished.unlink(missing_ok=True)
    print(f"{target}: {contents_of(heads)}. Every page of it was looked at, and every chain holds.")
    print("Keep it as safe as the database: what people said in votes of the last thirty days stands in it.")
    return DONE


def restore(source: Path, *, is_sure: bool) -> int:
    """Put a copy where the database is, once it was looked at; the exit code."""
    url, heads_file = read_database_settings()
    file = file_of(url)
    if file is None:
        return _refuse(_BY_POSTGRESQL.format(address=plain_address(url)))
    if not source.is_file() or _are_same(source, file):
        return _refuse(f"{source} is {'the database itself' if source.is_file() else 'no file'}; name a copy of it.")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        with lease(file):
            copies.copy(source, unfinished)
            heads = copies.heads_in(unfinished)
            if file.exists() and not is_sure:
                return _refuse(
                    f"{source}: {contents_of(heads)}. It holds, and would take the place of {file}. "
                    f"To do that: minga restore {source} --yes"
                )
            aside = copies.put_in_place(unfinished, file)
    except InUse:
        return _refuse(_RUNS)
    except copies.NotWhole as fault:
        return _refuse(f"{source} is no copy of Minga's database, or a damaged one ({fault}). Nothing was changed.")
    except OSError as fault:
        return _refuse(f"{source} cannot be put in place ({fault.strerror}).")
    finally:
        unfinished.unlink(missing_ok=True)
    print(f"{file} is now what {source} was: {contents_of(heads)}.")
    if aside is not None:
        print(f"What stood there before is {aside}; delete it when you are sure.")
    behind = _behind(heads, _published(heads_file or heads_file_of(url)))
    if behind:
        print(_OLDER.format(logs="\n".join(behind)))
    return DONE


def recover(*, is_sure: bool) -> int:
    """Go on with a database that is older than what was published, and have each log say so; the exit code."""
    url, heads_file = read_database_settings()
    file = file_of(url)
    if file is not None and not file.exists():
        return _refuse(f"There is no database at {file} yet.")
    if heads_file is None and file is None:
        return _refuse(_NOTHING_KEPT)
    try:
        with lease(file):
            lost = asyncio.run(_go_on(url, heads_file or heads_file_of(url), is_sure=is_sure))
    except InUse:
        return _refuse(_RUNS)
    except published_heads.Unintelligible as fault:
        return _refuse(f"{fault} is damaged: nobody can tell from it how far a log was published.")
    told = "\n".join(what_is_missing(each) for each in lost)
    if not lost:
        print("No log is behind what was published of it; there is nothing to recover.")
    elif not is_sure:
        return _refuse(_TO_RECOVER.format(logs=told))
    else:
        print(f"{told}\nThe logs say so now. Start Minga; it tells the members.")
    return DONE


async def _go_on(url: str, heads_file: Path | None, *, is_sure: bool) -> tuple[RolledBack, ...]:
    database = Database(url)
    try:
        if await is_worked_on(database):
            raise InUse
        await database.migrate()
        heads = HeadService(database, SystemClock(), heads_file)
        return await heads.go_on() if is_sure else await heads.behind()
    finally:
        await database.close()


def what_is_missing(log: RolledBack) -> str:
    """How far a log was published and how far it goes, for whoever runs the bot."""
    here = f"ends with record {log.kept}" if log.kept is not None else "has another record there"
    return (
        f"The log of {log.name} was published up to record {log.published}, and the database {here}: an older copy was "
        "put back. Put back a newer one (minga restore FILE); if there is none: minga recover"
    )


def _behind(here: Heads, published: Heads) -> list[str]:
    """The logs of a copy that go less far than what was published of them."""
    pairs = ((guild_id, here.get(guild_id, (0, ""))[0], last) for guild_id, (last, _) in sorted(published.items()))
    return [f"- server {guild_id}: record {kept} of {last}" for guild_id, kept, last in pairs if kept < last]


def _published(heads_file: Path | None) -> Heads:
    try:
        return published_heads.read(heads_file) if heads_file else {}
    except (published_heads.Unintelligible, OSError):
        # The start says so, and does not begin.
        return {}


def contents_of(heads: Heads) -> str:
    """How many logs and records there are, in words."""
    logs = "1 log" if len(heads) == 1 else f"{len(heads)} logs"
    records = sum(sequence for sequence, _ in heads.values())
    return f"{logs} with {records} {'record' if records == 1 else 'records'}"


def _are_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return NOT_DONE
