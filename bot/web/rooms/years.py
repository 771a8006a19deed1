"""Years: the decisions of one year, month by month."""

import re
from collections.abc import AsyncIterator

from bot.services.chronicle import ChronicleService
from bot.services.chronicle_cards import MonthCard, PublishedYear
from bot.services.commons import CommonsService
from bot.services.publications import Edition
from bot.web.listed import listed
from bot.web.roads import Roads
from bot.web.rooms.blocks import PAGE_LENGTH
from bot.web.rooms.decisions import BLOCKS
from bot.web.rooms.room import Wanted
from bot.web.studio import Page, Studio
from bot.web.wording_chronicle import labels, month_name, outcomes_sentence, year_lead
from bot.words import words_in


class YearRoom:
    """The decisions of one year: each in a line where they are few enough, else the pages on which they stand."""

    places = re.compile("(?P<year>20[0-9]{2})")
    asks: tuple[str, ...] = ()

    def __init__(self, commons: CommonsService, chronicle: ChronicleService, studio: Studio) -> None:
        self._commons = commons
        self._chronicle = chronicle
        self._studio = studio

    async def look(self, wanted: Wanted) -> Edition | None:
        """What every list of decisions depends on."""
        return await self._commons.edition(wanted.slug)

    async def draw(self, wanted: Wanted, _facts: Edition, roads: Roads) -> Page | None:
        """The page of a year in which something was decided."""
        year = await self._chronicle.year(wanted.slug, int(wanted.get("year") or 0))
        return year_page(self._studio, year, roads) if year else None

    async def every(self, slug: str) -> AsyncIterator[str]:
        """Every year in which something was decided."""
        for year in await self._chronicle.years(slug):
            yield str(year)


def year_page(studio: Studio, year: PublishedYear, roads: Roads) -> Page:
    """One year of a server."""
    words = words_in(year.server.language)
    by_number = {each.number: listed(each, words) for each in year.decisions}
    total = sum(month.total for month in year.months)
    earlier = [each for each in year.years if each < year.year]
    later = [each for each in year.years if each > year.year]
    return studio.draw(
        "year.html",
        words,
        roads,
        server=year.server,
        head=year.head,
        said=labels(words),
        year=year.year,
        how_many=year_lead(year.year, total, words),
        months=[
            (
                month,
                month_name(month.month, words),
                outcomes_sentence(month.outcomes, words),
                [by_number[number] for number in _numbers(month) if number in by_number],
                [] if by_number else _pages(month, year.total),
            )
            for month in reversed(year.months)
        ],
        earlier=earlier[-1] if earlier else None,
        later=later[0] if later else None,
    )


def _numbers(month: MonthCard) -> range:
    """The numbers of a month's decisions, the newest first."""
    return range(month.last, month.first - 1, -1)


def _pages(month: MonthCard, total: int) -> list[tuple[str, str]]:
    """The pages on which a month's decisions stand, the newest first: their places, and what stands there."""
    numbers = (*range(month.last, month.first, -PAGE_LENGTH), month.first)
    places = dict.fromkeys(BLOCKS.place_of(number, total) for number in numbers)
    newest = f"{BLOCKS.first_of_newest(total)}-{total}"
    found = {place: place.partition("/")[2] or newest for place in places}
    return [(place, " – ".join(f"D-{number}" for number in span.split("-"))) for place, span in found.items()]
