"""The stage: a sandbox and the real bot in one process, talking over sockets, with one clock."""

import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.app import running
from bot.client import MovementBot
from bot.clock import SystemClock
from bot.config import Settings
from bot.ports_in_use import first_free_port
from bot.sandbox.server import Sandbox
from bot.sandbox.world.clock import Clock
from bot.sandbox.world.world import World
from bot.standalone import stop_signal
from bot.story.driver import SandboxClient
from bot.story.movement import PAST, found, live
from bot.web.server import LogServer


class StageIsTaken(Exception):
    """The folder for the data holds a database already, which belongs to another world."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What stands on the stage."""

    sandbox: Sandbox
    bot: MovementBot
    web: LogServer


@contextlib.asynccontextmanager
async def stage(
    *, port: int = 0, web_port: int = 0, data: Path | None = None, begins_ago: timedelta = timedelta(0)
) -> AsyncIterator[Stage]:
    """A running sandbox with a connected bot while the block runs.

    The database stands in `data`, or in a folder that is gone afterwards. The world's clock begins `begins_ago`
    before the present, so that a story can end about now.
    """
    async with contextlib.AsyncExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="minga-")))
        folder.mkdir(parents=True, exist_ok=True)
        database = folder / "minga.db"
        if database.exists():
            raise StageIsTaken(str(folder))
        clock = Clock(frozen_at=SystemClock().now() - begins_ago)
        clock.thaw()
        sandbox = Sandbox(World(clock), port=first_free_port("127.0.0.1", port), limits="discord")
        await stack.enter_async_context(sandbox)
        settings = Settings(
            discord_token=sandbox.world.token,
            api_url=sandbox.api_url,
            gateway_url=sandbox.gateway_url,
            database_url=f"sqlite+aiosqlite:///{database}",
            web_port=web_port,
        )
        bot, web = await stack.enter_async_context(running(settings, clock=clock))
        bot.services.calendar.web_url = web.url
        sandbox.lookers.append(bot.tick)
        sandbox.links.append(("Public log", f"{web.url}/log"))
        yield Stage(sandbox, bot, web)


async def serve_stage(*, port: int, web_port: int, data: Path | None, empty: bool) -> None:
    """Serve the page with its living movement, or an empty world, until told to stop."""
    stopping = stop_signal()
    begins_ago = timedelta(0) if empty else PAST
    async with stage(port=port, web_port=web_port, data=data, begins_ago=begins_ago) as standing:
        print(f"Look at {standing.sandbox.url} (the page) and {standing.web.url}/log (the public log).", flush=True)
        async with SandboxClient(standing.sandbox.url) as client:
            if not empty:
                # A week of the union's life in three seconds: Discord's pace is for people.
                standing.sandbox.limits.enforced = False
                await live(await found(client))
                standing.sandbox.limits.enforced = True
        print("The union is at work. Stop with Ctrl+C.", flush=True)
        await stopping.wait()


async def serve_alone(port: int) -> None:
    """Serve a sandbox without a bot, and say how to point one at it."""
    stopping = stop_signal()
    async with Sandbox(port=first_free_port("127.0.0.1", port), limits="discord") as sandbox:
        print(f"The page is at {sandbox.url}. Point a bot here with:", flush=True)
        print(f"DISCORD_TOKEN={sandbox.world.token}")
        print(f"DISCORD_API_URL={sandbox.api_url}")
        print(f"DISCORD_GATEWAY_URL={sandbox.gateway_url}")
        print(f"SANDBOX_CLOCK_URL={sandbox.url}/sandbox/clock", flush=True)
        await stopping.wait()
