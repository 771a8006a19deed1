"""Gateway chaos: what is lost, doubled, late or overtaken on the way, and connections that break, change no ballot.

The oracle is the charter's rule alone: of what a person says the last counts, and one missed reaction that is found.
"""

import random
from collections import Counter
from itertools import chain

from bot.domain.tally import Tally
from tests.evidence import Evidence
from tests.sizes import SEED, tried
from tests.wire.bot.hall import Hall
from tests.wire.bot.storms import BREAKS, REPLAYED, TRICKS, Storms

STORMS = tried(whole=300, in_a_check=30)
LOSE_NOTHING = ("none", "duplicate")


async def test_no_storm_of_the_gateway_loses_doubles_or_invents_a_ballot(hall: Hall, evidence: Evidence) -> None:
    # Time runs, for what was told before a reading is older than it.
    hall.sandbox.world.clock.thaw()
    storms = Storms(hall, random.Random(SEED))
    for number in range(STORMS):
        # In 40 storms every trick meets every break, and in 30 most do.
        trick, broken = TRICKS[number % len(TRICKS)], BREAKS[number % len(BREAKS)]
        where = f"seed {SEED}, storm {number}: {trick}, {broken}"
        read_before = _reads_in((await storms.written())[0])
        await storms.blow(trick, broken)
        if trick in LOSE_NOTHING and broken in REPLAYED:
            assert _reads_in((await storms.written())[0]) == read_before, f"the replay brought everything; {where}"
        await storms.calm()
        await _agree(hall, storms, where)
        evidence.count(f"storms with “{trick}”")


def _reads_in(counted: dict[int, list[tuple[str, bool]]]) -> int:
    return sum(is_read for _, is_read in chain.from_iterable(counted.values()))


async def _agree(hall: Hall, storms: Storms, where: str) -> None:
    """The ledger holds each act that the charter counts once, in order, and the tallies follow from it."""
    counted, known = await storms.written()
    assert counted == storms.counted, where
    assert known == storms.standing(), where
    says = {who: acts[-1][0] for who, acts in counted.items()}
    last = storms.told_all()
    assert {who: says[who] for who in last} == last, where
    card = await hall.card()
    tally = Counter("unexplained" if said == "block" else said for said in says.values())
    assert card.tally == Tally(**tally) == Tally(**storms.vote.tally()), where
    assert card.counters.unclear == len(storms.ever_known - says.keys()), where
    assert (card.counters.newcomers, card.counters.late) == (0, 0), where
