"""Skills: tags that everybody writes the same way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import TextTooLong
from bot.domain.skills import A_TASKS_SKILLS, SKILL_LIMIT, skill_of, skills_of
from bot.domain.task_refusals import TooManySkills


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Print", "print"),
        ("  drive   a  van ", "drive a van"),
        ("#welding", "welding"),
        ("# welding.", "welding"),
        ("ＣＯＯＫ", "cook"),
        ("Straße", "straße"),
        ("C++", "c++"),
        (" \x00 ", ""),
        ("#", ""),
    ],
)
def test_a_skill_is_kept_in_one_way_however_it_is_typed(typed: str, kept: str) -> None:
    assert skill_of(typed) == kept


def test_skills_stand_between_commas_and_ends_of_lines_each_once_and_in_their_order() -> None:
    assert skills_of("Print, drive;cook\nPRINT，绘画、خط،,", most=9) == ("print", "drive", "cook", "绘画", "خط")
    assert skills_of(" , \n", most=5) == ()


def test_a_skill_that_is_too_long_and_more_skills_than_fit_are_refused() -> None:
    assert skills_of("x" * SKILL_LIMIT, most=1) == ("x" * SKILL_LIMIT,)
    assert len(skills_of("a,b,c,d,e", most=A_TASKS_SKILLS)) == 5
    with pytest.raises(TextTooLong) as too_long:
        skills_of("x" * (SKILL_LIMIT + 1), most=5)
    with pytest.raises(TooManySkills) as too_many:
        skills_of("a,b,c,d,e,f", most=5)
    assert (too_long.value.field, too_long.value.length, too_long.value.limit) == ("skills", 31, 30)
    assert (too_many.value.count, too_many.value.limit) == (6, 5)


@given(st.text(max_size=60))
def test_what_is_kept_is_typed_again_as_the_same(typed: str) -> None:
    try:
        kept = skills_of(typed, most=99)
    except TextTooLong:
        return
    assert skills_of(", ".join(kept), most=99) == kept
    assert all(skill and skill == skill_of(skill) for skill in kept)
