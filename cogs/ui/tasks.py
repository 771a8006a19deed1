"""Tasks: one on its own message for everybody, and for one reader with all that they can do with it."""

import discord
from discord import ui

from bot.domain.covers import Veil
from bot.domain.tasks import PEOPLE_LIMIT, PUT_BACK_WITHIN, State
from bot.services.cards import TaskCard
from bot.words.catalogue import Words
from bot.words.covers import erased_word, veil_word
from bot.words.tasks import effort_word
from cogs.ui.picture import Picture, button, card, channel_url, link_button, note, row
from cogs.ui.text import line, plain, stamp

LOOKING = discord.Colour(0xB7791F)
IN_HANDS = discord.Colour(0x2F6FAB)
DONE = discord.Colour(0x3B7A57)

DROPPED = discord.Colour(0x6B7280)

_PAGES = 5
"""Pages of know-how that a task names, the newest ones."""

_ACCENTS = {State.OPEN: LOOKING, State.CLAIMED: IN_HANDS, State.DONE: DONE, State.DROPPED: DROPPED}


def task_view(task: TaskCard, words: Words) -> Picture:
    """The task's own message, the same for everybody who sees it."""
    return Picture(
        card(
            f"### T-{task.number} · {task_title(task, words)}",
            plain(task.why),
            f"{state_sentence(task, words)}{details(task, words)}",
            row(_buttons(task, words)),
            row([button(words.say("More"), "show-task", task.number)]) if task.state is not State.DONE else None,
            accent=_ACCENTS[task.state],
        )
    )


def task_page(task: TaskCard, reader_id: int, words: Words) -> Picture:
    """A task for one reader, with everything that they can do with it."""
    message = (
        link_button(words.say("To the task"), channel_url(task.guild_id, task.channel_id, task.message_id))
        if task.channel_id and task.message_id
        else None
    )
    goes_on = task.state in (State.OPEN, State.CLAIMED)
    others = [holder for holder in task.holders if holder.user_id != reader_id]
    return Picture(
        card(
            f"### T-{task.number} · {task_title(task, words)}",
            plain(task.why),
            f"{state_sentence(task, words)}{details(task, words)}",
            row(_own_buttons(task, reader_id, words)),
            row(
                [
                    button(words.say("Offer to somebody"), "offer-task", task.number)
                    if task.state is State.OPEN
                    else None,
                    button(words.say("Edit"), "edit-task", task.number) if goes_on and not task.is_covered else None,
                    button(words.say("Drop"), "drop-task", task.number) if goes_on and not others else None,
                    button(words.say("History"), "task-history", task.number, "0") if not task.is_covered else None,
                    message,
                ]
            ),
            accent=_ACCENTS[task.state],
        )
    )


def task_title(task: TaskCard, words: Words) -> str:
    """The title, or that it is covered or was erased."""
    if task.is_erased:
        return erased_word(words)
    return veil_word(Veil.COVERED, words) if task.is_covered else line(task.title)


def _buttons(task: TaskCard, words: Words) -> list[ui.Button[Picture] | None]:
    match task.state:
        case State.DONE:
            return [_know_how(task, words)]
        case State.DROPPED:
            return [_put_back(task, words)]
        case _:
            return [
                _claim(task, words) if task.state is State.OPEN else None,
                *((*_holding(task, words), _shadow(task, words)) if task.holders else ()),
            ]


def _own_buttons(task: TaskCard, reader_id: int, words: Words) -> list[ui.Button[Picture] | None]:
    if task.state is State.DROPPED:
        return [_put_back(task, words)]
    if task.state is State.DONE:
        return [_know_how(task, words)]
    if task.is_held_by(reader_id):
        return _holding(task, words)
    return [
        _claim(task, words) if task.state is State.OPEN else None,
        _shadow(task, words) if task.holders else None,
    ]


def _claim(task: TaskCard, words: Words) -> ui.Button[Picture]:
    return button(words.say("I'll do it"), "claim", task.number, style=discord.ButtonStyle.primary)


def _holding(task: TaskCard, words: Words) -> list[ui.Button[Picture] | None]:
    return [
        button(words.say("Done"), "finish", task.number, style=discord.ButtonStyle.success),
        button(words.say("Hand back"), "release", task.number),
        button(words.say("Hand on"), "hand-on", task.number),
    ]


def _shadow(task: TaskCard, words: Words) -> ui.Button[Picture]:
    """For whoever would like to learn the task from those who hold it."""
    return button(words.say("Shadow"), "shadow", task.number)


def _know_how(task: TaskCard, words: Words) -> ui.Button[Picture]:
    """What was learnt; while nothing is written down, the way to do so."""
    if task.pages:
        return button(words.say("Know-how"), "task-pages", task.number)
    return button(words.say("Write it down"), "write-down", task.number)


def answered_view(task: TaskCard, words: Words) -> Picture:
    """What was asked about a task, answered: how the task stands, without a title that might be covered one day."""
    return Picture(
        card(
            f"**T-{task.number}**\n{state_sentence(task, words)}",
            row([button(words.say("More"), "show-task", task.number)]),
        )
    )


def asked_after(task_number: int, words: Words) -> Picture:
    """What whoever has finished a task is asked; to leave it is as good an answer."""
    asked = words.say("T-{number} is done, thank you. What would the next person need to know?", number=task_number)
    return note(asked, button(words.say("Write it down"), "write-down", task_number))


def _put_back(task: TaskCard, words: Words) -> ui.Button[Picture]:
    return button(words.say("Put back"), "put-back", task.number)


def _names(task: TaskCard, words: Words, most: int) -> str:
    """Who holds the task; where there are more than `most`, the first ones and how many others."""
    names = [line(holder.name) or words.say("a member") for holder in task.holders]
    if len(names) > most:
        names[most - 1 :] = [words.count("{n} other", "{n} others", len(names) - most + 1)]
    return words.listing(names)


def state_sentence(task: TaskCard, words: Words, *, most: int = PEOPLE_LIMIT) -> str:
    """Where the task is, naming at most so many people."""
    names = _names(task, words, most)
    missing = task.people_needed - len(task.holders)
    match task.state:
        case State.DONE:
            return words.say("**Done.** Thank you, {names}.", names=names) if names else words.say("**Done.**")
        case State.DROPPED:
            return _drop_sentence(task, words)
        case State.CLAIMED:
            return words.say("**In hands:** {names}.", names=names)
        case State.OPEN if task.holders:
            more = words.count("Looks for {n} more person.", "Looks for {n} more people.", missing)
            return words.say("**In hands:** {names}. {more}", names=names, more=more)
        case State.OPEN:
            return words.count("**Looks for hands:** {n} person.", "**Looks for hands:** {n} people.", missing)


def _drop_sentence(task: TaskCard, words: Words) -> str:
    drop = task.drop
    assert drop is not None
    by = line(drop.by_name) or words.say("a member")
    reason = plain(drop.reason) or (veil_word(Veil.COVERED, words) if task.is_covered else erased_word(words))
    until = words.say("Anybody can put it back until {when}.", when=stamp(drop.at + PUT_BACK_WITHIN))
    told = words.say("**Dropped** by {name}: {reason}", name=by, reason=reason)
    return f"{told}\n{until}"


def details(task: TaskCard, words: Words, *, names_decision: bool = True) -> str:
    """What else there is to know, in a small line of its own; empty where there is nothing."""
    told = [
        words.say("from {decision}", decision=_decision(task)) if task.decision_number and names_decision else "",
        effort_word(task.effort, words) if task.effort else "",
        due_word(task, words),
        words.say("good first task") if task.is_first else "",
        words.say("takes: {skills}", skills=line(", ".join(task.skills))) if task.skills else "",
        words.count("{n} would like to learn it", "{n} would like to learn it", task.learners)
        if task.learners and task.holders and task.state is not State.DONE
        else "",
        words.say("know-how: {pages}", pages=", ".join(f"K-{page}" for page in task.pages[-_PAGES:]))
        if task.pages
        else "",
    ]
    shown = " · ".join(each for each in told if each)
    return f"\n-# {shown}" if shown else ""


def due_word(task: TaskCard, words: Words) -> str:
    """When the task is due, and whether that is over; empty where it never is."""
    if task.due_on is None:
        return ""
    due = words.say("due {day}", day=words.day(task.due_on))
    late = words.say("overdue")
    return f"{late} · {due}" if task.is_overdue else due


def _decision(task: TaskCard) -> str:
    """The decision by its number, leading to its announcement where that stands."""
    name = f"D-{task.decision_number}"
    if task.decision_channel_id is None or task.decision_message_id is None:
        return name
    return f"[{name}]({channel_url(task.guild_id, task.decision_channel_id, task.decision_message_id)})"
