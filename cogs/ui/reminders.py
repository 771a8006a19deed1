"""Reminders: what everybody sees when one comes, and the pages that list, show and preview them."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.covers import Veil
from bot.domain.reminders import Origin, State
from bot.domain.schedule import Occurrence, Schedule
from bot.services.calendar import CalendarLink
from bot.services.time_cards import OccurrenceCard, PersonalCard, PowerCard, ReminderCard
from bot.words.catalogue import Words
from bot.words.covers import erased_word, veil_word
from bot.words.reminders import act_words
from bot.words.schedules import occurrence_words, repeat_words
from cogs.ui.picture import Picture, button, card, channel_url, link_button, row
from cogs.ui.text import code_block, line, plain, shortened, stamp

REMINDS = discord.Colour(0x6B5CA5)

A_PAGE = 12
_SHORT = 80
"""Characters of a reminder in a list."""


def occurrence_view(reminder: OccurrenceCard, words: Words) -> Picture:
    """A reminder that has come, the same for everybody; of a meeting also how many will be there, and no names."""
    late = (
        words.say("-# This was due {when}; I was away then.", when=stamp(reminder.due_at)) if reminder.is_late else None
    )
    return Picture(
        card(
            words.say("### R-{number} · Reminder", number=reminder.number),
            _text(reminder.text, words),
            _coming(reminder.coming, words) if reminder.is_meeting else None,
            late,
            f"-# {_signature(reminder.author_name, reminder.decision_number, words)}",
            row(_meeting_buttons(reminder, words)),
            accent=REMINDS,
        )
    )


def _coming(count: int, words: Words) -> str:
    if not count:
        return words.say("Will you be there?")
    return words.count("**{n} person will be there.**", "**{n} people will be there.**", count)


def _meeting_buttons(reminder: OccurrenceCard, words: Words) -> list[ui.Button[Picture] | None]:
    if not reminder.is_meeting:
        return []
    return [
        button(words.say("I'll be there"), "attend", reminder.occurrence_id, style=discord.ButtonStyle.primary),
        button(words.say("Add item"), "add-item", reminder.occurrence_id),
        button(words.say("Notes"), "take-notes", reminder.occurrence_id),
    ]


def _signature(name: str | None, decision: int | None, words: Words) -> str:
    if decision is not None:
        return words.say("— decided in D-{number}", number=decision)
    return words.say("— {name}, coordinator", name=line(name) if name else words.say("a member"))


def reminders_page(reminders: Sequence[ReminderCard], words: Words) -> Picture:
    """What is to come, the next one first, for everybody."""
    title = words.say("### Reminders")
    if not reminders:
        return Picture(card(title, words.say("Nothing is scheduled. /remind me reminds you alone.")))
    entries = [_entry(each, words) for each in reminders[:A_PAGE]]
    more = len(reminders) - A_PAGE
    rest = words.count("-# and {n} more", "-# and {n} more", more) if more > 0 else None
    return Picture(card(title, "\n".join(entries), rest))


def _entry(reminder: ReminderCard, words: Words) -> str:
    text = line(_short(reminder.text)) if reminder.text is not None else veil_word(Veil.COVERED, words)
    when = stamp(reminder.upcoming[0].at) if reminder.upcoming else words.say("ends with its coordinator's term")
    again = " · " + words.say("repeats") if reminder.schedule.rule else ""
    return f"**R-{reminder.number}** · {when}{again}\n{text}"


def _text(text: str | None, words: Words) -> str:
    return veil_word(Veil.COVERED, words) if text is None else plain(text) or erased_word(words)


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), _SHORT, lines=1)[0]


def reminder_page(reminder: ReminderCard, words: Words, *, may_renew: bool) -> Picture:
    """One reminder, with its next occurrences."""
    return Picture(
        card(
            words.say("### R-{number} · Reminder", number=reminder.number),
            _text(reminder.text, words),
            _state(reminder, words),
            upcoming_lines(reminder.schedule, reminder.upcoming, words),
            words.say("In <#{channel}>.", channel=reminder.channel_id),
            f"-# {_signature(reminder.author_name, reminder.decision_number, words)}",
            row([button(words.say("Renew"), "renew-reminder", reminder.number) if may_renew else None]),
            accent=REMINDS,
        )
    )


def is_renewable(reminder: ReminderCard) -> bool:
    """Whether the reminder ends, or ended, with the term of who scheduled it."""
    repeats = reminder.origin is Origin.SCHEDULED and reminder.schedule.rule is not None
    return repeats and reminder.state is not State.CANCELLED


def _state(reminder: ReminderCard, words: Words) -> str:
    said = repeat_words(reminder.schedule, words)
    match reminder.state:
        case State.CANCELLED:
            return words.say("**Cancelled.** It was: {when}.", when=said)
        case State.ENDED:
            return words.say("**Over.** It was: {when}.", when=said)
        case State.ACTIVE if reminder.schedule.rule and reminder.ends_at:
            until = words.say(
                "It ends with its coordinator's mandate, {when}, unless another one renews it.",
                when=stamp(reminder.ends_at, "D"),
            )
            when = words.say("When: {when}.", when=said)
            return f"{when}\n-# {until}"
        case State.ACTIVE:
            return words.say("When: {when}.", when=said)


def upcoming_lines(schedule: Schedule, upcoming: Sequence[Occurrence], words: Words) -> str:
    """Occurrences, each as the reader's own clock shows it and as the clock of the server's zone does, in words.

    What comes once was said in words already, unless the clocks change it: how long it is until then tells more.
    """
    if schedule.rule is None:
        return "\n".join(f"- {stamp(each.at)} · {_once(each, words)}" for each in upcoming)
    return "\n".join(f"- {stamp(each.at)} · {occurrence_words(each, words)}" for each in upcoming)


def _once(occurrence: Occurrence, words: Words) -> str:
    return stamp(occurrence.at, "R") if occurrence.note is None else occurrence_words(occurrence, words)


def personal_view(reminder: PersonalCard, words: Words) -> Picture:
    """What somebody asked to be told, in a direct message to them alone."""
    late = None
    if reminder.is_late and reminder.due_at is not None:
        late = words.say("-# This was due {when}; I was away then.", when=stamp(reminder.due_at))
    title = words.say("Reminder")
    return Picture(card(f"### {reminder.mark} · {title}", plain(reminder.text), late, accent=REMINDS))


def undelivered_view(reminders: Sequence[PersonalCard], words: Words) -> Picture:
    """What could not be sent to somebody, shown when they act next."""
    told = "\n".join(f"- {stamp(each.due_at)} · {line(each.text)}" for each in reminders if each.due_at is not None)
    return Picture(card(words.say("You asked me to remind you, and I couldn't send you a direct message:"), told))


def personal_page(reminders: Sequence[PersonalCard], words: Words) -> Picture:
    """What waits for one person alone, each with a button to take it back."""
    title = words.say("### Your own reminders")
    if not reminders:
        return Picture(card(title, words.say("None waits. /remind me asks for one; only you see it.")))
    return Picture(card(title, *(_own_entry(each, words) for each in reminders[:A_PAGE])))


def _own_entry(reminder: PersonalCard, words: Words) -> ui.Item[Picture]:
    text = _short(reminder.text)
    when = stamp(reminder.upcoming[0].at) if reminder.upcoming else ""
    again = " · " + words.say("repeats") if reminder.schedule.rule else ""
    return ui.Section(
        ui.TextDisplay(f"{when}{again}\n{line(text)}"),
        accessory=button(words.say("Take back"), "drop-own", reminder.number),
    )


def calendar_page(link: CalendarLink, words: Words) -> Picture:
    """The link to the calendar, for the one person whose it is, and how to subscribe to it."""
    again = row([button(words.say("Renew link"), "renew-calendar")])
    title = words.say("### Reminders in your own calendar")
    if link.url is None:
        told = words.say(
            "You have had a link since {day}. I keep no copy of it, so I can't show it again. *Renew link* gives you a "
            "new one, and the old one stops working.",
            day=words.day(link.since),
        )
        return Picture(card(title, told, again))
    return Picture(
        card(
            title,
            words.say("In your calendar program, subscribe to a calendar by its address, and paste this link:"),
            code_block(link.url),
            words.say(
                "-# It is yours alone, and shown only this once. Whoever has it can read the reminders here; if it "
                "gets about, *Renew link* makes a new one and the old one stops working."
            ),
            again,
        )
    )


def powers_used_page(used: Sequence[PowerCard], words: Words) -> Picture:
    """What coordinators did with their one power, the newest first, out of the log."""
    title = words.say("### Powers used")
    if not used:
        return Picture(card(title, words.say("No coordinator has scheduled, moved or cancelled anything yet.")))
    return Picture(card(title, "\n".join(_used(each, words) for each in used)))


def _used(power: PowerCard, words: Words) -> str:
    text = _short(power.text or "")
    mandate = words.say("mandate D-{number}", number=power.decision)
    told = f"{words.day(power.on)} · {act_words(power, words)} ({mandate})"
    return f"- {told}\n-# {line(text)}" if text else f"- {told}"


def to_reminder(reminder: ReminderCard, words: Words) -> ui.Button[Picture]:
    """The button that leads to the channel of a reminder."""
    return link_button(words.say("To the channel"), channel_url(reminder.guild_id, reminder.channel_id))
