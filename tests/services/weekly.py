"""Weekly: short ways to come to the hour of a digest, and to see which were sent and what they tell."""

from datetime import UTC, datetime, timedelta

from bot.domain.digest import Section
from bot.services.digest_cards import DigestCard, DigestPart
from tests.factories import House

DUE = datetime(2026, 5, 4, 16, tzinfo=UTC)
"""Monday 18:00 in Paris, four hours after START."""

A_WEEK = timedelta(days=7)
NEXT = DUE + A_WEEK


async def come_to(house: House, instant: datetime) -> None:
    """Let the clock show an instant, and do what is due then."""
    house.clock.move_to(instant)
    await house.services.reminders.send_due()
    house.clock.advance(timedelta(seconds=1))
    await house.services.digest.send_due()
    await house.services.outbox.deliver_due()


def sent(house: House) -> list[DigestCard]:
    """The digests that stand in the channel, in order."""
    cards = [message.notice.content for message in house.board.posted]
    return [card for card in cards if isinstance(card, DigestCard)]


async def states(house: House) -> list[str]:
    return [state for (state,) in await house.select("SELECT state FROM digests ORDER BY iso_year, iso_week")]


def numbers(card: DigestCard, section: Section) -> list[int]:
    return [getattr(each, "number") for each in card.lines.get(section, ())]  # noqa: B009


def numbers_of(part: DigestPart) -> list[int]:
    return [getattr(each, "number") for each in part.lines]  # noqa: B009
