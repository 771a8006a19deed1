"""Knowing: the short ways to share and to revise know-how in a house."""

from dataclasses import replace

from bot.services.cards import Person
from bot.services.knowhow_cards import ClashCard, PageCard, Sent, Writing
from tests.factories import ANN, GUILD, House

TEXT = "Ask Mia for the key.\n\nBring ten chairs.\n\nLock the door."


async def share(
    house: House,
    person: Person = ANN,
    *,
    title: str = "Booking the hall",
    text: str = TEXT,
    tags: str = "",
    task_number: int = 0,
) -> PageCard:
    """Share a page."""
    sent = await house.services.knowhow.share(person, Writing(title, text, tags, task_number=task_number))
    return sent.page


async def opened(house: House, number: int = 1) -> Writing:
    """A page in the form of somebody who is about to revise it."""
    return await house.services.knowhow.to_revise(GUILD, number)


async def send(house: House, person: Person, form: Writing, **changes: str) -> Sent | ClashCard:
    """Send a form with something changed in it."""
    return await house.services.knowhow.revise(person, replace(form, **changes))  # type: ignore[arg-type]  # texts only


async def found(house: House, typed: str, guild_id: int = GUILD) -> list[int]:
    """The numbers of the pages that are found, all pages of them."""
    numbers: list[int] = []
    card = await house.services.knowhow.find(guild_id, typed)
    while True:
        numbers += [each.page.number for each in card.pages]
        if not card.has_more:
            return numbers
        card = await house.services.knowhow.find(guild_id, typed, start=len(numbers))
