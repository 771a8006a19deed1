"""Losses: which permissions are missing where is said once a day, in a channel where the bot may still speak."""

from datetime import timedelta

import pytest

from bot.services.loss_cards import LossCard
from tests.factories import DECISIONS_CHANNEL, PROPOSALS_CHANNEL, TASKS_CHANNEL, House

MISSING = ("send_messages", "add_reactions")


async def be_refused(house: House, channel_id: int = PROPOSALS_CHANNEL) -> None:
    """Be refused in a channel, look into it and deliver what that owes."""
    house.services.losses.note(channel_id)
    await house.services.losses.tell()
    await house.services.outbox.deliver_due()


def told(house: House) -> list[tuple[int, LossCard]]:
    """Where what was told about losses."""
    posted = [(one.notice.channel_id, one.notice.content) for one in house.board.posted]
    return [(channel_id, content) for channel_id, content in posted if isinstance(content, LossCard)]


async def test_what_is_missing_is_said_where_the_bot_may_still_speak(house: House) -> None:
    house.register.missing[PROPOSALS_CHANNEL] = MISSING
    await be_refused(house)
    ((channel_id, card),) = told(house)
    assert channel_id == DECISIONS_CHANNEL
    assert (card.channel_id, card.missing, card.language) == (PROPOSALS_CHANNEL, MISSING, "en")


async def test_it_is_said_once_a_day_for_each_channel(house: House) -> None:
    house.register.missing |= {PROPOSALS_CHANNEL: MISSING, TASKS_CHANNEL: MISSING}
    for _ in range(3):
        await be_refused(house)
        await be_refused(house, TASKS_CHANNEL)
        house.clock.advance(timedelta(hours=1))
    assert [card.channel_id for _, card in told(house)] == [PROPOSALS_CHANNEL, TASKS_CHANNEL]
    house.clock.advance(timedelta(days=1))
    await be_refused(house)
    assert [card.channel_id for _, card in told(house)] == [PROPOSALS_CHANNEL, TASKS_CHANNEL, PROPOSALS_CHANNEL]


async def test_a_refusal_without_a_missing_permission_is_no_loss(house: House) -> None:
    await be_refused(house)
    assert not told(house)


async def test_a_channel_that_is_not_ours_is_nobodys_loss(house: House) -> None:
    house.register.missing[4_711] = MISSING
    await be_refused(house, 4_711)
    assert not told(house)


async def test_where_nothing_can_be_said_nothing_is(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.register.missing |= dict.fromkeys((PROPOSALS_CHANNEL, DECISIONS_CHANNEL, TASKS_CHANNEL), MISSING)
    await be_refused(house)
    assert not told(house)
    assert "nowhere to say so" in caplog.text
    house.register.system_channel = 700
    await be_refused(house)
    assert [channel_id for channel_id, _ in told(house)] == [700]


async def test_what_is_mended_before_it_could_be_said_is_not_said(house: House) -> None:
    house.register.missing[PROPOSALS_CHANNEL] = MISSING
    house.board.fail()
    await be_refused(house)
    house.register.missing.clear()
    house.clock.advance(timedelta(minutes=1))
    await house.services.outbox.deliver_due()
    assert not told(house)
    assert await house.select("SELECT given_up_at IS NOT NULL FROM outbox WHERE kind = 'loss'") == [(1,)]
