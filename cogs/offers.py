"""Offers: handing a task on and offering one to somebody, who says yes or no by their own act."""

from typing import Any

import discord
from discord.ext import commands

from bot.domain.task_refusals import NobodyToAsk
from cogs.bridge.answer import redraw, show
from cogs.bridge.host import guild_of, person_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, chosen_values, on_act
from cogs.bridge.task_places import list_page, place_of_detail
from cogs.ui.offers import hand_on_page, offered_page, offering_page
from cogs.ui.picture import note
from cogs.ui.tasks import task_page


class OffersCog(NounCog):
    """Nothing here gives anything to anybody before they say yes; that they say no is told to nobody."""

    @on_act("hand-on")
    async def hand_on(self, interaction: discord.Interaction, act: Act) -> None:
        """*Hand on*: whom to ask, or the offer that waits for an answer."""
        words = reader_words(interaction)
        waiting = await services_of(interaction).offers.check_may_hand_on(person_of(interaction), act.number)
        await show(interaction, offered_page(waiting, words) if waiting else hand_on_page(act.number, words))

    @on_act("offer-task")
    async def offer(self, interaction: discord.Interaction, act: Act) -> None:
        """*Offer to somebody*: whom to ask."""
        await services_of(interaction).offers.check_may_offer(guild_of(interaction), act.number)
        await show(interaction, offering_page(act.number, reader_words(interaction)))

    @on_act("hand-on-to")
    async def hand_on_to(self, interaction: discord.Interaction, act: Act) -> None:
        """Who was picked to be handed a task on."""
        await self._ask(interaction, act.number, hands_on=True)

    @on_act("offer-to")
    async def offer_to(self, interaction: discord.Interaction, act: Act) -> None:
        """Who was picked to be offered a task."""
        await self._ask(interaction, act.number, hands_on=False)

    async def _ask(self, interaction: discord.Interaction, number: int, *, hands_on: bool) -> None:
        services = services_of(interaction)
        to, is_person = _picked(interaction)
        offer = await services.offers.ask(person_of(interaction), number, to, hands_on=hands_on, is_person=is_person)
        await redraw(interaction, offered_page(offer, reader_words(interaction)))
        await services.outbox.deliver_due()

    @on_act("accept-offer")
    async def accept(self, interaction: discord.Interaction, act: Act) -> None:
        """*I'll take it over*, by the one who was asked; in a list, that list says at once how it stands."""
        services, place = services_of(interaction), place_of_detail(act.detail)
        task = await services.offers.accept(person_of(interaction), act.number)
        if place is not None:
            await redraw(interaction, await list_page(interaction, place))
        else:
            await show(interaction, task_page(task, interaction.user.id, reader_words(interaction)))
        await services.tasks.show(task)
        await services.outbox.deliver_due()

    @on_act("decline-offer")
    async def decline(self, interaction: discord.Interaction, act: Act) -> None:
        """*No, thanks*, by the one who was asked: only they see that."""
        await services_of(interaction).offers.decline(person_of(interaction), act.number)
        told = reader_words(interaction).say(
            "All right. Nobody is told, and I keep nothing of it. The offer ends by itself; you can still say yes."
        )
        await show(interaction, note(told))

    @on_act("withdraw-offer")
    async def withdraw(self, interaction: discord.Interaction, act: Act) -> None:
        """*Take back*, by the one who asked."""
        services, words = services_of(interaction), reader_words(interaction)
        offer = await services.offers.withdraw(person_of(interaction), act.number)
        await redraw(interaction, note(words.say("Your offer of T-{number} is taken back.", number=offer.task)))
        await services.outbox.deliver_due()


def _picked(interaction: discord.Interaction) -> tuple[int, bool]:
    """Who was picked, and whether that is a human of this server; refuses with `NobodyToAsk` where nobody was."""
    chosen = next(iter(chosen_values(interaction)), "")
    if not chosen.isdecimal():
        raise NobodyToAsk
    data: Any = interaction.data or {}
    resolved = data.get("resolved") or {}
    user, member = ((resolved.get(kind) or {}).get(chosen) for kind in ("users", "members"))
    return int(chosen), user is not None and member is not None and not user.get("bot", False)


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(OffersCog(bot))
