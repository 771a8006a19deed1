"""Covers: *Exposes a person*, by button and by command, and keeping a text inside the server."""

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.covers import Covered, Holder, NothingOfThatNumber
from bot.domain.proposals import draft
from bot.domain.rules import Kind
from bot.services.covering import CoverReceipt
from bot.words.catalogue import Words, words_in
from bot.words.covers import vote_body, vote_title
from cogs.bridge.answer import redraw, show
from cogs.bridge.host import FromAnotherVersion, guild_of, person_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, on_act
from cogs.bridge.suggestions import reference, suggest_decisions, suggest_pages, suggest_proposals, suggest_tasks
from cogs.ui.panel import panel_view
from cogs.ui.picture import Picture, button, note
from cogs.ui.text import stamp


class CoversCog(NounCog):
    """Two members together protect a person; nobody does it alone."""

    @app_commands.command(name="exposes", description=_("Say that a text exposes a person; two of you cover it"))
    @app_commands.describe(number=_("What exposes somebody, like P-12, D-7, T-3 or K-3"))
    @app_commands.guild_only()
    async def exposes(self, interaction: discord.Interaction, number: str) -> None:
        """Say that a text exposes a person; two of you cover it."""
        await services_of(interaction).servers.get(guild_of(interaction))
        found = reference(number)
        if found is None:
            raise NothingOfThatNumber
        await self._ask(interaction, found[0] or "P", found[1])

    @exposes.autocomplete("number")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        proposals = await suggest_proposals(interaction, typed)
        decisions, tasks = await suggest_decisions(interaction, typed), await suggest_tasks(interaction, typed)
        pages = await suggest_pages(interaction, typed)
        return [*proposals[:10], *decisions[:5], *tasks[:5], *pages[:5]]

    @on_act("exposes")
    async def exposes_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Exposes a person*; its detail says what the number counts."""
        await self._ask(interaction, act.detail, act.number)

    async def _ask(self, interaction: discord.Interaction, prefix: str, number: int) -> None:
        """Say what comes of it, and ask whether it is meant: it covers a text from everybody."""
        text = await _text_of(interaction, prefix, number)
        await services_of(interaction).covers.check(person_of(interaction), text)
        await show(interaction, _question(text, prefix, number, reader_words(interaction)))

    @on_act("does-expose")
    async def does_expose(self, interaction: discord.Interaction, act: Act) -> None:
        """*Yes, it does*, once it was asked."""
        services = services_of(interaction)
        words = words_in((await services.servers.get(guild_of(interaction))).language)
        text = await _text_of(interaction, act.detail, act.number)
        vote = draft(vote_title(text, words), vote_body(text, words), kind=Kind.COVER)
        receipt = await services.covers.ask(person_of(interaction), text, vote)
        await redraw(interaction, _told(receipt, reader_words(interaction)))
        await services.outbox.deliver_due()

    @on_act("keep-inside")
    async def keep_inside(self, interaction: discord.Interaction, act: Act) -> None:
        """*Keep the text inside the server*, in *My vote*."""
        services, person = services_of(interaction), person_of(interaction)
        await services.covers.keep_inside(person, act.number)
        await redraw(
            interaction, panel_view(await services.ballots.panel(person, act.number), reader_words(interaction))
        )


async def _text_of(interaction: discord.Interaction, prefix: str, number: int) -> Covered:
    """The text that a number means."""
    match prefix:
        case "P":
            return Covered(Holder.PROPOSAL, number)
        case "D":
            return await services_of(interaction).covers.held_by_decision(guild_of(interaction), number)
        case "T":
            return Covered(Holder.TASK, number)
        case "K":
            return Covered(Holder.PAGE, number)
        case _:
            raise FromAnotherVersion


def _question(text: Covered, prefix: str, number: int, words: Words) -> Picture:
    return note(
        words.say(
            "Does the text of {mark} expose a person? Once two members say so, it is covered for everybody, and all "
            "vote for 24 hours on whether it stays covered. Nobody sees who said so.",
            mark=text.mark,
        ),
        button(words.say("Yes, it does"), "does-expose", number, prefix, style=discord.ButtonStyle.primary),
    )


def _told(receipt: CoverReceipt, words: Words) -> Picture:
    mark = receipt.text.mark
    if receipt.vote_number is None or receipt.closes_at is None:
        return note(
            words.count(
                "Noted. {n} more member is needed to say so; then {mark} is covered everywhere. Nobody sees who asked.",
                "Noted. {n} more members are needed to say so; then {mark} is covered everywhere. "
                "Nobody sees who asked.",
                receipt.more_needed,
                mark=mark,
            )
        )
    return note(
        words.say(
            "{mark} is covered everywhere. Until {when} everybody votes in P-{vote} on whether it stays so; "
            "you two have agreed.",
            mark=mark,
            vote=receipt.vote_number,
            when=stamp(receipt.closes_at),
        ),
        button(words.say("My vote"), "my-vote", receipt.vote_number),
    )


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(CoversCog(bot))
