"""Shadows: saying that one would like to learn a task from those who do it."""

import discord
from discord.ext import commands

from cogs.bridge.answer import show
from cogs.bridge.host import person_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, on_act
from cogs.ui.standing import shadowed_note


class ShadowsCog(NounCog):
    """Anybody may go along with anybody's task; nobody is ranked by it."""

    @on_act("shadow")
    async def shadow(self, interaction: discord.Interaction, act: Act) -> None:
        """*Shadow*, and once more to take it back."""
        services = services_of(interaction)
        task, would = await services.shadows.toggle(person_of(interaction), act.number)
        await show(interaction, shadowed_note(act.number, reader_words(interaction), would=would))
        await services.tasks.show(task)
        await services.outbox.deliver_due()


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(ShadowsCog(bot))
