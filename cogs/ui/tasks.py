"""Tasks: one on its own message, and lists that can be acted on in place."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.covers import Veil
from bot.domain.tasks import PEOPLE_LIMIT, Effort, State
from bot.services.cards import TaskCard
from bot.words.catalogue import Words
from bot.words.covers import erased_word, veil_word
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.text import line, plain

LOOKING = discord.Colour(0xB7791F)
IN_HANDS = discord.Colour(0x2F6FAB)
DONE = discord.Colour(0x3B7A57)

A_PAGE = 6
"""Tasks on one page of a list: each is a section with a button, and 40 components fit."""

NAMES_IN_A_LIST = 5
"""Names beside one task of a list; all of them stand on the task's own message."""


def effort_word(effort: Effort, words: Words) -> str:
    """How much work, in a word."""
    match effort:
        case Effort.SMALL:
            return words.say("small")
        case Effort.MEDIUM:
            return words.say("medium")
        case Effort.LARGE:
            return words.say("large")


def task_view(task: TaskCard, words: Words) -> Picture:
    """The task's own message, the same for everybody who sees it."""
    return Picture(
        card(
            f"### T-{task.number} · {task_title(task, words)}",
            plain(task.why),
            f"{_state_sentence(task, words)}{_details(task, words)}",
            row(_buttons(task, words)),
            accent={State.OPEN: LOOKING, State.CLAIMED: IN_HANDS, State.DONE: DONE}[task.state],
        )
    )


def task_title(task: TaskCard, words: Words) -> str:
    """The title, or that it is covered or was erased."""
    if task.is_erased:
        return erased_word(words)
    return veil_word(Veil.COVERED, words) if task.is_covered else line(task.title)


def _buttons(task: TaskCard, words: Words) -> list[ui.Button[Picture] | None]:
    if task.state is State.DONE:
        return []
    return [
        button(words.say("I'll do it"), "claim", task.number, style=discord.ButtonStyle.primary)
        if task.state is State.OPEN
        else None,
        button(words.say("Done"), "finish", task.number, style=discord.ButtonStyle.success) if task.holders else None,
        button(words.say("Hand back"), "release", task.number) if task.holders else None,
    ]


def _names(task: TaskCard, words: Words, most: int) -> str:
    """Who holds the task; where there are more than `most`, the first ones and how many others."""
    names = [line(holder.name) or words.say("a member") for holder in task.holders]
    if len(names) > most:
        names[most - 1 :] = [words.count("{n} other", "{n} others", len(names) - most + 1)]
    return words.listing(names)


def _state_sentence(task: TaskCard, words: Words, *, most: int = PEOPLE_LIMIT) -> str:
    names = _names(task, words, most)
    missing = task.people_needed - len(task.holders)
    match task.state:
        case State.DONE:
            return words.say("**Done.** Thank you, {names}.", names=names) if names else words.say("**Done.**")
        case State.CLAIMED:
            return words.say("**In hands:** {names}.", names=names)
        case State.OPEN if task.holders:
            more = words.count("Looks for {n} more person.", "Looks for {n} more people.", missing)
            return words.say("**In hands:** {names}. {more}", names=names, more=more)
        case State.OPEN:
            return words.count("**Looks for hands:** {n} person.", "**Looks for hands:** {n} people.", missing)


def _details(task: TaskCard, words: Words, *, names_decision: bool = True) -> str:
    details = [
        words.say("from D-{number}", number=task.decision_number) if task.decision_number and names_decision else "",
        effort_word(task.effort, words) if task.effort else "",
        words.say("due {day}", day=words.day(task.due_on)) if task.due_on else "",
    ]
    shown = " · ".join(detail for detail in details if detail)
    return f"\n-# {shown}" if shown else ""


def tasks_page(tasks: Sequence[TaskCard], reader_id: int, words: Words, *, of_decision: int, start: int) -> Picture:
    """A page of tasks for one reader, each with the button that fits; `of_decision` 0 for all unfinished ones.

    `start` is the place of the first one shown.
    """
    title = words.say("### Tasks of D-{number}", number=of_decision) if of_decision else words.say("### Tasks")
    if not tasks:
        return Picture(card(title, words.say("No task is open. /task add puts one up for everybody.")))
    start = min(start, (len(tasks) - 1) // A_PAGE * A_PAGE)
    shown = tasks[start : start + A_PAGE]
    detail = f"{of_decision}.{start}"
    paging = [
        button(words.say("Earlier"), "task-page", of_decision, str(max(0, start - A_PAGE))) if start else None,
        button(words.say("More"), "task-page", of_decision, str(start + A_PAGE))
        if start + A_PAGE < len(tasks)
        else None,
    ]
    entries = [_entry(task, reader_id, detail, words, names_decision=not of_decision) for task in shown]
    return Picture(card(title, *entries, row(paging)))


def _entry(task: TaskCard, reader_id: int, detail: str, words: Words, *, names_decision: bool) -> ui.Item[Picture]:
    details = _details(task, words, names_decision=names_decision)
    state = _state_sentence(task, words, most=NAMES_IN_A_LIST)
    text = f"**T-{task.number}** · {task_title(task, words)}\n{state}{details}"
    if task.state is State.DONE:
        return ui.TextDisplay(text)
    if task.is_held_by(reader_id):
        act = button(words.say("Done"), "finish", task.number, detail, style=discord.ButtonStyle.success)
    elif task.state is State.OPEN:
        act = button(words.say("I'll do it"), "claim", task.number, detail, style=discord.ButtonStyle.primary)
    else:
        return ui.TextDisplay(text)
    return ui.Section(ui.TextDisplay(text), accessory=act)
