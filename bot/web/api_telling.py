"""Telling: published facts become answers of the JSON API, every text as legible as on the pages."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar

from bot.domain.approvals import TALK
from bot.domain.charter import SETTINGS
from bot.services.chronicle_cards import PublishedCharters, PublishedPowers
from bot.services.publications import (
    Edition,
    PublishedDecision,
    PublishedEntry,
)
from bot.web import api_answers as answers
from bot.web.legible import legible
from bot.web.roads import Roads

Answer = TypeVar("Answer")

TEXT_LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
DATA_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
"""Source: charter, §5, "Public"."""


def log_answer(edition: Edition, decisions: int, roads: Roads) -> answers.Log:
    """A log as a whole."""
    return answers.Log(
        name=legible(edition.server.name),
        slug=edition.server.slug,
        language=edition.server.language.replace("_", "-"),
        entries=edition.head.sequence,
        head=edition.head.hash,
        decisions=decisions,
        page=roads.to(),
        lines=roads.to("log.jsonl"),
        verifier=roads.to("verify.py"),
        text_licence=TEXT_LICENCE,
        data_licence=DATA_LICENCE,
    )


def decision_answer(decision: PublishedDecision, roads: Roads) -> answers.Decision:
    """One decision; the name of an author stands on its page alone, where they can take it off again."""
    return answers.Decision(
        number=decision.number,
        page=roads.to(f"D-{decision.number}"),
        title=told(decision.title),
        text=told(decision.body),
        hidden=decision.veil,
        kind=decision.kind,
        outcome=decision.outcome,
        tally=_same(answers.Tally, decision.tally),
        options=_options(decision),
        winner=decision.winner,
        run_off=decision.course.run_off,
        turnout=decision.turnout,
        not_counted=_same(answers.NotCounted, decision.counters),
        rule=answers.Rule(**decision.rule.facts()),
        objections=(
            *(answers.Objection(told(text), is_resolved=False) for text in decision.objections),
            *(answers.Objection(told(text), is_resolved=True) for text in decision.resolved),
        ),
        prolonged=decision.prolongations,
        proposal=decision.proposal_number,
        reworks=decision.course.reworks,
        changes=_changed(decision),
        meeting=_same(answers.Met, decision.course.meeting) if decision.course.meeting else None,
        opened_on=decision.opened_on,
        closed_on=decision.closed_on,
        decided_on=decision.decided_on,
        review_on=decision.review_on,
        charter=decision.charter_version,
        place=_same(answers.Place, decision),
    )


def full_answer(entry: PublishedEntry, roads: Roads) -> answers.DecisionInFull:
    """One decision with what became of it."""
    return answers.DecisionInFull(
        decision=decision_answer(entry.decision, roads),
        tasks=tuple(answers.BornTask(each.number, told(each.title), each.veil, each.state) for each in entry.tasks),
        adopted=entry.adopted.version if entry.adopted else None,
    )


def decisions_answer(
    decisions: Sequence[PublishedDecision], total: int, roads: Roads, *, newer: str | None, older: str | None
) -> answers.Decisions:
    """Decisions with the ways to newer and to older ones, given as places."""
    return answers.Decisions(
        total=total,
        decisions=tuple(decision_answer(each, roads) for each in decisions),
        previous=roads.to(newer) if newer else None,
        next=roads.to(older) if older else None,
    )


def charter_answer(charters: PublishedCharters) -> answers.Charter:
    """Every version of a charter."""
    return answers.Charter(
        tuple(
            answers.CharterVersion(
                version=each.version,
                in_force_on=each.in_force_on,
                decision=each.decision_number,
                is_in_force=each.is_in_force,
                changed=tuple(key for key, _, _ in each.changed),
                settings=tuple(
                    answers.Setting(key, str(value), SETTINGS[key].unit) for key, value in each.values.items()
                ),
            )
            for each in charters.versions
        )
    )


def powers_answer(powers: PublishedPowers, roads: Roads, *, newer: str | None, older: str | None) -> answers.Powers:
    """Uses of the coordinators' power with the ways to newer and to older ones, given as places."""
    return answers.Powers(
        total=powers.total,
        powers=tuple(
            answers.PowerUsed(powers.newest - place, each.act, each.reminder, each.seat, each.decision, each.on)
            for place, each in enumerate(powers.uses)
        ),
        terms=tuple(
            answers.Term(each.decision_number, each.seat, each.begins_on, each.ends_on, each.ended_on, each.recalled_by)
            for each in powers.terms
        ),
        previous=roads.to(newer) if newer else None,
        next=roads.to(older) if older else None,
    )


def _options(decision: PublishedDecision) -> tuple[answers.Option, ...]:
    if decision.approvals is None:
        return ()
    return tuple(
        answers.Option(number, None if number == TALK else told(decision.options[number - 1]), approvals)
        for number, approvals in enumerate(decision.approvals.approvals)
    )


def _changed(decision: PublishedDecision) -> answers.Changed | None:
    change = decision.course.change
    return answers.Changed(str(change["setting"]), change["old"], change["new"]) if change else None


def told(text: str | None) -> str | None:
    """A text as legible as on the pages."""
    return None if text is None else legible(text)


def _same(answer: type[Answer], facts: Any) -> Answer:
    """An answer whose fields are called as they are in the facts."""
    return answer(**{field.name: getattr(facts, field.name) for field in fields(answer)})  # type: ignore[arg-type]  # every answer is a dataclass
