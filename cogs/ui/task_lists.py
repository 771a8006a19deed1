"""Lists of tasks for one reader, that can be acted on in place, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import discord
from discord import ui

from bot.domain.tasks import State, Wanted
from bot.services.cards import TaskCard
from bot.services.work_cards import OfferCard
from bot.words.catalogue import Words
from cogs.ui.offers import accept_button, offered_to_you
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.tasks import details, state_sentence, task_title
from cogs.ui.text import line

A_PAGE = 6
"""Tasks on one page of a list: each is a section with a button, and 40 components fit."""

NAMES_IN_A_LIST = 5
"""Names beside one task of a list; all of them stand on the task's own message."""

OFFERS_IN_A_LIST = 3
"""Offers below one's own tasks: with a page of those they fill what a message may hold."""

_OFFERED = (Wanted.ALL, Wanted.LOOKING, Wanted.MINE, Wanted.FIRST)


@dataclass(frozen=True, slots=True)
class Place:
    """Which page of which list: those of a decision, 0 for all unfinished ones, and what is picked of them."""

    of_decision: int = 0
    start: int = 0
    wanted: Wanted = Wanted.ALL
    skill: str = ""

    def moved(self, start: int) -> Self:
        """The page of the same list that begins with another task."""
        return replace(self, start=start)

    def at(self, start: int) -> str:
        """The page that begins with another task, as a custom id carries it."""
        picked = f".{self.wanted.value}.{self.skill}" if self.skill or self.wanted is not Wanted.ALL else ""
        return f"{self.of_decision}.{start}{picked}"


def tasks_page(
    tasks: Sequence[TaskCard],
    total: int,
    reader_id: int,
    words: Words,
    *,
    place: Place,
    asked: Sequence[OfferCard] = (),
) -> Picture:
    """One page for one reader, each task with the button that fits; `total` is how many there are on all pages.

    `asked` are the offers that wait for the reader's yes.
    """
    title = _title(place, words)
    choices = row(_choices(place, words)) if not place.of_decision else None
    if not tasks:
        return Picture(card(title, _nothing(place, words), *_offers(asked, place, words), choices))
    paging = [
        button(words.say("Earlier"), "task-page", 0, place.at(max(0, place.start - A_PAGE))) if place.start else None,
        button(words.say("More"), "task-page", 0, place.at(place.start + A_PAGE))
        if place.start + A_PAGE < total
        else None,
    ]
    entries = [_entry(task, reader_id, place, words) for task in tasks]
    return Picture(card(title, *entries, row(paging), *_offers(asked, place, words), choices))


def _offers(asked: Sequence[OfferCard], place: Place, words: Words) -> list[ui.Item[Picture] | str]:
    """What others ask of the reader, to be answered in place; of very many the ones that end first."""
    if not asked:
        return []
    shown = [
        ui.Section(
            ui.TextDisplay(offered_to_you(offer, words)), accessory=accept_button(offer, words, place.at(place.start))
        )
        for offer in asked[:OFFERS_IN_A_LIST]
    ]
    return [words.say("**Offered to you.** Only if you like."), *shown]


def _title(place: Place, words: Words) -> str:
    match place.wanted:
        case _ if place.of_decision:
            return words.say("### Tasks of D-{number}", number=place.of_decision)
        case Wanted.LOOKING:
            title = words.say("### Tasks that look for hands")
        case Wanted.IN_HANDS:
            title = words.say("### Tasks in hands")
        case Wanted.MINE:
            title = words.say("### Your tasks")
        case Wanted.FIRST:
            title = words.say("### Good first tasks")
        case Wanted.ALL:
            title = words.say("### Tasks")
    return f"{title} · {line(place.skill)}" if place.skill else title


def _nothing(place: Place, words: Words) -> str:
    if place.wanted is Wanted.MINE and not place.skill:
        return words.say("You hold no task. Press I'll do it on one that looks for hands.")
    if place.wanted is not Wanted.ALL or place.skill:
        return words.say("There is none like that now.")
    return words.say("No task is open. /task add puts one up for everybody.")


def _choices(place: Place, words: Words) -> list[ui.Button[Picture] | None]:
    """The other lists, one press away."""
    labels = {
        Wanted.ALL: words.say("All"),
        Wanted.LOOKING: words.say("Look for hands"),
        Wanted.MINE: words.say("Mine"),
        Wanted.FIRST: words.say("Good first ones"),
    }
    return [
        button(labels[wanted], "task-page", 0, Place(wanted=wanted).at(0))
        for wanted in _OFFERED
        if wanted is not place.wanted or place.skill
    ]


def _entry(task: TaskCard, reader_id: int, place: Place, words: Words) -> ui.Item[Picture]:
    told = details(task, words, names_decision=not place.of_decision)
    state = state_sentence(task, words, most=NAMES_IN_A_LIST)
    text = f"**T-{task.number}** · {task_title(task, words)}\n{state}{told}"
    act = _act(task, reader_id, place, words)
    return ui.Section(ui.TextDisplay(text), accessory=act) if act else ui.TextDisplay(text)


def _act(task: TaskCard, reader_id: int, place: Place, words: Words) -> ui.Button[Picture] | None:
    here = place.at(place.start)
    match task.state:
        case State.DONE:
            return None
        case State.OPEN | State.CLAIMED if task.is_held_by(reader_id):
            return button(words.say("Done"), "finish", task.number, here, style=discord.ButtonStyle.success)
        case State.OPEN:
            return button(words.say("I'll do it"), "claim", task.number, here, style=discord.ButtonStyle.primary)
        case State.CLAIMED | State.DROPPED:
            return button(words.say("More"), "show-task", task.number)
