"""The charter: showing it, its versions, and proposing a change of one number at a time."""

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.charter import (
    CHANNELS,
    NO_ROLE,
    PUBLISHES,
    SETTINGS,
    Housekeeping,
    Principle,
    channel_id,
    recorded,
    role_id,
    waits,
)
from bot.domain.errors import NotAValue, Refusal
from bot.domain.phrases.folding import folded
from bot.domain.proposals import BODY_LIMIT, TITLE_LIMIT
from bot.domain.texts import check_text
from bot.services.charter import Change, change_draft
from bot.words.catalogue import Words, language_name, languages, words_in
from bot.words.kinds import change_sentence
from bot.words.settings import principle_sentence, setting_name
from cogs.bridge.again import AGAIN, once, open_form, refuse_form
from cogs.bridge.answer import show
from cogs.bridge.forms import Form, text_field
from cogs.bridge.host import guild_of, person_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, on_act
from cogs.ui.charter import change_view, charter_page, history_page
from cogs.ui.picture import button, channel_url, link_button, note
from cogs.ui.text import stamp

_CHANGEABLE = (*SETTINGS, PUBLISHES, *Housekeeping)


class CharterCog(NounCog):
    """The rules change only by everybody's vote."""

    group = app_commands.Group(name="charter", description=_("How we decide, and changing it by vote"), guild_only=True)

    @group.command(name="show", description=_("The numbers we decide by"))
    async def show_charter(self, interaction: discord.Interaction) -> None:
        """The numbers we decide by."""
        versions = await services_of(interaction).charter.versions(guild_of(interaction))
        in_force = next(version for version in versions if version.is_in_force)
        await show(interaction, charter_page(in_force, reader_words(interaction)))

    @group.command(name="history", description=_("Every version of our charter, and what changed"))
    async def history(self, interaction: discord.Interaction) -> None:
        """Every version of our charter, and what changed."""
        versions = await services_of(interaction).charter.versions(guild_of(interaction))
        await show(interaction, history_page(versions, reader_words(interaction)))

    @group.command(name="propose", description=_("Propose a change of one number"))
    @app_commands.describe(setting=_("What to change"), value=_("The new value, like 5 days or 3/4"))
    async def propose(self, interaction: discord.Interaction, setting: str, value: str) -> None:
        """Propose a change of one number."""
        services, guild_id = services_of(interaction), guild_of(interaction)
        wanted = await services.charter.check(guild_id, setting, _meant(interaction, setting, value))
        otherwise = await services.charter.would_have_ended(guild_id, wanted)
        await show(interaction, change_view(wanted, otherwise, reader_words(interaction)))

    @propose.autocomplete("setting")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        words = reader_words(interaction)
        named = [(key, setting_name(key, words)) for key in _CHANGEABLE]
        named += [(principle.value, principle_sentence(principle, words)) for principle in Principle]
        wanted = folded(typed).split()
        return [
            app_commands.Choice(name=name[:100], value=key)
            for key, name in named
            if all(word in folded(name) for word in wanted)
        ][:25]

    @on_act("propose-change")
    async def propose_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Propose this change*: a form for the reasons."""
        change = once(act)
        setting, _equals, value = change.partition("=")
        wanted = await services_of(interaction).charter.check(
            guild_of(interaction), setting, _meant(interaction, setting, _typed(setting, value))
        )
        server = await services_of(interaction).servers.get(guild_of(interaction))
        form = _form(wanted, change, reader_words(interaction), words_in(server.language))
        await open_form(interaction, form, act)

    @on_act("change-proposed")
    async def change_proposed(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form."""
        services, words, guild_id = services_of(interaction), reader_words(interaction), guild_of(interaction)
        change, _colon, _unique = act.detail.rpartition(":")
        setting, _equals, value = change.partition("=")
        try:
            wanted = await services.charter.check(
                guild_id, setting, _meant(interaction, setting, _typed(setting, value))
            )
            title = check_text("title", act.text("title"), TITLE_LIMIT)
            body = check_text("body", act.text("body"), BODY_LIMIT)
            receipt = await services.proposals.propose(person_of(interaction), change_draft(wanted, title, body))
        except Refusal as refusal:
            again = button(words.say("Write again"), "propose-change", 0, change + AGAIN)
            await refuse_form(interaction, refusal, act, again)
            return
        told = (
            words.say(
                "P-{number} is open. Voting closes {when}. If it passes, it is in force a day later.",
                number=receipt.number,
                when=stamp(receipt.closes_at),
            )
            if waits(wanted.facts())
            else words.say(
                "P-{number} is open. Voting closes {when}; nobody can close it earlier.",
                number=receipt.number,
                when=stamp(receipt.closes_at),
            )
        )
        to_ballot = link_button(words.say("To the ballot"), channel_url(guild_id, receipt.channel_id))
        await show(interaction, note(told, to_ballot))
        await services.outbox.deliver_due()


def _meant(interaction: discord.Interaction, setting: str, value: str) -> str:
    """A typed value as the charter stores it, where only Discord or the catalogues know what there is."""
    if setting == Housekeeping.LANGUAGE:
        typed = value.strip().casefold()
        named = {name.casefold(): code for code in languages() for name in (code, language_name(code))}
        if typed not in named:
            raise NotAValue(setting, value)
        return named[typed]
    if setting in list(CHANNELS):
        guild = interaction.guild
        channel = guild.get_channel(int(channel_id(setting, value))) if guild else None
        if not isinstance(channel, discord.TextChannel):
            raise NotAValue(setting, value)
        return str(channel.id)
    if setting == Housekeeping.COORDINATORS_ROLE:
        return _role(interaction.guild, setting, value)
    return value


def _role(guild: discord.Guild | None, setting: str, value: str) -> str:
    """The id of a role of this server, named as people name it, or `NO_ROLE`; everybody is no role for a few."""
    named = value.strip().removeprefix("@").casefold()
    found = next((role for role in (guild.roles if guild else ()) if role.name.casefold() == named), None)
    wanted = str(found.id) if found else role_id(setting, value)
    if wanted == NO_ROLE:
        return wanted
    role = guild.get_role(int(wanted)) if guild else None
    if role is None or role.is_default():
        raise NotAValue(setting, value)
    return wanted


def _typed(setting: str, value: str) -> str:
    """A value as the charter's grammar reads it: spans carry their unit."""
    unit = SETTINGS[setting].unit if setting in SETTINGS else ""
    return f"{value} hours" if unit == "hours" else value


def _form(wanted: Change, change: str, words: Words, public: Words) -> Form:
    # As the log holds it: a title is published, and ids of Discord's are the members' business.
    title = change_sentence(recorded(wanted.facts()), public)
    return Form(
        words.say("Propose a change"),
        "change-proposed",
        labels=[
            text_field("title", words.say("Title"), limit=TITLE_LIMIT, filled=title[:TITLE_LIMIT]),
            text_field("body", words.say("What and why"), limit=BODY_LIMIT, is_long=True),
        ],
        detail=change,
    )


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(CharterCog(bot))
