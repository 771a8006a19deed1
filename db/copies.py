"""Copies of a SQLite database: made while others write, looked at before they are trusted, and put in place whole."""

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain, count, groupby
from operator import itemgetter
from pathlib import Path

from bot.domain.chain import GENESIS, Link, find_break

_BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a file while it is in use, and leaves there when the process is killed."""


class NotWhole(Exception):
    """A file is no database of ours, or a damaged one; the text says what SQLite found."""


def copy(source: Path, target: Path) -> None:
    """Copy a database that may be in use into a new file, which nobody else can read and which is on the disk then.

    Raises `NotWhole` where the source is no database, OSError where the target cannot be written.
    """
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with _reading(source) as one, contextlib.closing(sqlite3.connect(target)) as other:
            # All pages in one step are one moment's; in WAL mode no writer has to wait for it.
            one.backup(other, pages=-1)
            other.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as fault:
        target.unlink()
        raise NotWhole(str(fault)) from fault
    _to_disk(target)


def heads_in(file: Path) -> dict[int, tuple[int, str]]:
    """The head of every log in a file, by guild id, once SQLite has looked at every page, and each chain is walked.

    Raises `NotWhole`, or OSError.
    """
    with file.open("rb"):
        pass
    try:
        with _reading(file) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise NotWhole(found)
            rows = connection.execute("SELECT guild_id, sequence, body, hash FROM log ORDER BY guild_id, sequence")
            return {guild_id: _walked(guild_id, log) for guild_id, log in groupby(rows, itemgetter(0))}
    except sqlite3.Error as fault:
        raise NotWhole(str(fault)) from fault


def _walked(guild_id: int, log: Iterable[tuple[int, int, str, str]]) -> tuple[int, str]:
    last = Link(0, "", GENESIS)

    def links() -> Iterator[Link]:
        nonlocal last
        for _, sequence, body, entry_hash in log:
            last = Link(sequence, body, entry_hash)
            yield last

    broken = find_break(links())
    if broken is not None:
        raise NotWhole(f"the log of the server {guild_id} is broken at record {broken.sequence}")
    return last.sequence, last.hash


def put_in_place(copied: Path, target: Path) -> Path | None:
    """Put a checked copy where the database is; where the one that stood there is now, None if there was none.

    What SQLite keeps beside the old file goes with it: the last things written may be in there, and beside another
    file they would destroy it.
    """
    aside = None
    if target.exists():
        aside = _free_beside(target)
        for suffix in (*_BESIDE, ""):
            with contextlib.suppress(FileNotFoundError):
                target.with_name(target.name + suffix).rename(aside.with_name(aside.name + suffix))
    copied.replace(target)
    _to_disk(target.parent)
    return aside


def _free_beside(target: Path) -> Path:
    """A name where nothing stands: what an earlier copy took the place of may be the only one that is whole."""
    names = (f"{target.name}.replaced{mark}" for mark in chain(("",), (f"-{number}" for number in count(2))))
    return next(
        target.with_name(name)
        for name in names
        if not any(os.path.lexists(target.with_name(name + suffix)) for suffix in ("", *_BESIDE))
    )


def _reading(file: Path) -> "contextlib.closing[sqlite3.Connection]":
    return contextlib.closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=10))


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
