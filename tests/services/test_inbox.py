"""The inbox: in order, in groups, bounded, and nothing lost while the database refuses."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from bot.domain.ballots import Act, Choice
from bot.domain.errors import NoSuchProposal
from bot.domain.tally import Tally
from bot.services.inbox import GROUP, ROOM, Inbox, PanelAct, Tap
from tests.factories import BEA, CAL, CAST, GUILD, START, House, crowd


def tap(number: int) -> Tap:
    """A tap that can be told from others."""
    return Tap(GUILD, 1, number, "✅", is_super=False, is_removal=False, received_at=START)


class Scribe:
    """Writes groups down, and stumbles as often as it is told to."""

    def __init__(self) -> None:
        self.groups: list[Sequence[Tap | PanelAct]] = []
        self.stumbles = 0

    async def write(self, group: Sequence[Tap | PanelAct]) -> None:
        await asyncio.sleep(0)
        if self.stumbles:
            self.stumbles -= 1
            raise OSError("the disk is full")
        self.groups.append(group)


async def refuse_ledger(house: House) -> None:
    """Have the database itself refuse every line of the ledger from now on."""
    await house.run_sql("CREATE TRIGGER full BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'disk full'); END")


class Refusals(logging.Handler):
    """Hears the inbox speak of groups that could not be written."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if "could not be written" in record.getMessage():
            self.heard.set()

    async def wait(self) -> None:
        await asyncio.wait_for(self.heard.wait(), 10)


@pytest.fixture
async def refusals() -> AsyncIterator[Refusals]:
    """What the inbox says when the database refuses."""
    ear = Refusals()
    log = logging.getLogger("bot.services.inbox")
    log.addHandler(ear)
    yield ear
    log.removeHandler(ear)


async def test_what_comes_while_a_group_is_written_is_the_next_group() -> None:
    scribe = Scribe()
    inbox = Inbox(scribe.write)
    inbox.put(tap(1))
    inbox.put(tap(2))
    await asyncio.sleep(0)
    inbox.put(tap(3))
    await inbox.drained()
    assert [[act.user_id for act in group if isinstance(act, Tap)] for group in scribe.groups] == [[1, 2], [3]]


async def test_a_group_has_at_most_a_thousand_acts_and_keeps_their_order() -> None:
    scribe = Scribe()
    inbox = Inbox(scribe.write)
    taps = [tap(number) for number in range(2 * GROUP + 1)]
    for one in taps:
        inbox.put(one)
    await inbox.drained()
    assert [len(group) for group in scribe.groups] == [GROUP, GROUP, 1]
    assert [act for group in scribe.groups for act in group] == taps


async def test_the_inbox_knows_how_many_acts_wait_and_since_when_the_first_does() -> None:
    inbox = Inbox(Scribe().write, room=2)
    assert (inbox.waiting, inbox.oldest) == (0, None)
    inbox.put(tap(1))
    inbox.put(tap(2)._replace(received_at=START + timedelta(seconds=9)))
    inbox.put(tap(3))
    assert (inbox.waiting, inbox.oldest) == (2, START)
    assert (inbox.written, inbox.turned_away) == (0, 1)
    await inbox.drained()
    assert (inbox.waiting, inbox.oldest) == (0, None)
    assert (inbox.written, inbox.set_aside) == (2, 0)


async def test_an_empty_inbox_has_nothing_parked() -> None:
    inbox = Inbox(Scribe().write)
    await inbox.drained()
    inbox.put(tap(1))
    await inbox.drained()
    assert [task.get_name() for task in asyncio.all_tasks() if task.get_name() == "inbox"] == []


async def test_a_full_inbox_turns_taps_away_and_says_so_but_never_a_panel_act() -> None:
    scribe = Scribe()
    inbox = Inbox(scribe.write, room=2)
    inbox.put(tap(1))
    inbox.put(tap(2))
    had_room = not inbox.has_overflown
    inbox.put(tap(3))
    assert (had_room, inbox.has_overflown) == (True, True)
    inbox.put(PanelAct(BEA, 1, Act.CAST, START, Choice.AGREE))
    await inbox.drained()
    ((first, second, third),) = scribe.groups
    assert (first, second) == (tap(1), tap(2))
    assert isinstance(third, PanelAct)
    inbox.put(tap(4))
    await inbox.drained()
    assert scribe.groups[-1] == [tap(4)]


async def test_a_group_that_cannot_be_written_is_tried_until_it_is_and_what_follows_waits() -> None:
    scribe = Scribe()
    scribe.stumbles = 2
    inbox = Inbox(scribe.write)
    inbox.put(tap(1))
    await asyncio.sleep(0)
    inbox.put(tap(2))
    await inbox.drained()
    assert scribe.groups == [[tap(1)], [tap(2)]]


async def test_no_tap_is_lost_while_the_database_refuses(house: House, refusals: Refusals) -> None:
    card = await house.open_proposal()
    await refuse_ledger(house)
    for person in CAST:
        house.put_tap(person, "✅", card)
    await refusals.wait()
    house.put_tap(BEA, "❌", card)
    await house.run_sql("DROP TRIGGER full")
    await house.services.inbox.drained()
    assert (await house.proposal(card)).tally == Tally(agree=5, disagree=1)
    assert len(await house.select("SELECT 1 FROM ledger")) == 7, "each act is written once, however often it was tried"


async def test_a_panel_act_is_answered_only_when_it_is_written(house: House, refusals: Refusals) -> None:
    card = await house.open_proposal()
    await refuse_ledger(house)
    voting = asyncio.create_task(house.services.ballots.cast(BEA, card.number, Choice.AGREE))
    await refusals.wait()
    assert not voting.done()
    await house.run_sql("DROP TRIGGER full")
    assert (await voting).choice == Choice.AGREE


async def test_one_who_is_refused_does_not_spoil_the_group(house: House) -> None:
    card = await house.open_proposal()
    refused = PanelAct(BEA, 77, Act.CAST, house.clock.now(), Choice.AGREE)
    house.put_tap(BEA, "✅", card)
    house.services.inbox.put(refused)
    house.put_tap(CAL, "✅", card)
    await house.services.inbox.drained()
    assert isinstance(refused.done.exception(), NoSuchProposal)
    assert (await house.proposal(card)).tally == Tally(agree=2)


async def test_what_a_full_inbox_turned_away_is_found_on_the_message(house: House) -> None:
    card = await house.open_proposal()
    nothing = Tap(GUILD, 4711, BEA.user_id, "✅", is_super=False, is_removal=False, received_at=house.clock.now())
    house.put_tap(BEA, "✅", card)
    for _ in range(ROOM - 1):
        house.services.inbox.put(nothing)
    house.put_tap(CAL, "✅", card)
    house.register.joined[GUILD, CAL.user_id] = CAL.joined_at or START
    assert house.services.inbox.has_overflown
    await house.services.inbox.drained()
    assert (await house.proposal(card)).tally == Tally(agree=1)
    house.clock.advance(timedelta(seconds=1))
    await house.services.reading.read_after_overflow()
    assert (await house.proposal(card)).tally == Tally(agree=2)
    already = len(house.box.asked)
    await house.services.reading.read_after_overflow()
    assert len(house.box.asked) == already, "what was read once is not read again"


async def test_where_nothing_was_turned_away_nothing_is_read(house: House) -> None:
    await house.open_proposal()
    already = len(house.box.asked)
    await house.services.reading.read_after_overflow()
    assert len(house.box.asked) == already


async def test_a_thousand_people_tap_at_once(house: House) -> None:
    card = await house.open_proposal()
    people = crowd(1_000)
    await house.all_tap(people, "❌", card)
    await house.all_tap(people, "✅", card)
    assert (await house.proposal(card)).tally == Tally(agree=1_000)
