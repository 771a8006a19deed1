"""The digest: `/digest now`, and the buttons under every digest."""

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.rules import Kind
from cogs.bridge.answer import show
from cogs.bridge.host import guild_of, reader_words, services_of
from cogs.bridge.proposing import Wish, proposal_form
from cogs.bridge.router import Act, NounCog, on_act
from cogs.ui.digest import digest_view, part_view
from cogs.ui.proposals import proposals_page


class DigestCog(NounCog):
    """What happened, for everybody."""

    group = app_commands.Group(name="digest", description=_("Our week, as it stands"), guild_only=True)

    @group.command(name="now", description=_("What happened since the last digest, shown to you alone"))
    async def now(self, interaction: discord.Interaction) -> None:
        """What happened since the last digest, shown to you alone."""
        digest = await services_of(interaction).digest.now(guild_of(interaction))
        words = reader_words(interaction)
        await show(interaction, digest_view(digest, words))
        for part in digest.parts:
            await show(interaction, part_view(part, words))

    @on_act("proposals")
    async def proposals_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Proposals*."""
        found = await services_of(interaction).proposals.open_cards(guild_of(interaction))
        await show(interaction, proposals_page(list(found), reader_words(interaction)))

    @on_act("propose-review")
    async def review_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Propose a change* of an agreement: the form of one that names the old proposal."""
        await services_of(interaction).proposals.card(guild_of(interaction), act.number)
        wish = Wish(kind=Kind.AGREEMENT, follows=act.number)
        await interaction.response.send_modal(proposal_form(wish, reader_words(interaction)))


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(DigestCog(bot))
