"""My: what is stored about oneself as a file, being forgotten, and one's name on the web."""

import io
from enum import StrEnum

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.errors import Refusal
from bot.services.members import SHOWN_NAME_LIMIT
from bot.words.catalogue import Words
from cogs.bridge.answer import NOBODY, give_back, redraw, show
from cogs.bridge.forms import Form, radio_field, text_field
from cogs.bridge.host import person_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, member_of, on_act
from cogs.ui.my import (
    FILES_A_MESSAGE,
    data_files,
    data_page,
    farewell_page,
    forgotten_page,
    more_files_page,
    name_page,
)
from cogs.ui.picture import Picture, button

_ENVELOPE = 65_536
"""Bytes of a request that are not its files."""


class Texts(StrEnum):
    """What becomes of the texts of somebody who is forgotten."""

    STAY = "stay"
    ERASED = "erased"


class Votes(StrEnum):
    """What becomes of their ballots in votes under way."""

    COUNT = "count"
    TAKEN_BACK = "taken_back"


class MyCog(NounCog):
    """What is a member's own business alone."""

    group = app_commands.Group(name="my", description=_("What is yours alone"), guild_only=True)

    @group.command(name="data", description=_("Everything I keep about you here, as a file"))
    async def data(self, interaction: discord.Interaction) -> None:
        """Everything I keep about you here, as a file."""
        await self._tell(interaction)

    @on_act("my-data")
    async def data_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *My data*."""
        await self._tell(interaction)

    async def _tell(self, interaction: discord.Interaction) -> None:
        words = reader_words(interaction)
        data = await services_of(interaction).members.data(person_of(interaction))
        # All files of a message together have to fit.
        room = max(interaction.filesize_limit - _ENVELOPE, _ENVELOPE) // FILES_A_MESSAGE
        files = data_files(data, words, limit=room) if data.parts else []
        first, rest = files[:FILES_A_MESSAGE], files[FILES_A_MESSAGE:]
        names = [name for name, content in first]
        await interaction.response.send_message(
            view=data_page(data, names, words), files=_attached(first), ephemeral=True, allowed_mentions=NOBODY
        )
        while rest:
            part, rest = rest[:FILES_A_MESSAGE], rest[FILES_A_MESSAGE:]
            view = more_files_page([name for name, content in part], words)
            await interaction.followup.send(view=view, files=_attached(part), ephemeral=True, allowed_mentions=NOBODY)

    @group.command(name="forget", description=_("Have me forget you here: first you see what that does"))
    async def forget(self, interaction: discord.Interaction) -> None:
        """Have me forget you here: first you see what that does."""
        await self._preview(interaction)

    @on_act("forget-me")
    async def forget_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Forget me*: what it would do."""
        await self._preview(interaction)

    async def _preview(self, interaction: discord.Interaction) -> None:
        farewell = await services_of(interaction).members.farewell(person_of(interaction))
        await show(interaction, farewell_page(farewell, reader_words(interaction)))

    @on_act("confirm-forgetting")
    async def confirm(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Choose and confirm*: a form whose sending is the confirmation."""
        farewell = await services_of(interaction).members.farewell(person_of(interaction))
        if not farewell.is_known:
            await redraw(interaction, farewell_page(farewell, reader_words(interaction)))
            return
        await interaction.response.send_modal(_form(reader_words(interaction), has_votes=bool(farewell.voted_on)))

    @on_act("forgetting-confirmed")
    async def confirmed(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form: it is done."""
        services, words = services_of(interaction), reader_words(interaction)
        texts = member_of(Texts, act.text("own_texts"))
        votes = member_of(Votes, act.text("own_votes") or Votes.COUNT)
        withdraws = votes is Votes.TAKEN_BACK
        await interaction.response.defer()
        before = await services.members.forget(
            person_of(interaction), with_texts=texts is Texts.ERASED, withdraws=withdraws
        )
        await redraw(interaction, forgotten_page(before, words, withdrew=withdraws))
        await services.outbox.deliver_due()

    @group.command(name="name", description=_("Your name beside what you proposed, on the public pages"))
    async def name(self, interaction: discord.Interaction) -> None:
        """Your name beside what you proposed, on the public pages."""
        await show(interaction, await self._name_page(interaction))

    @on_act("my-name")
    async def name_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *My name on the web*."""
        await show(interaction, await self._name_page(interaction))

    @on_act("show-name")
    async def show_name(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Show it*: the name that one has in this server."""
        person = person_of(interaction)
        await services_of(interaction).members.show_name(person, person.name)
        await redraw(interaction, await self._name_page(interaction))

    @on_act("drop-name")
    async def drop_name(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Take it off*."""
        await services_of(interaction).members.drop_name(person_of(interaction))
        await redraw(interaction, await self._name_page(interaction))

    @on_act("write-name")
    async def write_name(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Another name*: a form for it."""
        words = reader_words(interaction)
        shown = await services_of(interaction).members.shown_name(person_of(interaction))
        field = text_field("public_name", words.say("Name on the web"), limit=SHOWN_NAME_LIMIT, filled=shown.name or "")
        await interaction.response.send_modal(Form(words.say("Name on the web"), "name-written", labels=[field]))

    @on_act("name-written")
    async def name_written(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of a name."""
        try:
            await services_of(interaction).members.show_name(person_of(interaction), act.text("public_name"))
        except Refusal as refusal:
            again = button(reader_words(interaction).say("Write again"), "write-name")
            await give_back(interaction, refusal, act.typed(), again)
            return
        await redraw(interaction, await self._name_page(interaction))

    async def _name_page(self, interaction: discord.Interaction) -> Picture:
        person = person_of(interaction)
        shown = await services_of(interaction).members.shown_name(person)
        return name_page(shown, person.name, reader_words(interaction))


def _attached(files: list[tuple[str, bytes]]) -> list[discord.File]:
    return [discord.File(io.BytesIO(content), filename=name) for name, content in files]


def _form(words: Words, *, has_votes: bool) -> Form:
    texts = radio_field(
        "own_texts",
        words.say("Texts that you wrote"),
        [
            (Texts.STAY, words.say("They stay, without my name")),
            (Texts.ERASED, words.say("Erase them everywhere, for good")),
        ],
        hint=words.say("The preview says which. What others wrote on, too, keeps what it says now."),
    )
    votes = radio_field(
        "own_votes",
        words.say("Your votes that are under way"),
        [
            (Votes.COUNT, words.say("They count until the votes end")),
            (Votes.TAKEN_BACK, words.say("Take them back now")),
        ],
    )
    return Form(words.say("Forget me"), "forgetting-confirmed", labels=[texts, *([votes] if has_votes else [])])


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(MyCog(bot))
