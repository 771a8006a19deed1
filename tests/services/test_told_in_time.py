"""Told in time: that a vote closes soon, once in its channel; that a task is due, to who holds it and nobody else."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.covers import Covered, Holder
from bot.domain.proposals import draft
from bot.domain.reminder_refusals import UnclearDay
from bot.domain.rules import Kind
from bot.services.cards import Person
from bot.services.standing_cards import AnsweredCard
from bot.services.time_cards import ClosingCard, DueTaskCard
from bot.words.catalogue import words_in
from bot.words.reminders import unclear_day_sentence
from tests.factories import ANN, BEA, CAL, CAST, GUILD, PROPOSALS_CHANNEL, START, TASKS_CHANNEL, House
from tests.services.term import come_to, tick

NINE = datetime(2026, 5, 8, 7, tzinfo=UTC)
"""Nine in the morning in Paris, the day before Saturday 9 May."""
SATURDAY = date(2026, 5, 9)


def closings(house: House, number: int = 1) -> list[ClosingCard]:
    """What was said of a vote that closes soon."""
    cards = [one.notice.content for one in house.board.standing(f"⏳ P-{number}")]
    return [card for card in cards if isinstance(card, ClosingCard)]


def prompts(house: House, number: int = 1) -> list[DueTaskCard]:
    """What was said of a task that is due."""
    cards = [one.notice.content for one in house.board.standing(f"⏰ T-{number}")]
    return [card for card in cards if isinstance(card, DueTaskCard)]


async def test_a_day_before_the_close_it_is_said_once_in_the_channel(house: House) -> None:
    opened = await house.open_proposal()
    await come_to(house, opened.closes_at - timedelta(hours=24, seconds=1))
    assert closings(house) == []
    await come_to(house, opened.closes_at - timedelta(hours=24))
    await tick(house.restarted())
    (card,) = closings(house)
    assert (card.title, card.closes_at, card.message_id) == ("Buy a projector", opened.closes_at, opened.message_id)
    (posted,) = house.board.standing("⏳ P-1")
    assert (posted.notice.channel_id, posted.notice.mentions) == (PROPOSALS_CHANNEL, ())


async def test_a_short_vote_is_told_of_half_way_through(house: House) -> None:
    opened = await house.open_proposal()
    half = opened.opened_at + timedelta(hours=12)
    await house.run_sql(
        "UPDATE proposals SET closes_at = :at", at=str((half + timedelta(hours=12)).replace(tzinfo=None))
    )
    await come_to(house, half - timedelta(seconds=1))
    assert closings(house) == []
    await come_to(house, half)
    assert len(closings(house)) == 1


async def test_what_prolongs_a_vote_has_it_told_no_second_time(house: House) -> None:
    opened = await house.open_proposal()
    await come_to(house, opened.closes_at - timedelta(hours=24))
    await house.come_to_the_deadline(opened)
    later = await house.proposal(opened)
    assert later.closes_at > opened.closes_at
    await come_to(house, later.closes_at - timedelta(hours=1))
    assert len(closings(house)) == 1


@pytest.mark.parametrize("state", ["interrupted", "settled", "discussed"])
async def test_what_is_not_open_is_not_told_of(house: House, state: str) -> None:
    opened = await house.open_proposal()
    await house.run_sql(f"UPDATE proposals SET state = '{state}'")
    await come_to(house, opened.closes_at - timedelta(hours=1))
    assert closings(house) == []


async def test_what_is_over_before_it_could_be_said_is_not_said(house: House) -> None:
    opened = await house.open_proposal()
    await house.all_tap(CAST, "✅", opened)
    house.board.fail()
    await come_to(house, opened.closes_at - timedelta(hours=24))
    house.clock.move_to(opened.closes_at)
    await house.services.decisions.settle_due()
    await tick(house)
    assert closings(house) == []
    again = await house.open_proposal()
    house.clock.move_to(again.closes_at)
    await tick(house)
    assert closings(house, 2) == []


async def test_it_waits_for_the_ballot_to_stand_and_hides_a_covered_title(house: House) -> None:
    opened = await house.open_proposal()
    await house.run_sql("UPDATE proposals SET message_id = NULL, is_covered = 1")
    await come_to(house, opened.closes_at - timedelta(hours=24))
    assert closings(house) == []
    await house.run_sql("UPDATE proposals SET message_id = 9")
    await come_to(house, opened.closes_at - timedelta(hours=23))
    assert [card.title for card in closings(house)] == [None]


async def have_covered(house: House, text: Covered) -> None:
    """Have two people say that a text exposes a person."""
    for person in (BEA, CAL):
        await house.services.covers.ask(person, text, draft("Covered?", "Agree: yes.", kind=Kind.COVER))


@pytest.mark.parametrize("is_answer_lost", [False, True])
async def test_what_was_told_of_a_vote_is_drawn_without_a_title_that_is_covered_afterwards(
    house: House, is_answer_lost: bool
) -> None:
    opened = await house.open_proposal(title="Ask Leo at number 7")
    if is_answer_lost:
        house.board.lose_answers()
    await come_to(house, opened.closes_at - timedelta(hours=24))
    await have_covered(house, Covered(Holder.PROPOSAL, opened.number))
    for _ in range(3):
        await come_to(house, house.clock.now() + timedelta(minutes=20))
    (stands,) = house.board.standing("⏳ P-1")
    ((channel_id, message_id, card),) = house.board.shown_prompts
    assert isinstance(card, ClosingCard)
    assert (channel_id, message_id, card.title) == (PROPOSALS_CHANNEL, stands.message_id, None)


async def test_what_was_never_told_of_a_vote_that_is_covered_needs_no_new_picture(house: House) -> None:
    opened = await house.open_proposal(title="Ask Leo at number 7")
    house.board.fail(times=1)
    await come_to(house, opened.closes_at - timedelta(hours=24))
    await have_covered(house, Covered(Holder.PROPOSAL, opened.number))
    house.board.fail(times=None)
    await come_to(house, opened.closes_at - timedelta(hours=1))
    house.board.recover()
    await come_to(house, opened.closes_at + timedelta(hours=1))
    await come_to(house, opened.closes_at + timedelta(hours=2))
    assert (closings(house), house.board.shown_prompts) == ([], [])
    owed = "SELECT count(*) FROM outbox WHERE kind = 'show-prompt' AND delivered_at IS NULL AND given_up_at IS NULL"
    assert await house.select(owed) == [(0,)]


async def test_what_was_told_of_a_task_is_drawn_without_a_title_that_is_covered_afterwards(house: House) -> None:
    await held_task(house, ANN)
    await come_to(house, NINE)
    await have_covered(house, Covered(Holder.TASK, 1))
    await tick(house)
    ((channel_id, message_id, card),) = house.board.shown_prompts
    (stands,) = house.board.standing("⏰ T-1")
    assert isinstance(card, DueTaskCard)
    assert (channel_id, message_id, card.title) == (stands.notice.channel_id, stands.message_id, None)


@pytest.mark.parametrize("ending", ["finish", "release"])
async def test_what_was_told_of_a_task_that_nobody_holds_now_asks_nothing(house: House, ending: str) -> None:
    await held_task(house, ANN)
    await come_to(house, NINE)
    await getattr(house.services.tasks, ending)(ANN, 1)
    await have_covered(house, Covered(Holder.TASK, 1))
    await tick(house)
    ((_, message_id, card),) = house.board.shown_prompts
    assert isinstance(card, AnsweredCard)
    assert (message_id, card.task.title) == (house.board.standing("⏰ T-1")[0].message_id, "")
    assert (f"{card.prefix}-{card.number}", card.language) == ("⏰ T-1", "en")


async def held_task(house: House, *people: Person, due_on: date = SATURDAY) -> None:
    """A task that some hold, on its message."""
    await house.add_task(due_on=due_on, people_needed=3)
    for person in people:
        await house.services.tasks.claim(person, 1)
    await house.services.outbox.deliver_due()


async def test_the_morning_before_its_day_those_who_hold_a_task_are_reminded_in_its_thread(house: House) -> None:
    await held_task(house, ANN, BEA)
    await come_to(house, NINE - timedelta(seconds=1))
    assert prompts(house) == []
    await come_to(house, NINE)
    await tick(house.restarted())
    (card,) = prompts(house)
    assert (card.title, card.due_on, card.holders) == ("Print flyers", SATURDAY, (ANN.user_id, BEA.user_id))
    (posted,) = house.board.standing("⏰ T-1")
    assert posted.notice.mentions == (ANN.user_id, BEA.user_id)
    assert house.board.thread_names[posted.notice.channel_id] == "T-1 · Print flyers"


async def test_what_nobody_holds_is_done_or_is_due_another_day_mentions_nobody(house: House) -> None:
    await held_task(house)
    await house.add_task(title="Done")
    await come_to(house, NINE)
    assert prompts(house) == []


async def test_who_handed_back_or_finished_meanwhile_is_left_alone(house: House) -> None:
    await held_task(house, ANN)
    house.board.fail()
    await come_to(house, NINE)
    await house.services.tasks.release(ANN, 1)
    await come_to(house, NINE + timedelta(hours=1))
    assert prompts(house) == []


async def test_later_than_six_hours_nobody_is_reminded_of_a_task(house: House) -> None:
    await held_task(house, ANN)
    await come_to(house, NINE + timedelta(hours=6, seconds=1))
    assert prompts(house) == []


async def test_where_the_thread_is_gone_the_channel_hears_it_and_where_that_is_gone_too_nobody(house: House) -> None:
    await held_task(house)
    await house.services.tasks.claim(ANN, 1)
    await house.services.outbox.deliver_due()
    house.board.fail(times=None, is_gone=True, is_place_gone=True)
    await come_to(house, NINE)
    await tick(house)
    house.board.recover()
    await come_to(house, NINE + timedelta(hours=1))
    assert prompts(house) == []
    ends = await house.select("SELECT channel_id, given_up_at IS NULL FROM outbox WHERE kind = 'task-due' ORDER BY id")
    assert [(channel == TASKS_CHANNEL, bool(waits)) for channel, waits in ends] == [(True, False), (True, False)]


async def test_a_task_has_one_thread_and_a_covered_ones_names_nothing(house: House) -> None:
    await held_task(house)
    await house.run_sql(
        "INSERT INTO covers (guild_id, kind, number, vote_number, covered_at) VALUES (:g, 'task', 1, 9, :now)",
        g=GUILD,
        now=str(START.replace(tzinfo=None)),
    )
    await house.run_sql("UPDATE tasks SET is_covered = 1")
    await house.services.tasks.claim(ANN, 1)
    house.board.lose_answers()
    await come_to(house, NINE)
    await come_to(house, NINE + timedelta(hours=1))
    (card,) = prompts(house)
    assert card.title is None
    assert list(house.board.thread_names.values()) == ["T-1"]
    # Due another day: reminded of that too, in the same thread.
    await house.run_sql("UPDATE tasks SET due_on = '2026-05-12'")
    await come_to(house, NINE + timedelta(days=3))
    assert len(prompts(house)) == 2
    assert len(house.board.thread_names) == 1


async def test_a_task_whose_message_does_not_stand_yet_is_waited_for(house: House) -> None:
    await held_task(house, ANN)
    await house.run_sql("UPDATE tasks SET message_id = NULL, channel_id = NULL, thread_id = NULL")
    await come_to(house, NINE)
    assert prompts(house) == []
    await house.run_sql("UPDATE tasks SET message_id = 77")
    await come_to(house, NINE + timedelta(hours=1))
    assert len(prompts(house)) == 1


@pytest.mark.parametrize(
    ("typed", "language", "day"),
    [
        ("saturday", "en", SATURDAY),
        ("tomorrow", "en", date(2026, 5, 5)),
        ("today", "en", date(2026, 5, 4)),
        ("9 may 18:00", "en", SATURDAY),
        ("samstag", "de", SATURDAY),
        ("saturday 6", "en", SATURDAY),
        ("2026-05-09", "en", SATURDAY),
        ("", "en", None),
    ],
)
async def test_a_due_day_is_typed_as_people_say_it(house: House, typed: str, language: str, day: date | None) -> None:
    assert await house.services.tasks.due_day(GUILD, typed, language) == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("every monday", "Which day is that? Type it like this: next friday, 1 december or in 2 weeks."),
        ("someday", "Which day is that? Type it like this: next friday, 1 december or in 2 weeks."),
        ("2026-05-01", "That is past. Write a time to come."),
        ("yesterday", "That is past. Write a time to come."),
        ("31 february", "There is no such day. Write another one."),
        (
            "1/12",
            "Which is the day here, and which the month? Write it as a date, please: 2026-12-01 or 2027-01-12?",
        ),
    ],
)
async def test_what_is_no_day_to_come_is_asked_about_as_a_day(house: House, typed: str, sentence: str) -> None:
    with pytest.raises(UnclearDay) as refused:
        await house.services.tasks.due_day(GUILD, typed, "en")
    assert unclear_day_sentence(refused.value.question, words_in("en")) == sentence


async def test_two_processes_that_look_at_once_tell_it_once(house: House) -> None:
    opened = await house.open_proposal()
    await held_task(house, ANN, due_on=date(2026, 5, 7))
    other = house.restarted()
    house.clock.move_to(datetime(2026, 5, 6, 12, tzinfo=UTC))
    assert opened.closes_at - house.clock.now() <= timedelta(hours=24)
    for service in ("closings", "due_tasks"):
        first, second = getattr(house.services, service), getattr(other.services, service)
        assert sum(await asyncio.gather(first.tell_due(), second.tell_due())) == 1
