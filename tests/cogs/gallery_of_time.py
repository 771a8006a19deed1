"""The gallery of time: reminders, meetings and what is told by itself, in each of their states."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.phrases import Asks, Question
from bot.domain.reminders import Act, Origin, State
from bot.domain.schedule import Schedule, occurrences
from bot.services.calendar import CalendarLink
from bot.services.previews import PreviewCard, Purpose, Typed
from bot.services.time_cards import (
    AgendaCard,
    ClosingCard,
    DueTaskCard,
    NotesCard,
    OccurrenceCard,
    PersonalCard,
    PowerCard,
    ReminderCard,
)
from bot.words.catalogue import Words
from cogs.ui.meetings import agenda_view, notes_view
from cogs.ui.picture import Picture
from cogs.ui.previews import preview_view
from cogs.ui.prompts import closing_view, due_task_view
from cogs.ui.reminders import (
    calendar_page,
    occurrence_view,
    personal_page,
    personal_view,
    powers_used_page,
    reminder_page,
    reminders_page,
    undelivered_view,
)
from tests.cogs.cards import GUILD

DUE = datetime(2026, 5, 8, 16, tzinfo=UTC)
BEFORE = DUE - timedelta(days=1)
ZONE = "Europe/Paris"
FRIDAY = datetime.fromisoformat("2026-05-08T18:00")

RULES = {
    "every day": "FREQ=DAILY",
    "every two weeks": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    "every first sunday": "FREQ=MONTHLY;BYDAY=1SU",
    "every second monday": "FREQ=MONTHLY;BYDAY=2MO",
    "every third friday": "FREQ=MONTHLY;BYDAY=3FR",
    "every fourth friday": "FREQ=MONTHLY;BYDAY=4FR",
    "every fifth friday": "FREQ=MONTHLY;BYDAY=5FR",
    "every last friday": "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1",
    "every last friday but one": "FREQ=MONTHLY;BYDAY=-2FR",
    "every 15th": "FREQ=MONTHLY;BYMONTHDAY=15",
    "every last day": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "every 31st or last": "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
    "every year": "FREQ=YEARLY",
    "every week": "FREQ=WEEKLY",
}


def came(**changes: Any) -> OccurrenceCard:
    """R-3, which has come on time."""
    card = OccurrenceCard(
        guild_id=GUILD,
        number=3,
        occurrence_id=41,
        text="Bring the *chairs*.",
        author_name="Leo",
        decision_number=None,
        due_at=DUE,
        is_late=False,
        is_meeting=False,
        coming=0,
        channel_id=501,
        message_id=601,
        thread_id=None,
        language="en",
    )
    return replace(card, **changes)


def reminder(rule: str | None = None, **changes: Any) -> ReminderCard:
    """R-3, which is to come."""
    schedule = Schedule(FRIDAY, ZONE, rule)
    card = ReminderCard(
        guild_id=GUILD,
        number=3,
        origin=Origin.SCHEDULED,
        text="Bring the chairs.",
        author_name="Leo",
        decision_number=None,
        state=State.ACTIVE,
        schedule=schedule,
        upcoming=occurrences(schedule, BEFORE, 3),
        channel_id=501,
        is_meeting=False,
        ends_at=DUE + timedelta(weeks=12) if rule else None,
        mandate_id=2,
        language="en",
    )
    return replace(card, **changes)


def own(**changes: Any) -> PersonalCard:
    """Somebody's own reminder, number 2 of theirs."""
    schedule = Schedule(FRIDAY, ZONE)
    card = PersonalCard(
        guild_id=GUILD,
        number=2,
        name="riverside-commons",
        member_id=701,
        text="Call the printer.",
        due_at=DUE,
        is_late=False,
        schedule=schedule,
        upcoming=occurrences(schedule, BEFORE, 3),
        language="en",
    )
    return replace(card, **changes)


def preview(rule: str | None = None, **typed: Any) -> PreviewCard:
    """A reminder that somebody is about to save."""
    schedule = Schedule(FRIDAY, ZONE, rule)
    facts = {"when": "friday 18:00", "text": "Bring the chairs.", "channel_id": 501} | typed
    return PreviewCard(
        preview_id=7,
        typed=Typed(facts.pop("purpose", Purpose.SCHEDULE), **facts),
        schedule=schedule,
        upcoming=occurrences(schedule, BEFORE, 3),
        question=None,
        ends_at=DUE + timedelta(weeks=12) if rule else None,
    )


def asking() -> PreviewCard:
    """A reminder whose time could be one of two."""
    morning = Schedule(datetime.fromisoformat("2026-05-08T06:00"), ZONE)
    evening = Schedule(FRIDAY, ZONE)
    weekly = Schedule(FRIDAY, ZONE, "FREQ=WEEKLY")
    question = Question(Asks.WHICH_HOUR, "friday 6", (morning, evening, weekly))
    offered = tuple((each, occurrences(each, BEFORE, 3)) for each in question.candidates)
    return replace(preview(when="friday 6"), schedule=None, upcoming=(), question=question, candidates=offered)


def of_time(words: Words) -> dict[str, Picture]:
    """Every picture of time by name, in a language."""
    return {**_of_reminders(words), **_of_one_person(words), **_of_previews(words), **_of_what_is_told(words)}


def _of_reminders(words: Words) -> dict[str, Picture]:
    changing = Schedule(datetime.fromisoformat("2026-03-29T02:30"), ZONE)
    twice = Schedule(datetime.fromisoformat("2026-10-25T02:30"), ZONE)
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    shown = {
        "once": reminder(),
        "decided": reminder(origin=Origin.DECISION, author_name=None, decision_number=7),
        "cancelled": reminder(state=State.CANCELLED, upcoming=()),
        "over": reminder("FREQ=DAILY", state=State.ENDED, upcoming=()),
        "moved by the clocks": reminder(schedule=changing, upcoming=occurrences(changing, long_ago, 1)),
        "twice by the clocks": reminder(schedule=twice, upcoming=occurrences(twice, long_ago, 1)),
        **{name: reminder(rule) for name, rule in RULES.items()},
    }
    ending = reminder("FREQ=DAILY", number=4, upcoming=())
    return {
        "reminder, it comes": occurrence_view(came(), words),
        "reminder, it comes late": occurrence_view(came(is_late=True), words),
        "reminder, of a decision": occurrence_view(came(author_name=None, decision_number=7), words),
        "reminder, by somebody forgotten": occurrence_view(came(author_name=None), words),
        "meeting, nobody said anything yet": occurrence_view(came(is_meeting=True), words),
        "meeting, some will come": occurrence_view(came(is_meeting=True, coming=12), words),
        **{f"reminder, shown, {name}": reminder_page(card, words, may_renew=False) for name, card in shown.items()},
        "reminder, shown, to be renewed": reminder_page(reminder("FREQ=DAILY"), words, may_renew=True),
        "reminders, none": reminders_page([], words),
        "reminders": reminders_page([reminder(), reminder("FREQ=DAILY"), ending], words),
        "reminders, many": reminders_page([replace(reminder(), number=each) for each in range(1, 15)], words),
        "powers used, none": powers_used_page([], words),
        "powers used": powers_used_page(
            [
                PowerCard(act, 3, 1, 7, date(2026, 5, 8), "Bring the chairs." if act is Act.MOVE else None)
                for act in Act
            ],
            words,
        ),
    }


def _of_one_person(words: Words) -> dict[str, Picture]:
    return {
        "own reminder, it comes": personal_view(own(), words),
        "own reminder, it comes late": personal_view(own(is_late=True), words),
        "calendar link": calendar_page(CalendarLink("https://minga.example/calendar/secret.ics", BEFORE.date()), words),
        "calendar link, had before": calendar_page(CalendarLink(None, BEFORE.date()), words),
        "own reminders, none": personal_page([], words),
        "own reminders": personal_page([own(), own(number=3, schedule=Schedule(FRIDAY, ZONE, "FREQ=DAILY"))], words),
        "own reminders, undelivered": undelivered_view([own(), own(text="Water the plants.")], words),
    }


def _of_previews(words: Words) -> dict[str, Picture]:
    fault = replace(asking(), question=Question(Asks.NOT_UNDERSTOOD, "blursday"), candidates=())
    return {
        "preview, once": preview_view(preview(), words),
        "preview, repeating": preview_view(preview("FREQ=WEEKLY;BYDAY=FR"), words),
        "preview, a meeting": preview_view(preview(is_meeting=True), words),
        "preview, one's own": preview_view(preview(purpose=Purpose.OWN), words),
        "preview, a move": preview_view(preview(purpose=Purpose.MOVE, text="", number=3), words),
        "preview, which of these": preview_view(asking(), words),
        "preview, which of these, asked again": preview_view(replace(asking(), question=None), words),
        "preview, not understood": preview_view(fault, words),
    }


def _of_what_is_told(words: Words) -> dict[str, Picture]:
    agenda = AgendaCard(GUILD, 3, 41, ("The roof", "Tea"), ((12, "Buy a hand-truck"), (13, None)), 602, 603, "en")
    notes = NotesCard(GUILD, 1, 3, "Assembly, 8 May 2026", "We fix the roof.", "Ana", date(2026, 5, 8), "en")
    closing = ClosingCard(GUILD, 12, "Buy a hand-truck", DUE, 501, 601, "en")
    due = DueTaskCard(GUILD, 4, "Print flyers", date(2026, 5, 9), (701, 702), "en")
    return {
        "agenda": agenda_view(agenda, words),
        "agenda, nothing yet": agenda_view(replace(agenda, items=(), proposals=()), words),
        "notes": notes_view(notes, words),
        "notes of somebody forgotten": notes_view(replace(notes, author_name=None), words),
        "closing soon": closing_view(closing, words),
        "closing soon, covered": closing_view(replace(closing, title=None), words),
        "task, due tomorrow": due_task_view(due, words),
        "task, due tomorrow, covered": due_task_view(replace(due, title=None), words),
    }
