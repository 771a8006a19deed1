"""Founding: `/setup`, once, the first message in a server, and another channel in place of one that is gone."""

import contextlib

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.errors import AlreadySetUp, MissingPermissions, Refusal
from bot.domain.texts import clean_name
from bot.services.bindings import Binding
from bot.services.servers import Founding, check_time_zone
from bot.words.catalogue import Words, language_name, languages, nearest_language, words_in
from cogs.bridge.answer import NOBODY, give_back, redraw, show
from cogs.bridge.forms import Form, channel_field, radio_field, select_field, text_field
from cogs.bridge.host import FromAnotherVersion, guild_of, person_of, reader_words, services_of
from cogs.bridge.permissions import NEEDED
from cogs.bridge.router import Act, NounCog, on_act
from cogs.ui.picture import button
from cogs.ui.setup import at_work_view, founded_view, hello_view, rebound_view

EVERYWHERE = 0
"""In place of a channel's id: the permissions are missing in the whole server."""

_CREATED = ("proposals", "decisions", "tasks")


class SetupCog(NounCog):
    """The one founding act; afterwards the founder is a member like all."""

    @app_commands.command(name="setup", description=_("Set Minga up in this server, once"))
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def setup_command(self, interaction: discord.Interaction) -> None:
        """Set Minga up in this server, once."""
        await self._open_form(interaction)

    @on_act("set-up")
    async def set_up(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Set up*; under the first message it has served its turn once the server is set up."""
        try:
            await self._open_form(interaction)
        except AlreadySetUp:
            server = await services_of(interaction).servers.get(guild_of(interaction))
            if interaction.message is not None and not interaction.message.flags.ephemeral:
                await redraw(interaction, at_work_view(words_in(server.language)))
            raise

    async def _open_form(self, interaction: discord.Interaction) -> None:
        services, words, guild_id = services_of(interaction), reader_words(interaction), guild_of(interaction)
        manages = interaction.permissions.manage_guild
        if await services.servers.find(guild_id) is None:
            await services.servers.check_may_found(guild_id, manages_server=manages)
            await interaction.response.send_modal(_form(interaction, words))
            return
        lost = await services.bindings.check_may_bind(guild_id, manages_server=manages)
        await interaction.response.send_modal(_binding_form(lost, words))

    @on_act("found")
    async def found(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form."""
        services, words = services_of(interaction), reader_words(interaction)
        person = person_of(interaction)
        manages = interaction.permissions.manage_guild
        await services.servers.check_may_found(person.guild_id, manages_server=manages)
        try:
            zone = check_time_zone(act.text("time_zone"))
            proposals, decisions, tasks = await _channels(interaction, act)
            server = await services.servers.found(
                person,
                Founding(
                    name=clean_name(interaction.guild.name) if interaction.guild else "",
                    language=nearest_language(act.text("language")),
                    time_zone=zone,
                    publishes=act.text("publishes") == "yes",
                    proposals_channel_id=proposals,
                    decisions_channel_id=decisions,
                    tasks_channel_id=tasks,
                ),
                manages_server=manages,
            )
        except Refusal as refusal:
            await give_back(interaction, refusal, act.text("time_zone"), button(words.say("Try again"), "set-up"))
            return
        await show(interaction, founded_view(server, words))
        hello = interaction.message
        if hello is not None and not hello.flags.ephemeral:
            with contextlib.suppress(discord.HTTPException):
                await hello.edit(view=at_work_view(words_in(server.language)), allowed_mentions=NOBODY)

    @on_act("bind")
    async def bind(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form by which another channel takes the place of one that is gone."""
        services, words = services_of(interaction), reader_words(interaction)
        one, other = act.text("proposals"), act.text("decisions")
        proposals, decisions = (_channel_id(each) for each in (one or other, other or one))
        try:
            for channel_id in (proposals, decisions):
                _check_in(interaction.guild, channel_id)
        except MissingPermissions as refusal:
            await give_back(interaction, refusal, "", button(words.say("Try again"), "set-up"))
            return
        chosen = {Binding.PROPOSALS: proposals, Binding.DECISIONS: decisions, Binding.TASKS: decisions}
        manages = interaction.permissions.manage_guild
        server = await services.bindings.bind(person_of(interaction), chosen, manages_server=manages)
        await show(interaction, rebound_view(server, words))
        await services.outbox.deliver_due()

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say hello, where somebody will see it and the bot may speak; a server that was founded before knows us."""
        if await self.host.services.servers.find(guild.id) is not None:
            return
        words = words_in(nearest_language(guild.preferred_locale.value))
        places = [guild.system_channel, *guild.text_channels]
        for channel in places:
            if channel is not None and channel.permissions_for(guild.me).send_messages:
                await channel.send(view=hello_view(words), allowed_mentions=NOBODY)
                return


async def _channels(interaction: discord.Interaction, act: Act) -> tuple[int, int, int]:
    """The channels for proposals, decisions and tasks: those chosen, checked, or three new ones where none was."""
    guild = interaction.guild
    assert guild is not None
    one, other = act.text("proposals"), act.text("decisions")
    if not one and not other:
        return await _created(interaction, guild)
    proposals, decisions = _channel_id(one or other), _channel_id(other or one)
    for channel_id in (proposals, decisions):
        _check_in(guild, channel_id)
    return proposals, decisions, decisions


async def _created(interaction: discord.Interaction, guild: discord.Guild) -> tuple[int, int, int]:
    """Three new channels, where the bot may create them and would be able to work in them."""
    _check_permissions(EVERYWHERE, guild.me.guild_permissions, "manage_channels")
    await interaction.response.defer(ephemeral=True, thinking=True)
    try:
        proposals, decisions, tasks = [await guild.create_text_channel(name) for name in _CREATED]
    except discord.Forbidden as fault:
        raise MissingPermissions(EVERYWHERE, ("manage_channels",)) from fault
    return proposals.id, decisions.id, tasks.id


def _channel_id(picked: str) -> int:
    if not picked.isascii() or not picked.isdecimal():
        raise FromAnotherVersion
    return int(picked)


def _check_in(guild: discord.Guild | None, channel_id: int) -> None:
    """Refuse with `MissingPermissions` where the bot could not work in a channel."""
    channel = guild.get_channel(channel_id) if guild else None
    allowed = channel.permissions_for(channel.guild.me) if channel else discord.Permissions.none()
    _check_permissions(channel_id, allowed)


def _check_permissions(channel_id: int, allowed: discord.Permissions, *further: str) -> None:
    """Refuse with `MissingPermissions` where the bot could not work."""
    missing = tuple(name for name in (*NEEDED, *further) if not getattr(allowed, name))
    if missing:
        raise MissingPermissions(channel_id, missing)


def _binding_form(lost: frozenset[Binding], words: Words) -> Form:
    """Asks for a channel in place of each that is gone, and for nothing else."""
    asks_for_proposals, asks_for_decisions = Binding.PROPOSALS in lost, bool(lost - {Binding.PROPOSALS})
    labels = []
    if asks_for_proposals:
        labels.append(channel_field("proposals", words.say("Channel for proposals")))
    if asks_for_decisions:
        labels.append(
            channel_field(
                "decisions",
                words.say("Channel for decisions and tasks"),
                hint=words.say("Leave it empty to use the same one.") if asks_for_proposals else "",
                required=not asks_for_proposals,
            )
        )
    return Form(words.say("Pick another channel"), "bind", labels=labels)


def _form(interaction: discord.Interaction, words: Words) -> Form:
    guild = interaction.guild
    can_create = bool(guild and guild.me.guild_permissions.manage_channels)
    locale = guild.preferred_locale.value if guild else None
    return Form(
        words.say("Set up Minga"),
        "found",
        labels=[
            channel_field(
                "proposals",
                words.say("Channel for proposals"),
                hint=words.say("Leave it empty and I create #proposals, #decisions and #tasks.") if can_create else "",
                required=not can_create,
            ),
            channel_field(
                "decisions",
                words.say("Channel for decisions and tasks"),
                hint=words.say("Leave it empty to use the same one."),
                required=False,
            ),
            select_field(
                "language",
                words.say("Language"),
                [(language, language_name(language)) for language in languages()],
                hint=words.say("For what everybody reads. Private answers follow each reader's own."),
                chosen=nearest_language(locale),
            ),
            text_field(
                "time_zone", words.say("Time zone"), limit=64, hint=words.say("Region and city, like Europe/Madrid.")
            ),
            radio_field(
                "publishes",
                words.say("Publish our decisions on the web?"),
                [("yes", words.say("Yes, for everybody, without names")), ("no", words.say("No, only in this server"))],
            ),
        ],
    )


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(SetupCog(bot))
