"""Reminding: the forms in which reminders, agendas and notes are written, and where reminders may be put."""

import discord
from discord import ui

from bot.domain.phrases import LONGEST
from bot.domain.reminder_refusals import CannotSpeakThere
from bot.domain.reminders import ITEM_LIMIT, NOTES_LIMIT, TEXT_LIMIT, Repeat
from bot.services.previews import Purpose, Typed
from bot.words.catalogue import Words
from bot.words.when import examples
from cogs.bridge.forms import Form, channel_field, radio_field, select_field, text_field
from cogs.bridge.host import guild_of, services_of


def reminder_form(typed: Typed, words: Words, *, preview_id: int = 0) -> Form:
    """The form in which what was typed can be written again."""
    match typed.purpose:
        case Purpose.MOVE:
            title = words.say("Move R-{number}", number=typed.number)
            return Form(
                title, "reminder-moved", typed.number or 0, detail=str(preview_id), labels=[_when(typed, words)]
            )
        case Purpose.OWN:
            title = words.say("Remind me")
            return Form(title, "own-reminder", preview_id, labels=[_what(typed, words), _when(typed, words)])
        case Purpose.SCHEDULE:
            return _form_for_all(typed, words, preview_id)


def _form_for_all(typed: Typed, words: Words, preview_id: int) -> Form:
    return Form(
        words.say("Remind everybody"),
        "reminder-for-all",
        preview_id,
        labels=[
            _what(typed, words),
            _when(typed, words),
            select_field(
                "repeat",
                words.say("Repeat"),
                [(each.value, repeat_name(each, words)) for each in Repeat],
                hint=words.say("Leave it out if the time says it already, like “every monday 19:30”."),
                chosen=typed.repeat.value if typed.repeat else "",
                required=False,
            ),
            channel_field(
                "channel",
                words.say("Channel"),
                hint=words.say("This one, if you pick none."),
                chosen=typed.channel_id,
                required=False,
            ),
            radio_field(
                "meeting",
                words.say("Is it a meeting?"),
                [("yes", words.say("Yes: people can say they come, and add to the agenda")), ("no", words.say("No"))],
                chosen="yes" if typed.is_meeting else "no",
            ),
        ],
    )


def repeat_name(repeat: Repeat, words: Words) -> str:
    """How often, as a choice."""
    match repeat:
        case Repeat.DAILY:
            return words.say("Every day")
        case Repeat.WEEKLY:
            return words.say("Every week")
        case Repeat.FORTNIGHTLY:
            return words.say("Every two weeks")
        case Repeat.MONTHLY:
            return words.say("Every month")


def _what(typed: Typed, words: Words) -> "ui.Label[Form]":
    return text_field("what", words.say("What to remind of"), limit=TEXT_LIMIT, filled=typed.text, is_long=True)


def _when(typed: Typed, words: Words) -> "ui.Label[Form]":
    hint = words.say("Like: {examples}.", examples=words.either(examples(words)))[:100]
    return text_field("when", words.say("When"), limit=LONGEST, hint=hint, filled=typed.when)


def item_form(occurrence_id: int, words: Words) -> Form:
    """The form for one line of a meeting's agenda."""
    hint = words.say("One line. It stands in the agenda for all to see.")
    field = text_field("item", words.say("Item"), limit=ITEM_LIMIT, hint=hint)
    return Form(words.say("Add item"), "item-added", occurrence_id, labels=[field])


def notes_form(occurrence_id: int, words: Words) -> Form:
    """The form for the minutes of a meeting."""
    hint = words.say("No names, addresses or numbers of people, please.")
    field = text_field("notes", words.say("Notes"), limit=NOTES_LIMIT, hint=hint, is_long=True)
    return Form(words.say("Notes"), "notes-filed", occurrence_id, labels=[field])


async def check_place(interaction: discord.Interaction, channel_id: int) -> None:
    """Refuse a channel where the bot, or whoever asks, may not write."""
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    if channel is None or not isinstance(interaction.user, discord.Member):
        raise CannotSpeakThere(channel_id)
    if not channel.permissions_for(interaction.user).send_messages:
        raise CannotSpeakThere(channel_id)
    await services_of(interaction).reminders.check_channel(guild_of(interaction), channel_id)


def place_of(interaction: discord.Interaction) -> int:
    """The channel in which somebody types, or the one to which its thread belongs; 0 where there is none."""
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        return channel.parent_id
    return channel.id if channel is not None else 0
