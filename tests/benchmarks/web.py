"""The web: pages a second beside a greeting and a file, verifying a record, and taps while slow readers crowd."""

import contextlib
import hashlib
import io
import json
import random
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import aiohttp

from bot.sandbox.server import Sandbox
from bot.web import verify
from bot.web.lines import line_of
from db.engine import Database
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import BALLOTS, Ground, voting_ground
from tests.benchmarks.latency import PACE, last
from tests.benchmarks.readers import read
from tests.benchmarks.subject import Failed, Subject, running
from tests.factories import House
from tests.long_log import fill

SLUG = "riverside-commons"
GREETING, FILE, PAGE = "a greeting", "a file of the same bytes", "the log page"
_AT_A_TIME = 1_000
_TURNS = 5
"""Pages are asked for in shorter and more rounds, so that what else happens on the machine meets all alike."""


async def measure(
    folder: Path, *, rounds: int, decisions: int, requests: int, slow: int, taps: int, say: Callable[[str], None]
) -> list[Figure]:
    """Requests a second and what one costs, microseconds to verify a record, and milliseconds from tap to commit."""
    database = folder / "log.db"
    lines = await _written(database, folder / "log.jsonl", count=decisions)
    return [
        *await _pages(folder, database, rounds=_TURNS * rounds, requests=requests // _TURNS, say=say),
        _verifying(folder / "log.jsonl", lines, rounds=rounds, say=say),
        *await _crowded(folder, rounds=2 * rounds, slow=slow, taps=taps, say=say),
    ]


async def _written(database: Path, file: Path, *, count: int) -> int:
    """A log of so many decisions, as a database and as a file; answers how many records it has."""
    opened = Database(f"sqlite+aiosqlite:///{database}")
    await opened.migrate()
    house = House.build(opened)
    await house.found()
    await fill(house, count=count)
    sent = 0
    with file.open("wb") as out:
        while entries := await house.services.commons.entries(SLUG, after=sent, limit=_AT_A_TIME):
            out.writelines(map(line_of, entries))
            sent += len(entries)
    await opened.close()
    return sent


async def _pages(
    folder: Path, database: Path, *, rounds: int, requests: int, say: Callable[[str], None]
) -> list[Figure]:
    speeds: dict[str, list[float]] = {GREETING: [], FILE: [], PAGE: []}
    costs: dict[str, list[float]] = {GREETING: [], FILE: [], PAGE: []}
    shown = folder / "shown"
    shown.mkdir()
    async with AsyncExitStack() as stack:
        subjects = {
            GREETING: await stack.enter_async_context(running("served", "greeting", "", folder=folder)),
            FILE: await stack.enter_async_context(running("served", "file", str(shown), folder=folder)),
            PAGE: await stack.enter_async_context(running("served", "log", str(database), folder=folder)),
        }
        places = {GREETING: "/", FILE: "/page.html", PAGE: f"/{SLUG}/decisions"}
        async with (
            aiohttp.ClientSession() as session,
            session.get(subjects[PAGE].greeting["url"] + places[PAGE]) as response,
        ):
            (shown / "page.html").write_bytes(await response.read())
        names = list(subjects)
        for number in range(rounds + 1):
            for place in range(len(names)):
                name = names[(number + place) % len(names)]
                speed, cost = await _asked(subjects[name], places[name], requests)
                if number:
                    speeds[name].append(speed)
                    costs[name].append(cost)
                    say(f"web {number}/{rounds}: {name}: {speed:,.0f} a second, {cost:.0f} µs of processor time each")
    return [
        Figure.of_rounds("web", "requests/s", speeds[PAGE], GREETING, speeds[GREETING]),
        Figure.of_rounds("web-file", "requests/s", speeds[PAGE], FILE, speeds[FILE]),
        Figure.of_rounds("web-cost", "µs", costs[PAGE], GREETING, costs[GREETING]),
    ]


async def _asked(subject: Subject, place: str, requests: int) -> tuple[float, float]:
    """Requests a second, and microseconds of the server's processor time for each."""
    before = (await subject.ask("cpu"))["cpu_seconds"]
    seconds = await read(subject.greeting["url"] + place, requests)
    busy = (await subject.ask("cpu"))["cpu_seconds"] - before
    return requests / seconds, busy / requests * 1_000_000


def _verifying(file: Path, records: int, *, rounds: int, say: Callable[[str], None]) -> Figure:
    """Microseconds for each record, beside reading it and hashing it once."""
    ours: list[float] = []
    bare: list[float] = []
    for number in range(rounds):
        began = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()) as said:
            if verify.run(str(file), ()):
                raise Failed(said.getvalue())
        ours.append((time.perf_counter() - began) / records * 1_000_000)
        began = time.perf_counter()
        with file.open("rb") as lines:
            for line in lines:
                hashlib.sha256(json.loads(line)["body"].encode())
        bare.append((time.perf_counter() - began) / records * 1_000_000)
        say(f"verify {number + 1}/{rounds}: {ours[-1]:.0f} µs a record, {bare[-1]:.0f} to read and to hash it")
    return Figure.of_rounds("verify", "µs", ours, "reading and hashing", bare)


async def _crowded(folder: Path, *, rounds: int, slow: int, taps: int, say: Callable[[str], None]) -> list[Figure]:
    """Milliseconds from tap to commit of one bot, with a crowd of slow readers and without, turn by turn."""
    waits: dict[int, list[list[float]]] = {0: [], slow: []}
    turns = [crowd for number in range(rounds) for crowd in ((0, slow) if number % 2 else (slow, 0))]
    with TemporaryDirectory(dir=folder) as name:
        async with AsyncExitStack() as stack:
            sandbox = await stack.enter_async_context(Sandbox())
            subject = await stack.enter_async_context(running("whole", "timed", sandbox=sandbox, folder=Path(name)))
            ground = await stack.enter_async_context(voting_ground(sandbox, voters=taps // BALLOTS * len(turns)))
            for place, crowd in enumerate(turns):
                those = replace(ground, voters=ground.voters[place :: len(turns)])
                found = await _waits(subject, those, folder, crowd=crowd, seed=place)
                waits[crowd].append(found)
                spoken = f"median {median(found):.2f} ms, p99 {last(found):.2f} ms"
                say(f"crowd {place + 1}/{len(turns)}: {crowd} slow: {spoken}")
    return [
        Figure.of_rounds(
            f"crowded-{name}", "ms", [of(each) for each in waits[slow]], "nobody", [of(each) for each in waits[0]]
        )
        for name, of in (("median", median), ("p99", last))
    ]


async def _waits(subject: Subject, ground: Ground, folder: Path, *, crowd: int, seed: int) -> list[float]:
    async with AsyncExitStack() as stack:
        if crowd:
            url = subject.greeting["url"]
            await stack.enter_async_context(running("readers", url, str(crowd), folder=folder))
        before = len((await subject.ask("waits"))["milliseconds"])
        ground.rename("Tapping")
        await subject.ask("watch")
        touches = ground.touches(random.Random(seed))
        await ground.send_steadily(touches, per_second=PACE)
        await subject.told()
        waits: list[float] = (await subject.ask("waits"))["milliseconds"][before:]
    if len(waits) != len(touches):
        raise Failed(f"{len(waits)} of {len(touches)} taps were timed")
    return waits
