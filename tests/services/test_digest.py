"""The weekly digest: what it tells, when it is sent, late or left out, and never twice."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.covers import Covered, Holder
from bot.domain.digest import Section, Skipped
from bot.domain.errors import NotSetUp
from bot.domain.proposals import draft
from bot.domain.reminders import Act
from bot.domain.rules import Kind
from bot.domain.schedule import Schedule
from bot.services.charter import change_draft
from bot.services.digest import move_digest
from bot.services.digest_cards import A_PART, SHOWN, DecidedLine, DigestCard, DigestPart, PowerLine, ReviewLine
from tests.factories import ANN, BEA, CAL, CAST, DECISIONS_CHANNEL, GUILD, OTHER_GUILD, House, elsewhere
from tests.services.term import make_coordinator, move, schedule

DUE = datetime(2026, 5, 4, 16, tzinfo=UTC)
"""Monday 18:00 in Paris, four hours after START."""

A_WEEK = timedelta(days=7)
NEXT = DUE + A_WEEK


async def come_to(house: House, instant: datetime) -> None:
    """Let the clock show an instant, and do what is due then."""
    house.clock.move_to(instant)
    await house.services.reminders.send_due()
    house.clock.advance(timedelta(seconds=1))
    await house.services.digest.send_due()
    await house.services.outbox.deliver_due()


def sent(house: House) -> list[DigestCard]:
    """The digests that stand in the channel, in order."""
    cards = [message.notice.content for message in house.board.posted]
    return [card for card in cards if isinstance(card, DigestCard)]


async def states(house: House) -> list[str]:
    return [state for (state,) in await house.select("SELECT state FROM digests ORDER BY iso_year, iso_week")]


def numbers(card: DigestCard, section: Section) -> list[int]:
    return [getattr(each, "number") for each in card.lines.get(section, ())]  # noqa: B009


def numbers_of(part: DigestPart) -> list[int]:
    return [getattr(each, "number") for each in part.lines]  # noqa: B009


@pytest.fixture
async def week(house: House) -> House:
    """A house a second after the digest of a week in which nothing happened, the first that it knows of."""
    await house.services.digest.send_due()
    await come_to(house, DUE)
    assert await states(house) == ["quiet", "waiting"]
    assert not sent(house)
    return house


async def test_it_comes_once_and_tells_what_happened_since_the_last_one(week: House) -> None:
    decided = await week.decide(ANN, first_tasks="Carry it\nPaint it")
    await week.services.tasks.claim(BEA, 1)
    await week.services.tasks.finish(BEA, 1)
    week.clock.move_to(NEXT - timedelta(hours=3))
    opened = await week.open_proposal(BEA)
    await come_to(week, NEXT - timedelta(seconds=2))
    assert not sent(week)
    await come_to(week, NEXT)
    await come_to(week, NEXT + timedelta(hours=1))
    (digest,) = sent(week)
    assert (digest.number, digest.first_on, digest.last_on) == (20, date(2026, 5, 4), date(2026, 5, 10))
    assert list(digest.lines) == [Section.DECIDED, Section.CLOSING, Section.LOOKING, Section.DONE]
    assert [numbers(digest, section) for section in digest.lines] == [[decided.number], [opened.number], [2], [1]]
    assert not digest.is_late
    (message,) = [one for one in week.board.posted if one.notice.mark == "W-20"]
    assert message.notice.channel_id == DECISIONS_CHANNEL
    assert message.notice.mentions == ()
    assert await states(week) == ["quiet", "delivered", "waiting"]


async def test_its_head_is_the_published_one(week: House) -> None:
    await week.decide(ANN)
    await come_to(week, NEXT)
    edition = await week.services.commons.edition("riverside-commons")
    assert edition is not None
    assert (sent(week)[0].head, sent(week)[0].sequence) == (edition.head.hash, edition.head.sequence)


async def test_nothing_is_told_twice_and_a_task_that_looks_for_hands_as_before_brings_no_digest(week: House) -> None:
    await week.decide(ANN, first_tasks="Carry it")
    for weeks in range(1, 4):
        await come_to(week, DUE + weeks * A_WEEK)
    assert len(sent(week)) == 1
    assert await states(week) == ["quiet", "delivered", "quiet", "quiet", "waiting"]
    await week.add_task(title="Another one")
    await come_to(week, DUE + 4 * A_WEEK)
    assert numbers(sent(week)[1], Section.LOOKING) == [1, 2]
    assert Section.DECIDED not in sent(week)[1].lines


async def test_up_to_two_days_late_it_is_sent_and_says_so(week: House) -> None:
    await week.decide(ANN)
    await come_to(week, NEXT + timedelta(hours=30))
    (digest,) = sent(week)
    assert digest.is_late
    assert digest.due_at == NEXT
    assert await week.select("SELECT late FROM digests WHERE state = 'delivered'") == [(1,)]


async def test_a_later_one_is_left_out_and_the_next_one_says_so_and_loses_nothing(week: House) -> None:
    decided = await week.decide(ANN)
    await come_to(week, NEXT + timedelta(hours=60))
    assert not sent(week)
    assert await states(week) == ["quiet", "skipped", "waiting"]
    await come_to(week, NEXT + A_WEEK)
    (digest,) = sent(week)
    assert numbers(digest, Section.DECIDED) == [decided.number]
    (left_out,) = digest.lines[Section.SKIPPED]
    assert left_out == Skipped(None, NEXT)
    assert digest.first_on == date(2026, 5, 4)
    await come_to(week, NEXT + 2 * A_WEEK)
    assert len(sent(week)) == 1


async def test_after_weeks_away_every_week_has_its_row_and_a_quiet_one_was_not_left_out(week: House) -> None:
    await come_to(week, NEXT + 2 * A_WEEK + timedelta(days=3))
    assert await states(week) == ["quiet", "quiet", "quiet", "quiet", "waiting"]
    await week.add_task()
    await come_to(week, NEXT + 5 * A_WEEK + timedelta(hours=1))
    assert (await states(week))[4:] == ["skipped", "skipped", "delivered", "waiting"]
    (digest,) = sent(week)
    assert digest.lines[Section.SKIPPED] == (Skipped(None, NEXT + 3 * A_WEEK, 2),)
    assert digest.is_late


async def test_a_vote_that_was_open_then_makes_a_digest_that_was_left_out(week: House) -> None:
    week.clock.move_to(NEXT - timedelta(hours=1))
    await week.open_proposal()
    await come_to(week, NEXT + timedelta(days=4))
    assert await states(week) == ["quiet", "skipped", "waiting"]


async def test_a_reminder_that_was_left_out_is_told_and_the_uses_of_power_by_name(week: House) -> None:
    await make_coordinator(week, BEA)
    later = datetime.fromisoformat("2026-05-20T18:00")
    await schedule(week, BEA, Schedule(later, "Europe/Paris", "FREQ=DAILY"))
    for hour in (19, 20):
        await move(week, BEA, 1, Schedule(later.replace(hour=hour), "Europe/Paris", "FREQ=DAILY"))
    await come_to(week, NEXT)
    (digest,) = sent(week)
    assert [
        (each.name, each.act, each.times) for each in digest.lines[Section.POWERS] if isinstance(each, PowerLine)
    ] == [
        ("Bea", Act.SCHEDULE, 1),
        ("Bea", Act.MOVE, 2),
    ]
    await come_to(week, datetime(2026, 5, 23, 3, tzinfo=UTC))
    await come_to(week, NEXT + 2 * A_WEEK)
    assert Skipped(1, datetime(2026, 5, 20, 18, tzinfo=UTC), 5) in sent(week)[-1].lines[Section.SKIPPED]


async def test_a_coordinator_who_was_forgotten_is_told_as_a_seat(week: House) -> None:
    await make_coordinator(week, BEA)
    await schedule(week, BEA)
    await week.run_sql("UPDATE mandates SET member_id = 0")
    await come_to(week, NEXT)
    (line,) = sent(week)[0].lines[Section.POWERS]
    assert isinstance(line, PowerLine)
    assert (line.name, line.seat) == (None, 1)


async def test_an_agreement_is_told_once_before_the_day_of_its_review(week: House) -> None:
    agreed = await week.decide(ANN, kind=Kind.AGREEMENT)
    await week.decide(BEA)
    assert agreed.review_on is not None
    await come_to(week, NEXT)
    assert Section.REVIEWS not in sent(week)[0].lines
    told = []
    for weeks in range(2, 30):
        # In winter it is due an hour later in UTC.
        await come_to(week, DUE + weeks * A_WEEK + timedelta(hours=1))
        if len(sent(week)) > 1 and not told:
            told.append(week.clock.now())
    (_, digest) = sent(week)
    (line,) = digest.lines[Section.REVIEWS]
    assert isinstance(line, ReviewLine)
    assert (line.number, line.proposal_number) == (agreed.number, agreed.proposal_number)
    assert timedelta(0) <= agreed.review_on - told[0].date() < A_WEEK


async def test_a_covered_text_is_in_no_digest_and_one_that_stands_is_drawn_anew(week: House) -> None:
    await week.decide(ANN, title="Ask Leo at number 7", first_tasks="Call Leo")
    opened = await week.open_proposal(ANN, title="Leo again")
    week.clock.move_to(NEXT - timedelta(hours=1))
    await come_to(week, NEXT)
    (digest,) = sent(week)
    assert [each.title for each in digest.lines[Section.DECIDED] if isinstance(each, DecidedLine)] == [
        "Ask Leo at number 7"
    ]
    vote = draft("Does it stay covered?", "Agree: yes.", kind=Kind.COVER)
    for person in (BEA, CAL):
        await week.services.covers.ask(person, Covered(Holder.PROPOSAL, 1), vote)
    for person in (BEA, CAL):
        await week.services.covers.ask(person, Covered(Holder.TASK, 1), vote)
    await week.services.outbox.deliver_due()
    drawn = week.board.shown_digests[-1]
    assert drawn.message_id is not None
    titles = {getattr(each, "title") for lines in drawn.lines.values() for each in lines}  # noqa: B009
    assert titles <= {None, opened.title}
    assert await week.select("SELECT count(*) FROM outbox WHERE kind = 'show-digest' AND delivered_at IS NULL") == [
        (0,)
    ]


async def test_what_is_too_long_for_one_message_follows_whole_in_its_thread(week: House) -> None:
    for place in range(SHOWN + A_PART):
        await week.add_task(title=f"Task {place}")
    await come_to(week, NEXT)
    (digest,) = sent(week)
    message_id = next(one.message_id for one in week.board.posted if one.notice.content is digest)
    thread_id = week.board.threads[message_id]
    assert week.board.thread_names[thread_id] == "W-20 · 2026-05-04 – 2026-05-10"
    parts = [one.notice for one in week.board.posted if isinstance(one.notice.content, DigestPart)]
    assert [(part.mark, part.channel_id) for part in parts] == [("W-20-1", thread_id), ("W-20-2", thread_id)]
    assert len({part.nonce for part in parts}) == 2
    assert all(len(part.nonce) <= 25 for part in parts)
    told = [number for part in parts if isinstance(part.content, DigestPart) for number in numbers_of(part.content)]
    assert {part.content.language for part in parts} == {"en"}
    assert told == list(range(1, SHOWN + A_PART + 1))
    (stored,) = await week.select("SELECT thread_id, json_array_length(parts) FROM digests WHERE state = 'delivered'")
    assert stored == (thread_id, 2)


@pytest.mark.parametrize("attempt", range(4))
async def test_lost_answers_double_neither_the_digest_nor_its_parts(week: House, attempt: int) -> None:
    for place in range(SHOWN + A_PART):
        await week.add_task(title=f"Task {place}")
    await week.services.outbox.deliver_due()
    week.clock.move_to(NEXT)
    await week.services.digest.send_due()

    async def pass_by() -> None:
        """Let this call through."""

    async def lose_the_next() -> None:
        week.board.lose_answers()

    if attempt:
        week.board.meanwhile.extend([*[pass_by] * (attempt - 1), lose_the_next])
    else:
        week.board.lose_answers()
    for _ in range(5):
        await week.services.outbox.deliver_due()
        week.clock.advance(timedelta(minutes=20))
    marks = [one.notice.mark for one in week.board.posted if one.notice.mark.startswith("W-")]
    assert marks == ["W-20", "W-20-1", "W-20-2"]


async def test_one_that_cannot_be_delivered_for_two_days_is_left_out_and_the_next_one_says_so(week: House) -> None:
    await week.add_task()
    await week.services.outbox.deliver_due()
    week.board.fail(times=None)
    await come_to(week, NEXT)
    await come_to(week, NEXT + timedelta(hours=49))
    assert await states(week) == ["quiet", "skipped", "waiting"]
    week.board.recover()
    await come_to(week, NEXT + A_WEEK)
    assert sent(week)[0].lines[Section.SKIPPED] == (Skipped(None, NEXT),)


async def test_it_follows_the_decisions_channel_where_the_old_one_is_gone(week: House) -> None:
    await week.add_task()
    await week.services.outbox.deliver_due()
    week.clock.move_to(NEXT)
    await week.services.digest.send_due()
    await week.run_sql("UPDATE servers SET decisions_channel_id = 777")
    week.board.fail(is_place_gone=True)
    await week.services.outbox.deliver_due()
    await week.services.outbox.deliver_due()
    (message,) = [one for one in week.board.posted if one.notice.mark == "W-20"]
    assert message.notice.channel_id == 777


async def test_day_and_hour_are_housekeeping_and_a_change_gives_every_week_its_one_digest(week: House) -> None:
    wanted = await week.services.charter.check(GUILD, "digest_time", "Mittwoch 20 Uhr")
    assert (wanted.old, wanted.new, wanted.kind) == ("monday 18:00", "wednesday 20:00", Kind.LAZY)
    await week.decide(ANN, kind=Kind.LAZY)
    receipt = await week.services.proposals.propose(ANN, change_draft(wanted, "Later", "Mondays are full."))
    await week.services.outbox.deliver_due()
    await week.all_tap(CAST, "✅", await week.services.proposals.card(GUILD, receipt.number))
    await come_to(week, NEXT)
    card = await week.services.proposals.card(GUILD, receipt.number)
    await week.settle(card)
    assert week.clock.now().date() == date(2026, 5, 11)
    await come_to(week, NEXT + timedelta(days=2, hours=2))
    assert [digest.number for digest in sent(week)] == [20]
    await come_to(week, NEXT + timedelta(days=9, hours=2))
    assert [digest.number for digest in sent(week)] == [20, 21]
    assert sent(week)[1].due_at == datetime(2026, 5, 20, 18, tzinfo=UTC)


async def test_a_change_to_a_time_that_is_over_this_week_lets_the_old_one_hold_once_more(week: House) -> None:
    await week.add_task()
    await week.run_sql("UPDATE servers SET digest_time = 'friday 18:00'")
    async with week.database.turn() as session:
        await move_digest(session, GUILD, week.clock.now())
    await week.run_sql("UPDATE servers SET digest_time = 'monday 18:00'")
    week.clock.move_to(NEXT + timedelta(days=2))
    async with week.database.turn() as session:
        await move_digest(session, GUILD, week.clock.now())
    await come_to(week, NEXT + timedelta(days=4))
    await come_to(week, NEXT + A_WEEK)
    assert [digest.due_at for digest in sent(week)] == [NEXT + timedelta(days=4)]
    assert await states(week) == ["quiet", "delivered", "quiet", "waiting"]


async def test_a_zone_database_of_another_version_moves_what_waits_after_a_restart(week: House) -> None:
    await week.run_sql("UPDATE digests SET due_at = '2026-05-11 15:00:00.000000' WHERE state = 'waiting'")
    await week.add_task()
    again = week.restarted()
    await again.services.digest.send_due()
    await again.services.digest.send_due()
    assert await week.select("SELECT due_at FROM digests WHERE state = 'waiting'") == [("2026-05-11 16:00:00.000000",)]


async def test_the_digest_of_now_is_for_whoever_asks_and_changes_nothing(house: House) -> None:
    asked = await house.services.digest.now(GUILD)
    assert asked.is_quiet
    assert asked.next_at == DUE
    await house.services.digest.send_due()
    await house.add_task()
    before = await house.select("SELECT * FROM digests")
    house.clock.advance(timedelta(seconds=1))
    asked = await house.services.digest.now(GUILD)
    assert (asked.number, asked.next_at, asked.is_quiet) == (19, DUE, False)
    assert numbers(asked, Section.LOOKING) == [1]
    assert await house.select("SELECT * FROM digests") == before
    with pytest.raises(NotSetUp):
        await house.services.digest.now(404)


async def test_one_server_whose_digest_cannot_be_gathered_holds_up_no_other(
    week: House, caplog: pytest.LogCaptureFixture
) -> None:
    await week.found(elsewhere(ANN), name="Other", proposals_channel_id=601)
    await week.services.digest.send_due()
    await week.decide(ANN, kind=Kind.AGREEMENT)
    await week.services.tasks.add(elsewhere(ANN), "Print flyers")
    await week.run_sql(
        f"CREATE TRIGGER broken BEFORE UPDATE ON digests WHEN OLD.guild_id = {GUILD} "
        "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    await come_to(week, NEXT)
    assert [digest.guild_id for digest in sent(week)] == [OTHER_GUILD]
    assert "was not gathered" in caplog.text


async def test_a_digest_that_another_process_took_is_left_alone(week: House) -> None:
    await week.add_task()
    other = week.restarted()
    week.clock.move_to(NEXT)
    both = await asyncio.gather(week.services.digest.send_due(), other.services.digest.send_due())
    assert sorted(both) == [0, 1]
    await week.services.outbox.deliver_due()
    assert len(sent(week)) == 1
