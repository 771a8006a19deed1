"""Pictures: turnout, decisions, tasks and know-how over time, drawn and as numbers; totals only."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.decisions import Outcome
from bot.services.chronicle import ChronicleService
from bot.services.chronicle_cards import MonthCard, Sums, Turnout, WorkMonth
from bot.services.commons import CommonsService
from bot.services.publications import Edition
from bot.web.charts import Chart, Row, Series, reaching, side_by_side, stacked
from bot.web.roads import Roads
from bot.web.rooms.room import Wanted
from bot.web.studio import Page, Studio
from bot.web.wording_chronicle import (
    labels,
    month_mark,
    otherwise,
    outcomes_say,
    pages_say,
    short_month,
    tasks_say,
    turnouts_say,
)
from bot.words import Words, words_in
from bot.words.explanations import outcome_word

FEWEST_DECISIONS = 2
"""With fewer there is nothing to compare, and nothing is drawn."""

_TOLD_APART = {Outcome.PASSED: "agree", Outcome.REJECTED: "disagree", Outcome.BLOCKED: "block"}
"""The outcomes with a column of their own, and how each is filled; the others stand together."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the pictures depend on, cheaply."""

    edition: Edition
    work: tuple[int, int, int]


class PicturesRoom:
    """One page with all pictures of a log."""

    places = re.compile("pictures")
    asks: tuple[str, ...] = ()

    def __init__(self, commons: CommonsService, chronicle: ChronicleService, studio: Studio) -> None:
        self._commons = commons
        self._chronicle = chronicle
        self._studio = studio

    async def look(self, wanted: Wanted) -> _Facts | None:
        """Everything that moves a picture."""
        edition = await self._commons.edition(wanted.slug)
        work = await self._chronicle.work_mark(wanted.slug)
        return _Facts(edition, work) if edition and work else None

    async def draw(self, wanted: Wanted, _facts: _Facts, roads: Roads) -> Page | None:
        """The pictures, each with its table."""
        sums = await self._chronicle.sums(wanted.slug)
        return pictures_page(self._studio, sums, roads) if sums else None

    async def every(self, slug: str) -> AsyncIterator[str]:
        """One in each log."""
        if await self._commons.edition(slug):
            yield "pictures"


def pictures_page(studio: Studio, sums: Sums, roads: Roads) -> Page:
    """All pictures for which there is enough to draw."""
    words = words_in(sums.server.language)
    drawn: list[Chart] = []
    if len(sums.turnouts) >= FEWEST_DECISIONS:
        drawn += [_turnout(sums.turnouts, words), _outcomes(sums.months, words)]
        drawn += [_tasks(sums.work, words)] if any(each.born or each.done for each in sums.work) else []
        drawn += [_pages(sums.work, words)] if any(each.pages for each in sums.work) else []
    return studio.draw(
        "pictures.html", words, roads, server=sums.server, head=sums.head, said=labels(words), charts_drawn=drawn
    )


def _turnout(turnouts: Sequence[Turnout], words: Words) -> Chart:
    said = labels(words)
    rows = [
        Row(f"D-{each.number}", f"D-{each.number}", (each.took_part, each.needed), f"D-{each.number}")
        for each in turnouts
    ]
    series = (Series("agree", said["took_part"]), Series("needed", said["needed"]))
    return reaching("turnout", said["turnout"], turnouts_say(len(rows), words), said["decision"], series, rows)


def _outcomes(months: Sequence[MonthCard], words: Words) -> Chart:
    said = labels(words)
    series = [Series(kind, outcome_word(outcome, words)) for outcome, kind in _TOLD_APART.items()]
    series.append(Series("abstain", otherwise(words)))
    rows = [_row(each.month, _numbers(each), words, place=str(each.month.year)) for each in months]
    return stacked("outcomes", said["outcomes"], outcomes_say(len(rows), words), said["month"], series, rows)


def _numbers(month: MonthCard) -> tuple[int, ...]:
    apart = tuple(month.outcomes.get(outcome, 0) for outcome in _TOLD_APART)
    return (*apart, month.total - sum(apart))


def _tasks(work: Sequence[WorkMonth], words: Words) -> Chart:
    said = labels(words)
    rows = [_row(each.month, (each.born, each.done), words) for each in work]
    series = (Series("abstain", said["born"]), Series("agree", said["done"]))
    return side_by_side("tasks", said["tasks"], tasks_say(len(rows), words), said["month"], series, rows)


def _pages(work: Sequence[WorkMonth], words: Words) -> Chart:
    said = labels(words)
    rows = [_row(each.month, (each.pages,), words) for each in work]
    series = (Series("part", said["written"]),)
    return stacked("pages", said["pages"], pages_say(len(rows), words), said["month"], series, rows)


def _row(month: date, numbers: tuple[int, ...], words: Words, place: str | None = None) -> Row:
    return Row(short_month(month, words), month_mark(month, words), numbers, place, str(month.year))
