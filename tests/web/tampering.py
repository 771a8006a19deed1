"""Tampering: what somebody with a log in hand can do to it, and which record must be named for it."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.chain import SALT_BYTES, canonical, commitment, digest
from bot.domain.decisions import outcome_of
from bot.domain.history import Standing
from bot.domain.judging import asked, judge
from bot.domain.rules import DecisionRule
from bot.services.record_facts import approvals_of, tally_of


@dataclass(frozen=True, slots=True)
class Tampered:
    """A log as it became, the heads that its reader had noted before, and the first record that is wrong then."""

    how: str
    log: bytes
    heads: tuple[str, ...]
    record: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a log, taken apart."""

    facts: dict[str, Any]
    hash: str
    texts: list[dict[str, str]]

    @classmethod
    def of(cls, line: bytes) -> "Entry":
        """Take a line apart."""
        told = json.loads(line)
        return cls(json.loads(told["body"]), told["hash"], told["texts"])

    def changed(self, **facts: Any) -> "Entry":
        """Other facts, with the hash as it was."""
        return replace(self, facts=self.facts | facts)

    def rehashed(self, **facts: Any) -> "Entry":
        """The hash that fits the facts."""
        entry = self.changed(**facts)
        return replace(entry, hash=digest(canonical(entry.facts)))

    @property
    def line(self) -> bytes:
        """The line that says so."""
        return json.dumps({"body": canonical(self.facts), "hash": self.hash, "texts": self.texts}).encode() + b"\n"


class Log:
    """An honest log, and a hand that changes it in one random way at a time."""

    def __init__(self, lines: Sequence[bytes], rng: random.Random) -> None:
        self.lines = list(lines)
        self.entries = [Entry.of(line) for line in lines]
        self.rng = rng
        self.length = len(lines)
        self._hands = (self._flip, self._swap, self._move, self._repeat, self._forge, self._delete, self._truncate)
        self._pens = (_another_choice, _choices_swapped, _another_rule, _another_tally, _another_outcome, _another_text)

    def tamper(self) -> Tampered:
        """Change it, and say what was done."""
        hand = self.rng.choice((*self._hands, *(self._rewrite,) * len(self._hands)))
        noted = {self.length, *self.rng.sample(range(1, self.length + 1), self.rng.randint(0, 2))}
        how, lines, record = hand(sorted(noted))
        heads = tuple(f"{each}:{self.entries[each - 1].hash[: self.rng.choice((12, 64))]}" for each in sorted(noted))
        return Tampered(how, b"".join(lines), heads, record)

    def _flip(self, _noted: list[int]) -> tuple[str, list[bytes], int]:
        place = self.rng.randrange(self.length)
        line = self.lines[place]
        at = self.rng.randrange(len(line))
        other = self.rng.choice([byte for byte in range(256) if byte != line[at]])
        flipped = line[:at] + bytes([other]) + line[at + 1 :]
        return "flip a byte", [*self.lines[:place], flipped, *self.lines[place + 1 :]], place + 1

    def _swap(self, _noted: list[int]) -> tuple[str, list[bytes], int]:
        one, other = sorted(self.rng.sample(range(self.length), 2))
        lines = list(self.lines)
        lines[one], lines[other] = lines[other], lines[one]
        return "swap two", lines, one + 1

    def _move(self, _noted: list[int]) -> tuple[str, list[bytes], int]:
        here, there = self.rng.sample(range(self.length), 2)
        lines = list(self.lines)
        lines.insert(there, lines.pop(here))
        return "move one", lines, min(here, there) + 1

    def _repeat(self, _noted: list[int]) -> tuple[str, list[bytes], int]:
        which, place = self.rng.randrange(self.length), self.rng.randrange(self.length)
        return (
            "repeat one",
            [*self.lines[:place], self.lines[which], *self.lines[place:]],
            place + (2 if which == place else 1),
        )

    def _forge(self, noted: list[int]) -> tuple[str, list[bytes], int]:
        place = self.rng.randrange(1, self.length)
        note = {"format": 1, "kind": "integrity", "on": "2026-05-06", "proposal": 1, "what": "ballot_gone"}
        forged = Entry({}, "", []).rehashed(**note, sequence=place + 1, previous=self.entries[place - 1].hash)
        record = place + 1 if place + 1 in noted else place + 2
        return "forge one", [*self.lines[:place], forged.line, *self.lines[place:]], record

    def _delete(self, _noted: list[int]) -> tuple[str, list[bytes], int]:
        place = self.rng.randrange(self.length)
        return "delete one", [*self.lines[:place], *self.lines[place + 1 :]], place + 1

    def _truncate(self, _noted: list[int]) -> tuple[str, list[bytes], int]:
        whole = b"".join(self.lines)
        kept = whole[: self.rng.randrange(len(whole))]
        return "truncate", [kept], kept.count(b"\n") + 1

    def _rewrite(self, noted: list[int]) -> tuple[str, list[bytes], int]:
        """Have a decision say something else, and make one hash or all later ones fit, or none."""
        decided = [place for place, entry in enumerate(self.entries) if entry.facts["kind"] == "decision"]
        written = None
        while written is None:
            place, pen = self.rng.choice(decided), self.rng.choice(self._pens)
            written = pen(self.entries[place], self.rng)
        how, record = pen.__name__.strip("_").replace("_", " "), place + 1
        entries = list(self.entries)
        match self.rng.choice(("none", "this", "later")):
            case "none":
                entries[place] = written
                return f"{how}, no hash", [entry.line for entry in entries], record
            case "this":
                entries[place] = written.rehashed()
                found = record in noted or contradicts_itself(written.facts) or record == self.length
                return f"{how}, this hash", [entry.line for entry in entries], record if found else record + 1
            case _:
                entries[place] = written.rehashed()
                for later in range(record, self.length):
                    entries[later] = entries[later].rehashed(previous=entries[later - 1].hash)
                first_noted = min(each for each in noted if each >= record)
                named = record if contradicts_itself(written.facts) else first_noted
                return f"{how}, later hashes", [entry.line for entry in entries], named


Pen = Callable[[Entry, random.Random], Entry | None]


def _another_choice(entry: Entry, rng: random.Random) -> Entry | None:
    """One voter says something else."""
    if not entry.facts["ballots"]:
        return None
    ballots = [dict(ballot) for ballot in entry.facts["ballots"]]
    ballot, options = rng.choice(ballots), entry.facts["rule"]["options"]
    offers = [str(option) for option in range(options + 1)] if options else ["agree", "disagree", "abstain", "block"]
    ballot["choice"] = rng.choice([offer for offer in offers if offer != ballot["choice"]])
    return entry.changed(ballots=ballots)


def _choices_swapped(entry: Entry, rng: random.Random) -> Entry | None:
    """Two voters have said what the other one said."""
    ballots = [dict(ballot) for ballot in entry.facts["ballots"] or []]
    if len({ballot["choice"] for ballot in ballots}) < 2:
        return None
    one, other = rng.sample(ballots, 2)
    if one["choice"] == other["choice"]:
        return None
    for part in ("choice", "explained"):
        one[part], other[part] = other[part], one[part]
    return entry.changed(ballots=ballots)


def _another_rule(entry: Entry, rng: random.Random) -> Entry | None:
    """One number of the rule is another one."""
    rule = entry.facts["rule"]
    key = rng.choice(("active", "quorum", "threshold", "least_agree", "block_floor", "block_share", "voting_hours"))
    shares = ("1/10", "1/3", "1/2", "3/5", "2/3", "3/4", "9/10", "1")
    value = rng.choice(shares) if isinstance(rule[key], str) else max(0, rule[key] + rng.choice((-3, -2, -1, 1, 2, 9)))
    return None if value == rule[key] else entry.changed(rule=rule | {key: value})


def _another_tally(entry: Entry, rng: random.Random) -> Entry | None:
    """One number of the tally is another one."""
    tally = entry.facts["tally"]
    if "approvals" in tally:
        approvals = list(tally["approvals"])
        approvals[rng.randrange(len(approvals))] += 1
        return entry.changed(tally=tally | {"approvals": approvals})
    key = rng.choice([key for key in tally if key != "seconds"])
    return entry.changed(tally=tally | {key: tally[key] + rng.choice((1, 2, 3))})


def _another_outcome(entry: Entry, rng: random.Random) -> Entry | None:
    """It ended otherwise."""
    outcomes = ("passed", "rejected", "blocked", "no_quorum", "not_decided", "no_support")
    return entry.changed(outcome=rng.choice([each for each in outcomes if each != entry.facts["outcome"]]))


def _another_text(entry: Entry, rng: random.Random) -> Entry | None:
    """Another title was decided on, with all that proves it."""
    if entry.facts["title"] not in {text["commitment"] for text in entry.texts}:
        return None
    salt, title = rng.randbytes(SALT_BYTES), f"Another title {rng.random()}"
    forged = {"commitment": commitment(salt, title), "salt": salt.hex(), "text": title}
    others = [text for text in entry.texts if text["commitment"] != entry.facts["title"]]
    texts = sorted([*others, forged], key=lambda text: text["commitment"])
    return replace(entry.changed(title=forged["commitment"]), texts=texts)


def contradicts_itself(facts: dict[str, Any]) -> bool:
    """Whether the house's own rules say that a decision's ballots, tally, turnout and outcome do not fit."""
    rule = DecisionRule.of_facts(facts["rule"])
    tally, approvals = tally_of(facts), approvals_of(facts)
    outcome = outcome_of(asked(tally, approvals, rule))
    if facts["outcome"] not in (outcome, "withdrawn", "lapsed") or facts["turnout"] != (approvals or tally).turnout:
        return True
    if facts["ballots"] is None:
        return bool(approvals and not max(approvals.approvals) <= approvals.turnout <= sum(approvals.approvals))
    voters = enumerate(facts["ballots"], 1)
    said = {place: Standing(ballot["choice"], ballot["explained"]) for place, ballot in voters}
    # Among those who agree to a lazy consent the author stands where the tally says that there is one.
    agreeing = [place for place, ballot in said.items() if ballot.choice == "agree"]
    author = agreeing[0] if agreeing and tally.seconds < len(agreeing) else 0
    judged = judge(said, rule, author_id=author)
    winner = judged.winner if facts["outcome"] == "passed" else None
    return (judged.approvals or judged.tally).facts() != facts["tally"] or winner != facts["winner"]
