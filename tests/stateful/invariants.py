"""Invariants: what must hold of the database after every step, looked at past the bot, and past its code."""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.factories import House
from tests.stateful.oracle import Oracle
from tests.stateful.outgoing import search
from tests.stateful.votes import Vote

FORGOTTEN_AFTER = timedelta(days=30)


class Invariants:
    """Looks at one house's database with a connection of its own, and remembers what must never change."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file)
        self._logs: dict[int, list[tuple[int, str]]] = {}
        self._settled: dict[tuple[int, int], tuple[Any, ...]] = {}

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def rows(self, statement: str, *facts: Any) -> list[tuple[Any, ...]]:
        """What the database says."""
        with closing(self._connection.execute(statement, facts)) as cursor:
            return cursor.fetchall()

    def place_of(self, message_id: int) -> tuple[int, int]:
        """The server and the number of the proposal that stands on a message."""
        ((guild, number),) = self.rows("SELECT guild_id, number FROM proposals WHERE message_id = ?", message_id)
        return guild, number

    def check(self, oracles: Iterable[Oracle], house: House) -> None:
        """Everything that must hold now, of each server for itself."""
        now = house.clock.now()
        for oracle in oracles:
            assert self.rows("SELECT count(*) FROM proposals WHERE guild_id = ?", oracle.guild) == [
                (len(oracle.votes),)
            ]
            self.follow(oracle)
            for vote in oracle.votes:
                self._check_proposal(vote)
            self._check_ballots(oracle, now)
            self._check_log(oracle)
        posted = Counter(message.notice.nonce for message in house.board.posted)
        assert not [nonce for nonce, times in posted.items() if times > 1], "nothing is posted twice"

    def follow(self, oracle: Oracle) -> None:
        """Let an oracle know on which messages its ballots stand."""
        for number, message in self.rows("SELECT number, message_id FROM proposals WHERE guild_id = ?", oracle.guild):
            vote = oracle.votes[number - 1]
            if vote.message != message:
                oracle.moved(vote, message)

    # ---- the standing ballots and the course of each vote: I1, I2, I6, I7

    def _check_proposal(self, vote: Vote) -> None:
        statement = (
            "SELECT state, closes_at, opened_at, outcome, settled_at, run_off, prolongations "
            "FROM proposals WHERE guild_id = ? AND number = ?"
        )
        ((state, closes, opened, outcome, settled, run_off, prolongations),) = self.rows(
            statement, vote.guild, vote.number
        )
        _same((state, outcome), (vote.state, vote.outcome), f"P-{vote.number}")
        _same(_instant(closes), vote.closes, f"when P-{vote.number} closes")
        if state != "discussed":
            _same(_instant(opened), vote.opened, f"when P-{vote.number} opened")
        _same(tuple(map(str, json.loads(run_off))), vote.run_off, f"the run-off of P-{vote.number}")
        _same([each["cause"] for each in json.loads(prolongations)], vote.causes, f"why P-{vote.number} lasts longer")
        place = (vote.guild, vote.number)
        if state != "settled":
            assert place not in self._settled, "what is settled never opens again"
        else:
            ended = (closes, outcome, settled, run_off, prolongations)
            assert self._settled.setdefault(place, ended) == ended, "what is settled stays as it is"
            assert outcome == "withdrawn" or _instant(settled) >= _instant(closes), "no vote ends early"

    def _check_ballots(self, oracle: Oracle, now: datetime) -> None:
        statement = (
            "SELECT number, member_id, choice, standing, reason FROM ballots "
            "JOIN proposals ON proposals.id = proposal_id WHERE guild_id = ?"
        )
        found: dict[int, dict[int, tuple[str, bool]]] = {}
        for number, who, choice, standing, reason in self.rows(statement, oracle.guild):
            vote = oracle.votes[number - 1]
            _same(standing == "on_roll", oracle.is_on_roll(who, vote.opened), f"who may vote on P-{number}: {who}")
            if standing == "on_roll":
                assert who not in found.setdefault(number, {}), "one ballot a person and proposal"
                found[number][who] = (choice, reason is not None)
        for vote in oracle.votes:
            if vote.settled_at is not None and now >= vote.settled_at + FORGOTTEN_AFTER:
                continue
            expected = vote.standing()
            if vote.is_secret and vote.state == "settled":
                expected = dict.fromkeys(expected, ("", False))
            _same(found.get(vote.number, {}), expected, f"the ballots on P-{vote.number}")

    # ---- the log: I3, I5, I9

    def _check_log(self, oracle: Oracle) -> None:
        known = self._logs.setdefault(oracle.guild, [])
        statement = "SELECT sequence, hash FROM log WHERE guild_id = ? ORDER BY sequence"
        heads = self.rows(statement, oracle.guild)
        assert heads[: len(known)] == known, "the log only grows"
        previous = known[-1][1] if known else "0" * 64
        statement = "SELECT body, kind FROM log WHERE guild_id = ? AND sequence = ?"
        for place, (sequence, digest) in enumerate(heads[len(known) :], start=len(known) + 1):
            ((body, kind),) = self.rows(statement, oracle.guild, sequence)
            facts = json.loads(body)
            _same(hashlib.sha256(body.encode()).hexdigest(), digest, "the hash of an entry")
            _same((facts["previous"], facts["sequence"], sequence), (previous, place, place), "the chain")
            previous = digest
            search(body)
            if kind == "decision":
                self._check_decision(oracle.votes[facts["proposal"] - 1], facts)
        self._logs[oracle.guild] = heads

    def _check_decision(self, vote: Vote, facts: dict[str, Any]) -> None:
        standing, name = vote.standing(), f"the record of P-{vote.number}"
        said_so = (facts["number"], facts["outcome"], facts["turnout"], str(facts["winner"] or ""))
        winner = vote.winner if vote.outcome == "passed" else ""
        _same(said_so, (vote.decision, vote.outcome, len(standing), winner), name)
        _same({key: count for key, count in facts["tally"].items() if key != "seconds"}, vote.tally(), name)
        said = Counter(word for word, _ in standing.values())
        if len(standing) < 5:
            assert facts["ballots"] is None
            assert facts["participants"] == []
        else:
            _same(Counter(line["choice"] for line in facts["ballots"]), said, name)
            voters = [line["voter"] for line in facts["ballots"]]
            assert set(voters) == {""} if vote.is_secret else len(set(voters)) == len(voters)
            assert len(set(facts["participants"])) == (len(standing) if vote.is_secret else 0)
        if not vote.is_secret:
            _same(self._recount(vote), said, f"the ledger of P-{vote.number}")

    def _recount(self, vote: Vote) -> Counter[str]:
        """What stands by the ledger alone."""
        statement = (
            "SELECT member_id, act, choice, source FROM ledger JOIN proposals ON proposals.id = proposal_id "
            "WHERE guild_id = ? AND number = ? AND verdict = 'counted' ORDER BY ledger.id"
        )
        standing: dict[int, str] = {}
        for who, act, choice, source in self.rows(statement, vote.guild, vote.number):
            if act == "clear":
                standing.clear()
            elif act == "withdraw":
                standing.pop(who, None)
            elif act == "cast" and vote.options and source != "panel":
                standing[who] = "+".join(sorted({*standing.get(who, choice).split("+"), choice}))
            elif act == "cast":
                standing[who] = choice
        return Counter(standing.values())

    # ---- what is owed: I4

    def check_end(self, house: House, oracles: Iterable[Oracle]) -> None:
        """What must hold once everything had time to arrive: all that was owed came, once."""
        waiting = self.rows("SELECT kind, subject FROM outbox WHERE delivered_at IS NULL AND given_up_at IS NULL")
        assert not waiting, waiting
        for oracle in oracles:
            told = Counter(
                message.notice.mark for message in house.board.posted if message.notice.guild_id == oracle.guild
            )
            ended = [vote for vote in oracle.votes if vote.decision]
            tasks = sum(vote.first_tasks for vote in ended if vote.outcome == "passed")
            owed = Counter({f"D-{vote.decision}": 1 for vote in ended})
            owed += Counter({f"T-{number}": 1 for number in range(1, tasks + 1)})
            owed += Counter({"B-1": 1} if tasks else {})
            _same(Counter({mark: times for mark, times in told.items() if mark[0] != "P"}), owed, "what is told")
            for vote in oracle.votes:
                assert told[f"P-{vote.number}"] >= (2 if vote.run_off else 1), f"P-{vote.number} has no ballot"


def _same(found: Any, expected: Any, what: str) -> None:
    assert found == expected, f"{what}: {found}, where the oracle says {expected}"


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)
