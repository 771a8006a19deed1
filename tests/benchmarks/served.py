"""The subject of the web's benchmarks: a server in a process of its own, until the parent closes the pipe."""

import asyncio
import sys
import time
from pathlib import Path

from aiohttp import web

from bot.clock import SystemClock
from bot.services.public import build_public_services
from bot.web.limits import Limits
from bot.web.server import LogServer
from db.engine import Database
from tests.benchmarks.talk import orders, tell

UNLIMITED = Limits(requests_a_second=1e6, requests_at_once=10**9)


async def main(what: str, of: str) -> None:
    """Serve a greeting, the folder `of` or the logs in the database `of`, until the parent closes the pipe."""
    if what == "log":
        database = Database(f"sqlite+aiosqlite:///{of}")
        server = LogServer(build_public_services(database, SystemClock()), host="127.0.0.1", port=0, limits=UNLIMITED)
        await server.start()
        await _serve(server.url)
        await server.close()
        await database.close()
        return
    app = web.Application()
    if what == "greeting":
        app.router.add_get("/", _greet)
    else:
        app.router.add_static("/", Path(of))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    await _serve(f"http://{host}:{port}")
    await runner.cleanup()


async def _serve(url: str) -> None:
    """Tell the parent where, and whenever it asks how much processor time it took."""
    tell(url=url)
    async for _ in orders():
        tell(cpu_seconds=time.process_time())


async def _greet(_request: web.Request) -> web.Response:
    return web.Response(text="Hello, world")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
