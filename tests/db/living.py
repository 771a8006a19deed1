"""Living: servers in which a little of everything has happened, so that every query has something to show."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.covers import Covered, Holder
from bot.domain.proposals import draft
from bot.domain.rules import Kind
from db import (
    calendar_links,
    digests,
    mandates,
    meetings,
    members,
    outbox,
    personal_reminders,
    previews,
    reminders,
    tasks,
    unsent_forms,
)
from tests.db import know_how, standing_work, work
from tests.factories import ANN, BEA, CAL, DOV, START, House, elsewhere


async def live(house: House, guild_id: int) -> None:
    """Let a server live a little: decisions, open proposals, tasks, a mandate, a covered text, people who act."""
    ann, bea, cal, dov = (elsewhere(person, guild_id) for person in (ANN, BEA, CAL, DOV))
    await house.decide(ann, first_tasks="One\nTwo", kind=Kind.AGREEMENT)
    await house.services.tasks.claim(bea, 1)
    await house.services.tasks.claim(cal, 2)
    await house.services.tasks.finish(cal, 2)
    await house.add_task(dov, "Sweep")
    await house.open_proposal(ann)
    await know_how.tell(house, guild_id)
    await work.tell(house, guild_id)
    vote = draft("Does it stay covered?", "Agree: yes.", kind=Kind.COVER)
    for person in (bea, cal):
        await house.services.covers.ask(person, Covered(Holder.TASK, 1), vote)
    await house.services.checks.start(guild_id, 77, "Tea?", timedelta(hours=1))
    await house.services.outbox.deliver_due()
    # What is drawn once in an interval is drawn too.
    house.clock.advance(timedelta(minutes=1))
    await house.services.outbox.deliver_due()
    async with house.database.turn() as session:
        owed = {"channel_id": 77, "kind": "check", "subject": 9, "nonce": f"later {guild_id}"}
        await outbox.owe(session, guild_id=guild_id, now=START + timedelta(days=999), **owed)
        session.add(mandates.MandateRow(guild_id=guild_id, member_id=bea.user_id, decision_number=1, granted_at=START))
        session.add(
            mandates.MandateRow(
                guild_id=guild_id,
                member_id=bea.user_id,
                decision_number=1,
                granted_at=START,
                begins_at=START,
                ends_at=START + timedelta(days=99),
            )
        )
        term = {"granted_at": START, "begins_at": START, "ends_at": START, "ended_at": START}
        session.add(mandates.MandateRow(guild_id=guild_id, member_id=cal.user_id, decision_number=1, **term))
        await tell_of_time(session, guild_id, bea.user_id)
        await tell_of_digests(session, guild_id)
        await standing_work.tell(session, guild_id)
        await calendar_links.put(session, guild_id, bea.user_id, f"{guild_id:x}", START)
        await members.show_name(session, guild_id, bea.user_id, "Bea B.")


async def tell_of_time(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Write down a reminder with its meeting, one that was too late, one of a person's own, and a preview."""
    told = {"text": "Bring the chairs.", "starts": "2026-06-01T18:00", "zone": "UTC", "zones": "2026b"}
    times = {"handled_at": START, "next_at": START + timedelta(days=400), "created_at": START}
    reminder = reminders.ReminderRow(
        guild_id=guild_id,
        number=1,
        origin="decision",
        sealed="f" * 64,
        author_id=member_id,
        decision_number=1,
        channel_id=77,
        is_meeting=True,
        **told,
        **times,
    )
    mine = {"guild_id": guild_id, "member_id": member_id}
    own = personal_reminders.PersonalReminderRow(number=1, undelivered_at=START, **mine, **told, **times)
    session.add_all([reminder, own])
    await unsent_forms.put(session, guild_id, BEA.user_id, "minga/stood/0/", {"body": "Tea"}, START)
    session.add(previews.PreviewRow(purpose="schedule", text="Tea", typed="tomorrow 9", created_at=START, **mine))
    await session.flush()
    came = {"guild_id": guild_id, "reminder_id": reminder.id}
    posted = reminders.OccurrenceRow(due_at=START, state="posted", message_id=9, thread_id=8, **came)
    late = reminders.OccurrenceRow(due_at=START - timedelta(days=1), state="skipped", skipped_at=START, **came)
    owed = reminders.OccurrenceRow(due_at=START + timedelta(hours=1), state="owed", **came)
    session.add_all([posted, late, owed])
    await session.flush()
    session.add_all(
        [
            meetings.AttendanceRow(occurrence_id=posted.id, said_at=START, **mine),
            meetings.AgendaItemRow(occurrence_id=posted.id, text="Chairs", added_at=START, **mine),
        ]
    )
    await know_how.tell_of_notes(session, posted)
    task = await tasks.get(session, guild_id, 1)
    assert task is not None
    task.due_on = date(2026, 5, 9)
    await session.flush()


async def tell_of_digests(session: AsyncSession, guild_id: int) -> None:
    """Write down a digest that stands, one that was left out, and one that waits."""
    week = {"guild_id": guild_id, "iso_year": 2026}
    session.add_all(
        [
            digests.DigestRow(iso_week=17, due_at=START, state="delivered", message_id=9, until_at=START, **week),
            digests.DigestRow(iso_week=18, due_at=START, state="skipped", **week),
            digests.DigestRow(iso_week=19, due_at=START + timedelta(days=400), **week),
        ]
    )
    await session.flush()
