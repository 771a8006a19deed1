"""Corners of phrases: counts, ends of months, halves of the day, and what does not go together."""

from datetime import UTC, datetime

import pytest

from bot.domain.phrases import Asks, Question, read
from bot.domain.schedule import Schedule

NOW = datetime(2026, 11, 23, 11, 38, tzinfo=UTC)
"""A Monday, 12:38 in Madrid."""


def said(phrase: str, language: str = "en", now: datetime = NOW) -> str:
    """What a phrase comes to: the local time of the first and its rule, or the question with the same of each offer."""
    outcome = read(phrase, languages=(language,), zone="Europe/Madrid", now=now)
    if isinstance(outcome, Schedule):
        return _told(outcome)
    return " · ".join([f"{outcome.kind}?", *(_told(each) for each in outcome.candidates)])


def _told(schedule: Schedule) -> str:
    return f"{schedule.starts:%Y-%m-%d %H:%M} {schedule.rule or ''}".strip()


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("in 2 months 18:00", "2027-01-23 18:00"),
        ("in a year 18:00", "2027-11-23 18:00"),
        ("in 3 days 18:00", "2026-11-26 18:00"),
        ("3 hours from now", "2026-11-23 15:38"),
        ("in 2 hours and 15 minutes", "2026-11-23 14:53"),
        ("in 1h30", "2026-11-23 14:08"),
        ("in 0 days 18:00", "no_such_count?"),
        ("in 0 hours", "no_such_count?"),
        ("in 1,5 hours", "not_understood?"),
        ("tomorrow 18:00,5", "not_understood?"),
        ("in 30 months 18:00", "too_far?"),
        ("in 20000 hours", "too_far?"),
        ("friday in two weeks 18:00", "2026-12-11 18:00"),
        ("friday in 3 days 18:00", "not_understood?"),
        ("monday and friday in two weeks 18:00", "not_understood?"),
        ("monday and friday next week 18:00", "not_understood?"),
        ("next monday, friday 18:00", "not_understood?"),
        ("monday month 18:00", "not_understood?"),
        ("tuesday this week 18:00", "2026-11-24 18:00"),
        ("monday this week 9:00", "past? · 2026-11-30 09:00"),
        ("this next friday 18:00", "2026-11-27 18:00"),
        ("tomorrow tuesday 18:00", "2026-11-24 18:00"),
        ("tomorrow friday 18:00", "wrong_weekday? · 2026-11-24 18:00"),
        ("today friday 9:00", "wrong_weekday?"),
        ("23 november 9:00", "past? · 2027-11-23 09:00"),
    ],
)
def test_spans_and_weeks(phrase: str, meant: str) -> None:
    assert said(phrase) == meant


def test_a_weekday_in_weeks_is_asked_about_where_it_may_be_of_either_week() -> None:
    wednesday = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert said("monday in two weeks 18:00", now=wednesday) == "which_day? · 2026-12-07 18:00 · 2026-12-14 18:00"


def test_a_month_without_that_day_is_no_guess() -> None:
    january = datetime(2027, 1, 31, 12, tzinfo=UTC)
    assert said("in 1 month 18:00", now=january) == "no_such_day?"


def test_a_weekend_on_a_sunday_is_that_day_first() -> None:
    sunday = datetime(2026, 11, 29, 8, tzinfo=UTC)
    assert said("weekend 10:00", now=sunday) == "no_day? · 2026-11-29 10:00 · 2026-12-05 10:00"


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("the 15th of next month 18:00", "2026-12-15 18:00"),
        ("the 31st of this month 18:00", "no_such_day?"),
        ("first monday of next month 18:00", "2026-12-07 18:00"),
        ("fifth monday of next month 18:00", "no_such_day?"),
        ("first and third monday of next month 18:00", "not_understood?"),
        ("first monday of next week 18:00", "not_understood?"),
        ("last day of march 18:00", "2027-03-31 18:00"),
        ("last day of february 2027 18:00", "2027-02-28 18:00"),
        ("fifth friday of february 2027 11:00", "no_such_day?"),
        ("first friday of october 2026 9:00", "past?"),
        ("first sunday of may 2027 11:00", "2027-05-02 11:00"),
        ("last day 18:00", "not_understood?"),
        ("the 45th 18:00", "no_such_day?"),
        ("the first 18:00", "2026-12-01 18:00"),
        ("the second 18:00", "not_understood?"),
        ("2nd 18:00", "2026-12-02 18:00"),
        ("first sunday 11:00", "once_or_every? · 2026-12-06 11:00 · 2026-12-06 11:00 FREQ=MONTHLY;BYDAY=1SU"),
        (
            "the 1st and 15th 18:00",
            "once_or_every? · 2026-12-01 18:00 · 2026-12-15 18:00 · 2026-12-01 18:00 FREQ=MONTHLY;BYMONTHDAY=1,15",
        ),
        ("next weekend 10:00", "no_day? · 2026-11-28 10:00 · 2026-11-29 10:00 · 2026-12-05 10:00 · 2026-12-06 10:00"),
        ("march 2027 10:00", "no_day?"),
        ("march 27", "no_day?"),
        ("45 december 9:00", "no_such_day?"),
        ("december 2027 1 9:00", "2027-12-01 09:00"),
        ("29 february 2027 9:00", "no_such_day?"),
        ("29 february 9:00", "2028-02-29 09:00"),
        ("0/13 9:00", "no_such_day?"),
        ("13/13 9:00", "no_such_day?"),
        ("31/4 9:00", "no_such_day?"),
        ("5/5 9:00", "2027-05-05 09:00"),
        ("2/12/26 9:00", "2026-12-02 09:00"),
        ("2026-13-01T18:00Z", "not_understood?"),
        ("2026-12-01T18:00-05:00", "2026-12-02 00:00"),
        ("2026-12-01T18:00Z tomorrow", "not_understood?"),
        ("2020-12-01T18:00Z", "past?"),
        ("in 3 hours 18:00", "not_understood?"),
        ("15 18:00", "2026-12-15 18:00"),
        ("15 18", "not_understood?"),
        ("1000 18:00", "no_such_day?"),
    ],
)
def test_days_of_months(phrase: str, meant: str) -> None:
    assert said(phrase) == meant


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("12 in the morning", "which_hour? · 2026-11-24 00:00 · 2026-11-24 12:00"),
        ("13 in the morning", "no_such_time?"),
        ("12 at night", "2026-11-24 00:00"),
        ("friday 3 at night", "which_night? · 2026-11-27 03:00 · 2026-11-28 03:00"),
        ("tonight 5", "which_hour? · 2026-11-23 17:00 · 2026-11-24 05:00"),
        ("7pm tonight", "2026-11-23 19:00"),
        ("7am tonight", "no_such_time?"),
        ("quarter to one tomorrow", "2026-11-24 12:45"),
        ("friday 24:00", "2026-11-28 00:00"),
        ("24:00:01", "no_such_time?"),
        ("24:30", "no_such_time?"),
        ("18:00:75", "no_such_time?"),
        ("13pm", "no_such_time?"),
        ("friday 12:30am", "which_night? · 2026-11-27 00:30 · 2026-11-28 00:30"),
        ("tomorrow 7:30 am", "2026-11-24 07:30"),
        ("12:00 noon", "2026-11-24 12:00"),
        ("18:00 noon", "not_understood?"),
        ("noon pm", "not_understood?"),
        ("18:00 19:00", "not_understood?"),
        ("seven o'clock tomorrow", "2026-11-24 07:00"),
    ],
)
def test_times_of_day(phrase: str, meant: str) -> None:
    assert said(phrase) == meant


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("every last friday of march 18:00", "2027-03-26 18:00 FREQ=YEARLY;BYMONTH=3;BYDAY=-1FR"),
        ("every second monday this week 18:00", "not_understood?"),
        ("every 6th monday of march 18:00", "no_such_day?"),
        ("every 6th monday of the month 18:00", "no_such_day?"),
        ("every year on the 6th monday of march 18:00", "no_such_day?"),
        ("first and 6th monday of the month 18:00", "no_such_day?"),
        ("6th monday of march 18:00", "no_such_day?"),
        ("0th monday of the month 18:00", "no_such_day?"),
        ("every fifth friday of february 18:00", "2036-02-29 18:00 FREQ=YEARLY;BYMONTH=2;BYDAY=5FR"),
        ("every 6th monday 18:00", "2026-11-23 18:00 FREQ=WEEKLY;INTERVAL=6;BYDAY=MO"),
        ("every first monday 18:00", "2026-12-07 18:00 FREQ=MONTHLY;BYDAY=1MO"),
        ("every first and third monday 18:00", "2026-12-07 18:00 FREQ=MONTHLY;BYDAY=1MO,3MO"),
        ("every two mondays 18:00", "2026-11-23 18:00 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("every other month on the 1st 9:00", "2026-12-01 09:00 FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1"),
        ("every month on the first sunday 11:00", "2026-12-06 11:00 FREQ=MONTHLY;BYDAY=1SU"),
        (
            "every month on friday 18:00",
            "no_day? · 2026-12-04 18:00 FREQ=MONTHLY;BYDAY=1FR · 2026-12-11 18:00 FREQ=MONTHLY;BYDAY=2FR"
            " · 2026-12-18 18:00 FREQ=MONTHLY;BYDAY=3FR · 2026-11-27 18:00 FREQ=MONTHLY;BYDAY=4FR"
            " · 2026-11-27 18:00 FREQ=MONTHLY;BYDAY=-1FR",
        ),
        (
            "every weekend 10:00",
            "no_day? · 2026-11-28 10:00 FREQ=WEEKLY;BYDAY=SA,SU · 2026-11-28 10:00 FREQ=WEEKLY;BYDAY=SA"
            " · 2026-11-29 10:00 FREQ=WEEKLY;BYDAY=SU",
        ),
        (
            "every 30th 18:00",
            "short_month? · 2026-11-30 18:00 FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"
            " · 2026-11-30 18:00 FREQ=MONTHLY;BYMONTHDAY=30",
        ),
        ("every 1st and 30th 18:00", "short_month? · 2026-11-30 18:00 FREQ=MONTHLY;BYMONTHDAY=1,30"),
        ("every 45th 9:00", "no_such_day?"),
        ("every last day of the month 10:00", "2026-11-30 10:00 FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("every last day 10:00", "not_understood?"),
        (
            "every year on 1/5 10:00",
            "which_date? · 2027-05-01 10:00 FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1"
            " · 2027-01-05 10:00 FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=5",
        ),
        ("every year on 1/5/2027 10:00", "not_understood?"),
        ("every 31 april 10:00", "no_such_day?"),
        ("every may 1 10:00", "2027-05-01 10:00 FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1"),
        (
            "every 29 february 10:00",
            "short_month? · 2027-02-28 10:00 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"
            " · 2028-02-29 10:00 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        ),
        ("every year on the last day of march 10:00", "2027-03-31 10:00 FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"),
        ("every year in march on the 15th 10:00", "2027-03-15 10:00 FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15"),
        ("every year on the first sunday of may 10:00", "2027-05-02 10:00 FREQ=YEARLY;BYMONTH=5;BYDAY=1SU"),
        ("every year 10:00", "no_day?"),
        ("every day on monday 10:00", "not_understood?"),
        ("every 1000 days 9:00", "too_far?"),
        ("every 0th monday 9:00", "no_such_count?"),
        ("every morning 8:30", "2026-11-24 08:30 FREQ=DAILY"),
        ("every midnight", "2026-11-24 00:00 FREQ=DAILY"),
        (
            "every friday midnight",
            "which_night? · 2026-11-27 00:00 FREQ=WEEKLY;BYDAY=FR · 2026-11-28 00:00 FREQ=WEEKLY;BYDAY=SA",
        ),
        (
            "every 15th midnight",
            "which_night? · 2026-12-15 00:00 FREQ=MONTHLY;BYMONTHDAY=15 · 2026-12-16 00:00 FREQ=MONTHLY;BYMONTHDAY=16",
        ),
        ("every 28th midnight", "which_night? · 2026-11-28 00:00 FREQ=MONTHLY;BYMONTHDAY=28"),
        ("every half hour", "too_often?"),
        ("every 90 minutes", "too_often?"),
        ("hourly", "too_often?"),
        ("every 48 hours 9:00", "2026-11-24 09:00 FREQ=DAILY;INTERVAL=2"),
        ("every other weekday 9:00", "2026-11-24 09:00 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR"),
        ("fri-mon 9:00", "2026-11-27 09:00 FREQ=WEEKLY;BYDAY=FR,SA,SU,MO"),
        ("mon to wed and fri 9:00", "2026-11-24 09:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,FR"),
        ("every month on mondays 9:00", "not_understood?"),
        ("tomorrow every monday 18:00", "not_understood?"),
    ],
)
def test_repetitions(phrase: str, meant: str) -> None:
    assert said(phrase) == meant


def test_what_can_be_read_in_two_ways_is_offered_in_both() -> None:
    assert said("cada 15 días 18:00", "es").startswith("which_meaning? · 2026-11-23 18:00 FREQ=DAILY;INTERVAL=15 · ")
    assert said("friday 18.12", "de") == "not_understood?"
    assert said("freitag 18.12", "de") == "no_time?"
    assert said("mar 18:00", "es") == "no_day?"


def test_a_question_names_what_it_is_about() -> None:
    question = read("30 february 10:00 Europe/Paris", languages=("en",), zone="Europe/Madrid", now=NOW)
    assert question == Question(Asks.NO_SUCH_DAY, "30 february 10:00")
    past = read("yesterday 9:00", languages=("en",), zone="Europe/Madrid", now=NOW)
    assert past == Question(Asks.PAST, "yesterday 9:00", at=datetime(2026, 11, 22, 8, tzinfo=UTC))
