"""The description of the API, by which a program learns what it can ask of this log."""

import re
from collections.abc import AsyncIterator, Sequence

from bot.services.commons import CommonsService
from bot.services.public import PublicServices
from bot.services.publications import PublishedServer
from bot.web.api_description import description
from bot.web.api_pages import answered
from bot.web.roads import Roads
from bot.web.rooms.api import ApiRoom, DecisionAnswers, DecisionsAnswers, LogAnswers, OlderDecisionsAnswers
from bot.web.rooms.api_chronicle import CharterAnswers, OlderPowersAnswers, PowersAnswers
from bot.web.rooms.api_knowhow import KnowHowAnswers, KnowHowListAnswers, OlderKnowHowAnswers
from bot.web.rooms.api_living import CalendarAnswers, OpenAnswers, TasksAnswers
from bot.web.rooms.room import Wanted
from bot.web.studio import Page


def questions_of(services: PublicServices) -> tuple[ApiRoom, ...]:
    """Every question that programs can ask of a log, in the order in which they are described."""
    return (
        LogAnswers(services.commons),
        DecisionsAnswers(services.commons),
        OlderDecisionsAnswers(services.commons),
        DecisionAnswers(services.commons),
        KnowHowListAnswers(services.published_knowhow),
        OlderKnowHowAnswers(services.published_knowhow),
        KnowHowAnswers(services.published_knowhow),
        CharterAnswers(services.chronicle),
        PowersAnswers(services.chronicle),
        OlderPowersAnswers(services.chronicle),
        OpenAnswers(services.commons),
        TasksAnswers(services.commons),
        CalendarAnswers(services.commons),
    )


class OpenApiRoom:
    """One description in each log: of what its charter publishes, and of nothing else."""

    places = re.compile(r"openapi\.json")
    asks: tuple[str, ...] = ()

    def __init__(self, commons: CommonsService, questions: Sequence[ApiRoom]) -> None:
        self._commons = commons
        self._questions = questions

    async def look(self, wanted: Wanted) -> PublishedServer | None:
        """What the log publishes."""
        edition = await self._commons.edition(wanted.slug)
        return edition.server if edition else None

    async def draw(self, _wanted: Wanted, facts: PublishedServer, roads: Roads) -> Page:
        """The description."""
        shown: dict[type[ApiRoom], bool] = {
            OpenAnswers: facts.shows_proposals,
            TasksAnswers: facts.shows_tasks,
            CalendarAnswers: facts.shows_calendar,
        }
        return answered(description(facts, [each for each in self._questions if shown.get(type(each), True)], roads))

    async def every(self, slug: str) -> AsyncIterator[str]:
        """One in each log."""
        if await self._commons.edition(slug):
            yield "openapi.json"
