"""The inbox at the end of the process: what could not be written is let go, and whoever waits hears of it."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.domain.ballots import Act, Choice
from bot.services.inbox import Inbox, PanelAct, SetAside, Tap
from tests.factories import ANN, BEA, CAL, START
from tests.services.test_inbox import Scribe, tap


async def never(group: Sequence[Tap | PanelAct]) -> None:
    """A database that has gone away in the middle of writing."""
    await asyncio.Event().wait()


async def test_whoever_waits_for_an_answer_is_told_and_all_that_is_left_is_counted() -> None:
    inbox = Inbox(never)
    under_way, waiting = (PanelAct(person, 1, Act.CAST, START, Choice.AGREE) for person in (ANN, BEA))
    asking = [asyncio.create_task(inbox.ask(act)) for act in (under_way,)]
    await asyncio.sleep(0)
    inbox.put(tap(1))
    await asyncio.sleep(0)
    asking.append(asyncio.create_task(inbox.ask(waiting)))
    await asyncio.sleep(0)
    assert inbox.let_go() == 3
    for each in asking:
        with pytest.raises(SetAside):
            await each
    await inbox.drained()


async def test_who_gave_up_waiting_is_not_told_twice() -> None:
    inbox = Inbox(never)
    act = PanelAct(CAL, 1, Act.CAST, START, Choice.AGREE)
    asking = asyncio.create_task(inbox.ask(act))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.wait({asking})
    assert inbox.let_go() == 1
    assert act.done.cancelled()


async def test_where_everything_is_written_nothing_is_let_go() -> None:
    scribe = Scribe()
    inbox = Inbox(scribe.write)
    inbox.put(tap(1))
    await inbox.drained()
    assert inbox.let_go() == 0
    assert scribe.groups == [[tap(1)]]
