"""Ballots: what a tap means, and whether it counts."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from bot.domain.members import Standing


class Choice(StrEnum):
    """What a ballot can say on a proposal that is agreed to or not."""

    AGREE = "agree"
    DISAGREE = "disagree"
    ABSTAIN = "abstain"
    BLOCK = "block"


class Act(StrEnum):
    """What somebody, or the bot's own reading, did to a ballot."""

    CAST = "cast"
    WITHDRAW = "withdraw"
    EXPLAIN = "explain"
    """A reason was attached to the standing ballot; for a block it is the objection."""
    CLEAR = "clear"
    """All ballots were cleared: the text was amended, or a run-off began."""
    UNTAP = "untap"
    """A reaction went away; nobody knows by whose hand, so it is noted and never obeyed."""


class Source(StrEnum):
    """By which road an act reached the bot."""

    TAP = "tap"
    SUPER_TAP = "super_tap"
    PANEL = "panel"
    READ = "read"
    """Found standing on the ballot message when the bot read what it had missed."""
    SUPER_READ = "super_read"


class Verdict(StrEnum):
    """What became of an act."""

    COUNTED = "counted"
    NEWCOMER = "newcomer"
    UNKNOWN = "unknown"
    LATE = "late"
    UNCLEAR = "unclear"
    """Two or more reactions were new at once and no ballot was recorded before."""
    KEPT = "kept"
    """Read from the message and noted; what the person did otherwise stands."""
    NOTED = "noted"


EMOJI = {
    "✅": Choice.AGREE,
    "❌": Choice.DISAGREE,
    "⚪": Choice.ABSTAIN,
    "⛔": Choice.BLOCK,
}
"""The ballot's reactions, bare of variation selectors. Source: charter, §4."""

EMOJI_OF = {choice: emoji for emoji, choice in EMOJI.items()}

TALK_EMOJI = "💬"
_KEYCAP = "\u20e3"

OPTION_EMOJI = (TALK_EMOJI, *(f"{option}\ufe0f{_KEYCAP}" for option in range(1, 10)))
"""The reactions of a choice by option, "keep discussing" at 0. Source: charter, §4."""

_OPTION_OF = {emoji.replace("\ufe0f", ""): option for option, emoji in enumerate(OPTION_EMOJI)}

_VARIATION_SELECTOR = "\ufe0f"
_SKIN_TONES = {chr(point) for point in range(0x1F3FB, 0x1F400)}


def bare_emoji(emoji: str) -> str:
    """The emoji without variation selectors and skin tones, the form in which emoji are compared."""
    return "".join(part for part in emoji if part != _VARIATION_SELECTOR and part not in _SKIN_TONES)


def choice_of(emoji: str, *, blocks: bool) -> Choice | None:
    """The choice that a reaction stands for, None for a reaction that is just a reaction.

    `blocks` says whether the proposal's rule knows blocks.
    """
    choice = EMOJI.get(bare_emoji(emoji))
    return None if choice is Choice.BLOCK and not blocks else choice


def option_of(emoji: str, options: Collection[int]) -> int | None:
    """The option that a reaction on a choice stands for, None where it is not on offer; 0 is always."""
    option = _OPTION_OF.get(bare_emoji(emoji))
    return option if option == 0 or option in options else None


def choices(*, blocks: bool) -> tuple[Choice, ...]:
    """The choices on offer, in the order in which they are shown."""
    return tuple(choice for choice in Choice if blocks or choice is not Choice.BLOCK)


def admit(standing: Standing, *, received_at: datetime, closes_at: datetime) -> Verdict:
    """Say whether an act received at `received_at` counts; the deadline itself is too late.

    Source: charter, §2 and §4.
    """
    if received_at >= closes_at:
        return Verdict.LATE
    return _VERDICTS[standing]


_VERDICTS = {
    Standing.ON_ROLL: Verdict.COUNTED,
    Standing.NEWCOMER: Verdict.NEWCOMER,
    Standing.UNKNOWN: Verdict.UNKNOWN,
}
