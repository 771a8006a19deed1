"""Looks of what protects people and shows the way: golden files, and Discord's limits whatever is typed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from bot.domain.checks import QUESTION_LIMIT
from bot.domain.powers import DiscordAct
from bot.services.cards import CheckCard, ProposalCard, TaskCard
from bot.services.orientation import OrientationCard
from bot.words.catalogue import languages, words_in
from cogs.ui.checks import check_view
from cogs.ui.help import help_page
from cogs.ui.powers import Holders, discord_powers_page, powers_page
from tests.cogs.cards import GUILD, OPENED_AT
from tests.cogs.gallery import ENGLISH
from tests.cogs.gallery_of_people import of_people
from tests.cogs.hostile import hostile, one_line, proposals, tasks
from tests.cogs.reading import components_of, picture_screen, texts
from tests.cogs.test_looks import as_read
from tests.cogs.test_pictures import check


@pytest.mark.parametrize("name", of_people(ENGLISH))
def test_every_picture_reads_like_this(name: str, snapshot: SnapshotAssertion) -> None:
    assert as_read(picture_screen(of_people(ENGLISH)[name])) == snapshot


@pytest.mark.parametrize("language", languages())
def test_every_picture_keeps_the_limits_in_every_language(language: str) -> None:
    for picture in of_people(words_in(language)).values():
        check(picture)


def test_nothing_of_a_covered_text_is_on_any_picture() -> None:
    for name, picture in of_people(ENGLISH).items():
        if name.startswith("covered"):
            assert not re.search("hand-truck|old one broke|Tuesday|Fetch", picture_screen(picture)), name


@settings(max_examples=200)
@given(one_line(QUESTION_LIMIT), st.none() | st.tuples(*[st.integers(0, 1_000_000)] * 3))
def test_whatever_is_asked_a_temperature_check_keeps_the_limits(question: str, counts: tuple[int, ...] | None) -> None:
    picture = check_view(CheckCard(GUILD, 1, question, OPENED_AT, 501, None, "en", counts), ENGLISH)
    check(picture)
    assert texts(components_of(picture))[0].startswith("### C-1 · ")


@settings(max_examples=200)
@given(st.lists(hostile(100), max_size=30), st.lists(hostile(32), max_size=3))
def test_whatever_roles_are_called_their_powers_keep_the_limits(roles: list[str], coordinators: list[str]) -> None:
    check(powers_page(coordinators, ENGLISH, role=roles[0] if roles else None))
    check(discord_powers_page(dict.fromkeys(DiscordAct, Holders(tuple(roles), alone=3)), ENGLISH))


@settings(max_examples=200)
@given(
    st.lists(proposals(), max_size=12),
    st.lists(tasks(), max_size=10),
    st.integers(0, 1_000),
)
def test_whatever_is_under_way_help_keeps_the_limits(
    under_way: list[ProposalCard], held: list[TaskCard], looking: int
) -> None:
    talk = under_way[0] if under_way else None
    here = OrientationCard(GUILD, bool(held), OPENED_AT, tuple(under_way), talk, tuple(held), looking)
    check(help_page(here, [(501, ("send_messages",))], ENGLISH))
