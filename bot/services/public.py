"""Public services: the use cases that the web needs, which can stand alone where there is no Discord."""

from dataclasses import dataclass

from bot.services.calendar import CalendarService
from bot.services.chronicle import ChronicleService
from bot.services.commons import CommonsService
from bot.services.front import FrontService
from bot.services.news import NewsService
from bot.services.ports import Clock
from bot.services.published_knowhow import PublishedKnowHowService
from bot.services.searching import SearchService
from db.engine import Database


@dataclass(frozen=True, slots=True)
class PublicServices:
    """What the pages are made from; whatever they ask of it only reads."""

    commons: CommonsService
    chronicle: ChronicleService
    front: FrontService
    published_knowhow: PublishedKnowHowService
    news: NewsService
    searching: SearchService
    calendar: CalendarService


def build_public_services(database: Database, clock: Clock, web_url: str | None = None) -> PublicServices:
    """Build what the web needs over a database that somebody else may write."""
    commons, chronicle = CommonsService(database, clock), ChronicleService(database)
    return PublicServices(
        commons=commons,
        chronicle=chronicle,
        front=FrontService(database, clock),
        published_knowhow=PublishedKnowHowService(database),
        news=NewsService(database, commons, chronicle),
        searching=SearchService(database),
        calendar=CalendarService(database, clock, web_url),
    )
