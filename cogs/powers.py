"""Powers: `/powers`, who can do what to the process here, by our rules and by Discord's permissions."""

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from cogs.bridge.answer import show
from cogs.bridge.host import OnlyInServers, guild_of, reader_words, services_of
from cogs.bridge.permissions import holders_of, role_for_show
from cogs.bridge.router import Act, NounCog, on_act
from cogs.ui.powers import discord_powers_page, powers_page


class PowersCog(NounCog):
    """Everybody sees who holds which power."""

    @app_commands.command(name="powers", description=_("Who can do what here, and what nobody can"))
    @app_commands.guild_only()
    async def powers(self, interaction: discord.Interaction) -> None:
        """Who can do what here, and what nobody can."""
        services, guild_id = services_of(interaction), guild_of(interaction)
        server = await services.servers.get(guild_id)
        seated = [each.name for each in await services.mandates.standing(guild_id) if each.seat is not None]
        role = role_for_show(interaction.guild, server.coordinators_role_id)
        await show(interaction, powers_page(seated, reader_words(interaction), role=role))

    @on_act("discord-powers")
    async def discord_powers(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *What Discord allows*."""
        server = await services_of(interaction).servers.get(guild_of(interaction))
        if interaction.guild is None:
            raise OnlyInServers
        holders = holders_of(interaction.guild, server.proposals_channel_id)
        await show(interaction, discord_powers_page(holders, reader_words(interaction)))


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(PowersCog(bot))
