"""The inbox and what can never be written: it is set aside, and everything else goes on."""

import asyncio
import logging
from collections.abc import Sequence

import pytest

from bot.domain.ballots import Act, Choice
from bot.domain.tally import Tally
from bot.services.cards import Person
from bot.services.inbox import Inbox, PanelAct, SetAside, Tap
from tests.factories import ANN, BEA, CAL, DOV, GUILD, LONG_AGO, START, House
from tests.services.test_inbox import Refusals, refuse_ledger, tap

POISON = "\ud800"
"""A lone surrogate: text that no database takes."""


class Picky:
    """Writes groups down, but none that holds a certain person's tap; may be out of order for a while."""

    def __init__(self, never: int) -> None:
        self.written: list[Tap | PanelAct] = []
        self.outages = 0
        self._never = never

    async def write(self, group: Sequence[Tap | PanelAct]) -> None:
        await asyncio.sleep(0)
        if self.outages:
            self.outages -= 1
            raise OSError("the disk is full")
        if any(isinstance(act, Tap) and act.user_id == self._never for act in group):
            raise ValueError("nobody takes this")
        self.written += group


def is_outage(fault: Exception) -> bool:
    return isinstance(fault, OSError)


async def test_one_act_that_nobody_takes_is_set_aside_and_the_others_are_written_in_order() -> None:
    scribe = Picky(never=2)
    inbox = Inbox(scribe.write, is_outage=is_outage, pauses=(0.0,))
    for number in (1, 2, 3):
        inbox.put(tap(number))
    await inbox.drained()
    assert scribe.written == [tap(1), tap(3)]


async def test_during_an_outage_nothing_is_set_aside_however_long_it_lasts() -> None:
    scribe = Picky(never=2)
    scribe.outages = 20
    inbox = Inbox(scribe.write, is_outage=is_outage, pauses=(0.0,))
    for number in (1, 2, 3):
        inbox.put(tap(number))
    await inbox.drained()
    assert (scribe.outages, scribe.written) == (0, [tap(1), tap(3)])


async def test_an_act_that_nobody_waits_for_any_more_is_set_aside_all_the_same() -> None:
    async def write(group: Sequence[Tap | PanelAct]) -> None:
        if any(isinstance(act, PanelAct) for act in group):
            raise ValueError("nobody takes this")
        written.extend(group)

    written: list[Tap | PanelAct] = []
    inbox = Inbox(write, is_outage=is_outage, pauses=(0.0,))
    pressing = asyncio.create_task(inbox.ask(PanelAct(ANN, 1, Act.WITHDRAW, START)))
    await asyncio.sleep(0)
    pressing.cancel()
    inbox.put(tap(1))
    await inbox.drained()
    assert written == [tap(1)]
    assert pressing.cancelled()


async def test_a_name_that_no_database_takes_costs_nobody_else_their_vote(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    card = await house.open_proposal()
    house.put_tap(ANN, "✅", card)
    house.put_tap(Person(GUILD, 4_711, f"Zed{POISON}", LONG_AGO), "❌", card)
    house.put_tap(BEA, "✅", card)
    await house.services.inbox.drained()
    house.put_tap(CAL, "✅", card)
    await house.services.inbox.drained()
    assert (await house.proposal(card)).tally == Tally(agree=3)
    told = [record.getMessage() for record in caplog.records if "set aside" in record.getMessage()]
    assert len(told) == 1
    assert "Zed" not in caplog.text


async def test_who_pressed_something_that_cannot_be_written_is_told_and_what_they_wrote_is_in_no_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    card = await house.open_proposal()
    await house.services.ballots.cast(BEA, card.number, Choice.BLOCK)
    poison = PanelAct(BEA, card.number, Act.EXPLAIN, START, reason=f"They hurt my brother{POISON}")
    house.put_tap(ANN, "✅", card)
    with pytest.raises(SetAside):
        await house.services.inbox.ask(poison)
    await house.services.ballots.cast(DOV, card.number, Choice.AGREE)
    assert (await house.proposal(card)).tally == Tally(agree=2, unexplained=1)
    assert "brother" not in caplog.text


async def test_a_database_that_fails_keeps_the_words_of_its_statements_to_itself(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    card = await house.open_proposal()
    await house.services.ballots.cast(BEA, card.number, Choice.BLOCK)
    await refuse_ledger(house)
    heard = Refusals()
    logging.getLogger("bot.services.inbox").addHandler(heard)
    explaining = asyncio.create_task(house.services.ballots.explain(BEA, card.number, "They hurt my brother"))
    await heard.wait()
    logging.getLogger("bot.services.inbox").removeHandler(heard)
    await house.run_sql("DROP TRIGGER full")
    assert (await explaining).reason == "They hurt my brother"
    assert "brother" not in caplog.text


async def test_whoever_pressed_something_is_told_when_the_database_stays_away_and_taps_go_on_waiting() -> None:
    scribe = Picky(never=2)
    scribe.outages = 20
    inbox = Inbox(scribe.write, is_outage=is_outage, pauses=(0.0,))
    inbox.put(tap(1))
    pressed = PanelAct(BEA, 1, Act.WITHDRAW, START)
    with pytest.raises(OSError, match="the disk is full"):
        await inbox.ask(pressed)
    left = PanelAct(CAL, 1, Act.WITHDRAW, START)
    inbox.put(left)
    left.done.cancel()
    await inbox.drained()
    assert (scribe.outages, scribe.written, inbox.written, inbox.waiting) == (0, [tap(1)], 1, 0)
