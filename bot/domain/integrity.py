"""Integrity: what befell a vote from outside, noted for everybody to read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.records import FORMAT

MOST_A_DAY = 3
"""How often in a day the bot puts one ballot or its reactions back. Source: charter, §4."""

A_DAY = timedelta(days=1)

MOST_INTERRUPTED = timedelta(days=30)
"""After so long an interrupted proposal has lapsed. Source: charter, §4."""


class Happening(StrEnum):
    """What befell a vote."""

    REACTIONS_GONE = "reactions_gone"
    """The bot's own reactions were cleared or removed, and it put them back."""
    BALLOT_GONE = "ballot_gone"
    """The ballot message was deleted, and the bot put it back without its text."""
    INTERRUPTED = "interrupted"
    """The server, the channel or the bot was gone."""
    RESUMED = "resumed"
    """They were back, and the vote went on with the time left."""


PUT_BACK = frozenset({Happening.REACTIONS_GONE, Happening.BALLOT_GONE})


@dataclass(frozen=True, slots=True)
class Note:
    """One happening and when the bot noticed it."""

    what: Happening
    at: datetime

    def facts(self) -> dict[str, str]:
        """The note as a row holds it, the instant in ISO 8601."""
        return {"what": self.what.value, "at": self.at.isoformat()}

    @classmethod
    def of_facts(cls, facts: dict[str, str]) -> "Note":
        """Read a note back from the form that `facts` gives."""
        return cls(Happening(facts["what"]), datetime.fromisoformat(facts["at"]))


def may_put_back(notes: Iterable[Note], now: datetime) -> bool:
    """Whether the bot may put a ballot or its reactions back once more today."""
    return sum(note.what in PUT_BACK and note.at > now - A_DAY for note in notes) < MOST_A_DAY


def resumed_at(closes_at: datetime, interrupted_at: datetime, now: datetime) -> datetime:
    """The new deadline of a proposal that goes on now, with the time that was left. Source: charter, §4."""
    return now + max(closes_at - interrupted_at, timedelta())


def happening_facts(proposal: int, what: Happening, *, on: date, until_on: date | None = None) -> dict[str, Any]:
    """The entry that something befell a vote; `until_on` is the new deadline's day where it was moved."""
    facts = {"format": FORMAT, "kind": "integrity", "on": on.isoformat(), "proposal": proposal, "what": what.value}
    return facts | ({"until_on": until_on.isoformat()} if until_on else {})


def restored_facts(kept: int, *, published: int, on: date) -> dict[str, Any]:
    """The entry that an older copy was put back: what was told after entry `kept`, up to `published`, is lost.

    Readers who noted a head among those find it missing, and here is why. Source: integrity page, §2, "old backup".
    """
    return {
        "format": FORMAT,
        "kept": kept,
        "kind": "integrity",
        "on": on.isoformat(),
        "published": published,
        "what": "restored",
    }


def binding_facts(channels: Sequence[str], *, on: date) -> dict[str, Any]:
    """The entry that bindings whose channels were gone were set again: "proposals", "decisions", "tasks"."""
    return {
        "channels": sorted(channels),
        "format": FORMAT,
        "kind": "integrity",
        "on": on.isoformat(),
        "what": "channels_set_again",
    }


def people_facts(proposals: Sequence[int], *, gone: int, timed_out: int, on: date) -> dict[str, Any]:
    """The entry that people left, were removed or timed out while votes were open: counts, never who."""
    return {
        "format": FORMAT,
        "gone": gone,
        "kind": "integrity",
        "on": on.isoformat(),
        "proposals": sorted(proposals),
        "timed_out": timed_out,
        "what": "people",
    }
