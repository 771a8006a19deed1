"""Meetings: people say they come, anybody adds to the agenda, and notes are filed in the thread."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.covers import Covered, Holder
from bot.domain.errors import MissingText, TextTooLong
from bot.domain.proposals import draft
from bot.domain.reminder_refusals import AgendaIsFull, NoSuchReminder
from bot.domain.reminders import AGENDA_LIVES, ITEM_LIMIT, ITEMS_LIMIT
from bot.domain.rules import Kind
from bot.services.time_cards import AgendaCard, NotesCard
from tests.factories import ANN, BEA, CAL, GUILD, NEW, PROPOSALS_CHANNEL, House, elsewhere
from tests.fake_outside import Meanwhile
from tests.services.term import come_to, make_coordinator, posted, schedule, tick

DUE = datetime(2026, 5, 22, 16, tzinfo=UTC)


@pytest.fixture
async def meeting(house: House) -> int:
    """The occurrence of a meeting whose thread is open and whose agenda stands."""
    await make_coordinator(house, ANN)
    await schedule(house, ANN, text="Assembly at eight", is_meeting=True)
    await come_to(house, DUE)
    return posted(house)[0].occurrence_id


def agendas(house: House) -> list[AgendaCard]:
    """The agendas as they were posted and drawn again."""
    cards = [one.notice.content for one in house.board.standing("R-1")]
    return [card for card in cards if isinstance(card, AgendaCard)] + house.board.shown_agendas


async def test_people_are_counted_and_nobody_is_named(house: House, meeting: int) -> None:
    for person in (BEA, CAL, NEW):
        card = await house.services.meetings.toggle(person, meeting)
    assert card.coming == 3
    assert (await house.services.meetings.toggle(CAL, meeting)).coming == 2
    assert "Bea" not in repr(card)


async def test_a_meeting_gets_one_thread_with_an_agenda_in_it(house: House, meeting: int) -> None:
    (agenda,) = agendas(house)
    thread = house.board.standing("R-1")[1].notice.channel_id
    assert house.board.thread_names[thread] == "R-1 · Assembly at eight"
    assert (agenda.thread_id, agenda.items) == (thread, ())


async def test_anybody_adds_items_and_open_proposals_fill_in(house: House, meeting: int) -> None:
    await house.open_proposal(title="Buy chairs")
    for person, item in ((BEA, "The roof"), (NEW, "Tea\nand cake")):
        await house.services.meetings.add_item(person, meeting, item)
    await tick(house)
    _, drawn = house.board.shown_agendas
    assert drawn.items == ("The roof", "Tea and cake")
    assert drawn.proposals == ((2, "Buy chairs"),)
    await house.run_sql("UPDATE proposals SET is_covered = 1")
    card = await house.services.meetings.add_item(BEA, meeting, "More")
    assert card.proposals == ((2, None),)


async def test_an_agenda_follows_what_is_being_decided(house: House, meeting: int) -> None:
    def now_decided() -> list[tuple[int, str | None]]:
        return list(house.board.shown_agendas[-1].proposals)

    chairs = await house.open_proposal(title="Buy chairs")
    assert now_decided() == [(chairs.number, "Buy chairs")]
    tables = await house.open_proposal(CAL, title="Buy tables", discuss=timedelta(hours=24))
    assert now_decided() == [(chairs.number, "Buy chairs"), (tables.number, "Buy tables")]
    await house.services.amending.amend(CAL, tables.number, draft("Borrow tables", "From next door."))
    await tick(house)
    assert now_decided() == [(chairs.number, "Buy chairs"), (tables.number, "Borrow tables")]
    await house.services.amending.withdraw(CAL, tables.number)
    await tick(house)
    assert now_decided() == [(chairs.number, "Buy chairs")]
    await house.settle(chairs)
    await tick(house)
    assert now_decided() == []


async def test_a_text_that_is_covered_goes_from_the_agenda_that_stands(house: House, meeting: int) -> None:
    card = await house.open_proposal(title="Ask Leo at number 7")
    for person in (BEA, CAL):
        await house.services.covers.ask(
            person, Covered(Holder.PROPOSAL, card.number), draft("Covered?", "Agree: yes.", kind=Kind.COVER)
        )
    await tick(house)
    assert (card.number, None) in house.board.shown_agendas[-1].proposals
    assert "Leo" not in repr(house.board.shown_agendas[-1])


async def test_a_channel_that_goes_and_comes_back_takes_its_votes_from_the_agenda_and_brings_them_back(
    house: House, meeting: int
) -> None:
    card = await house.open_proposal(title="Buy chairs")
    await house.services.interruptions.lose_channel(GUILD, PROPOSALS_CHANNEL)
    await tick(house)
    assert house.board.shown_agendas[-1].proposals == ()
    await house.services.interruptions.resume_in(GUILD)
    await tick(house)
    assert house.board.shown_agendas[-1].proposals == ((card.number, "Buy chairs"),)


async def test_once_notes_are_filed_or_it_is_long_past_an_agenda_stays_as_it_was(house: House, meeting: int) -> None:
    house.clock.advance(AGENDA_LIVES + timedelta(seconds=1))
    await house.open_proposal(title="Too late for it")
    assert house.board.shown_agendas == []
    await house.open_proposal(title="Another")
    house.clock.move_to(DUE + timedelta(days=1))
    await house.services.meetings.file_notes(BEA, meeting, "We talked about the roof.", "Assembly")
    await house.open_proposal(CAL, title="After the meeting")
    assert house.board.shown_agendas == []


async def test_what_changes_while_an_agenda_is_being_drawn_has_it_drawn_once_more(house: House, meeting: int) -> None:
    await house.services.meetings.add_item(BEA, meeting, "The roof")

    async def add_another() -> None:
        await house.services.meetings.add_item(CAL, meeting, "The cellar")

    house.board.meanwhile.append(add_another)
    await tick(house)
    assert house.board.shown_agendas[-1].items == ("The roof", "The cellar")


async def test_an_agenda_holds_so_many_items_and_each_is_a_line(house: House, meeting: int) -> None:
    with pytest.raises(MissingText):
        await house.services.meetings.add_item(BEA, meeting, "  ")
    with pytest.raises(TextTooLong):
        await house.services.meetings.add_item(BEA, meeting, "x" * (ITEM_LIMIT + 1))
    for place in range(ITEMS_LIMIT):
        await house.services.meetings.add_item(BEA, meeting, f"Item {place}")
    with pytest.raises(AgendaIsFull):
        await house.services.meetings.add_item(BEA, meeting, "One more")


async def test_notes_are_filed_as_know_how_and_stand_in_the_thread(house: House, meeting: int) -> None:
    filed = await house.services.meetings.file_notes(BEA, meeting, "We fix the roof.", "Assembly, 22 May")
    again = await house.services.meetings.file_notes(CAL, meeting, "And the door.", "Assembly, 22 May")
    await tick(house)
    assert (filed.number, again.number, filed.reminder) == (1, 2, 1)
    (posted_notes,) = house.board.standing("K-1")
    card = posted_notes.notice.content
    assert isinstance(card, NotesCard)
    assert (card.title, card.text, card.author_name) == ("Assembly, 22 May", "We fix the roof.", "Bea")
    assert posted_notes.notice.channel_id == house.board.standing("R-1")[1].notice.channel_id
    found = await house.services.knowhow.find(ANN.guild_id, "roof")
    assert [each.page.number for each in found.pages] == [1]


async def test_notes_in_a_thread_follow_their_page(house: House, meeting: int) -> None:
    await house.services.meetings.file_notes(BEA, meeting, "We fix the roof.", "Assembly, 22 May")
    await tick(house)
    before = await house.services.knowhow.to_revise(ANN.guild_id, 1)
    await house.services.knowhow.revise(CAL, replace(before, text="We fix the roof in June."))
    await tick(house)
    (drawn,) = house.board.shown_notes
    assert (drawn.text, drawn.author_name) == ("We fix the roof in June.", "Cal")
    assert drawn.message_id == house.board.standing("K-1")[0].message_id


async def test_only_meetings_of_ones_own_server_that_stand_have_all_this(house: House, meeting: int) -> None:
    await house.services.meetings.check(ANN.guild_id, meeting)
    with pytest.raises(NoSuchReminder):
        await house.services.meetings.toggle(elsewhere(BEA), meeting)
    with pytest.raises(NoSuchReminder):
        await house.services.meetings.check(ANN.guild_id, 999)


async def test_reminder_agenda_and_notes_mention_nobody_whatever_is_in_them(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, text=f"@everyone <@{BEA.user_id}> <@&7> come!", is_meeting=True)
    await come_to(house, DUE)
    occurrence = posted(house)[0].occurrence_id
    await house.services.meetings.add_item(CAL, occurrence, f"<@{BEA.user_id}>")
    await house.services.meetings.file_notes(CAL, occurrence, "@here", "@everyone")
    await tick(house)
    notices = [*house.board.standing("R-1"), *house.board.standing("K-1")]
    assert len(notices) == 3
    assert all(one.notice.mentions == () for one in notices)


async def test_a_reminder_that_is_no_meeting_has_no_thread(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    before = dict(house.board.threads)
    await come_to(house, DUE)
    assert house.board.threads == before
    with pytest.raises(NoSuchReminder):
        await house.services.meetings.toggle(BEA, posted(house)[0].occurrence_id)


async def test_a_thread_that_could_not_be_opened_at_first_is_opened_later_once(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, is_meeting=True)
    house.clock.move_to(DUE)
    await house.services.reminders.send_due()
    house.board.meanwhile.append(_fail_next(house))
    await house.services.outbox.deliver_due()
    item = await house.services.meetings.add_item(BEA, posted(house)[0].occurrence_id, "Early")
    assert item.message_id is None
    house.board.recover()
    await come_to(house, DUE + timedelta(minutes=20))
    (agenda,) = agendas(house)
    assert agenda.items == ("Early",)


def _fail_next(house: House) -> Meanwhile:
    async def fail() -> None:
        house.board.fail(times=None)

    return fail
