"""Task histories: what a task said, who changed it and when; and what somebody else changed meanwhile."""

from collections.abc import Sequence

from bot.domain.tasks import Contents, changed
from bot.services.work_cards import HistoryCard, RevisionCard
from bot.words.catalogue import Words
from bot.words.covers import erased_word
from bot.words.tasks import act_sentence, part_name, part_value
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.text import line, plain, shortened, stamp

A_PAGE = 5
"""Revisions on one page."""

_ROOM = 220
"""Characters of one value in a history, of which two stand in a line."""


def history_page(history: HistoryCard, words: Words, *, start: int) -> Picture:
    """A page of a task's history, the newest first; `start` is the place of the first one shown."""
    told = history.revisions
    start = min(start, (len(told) - 1) // A_PAGE * A_PAGE)
    paging = [
        button(words.say("Newer"), "task-history", history.number, str(max(0, start - A_PAGE))) if start else None,
        button(words.say("Older"), "task-history", history.number, str(start + A_PAGE))
        if start + A_PAGE < len(told)
        else None,
    ]
    title = f"### T-{history.number} · {line(history.title) or erased_word(words)}"
    shown = [_entry(each, words) for each in told[start : start + A_PAGE]]
    return Picture(card(title, *shown, row([button(words.say("To the task"), "show-task", history.number), *paging])))


def _entry(revision: RevisionCard, words: Words) -> str:
    done = act_sentence(revision.act, line(revision.by_name), words)
    lines = [f"**{done}** {stamp(revision.at)}"]
    if revision.reason:
        lines.append(plain(shortened(revision.reason, _ROOM, lines=3)[0]))
    before, after = revision.before, revision.after
    if before is not None:
        lines += [
            f"{part_name(name, words)}: {_value(name, before, words)} → {_value(name, after, words)}"
            for name in changed(before, after)
        ]
    return "\n".join(lines)


def now_page(number: int, now: Contents, fields: Sequence[str], words: Words, *, wish: str) -> Picture:
    """What a task says now in the parts that two people changed at once, with the way to write it again."""
    lines = [f"**{part_name(name, words)}**\n{_value(name, now, words)}" for name in fields]
    again = button(words.say("Write again"), "edit-task", number, wish)
    heading = words.say("### T-{number} now", number=number)
    return Picture(card(heading, *lines, row([again, button(words.say("History"), "task-history", number, "0")])))


def _value(name: str, said: Contents, words: Words) -> str:
    # No task is without a title, unless it is erased; one without a reason there is.
    value = part_value(name, said, words) if said.title or name != "title" else erased_word(words)
    return plain(shortened(value, _ROOM, lines=3)[0]) if name == "why" else line(shortened(value, _ROOM)[0])
