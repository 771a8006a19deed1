"""Leaving with a database that is away: it ends all the same, and whoever waits is told."""

import asyncio

import pytest

from bot.domain.ballots import Choice
from bot.leaving import finish
from bot.services.inbox import SetAside
from bot.timetable import Timetable
from tests.busy import busy
from tests.factories import BEA, CAL, House


async def test_what_cannot_be_written_before_the_end_is_told_to_whoever_waits_for_it(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    card = await house.open_proposal()
    timetable = Timetable(house.services)
    timetable.patience = 0.1
    async with busy(house.database):
        voting = asyncio.create_task(
            house.services.ballots.cast(BEA, card.number, Choice.AGREE), name="discord.py: on_interaction"
        )
        async with asyncio.timeout(10):
            await finish(house.services, timetable)
        with pytest.raises(SetAside):
            await voting
    assert "1 acts could not be written in time" in caplog.text
    assert "could not write down that the bot is away: TimeoutError" in caplog.text


async def test_what_is_under_way_when_the_end_comes_is_written(house: House) -> None:
    card = await house.open_proposal()
    voting = asyncio.create_task(
        house.services.ballots.cast(CAL, card.number, Choice.AGREE), name="discord.py: on_interaction"
    )
    await asyncio.sleep(0)
    await finish(house.services, Timetable(house.services))
    assert voting.done()
    assert (await house.proposal(card)).tally.agree == 1
    assert not await house.services.presence.is_back(), "nothing is settled on what comes after the end"
