"""Schedules against an alarm clock: in zones of all sorts, at every half-hour, nothing is missed, nothing doubled."""

from datetime import date, datetime, timedelta

import pytest

from tests.chaos.rings import HALF_HOURS, RECURRENCES, Recurrence, Span, rings_in, years
from tests.chaos.schedules import SAMPLE, Figures, figures_of, held_against, ours

YEAR = years(2026, 1)
OF_A_YEAR = len(HALF_HOURS) * (365 + 52 + 11)


@pytest.mark.parametrize("zone", SAMPLE)
def test_in_a_year_nothing_is_missed_and_nothing_doubled(zone: str) -> None:
    assert figures_of(zone, rings_in(zone, YEAR), YEAR, ours) == Figures(
        len(HALF_HOURS) * len(RECURRENCES), expected=OF_A_YEAR
    )


def every_24_hours(recurrence: Recurrence, at: timedelta, zone: str, span: Span) -> list[datetime]:
    """A scheduler that has never heard of clocks that change."""
    first, *_, last = ours(recurrence, at, zone, span)
    return [first + timedelta(days=days) for days in range((last - first).days + 1)]


def test_a_scheduler_that_counts_hours_is_found_out() -> None:
    daily, noon = RECURRENCES[0], timedelta(hours=12)
    rings = rings_in("Europe/Madrid", YEAR).of(daily, noon, YEAR)
    found = held_against(rings, every_24_hours(daily, noon, "Europe/Madrid", YEAR), "Europe/Madrid")
    assert found == Figures(1, expected=365, elsewhere=(date(2026, 10, 25) - date(2026, 3, 29)).days)


def test_what_is_missed_and_what_is_doubled_is_counted() -> None:
    daily, noon = RECURRENCES[0], timedelta(hours=12)
    rings = rings_in("Europe/Madrid", YEAR).of(daily, noon, YEAR)
    fired = [*rings[:100], rings[99] + timedelta(hours=1), *rings[102:]]
    assert held_against(rings, fired, "Europe/Madrid") == Figures(1, expected=365, missed=2, doubled=1)
