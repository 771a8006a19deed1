"""Cards: facts as the services hand them over, each changed by a word."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from bot.domain.approvals import ApprovalTally, choice_steps, on_top
from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome, decide, outcome_of, steps
from bot.domain.members import Standing
from bot.domain.prolongations import Cause, Prolongation
from bot.domain.proposals import State
from bot.domain.records import Counters
from bot.domain.rules import DecisionRule, Kind, ServerRules, freeze
from bot.domain.tally import Tally
from bot.domain.tasks import State as TaskState
from bot.services.cards import DecisionCard, PanelCard, Person, ProposalCard, ServerCard, TaskCard

GUILD = 81_384_788_765_712_384
OPENED_AT = datetime(2026, 5, 5, 16, tzinfo=UTC)

RULE = DecisionRule(
    kind=Kind.ACTION,
    active=30,
    quorum=9,
    threshold=Fraction(2, 3),
    least_agree=5,
    blocks=True,
    block_floor=2,
    block_share=Fraction(1, 10),
)

CHOICE = freeze(ServerRules(), Kind.CHOICE, active=30, options=3)
LAZY = freeze(ServerRules(), Kind.LAZY, active=30)
RECALL = freeze(ServerRules(), Kind.RECALL, active=30)


def proposal(**changes: Any) -> ProposalCard:
    """P-12, open and not voted on yet."""
    card = ProposalCard(
        guild_id=GUILD,
        number=12,
        title="Buy a second hand-truck",
        body="The old one broke. €80 from the box. One for each door.",
        first_tasks=(),
        author_name="Ana",
        state=State.OPEN,
        opened_at=OPENED_AT,
        closes_at=OPENED_AT + timedelta(hours=74),
        rule=RULE,
        tally=Tally(),
        counters=Counters(),
        channel_id=501,
        message_id=601,
        thread_id=601,
        language="en",
        time_zone="Europe/Madrid",
    )
    return replace(card, **changes)


def choice(*approvals: int, turnout: int = 0, **changes: Any) -> ProposalCard:
    """P-12 as a choice among three evenings; `approvals` begin with "keep discussing"."""
    offered = ("Monday", "Tuesday", "Wednesday")
    tally = ApprovalTally(approvals or (0, 0, 0, 0), turnout)
    told: dict[str, Any] = {"kind": Kind.CHOICE, "rule": CHOICE, "options": offered, "approvals": tally}
    return proposal(**told | changes)


def prolonged(cause: Cause, hours: int) -> Prolongation:
    """One prolongation of P-12."""
    closes_at = OPENED_AT + timedelta(hours=74)
    return Prolongation(cause, closes_at, closes_at + timedelta(hours=hours))


def panel(of: ProposalCard | None = None, **changes: Any) -> PanelCard:
    """*My vote* of somebody on the roll who has not voted yet."""
    card = PanelCard(
        proposal=of or proposal(),
        standing=Standing.ON_ROLL,
        joined_at=OPENED_AT - timedelta(days=200),
        votes_from=OPENED_AT - timedelta(days=193),
        choice=None,
        cast_at=None,
        reason=None,
    )
    return replace(card, **changes)


def voted(choice: Choice, reason: str | None = None) -> PanelCard:
    """*My vote* of somebody who voted."""
    return panel(choice=choice, cast_at=OPENED_AT + timedelta(hours=2), reason=reason)


def task(number: int = 3, *holders: str, **changes: Any) -> TaskCard:
    """T-3, held by those named."""
    people = tuple(Person(GUILD, 700 + place, name, OPENED_AT) for place, name in enumerate(holders))
    card = TaskCard(
        guild_id=GUILD,
        number=number,
        title="Fetch the hand-truck",
        why="",
        state=TaskState.OPEN,
        people_needed=1,
        holders=people,
        effort=None,
        due_on=None,
        decision_number=7,
        channel_id=502,
        message_id=602,
        language="en",
    )
    return replace(card, **changes)


def decision(tally: Tally, **changes: Any) -> DecisionCard:
    """D-7, decided as the tally says."""
    card = DecisionCard(
        guild_id=GUILD,
        number=7,
        proposal_number=12,
        title="Buy a second hand-truck",
        body="The old one broke. €80 from the box. One for each door.",
        objections=(),
        outcome=decide(tally, RULE),
        tally=tally,
        rule=RULE,
        counters=Counters(),
        steps=steps(tally, RULE),
        opened_on=date(2026, 5, 5),
        closed_on=date(2026, 5, 8),
        decided_on=date(2026, 5, 8),
        decided_at=OPENED_AT + timedelta(hours=74),
        charter_version=1,
        tasks=(),
        sequence=8,
        hash="4f9a2c71" + "0" * 56,
        previous="e" * 64,
        language="en",
        thread_id=601,
    )
    return replace(card, **changes)


def decided_choice(*approvals: int, turnout: int, **changes: Any) -> DecisionCard:
    """D-7 as a choice among three evenings, decided as the approvals say."""
    tally = ApprovalTally(approvals, turnout)
    asked = choice_steps(tally, CHOICE)
    outcome = outcome_of(asked)
    told: dict[str, Any] = {
        "kind": Kind.CHOICE,
        "rule": CHOICE,
        "options": ("Monday", "Tuesday", None),
        "approvals": tally,
        "outcome": outcome,
        "steps": asked,
        "winner": on_top(tally)[0] if outcome is Outcome.PASSED else None,
    }
    return decision(Tally(), **told | changes)


def server(**changes: Any) -> ServerCard:
    """A founded server with two channels."""
    card = ServerCard(
        guild_id=GUILD,
        name="Nordstadt tenants",
        slug="nordstadt-tenants",
        founded_at=OPENED_AT,
        language="en",
        time_zone="Europe/Madrid",
        publishes=True,
        proposals_channel_id=501,
        decisions_channel_id=502,
        tasks_channel_id=502,
    )
    return replace(card, **changes)
