"""Two real processes on one PostgreSQL: one works, and the other takes its place when it is killed or stopped."""

import asyncio
import signal
from pathlib import Path

from bot.cli import TAKEN_OVER
from bot.sandbox.server import Sandbox
from bot.story.driver import SandboxClient
from bot.story.movement import NEIGHBOURS, found
from tests.chaos.process import BotProcess
from tests.postgres import running_cluster

READ_WITHIN = 60


async def standing_by(folder: Path) -> None:
    async with asyncio.timeout(READ_WITHIN):
        while True:
            if "stands by" in (folder / "bot.log").read_text():
                return
            await asyncio.sleep(0.05)


async def test_a_process_that_is_stopped_or_killed_loses_its_place_within_half_a_minute(tmp_path: Path) -> None:
    first_folder, second_folder, third_folder = (tmp_path / name for name in ("first", "second", "third"))
    for folder in (first_folder, second_folder, third_folder):
        folder.mkdir()
        (folder / "bot.log").touch()
    with running_cluster() as address:
        async with Sandbox() as sandbox, SandboxClient(sandbox.url) as client:
            told = {"DATABASE_URL": address}
            first, second, third = (
                BotProcess(sandbox, folder, told=told) for folder in (first_folder, second_folder, third_folder)
            )
            async with first.running():
                movement = await found(client)
                await movement.propose("Bea", "Paint the gate", "It peels.")
                await movement.ballot_showing(1, "My vote")
                taking = asyncio.create_task(second.start())
                await standing_by(second_folder)
                first.send(signal.SIGSTOP)
                await taking
                try:
                    await movement.vote(1, agree=NEIGHBOURS)
                    first.send(signal.SIGCONT)
                    async with asyncio.timeout(READ_WITHIN):
                        assert await first.ended() == TAKEN_OVER
                    taking = asyncio.create_task(third.start())
                    await standing_by(third_folder)
                    await second.kill()
                    await taking
                    await movement.ballot_showing(1, f"Counted: {len(NEIGHBOURS)} people")
                    assert await third.stop() == 0
                finally:
                    await second.kill()
        assert "Another Minga has taken this one's place" in (first_folder / "bot.log").read_text()
