"""Decision cards: what was decided, read back out of the log's own entries."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.decisions import Outcome
from bot.domain.judging import asked
from bot.domain.prolongations import Cause
from bot.domain.records import Counters, Course
from bot.domain.rules import DecisionRule, Kind
from bot.services.cards import DecisionCard
from bot.services.record_facts import approvals_of, tally_of
from bot.services.servers import founded
from bot.services.task_cards import task_cards
from bot.services.time_cards import BornReminder
from db import decisions, proposals, tasks
from db.engine import Session


async def decision_cards(session: Session, guild_id: int, rows: Sequence[decisions.DecisionRow]) -> list[DecisionCard]:
    """The cards of one server's decisions, in the order given."""
    server = await founded(session, guild_id)
    proposed = await proposals.by_ids(session, [row.proposal_id for row in rows])
    cards = []
    for row in rows:
        entry = await decisions.entry(session, guild_id, row.sequence)
        facts = json.loads(entry.body)
        wanted = [facts["title"], facts["text"], *facts["options"], *facts["objections"], *facts["objections_resolved"]]
        sealed = await decisions.opened(session, guild_id, wanted)
        tally, approvals = tally_of(facts), approvals_of(facts)
        rule = DecisionRule.of_facts(facts["rule"])
        is_covered = proposed[row.proposal_id].is_covered
        texts = {} if is_covered else {commitment: text.text for commitment, text in sealed.items()}
        served = await tasks.of_decision(session, guild_id, row.number)
        cards.append(
            DecisionCard(
                guild_id=guild_id,
                number=row.number,
                proposal_number=facts["proposal"],
                title=texts.get(facts["title"]),
                body=texts.get(facts["text"]),
                objections=tuple(texts.get(objection) for objection in facts["objections"]),
                outcome=Outcome(facts["outcome"]),
                kind=Kind(facts["proposal_kind"]),
                options=tuple(texts.get(option) for option in facts["options"]),
                winner=facts["winner"],
                review_on=date.fromisoformat(facts["review_on"]) if facts["review_on"] else None,
                prolongations=tuple(Cause(by["cause"]) for by in facts["prolongations"]),
                course=Course.of_facts(facts),
                reminder=_reminder(facts),
                resolved=tuple(texts.get(objection) for objection in facts["objections_resolved"]),
                tally=tally,
                approvals=approvals,
                rule=rule,
                counters=Counters(**facts["counters"]),
                steps=asked(tally, approvals, rule),
                opened_on=date.fromisoformat(facts["opened_on"]),
                closed_on=date.fromisoformat(facts["closed_on"]),
                decided_on=date.fromisoformat(facts["decided_on"]),
                decided_at=row.decided_at,
                charter_version=facts["charter"],
                tasks=tuple(await task_cards(session, served, language=server.language)),
                sequence=row.sequence,
                hash=entry.hash,
                previous=facts["previous"],
                language=server.language,
                thread_id=proposed[row.proposal_id].thread_id,
                is_covered=is_covered,
                channel_id=row.channel_id,
                message_id=row.message_id,
            )
        )
    return cards


def _reminder(facts: Mapping[str, Any]) -> BornReminder | None:
    """What the record says of the reminder that the proposal carried; most carry none."""
    found = facts.get("reminder")
    return BornReminder(found["number"], date.fromisoformat(found["on"])) if found else None
