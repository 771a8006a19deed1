"""Proposals: `/propose` with its forms, reading and listing them, and what authors may still change."""

from collections.abc import Sequence

import discord
from discord import app_commands, ui
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.errors import CannotAmend, Refusal
from bot.domain.proposals import DISCUSS_FIRST, Carried, Draft, draft, meeting
from bot.domain.rules import Kind
from bot.services.cards import ProposalCard
from bot.services.proposals import ProposalReceipt
from bot.words.catalogue import Words
from cogs.bridge.again import AGAIN, once, open_form, refuse_form
from cogs.bridge.answer import redraw, show
from cogs.bridge.host import FromAnotherVersion, guild_of, person_of, reader_words, services_of
from cogs.bridge.proposing import Wish, amending_form, proposal_form
from cogs.bridge.router import Act, NounCog, on_act
from cogs.bridge.suggestions import (
    decision_number,
    proposal_number,
    suggest_blocked,
    suggest_open_proposals,
    suggest_proposals,
)
from cogs.ui.ballots import ballot_view, proposal_page
from cogs.ui.picture import Picture, button, channel_url, link_button, note
from cogs.ui.proposals import objections_page, own_proposals_page, proposals_page, taking_back_view
from cogs.ui.text import stamp


class ProposalsCog(NounCog):
    """Any member proposes."""

    group = app_commands.Group(name="proposals", description=_("What is being decided here"), guild_only=True)

    @app_commands.command(name="propose", description=_("Propose something to everybody here"))
    @app_commands.describe(
        kind=_("What sort of proposal; an action if you leave it out"),
        discuss=_("Talk it over before voting opens"),
        secret=_("Nobody ever sees who voted how"),
        reworks=_("A blocked decision that this one reworks, like D-7"),
        follows=_("An older proposal that this one follows, like P-12"),
    )
    @app_commands.choices(
        kind=[
            app_commands.Choice(name=_("Action: something we do"), value=Kind.ACTION.value),
            app_commands.Choice(name=_("Agreement: a rule we live by"), value=Kind.AGREEMENT.value),
            app_commands.Choice(name=_("Lazy consent: small, easy to undo"), value=Kind.LAZY.value),
            app_commands.Choice(name=_("Meeting: what an assembly agreed"), value=Kind.MEETING.value),
            app_commands.Choice(name=_("Choice: two to nine options"), value=Kind.CHOICE.value),
        ]
    )
    @app_commands.choices(
        discuss=[
            app_commands.Choice(name=_("24 hours"), value=24),
            app_commands.Choice(name=_("48 hours"), value=48),
        ]
    )
    @app_commands.guild_only()
    async def propose(
        self,
        interaction: discord.Interaction,
        kind: str = Kind.ACTION.value,
        discuss: int = 0,
        secret: bool = False,
        reworks: str = "",
        follows: str = "",
    ) -> None:
        """Propose something to everybody here."""
        wish = Wish(
            kind=Kind(kind),
            discuss_hours=discuss,
            is_secret=secret,
            reworks=decision_number(reworks) if reworks else 0,
            follows=proposal_number(follows) if follows else 0,
        )
        await self._open_form(interaction, wish, None)

    @propose.autocomplete("reworks")
    async def _suggest_blocked(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_blocked(interaction, typed)

    @propose.autocomplete("follows")
    async def _suggest_older(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_proposals(interaction, typed)

    @on_act("propose")
    async def propose_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The buttons *Propose*, *Propose anew*, *Write again*; the number is a blocked decision's, 0 for none."""
        await self._open_form(interaction, Wish.of_press(act.number, once(act)), act)

    async def _open_form(self, interaction: discord.Interaction, wish: Wish, act: Act | None) -> None:
        await services_of(interaction).servers.get(guild_of(interaction))
        await open_form(interaction, proposal_form(wish, reader_words(interaction)), act)

    @on_act("open-proposal")
    async def open_proposal(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form."""
        services, words = services_of(interaction), reader_words(interaction)
        wish = Wish.of_text(act.detail)
        try:
            carried = await _carried(interaction, act, act.text("title"))
            receipt = await services.proposals.propose(person_of(interaction), _draft(wish, act, carried))
        except Refusal as refusal:
            if isinstance(refusal, FromAnotherVersion):
                raise
            again = button(words.say("Write again"), "propose", 0, wish.text() + AGAIN)
            await refuse_form(interaction, refusal, act, again)
            return
        to_ballot = link_button(words.say("To the ballot"), channel_url(guild_of(interaction), receipt.channel_id))
        await show(interaction, note(_told(receipt, words), to_ballot))
        await services.outbox.deliver_due()

    @on_act("amend")
    async def amend_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Change the text*: the form with the text as it is."""
        proposal = await services_of(interaction).amending.check(person_of(interaction), act.number)
        await open_form(interaction, amending_form(proposal, reader_words(interaction)), act)

    @on_act("amended")
    async def amended(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of a change."""
        services, words = services_of(interaction), reader_words(interaction)
        try:
            proposal = await services.amending.check(person_of(interaction), act.number)
            carried = await _carried(interaction, act, act.text("title") or proposal.title)
            draft_now = _amended(proposal, act, carried)
            proposal = await services.amending.amend(person_of(interaction), act.number, draft_now)
        except Refusal as refusal:
            await refuse_form(interaction, refusal, act, _again(refusal, act.number, words))
            return
        await show(interaction, note(_changed(proposal, words)))
        await services.outbox.deliver_due()
        await services.tally_board.flush()

    @on_act("withdraw-proposal")
    async def ask_to_withdraw(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Take the proposal back*: it cannot be undone, so it asks once."""
        proposal = await services_of(interaction).amending.check(person_of(interaction), act.number)
        await show(interaction, taking_back_view(proposal, reader_words(interaction)))

    @on_act("take-back")
    async def withdraw(self, interaction: discord.Interaction, act: Act) -> None:
        """*Yes, take it back*, once it was asked."""
        services, words = services_of(interaction), reader_words(interaction)
        await services.amending.withdraw(person_of(interaction), act.number)
        await redraw(interaction, note(words.say("P-{number} is taken back. The log keeps that.", number=act.number)))
        await services.outbox.deliver_due()
        await services.tally_board.flush()

    @on_act("read")
    async def read(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Read all*: the whole text, privately."""
        services = services_of(interaction)
        proposal = await services.proposals.card(guild_of(interaction), act.number)
        may_change = await services.amending.may_change(person_of(interaction), act.number)
        await show(interaction, proposal_page(proposal, reader_words(interaction), may_change=may_change))

    @group.command(name="list", description=_("What is being discussed and voted on"))
    async def list_open(self, interaction: discord.Interaction) -> None:
        """What is being discussed and voted on."""
        proposals = await self._under_way(interaction)
        await show(interaction, proposals_page(proposals, reader_words(interaction)))

    @group.command(name="mine", description=_("Your own proposals that are not decided yet"))
    async def list_mine(self, interaction: discord.Interaction) -> None:
        """Your own proposals that are not decided yet."""
        amending, person = services_of(interaction).amending, person_of(interaction)
        own = [proposal for proposal in await self._under_way(interaction) if proposal.author_id == person.user_id]
        changeable = {proposal.number for proposal in own if await amending.may_change(person, proposal.number)}
        await show(interaction, own_proposals_page(own, changeable, reader_words(interaction)))

    async def _under_way(self, interaction: discord.Interaction) -> Sequence[ProposalCard]:
        await services_of(interaction).servers.get(guild_of(interaction))
        return await services_of(interaction).proposals.open_cards(guild_of(interaction))

    @group.command(name="show", description=_("One proposal, with its count"))
    @app_commands.describe(number=_("The proposal, like P-12"))
    async def show_proposal(self, interaction: discord.Interaction, number: str) -> None:
        """One proposal, with its count."""
        await services_of(interaction).servers.get(guild_of(interaction))
        proposal = await services_of(interaction).proposals.card(guild_of(interaction), proposal_number(number))
        await show(interaction, ballot_view(proposal, reader_words(interaction)))

    @show_proposal.autocomplete("number")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_proposals(interaction, typed)

    @app_commands.command(name="objections", description=_("What stands against an open proposal, and why"))
    @app_commands.describe(number=_("The proposal, like P-12"))
    @app_commands.guild_only()
    async def objections(self, interaction: discord.Interaction, number: str) -> None:
        """What stands against an open proposal, and why."""
        await services_of(interaction).servers.get(guild_of(interaction))
        guild_id, wanted = guild_of(interaction), proposal_number(number)
        proposal = await services_of(interaction).proposals.card(guild_id, wanted)
        found = await services_of(interaction).proposals.objections(guild_id, wanted)
        await show(interaction, objections_page(proposal, found, reader_words(interaction)))

    @objections.autocomplete("number")
    async def _suggest_open(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_open_proposals(interaction, typed)


def _again(refusal: Refusal, number: int, words: Words) -> ui.Button[Picture]:
    """The way on after a change was refused: a new proposal that follows this one where its text stands."""
    if isinstance(refusal, CannotAmend):
        return button(words.say("Propose anew"), "propose", 0, Wish(follows=number).text())
    return button(words.say("Write again"), "amend", number, AGAIN)


async def _carried(interaction: discord.Interaction, act: Act, title: str) -> Carried | None:
    """The one reminder that was typed, if any was."""
    typed, language = act.text("reminder"), reader_words(interaction).language
    return await services_of(interaction).proposals.carried(guild_of(interaction), typed, title, language)


def _draft(wish: Wish, act: Act, carried: Carried | None) -> Draft:
    """The draft out of a filled-in form and what was picked before it."""
    return draft(
        act.text("title"),
        act.text("body"),
        act.text("first_tasks"),
        kind=wish.kind,
        options=act.text("options"),
        discuss=DISCUSS_FIRST[wish.discuss_hours // 24],
        is_secret=wish.is_secret,
        reworks=wish.reworks or None,
        follows=wish.follows or None,
        meeting=meeting(act.text("met_on"), act.text("present")) if wish.kind is Kind.MEETING else None,
        reminder=carried,
    )


def _amended(proposal: ProposalCard, act: Act, carried: Carried | None) -> Draft:
    """The draft out of a filled-in form of a change; where the bot named it, the name stays."""
    return draft(
        act.text("title") if "title" in act.fields else proposal.title,
        act.text("body"),
        act.text("first_tasks"),
        kind=proposal.kind,
        options=act.text("options"),
        reminder=carried,
    )


def _told(receipt: ProposalReceipt, words: Words) -> str:
    if receipt.is_discussed:
        return words.say(
            "P-{number} is up for discussion. Voting opens {opens} and closes {when}.",
            number=receipt.number,
            opens=stamp(receipt.opened_at),
            when=stamp(receipt.closes_at),
        )
    return words.say(
        "P-{number} is open. Voting closes {when}; nobody can close it earlier.",
        number=receipt.number,
        when=stamp(receipt.closes_at),
    )


def _changed(proposal: ProposalCard, words: Words) -> str:
    return words.say(
        "P-{number} has its new text. Voting closes {when}.", number=proposal.number, when=stamp(proposal.closes_at)
    )


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(ProposalsCog(bot))
