"""Two processes on one database, both sweeping: each reminder and digest is owed once, on SQLite and on PostgreSQL."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.covers import Covered, Holder
from bot.domain.errors import Refusal, TooManyClaims
from bot.domain.proposals import draft
from bot.domain.reminders import Origin
from bot.domain.schedule import Schedule
from bot.services.reminders import Wording, bear_reminder, schedule_reminder
from bot.services.task_edits import TypedTask
from db import digests, recurring
from db.engine import Database
from db.reminders import ReminderRow
from tests.conftest import url_of
from tests.factories import ANN, BEA, CAL, CAST, DECISIONS_CHANNEL, GUILD, START, House, elsewhere
from tests.postgres import running_cluster
from tests.services.exposed import VOTE
from tests.services.term import EVENING, EVENINGS, ZONE, ask, make_coordinator

DUE = datetime(2026, 5, 4, 16, tzinfo=UTC)
DUE_EVENING = datetime(2026, 5, 22, 16, tzinfo=UTC)
WORDING = Wording("Bring the chairs.", DECISIONS_CHANNEL)


@pytest.fixture(params=["sqlite", "postgresql"])
async def two_houses(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path
) -> AsyncIterator[tuple[House, House]]:
    """Two houses with nothing in common but their database."""
    with contextlib.ExitStack() as cluster:
        if request.param == "sqlite":
            shutil.copyfile(migrated_file, tmp_path / "minga.sqlite3")
            url = url_of(tmp_path / "minga.sqlite3")
        else:
            url = cluster.enter_context(running_cluster())
        one, other = Database(url), Database(url)
        await one.migrate()
        yield House.build(one, now=START), House.build(other, now=START)
        await one.close()
        await other.close()


async def test_both_plan_and_take_and_every_digest_is_owed_once(two_houses: tuple[House, House]) -> None:
    one, _ = two_houses
    guilds = range(1, 6)
    for guild in guilds:
        await one.found(elsewhere(ANN, guild), name=f"Server {guild}", proposals_channel_id=600 + guild)
    for week in range(6):
        for guild in guilds:
            await one.services.tasks.add(elsewhere(ANN, guild), "Print flyers")
        await both(two_houses)
        come_to(two_houses, DUE + timedelta(days=7 * week, minutes=1))
        await both(two_houses)
    rows = await one.select("SELECT guild_id, count(*) FROM digests WHERE state = 'owed' GROUP BY guild_id ORDER BY 1")
    assert rows == [(guild, 6) for guild in guilds]
    assert await times_owed(one, "digest") == [1] * 30


async def test_both_find_the_same_reminders_due_and_each_is_owed_once_and_each_that_is_too_late_left_out_once(
    two_houses: tuple[House, House],
) -> None:
    one, _ = two_houses
    await one.found()
    evenings = [Schedule(EVENING + timedelta(minutes=place), ZONE, "FREQ=DAILY") for place in range(8)]
    async with one.database.turn() as session:
        for when in evenings:
            await bear_reminder(session, GUILD, when, WORDING, one.clock.now(), origin=Origin.DECISION)
    for day in range(6):
        # From the fourth day on each look comes a day and a half late, so that one of two is left out.
        come_to(two_houses, DUE_EVENING + timedelta(hours=24 * day if day < 3 else 36 * day, minutes=8))
        await both(two_houses)
    came = await one.select(
        "SELECT reminder_id, due_at, count(*) FROM reminder_occurrences GROUP BY reminder_id, due_at ORDER BY 1, 2"
    )
    assert {times for _, _, times in came} == {1}
    states = dict(await one.select("SELECT state, count(*) FROM reminder_occurrences GROUP BY state"))
    assert states.keys() == {"owed", "skipped"}
    assert sum(states.values()) == len(came) == 8 * 8
    assert await times_owed(one, "reminder") == [1] * states["owed"]


async def test_both_find_the_same_personal_reminders_due_and_each_is_owed_once(two_houses: tuple[House, House]) -> None:
    one, _ = two_houses
    await one.found()
    for person in CAST:
        await ask(one, person, EVENINGS)
    for day in range(4):
        come_to(two_houses, DUE_EVENING + timedelta(days=day))
        await both(two_houses)
    assert await times_owed(one, "personal") == [4] * len(CAST)


async def test_what_another_process_moved_between_the_look_and_the_turn_is_left_alone(
    two_houses: tuple[House, House],
) -> None:
    one, _ = two_houses
    await one.found()
    async with one.database.turn() as session:
        await bear_reminder(session, GUILD, EVENINGS, WORDING, one.clock.now(), origin=Origin.DECISION)
    await both(two_houses)
    now = DUE_EVENING + timedelta(minutes=1)
    async with one.database.look() as session:
        (digest,) = await digests.due(session, now)
        (reminder,) = await recurring.due(session, ReminderRow, now)
    for table, column in (("digests", "due_at"), ("reminders", "next_at")):
        await one.run_sql(f"UPDATE {table} SET {column} = '2026-06-01 16:00:00'")
    async with one.database.turn() as session:
        assert not await digests.take(session, digest, state=digests.QUIET)
        assert await recurring.still_due(session, ReminderRow, reminder.id, now) is None
    await one.run_sql("UPDATE reminders SET next_at = '2026-05-22 16:00:00', state = 'cancelled'")
    async with one.database.turn() as session:
        assert await recurring.still_due(session, ReminderRow, reminder.id, now) is None


async def test_what_somebody_may_do_so_many_times_is_counted_over_both(two_houses: tuple[House, House]) -> None:
    one, other = two_houses
    await one.found()
    await make_coordinator(one, BEA)
    one.clock.advance(timedelta(days=4))
    other.clock.move_to(one.clock.now())
    for _ in range(12):
        await one.services.tasks.add(ANN, "Print flyers")

    async def schedule_in(house: House, _number: int) -> None:
        async with house.database.turn() as session:
            await schedule_reminder(session, BEA, EVENINGS, WORDING, house.clock.now())

    async def claim_in(house: House, number: int) -> None:
        await house.services.tasks.claim(ANN, number)

    async def propose_in(house: House, number: int) -> None:
        await house.services.proposals.propose(CAL, draft(f"Buy projector {number}", "For film nights.", ""))

    for act, limit in ((schedule_in, 10), (claim_in, 3), (propose_in, 3)):
        tried = await asyncio.gather(
            *(act(two_houses[number % 2], number) for number in range(1, 13)), return_exceptions=True
        )
        assert [type(end).__mro__[1] for end in tried if end is not None] == [Refusal] * (12 - limit)


async def test_who_says_yes_to_offers_and_presses_at_once_holds_no_more_than_one_may(
    two_houses: tuple[House, House],
) -> None:
    one, _ = two_houses
    await one.found()
    for _ in range(12):
        await one.services.tasks.add(ANN, "Print flyers")
    offered = []
    for number in range(1, 7):
        asking = CAST[1 + number % 3]
        offered.append(await one.services.offers.ask(asking, number, ANN.user_id, hands_on=False, is_person=True))

    async def take(house: House, number: int) -> None:
        if number <= len(offered):
            await house.services.offers.accept(ANN, offered[number - 1].number)
        else:
            await house.services.tasks.claim(ANN, number)

    tried = await asyncio.gather(
        *(take(two_houses[number % 2], number) for number in range(1, 13)), return_exceptions=True
    )
    assert [type(end) for end in tried if end is not None] == [TooManyClaims] * 9


async def test_what_is_covered_in_one_process_while_it_is_taken_up_in_another_is_both(
    two_houses: tuple[House, House],
) -> None:
    one, other = two_houses
    await one.found()
    for number in range(1, 7):
        await one.services.tasks.add(ANN, "Print flyers")
        await one.services.covers.ask(BEA, Covered(Holder.TASK, number), VOTE)

    async def cover(number: int) -> None:
        await one.services.covers.ask(CAL, Covered(Holder.TASK, number), VOTE)

    async def claim(number: int) -> None:
        await other.services.tasks.claim(CAST[number % 3], number)

    await asyncio.gather(*(act(number) for number in range(1, 7) for act in (cover, claim)))
    cards = await one.services.tasks.unfinished(GUILD)
    assert [(card.is_covered, len(card.holders)) for card in cards] == [(True, 1)] * 6


async def test_what_is_edited_and_offered_in_one_process_while_it_is_taken_up_in_another_is_all_of_it(
    two_houses: tuple[House, House],
) -> None:
    one, other = two_houses
    await one.found()
    for _ in range(6):
        await one.services.tasks.add(ANN, "Print flyers")

    async def edit(number: int) -> None:
        typed = TypedTask("Print posters", "", 1, "", "", "en")
        await one.services.task_edits.edit(BEA, number, typed, base=0)

    async def offer(number: int) -> None:
        asking, asked = CAST[3 + number % 2], CAST[5].user_id
        await one.services.offers.ask(asking, number, asked, hands_on=False, is_person=True)

    async def claim(number: int) -> None:
        await other.services.tasks.claim(CAST[number % 3], number)

    await asyncio.gather(*(act(number) for number in range(1, 7) for act in (edit, claim, offer)))
    cards = await one.services.tasks.unfinished(GUILD)
    assert [(card.title, len(card.holders)) for card in cards] == [("Print posters", 1)] * 6


def come_to(houses: tuple[House, House], instant: datetime) -> None:
    """Let both clocks show an instant."""
    for house in houses:
        house.clock.move_to(instant)


async def both(houses: tuple[House, House]) -> None:
    """Have both look at the same time."""
    await asyncio.gather(
        *(
            sweep()
            for house in houses
            for sweep in (
                house.services.reminders.send_due,
                house.services.personal_reminders.send_due,
                house.services.digest.send_due,
            )
        )
    )


async def times_owed(house: House, kind: str) -> list[int]:
    """How often each subject is owed."""
    found = await house.select(f"SELECT count(*) FROM outbox WHERE kind = '{kind}' GROUP BY guild_id, subject")
    return [times for (times,) in found]
