"""Blocks: numbered things on pages of fixed numbers, so that what stands on a full page never moves to another."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.web.rooms.room import NUMBER

PAGE_LENGTH = 50
"""How many things a page of older ones lists; the page of the newest lists up to twice as many, less one."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The pages of one sort of thing, which is numbered from 1: `stem` is the newest, `stem/1-50` a full page.

    A page of older things lists `length` of them.
    """

    stem: str
    length: int = PAGE_LENGTH

    @property
    def pattern(self) -> str:
        """The places of these pages, with the groups `first` and `last` for a full page."""
        return rf"{self.stem}(?:/(?P<first>{NUMBER})-(?P<last>{NUMBER}))?"

    @property
    def longest(self) -> int:
        """How many things the page of the newest lists at most."""
        return 2 * self.length - 1

    def first_of_newest(self, total: int) -> int:
        """The oldest thing on the page of the newest, where full pages of older ones end."""
        return max(total // self.length - 1, 0) * self.length + 1

    def is_full(self, first: int, last: int, total: int) -> bool:
        """Whether such a page of older things is one, and full."""
        return first % self.length == 1 and last == first + self.length - 1 and last <= total

    def place(self, first: int) -> str:
        """The place of a full page of older things, the first of which is given."""
        return f"{self.stem}/{first}-{first + self.length - 1}"

    def place_of(self, number: int, total: int) -> str:
        """The place of the page on which a thing stands."""
        first = (number - 1) // self.length * self.length + 1
        return self.stem if number >= self.first_of_newest(total) else self.place(first)

    def newer(self, newest: int, total: int) -> str | None:
        """The place of the page after the one whose newest thing is given; None where there is none."""
        return self.place_of(newest + 1, total) if newest < total else None

    def older(self, oldest: int) -> str | None:
        """The place of the page before the one whose oldest thing is given; None where there is none."""
        return self.place(oldest - self.length) if oldest > self.length else None

    def places(self, total: int) -> Iterator[str]:
        """Every page, the newest first, then the older ones from the first thing on."""
        yield self.stem
        for first in range(1, self.first_of_newest(total), self.length):
            yield self.place(first)
