"""The sandbox's page: a chat client in the browser, and the HTTP interface by which people and drivers act."""

from aiohttp import web

from bot.sandbox.page import acts, building, dealings, files
from bot.sandbox.page.guard import guard
from bot.sandbox.page.journal import Journal
from bot.sandbox.page.stream import following, waiting
from bot.sandbox.page.views import world_view
from bot.sandbox.page.visit import Hosting, Visit, answer, serving

SEAT = "/sandbox/guilds/{guild:\\d+}/as/{user:\\d+}"


def add_routes(app: web.Application, sandbox: Hosting) -> None:
    """Put the page and its interface on the sandbox's application, before it starts."""
    journal = Journal(sandbox.world)

    async def see_world(visit: Visit) -> web.StreamResponse:
        return answer(world_view(visit.world, sandbox.links))

    async def close_journal(_: web.Application) -> None:
        journal.close()

    app.middlewares.append(guard)
    app.on_shutdown.append(close_journal)
    app.router.add_routes(files.routes())
    table = [
        ("GET", "/sandbox/world", see_world),
        ("GET", SEAT + "/events", following(journal)),
        ("GET", SEAT + "/wait", waiting(journal)),
        *((method, SEAT + path, handler) for method, path, handler in (*acts.ROUTES, *dealings.ROUTES)),
        *building.ROUTES,
    ]
    for method, path, handler in table:
        app.router.add_route(method, path, serving(sandbox, handler))
