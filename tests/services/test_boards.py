"""The board: one message in the tasks channel, kept fresh, put back where it is gone, and never two of them."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.domain.boards import INTERVAL, Part
from bot.domain.errors import NotSetUp
from bot.services.boards import A_PAGE, SHOWN
from tests.factories import ANN, BEA, CAL, DECISIONS_CHANNEL, GUILD, START, TASKS_CHANNEL, House, elsewhere
from tests.services.standing import boards, come_to, held, look_after, numbers, shown

DAY = timedelta(days=1)


async def test_the_first_task_brings_the_board_and_there_is_none_before(house: House) -> None:
    await look_after(house)
    await house.open_proposal()
    assert boards(house) == []
    await house.add_task()
    await look_after(house)
    (board,) = boards(house)
    assert (board.notice.channel_id, board.notice.mark) == (TASKS_CHANNEL, "B-1")
    assert numbers(shown(house), Part.OPEN) == [1]


async def test_the_tasks_of_a_decision_stand_on_it(house: House) -> None:
    await house.decide(first_tasks="One\nTwo")
    await look_after(house)
    assert numbers(shown(house), Part.OPEN) == [1, 2]


async def test_it_shows_what_is_open_in_hands_and_done_this_week_and_first_what_looks_for_hands(house: House) -> None:
    await house.add_task(title="Old")
    await come_to(house, START + 14 * DAY)
    await held(house, BEA, title="Shared", needed=2)
    await held(house, CAL, title="Taken")
    await held(house, BEA, title="Finished")
    await house.services.tasks.finish(BEA, 4)
    house.clock.advance(INTERVAL)
    await look_after(house)
    card = shown(house)
    assert list(card.parts) == [Part.LOOKING, Part.OPEN, Part.HELD, Part.DONE]
    assert [numbers(card, part) for part in Part] == [[1], [2], [3], [4]]


async def test_time_alone_moves_tasks_on_it(house: House) -> None:
    await house.add_task()
    await held(house, BEA)
    await house.services.tasks.finish(BEA, 2)
    await look_after(house)
    await come_to(house, START + 7 * DAY - INTERVAL)
    assert numbers(shown(house), Part.DONE) == [2]
    await come_to(house, START + 7 * DAY)
    assert numbers(shown(house), Part.DONE) == []
    await come_to(house, START + 14 * DAY - INTERVAL)
    assert numbers(shown(house), Part.OPEN) == [1]
    await come_to(house, START + 14 * DAY)
    assert (numbers(shown(house), Part.LOOKING), numbers(shown(house), Part.OPEN)) == ([1], [])
    await house.services.tasks.claim(BEA, 1)
    await house.services.tasks.release(BEA, 1)
    house.clock.advance(INTERVAL)
    await look_after(house)
    assert numbers(shown(house), Part.LOOKING) == [1]


async def test_what_is_due_first_stands_first(house: House) -> None:
    await house.add_task(title="Any time")
    await house.add_task(title="Later", due_on=date(2026, 6, 1))
    await house.add_task(title="Soon", due_on=date(2026, 5, 20))
    await look_after(house)
    assert numbers(shown(house), Part.OPEN) == [3, 2, 1]


async def test_it_is_edited_once_an_interval_however_much_happens(house: House) -> None:
    await house.add_task(people_needed=9)
    await look_after(house)
    for _ in range(5):
        for person in (ANN, BEA, CAL):
            await house.services.tasks.claim(person, 1)
            await house.services.tasks.release(person, 1)
        await look_after(house)
        house.clock.advance(INTERVAL / 5)
    assert len(house.board.shown_boards) <= 1
    house.clock.advance(INTERVAL)
    await look_after(house)
    assert len(house.board.shown_boards) <= 2


async def test_what_happens_while_it_is_drawn_is_drawn_next(house: House) -> None:
    await house.add_task()
    await look_after(house)

    async def claim() -> None:
        await house.services.tasks.claim(BEA, 1)

    await house.add_task()
    house.clock.advance(INTERVAL)
    await house.services.outbox.deliver_due()
    before = len(house.board.shown_boards)
    await house.add_task()
    await house.services.outbox.deliver_due()
    house.board.meanwhile.append(claim)
    house.clock.advance(INTERVAL)
    await house.services.outbox.deliver_due()
    assert len(house.board.shown_boards) == before + 1
    house.clock.advance(INTERVAL)
    await house.services.outbox.deliver_due()
    assert numbers(shown(house), Part.HELD) == [1]


async def test_there_is_one_over_restarts_and_lost_answers(house: House) -> None:
    await house.add_task()
    house.board.lose_answers(times=2)
    for _ in range(4):
        await look_after(house.restarted())
        house.clock.advance(timedelta(minutes=1))
    assert len(boards(house)) == 1


async def test_two_processes_bring_one(house: House) -> None:
    other = house.restarted()
    await asyncio.gather(house.add_task(), other.add_task())
    await asyncio.gather(look_after(house), look_after(other))
    assert len(await house.select("SELECT 1 FROM boards")) == 1
    assert len(await house.select("SELECT 1 FROM outbox WHERE kind = 'board'")) == 1


async def test_one_that_is_deleted_is_put_back_at_the_next_change_an_hour_after_it_was_posted(house: House) -> None:
    await held(house, BEA)
    house.clock.advance(INTERVAL)
    await look_after(house)
    house.clock.advance(INTERVAL)
    house.board.fail(is_gone=True)
    await house.services.tasks.release(BEA, 1)
    await look_after(house)
    house.clock.advance(INTERVAL)
    await look_after(house)
    assert len(boards(house)) == 1
    await come_to(house, START + timedelta(hours=1))
    assert [board.notice.mark for board in boards(house)] == ["B-1", "B-2"]
    assert numbers(shown(house), Part.OPEN) == [1]
    house.clock.advance(DAY)
    await look_after(house)
    assert len(boards(house)) == 2


async def test_one_that_is_deleted_where_nothing_happens_is_missed_within_a_day(house: House) -> None:
    await house.add_task()
    await look_after(house)
    house.board.fail(is_gone=True)
    await come_to(house, START + DAY)
    await look_after(house)
    assert len(boards(house)) == 2


async def test_where_the_channel_is_gone_it_waits_for_another(house: House) -> None:
    await house.add_task()
    await look_after(house)
    house.board.fail(times=None, is_place_gone=True)
    await come_to(house, START + DAY)
    await come_to(house, START + 2 * DAY)
    assert len(boards(house)) == 1
    house.board.recover()
    await house.run_sql("UPDATE servers SET tasks_channel_id = :id", id=DECISIONS_CHANNEL)
    await come_to(house, START + 3 * DAY)
    assert [board.notice.channel_id for board in boards(house)] == [TASKS_CHANNEL, DECISIONS_CHANNEL]


async def test_where_the_tasks_channel_is_another_one_the_board_leads_on(house: House) -> None:
    await house.add_task()
    await look_after(house)
    house.clock.advance(INTERVAL)
    await house.run_sql("UPDATE servers SET tasks_channel_id = :id", id=DECISIONS_CHANNEL)
    await house.services.tasks.claim(BEA, 1)
    await house.services.outbox.deliver_due()
    assert (house.board.shown_boards[-1].goes_on_in, house.board.shown_boards[-1].channel_id) == (
        DECISIONS_CHANNEL,
        TASKS_CHANNEL,
    )
    assert [(board.notice.channel_id, board.notice.mark) for board in boards(house)] == [
        (TASKS_CHANNEL, "B-1"),
        (DECISIONS_CHANNEL, "B-2"),
    ]
    house.clock.advance(DAY)
    await look_after(house)
    assert len(boards(house)) == 2


async def test_a_channel_that_changes_before_the_board_stands_gets_it(house: House) -> None:
    await house.add_task()
    await house.run_sql("UPDATE servers SET tasks_channel_id = :id", id=DECISIONS_CHANNEL)
    await look_after(house)
    await look_after(house)
    assert [board.notice.channel_id for board in boards(house)] == [DECISIONS_CHANNEL]


async def test_a_server_with_tasks_from_before_there_were_boards_gets_one(house: House) -> None:
    await house.add_task()
    await house.run_sql("DELETE FROM outbox")
    await house.run_sql("DELETE FROM boards")
    await look_after(house)
    await look_after(house.restarted())
    assert len(boards(house)) == 1


async def test_a_covered_task_stands_without_its_title(house: House) -> None:
    await house.add_task()
    await house.run_sql("UPDATE tasks SET is_covered = 1")
    await look_after(house)
    (task,) = shown(house).parts[Part.OPEN].tasks
    assert (task.is_covered, task.title) == (True, "")


async def test_what_it_has_no_room_for_is_on_its_private_pages(house: House) -> None:
    for _ in range(A_PAGE + 2):
        await house.add_task()
    await look_after(house)
    card = shown(house).parts[Part.OPEN]
    assert (len(card.tasks), card.total) == (SHOWN, A_PAGE + 2)
    first = await house.services.boards.page(GUILD, Part.OPEN, 0)
    second = await house.services.boards.page(GUILD, Part.OPEN, A_PAGE)
    assert [task.number for task in (*first.tasks, *second.tasks)] == list(range(1, A_PAGE + 3))
    assert (await house.services.boards.page(GUILD, Part.OPEN, 500)).tasks == ()
    assert (await house.services.boards.page(GUILD, Part.DONE, 0)).total == 0
    with pytest.raises(NotSetUp):
        await house.services.boards.page(elsewhere(ANN).guild_id, Part.OPEN, 0)


async def test_two_processes_that_look_at_once_draw_it_once(house: House) -> None:
    await house.add_task()
    await look_after(house)
    other = house.restarted()
    await other.services.boards.draw_due()
    house.clock.advance(DAY)
    assert sum(await asyncio.gather(house.services.boards.draw_due(), other.services.boards.draw_due())) == 1


async def test_a_board_that_is_owed_twice_is_posted_once(house: House) -> None:
    await house.add_task()
    await house.run_sql(
        "INSERT INTO outbox (guild_id, channel_id, kind, subject, nonce, owed_at, due_at, attempts) "
        "SELECT guild_id, channel_id, kind, subject, 'another', owed_at, due_at, 0 FROM outbox WHERE kind = 'board'"
    )
    await look_after(house)
    assert len(boards(house)) == 1
    house.clock.advance(DAY)
    await look_after(house)
    assert (len(boards(house)), len(await house.select("SELECT 1 FROM boards WHERE message_id IS NOT NULL"))) == (1, 1)


async def test_where_the_old_board_is_gone_as_well_the_new_one_stands_all_the_same(house: House) -> None:
    await house.add_task()
    await look_after(house)
    await house.run_sql("UPDATE servers SET tasks_channel_id = :id", id=DECISIONS_CHANNEL)
    house.board.fail(is_gone=True)
    await come_to(house, START + DAY)
    assert [board.notice.channel_id for board in boards(house)] == [TASKS_CHANNEL, DECISIONS_CHANNEL]


async def test_a_board_that_cannot_be_drawn_for_now_is_drawn_later(house: House) -> None:
    await house.add_task()
    await look_after(house)
    await house.run_sql("UPDATE servers SET tasks_channel_id = :id", id=DECISIONS_CHANNEL)
    house.board.fail()
    await come_to(house, START + DAY)
    assert len(boards(house)) == 1
    await come_to(house, START + DAY + timedelta(hours=1))
    assert len(boards(house)) == 2
