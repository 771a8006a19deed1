"""The clock watch: a clock that is surely wrong is said to be, and one answer alone proves nothing."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.services.clock_watch import ClockWatch

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def heard(watch: ClockWatch, ahead: float, *, times: int = 1, took: float = 0.2) -> None:
    """Let Discord answer while our clock is so many seconds ahead of its own."""
    for _ in range(times):
        watch.hear(NOON, asked_at=NOON + seconds(ahead), heard_at=NOON + seconds(ahead + took))


def test_before_anything_is_heard_the_clock_is_believed() -> None:
    assert (ClockWatch().skew, ClockWatch().is_wrong) == (seconds(0), False)


@pytest.mark.parametrize("ahead", [-59.8, -5, -0.1, 0, 0.9, 61])
def test_what_whole_seconds_and_the_way_of_an_answer_explain_is_no_fault(ahead: float) -> None:
    watch = ClockWatch()
    heard(watch, ahead)
    assert not watch.is_wrong


@pytest.mark.parametrize(("ahead", "skew"), [(-61, -60.8), (62, 61), (86_400, 86_399)])
def test_more_than_a_minute_is_wrong(ahead: float, skew: float) -> None:
    watch = ClockWatch()
    heard(watch, ahead)
    assert watch.is_wrong
    assert watch.skew == seconds(skew)


def test_an_answer_that_took_long_says_only_what_is_sure() -> None:
    watch = ClockWatch()
    heard(watch, -100, took=90)
    assert watch.skew == seconds(-10)
    heard(watch, -100, took=120)
    assert watch.skew == seconds(0)


def test_of_three_answers_the_one_that_agrees_best_is_believed() -> None:
    watch = ClockWatch()
    verdicts = []
    for ahead in (0, 3_600, 3_600, 3_600, 0):
        heard(watch, ahead)
        verdicts.append(watch.is_wrong)
    assert verdicts == [False, False, False, True, False]


def test_it_is_said_once_that_it_is_wrong_and_once_that_it_is_right(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    watch = ClockWatch()
    heard(watch, 11, times=5)
    heard(watch, -3_601, times=5, took=1)
    heard(watch, 0, times=5)
    said = [(record.levelno, record.getMessage()) for record in caplog.records]
    assert [level for level, _ in said] == [logging.WARNING, logging.CRITICAL, logging.INFO]
    assert said[0][1].startswith("this machine's clock is 10 s ahead of Discord's; have it keep its time")
    assert said[1][1].startswith("this machine's clock is 3,600 s behind Discord's: nothing is settled")
    assert said[2][1] == "this machine's clock agrees with Discord's again"


async def test_discord_is_asked_where_nothing_was_heard_for_ten_minutes_and_in_doubt_every_twenty_seconds() -> None:
    ticks, asked = [0.0], 0

    async def ask() -> None:
        nonlocal asked
        asked += 1

    watch = ClockWatch(ticks=lambda: ticks[0])
    ticks[0] = 10_000.0
    await watch.look_again()
    watch.ask = ask
    await watch.look_again()
    await watch.look_again()
    assert asked == 1
    ticks[0] += 599
    await watch.look_again()
    assert asked == 1
    heard(watch, 100)
    for _ in range(21):
        await watch.look_again()
        ticks[0] += 1
    await watch.look_again()
    assert asked == 2
