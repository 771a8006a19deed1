"""Figures about the process for Prometheus, at an address of their own, and a word on whether it is well.

Nothing here names a server, a person or a channel: labels are sweeps, kinds of answers and versions only. What the taps
pass through is counted where groups are written, so a tap itself costs nothing more. Nothing of this is loaded, and no
turn is timed, unless a port is set for it.
"""

import asyncio
import logging
import math
import os
from collections.abc import Callable, Coroutine, Iterator
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from types import SimpleNamespace
from typing import Any

import aiohttp
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client import generate_latest as written
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot.client import MovementBot
from bot.config import ConfigurationFault, Settings
from bot.services import Services

_log = logging.getLogger(__name__)

_PATIENCE = 5.0
"""Seconds for what a look at the figures asks of the database; whoever asks for them waits ten."""

_QUICK = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds: the bounds between which turns are counted; most take a millisecond, and ten is what a writer waits."""

_SLOW = (0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
"""Seconds: the same for sweeps and for answers of Discord's."""

_HEARD = {"on_ready": "new", "on_resumed": "resumed"}


class Meters:
    """Measures one bot; made before it logs in, because how Discord answers is heard from the first request on."""

    def __init__(self, bot: MovementBot, settings: Settings) -> None:
        self._bot = bot
        self._settings = settings
        self._runner: web.AppRunner | None = None
        self.is_connected = False
        """Whether the gateway brings events."""
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        build = Info("minga_build", "What runs here.", registry=registry)
        build.info(_build(settings.database_url))
        self._requests = Counter(
            "minga_discord_requests", "Answers of Discord's by their kind.", ["status"], registry=registry
        )
        self._answered = Histogram(
            "minga_discord_answer_seconds", "How long Discord took to answer.", registry=registry, buckets=_SLOW
        )
        self._sessions = Counter(
            "minga_gateway_sessions", "Sessions with the gateway, begun or resumed.", ["how"], registry=registry
        )
        self._losses = Counter("minga_gateway_disconnects", "Connections to the gateway lost.", registry=registry)
        self._turns = Histogram(
            "minga_database_turn_seconds", "How long writing turns took.", registry=registry, buckets=_QUICK
        )
        self._sweeps = Histogram(
            "minga_sweep_seconds", "How long sweeps took.", ["sweep"], registry=registry, buckets=_SLOW
        )
        self._database_up = Gauge(
            "minga_database_up", "Whether the database answered when these figures were asked for.", registry=registry
        )
        self._owed = Gauge("minga_outbox_owed", "Notices that should be out and are not.", registry=registry)
        self._owed_for = Gauge(
            "minga_outbox_oldest_seconds", "For how long the oldest of them is owed.", registry=registry
        )
        self._listen_to_discord()

    def _listen_to_discord(self) -> None:
        for status in ("2xx", "3xx", "4xx", "429", "5xx", "none"):
            self._requests.labels(status)
        for event, how in _HEARD.items():
            self._bot.add_listener(self._hearing(self._sessions.labels(how), is_connected=True), event)
        self._bot.add_listener(self._hearing(self._losses, is_connected=False), "on_disconnect")
        self._bot.answers.on_request_start.append(self._begin)
        self._bot.answers.on_request_end.append(self._end)
        self._bot.answers.on_request_exception.append(self._fail)

    def _hearing(self, counter: Counter, *, is_connected: bool) -> Callable[[], Coroutine[Any, Any, None]]:
        async def hear() -> None:
            counter.inc()
            self.is_connected = is_connected

        return hear

    async def _begin(self, _: object, asked: SimpleNamespace, __: object) -> None:
        asked.began = asyncio.get_running_loop().time()

    async def _end(self, _: object, asked: SimpleNamespace, told: aiohttp.TraceRequestEndParams) -> None:
        status = told.response.status
        if status >= 200:
            # The gateway's own handshake is a request, too, and no answer of the API.
            self._requests.labels("429" if status == 429 else f"{status // 100}xx").inc()
            self._answered.observe(asyncio.get_running_loop().time() - asked.began)

    async def _fail(self, *_: object) -> None:
        self._requests.labels("none").inc()

    async def start(self) -> None:
        """Measure what the bot has built when it logged in, and serve it; raises `ConfigurationFault`."""
        services = self._bot.services
        services.database.on_turn = self._turns.observe
        self._bot.timetable.tell(lambda name, seconds: self._sweeps.labels(name).observe(seconds))
        self._registry.register(_Standing(self, self._bot))
        app = web.Application()
        app.router.add_get("/metrics", self._show)
        app.router.add_get("/healthz", self._say_how_it_is)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        settings = self._settings
        try:
            await web.TCPSite(self._runner, settings.metrics_host, settings.metrics_port).start()
        except OSError as fault:
            await self.close()
            place = f"METRICS_HOST={settings.metrics_host} and METRICS_PORT={settings.metrics_port}"
            raise ConfigurationFault(
                [f"The figures cannot be served with {place}: {os.strerror(fault.errno or 0)}."]
            ) from fault
        _log.info("figures for Prometheus are at %s/metrics", self.url)

    @property
    def url(self) -> str:
        """Where they are served, without a slash at the end; only once that has begun."""
        if self._runner is None:
            raise RuntimeError("nothing is served yet")
        host, port = self._runner.addresses[0][:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def close(self) -> None:
        """Serve them no longer."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _show(self, _: web.Request) -> web.Response:
        await self._look(self._bot.services)
        return web.Response(body=written(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _look(self, services: Services) -> None:
        owed, owed_for, is_up = math.nan, math.nan, False
        try:
            async with asyncio.timeout(_PATIENCE):
                count, age = await services.outbox.waiting()
            owed, owed_for, is_up = count, age.total_seconds(), True
        except Exception as fault:
            _log.warning("the database did not answer for the figures: %s", type(fault).__name__)
        self._database_up.set(is_up)
        self._owed.set(owed)
        self._owed_for.set(owed_for)

    async def _say_how_it_is(self, _: web.Request) -> web.Response:
        is_well = self.is_connected
        return web.Response(status=200 if is_well else 503, text="ok\n" if is_well else "not connected to Discord\n")


class _Standing(Collector):
    """What need not be counted because it can be read off at any moment."""

    def __init__(self, meters: Meters, bot: MovementBot) -> None:
        self._meters = meters
        self._bot = bot

    def collect(self) -> Iterator[Metric]:
        """Read everything off."""
        inbox, now = self._bot.services.inbox, self._bot.services.clock.now()
        received = inbox.written + inbox.waiting + inbox.set_aside + inbox.turned_away
        yield CounterMetricFamily("minga_taps_received", "Taps and presses that came in.", received)
        yield CounterMetricFamily("minga_taps_committed", "Those that are on the disk.", inbox.written)
        yield CounterMetricFamily(
            "minga_taps_turned_away", "Those that found no room; they are read from their messages.", inbox.turned_away
        )
        yield CounterMetricFamily("minga_taps_set_aside", "Those that no database will ever take.", inbox.set_aside)
        yield GaugeMetricFamily("minga_inbox_waiting", "Taps and presses that wait to be written.", inbox.waiting)
        age = (now - inbox.oldest).total_seconds() if inbox.oldest is not None else 0.0
        yield GaugeMetricFamily("minga_inbox_oldest_seconds", "For how long the oldest of them waits.", age)
        is_connected = self._meters.is_connected
        yield GaugeMetricFamily("minga_gateway_connected", "Whether the gateway brings events.", int(is_connected))
        latency = self._bot.latency if is_connected else math.nan
        yield GaugeMetricFamily("minga_gateway_latency_seconds", "How long a heartbeat's answer takes.", latency)
        skew = self._bot.services.clock_watch.skew.total_seconds()
        yield GaugeMetricFamily("minga_clock_skew_seconds", "How far this clock is ahead of Discord's.", skew)
        yield GaugeMetricFamily("minga_servers", "Servers the bot is in.", len(self._bot.guilds))


def _build(database_url: str) -> dict[str, str]:
    return {
        "version": _version("minga"),
        "python": python_version(),
        "discord_py": _version("discord.py"),
        "database": database_url.partition("+")[0],
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
