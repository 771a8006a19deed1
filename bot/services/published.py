"""Published facts: what a page of the log is given to show, without a name or an id in it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.approvals import ApprovalTally
from bot.domain.covers import Veil
from bot.domain.decisions import Outcome, Step
from bot.domain.judging import asked
from bot.domain.prolongations import Cause
from bot.domain.records import STRAIGHT, Counters, Course
from bot.domain.rules import DecisionRule, Kind
from bot.domain.tally import Tally
from bot.domain.tasks import State
from bot.services.days import local_day
from bot.services.record_facts import approvals_of, tally_of
from bot.services.task_cards import work_of
from bot.services.time_cards import PowerCard
from db import covers, decisions, proposals, servers, tasks
from db.engine import Session

_HASH_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a server's log: how many entries it has and the hash of the last."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class PublishedServer:
    """A server that publishes its log: its name, its address on the web and its language."""

    name: str
    slug: str
    language: str


@dataclass(frozen=True, slots=True)
class Edition:
    """All that a list of decisions depends on: while it stays equal, so does every page of the list.

    `texts_kept` falls when a text is erased, which moves no head.
    """

    server: PublishedServer
    head: Head
    texts_kept: int


@dataclass(frozen=True, slots=True)
class PublishedTask:
    """A task that a decision gave birth to; who holds it is nobody's business outside.

    The title is None if it was erased, or where a veil hides it.
    """

    number: int
    title: str | None
    state: State
    veil: Veil | None = None


@dataclass(frozen=True, slots=True)
class PublishedDecision:
    """A decision as its record tells it, in days; erased texts are None, and all of them are behind a veil."""

    number: int
    proposal_number: int
    title: str | None
    body: str | None
    objections: tuple[str | None, ...]
    outcome: Outcome
    tally: Tally
    rule: DecisionRule
    counters: Counters
    steps: tuple[Step, ...]
    opened_on: date
    closed_on: date
    decided_on: date
    charter_version: int
    sequence: int
    hash: str
    previous: str
    kind: Kind = Kind.ACTION
    options: tuple[str | None, ...] = ()
    winner: int | None = None
    approvals: ApprovalTally | None = None
    prolongations: tuple[Cause, ...] = ()
    course: Course = STRAIGHT
    review_on: date | None = None
    """When an agreement is due to be looked at again."""
    resolved: tuple[str | None, ...] = ()
    """The objections that were raised and do not stand any more."""
    veil: Veil | None = None

    @property
    def turnout(self) -> int:
        """How many took part."""
        return self.approvals.turnout if self.approvals else self.tally.turnout


@dataclass(frozen=True, slots=True)
class PublishedCharter:
    """A version of the charter that a decision adopted."""

    version: int
    in_force_on: date


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """One page of a published log: decisions, the newest first, and how many there are in all."""

    server: PublishedServer
    decisions: tuple[PublishedDecision, ...]
    total: int
    head: Head
    powers: tuple[PowerCard, ...] = ()
    """What coordinators did last, without a text; on the first page only."""


@dataclass(frozen=True, slots=True)
class PublishedEntry:
    """One published decision with its tasks, and the log around it; `adopted` is what it changed in the charter."""

    server: PublishedServer
    decision: PublishedDecision
    tasks: tuple[PublishedTask, ...]
    total: int
    head: Head
    adopted: PublishedCharter | None = None


@dataclass(frozen=True, slots=True)
class OpenedText:
    """A text with what proves that an entry meant it: SHA-256 of salt and text is the commitment."""

    commitment: str
    salt: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """One entry of the log as it is handed out: the canonical body, its hash, and the texts not erased."""

    body: str
    hash: str
    texts: tuple[OpenedText, ...]


def published_server(row: servers.ServerRow) -> PublishedServer:
    """What the web says of a server."""
    return PublishedServer(row.name, row.slug, row.language)


async def published_decisions(
    session: Session, guild_id: int, rows: Sequence[decisions.DecisionRow]
) -> tuple[PublishedDecision, ...]:
    """Decisions read back out of the log's own entries, in the order given."""
    entries = await decisions.entries_at(session, guild_id, [row.sequence for row in rows])
    facts = {sequence: json.loads(entry.body) for sequence, entry in entries.items()}
    texts = await _texts(session, guild_id, facts.values())
    veils = await _veils(session, rows)
    return tuple(
        _decision(
            entries[row.sequence], facts[row.sequence], {} if veils[row.number] else texts, veil=veils[row.number]
        )
        for row in rows
    )


async def published_tasks(session: Session, guild_id: int, row: decisions.DecisionRow) -> tuple[PublishedTask, ...]:
    """The tasks that stand in a decision's record; those added to it later belong to the members."""
    facts = json.loads((await decisions.entry(session, guild_id, row.sequence)).body)
    texts = await _texts(session, guild_id, [facts])
    veil = (await _veils(session, [row]))[row.number]
    covered = await covers.hidden_tasks(session, guild_id, [born["number"] for born in facts["tasks"]])
    veils = {born["number"]: veil or (Veil.COVERED if born["number"] in covered else None) for born in facts["tasks"]}
    served = {task.number: task for task in await tasks.of_decision(session, guild_id, row.number)}
    holders = await tasks.holders(session, [task.id for task in served.values()])
    return tuple(
        PublishedTask(
            number=born["number"],
            title=None if veils[born["number"]] else texts.get(born["title"]),
            state=work_of(served[born["number"]], holders.get(served[born["number"]].id, ())).state,
            veil=veils[born["number"]],
        )
        for born in facts["tasks"]
    )


async def adopted_charter(session: Session, row: servers.ServerRow, decision_number: int) -> PublishedCharter | None:
    """The version of the charter that a decision adopted, None for most."""
    for charter in await servers.charters(session, row.guild_id):
        if charter.decision_number == decision_number:
            return PublishedCharter(charter.version, local_day(charter.in_force_at, row.time_zone))
    return None


async def opened_entries(session: Session, guild_id: int, after: int, *, limit: int) -> tuple[OpenedEntry, ...]:
    """The entries that follow sequence `after`, each with the texts it commits to, but for those behind a veil."""
    rows = await decisions.entries_after(session, guild_id, after, limit=limit)
    records = [json.loads(row.body) for row in rows]
    veiled = await _veiled(session, guild_id, records)
    wanted = [sorted(set(_commitments(facts)) - veiled) for facts in records]
    kept = await decisions.opened(session, guild_id, {one for commitments in wanted for one in commitments})
    return tuple(
        OpenedEntry(
            row.body,
            row.hash,
            tuple(OpenedText(one, kept[one].salt.hex(), kept[one].text) for one in commitments if one in kept),
        )
        for row, commitments in zip(rows, wanted, strict=True)
    )


async def _veils(session: Session, rows: Sequence[decisions.DecisionRow]) -> dict[int, Veil | None]:
    """What hides the texts of these decisions, by number."""
    proposed = await proposals.by_ids(session, [row.proposal_id for row in rows])
    return {row.number: _veil(proposed[row.proposal_id]) for row in rows}


def _veil(row: proposals.ProposalRow) -> Veil | None:
    if row.is_covered:
        return Veil.COVERED
    return Veil.INSIDE if row.stays_inside else None


async def _veiled(session: Session, guild_id: int, records: Sequence[Mapping[str, Any]]) -> set[str]:
    """The commitments in these records whose texts are not handed out."""
    recorded = {facts["number"]: facts for facts in records if facts["kind"] == "decision"}
    rows = await decisions.by_numbers(session, guild_id, recorded)
    veils = await _veils(session, rows)
    veiled = {one for number, veil in veils.items() if veil for one in _commitments(recorded[number])}
    # When a group meets is not published: opponents read too.
    veiled |= {facts["text"] for facts in records if facts["kind"] == "power"}
    born = {task["number"]: task["title"] for facts in recorded.values() for task in facts["tasks"]}
    return veiled | {born[number] for number in await covers.hidden_tasks(session, guild_id, born)}


async def _texts(session: Session, guild_id: int, records: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The texts that records commit to, by commitment; what was erased is missing."""
    commitments = {one for facts in records for one in _commitments(facts)}
    return {one: row.text for one, row in (await decisions.opened(session, guild_id, commitments)).items()}


def _commitments(facts: Any) -> Iterator[str]:
    """Every text in an entry that has the form of a commitment."""
    match facts:
        case str() if len(facts) == _HASH_LENGTH:
            yield facts
        case Mapping():
            for inner in facts.values():
                yield from _commitments(inner)
        case list():
            for inner in facts:
                yield from _commitments(inner)


def _decision(
    entry: decisions.LogRow, facts: Mapping[str, Any], texts: Mapping[str, str], *, veil: Veil | None
) -> PublishedDecision:
    tally, approvals = tally_of(facts), approvals_of(facts)
    rule = DecisionRule.of_facts(facts["rule"])
    return PublishedDecision(
        number=facts["number"],
        proposal_number=facts["proposal"],
        title=texts.get(facts["title"]),
        body=texts.get(facts["text"]),
        objections=tuple(texts.get(objection) for objection in facts["objections"]),
        outcome=Outcome(facts["outcome"]),
        kind=Kind(facts["proposal_kind"]),
        options=tuple(texts.get(option) for option in facts["options"]),
        winner=facts["winner"],
        prolongations=tuple(Cause(by["cause"]) for by in facts["prolongations"]),
        course=Course.of_facts(facts),
        review_on=date.fromisoformat(facts["review_on"]) if facts["review_on"] else None,
        resolved=tuple(texts.get(objection) for objection in facts["objections_resolved"]),
        tally=tally,
        approvals=approvals,
        rule=rule,
        counters=Counters(**facts["counters"]),
        steps=asked(tally, approvals, rule),
        opened_on=date.fromisoformat(facts["opened_on"]),
        closed_on=date.fromisoformat(facts["closed_on"]),
        decided_on=date.fromisoformat(facts["decided_on"]),
        charter_version=facts["charter"],
        sequence=entry.sequence,
        hash=entry.hash,
        previous=facts["previous"],
        veil=veil,
    )
