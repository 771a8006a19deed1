"""Reading as far as one can reach: what is read, in which order, and what is owed a reading."""

from datetime import timedelta

import pytest

from bot.domain.tally import Tally
from bot.services.ports import Unreachable
from db import proposals
from tests.factories import (
    ANN,
    BEA,
    GUILD,
    OTHER_GUILD,
    START,
    House,
    elsewhere,
)


async def read(house: House) -> None:
    """Read every open ballot; a second goes by."""
    await house.services.reading.read_open()
    house.clock.advance(timedelta(seconds=1))


async def test_a_ballot_that_cannot_be_reached_stays_unread_and_the_others_are_read(house: House) -> None:
    first, second = await house.open_proposal(), await house.open_proposal()
    for card in (first, second):
        house.miss_tap(BEA, "✅", card)
    house.box.fail()
    await read(house)
    assert (await house.proposal(first)).tally == Tally()
    assert (await house.proposal(second)).tally == Tally(agree=1)
    await read(house)
    assert (await house.proposal(first)).tally == Tally(agree=1)


async def test_a_ballot_is_unread_while_discord_does_not_say_who_somebody_is(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)
    house.register.fail()
    await read(house)
    assert (await house.proposal(card)).tally == Tally()
    assert not await house.select("SELECT 1 FROM ledger")
    await read(house)
    assert (await house.proposal(card)).tally == Tally(agree=1)


async def test_reading_one_ballot_says_when_it_cannot_be_reached(house: House) -> None:
    card = await house.open_proposal()
    async with house.database.look() as session:
        row = (await proposals.open_of(session))[0]
    house.box.fail(times=2)
    with pytest.raises(Unreachable):
        await house.services.reading.read(row)
    assert not await house.services.reading.try_to_read(row)
    assert await house.services.reading.try_to_read(row)
    assert card.message_id == row.message_id


async def test_a_ballot_that_was_not_posted_yet_has_nothing_to_read(house: House) -> None:
    await house.open_proposal(is_posted=False)
    await read(house)
    assert not house.box.asked


async def test_a_settled_ballot_is_read_no_more(house: House) -> None:
    await house.settle(await house.open_proposal())
    already = len(house.box.asked)
    await read(house)
    assert len(house.box.asked) == already


async def test_one_server_can_be_read_alone(house: House) -> None:
    await house.found(elsewhere(ANN), proposals_channel_id=601)
    ours = await house.open_proposal()
    theirs = await house.open_proposal(elsewhere(ANN))
    house.box.asked.clear()
    await house.services.reading.read_open(OTHER_GUILD)
    ((place,),) = house.box.calls("standing_reactions")
    assert (place.guild_id, place.message_id) == (OTHER_GUILD, theirs.message_id)
    assert ours.message_id != theirs.message_id


async def test_the_ballot_that_closes_first_is_read_first(house: House) -> None:
    cards = []
    for _ in range(3):
        cards.append(await house.open_proposal())
        house.clock.advance(timedelta(hours=1))
    house.box.asked.clear()
    await read(house)
    assert [place.message_id for (place,) in house.box.calls("standing_reactions")] == [
        card.message_id for card in cards
    ]


async def test_taps_before_the_bot_knew_its_own_ballot_are_read_when_it_is_furnished(house: House) -> None:
    async def tap_early() -> None:
        (posted,) = house.board.posted
        house.box.add(posted.message_id, BEA.user_id, "✅")
        house.register.joined[GUILD, BEA.user_id] = BEA.joined_at or START

    house.board.meanwhile.append(tap_early)
    card = await house.open_proposal()
    assert card.tally == Tally(agree=1)
