"""Pictures of standing work: whatever members write, the board and what stands in threads keep the limits."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.boards import Part
from bot.domain.skills import SKILL_LIMIT
from bot.domain.tasks import TITLE_LIMIT
from bot.services.abilities import A_PAGE as FITTING
from bot.services.abilities import MOST
from bot.services.boards import A_PAGE, SHOWN
from bot.services.cards import TaskCard
from bot.services.standing_cards import BoardPart, FittingPage, FittingTask, ReleasedCard
from cogs.ui.abilities import abilities_page, fitting_page
from cogs.ui.boards import board_page, board_view
from cogs.ui.standing import learners_view, question_view, released_view, stays_view
from tests.cogs.cards import task
from tests.cogs.gallery import ENGLISH
from tests.cogs.gallery_of_standing import board, learners, question
from tests.cogs.hostile import PIECES, names, one_line, tasks
from tests.cogs.test_pictures import brim, check

DAY = date(2026, 5, 5)


def every_picture(card: TaskCard, name: str, skills: list[str]) -> None:
    """Draw all that shows tasks, and check it."""
    many = tuple(replace(card, number=card.number - place) for place in range(A_PAGE))
    check(board_view(board(dict.fromkeys(Part, many[:SHOWN]), more=99_999), ENGLISH))
    check(board_page(BoardPart(Part.OPEN, many, 99_999, A_PAGE), ENGLISH))
    entries = tuple(FittingTask(each, tuple(skills), DAY) for each in many[:FITTING])
    check(fitting_page(FittingPage(entries, tuple(skills), FITTING, True), ENGLISH))
    check(abilities_page(skills, ENGLISH))
    check(question_view(question(), ENGLISH))
    check(stays_view(card, 700, ENGLISH))
    check(released_view(ReleasedCard(1, card.number, 9, name, "en"), ENGLISH))
    check(learners_view(learners(*[name] * 30, title=card.title), ENGLISH))


@settings(max_examples=150)
@given(tasks(), names, st.lists(one_line(SKILL_LIMIT), max_size=5))
def test_whatever_is_written_the_pictures_of_standing_work_keep_the_limits(
    card: TaskCard, name: str, skills: list[str]
) -> None:
    every_picture(card, name, skills)


def test_titles_names_and_skills_filled_to_the_brim_keep_the_limits() -> None:
    for piece in filter(str.strip, PIECES):
        full = replace(task(999_999, brim(piece, 32)), title=brim(piece, TITLE_LIMIT), due_on=DAY, is_first=True)
        every_picture(full, brim(piece, 32), [brim(piece, SKILL_LIMIT)] * MOST)
