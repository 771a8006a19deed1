"""A burst: a thousand people tap within six seconds, ten thousand within a minute, and each of them is counted."""

import asyncio
import time
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

from bot.domain.tally import Tally
from db import ledger, proposals
from tests.evidence import Evidence
from tests.sizes import IS_WHOLE, tried
from tests.wire.bot.hall import A_REDRAW, Hall

SECONDS = tried(whole=60, in_a_check=6)
TAPS_A_SECOND = 167
INTERVAL = timedelta(seconds=15)
COMMITTED_WITHIN = 5.0
"""Seconds of real time after the last tap. Source: integrity, "Figures the project shows about itself"."""

HEARTBEAT_SECONDS = tried(whole=2.0, in_a_check=4.0)
"""Shorter than Discord's, so that some fall into the burst; the sandbox hangs up on who is half as late again."""

CHOICES = {"agree": "✅", "disagree": "❌", "abstain": "⚪"}
EDIT = r"/channels/\d+/messages/\d+"


async def test_in_a_burst_of_taps_each_is_counted_and_the_connection_holds(hall: Hall, evidence: Evidence) -> None:
    hub, world = hall.sandbox.hub, hall.sandbox.world
    hub.heartbeat_interval = HEARTBEAT_SECONDS
    hub.drop_connections()
    await hall.until(lambda: hub.resumed == 1)
    voters = hall.join(SECONDS * TAPS_A_SECOND)
    beats = hub.heartbeats
    said: Counter[str] = Counter()
    last = began = time.monotonic()
    for second in range(SECONDS):
        for voter in voters[second * TAPS_A_SECOND : (second + 1) * TAPS_A_SECOND]:
            choice = list(CHOICES)[said.total() % len(CHOICES)]
            hall.tap(voter, CHOICES[choice])
            said[choice] += 1
        last = time.monotonic()
        world.skip(timedelta(seconds=1))
        await hall.bot.tick()
        if second < SECONDS - 1:
            # The pace of the burst is what is tried; nothing is waited for here.
            await asyncio.sleep(max(0.0, began + second + 1 - time.monotonic()))
    await hall.heard()
    committed_after, beats = time.monotonic() - last, hub.heartbeats - beats
    evidence.count("taps", said.total())
    evidence.count("longest burst, s", round(last - began, 1))
    evidence.count("heartbeats in it", beats)
    evidence.count("longest from the last tap until all were committed, s", round(committed_after, 2))
    assert (await hall.card()).tally == Tally(**said)
    assert await _lines(hall) == dict.fromkeys(voters, 1), "each act is written once"
    assert beats >= max(1, SECONDS // HEARTBEAT_SECONDS - 1)
    assert (hub.identified, hub.resumed) == (1, 1), "the connection held, so heartbeats were on time"
    await hall.tick(A_REDRAW)
    assert f"Counted: {said.total()} people" in hall.ballot().text
    _are_seldom(hall)
    if IS_WHOLE:
        assert last - began <= SECONDS + 1, "the pace was kept"
        assert committed_after <= COMMITTED_WITHIN


async def _lines(hall: Hall) -> dict[int, int]:
    """How many lines the ledger has of each person."""
    async with hall.bot.services.database.look() as session:
        row = await proposals.get(session, hall.movement.guild_id, 1)
        assert row is not None
        return Counter(line.member_id for line in await ledger.of_proposal(session, row.id))


def _are_seldom(hall: Hall) -> None:
    """Each message was edited at most once in the interval, by the world's clock."""
    edits = defaultdict(list)
    for request in hall.asked("PATCH", EDIT):
        edits[request.exchange.path].append(request.at)
    assert edits, "the ballot was redrawn"
    for times in edits.values():
        assert all(later - earlier >= INTERVAL for earlier, later in pairwise(times)), times
