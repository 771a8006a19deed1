"""Looks of what is one's own: golden files, the limits, and the file with everything, cut where it must be."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from bot.services.members import STORING, ShownName
from bot.words.catalogue import languages, words_in
from bot.words.own_data import part_meaning, part_name
from cogs.ui.my import data_files, name_page
from tests.cogs.gallery import ENGLISH
from tests.cogs.gallery_of_own import EVERYTHING, of_own
from tests.cogs.hostile import one_line
from tests.cogs.reading import picture_screen
from tests.cogs.test_looks import as_read
from tests.cogs.test_pictures import check

SMALL = 4_000


@pytest.mark.parametrize("name", of_own(ENGLISH))
def test_every_picture_reads_like_this(name: str, snapshot: SnapshotAssertion) -> None:
    assert as_read(picture_screen(of_own(ENGLISH)[name])) == snapshot


@pytest.mark.parametrize("language", languages())
def test_every_picture_keeps_the_limits_in_every_language(language: str) -> None:
    for picture in of_own(words_in(language)).values():
        check(picture)


@settings(max_examples=100)
@given(one_line(60), one_line(32))
def test_whatever_somebody_is_called_the_page_about_their_name_keeps_the_limits(shown: str, own: str) -> None:
    check(name_page(ShownName(shown, publishes=True), own, ENGLISH))
    check(name_page(ShownName(None, publishes=True), own, ENGLISH))


def test_every_part_has_a_name_and_a_meaning() -> None:
    assert STORING
    for part in EVERYTHING.parts:
        assert part_name(part, ENGLISH)
        assert part_meaning(part, ENGLISH).endswith(".")


def test_what_fits_into_one_file_is_one_file() -> None:
    ((name, content),) = data_files(EVERYTHING, ENGLISH, limit=100_000)
    told = json.loads(content)
    assert name == "my-data.json"
    assert [part["part"] for part in told["parts"]] == list(EVERYTHING.parts)
    assert told["at"].endswith("+00:00")


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.sampled_from(list(EVERYTHING.parts)),
        st.lists(st.fixed_dictionaries({"text": st.text(max_size=300), "list": st.lists(st.integers(), max_size=3)})),
        min_size=1,
    )
)
def test_cut_into_files_each_keeps_the_limit_and_nothing_is_lost(parts: dict[str, list[dict[str, object]]]) -> None:
    data = type(EVERYTHING)(EVERYTHING.server, EVERYTHING.at, parts)
    files = data_files(data, ENGLISH, limit=SMALL)
    assert all(len(content) <= SMALL for _, content in files)
    found: dict[str, list[dict[str, object]]] = {}
    for _, content in files:
        for part in json.loads(content)["parts"]:
            found.setdefault(part["part"], []).extend(part["rows"])
    assert {part: rows for part, rows in found.items() if rows} == {part: rows for part, rows in parts.items() if rows}
    assert len({name for name, _ in files}) == len(files)
