"""Record facts: reading a decision's entry of the log back into values."""

from collections.abc import Mapping
from typing import Any

from bot.domain.approvals import ApprovalTally
from bot.domain.tally import Tally


def tally_of(facts: Mapping[str, Any]) -> Tally:
    """The tally of a decision that was agreed to or not; an empty one for a choice."""
    return Tally() if "approvals" in facts["tally"] else Tally(**facts["tally"])


def approvals_of(facts: Mapping[str, Any]) -> ApprovalTally | None:
    """The approvals of a choice, None for every other decision."""
    tally = facts["tally"]
    return ApprovalTally(tuple(tally["approvals"]), tally["turnout"]) if "approvals" in tally else None
