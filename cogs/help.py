"""Help: `/help`, what somebody can do here, now, the nearest things first."""

from typing import Any, cast

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.words.catalogue import Words
from cogs.bridge.answer import show
from cogs.bridge.host import guild_of, person_of, reader_words, services_of
from cogs.bridge.permissions import missing_in
from cogs.bridge.router import Act, NounCog, on_act
from cogs.bridge.translator import description_in
from cogs.ui.help import commands_page, deciding_page, help_page

_ONCE = "setup"
"""The one command that is of no use where somebody can ask for help."""


class HelpCog(NounCog):
    """Everything else is found from here."""

    @app_commands.command(name="help", description=_("What you can do here, now"))
    @app_commands.guild_only()
    async def help(self, interaction: discord.Interaction) -> None:
        """What you can do here, now."""
        services = services_of(interaction)
        here = await services.orientation.card(person_of(interaction))
        server = await services.servers.get(guild_of(interaction))
        channels = dict.fromkeys((server.proposals_channel_id, server.decisions_channel_id, server.tasks_channel_id))
        guild = interaction.guild
        lacking = [(channel_id, missing_in(guild, channel_id)) for channel_id in channels] if guild else []
        missing = [(channel_id, names) for channel_id, names in lacking if names]
        await show(interaction, help_page(here, missing, reader_words(interaction)))

    @on_act("how-we-decide")
    async def how_we_decide(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *How we decide*."""
        versions = await services_of(interaction).charter.versions(guild_of(interaction))
        in_force = next(version for version in versions if version.is_in_force)
        await show(interaction, deciding_page(in_force.values, reader_words(interaction)))

    @on_act("all-commands")
    async def all_commands(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *More*: every command."""
        words = reader_words(interaction)
        await show(interaction, commands_page(_described(cast("commands.Bot", interaction.client), words), words))


def _described(bot: commands.Bot, words: Words) -> list[tuple[str, str]]:
    """Every command by name, with its description in the reader's language."""
    found: list[app_commands.Command[Any, ..., Any]] = [
        command
        for command in bot.tree.walk_commands()
        if isinstance(command, app_commands.Command) and command.name != _ONCE
    ]
    return sorted((command.qualified_name, description_in(words, command.description)) for command in found)


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(HelpCog(bot))
