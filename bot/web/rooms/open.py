"""Open: what is voted on, what looks for hands and what comes, each only where the server's charter shows it."""

import re
from collections.abc import AsyncIterator
from itertools import groupby
from typing import TypeVar

from bot.services.commons import CommonsService
from bot.services.publications import (
    Head,
    LookingTask,
    LookingTasks,
    PublishedCalendar,
    PublishedDate,
    PublishedProposal,
    PublishedProposals,
)
from bot.web.calendar import days_file
from bot.web.prose import prose
from bot.web.roads import Roads
from bot.web.rooms.room import Wanted
from bot.web.studio import Page, Studio
from bot.web.wording import hidden_text, kind_of
from bot.web.wording_open import closes, hidden_kind, labels, more_tasks, needs
from bot.words import Words, words_in

Found = TypeVar("Found")

TASKS_SHOWN = 100
"""Up to this many tasks stand on the page; how many more there are is told."""


class OpenRoom:
    """The open proposals, without who votes and how."""

    places = re.compile("open")
    asks: tuple[str, ...] = ()

    def __init__(self, commons: CommonsService, studio: Studio) -> None:
        self._commons = commons
        self._studio = studio

    async def look(self, wanted: Wanted) -> tuple[PublishedProposals, Head] | None:
        """What is voted on now."""
        return await _with_head(self._commons, wanted.slug, await self._commons.open_proposals(wanted.slug))

    async def draw(self, _wanted: Wanted, facts: tuple[PublishedProposals, Head], roads: Roads) -> Page:
        """The page of open proposals."""
        found, head = facts
        words = words_in(found.server.language)
        return self._studio.draw(
            "open.html",
            words,
            roads,
            server=found.server,
            head=head,
            said=labels(words),
            proposals=[_proposal(each, words) for each in found.proposals],
        )

    async def every(self, slug: str) -> AsyncIterator[str]:
        """One, where the charter says so."""
        if await self._commons.open_proposals(slug):
            yield "open"


class TasksRoom:
    """The tasks that look for hands."""

    places = re.compile("tasks")
    asks: tuple[str, ...] = ()

    def __init__(self, commons: CommonsService, studio: Studio) -> None:
        self._commons = commons
        self._studio = studio

    async def look(self, wanted: Wanted) -> tuple[LookingTasks, Head] | None:
        """What looks for hands now."""
        found = await self._commons.tasks_looking(wanted.slug, limit=TASKS_SHOWN)
        return await _with_head(self._commons, wanted.slug, found)

    async def draw(self, _wanted: Wanted, facts: tuple[LookingTasks, Head], roads: Roads) -> Page:
        """The page of tasks."""
        found, head = facts
        words = words_in(found.server.language)
        left = found.total - len(found.tasks)
        return self._studio.draw(
            "tasks.html",
            words,
            roads,
            server=found.server,
            head=head,
            said=labels(words),
            tasks=[_task(each, words) for each in found.tasks],
            more=more_tasks(left, words) if left else None,
        )

    async def every(self, slug: str) -> AsyncIterator[str]:
        """One, where the charter says so."""
        if await self._commons.tasks_looking(slug, limit=1):
            yield "tasks"


class CalendarRoom:
    """The days on which something comes, as a page and as a file for calendar programs."""

    places = re.compile(r"calendar(?P<file>\.ics)?")
    asks: tuple[str, ...] = ()

    def __init__(self, commons: CommonsService, studio: Studio) -> None:
        self._commons = commons
        self._studio = studio

    async def look(self, wanted: Wanted) -> tuple[PublishedCalendar, Head] | None:
        """What comes, day by day."""
        return await _with_head(self._commons, wanted.slug, await self._commons.calendar_ahead(wanted.slug))

    async def draw(self, wanted: Wanted, facts: tuple[PublishedCalendar, Head], roads: Roads) -> Page:
        """The page of the calendar, or its file."""
        found, head = facts
        if wanted.get("file"):
            return days_file(found)
        words = words_in(found.server.language)
        by_day = groupby(found.dates, key=lambda each: each.on)
        return self._studio.draw(
            "calendar.html",
            words,
            roads,
            server=found.server,
            head=head,
            said=labels(words),
            days=[(on, [_date(each, words) for each in dates]) for on, dates in by_day],
        )

    async def every(self, slug: str) -> AsyncIterator[str]:
        """Page and file, where the charter says so."""
        if await self._commons.calendar_ahead(slug):
            yield "calendar"
            yield "calendar.ics"


async def _with_head(commons: CommonsService, slug: str, found: Found | None) -> tuple[Found, Head] | None:
    """What was found with the head that every page shows."""
    edition = await commons.edition(slug) if found is not None else None
    return (found, edition.head) if found is not None and edition is not None else None


def _proposal(each: PublishedProposal, words: Words) -> dict[str, object]:
    hidden = hidden_text(each.veil, words) if each.veil or not each.is_about_a_person else hidden_kind(words)
    return {
        "number": each.number,
        "kind": kind_of(each.kind, words, is_secret=False),
        "title": hidden if each.title is None else each.title,
        "is_hidden": each.title is None,
        "body": None if each.body is None else prose(each.body),
        "options": [hidden if option is None else option for option in each.options],
        "closes": closes(words.day(each.closes_on), words),
        "closes_on": each.closes_on,
    }


def _task(each: LookingTask, words: Words) -> dict[str, object]:
    return {
        "number": each.number,
        "title": hidden_text(each.veil, words) if each.title is None else each.title,
        "is_hidden": each.title is None,
        "why": None if each.why is None else prose(each.why),
        "needs": needs(each, words),
        "decision": each.decision_number,
    }


def _date(each: PublishedDate, words: Words) -> tuple[PublishedDate, str | None]:
    return each, hidden_text(each.veil, words) if each.text is None else None
