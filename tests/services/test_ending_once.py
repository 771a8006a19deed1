"""Ending once: whoever finds that a proposal ended meanwhile leaves it as it is."""

import asyncio
from datetime import timedelta

from bot.domain.decisions import Outcome
from bot.domain.proposals import State
from bot.services.settling import conclude
from db import proposals
from tests.factories import CAST, GUILD, House


async def interrupt(house: House) -> None:
    """Take the bot out of the server."""
    await house.services.interruptions.lose_server(GUILD)


async def test_what_had_ended_is_not_ended_again_by_who_read_it_before(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    async with house.database.look() as session:
        read_before = await proposals.get(session, GUILD, card.number)
    assert read_before is not None
    await house.settle(card)
    async with house.database.turn() as session:
        assert not await conclude(session, read_before, Outcome.LAPSED, house.clock.now())
    assert (await house.proposal(card)).outcome is Outcome.PASSED
    assert await house.select("SELECT count(*) FROM decisions") == [(1,)]


async def test_what_two_sweeps_find_lapsed_at_once_lapses_once(house: House) -> None:
    card = await house.open_proposal()
    await interrupt(house)
    house.clock.advance(timedelta(days=30))
    sweeps = (house.services.interruptions, house.restarted().services.interruptions)
    await asyncio.gather(*(sweep.lapse_due() for sweep in sweeps))
    assert (await house.proposal(card)).outcome is Outcome.LAPSED
    assert await house.select("SELECT count(*) FROM decisions") == [(1,)]


async def test_what_two_find_back_at_once_goes_on_once(house: House) -> None:
    card = await house.open_proposal()
    await interrupt(house)
    house.clock.advance(timedelta(days=1))
    sweeps = (house.services.interruptions, house.restarted().services.interruptions)
    await asyncio.gather(*(sweep.resume_in(GUILD) for sweep in sweeps))
    assert (await house.proposal(card)).state is State.OPEN
    assert await house.select("SELECT body FROM log WHERE body LIKE '%\"resumed\"%'") != []
    assert await house.select("SELECT count(*) FROM log WHERE kind = 'integrity'") == [(2,)]
