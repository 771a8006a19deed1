"""REST chaos: whatever happens to requests to Discord, all is told once in the end, nothing doubled or lost."""

import logging
import random

import pytest

from tests.evidence import Evidence
from tests.sizes import SEED, tried
from tests.wire.bot.hall import Hall
from tests.wire.bot.seasons import GIVES_UP_AFTER, ROUTES, TROUBLES, Season

TURNS = tried(whole=20, in_a_check=1)
EACH = tried(whole=len(TROUBLES), in_a_check=3)
"""How many troubles each kind of request meets; which, chance says."""


@pytest.fixture
def troubled_hall(empty_hall: Hall, caplog: pytest.LogCaptureFixture) -> Hall:
    """A hall in which a request that fails for good may be complained of."""
    caplog.set_level(logging.CRITICAL)
    empty_hall.bot.answer_within = GIVES_UP_AFTER
    return empty_hall


async def test_whatever_goes_wrong_with_requests_all_is_told_once(troubled_hall: Hall, evidence: Evidence) -> None:
    hall, chance = troubled_hall, random.Random(SEED)
    await hall.found()
    number = 0
    for _ in range(TURNS):
        combinations = [(route, trouble) for route in ROUTES for trouble in chance.sample(list(TROUBLES), EACH)]
        chance.shuffle(combinations)
        for route, trouble in combinations:
            number += 1
            where = f"seed {SEED}, vote {number}: {route} meets {trouble}"
            season = Season(hall, number, chance)
            struck = await season.live(route, trouble)
            hall.sandbox.faults.clear()
            assert struck, f"nothing was asked; {where}"
            assert await season.faults() == [], where
            evidence.count(f"{route}: requests in trouble", struck)
            evidence.count("votes, from the form to the tasks")
