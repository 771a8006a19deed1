"""Me: what somebody keeps about themselves alone; `/me`, and the tasks that fit them."""

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.errors import Refusal
from bot.domain.skills import SKILL_LIMIT
from bot.services.abilities import MOST
from bot.words.catalogue import Words
from cogs.bridge.again import AGAIN, open_form, refuse_form
from cogs.bridge.answer import give_back, redraw, show
from cogs.bridge.forms import Form, text_field
from cogs.bridge.host import person_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, on_act
from cogs.bridge.suggestions import suggest_skills
from cogs.ui.abilities import abilities_page, fitting_page
from cogs.ui.picture import button

_WRITTEN = MOST * (SKILL_LIMIT + 2)
"""Characters of the field in which all abilities of a person stand."""


class MeCog(NounCog):
    """Everything here is private."""

    group = app_commands.Group(name="me", description=_("What you keep here for yourself alone"), guild_only=True)

    @group.command(name="abilities", description=_("What you can do, so that tasks find you; only you see it"))
    @app_commands.describe(add=_("Something you can do, to be added; without it you see all of it"))
    async def abilities(self, interaction: discord.Interaction, add: str = "") -> None:
        """What somebody can do; the option adds to it."""
        mine = services_of(interaction).abilities
        words = reader_words(interaction)
        if not add:
            await show(interaction, abilities_page(await mine.of(person_of(interaction)), words))
            return
        try:
            known = await mine.add(person_of(interaction), add)
        except Refusal as refusal:
            await give_back(interaction, refusal, add, button(words.say("Write again"), "my-abilities"))
            return
        await show(interaction, abilities_page(known, words))

    @abilities.autocomplete("add")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_skills(interaction, typed)

    @on_act("abilities")
    async def abilities_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *What I can do*."""
        known = await services_of(interaction).abilities.of(person_of(interaction))
        await show(interaction, abilities_page(known, reader_words(interaction)))

    @on_act("my-abilities")
    async def change(self, interaction: discord.Interaction, act: Act) -> None:
        """*Change*: a form with all of it in one field."""
        known = await services_of(interaction).abilities.of(person_of(interaction))
        await open_form(interaction, _form("\n".join(known), reader_words(interaction)), act)

    @on_act("abilities-written")
    async def written(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form."""
        words, mine = reader_words(interaction), services_of(interaction).abilities
        try:
            known = await mine.write(person_of(interaction), act.text("skills"))
        except Refusal as refusal:
            again = button(words.say("Write again"), "my-abilities", 0, AGAIN)
            await refuse_form(interaction, refusal, act, again)
            return
        await show(interaction, abilities_page(known, words))

    @on_act("for-me")
    async def for_me(self, interaction: discord.Interaction, act: Act) -> None:
        """*For me*, or another page of it."""
        page = await services_of(interaction).abilities.fitting(person_of(interaction), act.number)
        picture = fitting_page(page, reader_words(interaction))
        is_turned = interaction.message is not None and interaction.message.flags.ephemeral
        await (redraw if is_turned else show)(interaction, picture)


def _form(filled: str, words: Words) -> Form:
    hint = words.say("One a line, or with commas: welding, French, driving. Only you see this.")
    field = text_field(
        "skills",
        words.say("What you can do"),
        limit=_WRITTEN,
        hint=hint,
        filled=filled,
        is_long=True,
        required=False,
    )
    return Form(words.say("What you can do"), "abilities-written", labels=[field])


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(MeCog(bot))
