"""Published facts: read back out of the log's own entries, behind the veils that hide texts."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.covers import Veil
from bot.domain.decisions import Outcome
from bot.domain.judging import asked
from bot.domain.prolongations import Cause
from bot.domain.records import Counters, Course
from bot.domain.rules import DecisionRule, Kind, ServerRules
from bot.domain.texts import without_ids
from bot.services.days import local_day
from bot.services.publications import (
    OpenedEntry,
    OpenedText,
    PublishedCharter,
    PublishedDecision,
    PublishedServer,
    PublishedTask,
)
from bot.services.record_facts import approvals_of, tally_of
from bot.services.signatures import signatures
from bot.services.task_cards import work_of
from db import covers, decisions, proposals, servers, tasks
from db.engine import Session

_HASH_LENGTH = 64


async def published_server(session: Session, row: servers.ServerRow) -> PublishedServer:
    """What the web says of a server, and what it may show beside the log."""
    charter = await servers.charter(session, row.guild_id, row.charter_version)
    return _server(row, ServerRules.of_facts(charter.rules))


async def published_servers(session: Session) -> list[PublishedServer]:
    """The servers that chose to publish, by name."""
    rows = await servers.published(session)
    in_force = await servers.charters_in_force(session, [row.guild_id for row in rows])
    return [_server(row, ServerRules.of_facts(in_force[row.guild_id].rules)) for row in rows]


def _server(row: servers.ServerRow, rules: ServerRules) -> PublishedServer:
    return PublishedServer(
        row.name,
        row.slug,
        row.language,
        shows_proposals=rules.publishes_proposals,
        shows_tasks=rules.publishes_tasks,
        shows_calendar=rules.publishes_calendar,
        invites_search_engines=rules.invites_search_engines,
    )


async def published_decisions(
    session: Session, guild_id: int, rows: Sequence[decisions.DecisionRow]
) -> tuple[PublishedDecision, ...]:
    """Decisions read back out of the log's own entries, in the order given."""
    entries = await decisions.entries_at(session, guild_id, [row.sequence for row in rows])
    facts = {sequence: json.loads(entry.body) for sequence, entry in entries.items()}
    texts = await _texts(session, guild_id, facts.values())
    veils = await veils_of(session, rows)
    signed = await signatures(session, guild_id, rows)
    return tuple(
        _decision(
            entries[row.sequence],
            facts[row.sequence],
            {} if veils[row.number] else texts,
            veil=veils[row.number],
            author=signed.get(row.number),
        )
        for row in rows
    )


async def published_tasks(
    session: Session, guild_id: int, rows: Sequence[decisions.DecisionRow]
) -> dict[int, tuple[PublishedTask, ...]]:
    """The tasks that stand in decisions' records, by number; those added to them later belong to the members."""
    entries = await decisions.entries_at(session, guild_id, [row.sequence for row in rows])
    born = {row.number: json.loads(entries[row.sequence].body)["tasks"] for row in rows}
    all_born = [task for each in born.values() for task in each]
    if not all_born:
        return {row.number: () for row in rows}
    numbers = [task["number"] for task in all_born]
    texts = await _texts(session, guild_id, all_born)
    veils = await veils_of(session, rows)
    covered = await covers.hidden_tasks(session, guild_id, numbers)
    found = {task.number: task for task in await tasks.by_numbers(session, guild_id, numbers)}
    holders = await tasks.holders(session, [task.id for task in found.values()])

    def told(task: Mapping[str, Any], veil: Veil | None) -> PublishedTask:
        veil = veil or (Veil.COVERED if task["number"] in covered else None)
        row = found[task["number"]]
        title = None if veil else texts.get(task["title"])
        return PublishedTask(row.number, title, work_of(row, holders.get(row.id, ())).state, veil)

    return {number: tuple(told(task, veils[number]) for task in each) for number, each in born.items()}


async def adopted_charters(session: Session, row: servers.ServerRow) -> dict[int, PublishedCharter]:
    """The versions of the charter that decisions adopted, by the decisions' numbers."""
    return {
        charter.decision_number: PublishedCharter(charter.version, local_day(charter.in_force_at, row.time_zone))
        for charter in await servers.charters(session, row.guild_id)
        if charter.decision_number is not None
    }


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


async def veils_of(session: Session, rows: Sequence[decisions.DecisionRow]) -> dict[int, Veil | None]:
    """What hides the texts of these decisions, by number."""
    proposed = await proposals.by_ids(session, [row.proposal_id for row in rows])
    return {row.number: veil_of(proposed[row.proposal_id]) for row in rows}


def veil_of(row: proposals.ProposalRow) -> Veil | None:
    """What hides the texts of a proposal."""
    if row.is_covered:
        return Veil.COVERED
    return Veil.INSIDE if row.stays_inside else None


async def _veiled(session: Session, guild_id: int, records: Sequence[Mapping[str, Any]]) -> set[str]:
    """The commitments in these records whose texts are not handed out."""
    recorded = {facts["number"]: facts for facts in records if facts["kind"] == "decision"}
    rows = await decisions.by_numbers(session, guild_id, recorded)
    veils = await veils_of(session, rows)
    veiled = {one for number, veil in veils.items() if veil for one in _commitments(recorded[number])}
    # When a group meets is not published: opponents read too.
    veiled |= {facts["text"] for facts in records if facts["kind"] == "power"}
    born = {task["number"]: task["title"] for facts in recorded.values() for task in facts["tasks"]}
    return veiled | {born[number] for number in await covers.hidden_tasks(session, guild_id, born)}


async def _texts(session: Session, guild_id: int, records: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The texts that records commit to, by commitment, without ids; what was erased is missing."""
    commitments = {one for facts in records for one in _commitments(facts)}
    return {one: without_ids(row.text) for one, row in (await decisions.opened(session, guild_id, commitments)).items()}


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
    entry: decisions.LogRow,
    facts: Mapping[str, Any],
    texts: Mapping[str, str],
    *,
    veil: Veil | None,
    author: str | None,
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
        author=author,
    )
