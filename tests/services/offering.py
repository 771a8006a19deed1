"""Offering: short ways to ask somebody about a task, and to see what was asked."""

from bot.services.cards import Person
from bot.services.work_cards import OfferCard
from tests.factories import ANN, BEA, GUILD, House


async def ask(
    house: House, person: Person = ANN, to: Person = BEA, number: int = 1, *, hands_on: bool = True
) -> OfferCard:
    """Ask somebody about a task."""
    return await house.services.offers.ask(person, number, to.user_id, hands_on=hands_on, is_person=True)


async def holders(house: House, number: int = 1) -> list[str]:
    """Who holds a task."""
    return [holder.name for holder in (await house.services.tasks.card(GUILD, number)).holders]


def asked(house: House) -> list[OfferCard]:
    """The questions that were posted."""
    return [one.notice.content for one in house.board.posted if isinstance(one.notice.content, OfferCard)]


async def hold(house: House) -> House:
    """T-1 for one person, held by Ann and standing in its channel."""
    await house.add_task()
    await house.services.tasks.claim(ANN, 1)
    await house.services.outbox.deliver_due()
    return house
