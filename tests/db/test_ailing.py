"""Ailing: what SQLite's codes say of the file, and what they leave open."""

import sqlite3

import pytest

from db.ailing import Damaged, is_damaged, takes_nothing


def fault(code: int) -> sqlite3.Error:
    """As the driver raises it."""
    raised = sqlite3.OperationalError("refused")
    raised.sqlite_errorcode = code
    return raised


@pytest.mark.parametrize(
    ("code", "damaged", "nothing"),
    [
        (sqlite3.SQLITE_FULL, False, True),
        (sqlite3.SQLITE_READONLY_DIRECTORY, False, True),
        (sqlite3.SQLITE_IOERR_WRITE, False, True),
        (sqlite3.SQLITE_CANTOPEN, False, True),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, False, True),
        (sqlite3.SQLITE_CORRUPT_INDEX, True, True),
        (sqlite3.SQLITE_NOTADB, True, True),
        # The frames stand there already; whether they outlast a loss of power nobody knows.
        (sqlite3.SQLITE_IOERR_FSYNC, False, False),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, False, False),
        (sqlite3.SQLITE_ERROR, False, False),
    ],
)
def test_what_took_nothing_is_told_from_what_may_stand(code: int, damaged: bool, nothing: bool) -> None:
    assert (is_damaged(fault(code)), takes_nothing(fault(code))) == (damaged, nothing)


def test_what_is_no_fault_of_sqlites_says_nothing_of_a_file() -> None:
    assert not takes_nothing(ValueError("no number"))
    assert not is_damaged(OSError("the network is away"))
    assert takes_nothing(Damaged("page 3"))
