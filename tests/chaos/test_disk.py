"""A disk that takes nothing more, and a file that is damaged, under the real process: refused honestly, nothing lost.

The kernel refuses the process every write to a file, as a full disk does; SQLite calls it an I/O error. A pipe takes
the log meanwhile.
"""

import asyncio
import contextlib
import resource
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from bot.story.driver import NothingCame, SandboxClient
from bot.story.movement import NEIGHBOURS, Movement, found
from tests.test_command_line import DO_NOT_RESTART, LONGEST, Begin, begin, ended, pointing_at
from tests.test_starting import heard, stopped

__all__ = ["begin"]

REFUSED = "I can't write anything down right now, so that did not count."
A_PAGE = 4_096


class Run:
    """A bot's process whose disk can be filled, with everything that it has written to its log."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.log = ""
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.log += line.decode()

    def fill_disk(self) -> None:
        """From now on no byte goes into any file."""
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def make_room(self) -> None:
        """Everything goes again."""
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    async def says(self, words: str) -> None:
        """Wait until it is in the log."""
        async with asyncio.timeout(LONGEST):
            while words not in self.log:
                assert self.process.returncode is None, self.log
                await asyncio.sleep(0.02)

    async def stop(self) -> None:
        """SIGTERM, and a good end."""
        self.process.terminate()
        async with asyncio.timeout(LONGEST):
            assert await self.process.wait() == 0, self.log
        await self._reading


def settings(sandbox: Sandbox, **changes: str) -> dict[str, str]:
    """The settings of a bot that also follows the sandbox's clock."""
    return pointing_at(sandbox, SANDBOX_CLOCK_URL=f"{sandbox.url}/sandbox/clock", **changes)


@contextlib.asynccontextmanager
async def living(begin: Begin, sandbox: Sandbox) -> AsyncIterator[tuple[Run, Movement]]:
    """A running bot with a founded movement and an open proposal."""
    run = Run(await begin("run", **settings(sandbox)))
    await run.says("the public log is at")
    async with SandboxClient(sandbox.url) as client:
        movement = await found(client)
        await movement.propose("Bea", "Paint the gate", "It peels.")
        await movement.ballot_showing(1, "My vote")
        await movement.ballot(1)
        yield run, movement


async def test_on_a_full_disk_everybody_is_told_nothing_is_announced_and_no_tap_is_lost(begin: Begin) -> None:
    async with Sandbox() as sandbox, living(begin, sandbox) as (run, movement):
        panel = (await movement["Ana"].press(await movement.ballot(1), "My vote")).message
        run.fill_disk()
        await movement.vote(1, agree=NEIGHBOURS)
        await run.says("could not be written; trying again")
        assert REFUSED in (await movement["Ana"].press(panel, "Agree")).text
        refused = await movement.propose("Cem", "Oil the hinges", "They squeak.")
        assert REFUSED in refused.text
        assert "this is what you wrote" in refused.text
        await movement.client.skip_to_deadline(movement.guild_id)
        await run.says("waits for the database: disk I/O error")
        with pytest.raises(NothingCame):
            await movement.decision(1, timeout=3.0)
        assert run.log.count("waits for the database") <= 6
        run.make_room()
        await run.says("goes on")
        await movement.ballot_showing(1, f"{len(NEIGHBOURS)} people")
        await movement.client.skip(timedelta(hours=2))
        assert "Paint the gate" in (await movement.decision(1, timeout=30.0)).text
        await run.stop()
        posts = [m for m in (await movement["Ana"].messages(movement.channels["decisions"])) if "### D-1 ·" in m.text]
        assert len(posts) == 1


async def test_a_full_disk_at_the_start_is_waited_for(begin: Begin) -> None:
    async with Sandbox() as sandbox:
        process = await begin("run", **settings(sandbox))
        await heard(process, "the public log is at")
        await stopped(process)
        run = Run(await begin("run", **settings(sandbox)))
        run.fill_disk()
        await run.says("Trying again in 2 s.")
        assert sandbox.hub.identified == 1
        assert "(disk I/O error)" in run.log
        run.make_room()
        await run.says("the public log is at")
        await run.stop()
        assert "Traceback" not in run.log


async def test_a_writer_in_the_way_is_waited_for_and_no_tap_is_lost(begin: Begin, tmp_path: Path) -> None:
    async with Sandbox() as sandbox, living(begin, sandbox) as (run, movement):
        with contextlib.closing(sqlite3.connect(tmp_path / "data" / "minga.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await movement.vote(1, agree=NEIGHBOURS)
            await movement.client.skip(timedelta(seconds=16))
            other.execute("COMMIT")
        await movement.client.skip(timedelta(seconds=16))
        await movement.ballot_showing(1, f"Counted: {len(NEIGHBOURS)} people")
        await run.stop()
        assert "Traceback" not in run.log


async def test_a_damaged_file_is_written_to_no_more_and_the_log_says_how_to_restore(
    begin: Begin, tmp_path: Path
) -> None:
    file = tmp_path / "data" / "minga.db"
    async with Sandbox() as sandbox:
        async with living(begin, sandbox) as (run, _):
            await run.stop()
        pages = file.stat().st_size // A_PAGE
        whole = file.read_bytes()
        for name, damaged in (
            ("a page of nonsense", whole[: 3 * A_PAGE] + b"\xa5" * ((pages - 3) * A_PAGE)),
            ("the end cut off", whole[: (pages // 2) * A_PAGE]),
            ("no database", b"a letter, not a database" * 1_000),
        ):
            file.write_bytes(damaged)
            before = sandbox.hub.identified
            ends = await ended(await begin("run", **settings(sandbox)))
            assert ends.code == DO_NOT_RESTART, (name, ends.complained)
            assert "The database is damaged (" in ends.complained, name
            assert "put back a copy: minga restore FILE --yes" in ends.complained
            assert "Traceback" not in ends.complained, name
            assert sandbox.hub.identified == before
            assert file.read_bytes() == damaged, name


async def test_damage_while_it_runs_ends_all_writing_and_is_told_once(begin: Begin, tmp_path: Path) -> None:
    file = tmp_path / "data" / "minga.db"
    async with Sandbox() as sandbox, living(begin, sandbox) as (run, movement):
        with contextlib.closing(sqlite3.connect(file)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            of_proposals = "SELECT rootpage FROM sqlite_schema WHERE tbl_name = 'proposals' AND rootpage > 0"
            roots = [root for (root,) in other.execute(of_proposals)]
        with file.open("r+b") as pages:
            for root in roots:
                pages.seek((root - 1) * A_PAGE)
                pages.write(b"\xa5" * A_PAGE)
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
            # Another's write has it read its pages anew.
            other.execute("DELETE FROM starts")
        assert REFUSED in (await movement.propose("Cem", "Oil the hinges", "They squeak.")).text
        await run.says("The database is damaged (database disk image is malformed)")
        assert REFUSED in (await movement.propose("Dov", "Mend the fence", "It leans.")).text
        await run.stop()
        assert run.log.count("The database is damaged") == 1
