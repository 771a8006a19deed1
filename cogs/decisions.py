"""Decisions: the log in the chat, and why something was decided as it was."""

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.misreadings import NothingToExplain
from cogs.bridge.answer import redraw, show
from cogs.bridge.host import guild_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, on_act
from cogs.bridge.suggestions import (
    decision_number,
    reference,
    suggest_decisions,
    suggest_open_proposals,
)
from cogs.ui.decisions import (
    A_PAGE,
    decision_pages,
    decision_view,
    decisions_page,
    why_decision_view,
    why_proposal_view,
)
from cogs.ui.picture import Picture


class DecisionsCog(NounCog):
    """Everybody reads everything that was decided."""

    group = app_commands.Group(name="decisions", description=_("What was decided here"), guild_only=True)

    @group.command(name="list", description=_("All decisions, the newest first"))
    async def list_decisions(self, interaction: discord.Interaction) -> None:
        """All decisions, the newest first."""
        await show(interaction, await self._page(interaction, before=None))

    @group.command(name="show", description=_("One decision"))
    @app_commands.describe(number=_("The decision, like D-7"))
    async def show_decision(self, interaction: discord.Interaction, number: str) -> None:
        """One decision."""
        await services_of(interaction).servers.get(guild_of(interaction))
        decision = await services_of(interaction).decisions.card(guild_of(interaction), decision_number(number))
        await show(interaction, decision_view(decision, reader_words(interaction)))

    @show_decision.autocomplete("number")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_decisions(interaction, typed)

    @app_commands.command(name="why", description=_("Why something was decided as it was, step by step"))
    @app_commands.describe(number=_("A decision like D-7, or a running proposal like P-12"))
    @app_commands.guild_only()
    async def why(self, interaction: discord.Interaction, number: str) -> None:
        """Why something was decided as it was, step by step."""
        await services_of(interaction).servers.get(guild_of(interaction))
        found = reference(number)
        if found is None or found[0] not in ("", "P", "D"):
            raise NothingToExplain
        await self._show_why(interaction, found[0] or "D", found[1])

    @why.autocomplete("number")
    async def _suggest_why(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        decided = await suggest_decisions(interaction, typed)
        return (await suggest_open_proposals(interaction, typed) + decided)[:25]

    @on_act("why")
    async def why_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Why?*, on a decision or on a settled ballot."""
        await self._show_why(interaction, act.detail, act.number)

    async def _show_why(self, interaction: discord.Interaction, prefix: str, number: int) -> None:
        services, words, guild_id = services_of(interaction), reader_words(interaction), guild_of(interaction)
        if prefix == "P":
            proposal = await services.proposals.card(guild_id, number)
            if proposal.decision_number is None:
                await show(interaction, why_proposal_view(proposal, words))
                return
            number = proposal.decision_number
        await show(interaction, why_decision_view(await services.decisions.card(guild_id, number), words))

    @on_act("read-decision")
    async def read(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Read*: the whole text, privately."""
        decision = await services_of(interaction).decisions.card(guild_of(interaction), act.number)
        for page in decision_pages(decision, reader_words(interaction)):
            await show(interaction, page)

    @on_act("decisions")
    async def older(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Older* under the list."""
        await redraw(interaction, await self._page(interaction, before=act.number))

    async def _page(self, interaction: discord.Interaction, *, before: int | None) -> Picture:
        services, guild_id = services_of(interaction), guild_of(interaction)
        await services.servers.get(guild_id)
        found = list(await services.decisions.newest(guild_id, limit=A_PAGE + 1, before=before))
        shown = found[:A_PAGE]
        more_before = shown[-1].number if len(found) > A_PAGE else None
        return decisions_page(shown, reader_words(interaction), more_before=more_before)


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(DecisionsCog(bot))
