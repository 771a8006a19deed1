"""Coordinators: standing for a mandate oneself, who holds one, and taking it back by vote."""

import discord
from discord import app_commands, ui
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.errors import Refusal
from bot.domain.proposals import BODY_LIMIT, Draft
from bot.domain.texts import check_text
from bot.words.catalogue import Words, words_in
from cogs.bridge.again import AGAIN, open_form, refuse_form
from cogs.bridge.answer import show
from cogs.bridge.forms import Form, text_field
from cogs.bridge.host import guild_of, person_of, reader_words, services_of
from cogs.bridge.permissions import role_for_show
from cogs.bridge.router import Act, NounCog, on_act
from cogs.bridge.suggestions import decision_number
from cogs.ui.charter import mandates_page
from cogs.ui.picture import button, channel_url, link_button, note
from cogs.ui.text import stamp


class CoordinatorsCog(NounCog):
    """A mandate is asked for by oneself, given by all, and easier to take back than to give."""

    group = app_commands.Group(
        name="coordinator", description=_("Who schedules reminders, and nothing else"), guild_only=True
    )

    @group.command(name="stand", description=_("Stand for a mandate to schedule reminders"))
    async def stand(self, interaction: discord.Interaction) -> None:
        """Stand for a mandate to schedule reminders."""
        await self._open_form(interaction, None)

    @on_act("stand")
    async def stand_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *I stand*."""
        await self._open_form(interaction, act)

    async def _open_form(self, interaction: discord.Interaction, act: Act | None) -> None:
        await services_of(interaction).servers.get(guild_of(interaction))
        await services_of(interaction).mandates.stand(person_of(interaction), "", "")
        words = reader_words(interaction)
        await open_form(interaction, Form(words.say("Mandate"), "stood", labels=[_why(words)]), act)

    @group.command(name="list", description=_("Who holds a mandate, and until when"))
    async def list_mandates(self, interaction: discord.Interaction) -> None:
        """Who holds a mandate, and until when."""
        server = await services_of(interaction).servers.get(guild_of(interaction))
        held = await services_of(interaction).mandates.standing(guild_of(interaction))
        role = role_for_show(interaction.guild, server.coordinators_role_id)
        may_stand = await services_of(interaction).mandates.may_stand(person_of(interaction))
        await show(interaction, mandates_page(held, reader_words(interaction), may_stand=may_stand, role=role))

    @group.command(name="recall", description=_("Propose to take a mandate back"))
    @app_commands.describe(mandate=_("The decision that gave it, like D-7"))
    async def recall(self, interaction: discord.Interaction, mandate: str) -> None:
        """Propose to take a mandate back."""
        await self._open_recall(interaction, decision_number(mandate), None)

    @on_act("recall")
    async def recall_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Write again* after a recall was refused."""
        await self._open_recall(interaction, act.number, act)

    async def _open_recall(self, interaction: discord.Interaction, number: int, act: Act | None) -> None:
        await services_of(interaction).mandates.recall(guild_of(interaction), number, "", "")
        words = reader_words(interaction)
        await open_form(interaction, Form(words.say("Mandate"), "recalled", number, labels=[_why(words)]), act)

    @recall.autocomplete("mandate")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        held = await services_of(interaction).mandates.standing(guild_of(interaction))
        named = ((f"D-{each.decision_number}", f"D-{each.decision_number} · {each.name}") for each in held)
        return [
            app_commands.Choice(name=name[:100], value=value)
            for value, name in named
            if typed.casefold() in name.casefold()
        ][:25]

    @on_act("stood")
    async def stood(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of somebody who stands."""
        public = await self._public_words(interaction)
        try:
            body = check_text("body", act.text("body"), BODY_LIMIT)
            draft = await services_of(interaction).mandates.stand(
                person_of(interaction), public.say("A mandate to schedule reminders"), body
            )
            await self._propose(interaction, draft)
        except Refusal as refusal:
            again = button(reader_words(interaction).say("Write again"), "stand", 0, AGAIN)
            await refuse_form(interaction, refusal, act, again)

    @on_act("recalled")
    async def recalled(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of a recall."""
        public, services = await self._public_words(interaction), services_of(interaction)
        try:
            body = check_text("body", act.text("body"), BODY_LIMIT)
            title = public.say("Take back the mandate of D-{number}", number=act.number)
            draft = await services.mandates.recall(guild_of(interaction), act.number, title, body)
            await self._propose(interaction, draft)
        except Refusal as refusal:
            again = button(reader_words(interaction).say("Write again"), "recall", act.number, AGAIN)
            await refuse_form(interaction, refusal, act, again)

    async def _public_words(self, interaction: discord.Interaction) -> Words:
        server = await services_of(interaction).servers.get(guild_of(interaction))
        return words_in(server.language)

    async def _propose(self, interaction: discord.Interaction, draft: Draft) -> None:
        services, words = services_of(interaction), reader_words(interaction)
        receipt = await services.proposals.propose(person_of(interaction), draft)
        told = words.say(
            "P-{number} is open, as a secret vote. It closes {when}.",
            number=receipt.number,
            when=stamp(receipt.closes_at),
        )
        to_ballot = link_button(words.say("To the ballot"), channel_url(guild_of(interaction), receipt.channel_id))
        await show(interaction, note(told, to_ballot))
        await services.outbox.deliver_due()


def _why(words: Words) -> ui.Label[Form]:
    hint = words.say("No names, please: decisions can be public.")
    return text_field("body", words.say("What and why"), limit=BODY_LIMIT, hint=hint, is_long=True)


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(CoordinatorsCog(bot))
