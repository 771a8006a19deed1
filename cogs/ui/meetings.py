"""Meetings: the agenda in a meeting's thread, and its notes."""

from bot.domain.covers import Veil
from bot.services.time_cards import AgendaCard, NotesCard
from bot.words.catalogue import Words
from bot.words.covers import erased_word, veil_word
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.text import line, plain


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
    """The notes, with who filed them and when."""
    name = line(notes.author_name) if notes.author_name else words.say("a member")
    return Picture(
        card(
            words.say("### N-{number} · Notes of R-{reminder}", number=notes.number, reminder=notes.reminder),
            plain(notes.text) or erased_word(words),
            words.say("-# {name}, {day}", name=name, day=words.day(notes.filed_on)),
        )
    )
