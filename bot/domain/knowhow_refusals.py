"""The ways in which the rules of know-how say no, as facts."""

from dataclasses import dataclass

from bot.domain.errors import Refusal


@dataclass(eq=False)
class NoSuchPage(Refusal):
    """No page of this server has this number; 0 for what is no number of one."""

    number: int


@dataclass(eq=False)
class PageIsCovered(Refusal):
    """The text of the page is covered, so nobody reads or revises it now."""

    number: int


@dataclass(eq=False)
class NothingRevised(Refusal):
    """The page says already what was sent in."""

    number: int


@dataclass(eq=False)
class TooManyTags(Refusal):
    """A page has more tags than it may."""

    count: int
    limit: int


@dataclass(eq=False)
class MarksLeft(Refusal):
    """A text that was to be merged still holds a line that marks where two people wrote differently."""

    mark: str


@dataclass(eq=False)
class WritingIsGone(Refusal):
    """What somebody wrote and did not send is not kept any more, or was sent already."""
