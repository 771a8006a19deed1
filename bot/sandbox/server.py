"""The sandbox's server: the world behind one port, with REST API, gateway, control routes and page."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import ClassVar, Literal, Self

from aiohttp import web

from bot.sandbox.control import Control
from bot.sandbox.faults import Faults
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.page import add_routes as add_page_routes
from bot.sandbox.rest.limits import Limits
from bot.sandbox.rest.pipeline import PREFIX, Exchange, Pipeline
from bot.sandbox.world.world import World

BIGGEST_BODY = 32 * 1024 * 1024
HALF_AN_HOUR = timedelta(minutes=30)
JUST_PAST = timedelta(seconds=1)


class Sandbox:
    """Serves a world on loopback; port 0 takes any free port, and without `page` there is only what Discord has.

    `links` are labelled addresses the page shows. `lookers` look at the clock whenever time passes by `let_pass`.
    `observers` are called with every REST exchange; `first_observers`
    are those that every sandbox begins with, for whoever watches sandboxes that others start. Requests to
    routes the sandbox does not know are listed in `unknown_routes`; errors of the sandbox itself are kept in
    `failures` and answered 500, so a test should find none.
    """

    first_observers: ClassVar[list[Callable[[Exchange], None]]] = []

    def __init__(
        self,
        world: World | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        limits: Literal["discord", "none"] = "none",
        links: list[tuple[str, str]] | None = None,
        page: bool = True,
    ) -> None:
        self.world = world or World()
        self.host = host
        self.port = port
        self.links = links or []
        self.lookers: list[Callable[[], Awaitable[None]]] = []
        self.faults = Faults()
        self.limits = Limits(enforced=limits == "discord")
        self.hub = Hub(self.world, self.faults.gateway)
        self.observers = list(self.first_observers)
        self.unknown_routes: list[str] = []
        self.failures: list[Exception] = []
        self.app = web.Application(client_max_size=BIGGEST_BODY)
        self._runner: web.AppRunner | None = None
        if page:
            add_page_routes(self.app, self)
        self._add_routes()

    def _add_routes(self) -> None:
        self.app.router.add_get("/gateway", self.hub.serve)
        self.app.router.add_get("/gateway/", self.hub.serve)
        Control(self).add_routes(self.app)
        Pipeline(self).add_routes(self.app)

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://{self.host}:{self.port}"

    @property
    def api_url(self) -> str:
        """What discord.py's `Route.BASE` is set to."""
        return self.url + PREFIX

    @property
    def gateway_url(self) -> str:
        """What discord.py's `DEFAULT_GATEWAY` is set to, as a `yarl.URL`."""
        return f"ws://{self.host}:{self.port}/gateway"

    async def let_pass(self, span: timedelta) -> None:
        """Let time pass at once, and yet for whoever looks at the clock half an hour after the other.

        A negative span is refused with ValueError.
        """
        if span < timedelta():
            raise ValueError("the world's clock does not run backwards")
        end = self.world.now() + span
        while self.lookers and (stop := _past_the_half_hour(self.world.now())) < end:
            self.world.skip(stop - self.world.now())
            for look in self.lookers:
                await look()
        self.world.skip(max(end - self.world.now(), timedelta()))

    async def start(self) -> None:
        """Open the port."""
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.hub.resume_url = self.gateway_url

    async def close(self) -> None:
        """Send all clients away and close the port."""
        await self.hub.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _past_the_half_hour(now: datetime) -> datetime:
    """Just past the next half or full hour: most of what people fix a time for is due then."""
    return now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % HALF_AN_HOUR + HALF_AN_HOUR + JUST_PAST
