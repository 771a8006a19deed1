"""Overdue: a task whose day has passed is marked as that wherever it stands, by the server's own midnight."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.boards import INTERVAL, Part
from tests.factories import ANN, BEA, GUILD, House
from tests.services.standing import come_to, look_after, shown

FRIDAY = date(2026, 5, 8)
MIDNIGHT = datetime(2026, 5, 8, 22, tzinfo=UTC)
"""When the Friday is over in Paris."""
A_SECOND = timedelta(seconds=1)


async def is_overdue(house: House, number: int = 1) -> bool:
    """Whether a task is shown as overdue."""
    return (await house.services.tasks.card(GUILD, number)).is_overdue


def drawn(house: House) -> list[tuple[int, bool]]:
    """The tasks whose messages were drawn again, and whether they were overdue then."""
    return [(card.number, card.is_overdue) for card in house.board.shown_tasks]


async def test_at_the_servers_midnight_after_its_day_a_task_is_overdue_on_its_message_and_on_the_board(
    house: House,
) -> None:
    await house.add_task(due_on=FRIDAY)
    await house.add_task(title="Later", due_on=FRIDAY + timedelta(days=1))
    await look_after(house)
    await come_to(house, MIDNIGHT - A_SECOND)
    assert not await is_overdue(house)
    assert drawn(house) == []
    await come_to(house, MIDNIGHT)
    assert await is_overdue(house)
    assert not await is_overdue(house, 2)
    assert drawn(house) == [(1, True)]
    await come_to(house, MIDNIGHT + INTERVAL)
    assert [(card.number, card.is_overdue) for card in shown(house).parts[Part.OPEN].tasks] == [(1, True), (2, False)]
    await look_after(house.restarted())
    assert drawn(house) == [(1, True)], "once is enough"


async def test_another_due_date_is_not_overdue_until_it_has_passed_as_well(house: House) -> None:
    await house.add_task(due_on=FRIDAY)
    await come_to(house, MIDNIGHT)
    await house.run_sql("UPDATE tasks SET due_on = '2026-05-10'")
    assert not await is_overdue(house)
    await come_to(house, MIDNIGHT + timedelta(days=2) - A_SECOND)
    assert not await is_overdue(house)
    await come_to(house, MIDNIGHT + timedelta(days=2))
    assert await is_overdue(house)


@pytest.mark.parametrize("after", [False, True])
async def test_what_is_done_or_dropped_is_not_overdue(house: House, after: bool) -> None:
    await house.add_task(due_on=FRIDAY)
    await house.add_task(due_on=FRIDAY)
    await house.services.tasks.claim(BEA, 1)
    if after:
        await come_to(house, MIDNIGHT)
    await house.services.tasks.finish(BEA, 1)
    await house.services.task_edits.drop(ANN, 2, "Not needed.")
    await come_to(house, MIDNIGHT + A_SECOND)
    assert [await is_overdue(house, number) for number in (1, 2)] == [False, False]
    await house.services.task_edits.put_back(ANN, 2)
    await look_after(house)
    assert await is_overdue(house, 2)


async def test_a_server_whose_time_zone_is_gone_keeps_no_other_from_being_looked_at(house: House) -> None:
    await house.add_task(due_on=FRIDAY)
    await house.run_sql("UPDATE servers SET time_zone = 'Nowhere/Gone'")
    house.clock.move_to(MIDNIGHT)
    assert await house.services.due_tasks.mark_overdue() == 0
    await house.run_sql("UPDATE servers SET time_zone = 'Europe/Paris'")
    assert await house.services.due_tasks.mark_overdue() == 1
    assert await house.services.due_tasks.mark_overdue() == 0
