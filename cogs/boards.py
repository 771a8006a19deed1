"""Boards: the private pages behind the board in the tasks channel."""

import discord
from discord.ext import commands

from bot.domain.boards import Part
from cogs.bridge.answer import redraw, show
from cogs.bridge.host import guild_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, member_of, on_act
from cogs.ui.boards import board_page


class BoardsCog(NounCog):
    """What the board has no room for, for whoever asks."""

    @on_act("board")
    async def turn_page(self, interaction: discord.Interaction, act: Act) -> None:
        """A button on the board, or another page of what it opened."""
        part = member_of(Part, act.detail)
        page = board_page(
            await services_of(interaction).boards.page(guild_of(interaction), part, act.number),
            reader_words(interaction),
        )
        await (redraw if _is_private(interaction) else show)(interaction, page)


def _is_private(interaction: discord.Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(BoardsCog(bot))
