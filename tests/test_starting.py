"""Starting when something outside is away: one sentence, then patience; and no haste when the process keeps ending."""

import asyncio
import contextlib
import signal
import socket
import sqlite3
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.sandbox.server import Sandbox
from bot.services.starts import StartService
from tests.conftest import opened
from tests.postgres import running_cluster
from tests.test_command_line import DO_NOT_RESTART, LONGEST, Begin, begin, ended, pointing_at

__all__ = ["begin"]


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


async def heard(process: asyncio.subprocess.Process, *words: str) -> str:
    """What it writes to its log, up to a line with each of these words in turn."""
    assert process.stderr is not None
    written = ""
    async with asyncio.timeout(LONGEST):
        for word in words:
            line = ""
            while word not in line:
                line = (await process.stderr.readline()).decode()
                assert line, written
                written += line
    return written


async def stopped(process: asyncio.subprocess.Process) -> str:
    """Tell it to stop; it ends well, and this is what else it wrote."""
    process.send_signal(signal.SIGTERM)
    run = await ended(process)
    assert run.code == 0, run.complained
    return run.complained


async def test_without_a_network_it_says_so_in_a_sentence_and_comes_up_once_there_is_one(begin: Begin) -> None:
    port = free_port()
    settings = pointing_at(Sandbox(port=port))
    process = await begin("run", **settings)

    written = await heard(process, "Discord cannot be reached: no connection to 127.0.0.1", "Trying again in 2 s.")
    async with Sandbox(port=port):
        written += await heard(process, "the public log is at")
        written += await stopped(process)

    assert "Traceback" not in written


async def test_while_discord_cannot_answer_it_waits_and_comes_up_once_it_can(begin: Begin) -> None:
    async with Sandbox() as sandbox:
        sandbox.faults.answer(503, path="/users/@me")
        process = await begin("run", **pointing_at(sandbox))

        written = await heard(process, "Discord cannot answer now (503). Trying again in 1 s.", "the public log is at")
        written += await stopped(process)

    assert "Traceback" not in written


async def test_it_can_be_stopped_while_it_waits_to_try_again(begin: Begin) -> None:
    process = await begin("run", **pointing_at(Sandbox(port=free_port())))

    await heard(process, "Trying again in 1 s.")

    assert "Traceback" not in await stopped(process)


async def test_a_database_that_is_away_is_waited_for_and_its_password_is_not_told(begin: Begin) -> None:
    address = f"postgresql+asyncpg://minga:pass-the-word@127.0.0.1:{free_port()}/minga"
    async with Sandbox() as sandbox:
        process = await begin("run", **pointing_at(sandbox, DATABASE_URL=address))

        written = await heard(process, "The database cannot be opened", "Trying again in 2 s.")
        written += await stopped(process)

    assert "Traceback" not in written
    assert "pass-the-word" not in written


async def test_a_database_that_lets_nobody_in_is_a_fault_of_configuration(begin: Begin) -> None:
    with running_cluster(asks="password") as address:
        wrong = address.replace("minga@", "minga:pass-the-word@")
        async with Sandbox() as sandbox:
            run = await ended(await begin("run", **pointing_at(sandbox, DATABASE_URL=wrong)))

    assert run.code == DO_NOT_RESTART
    told = 'The database of DATABASE_URL lets nobody in like this: password authentication failed for user "minga".'
    assert told in run.complained
    assert "Traceback" not in run.complained
    assert "pass-the-word" not in run.complained


@pytest.fixture
def newer(founded_file: Path, tmp_path: Path) -> Path:
    """A database that a later version brought to its form."""
    file = tmp_path / "newer.db"
    file.write_bytes(founded_file.read_bytes())
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    return file


async def test_a_database_of_a_newer_version_is_left_alone_and_the_way_back_is_named(begin: Begin, newer: Path) -> None:
    async with Sandbox() as sandbox:
        run = await ended(await begin("run", **pointing_at(sandbox, DATABASE_URL=f"sqlite+aiosqlite:///{newer}")))

    assert run.code == DO_NOT_RESTART
    assert "was written by a newer Minga. Install that version again, or put back the copy" in run.complained
    assert "Traceback" not in run.complained


async def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(begin: Begin, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands in the way")
    async with Sandbox() as sandbox:
        process = await begin("run", **pointing_at(sandbox))

        written = await heard(process, "The folder of the database cannot be made (File exists). Trying again in 1 s.")
        written += await stopped(process)

    assert "Traceback" not in written


async def test_an_address_for_the_log_that_is_not_this_machines_is_a_fault_of_configuration(begin: Begin) -> None:
    async with Sandbox() as sandbox:
        run = await ended(await begin("run", **pointing_at(sandbox, WEB_HOST="192.0.2.1")))

    assert run.code == DO_NOT_RESTART
    assert "The public log cannot be served with WEB_HOST=192.0.2.1 and WEB_PORT=0" in run.complained
    assert "Traceback" not in run.complained


async def test_a_process_that_was_started_again_and_again_begins_no_session_with_discord_yet(
    begin: Begin, tmp_path: Path
) -> None:
    file = tmp_path / "crashed.db"
    async with opened(file) as database:
        await database.migrate()
        for _ in range(20):
            await StartService(database, SystemClock()).note()
    async with Sandbox() as sandbox:
        process = await begin("run", **pointing_at(sandbox, DATABASE_URL=f"sqlite+aiosqlite:///{file}"))

        await heard(process, "started too often within an hour: connecting in 30 s")
        assert sandbox.hub.identified == 0
        assert "Traceback" not in await stopped(process)


@pytest.mark.parametrize("path", [r"/users/@me", r"/applications/\d+/commands"])
async def test_it_can_be_stopped_while_discord_hangs(begin: Begin, path: str) -> None:
    async with Sandbox() as sandbox:
        endless = sandbox.faults.hang(LONGEST, path=path)
        process = await begin("run", **pointing_at(sandbox))
        async with asyncio.timeout(LONGEST):
            while True:
                if endless.struck:
                    break
                await asyncio.sleep(0.01)

        assert "Traceback" not in await stopped(process)
