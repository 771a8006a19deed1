"""Misreadings: what was typed is near to what was asked for, and cannot be read as that."""

from dataclasses import dataclass

from bot.domain.errors import NotAValue, Refusal


@dataclass(eq=False)
class TooFewPresent(Refusal):
    """What was typed into this field is a number, but nobody at all, or fewer."""

    field: str
    limit: int


@dataclass(eq=False)
class NothingToExplain(Refusal):
    """What was typed is no number of a decision or a proposal."""


@dataclass(eq=False)
class NoUnit(NotAValue):
    """A span of time was typed as a bare number, which could mean hours as well as days."""
