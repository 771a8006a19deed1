"""Lapses: the answer of a holder who was asked whether they are still on a task."""

import discord
from discord.ext import commands

from bot.words.catalogue import words_in
from cogs.bridge.answer import redraw
from cogs.bridge.host import person_of, services_of
from cogs.bridge.router import Act, NounCog, on_act
from cogs.ui.standing import stays_view


class LapsesCog(NounCog):
    """The other two answers, *Hand back* and *Done*, are those of every task."""

    @on_act("still-on-it")
    async def stay(self, interaction: discord.Interaction, act: Act) -> None:
        """*Still on it*; the message is the confirmation."""
        task = await services_of(interaction).lapses.stay(person_of(interaction), act.number)
        await redraw(interaction, stays_view(task, interaction.user.id, words_in(task.language)))


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(LapsesCog(bot))
