"""Deciding: whatever people, moderators and the network do, ballots and outcomes are those that the charter gives.

After every step the ten invariants of the integrity page are held against the database, with no help of the bot's
own code: I1 to I7 in `invariants`, with outcomes from `oracle`; I8 and I9 in `outgoing`, on every message that is
posted or redrawn and every line of the log, and at a history's end on every page; I10 in `outgoing` on what reading
asks in vain. What this floor cannot show is shown over sockets: I4 through crashes between sending and writing in
`tests/chaos`, I8 on the bytes that Discord gets and I10 on its answers in `tests/wire`, I9 on every byte of the web
in `tests/web`.

`make chaos` plays more and longer ones from a seed that it says. A failure is made as short as can be, which takes
minutes: `MINGA_FIRST_FAILURE=1` shows the first one as it was found.
"""

import logging
import os
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from tests.evidence import Evidence
from tests.sizes import IS_WHOLE, SEED, tried
from tests.stateful.history import pick
from tests.stateful.oracle import DAY, HOUR
from tests.stateful.proposing import connected, voter, which
from tests.stateful.votes import Vote
from tests.stateful.voting import Voting
from tests.stateful.world import A_SECOND, EMOJI, SAID, VOTERS, Ground

HOW_MANY, HOW_LONG = tried(whole=(5_000, 80), in_a_check=(100, 40))
BEGINS_WITH = tried(whole=SEED, in_a_check=20_260_504)
SHRINKS = "MINGA_FIRST_FAILURE" not in os.environ


span = st.sampled_from((A_SECOND, timedelta(minutes=20), HOUR, 7 * HOUR, DAY, 3 * DAY, 9 * DAY))
trouble = st.sampled_from((None, None, None, None, "board", "answers", "box"))

AN_EVEN_NUMBER = len(VOTERS) // 2 * 2
HALF = set(range(0, AN_EVEN_NUMBER, 2))
"""Those who make a tie when they say something else than the rest."""


class Deciding(Voting):
    """What can happen to a house that decides."""

    reached: ClassVar[Counter[str | None]] = Counter()
    """How often histories came to each kind of vote, outcome, and turn of a vote."""

    # ---- time, and what befalls the bot

    @rule(by=span, sweeps=st.booleans(), trouble=trouble)
    def wait(self, by: timedelta, sweeps: bool, trouble: str | None) -> None:
        """Let time pass, and have the bot look at what is due."""
        self._wait(by)
        if sweeps:
            self._run(self._sweep(trouble))
        self._look()

    @precondition(lambda self: self._alive())
    @rule(which=which, off=st.sampled_from((-7, -1, -0.05, 0, 0, 0, 0.01, 2)), trouble=trouble, comes=st.booleans())
    def come_to_a_deadline(self, which: int, off: float, trouble: str | None, comes: bool) -> None:
        """Go near the deadline of a vote, and have the bot look at what is due, which perhaps comes back for it."""
        self._go_to(pick(self._alive(), which).closes + off * HOUR)
        if comes and self.is_away:
            self._come_back()
        self._run(self._sweep(trouble))
        self._wait(A_SECOND)
        self._look()

    @connected
    @precondition(lambda self: self._open())
    @rule(which=which, nth=which, dissenters=st.one_of(st.sets(voter, max_size=3), st.just(HALF)))
    def carry_through(self, which: int, nth: int, dissenters: set[int]) -> None:
        """Have nearly everybody vote, some otherwise than the rest or for two options, and go on until it is over."""
        self._carry(pick(self._open(), which), nth, dissenters)

    @connected
    @rule(who=voter)
    def give_a_mandate(self, who: int) -> None:
        """Have somebody stand, and nearly everybody agree until it is over."""
        known = len(self.oracle.votes)
        self._stand(who)
        for vote in self.oracle.votes[known:]:
            self._carry(vote, 0, set())

    def _carry(self, vote: Vote, nth: int, dissenters: set[int]) -> None:
        for who in range(AN_EVEN_NUMBER):
            for more in (0, 1) if vote.options and nth % 2 else (0,):
                said = pick(vote.offers, nth + more + (who in dissenters))
                if vote.is_secret or vote not in self._standing():
                    self._panel(vote, who, "cast", said)
                else:
                    what = next(each for each in EMOJI if SAID[each] == said)
                    self._tap(vote, who, what)
                    self._hear(vote, who, what)
        self._written()
        for _ in range(3):
            if vote.state == "open":
                self._go_to(vote.closes)
                self._run(self._sweep())
                self._wait(A_SECOND)
                self._look()

    @rule()
    def read(self) -> None:
        """Have the bot read every ballot, as it does every hour."""
        self._run(self.house.services.reading.read_open())
        self._wait(A_SECOND)
        self._look()

    @connected
    @rule(is_killed=st.booleans())
    def go_away(self, is_killed: bool) -> None:
        """Have the connection fail, or kill the process and start another."""
        since = self._now()
        if is_killed:
            self._run(self._beat())
            self.house = self.house.restarted()
            self._wait(A_SECOND)
            self._run(self.house.services.presence.start())
            assert self.last_beat is not None
            since, self.sight.gap_ended = self.last_beat, None
        else:
            self._run(self.house.services.presence.leave())
            self._wait(A_SECOND)
        self.sight.absences.append((since, None))
        self.is_away = True

    @precondition(lambda self: self.is_away)
    @rule()
    def come_back(self) -> None:
        """Have the connection back, and read what was missed."""
        self._come_back()

    def _go_to(self, then: datetime) -> None:
        if then > self._now():
            self.house.clock.move_to(then)

    def teardown(self) -> None:
        """End the history, and remember what was reached in it."""
        super().teardown()
        for vote in self._all_votes():
            marks = {
                "turned": vote.turned,
                "run-off": vote.run_off,
                "secret": vote.is_secret,
                "reworked": vote.is_reworked,
            }
            self.reached.update(
                [vote.kind, vote.outcome, *vote.causes, *(mark for mark, is_so in marks.items() if is_so)]
            )


WORTH_REACHING = {
    *("action", "agreement", "lazy", "meeting", "choice", "charter", "mandate", "recall", "cover"),
    *("passed", "rejected", "blocked", "no_quorum", "no_support", "not_decided", "withdrawn"),
    *("quorum_missed", "late_turn", "bot_away", "turned", "run-off", "secret"),
}


def test_whatever_happens_decisions_are_those_that_the_charter_gives(
    founded_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, evidence: Evidence
) -> None:
    # Troubles are made by the thousand here, and each is logged.
    caplog.set_level(logging.CRITICAL)
    print(f"{HOW_MANY} histories of {HOW_LONG} steps, seed {BEGINS_WITH}")
    Deciding.reached = Counter()
    Deciding.ground = Ground(founded_file, tmp_path)
    with Deciding.ground.runner:
        run_state_machine_as_test(
            seed(BEGINS_WITH)(Deciding),
            settings=settings(
                max_examples=HOW_MANY,
                stateful_step_count=HOW_LONG,
                derandomize=False,
                deadline=None,
                database=None,
                print_blob=True,
                phases=(Phase.generate, Phase.shrink) if SHRINKS else (Phase.generate,),
                suppress_health_check=list(HealthCheck),
            ),
        )
    evidence.count("histories", HOW_MANY)
    evidence.count("longest history, steps", HOW_LONG)
    for mark in ("passed", "rejected", "blocked", "no_quorum", "not_decided", "turned", "run-off", "secret"):
        evidence.count(f"votes: {mark}", Deciding.reached[mark])
    assert IS_WHOLE or not WORTH_REACHING - Deciding.reached.keys(), "these histories tell nothing of some rules"
