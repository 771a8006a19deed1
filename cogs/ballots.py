"""Ballots: *My vote*, the second road to a ballot, by button and by command."""

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.ballots import Choice
from bot.domain.errors import Refusal
from bot.domain.history import SEPARATOR
from bot.services.ballots import REASON_LIMIT
from bot.services.cards import PanelCard
from bot.words.catalogue import Words
from cogs.bridge.answer import give_back, redraw, show
from cogs.bridge.forms import Form, text_field
from cogs.bridge.host import FromAnotherVersion, guild_of, person_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, chosen_values, on_act
from cogs.bridge.suggestions import proposal_number, suggest_open_proposals
from cogs.ui.own_lines import own_line_view
from cogs.ui.panel import panel_view
from cogs.ui.picture import button


class BallotsCog(NounCog):
    """The private panel, for whoever cannot or does not want to tap reactions."""

    @app_commands.command(name="vote", description=_("Vote, or see and change your vote, without reactions"))
    @app_commands.describe(number=_("The proposal, like P-12"))
    @app_commands.guild_only()
    async def vote(self, interaction: discord.Interaction, number: str) -> None:
        """Vote, or see and change your vote, without reactions."""
        await services_of(interaction).servers.get(guild_of(interaction))
        await self._show_panel(interaction, proposal_number(number))

    @vote.autocomplete("number")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_open_proposals(interaction, typed)

    @on_act("my-vote")
    async def my_vote(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *My vote*."""
        await self._show_panel(interaction, act.number)

    async def _show_panel(self, interaction: discord.Interaction, number: int) -> None:
        panel = await services_of(interaction).ballots.panel(person_of(interaction), number)
        await show(interaction, panel_view(panel, reader_words(interaction)))

    @on_act("check-vote")
    async def check_vote(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Check my vote* on what is settled: where one's own ballot stands in the record."""
        own = await services_of(interaction).own_lines.find(person_of(interaction), act.number)
        if own is None:
            await self._show_panel(interaction, act.number)
        else:
            await show(interaction, own_line_view(own, reader_words(interaction)))

    @on_act("show-code")
    async def show_code(self, interaction: discord.Interaction, act: Act) -> None:
        """*Show the code*, for whoever wants to find their line in a copy of the log."""
        own = await services_of(interaction).own_lines.find(person_of(interaction), act.number)
        if own is None:
            raise FromAnotherVersion
        await redraw(interaction, own_line_view(own, reader_words(interaction), shows_code=True))

    @on_act("vote")
    async def cast(self, interaction: discord.Interaction, act: Act) -> None:
        """A choice in the panel."""
        services = services_of(interaction)
        panel = await services.ballots.cast(person_of(interaction), act.number, act.detail)
        await redraw(interaction, panel_view(panel, reader_words(interaction)))
        await services.tally_board.flush()

    @on_act("approve")
    async def approve(self, interaction: discord.Interaction, act: Act) -> None:
        """The ticked options of a choice: all that one approves of from now on."""
        services = services_of(interaction)
        ticked = SEPARATOR.join(sorted(set(chosen_values(interaction))))
        panel = await services.ballots.cast(person_of(interaction), act.number, ticked)
        await redraw(interaction, panel_view(panel, reader_words(interaction)))
        await services.tally_board.flush()

    @on_act("resolve")
    async def resolve(self, interaction: discord.Interaction, act: Act) -> None:
        """*It is resolved*: one's block becomes an abstention."""
        services = services_of(interaction)
        panel = await services.ballots.resolve(person_of(interaction), act.number)
        await redraw(interaction, panel_view(panel, reader_words(interaction)))
        await services.tally_board.flush()

    @on_act("withdraw")
    async def withdraw(self, interaction: discord.Interaction, act: Act) -> None:
        """*Withdraw* in the panel."""
        services = services_of(interaction)
        panel = await services.ballots.withdraw(person_of(interaction), act.number)
        await redraw(interaction, panel_view(panel, reader_words(interaction), is_withdrawn=True))
        await services.tally_board.flush()

    @on_act("explain")
    async def explain(self, interaction: discord.Interaction, act: Act) -> None:
        """*Give a reason* in the panel: a form with what was said before."""
        panel = await services_of(interaction).ballots.panel(person_of(interaction), act.number)
        server = await services_of(interaction).servers.get(guild_of(interaction))
        hint = _reason_hint(panel, reader_words(interaction), publishes=server.publishes)
        form = _form(act.number, reader_words(interaction), panel.reason or "", hint, choice=panel.choice or "")
        await interaction.response.send_modal(form)

    @on_act("give-reason")
    async def give_reason(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form."""
        services, words = services_of(interaction), reader_words(interaction)
        try:
            choice, _colon, _unique = act.detail.partition(":")
            panel = await services.ballots.explain(
                person_of(interaction), act.number, act.text("reason"), choice=choice or None
            )
        except Refusal as refusal:
            again = button(words.say("My vote"), "my-vote", act.number)
            await give_back(interaction, refusal, act.typed(), again)
            return
        await redraw(interaction, panel_view(panel, words))
        await services.tally_board.flush()


def _reason_hint(panel: PanelCard, words: Words, *, publishes: bool) -> str:
    """What to write, and who can read it."""
    if panel.choice != Choice.BLOCK:
        return words.say("Only you can see it, here in My vote.")
    if panel.proposal.rule.is_secret:
        return words.say("What harm, and what would resolve it? Everybody can read it, without your name.")
    if publishes:
        return words.say("What harm, and what would resolve it? Members see your name, the web doesn't.")
    return words.say("What harm, and what would resolve it? Everybody here can read it, with your name.")


def _form(number: int, words: Words, filled: str, hint: str, *, choice: str) -> Form:
    return Form(
        words.say("Your reason"),
        "give-reason",
        number,
        detail=choice,
        labels=[text_field("reason", words.say("Reason"), limit=REASON_LIMIT, hint=hint, filled=filled, is_long=True)],
    )


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(BallotsCog(bot))
