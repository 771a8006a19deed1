"""A PostgreSQL of the tests' own: a cluster in a folder of its own, reached by a socket in it and by nothing else."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from db.engine import Database

NOBODY_HERE = "no PostgreSQL server is installed here, so only SQLite is tried"


@contextlib.contextmanager
def running_cluster(*, asks: str = "trust", is_careful: bool = False) -> Iterator[str]:
    """The address of an empty database while the block runs; skips the test where no server is installed.

    `asks` is how the server lets people in: one that asks for a password lets in nobody, for nobody has any.
    One that is careful waits for the disk, as an operator's does.
    """
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    if programs is None or not (programs / "pg_ctl").exists():
        pytest.skip(NOBODY_HERE)
    pytest.importorskip("asyncpg", reason="the driver for PostgreSQL is not installed here, so only SQLite is tried")
    # The server refuses to run as root, and pytest's own folders are closed to everybody else.
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="minga-postgres-"))
    try:
        if owner:
            shutil.chown(folder, owner)
        data = folder / "data"
        _run(owner, programs / "initdb", "-D", data, "-U", "minga", "-A", "trust", "-E", "UTF8", "--no-sync")
        (data / "pg_hba.conf").write_text(f"local all all {asks}\n")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync={'on' if is_careful else 'off'}"
        _run(owner, programs / "pg_ctl", "-D", data, "-l", folder / "server.log", "-o", options, "-w", "start")
        try:
            yield f"postgresql+asyncpg://minga@/postgres?host={folder}"
        finally:
            _run(owner, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


@contextlib.asynccontextmanager
async def emptied(address: str) -> AsyncIterator[Database]:
    """The database of a cluster with nothing in it but today's schema."""
    database = Database(address)
    async with database.engine.begin() as connection:
        for statement in ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public"):
            await connection.exec_driver_sql(statement)
    await database.migrate()
    yield database
    await database.close()


def _owner() -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        pytest.skip(NOBODY_HERE)


def _run(owner: str | None, *command: str | Path) -> None:
    as_owner = ["runuser", "-u", owner, "--"] if owner else []
    done = subprocess.run([*as_owner, *map(str, command)], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
