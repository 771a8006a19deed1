"""Acts and ballots in the form in which the database takes them, for all who write them."""

from datetime import datetime
from typing import Any

from bot.domain.ballots import Act, Source, Verdict, admit
from bot.domain.members import Standing, day_of
from bot.domain.proposals import State

UNCOUNTABLE = frozenset({Verdict.LATE, Verdict.NOTED})
"""What became of acts outside the time of voting."""


def verdict_on(
    state: State, standing: Standing, *, received_at: datetime, opened_at: datetime, closes_at: datetime
) -> Verdict:
    """Whether an act on a proposal in this state counts.

    What comes before voting opens is noted and no more: until then its author may change every word.
    """
    if state is State.DISCUSSED or (state is State.OPEN and received_at < opened_at):
        return Verdict.NOTED
    if state is not State.OPEN:
        return Verdict.LATE
    return admit(standing, received_at=received_at, closes_at=closes_at)


def ledger_act(
    proposal_id: int,
    member_id: int,
    act: Act,
    *,
    choice: str | None,
    source: Source,
    verdict: Verdict,
    received_at: datetime,
) -> dict[str, Any]:
    """One line of the ledger."""
    return {
        "proposal_id": proposal_id,
        "member_id": member_id,
        "act": act.value,
        "choice": choice,
        "source": source.value,
        "is_super": source in (Source.SUPER_TAP, Source.SUPER_READ),
        "verdict": verdict.value,
        "received_at": received_at,
    }


def standing_ballot(
    proposal_id: int, member_id: int, choice: str, standing: Standing, cast_at: datetime
) -> dict[str, Any]:
    """One ballot as it stands from now on."""
    return {
        "proposal_id": proposal_id,
        "member_id": member_id,
        "choice": choice,
        "standing": standing.value,
        "cast_at": cast_at,
    }


def met(
    guild_id: int, user_id: int, *, name: str | None, joined_at: datetime | None, acted_at: datetime | None
) -> dict[str, Any]:
    """One person as far as something showed of them; what is not known is None and overwrites nothing.

    Of when they did something only the day is kept.
    """
    acted_on = day_of(acted_at) if acted_at else None
    return {"guild_id": guild_id, "user_id": user_id, "name": name, "joined_at": joined_at, "acted_at": acted_on}
