"""The board: what there is to do, on one message for everybody, and the private pages behind it."""

from collections.abc import Iterable, Sequence

import discord
from discord import ui

from bot.domain.boards import Part
from bot.services.boards import A_PAGE
from bot.services.cards import TaskCard
from bot.services.standing_cards import BoardCard, BoardPart
from bot.words.catalogue import Words
from bot.words.tasks import effort_word
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.tasks import due_word, task_title
from cogs.ui.text import line, shortened

BOARD = discord.Colour(0x2F6FAB)

_TITLE = 60
"""Characters of a title on the board."""


def board_view(board: BoardCard, words: Words) -> Picture:
    """The board, the same for everybody; one that stands elsewhere by now leads there."""
    name = words.say("What there is to do")
    title = f"### {board.prefix}-{board.number} · {name}"
    if board.goes_on_in is not None:
        return Picture(card(title, words.say("The board stands in <#{channel}> now.", channel=board.goes_on_in)))
    present = [part for part in board.parts.values() if part.total]
    if not present:
        return Picture(card(title, words.say("No task is open. /task add puts one up for everybody.")))
    pages = [button(part_name(part.part, words), "board", 0, part.part.value) for part in present]
    return Picture(
        card(
            title,
            *(_part(part, words) for part in present),
            row([button(words.say("For me"), "for-me", style=discord.ButtonStyle.primary), *pages]),
            accent=BOARD,
        )
    )


def part_name(part: Part, words: Words) -> str:
    """What a part of the board is called."""
    match part:
        case Part.LOOKING:
            return words.say("Looking for hands")
        case Part.OPEN:
            return words.say("Open")
        case Part.HELD:
            return words.say("In hands")
        case Part.DONE:
            return words.say("Done this week")


def _part(part: BoardPart, words: Words) -> str:
    lines = [f"- {task_line(task, words)}" for task in part.tasks]
    more = part.total - len(part.tasks)
    if more > 0:
        lines.append(words.count("-# and {n} more", "-# and {n} more", more))
    thanks = words.say("Thank you all.") if part.part is Part.DONE else ""
    return "\n".join([f"**{part_name(part.part, words)}** {thanks}".rstrip(), *lines])


def task_line(task: TaskCard, words: Words) -> str:
    """A task in a line: number, title, and what somebody needs to know who thinks of taking it."""
    missing = task.people_needed - len(task.holders)
    details = [
        effort_word(task.effort, words) if task.effort else "",
        due_word(task, words),
        words.count("{n} more wanted", "{n} more wanted", missing) if missing > 0 and task.holders else "",
    ]
    return " · ".join([f"T-{task.number} {_short_title(task, words)}", *filter(None, details)])


def _short_title(task: TaskCard, words: Words) -> str:
    if task.is_covered or task.is_erased:
        return task_title(task, words)
    return line(shortened(" ".join(task.title.split()), _TITLE, lines=1)[0])


def board_page(page: BoardPart, words: Words) -> Picture:
    """A page of one part of the board for one reader, each task with a button that shows it."""
    title = f"### {part_name(page.part, words)}"
    if not page.tasks:
        return Picture(card(title, words.say("Nothing stands here now.")))
    return Picture(
        card(
            title,
            *entries_of(((task, task_line(task, words)) for task in page.tasks), words),
            row(
                [
                    button(words.say("Earlier"), "board", max(0, page.start - A_PAGE), page.part.value)
                    if page.start
                    else None,
                    button(words.say("More"), "board", page.start + A_PAGE, page.part.value)
                    if page.start + A_PAGE < page.total
                    else None,
                ]
            ),
        )
    )


def entries_of(tasks: Iterable[tuple[TaskCard, str]], words: Words) -> Sequence[ui.Item[Picture]]:
    """Tasks with a text each, and a button that shows the task."""
    return [
        ui.Section(ui.TextDisplay(text), accessory=button(words.say("Show"), "show-task", task.number))
        for task, text in tasks
    ]
