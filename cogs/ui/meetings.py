"""Meetings: the agenda in a meeting's thread, and its notes."""

from bot.domain.covers import Veil
from bot.domain.reminders import NOTES_LIMIT
from bot.services.time_cards import AgendaCard, NotesCard
from bot.words.catalogue import Words
from bot.words.covers import erased_word, veil_word
from cogs.ui.ballots import covered_sentence
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.text import line, plain, shortened

_MOST_LINES = 120
"""Lines of notes that their message holds."""


def agenda_view(agenda: AgendaCard, words: Words) -> Picture:
    """What the meeting is to talk about: what anybody added, and what is being decided."""
    items = "\n".join(f"{place}. {line(item)}" for place, item in enumerate(agenda.items, 1))
    open_now = "\n".join(
        f"- P-{number} · {line(title) if title is not None else veil_word(Veil.COVERED, words)}"
        for number, title in agenda.proposals
    )
    return Picture(
        card(
            words.say("### R-{number} · Agenda", number=agenda.number),
            items or words.say("Nothing yet. Anybody can add an item."),
            words.say("**Being decided now:**\n{proposals}", proposals=open_now) if open_now else None,
            row(
                [
                    button(words.say("Add item"), "add-item", agenda.occurrence_id),
                    button(words.say("Notes"), "take-notes", agenda.occurrence_id),
                ]
            ),
        )
    )


def notes_view(notes: NotesCard, words: Words) -> Picture:
    """The notes as their page has them, with who wrote them last and when."""
    name = line(notes.author_name) if notes.author_name else words.say("a member")
    title = veil_word(Veil.COVERED, words) if notes.title is None else line(notes.title) or erased_word(words)
    text, is_cut = shortened(notes.text or "", NOTES_LIMIT, lines=_MOST_LINES)
    return Picture(
        card(
            f"### K-{notes.number} · {title}",
            covered_sentence(words) if notes.text is None else plain(text),
            words.say(
                "-# Notes of R-{reminder} · {name}, {day}",
                reminder=notes.reminder,
                name=name,
                day=words.day(notes.filed_on),
            ),
            row(
                [
                    button(words.say("Read all"), "page", notes.number) if is_cut else None,
                    button(words.say("Revise"), "revise-page", notes.number) if notes.text is not None else None,
                    button(words.say("History"), "page-history", notes.number) if notes.text is not None else None,
                ]
            ),
        )
    )
