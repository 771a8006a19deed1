"""Temperature checks: `/check`, for feeling out where people stand before anything is proposed."""

from datetime import timedelta

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.checks import SPANS
from bot.domain.errors import MissingPermissions, Refusal
from cogs.bridge.answer import give_back, show
from cogs.bridge.host import FromAnotherVersion, guild_of, reader_words, services_of
from cogs.bridge.router import NounCog, whole_number
from cogs.ui.picture import note
from cogs.ui.text import stamp


class ChecksCog(NounCog):
    """Anybody asks; nothing is decided by it."""

    @app_commands.command(name="check", description=_("A quick temperature check; it decides nothing"))
    @app_commands.describe(question=_("What you want to ask"), lasts=_("How long; an hour if you leave it out"))
    @app_commands.choices(
        lasts=[
            app_commands.Choice(name=_("15 minutes"), value="15"),
            app_commands.Choice(name=_("1 hour"), value="60"),
            app_commands.Choice(name=_("3 hours"), value="180"),
            app_commands.Choice(name=_("8 hours"), value="480"),
            app_commands.Choice(name=_("24 hours"), value="1440"),
        ]
    )
    @app_commands.guild_only()
    async def check(self, interaction: discord.Interaction, question: str, lasts: str = "60") -> None:
        """A quick temperature check; it decides nothing."""
        services, guild_id, channel = services_of(interaction), guild_of(interaction), interaction.channel
        await services.servers.get(guild_id)
        span = timedelta(minutes=whole_number(lasts))
        if span not in SPANS or channel is None:
            raise FromAnotherVersion
        _check_may_post(interaction, channel.id)
        try:
            card = await services.checks.start(guild_id, channel.id, question, span)
        except Refusal as refusal:
            await give_back(interaction, refusal, question)
            return
        told = reader_words(interaction).say("It is up. I count {when}.", when=stamp(card.ends_at, "R"))
        await show(interaction, note(told))
        await services.outbox.deliver_due()


def _check_may_post(interaction: discord.Interaction, channel_id: int) -> None:
    """Refuse with `MissingPermissions` where the bot could not put the question up."""
    in_thread = isinstance(interaction.channel, discord.Thread)
    needed = (
        "view_channel",
        "send_messages_in_threads" if in_thread else "send_messages",
        "add_reactions",
        "read_message_history",
    )
    missing = tuple(name for name in needed if not getattr(interaction.app_permissions, name))
    if missing:
        raise MissingPermissions(channel_id, missing)


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(ChecksCog(bot))
