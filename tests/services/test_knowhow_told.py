"""Know-how elsewhere: in digests, in what a newcomer is told, and covered where it exposes a person."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.covers import AlreadyCovered, Covered, Holder
from bot.domain.digest import Section
from bot.domain.knowhow_refusals import NoSuchPage, PageIsCovered
from bot.services.digest_cards import PageLine
from bot.services.knowhow_cards import Writing
from bot.services.meetings import MeetingService
from bot.services.time_cards import NotesCard
from tests.factories import ANN, BEA, CAL, CAST, DOV, GUILD, NEW, House
from tests.services.exposed import NAME, cover, log_of, vote_of
from tests.services.knowing import found, opened, share
from tests.services.term import come_to, make_coordinator, posted, schedule

PAGE = Covered(Holder.PAGE, 1)


async def about_somebody(house: House) -> None:
    await house.services.tasks.add(ANN, "Visit")
    await share(house, title=f"Help {NAME}", text=f"{NAME} lives in no. 4.", tags=NAME, task_number=1)


async def everything_shown(house: House) -> str:
    """All that cards say of know-how now."""
    knowhow = house.services.knowhow
    said: list[object] = [await knowhow.card(GUILD, 1), await knowhow.history(GUILD, 1), await knowhow.find(GUILD, "")]
    said += [await knowhow.find(GUILD, "no. 4"), await knowhow.suggest(GUILD, "help"), await knowhow.suggest(GUILD, "")]
    said += [await knowhow.of_task(GUILD, 1), await house.services.tasks.unfinished(GUILD)]
    said.append((await house.services.digest.now(GUILD)).lines)
    return repr(said)


async def test_a_covered_page_is_in_no_card_and_not_found(house: House) -> None:
    await about_somebody(house)
    assert NAME in await everything_shown(house)
    receipt = await cover(house, PAGE)
    assert NAME not in await everything_shown(house)
    assert await found(house, "lives") == await found(house, "") == []
    assert (await house.services.knowhow.card(GUILD, 1)).is_covered
    assert [task.number for task in (await house.services.knowhow.card(GUILD, 1)).tasks] == [1]
    with pytest.raises(PageIsCovered):
        await opened(house)
    with pytest.raises(PageIsCovered):
        await house.services.knowhow.revise(BEA, Writing("T", "x", page_number=1, made_from=1))
    with pytest.raises(PageIsCovered):
        await house.services.knowhow.difference(GUILD, 1, 1)
    with pytest.raises(AlreadyCovered):
        await cover(house, PAGE)
    with pytest.raises(NoSuchPage):
        await cover(house, Covered(Holder.PAGE, 9))
    (entry,) = await log_of(house, "integrity")
    assert (entry["text"], entry["vote"]) == ("K-1", receipt.vote_number)


async def test_a_vote_that_does_not_pass_gives_the_page_back_with_its_words(house: House) -> None:
    await about_somebody(house)
    vote = await vote_of(house, await cover(house, PAGE))
    await house.all_tap(CAST, "❌", vote)
    await house.settle(vote)
    assert await found(house, "lives") == [1]
    assert (await house.services.knowhow.card(GUILD, 1)).title == f"Help {NAME}"


async def test_notes_that_expose_a_person_are_covered_in_their_thread_too(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, text="Assembly", is_meeting=True)
    await come_to(house, datetime(2026, 5, 22, 16, tzinfo=UTC))
    meetings: MeetingService = house.services.meetings
    await meetings.file_notes(BEA, posted(house)[0].occurrence_id, f"{NAME} was there.", "Assembly")
    await house.services.outbox.deliver_due()
    await cover(house, PAGE, BEA, CAL)
    (drawn,) = house.board.shown_notes
    assert isinstance(drawn, NotesCard)
    assert (drawn.number, drawn.title, drawn.text) == (1, None, None)


async def test_new_know_how_is_told_in_the_next_digest_once_and_alone_brings_one(house: House) -> None:
    assert (await house.services.digest.now(GUILD)).is_quiet
    await share(house, title="Booking the hall")
    digest = await house.services.digest.now(GUILD)
    assert digest.lines[Section.KNOW_HOW] == [PageLine(1, "Booking the hall")]
    assert not digest.is_quiet
    await house.services.digest.send_due()
    house.clock.advance(timedelta(hours=5))
    await house.services.digest.send_due()
    await house.services.outbox.deliver_due()
    assert (await house.services.digest.now(GUILD)).lines.get(Section.KNOW_HOW) is None


async def test_a_digest_that_stands_is_drawn_anew_when_its_page_is_covered(house: House) -> None:
    await house.services.digest.send_due()
    await about_somebody(house)
    house.clock.advance(timedelta(hours=5))
    await house.services.digest.send_due()
    await house.services.outbox.deliver_due()
    await cover(house, PAGE)
    assert house.board.shown_digests[-1].lines[Section.KNOW_HOW] == [PageLine(1, None)]


async def test_help_tells_how_many_pages_there_are(house: House) -> None:
    assert (await house.services.orientation.card(NEW)).pages == 0
    await share(house, DOV)
    assert (await house.services.orientation.card(NEW)).pages == 1
