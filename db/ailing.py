"""Ailing: whether a SQLite file is damaged, or takes nothing in, as its codes tell.

Source: sqlite.org/rescode.html
"""

import sqlite3

from db.discreet import driver_fault

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_TAKES_NOTHING = (
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL),
    sqlite3.SQLITE_CANTOPEN,
)
_PERHAPS = (sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC)
"""All was written, and whether it would outlast a loss of power is not known."""


class Damaged(Exception):
    """The file is damaged, and nothing more is written to it; the text says what SQLite found."""


def is_damaged(fault: BaseException) -> bool:
    """Whether SQLite found that the file is no whole database."""
    return isinstance(fault, Damaged) or _code(fault) & 0xFF in _DAMAGED


def takes_nothing(fault: BaseException) -> bool:
    """Whether the file took nothing of a turn: full, read-only, in use or damaged; False also where nobody knows."""
    return is_damaged(fault) or (_code(fault) & 0xFF in _TAKES_NOTHING and _code(fault) not in _PERHAPS)


def _code(fault: BaseException) -> int:
    return int(getattr(driver_fault(fault), "sqlite_errorcode", None) or 0)
