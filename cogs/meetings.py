"""Meetings: saying that one will be there, the agenda that anybody adds to, and the notes."""

from zoneinfo import ZoneInfo

import discord
from discord.ext import commands

from bot.domain.errors import Refusal
from bot.domain.knowhow import TITLE_LIMIT
from bot.words.catalogue import words_in
from cogs.bridge.again import AGAIN, open_form, refuse_form
from cogs.bridge.answer import redraw, show
from cogs.bridge.host import guild_of, person_of, reader_words, services_of
from cogs.bridge.reminding import item_form, notes_form
from cogs.bridge.router import Act, NounCog, on_act
from cogs.ui.picture import button, note
from cogs.ui.reminders import occurrence_view


class MeetingsCog(NounCog):
    """Everybody's; who called the meeting has no say in it."""

    @on_act("attend")
    async def attend(self, interaction: discord.Interaction, act: Act) -> None:
        """*I'll be there*, and once more to take it back; the message is the confirmation."""
        card = await services_of(interaction).meetings.toggle(person_of(interaction), act.number)
        await redraw(interaction, occurrence_view(card, words_in(card.language)))

    @on_act("add-item")
    async def add_item(self, interaction: discord.Interaction, act: Act) -> None:
        """*Add item*: a form for one line."""
        await services_of(interaction).meetings.check(guild_of(interaction), act.number)
        await open_form(interaction, item_form(act.number, reader_words(interaction)), act)

    @on_act("item-added")
    async def item_added(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of an item."""
        services, words = services_of(interaction), reader_words(interaction)
        try:
            await services.meetings.add_item(person_of(interaction), act.number, act.text("item"))
        except Refusal as refusal:
            again = button(words.say("Write again"), "add-item", act.number, AGAIN)
            await refuse_form(interaction, refusal, act, again)
            return
        await show(interaction, note(words.say("It stands on the agenda.")))
        await services.outbox.deliver_due()

    @on_act("take-notes")
    async def take_notes(self, interaction: discord.Interaction, act: Act) -> None:
        """*Notes*: a form for the minutes."""
        await services_of(interaction).meetings.check(guild_of(interaction), act.number)
        await open_form(interaction, notes_form(act.number, reader_words(interaction)), act)

    @on_act("notes-filed")
    async def notes_filed(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of the minutes."""
        services, words = services_of(interaction), reader_words(interaction)
        try:
            title = await self._title(interaction, act.number)
            filed = await services.meetings.file_notes(person_of(interaction), act.number, act.text("notes"), title)
        except Refusal as refusal:
            again = button(words.say("Write again"), "take-notes", act.number, AGAIN)
            await refuse_form(interaction, refusal, act, again)
            return
        told = words.say("K-{number} stands in the thread, and /knowhow find finds it. Thank you.", number=filed.number)
        await show(interaction, note(told, button(words.say("Read"), "page", filed.number)))
        await services.outbox.deliver_due()

    async def _title(self, interaction: discord.Interaction, occurrence_id: int) -> str:
        """What the notes of a meeting are called, in the server's language: what it was about, and its day."""
        services, guild_id = services_of(interaction), guild_of(interaction)
        meeting = await services.meetings.check(guild_id, occurrence_id)
        server = await services.servers.get(guild_id)
        day = words_in(server.language).day(meeting.due_at.astimezone(ZoneInfo(server.time_zone)).date())
        about = " ".join((meeting.text or f"R-{meeting.number}").split())
        return f"{about[: TITLE_LIMIT - len(day) - 2]}, {day}"


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(MeetingsCog(bot))
