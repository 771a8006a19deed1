"""The weekly digest: what it tells, and what of it follows in its thread."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.covers import Covered, Holder
from bot.domain.digest import Section, Skipped
from bot.domain.errors import NotSetUp
from bot.domain.proposals import draft
from bot.domain.reminders import Act
from bot.domain.rules import Kind
from bot.domain.schedule import Schedule
from bot.services.digest_cards import A_PART, SHOWN, DecidedLine, DigestPart, PowerLine, ReviewLine
from tests.factories import ANN, BEA, CAL, DECISIONS_CHANNEL, GUILD, House
from tests.services.term import make_coordinator, move, schedule
from tests.services.weekly import A_WEEK, DUE, NEXT, come_to, numbers, numbers_of, sent, states


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
