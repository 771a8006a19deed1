"""The JSON API of what changes from day to day: what is voted on, tasks that look for hands, what comes."""

import re

from bot.services.commons import CommonsService
from bot.services.publications import LookingTasks, PublishedCalendar, PublishedProposals
from bot.web.api_living import Calendar, OpenProposals, OpenTasks
from bot.web.api_telling_living import calendar_answer, proposals_answer, tasks_answer
from bot.web.roads import Roads
from bot.web.rooms.api import OneAnswer
from bot.web.rooms.room import Wanted

MOST_TASKS = 200
"""So many tasks that look for hands are told; the rest are counted."""


class _LivingAnswers(OneAnswer):
    """One that the charter may keep inside."""

    def __init__(self, commons: CommonsService) -> None:
        self._commons = commons


class OpenAnswers(_LivingAnswers):
    """What is voted on, where the charter says that it is published."""

    path = "api/open"
    places = re.compile(path)
    answer = OpenProposals
    says = "What is voted on now, the proposal that closes first in front."

    async def look(self, wanted: Wanted) -> PublishedProposals | None:
        """The open proposals."""
        return await self._commons.open_proposals(wanted.slug)

    async def tell(self, wanted: Wanted, facts: PublishedProposals, roads: Roads) -> OpenProposals:
        """The open proposals."""
        return proposals_answer(facts)


class TasksAnswers(_LivingAnswers):
    """Tasks that look for hands, where the charter says that they are published."""

    path = "api/tasks"
    places = re.compile(path)
    answer = OpenTasks
    says = f"Tasks that look for hands, at most {MOST_TASKS} of them."

    async def look(self, wanted: Wanted) -> LookingTasks | None:
        """The tasks."""
        return await self._commons.tasks_looking(wanted.slug, limit=MOST_TASKS)

    async def tell(self, wanted: Wanted, facts: LookingTasks, roads: Roads) -> OpenTasks:
        """The tasks."""
        return tasks_answer(facts)


class CalendarAnswers(_LivingAnswers):
    """What comes, where the charter says that it is published."""

    path = "api/calendar"
    places = re.compile(path)
    answer = Calendar
    says = "The days on which something comes."

    async def look(self, wanted: Wanted) -> PublishedCalendar | None:
        """The days ahead."""
        return await self._commons.calendar_ahead(wanted.slug)

    async def tell(self, wanted: Wanted, facts: PublishedCalendar, roads: Roads) -> Calendar:
        """The days ahead."""
        return calendar_answer(facts)
