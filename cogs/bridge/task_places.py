"""Task places: which page of which list a button on a task stands on, and that page as it is now."""

import discord

from bot.domain.tasks import Wanted
from cogs.bridge.host import guild_of, person_of, reader_words, services_of
from cogs.bridge.router import member_of, whole_number
from cogs.ui.picture import Picture
from cogs.ui.task_lists import A_PAGE, Place, tasks_page


def place_of_detail(detail: str) -> Place | None:
    """The list in which a button stands; None for one on a task's own message."""
    if not detail:
        return None
    of_decision, _, rest = detail.partition(".")
    start, _, rest = rest.partition(".")
    wanted, _, skill = rest.partition(".")
    return Place(
        whole_number(of_decision), whole_number(start), member_of(Wanted, wanted) if wanted else Wanted.ALL, skill
    )


async def list_page(interaction: discord.Interaction, place: Place) -> Picture:
    """The page at a place, or the last one where the list has become shorter."""
    services, reader_id = services_of(interaction), interaction.user.id
    while True:
        cards, total = await services.tasks.page(
            guild_of(interaction),
            place.wanted,
            of_decision=place.of_decision,
            skill=place.skill,
            reader_id=reader_id,
            start=place.start,
            limit=A_PAGE,
        )
        if cards or not total:
            asks = place.wanted is Wanted.MINE and not place.start
            asked = await services.offers.asked_of(person_of(interaction)) if asks else ()
            return tasks_page(cards, total, reader_id, reader_words(interaction), place=place, asked=asked)
        place = place.moved((total - 1) // A_PAGE * A_PAGE)
