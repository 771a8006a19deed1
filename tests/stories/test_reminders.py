"""Stories of reminders: the one power of coordinators, everybody's own reminders, and what comes by itself."""

import json
import re

import discord
from sqlalchemy import text

from tests.stories.said import Said
from tests.stories.town import VOTERS, Town, seen


async def vote_in(town: Town, name: str) -> None:
    """Have somebody stand, and everybody agree."""
    form = await town.type(name, "coordinator stand")
    await town.fill(name, form, body="I remember things.")
    await decide(town, "Agree")


async def decide(town: Town, said: str) -> None:
    """Have everybody vote alike on the newest ballot, in secret, and let the time pass."""
    for name in VOTERS:
        await town.press(name, await town.press(name, town.ballot(), "My vote"), said)
    await town.wait(hours=72)
    await town.wait(hours=24)


async def schedule(town: Town, name: str = "Bea", what: str = "Bring the chairs.", when: str = "in 3 hours") -> Said:
    """Schedule a reminder, from the command to *Save*."""
    preview = await town.type(name, "remind schedule", what=what, when=when)
    return await town.press(name, preview, "Save")


async def acts_in_the_log(town: Town) -> list[tuple[str, int]]:
    """Each use of a coordinator's power that the log holds, with the number of its reminder, in order."""
    async with town.bot.services.database.look() as session:
        entries = [
            json.loads(body) for (body,) in await session.execute(text("SELECT body FROM log ORDER BY sequence"))
        ]
    return [(entry["act"], entry["reminder"]) for entry in entries if entry["kind"] == "power"]


def reminders(town: Town) -> list[discord.Message]:
    """The reminders that stand in the channel in which people type."""
    return [one for one in town.messages(town.proposals) if "### R-" in seen(one)]


async def test_no_coordinator_then_one_who_schedules_moves_and_cancels_until_a_recall_passes(town: Town) -> None:
    refused = await town.type("Bea", "remind schedule", what="Bring the chairs.", when="in 3 hours")
    assert refused.is_private
    assert "Only coordinators remind everybody, and you are none now. Anybody can stand: /coordinator stand." in refused
    assert "No coordinator has scheduled" in await town.press("Ann", await town.type("Ann", "powers"), "Powers used")

    await vote_in(town, "Bea")
    assert "remind everybody, as a coordinator" in await town.type("Bea", "help")
    preview = await town.type("Bea", "remind schedule", what="Bring the chairs.", when="in 3 hours")
    assert preview.is_private
    assert preview.labels == ["Save", "Change"]
    assert "Bring the chairs." in preview
    assert not reminders(town)
    saved = await town.press("Bea", preview, "Save")
    assert "R-1 is scheduled. It comes <t:" in saved
    assert "R-1" in await town.type("New", "remind list")
    await town.wait(hours=3)
    (first,) = reminders(town)
    assert "Bring the chairs." in seen(first)
    assert "— Bea, coordinator" in seen(first)

    await schedule(town, when="every day 19:30")
    moved = await town.type("Bea", "remind move", number="R-2", when="in 5 hours")
    assert "### R-2 at a new time" in moved
    assert "R-2 is moved. It comes <t:" in await town.press("Bea", moved, "Save")
    assert "R-2 is cancelled. The log keeps that." in await town.type("Bea", "remind cancel", number="R-2")
    assert "**Cancelled.**" in await town.type("Cal", "remind show", number="R-2")

    used = await town.press("Ann", await town.type("Ann", "powers"), "Powers used")
    for told in ("scheduled R-1", "scheduled R-2", "moved R-2", "cancelled R-2"):
        assert f"Seat 1 {told}" in used, str(used)
    assert "Bea" not in used
    assert await acts_in_the_log(town) == [("schedule", 1), ("schedule", 2), ("move", 2), ("cancel", 2)]

    form = await town.type("Cal", "coordinator recall", mandate="D-1")
    await town.fill("Cal", form, body="Too many.")
    await decide(town, "Agree")
    refused = await town.type("Bea", "remind schedule", what="Again", when="in 3 hours")
    told = "Only coordinators remind everybody, and you are none now. Anybody can stand: /coordinator stand."
    assert told in refused
    assert told in await town.type("Bea", "remind schedule")
    assert told in await town.type("Bea", "remind move", number="R-1", when="in 3 hours")
    assert told in await town.type("Bea", "remind cancel", number="R-1")
    assert len(await acts_in_the_log(town)) == 4, "what is refused has no entry"
    town.nobody_was_mentioned()


async def test_the_owner_and_managers_hold_no_power_to_remind(town: Town) -> None:
    assert "Only coordinators remind everybody" in await town.type("Mayor", "remind schedule", what="Hear", when="now")
    assert "Only coordinators remind everybody" in await town.type("Mayor", "remind cancel", number="R-1")


async def test_a_meeting_counts_who_comes_and_its_thread_holds_agenda_and_notes(town: Town) -> None:
    await vote_in(town, "Bea")
    await town.propose("Ann", "Buy chairs")
    preview = await town.type("Bea", "remind schedule", what="Assembly at 20:00", when="in 2 hours", meeting=True)
    await town.press("Bea", preview, "Save")
    await town.wait(hours=2)
    (meeting,) = reminders(town)
    for name in ("Ann", "New", "Cal"):
        await town.press(name, meeting, "I'll be there")
    await town.press("Cal", meeting, "I'll be there")
    shown = seen(reminders(town)[0])
    assert "**2 people will be there.**" in shown
    assert "Ann" not in shown

    form = await town.press("New", meeting, "Add item")
    assert "It stands on the agenda." in await town.fill("New", form, item="The roof")
    thread = meeting.thread
    assert thread is not None
    agenda = [one async for one in thread.history() if "Agenda" in seen(one)]
    assert "1. The roof" in seen(agenda[0])
    assert "Buy chairs" in seen(agenda[0])
    form = await town.press("Ann", meeting, "Notes")
    assert "K-1 stands in the thread," in await town.fill("Ann", form, notes="We fix the roof.")
    notes = [one async for one in thread.history() if "### K-1" in seen(one)]
    assert "We fix the roof." in seen(notes[0])
    assert "**K-1** · Assembly at 20:00, " in await town.type("New", "knowhow find", words="roof")
    town.nobody_was_mentioned()


async def test_anybody_reminds_themselves_and_nobody_else_sees_it(town: Town) -> None:
    preview = await town.type("New", "remind me", what="Call the printer", when="in 2 hours")
    assert preview.is_private
    assert "### Only you will see this" in preview
    assert "Only you know." in await town.press("New", preview, "Save")
    assert "Call the printer" in await town.type("New", "remind mine")
    assert "Call the printer" not in await town.type("Ann", "remind mine")
    assert "Nothing is scheduled." in await town.type("Ann", "remind list")
    await town.wait(hours=2)
    assert not reminders(town)
    assert "None waits." in await town.type("New", "remind mine")


async def test_ones_own_reminder_is_taken_back(town: Town) -> None:
    await town.press("New", await town.type("New", "remind me", what="Call", when="in 2 hours"), "Save")
    mine = await town.press("New", await town.type("New", "remind mine"), "Take back")
    assert "None waits." in mine


async def test_a_vote_that_closes_soon_is_told_once_and_a_task_due_tomorrow_to_who_holds_it(town: Town) -> None:
    await town.propose("Ann", "Buy chairs")
    await town.wait(hours=47)
    closing = [one for one in town.messages(town.proposals) if "⏳ P-1" in seen(one)]
    assert not closing
    await town.wait(hours=1)
    await town.look()
    (closing_one,) = [one for one in town.messages(town.proposals) if "⏳ P-1" in seen(one)]
    assert "Buy chairs" in seen(closing_one)


async def test_a_proposal_carries_one_reminder_that_its_decision_schedules(town: Town) -> None:
    form = await town.type("Ann", "propose")
    asked = await town.fill("Ann", form, title="Meet", body="All.", first_tasks="", reminder="someday\nBring chairs")
    assert "I don't understand" in asked
    assert "Bring chairs" in asked
    form = await town.type("Ann", "propose")
    late = await town.fill(
        "Ann", form, title="Meet", body="All.", first_tasks="", reminder="tomorrow 18:00\nBring chairs"
    )
    assert "The vote would still run then" in late
    form = await town.type("Ann", "propose")
    await town.fill("Ann", form, title="Meet", body="All.", first_tasks="", reminder="in 5 days at 18:00\nBring chairs")
    assert "**Reminds everybody** <t:" in seen(town.ballot(1))
    for name in VOTERS:
        await town[name].react(town.ballot(1), "✅")
    await town.wait(hours=72)
    assert "R-1 reminds everybody on" in seen(town.announcement(1))
    await town.wait(hours=66)
    (came,) = [one for one in town.messages(town.decisions) if "### R-1" in seen(one)]
    assert "Bring chairs" in seen(came)
    assert "— decided in D-1" in seen(came)
    town.nobody_was_mentioned()


async def test_what_could_not_be_sent_is_shown_after_the_next_act(town: Town) -> None:
    await town.press("New", await town.type("New", "remind me", what="Call the printer", when="in 2 hours"), "Save")
    async with town.bot.services.database.turn() as session:
        await session.execute(text("UPDATE personal_reminders SET undelivered_at = next_at, state = 'ended'"))
    told = await town.type("New", "task list")
    assert "I couldn't send you a direct message" in told
    assert "Call the printer" in told
    assert "Call the printer" not in await town.type("New", "task list")
    here = await town.type("New", "help")
    async with town.bot.services.database.turn() as session:
        await session.execute(text("UPDATE personal_reminders SET undelivered_at = next_at"))
    assert "Call the printer" in await town.press("New", here, "Tasks")


async def test_who_holds_a_task_is_reminded_in_its_thread_the_day_before(town: Town) -> None:
    form = await town.type("Ann", "task add")
    await town.fill("Ann", form, task="Print flyers", people=["1"], due="tomorrow")
    assert "due " in seen(town.task(1))
    await town.press("Bea", town.task(1), "I'll do it")
    for _ in range(24):
        await town.wait(hours=1)
    thread = town.task(1).thread
    assert thread is not None
    (said,) = [one async for one in thread.history() if "⏰ T-1" in seen(one)]
    assert f"<@{town['Bea'].id}>: this is due tomorrow" in seen(said)
    mentioned = [
        request.json["allowed_mentions"]
        for request in town.env.http_requests
        if isinstance(request.json, dict) and (request.json.get("allowed_mentions") or {}).get("users")
    ]
    assert [each["users"] for each in mentioned] in ([[town["Bea"].id]], [[str(town["Bea"].id)]])


async def test_two_coordinators_one_renews_what_the_other_scheduled(town: Town) -> None:
    await vote_in(town, "Bea")
    await vote_in(town, "Cal")
    await schedule(town, when="every day 19:30")
    shown = await town.type("Cal", "remind show", number="R-1")
    assert "Renew" in shown.labels
    assert "Renew" not in (await town.type("Bea", "remind show", number="R-1")).labels, "it is hers already"
    assert "Renew" not in (await town.type("Ann", "remind show", number="R-1")).labels
    renewed = await town.press("Cal", shown, "Renew")
    assert "It ends with its coordinator's mandate" in renewed
    assert await town.suggested("Ann", "remind show", "r-1") == ["R-1 · Bring the chairs."]


async def test_a_calendar_link_is_given_once_to_one_person_and_renewed_by_a_button(town: Town) -> None:
    refused = await town.type("New", "remind calendar")
    assert refused.is_private
    assert "I have no address on the web here" in refused
    calendar = town.bot.services.calendar
    calendar.web_url = "https://minga.example"
    given = await town.type("New", "remind calendar")
    assert given.is_private
    assert given.labels == ["Renew link"]
    first = secret_in(given)
    assert await calendar.read(first) is not None
    again = await town.type("New", "remind calendar")
    assert again.is_private
    assert "I keep no copy of it" in again
    second = secret_in(await town.press("New", again, "Renew link"))
    assert await calendar.read(first) is None
    assert await calendar.read(second) is not None
    assert "/calendar/" not in "".join(seen(one) for one in town.messages(town.proposals))


def secret_in(said: Said) -> str:
    """The secret of the link that somebody was given."""
    found = re.search(r"https://minga\.example/calendar/([\w-]{43})\.ics", str(said))
    assert found is not None
    return found[1]
