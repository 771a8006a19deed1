"""Previews: a reminder before it is saved, or the question about its time, with a button for each answer."""

import discord

from bot.services.previews import PreviewCard, Purpose
from bot.words.catalogue import Words
from bot.words.schedules import repeat_words
from bot.words.when import candidate_words, question_sentence
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.reminders import REMINDS, upcoming_lines
from cogs.ui.text import line, plain, stamp

_LABEL = 80
_IN_A_ROW = 5


def preview_view(preview: PreviewCard, words: Words) -> Picture:
    """What saving would do: text, how it repeats, and the next occurrences, as timestamps and in words."""
    if preview.schedule is None:
        return _question_view(preview, words)
    until = (
        words.say(
            "-# It ends with your mandate, {when}, unless another coordinator renews it.",
            when=stamp(preview.ends_at, "D"),
        )
        if preview.ends_at
        else None
    )
    return Picture(
        card(
            _title(preview, words),
            plain(preview.typed.text),
            words.say("When: {when}.", when=repeat_words(preview.schedule, words)),
            upcoming_lines(preview.schedule, preview.upcoming, words),
            until,
            _where(preview, words),
            row(
                [
                    button(words.say("Save"), "save-reminder", preview.preview_id, style=discord.ButtonStyle.success),
                    button(words.say("Change"), "write-reminder", preview.preview_id),
                ]
            ),
            accent=REMINDS,
        )
    )


def _title(preview: PreviewCard, words: Words) -> str:
    match preview.typed.purpose:
        case Purpose.OWN:
            return words.say("### Only you will see this")
        case Purpose.MOVE:
            return words.say("### R-{number} at a new time", number=preview.typed.number)
        case Purpose.SCHEDULE:
            return words.say("### Not saved yet")


def _where(preview: PreviewCard, words: Words) -> str | None:
    match preview.typed.purpose:
        case Purpose.OWN:
            return words.say("-# I'll send it to you as a direct message.")
        case Purpose.MOVE:
            return None
        case Purpose.SCHEDULE if preview.typed.is_meeting:
            return words.say(
                "-# In <#{channel}>, with a thread for the agenda. Everybody sees that you scheduled it.",
                channel=preview.typed.channel_id,
            )
        case Purpose.SCHEDULE:
            return words.say(
                "-# In <#{channel}>. Everybody sees that you scheduled it.", channel=preview.typed.channel_id
            )


def _question_view(preview: PreviewCard, words: Words) -> Picture:
    asked = question_sentence(preview.question, words) if preview.question else words.say("Which time is meant?")
    answers = [
        button(candidate_words(schedule, upcoming, words)[:_LABEL], "pick-time", preview.preview_id, str(place))
        for place, (schedule, upcoming) in enumerate(preview.candidates)
    ]
    return Picture(
        card(
            f"**{line(preview.typed.when)}**\n{asked}",
            plain(preview.typed.text),
            row(answers[:_IN_A_ROW]),
            row([button(words.say("Change"), "write-reminder", preview.preview_id)]),
        )
    )
