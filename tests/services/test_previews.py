"""Previews: shown before anything is saved, asked about where unclear, kept so that nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import MissingText, NotSetUp, TextTooLong
from bot.domain.phrases import Asks
from bot.domain.reminder_refusals import (
    AlreadyRepeats,
    DecidedReminder,
    NoSuchReminder,
    NotACoordinator,
    PreviewIsGone,
    TimeIsPast,
)
from bot.domain.reminders import Repeat
from bot.services.previews import PreviewCard, Purpose, Typed
from bot.services.time_cards import PersonalCard, ReminderCard
from tests.factories import ANN, BEA, DECISIONS_CHANNEL, GUILD, OTHER_GUILD, House, elsewhere
from tests.services.term import EVENINGS, make_coordinator, recall, schedule


async def begin(house: House, when: str = "in 3 hours", language: str = "en", **changes: Any) -> PreviewCard:
    """What Ann is shown of a reminder that she types."""
    facts = {"purpose": Purpose.SCHEDULE, "text": "Bring the chairs.", "channel_id": DECISIONS_CHANNEL} | changes
    preview_id = facts.pop("preview_id", 0)
    return await house.services.previews.begin(ANN, Typed(when=when, **facts), language, preview_id=preview_id)


async def kept(house: House) -> int:
    """How many previews are kept."""
    ((count,),) = await house.select("SELECT count(*) FROM reminder_previews")
    return int(count)


async def test_a_preview_shows_the_next_three_and_schedules_nothing(house: House) -> None:
    await make_coordinator(house, ANN)
    shown = await begin(house, "every monday 19:30")
    assert shown.schedule is not None
    assert [f"{each.local:%a %H:%M}" for each in shown.upcoming] == ["Mon 19:30"] * 3
    (held,) = await house.services.mandates.standing(GUILD)
    assert shown.ends_at == held.ends_at
    assert await house.services.reminders.upcoming(GUILD) == []
    saved = await house.services.previews.save(ANN, shown.preview_id)
    assert isinstance(saved, ReminderCard)
    assert (saved.number, saved.text, saved.channel_id) == (1, "Bring the chairs.", DECISIONS_CHANNEL)


async def test_a_preview_is_saved_once_and_by_whoever_typed_it(house: House) -> None:
    await make_coordinator(house, ANN)
    shown = await begin(house)
    for person in (BEA, elsewhere(ANN)):
        with pytest.raises(PreviewIsGone):
            await house.services.previews.save(person, shown.preview_id)
    await house.services.previews.save(ANN, shown.preview_id)
    with pytest.raises(PreviewIsGone):
        await house.services.previews.save(ANN, shown.preview_id)
    assert await kept(house) == 0


async def test_an_unclear_time_is_asked_about_and_the_answer_is_picked(house: House) -> None:
    await make_coordinator(house, ANN)
    asked = await begin(house, "tomorrow 6", repeat=Repeat.WEEKLY)
    assert asked.question is not None
    assert (asked.question.kind, asked.schedule) == (Asks.WHICH_HOUR, None)
    assert [f"{candidate.starts:%H:%M}" for candidate, _ in asked.candidates] == ["06:00", "18:00"]
    with pytest.raises(PreviewIsGone):
        await house.services.previews.save(ANN, asked.preview_id)
    with pytest.raises(PreviewIsGone):
        await house.services.previews.pick(ANN, asked.preview_id, 2)
    picked = await house.services.previews.pick(ANN, asked.preview_id, 1)
    assert picked.schedule is not None
    assert (f"{picked.schedule.starts:%H:%M}", picked.schedule.rule) == ("18:00", "FREQ=WEEKLY")
    assert (await house.services.previews.card(ANN, asked.preview_id)).schedule == picked.schedule


async def test_a_candidate_that_repeats_by_itself_keeps_its_own_rule(house: House) -> None:
    await make_coordinator(house, ANN)
    asked = await begin(house, "every second monday 19:30", repeat=Repeat.DAILY)
    assert asked.question is not None
    picked = await house.services.previews.pick(ANN, asked.preview_id, 0)
    assert picked.schedule is not None
    assert picked.schedule.rule == asked.candidates[0][0].rule


async def test_what_is_not_understood_keeps_what_was_typed_and_is_written_again(house: House) -> None:
    await make_coordinator(house, ANN)
    asked = await begin(house, "blursday", is_meeting=True)
    assert asked.question is not None
    assert asked.question.kind is Asks.NOT_UNDERSTOOD
    again = await house.services.previews.card(ANN, asked.preview_id)
    assert (again.typed.text, again.typed.when, again.typed.is_meeting) == ("Bring the chairs.", "blursday", True)
    written = await begin(house, "in 2 hours", preview_id=asked.preview_id)
    assert written.schedule is not None
    assert await kept(house) == 1


async def test_the_readers_language_comes_first_then_the_servers(house: House) -> None:
    await make_coordinator(house, ANN)
    for typed, language in (("vendredi prochain à 18h", "fr"), ("nächsten Freitag um 18 Uhr", "pt-BR")):
        assert (await begin(house, typed, language)).schedule is not None


async def test_nobody_but_a_coordinator_gets_as_far_as_a_preview_for_all(house: House) -> None:
    with pytest.raises(NotACoordinator):
        await begin(house)
    given = await make_coordinator(house, ANN)
    shown = await begin(house)
    await recall(house, given.number)
    with pytest.raises((NotACoordinator, TimeIsPast)):
        await house.services.previews.save(ANN, shown.preview_id)
    assert await house.services.reminders.upcoming(GUILD) == []


async def test_only_what_may_be_moved_gets_as_far_as_a_preview(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS)
    with pytest.raises(NoSuchReminder):
        await begin(house, purpose=Purpose.MOVE, number=9)
    shown = await begin(house, "in 2 hours", purpose=Purpose.MOVE, number=1, text="")
    moved = await house.services.previews.save(ANN, shown.preview_id)
    assert isinstance(moved, ReminderCard)
    assert (moved.number, moved.schedule.rule) == (1, None)
    await house.run_sql("UPDATE reminders SET decision_number = 1")
    with pytest.raises(DecidedReminder):
        await begin(house, purpose=Purpose.MOVE, number=1)


async def test_anybody_previews_their_own(house: House) -> None:
    shown = await begin(house, "every day 9:00", purpose=Purpose.OWN)
    assert shown.ends_at is None
    saved = await house.services.previews.save(ANN, shown.preview_id)
    assert isinstance(saved, PersonalCard)
    assert saved.text == "Bring the chairs."


async def test_a_text_that_is_missing_or_too_long_is_refused_with_its_limit(house: House) -> None:
    with pytest.raises(MissingText):
        await begin(house, purpose=Purpose.OWN, text=" ")
    with pytest.raises(TextTooLong):
        await begin(house, purpose=Purpose.OWN, text="x" * 501)
    with pytest.raises(AlreadyRepeats):
        await begin(house, "every monday 19:30", purpose=Purpose.OWN, repeat=Repeat.DAILY)
    with pytest.raises(NotSetUp):
        await house.services.previews.begin(elsewhere(ANN, OTHER_GUILD), Typed(Purpose.OWN, "in 2 hours", "x"), "en")


async def test_a_preview_that_waited_past_its_time_is_not_saved(house: House) -> None:
    shown = await begin(house, "in 1 hour", purpose=Purpose.OWN)
    house.clock.advance(timedelta(hours=2))
    with pytest.raises(TimeIsPast):
        await house.services.previews.save(ANN, shown.preview_id)


async def test_a_preview_is_kept_for_a_day(house: House) -> None:
    await begin(house, "in 3 days", purpose=Purpose.OWN)
    house.clock.advance(timedelta(days=1))
    await house.services.previews.forget_old()
    assert await kept(house) == 1
    house.clock.advance(timedelta(seconds=1))
    await house.services.previews.forget_old()
    assert await kept(house) == 0
