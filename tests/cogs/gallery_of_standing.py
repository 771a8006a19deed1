"""The gallery of standing work: the board, what is said in a task's thread, and the tasks that fit somebody."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.boards import Part
from bot.domain.tasks import Effort, State
from bot.services.boards import A_PAGE
from bot.services.cards import Person, TaskCard
from bot.services.standing_cards import (
    BoardCard,
    BoardPart,
    FittingPage,
    FittingTask,
    LearnersCard,
    QuestionCard,
    ReleasedCard,
)
from bot.words.catalogue import Words
from cogs.ui.abilities import abilities_page, fitting_page
from cogs.ui.boards import board_page, board_view
from cogs.ui.picture import Picture
from cogs.ui.standing import learners_view, question_view, released_view, shadowed_note, stays_view
from cogs.ui.tasks import answered_view, task_view
from tests.cogs.cards import GUILD, OPENED_AT, task

UNTIL = OPENED_AT + timedelta(days=7)
CEM = Person(GUILD, 701, "Cem", None)
BEA = Person(GUILD, 702, "Bea", None)


def board(parts: Mapping[Part, tuple[TaskCard, ...]], more: int = 0, **changes: object) -> BoardCard:
    """B-1; `more` tasks of each part have no room on it."""
    told = {part: BoardPart(part, parts.get(part, ()), len(parts.get(part, ())) + more) for part in Part}
    card = BoardCard(GUILD, 1, told, 602, 603, "en")
    return replace(card, **changes)  # type: ignore[arg-type]  # fields by name, for short


def question(**changes: object) -> QuestionCard:
    """The question to Cem about T-3."""
    card = QuestionCard(GUILD, 3, 1, CEM.user_id, UNTIL, "en")
    return replace(card, **changes)  # type: ignore[arg-type]  # fields by name, for short


def learners(*names: str | None, title: str | None = "Fetch the hand-truck") -> LearnersCard:
    """Who would like to learn T-3."""
    return LearnersCard(GUILD, 3, title, names, 603, 604, "en")


def fitting(*entries: FittingTask, start: int = 0, is_more: bool = False) -> FittingPage:
    """A page for somebody who knows two things."""
    return FittingPage(entries, ("welding", "french"), start, is_more)


def of_standing(words: Words) -> dict[str, Picture]:
    """Every picture of standing work by name."""
    small = task(number=4, title="Saturday drive", effort=Effort.SMALL, due_on=date(2026, 5, 9))
    shared = task(number=5, title="Flyer", people_needed=3, holders=(CEM,))
    held = task(number=3, state=State.CLAIMED, holders=(CEM, BEA))
    overdue = replace(small, number=6, title="Return the van", is_overdue=True)
    done = task(number=1, title="Banner", state=State.DONE, holders=(BEA,))
    covered = replace(small, number=9, title="", is_covered=True)
    everything = {Part.LOOKING: (covered,), Part.OPEN: (small, overdue, shared), Part.HELD: (held,), Part.DONE: (done,)}
    many = tuple(replace(small, number=number) for number in range(10, 10 + A_PAGE))
    waits = FittingTask(task(number=7, title="Sweep the yard"), (), date(2026, 5, 5))
    known = FittingTask(replace(small, is_first=True), ("welding", "french"), date(2026, 5, 5))
    released = ReleasedCard(GUILD, 3, 1, "Cem", "en")
    return {
        "board, with everything": board_view(board(everything), words),
        "board, more than it holds": board_view(board(everything, more=7), words),
        "board, nothing to do": board_view(board({}), words),
        "board, elsewhere by now": board_view(board({}, goes_on_in=503), words),
        "board, a private page": board_page(BoardPart(Part.OPEN, (small, shared), 2), words),
        "task, overdue": task_view(overdue, words),
        "board, a page in the middle": board_page(BoardPart(Part.LOOKING, many, 99, A_PAGE), words),
        "board, an empty page": board_page(BoardPart(Part.DONE, (), 0), words),
        "question, still on it": question_view(question(), words),
        "question, answered": stays_view(held, CEM.user_id, words),
        "question, answered by somebody without a name": stays_view(held, 1, words),
        "question, done with": answered_view(done, words),
        "question, handed back": answered_view(small, words),
        "released, with thanks": released_view(released, words),
        "released, nobody's name": released_view(replace(released, name=None), words),
        "learners, two": learners_view(learners("Bea", None), words),
        "learners, none any more": learners_view(learners(title=None), words),
        "shadow, said": shadowed_note(3, words, would=True),
        "shadow, taken back": shadowed_note(3, words, would=False),
        "abilities, some": abilities_page(["welding", "french"], words),
        "abilities, none": abilities_page([], words),
        "for me, with reasons": fitting_page(fitting(known, waits, is_more=True), words),
        "for me, a later page": fitting_page(fitting(waits, start=8), words),
        "for me, of whom nothing is known": fitting_page(FittingPage((waits,), (), 0, False), words),
        "for me, nothing open": fitting_page(FittingPage((), (), 0, False), words),
    }
