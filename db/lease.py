"""The lease on a database file: one process at a time works on it, and whoever comes second is told."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


class InUse(Exception):
    """Another process holds the lease."""


def is_held(file: Path) -> bool:
    """Whether a process holds a database file, without making anything where nothing is."""
    try:
        handle = os.open(_beside(file), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


@contextlib.contextmanager
def lease(file: Path | None) -> Iterator[None]:
    """Hold a database file while the block runs; raises `InUse`, or OSError where its folder cannot be written to.

    The operating system takes the lease back when the process ends, however it ends. The empty file beside the
    database stays: deleting it would let two processes hold two files of one name.
    """
    if file is None:
        yield
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(_beside(file), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse from None
        yield
    finally:
        os.close(handle)


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")
