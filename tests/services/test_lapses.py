"""The gentle lapse: after quiet days a question, with one mention; seven days after it stood the place is free."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import NotYourTask, TaskIsDone
from bot.domain.tasks import State
from db import tasks
from tests.factories import ANN, BEA, CAL, DOV, GUILD, START, TASKS_CHANNEL, House, elsewhere
from tests.services.standing import come_to, held, look_after, questions, thanks

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
ASKED = START + 14 * DAY
FREE = ASKED + 7 * DAY


async def holders(house: House, number: int = 1) -> list[str]:
    return [holder.name for holder in (await house.services.tasks.card(GUILD, number)).holders]


async def test_after_fourteen_quiet_days_the_holder_is_asked_once_in_the_thread(house: House) -> None:
    task = await held(house, BEA)
    await come_to(house, ASKED - SECOND)
    assert questions(house) == []
    await come_to(house, ASKED)
    await look_after(house.restarted())
    (asked,) = questions(house)
    assert asked.notice.mentions == (BEA.user_id,)
    assert asked.notice.channel_id == house.board.threads[task.message_id or 0]
    assert asked.notice.content.until == FREE  # type: ignore[union-attr]  # it is a question
    assert await holders(house) == ["Bea"]


async def test_seven_days_after_the_question_the_place_is_free_with_thanks_and_without_a_mention(house: House) -> None:
    await held(house, BEA)
    await come_to(house, ASKED)
    await come_to(house, FREE - SECOND)
    assert await holders(house) == ["Bea"]
    await come_to(house, FREE)
    assert await holders(house) == []
    assert [card.name for card in thanks(house)] == ["Bea"]
    assert house.board.posted[-1].notice.mentions == ()
    assert house.board.shown_tasks[-1].state is State.OPEN
    assert len(house.board.standing("🌿 T-1-1")) == 1
    assert await house.select("SELECT ending FROM claims") == [("lapsed",)]
    assert [holder.name for holder in (await house.services.tasks.claim(CAL, 1)).holders] == ["Cal"]


async def test_who_is_still_on_it_is_left_alone_for_fourteen_days_more_and_asked_again_then(house: House) -> None:
    await held(house, BEA)
    await come_to(house, ASKED)
    answered = ASKED + 6 * DAY
    house.clock.move_to(answered)
    card = await house.services.lapses.stay(BEA, 1)
    assert card.is_held_by(BEA.user_id)
    await come_to(house, answered + 14 * DAY - SECOND)
    assert len(questions(house)) == 1
    await come_to(house, answered + 14 * DAY)
    assert len(questions(house)) == 2
    await come_to(house, answered + 21 * DAY)
    assert await holders(house) == []


async def test_only_who_holds_a_task_is_still_on_it(house: House) -> None:
    await held(house, BEA)
    with pytest.raises(NotYourTask):
        await house.services.lapses.stay(CAL, 1)
    await house.services.tasks.finish(BEA, 1)
    with pytest.raises(TaskIsDone):
        await house.services.lapses.stay(BEA, 1)


async def test_each_who_shares_a_task_is_asked_for_themselves(house: House) -> None:
    await held(house, BEA, needed=2)
    house.clock.advance(2 * DAY)
    await house.services.tasks.claim(CAL, 1)
    await come_to(house, ASKED)
    await come_to(house, ASKED + 2 * DAY)
    assert [asked.notice.mentions for asked in questions(house)] == [(BEA.user_id,), (CAL.user_id,)]
    assert [asked.notice.mark for asked in questions(house)] == ["❓ T-1-1", "❓ T-1-2"]
    await house.services.lapses.stay(CAL, 1)
    await come_to(house, FREE)
    assert await holders(house) == ["Cal"]


async def test_what_is_done_or_handed_back_is_not_asked_about(house: House) -> None:
    await held(house, BEA)
    await held(house, CAL)
    await house.services.tasks.finish(BEA, 1)
    await house.services.tasks.release(CAL, 2)
    await come_to(house, ASKED)
    await come_to(house, FREE)
    assert (questions(house), thanks(house)) == ([], [])


async def test_who_answers_while_the_question_is_on_its_way_is_not_asked(house: House) -> None:
    await held(house, BEA)
    house.board.fail()
    await come_to(house, ASKED)
    assert questions(house) == []
    await house.services.lapses.stay(BEA, 1)
    await come_to(house, ASKED + timedelta(hours=1))
    assert questions(house) == []
    await come_to(house, FREE)
    assert await holders(house) == ["Bea"]


async def test_after_an_outage_the_question_comes_first_and_its_seven_days_begin_when_it_stands(house: House) -> None:
    await held(house, BEA)
    late = FREE + 30 * DAY
    await come_to(house, late)
    assert len(questions(house)) == 1
    assert await holders(house) == ["Bea"]
    await come_to(house, late + 7 * DAY - SECOND)
    assert await holders(house) == ["Bea"]
    await come_to(house, late + 7 * DAY)
    assert await holders(house) == []


async def test_a_question_that_cannot_be_delivered_releases_nobody(house: House) -> None:
    await held(house, BEA)
    house.board.fail(times=None)
    await come_to(house, ASKED)
    await come_to(house, FREE + DAY)
    assert await holders(house) == ["Bea"]
    house.board.recover()
    await come_to(house, FREE + 2 * DAY)
    assert len(questions(house)) == 1
    await come_to(house, FREE + 8 * DAY)
    assert await holders(house) == ["Bea"]
    await come_to(house, FREE + 9 * DAY)
    assert await holders(house) == []


async def test_who_could_not_answer_because_the_bot_was_away_gets_a_day_for_it(house: House) -> None:
    await held(house, BEA)
    await come_to(house, ASKED)
    back = FREE + timedelta(hours=5)
    await come_to(house, back)
    assert await holders(house) == ["Bea"]
    await come_to(house, back + DAY)
    assert await holders(house) == []


async def test_where_the_thread_is_gone_the_question_stands_in_the_channel(house: House) -> None:
    await held(house, BEA)
    house.board.fail(is_place_gone=True)
    await come_to(house, ASKED)
    (asked,) = questions(house)
    assert asked.notice.channel_id == TASKS_CHANNEL
    await come_to(house, FREE)
    assert await holders(house) == []


async def test_where_there_is_no_place_at_all_the_question_is_put_again_another_day(house: House) -> None:
    await held(house, BEA)
    house.board.fail(times=2, is_place_gone=True)
    await come_to(house, ASKED)
    assert questions(house) == []
    await come_to(house, ASKED + DAY)
    assert len(questions(house)) == 1


async def test_two_processes_that_look_at_once_ask_and_release_once(house: House) -> None:
    await held(house, BEA)
    other = house.restarted()
    for instant in (ASKED, FREE):
        house.clock.move_to(instant)
        moved = await asyncio.gather(house.services.lapses.sweep(), other.services.lapses.sweep())
        assert sum(moved) == 1
        await house.services.outbox.deliver_due()
    assert (len(questions(house)), len(thanks(house))) == (1, 1)


async def test_a_lost_answer_asks_nobody_twice(house: House) -> None:
    await held(house, BEA)
    house.board.lose_answers()
    await come_to(house, ASKED)
    await come_to(house, ASKED + timedelta(hours=1))
    assert len(questions(house)) == 1


async def test_one_claim_that_cannot_be_written_does_not_hold_up_the_others(house: House) -> None:
    await held(house, BEA)
    await held(house, CAL)
    await house.run_sql(
        "CREATE TRIGGER broken BEFORE UPDATE ON claims WHEN OLD.id = 1 BEGIN SELECT RAISE(ABORT, 'broken'); END"
    )
    await come_to(house, ASKED)
    assert [asked.notice.mentions for asked in questions(house)] == [(CAL.user_id,)]


async def test_a_question_tells_no_title_that_a_cover_would_have_to_reach(house: House) -> None:
    await held(house, BEA)
    await come_to(house, ASKED)
    (asked,) = questions(house)
    assert "Print flyers" not in str(asked.notice.content)


async def test_a_task_has_its_thread_from_the_first_claim_on_and_only_one(house: House) -> None:
    await house.add_task(people_needed=2)
    await house.services.outbox.deliver_due()
    assert house.board.thread_names == {}
    await house.services.tasks.claim(BEA, 1)
    await house.services.tasks.claim(DOV, 1)
    house.board.lose_answers()
    await house.services.outbox.deliver_due()
    house.clock.advance(timedelta(minutes=1))
    await house.services.outbox.deliver_due()
    await house.services.tasks.release(BEA, 1)
    await house.services.tasks.claim(ANN, 1)
    await house.services.outbox.deliver_due()
    assert list(house.board.thread_names.values()) == ["T-1 · Print flyers"]
    assert len(await house.select("SELECT 1 FROM tasks WHERE thread_id IS NOT NULL")) == 1


async def test_a_task_that_was_handed_back_before_its_thread_could_be_opened_gets_none(house: House) -> None:
    await house.add_task()
    await house.services.tasks.claim(BEA, 1)
    await house.services.tasks.release(BEA, 1)
    await house.services.outbox.deliver_due()
    assert house.board.thread_names == {}
    await house.services.tasks.claim(BEA, 1)
    await house.services.outbox.deliver_due()
    assert list(house.board.thread_names.values()) == ["T-1 · Print flyers"]


async def test_where_the_message_of_a_task_is_gone_its_channel_stands_in_for_the_thread(house: House) -> None:
    await house.add_task()
    await house.services.outbox.deliver_due()
    await house.services.tasks.claim(BEA, 1)
    house.board.fail(is_gone=True)
    await house.services.outbox.deliver_due()
    assert await house.select("SELECT thread_id FROM tasks") == [(TASKS_CHANNEL,)]


async def test_in_another_server_nobody_is_asked_for_it(house: House) -> None:
    await house.found(elsewhere(ANN))
    await held(house, BEA)
    await come_to(house, ASKED)
    assert [asked.notice.guild_id for asked in questions(house)] == [GUILD]


async def test_who_was_forgotten_is_not_asked_and_not_thanked(house: House) -> None:
    await held(house, BEA)
    house.board.fail()
    await come_to(house, ASKED)
    async with house.database.turn() as session:
        await tasks.forget(session, GUILD, BEA.user_id)
    await come_to(house, FREE)
    assert (questions(house), thanks(house)) == ([], [])
