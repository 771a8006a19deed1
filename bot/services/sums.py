"""Sums: decisions, tasks and pages by month, counted from their dates alone."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.decisions import Outcome
from bot.services.chronicle_cards import MonthCard, WorkMonth
from bot.services.days import local_day

LAST_MONTHS = 24
"""How many months the pictures show at most."""


def last_months(last: date, first: date) -> tuple[date, ...]:
    """The first days of the months up to the one of `last`, from that of `first` on, but no more than are shown."""
    month, found = last.replace(day=1), [last.replace(day=1)]
    while len(found) < LAST_MONTHS and month > first.replace(day=1):
        month = (
            month.replace(year=month.year - 1, month=12) if month.month == 1 else month.replace(month=month.month - 1)
        )
        found.append(month)
    return tuple(reversed(found))


def by_month(endings: Sequence[tuple[int, str, datetime]], zone: str) -> tuple[MonthCard, ...]:
    """The months in which decisions fell, in their order; decisions come as number, outcome and instant."""
    months: dict[date, list[tuple[int, Outcome]]] = {}
    for number, outcome, at in endings:
        months.setdefault(_month(at, zone), []).append((number, Outcome(outcome)))
    return tuple(
        MonthCard(
            month=month,
            outcomes=dict(Counter(outcome for _, outcome in fell)),
            first=min(number for number, _ in fell),
            last=max(number for number, _ in fell),
        )
        for month, fell in sorted(months.items())
    )


def all_months(months: Sequence[MonthCard], shown: Sequence[date]) -> tuple[MonthCard, ...]:
    """A card for each of the months shown, also for those in which nothing was decided."""
    found = {each.month: each for each in months}
    return tuple(found.get(month, MonthCard(month, {}, 0, 0)) for month in shown)


def work_by_month(
    months: Sequence[date],
    spans: Sequence[tuple[datetime, datetime | None]],
    births: Sequence[datetime],
    zone: str,
) -> tuple[WorkMonth, ...]:
    """For each of these months the tasks born and done in it, and the pages written until its end."""
    born = Counter(_month(begun, zone) for begun, _ in spans)
    done = Counter(_month(ended, zone) for _, ended in spans if ended)
    pages = sorted(_month(at, zone) for at in births)
    return tuple(
        WorkMonth(month, born[month], done[month], sum(written <= month for written in pages)) for month in months
    )


def _month(at: datetime, zone: str) -> date:
    return local_day(at, zone).replace(day=1)
