"""Proposals: `/propose` with its form, and reading one in full."""

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.errors import Refusal
from bot.domain.proposals import BODY_LIMIT, TITLE_LIMIT, draft
from bot.words.catalogue import Words
from cogs.bridge.answer import give_back, show
from cogs.bridge.forms import Form, text_field
from cogs.bridge.host import guild_of, person_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, on_act
from cogs.ui.ballots import proposal_page
from cogs.ui.picture import button, channel_url, link_button, note
from cogs.ui.text import stamp

TASKS_LIMIT = 1_100
"""Characters of the field for first tasks: ten lines and their ends."""


class ProposalsCog(NounCog):
    """Any member proposes."""

    @app_commands.command(name="propose", description=_("Propose something to everybody here"))
    @app_commands.guild_only()
    async def propose(self, interaction: discord.Interaction) -> None:
        """Propose something to everybody here."""
        await self._open_form(interaction)

    @on_act("propose")
    async def propose_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Propose*."""
        await self._open_form(interaction)

    async def _open_form(self, interaction: discord.Interaction) -> None:
        await services_of(interaction).servers.get(guild_of(interaction))
        await interaction.response.send_modal(_form(reader_words(interaction)))

    @on_act("open-proposal")
    async def open_proposal(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form: voting opens at once."""
        services, words = services_of(interaction), reader_words(interaction)
        try:
            wanted = draft(act.text("title"), act.text("body"), act.text("first_tasks"))
            receipt = await services.proposals.propose(person_of(interaction), wanted)
        except Refusal as refusal:
            await give_back(interaction, refusal, act.typed(), button(words.say("Write again"), "propose"))
            return
        told = words.say(
            "P-{number} is open. Voting closes {when}; nobody can close it earlier.",
            number=receipt.number,
            when=stamp(receipt.closes_at),
        )
        to_ballot = link_button(words.say("To the ballot"), channel_url(guild_of(interaction), receipt.channel_id))
        await show(interaction, note(told, to_ballot))
        await services.outbox.deliver_due()

    @on_act("read")
    async def read(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Read all*: the whole text, privately."""
        proposal = await services_of(interaction).proposals.card(guild_of(interaction), act.number)
        await show(interaction, proposal_page(proposal, reader_words(interaction)))


def _form(words: Words) -> Form:
    return Form(
        words.say("Propose"),
        "open-proposal",
        labels=[
            text_field(
                "title", words.say("Title"), limit=TITLE_LIMIT, hint=words.say("What should happen, in a line.")
            ),
            text_field(
                "body",
                words.say("What and why"),
                limit=BODY_LIMIT,
                hint=words.say("No names, addresses or numbers of people, please: decisions can be public."),
                is_long=True,
            ),
            text_field(
                "first_tasks",
                words.say("First tasks"),
                limit=TASKS_LIMIT,
                hint=words.say("One a line, if you like. They open for everybody when it passes."),
                is_long=True,
                required=False,
            ),
        ],
    )


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(ProposalsCog(bot))  # type: ignore[arg-type]  # the bot is the host; its class stands on the roof
