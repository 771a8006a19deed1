"""SIGTERM of the real process over the wire: what was acknowledged stands, and what was begun is answered."""

import asyncio
from pathlib import Path

from bot.sandbox.server import Sandbox
from bot.story.driver import SandboxClient
from bot.story.movement import NEIGHBOURS, found
from tests.chaos.process import BotProcess

CALLBACK = r"/interactions/\d+/[^/]+/callback"


async def test_a_form_under_way_is_answered_and_every_tap_before_it_counts_after_the_next_start(tmp_path: Path) -> None:
    async with Sandbox() as sandbox, SandboxClient(sandbox.url) as client:
        async with BotProcess(sandbox, tmp_path).running() as bot:
            movement = await found(client)
            await movement.propose("Bea", "Paint the gate", "It peels.")
            await movement.ballot_showing(1, "My vote")
            form = await movement["Cem"].command("propose")
            slow = sandbox.faults.hang(1.0, method="POST", path=CALLBACK)
            await movement.vote(1, agree=NEIGHBOURS)
            written = {"Title": "Oil the hinges", "What and why": "They squeak."}
            sending = asyncio.create_task(movement["Cem"].submit(form, written))
            async with asyncio.timeout(30):
                while True:
                    if slow.struck:
                        break
                    await asyncio.sleep(0.01)
            async with asyncio.timeout(15):
                assert await bot.stop() == 0
            assert "P-2 is open" in (await sending).text
        log = (tmp_path / "bot.log").read_text()
        assert "Traceback" not in log
        async with BotProcess(sandbox, tmp_path).running():
            await movement.ballot_showing(1, f"Counted: {len(NEIGHBOURS)} people")
            await movement.ballot_showing(2, "Oil the hinges")
