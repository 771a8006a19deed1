"""Pictures of know-how: whatever members write, every page is read whole, and keeps the limits."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.knowhow import MARK, TAGS_LIMIT, TEXT_LIMIT, TITLE_LIMIT, TYPED_TAGS_LIMIT
from bot.domain.skills import SKILL_LIMIT
from bot.services.knowhow_cards import HistoryCard, LinkedTask, PageCard, Writing
from bot.services.time_cards import NotesCard
from bot.words.catalogue import languages, words_in
from cogs.bridge.writing_down import page_form, to_merge
from cogs.ui.knowhow import (
    clash_view,
    diff_blocks,
    difference_view,
    found_view,
    history_view,
    page_view,
    pages_view,
    text_parts,
)
from cogs.ui.meetings import notes_view
from tests.cogs.gallery import ENGLISH
from tests.cogs.gallery_of_knowhow import clash, difference, found, page, revision
from tests.cogs.hostile import NAME_LIMIT, PIECES, hostile, names, one_line
from tests.cogs.test_pictures import brim, check
from tests.evidence import Evidence
from tests.sizes import RENDERED

JOINERS = re.compile("[\u2060\\\\]")


@st.composite
def pages(draw: st.DrawFn) -> PageCard:
    """Pages full of hostile text."""
    linked = st.builds(LinkedTask, st.integers(1, 999_999), st.none() | one_line(100))
    return page(
        number=draw(st.integers(1, 999_999)),
        title=draw(one_line(TITLE_LIMIT)),
        text=draw(hostile(TEXT_LIMIT)),
        tags=tuple(draw(st.lists(one_line(SKILL_LIMIT), max_size=TAGS_LIMIT))),
        revised_by=draw(st.none() | names),
        tasks=tuple(draw(st.lists(linked, max_size=9))),
    )


def every_picture(card: PageCard, other: PageCard) -> None:
    """Draw all that shows pages, and check it."""
    text = card.text or ""
    for part in range(len(text_parts(text)) + 1):
        check(page_view(card, ENGLISH, part=part, lead="K-3 is revised."))
    many = [replace(card, number=number) for number in range(1, 10)]
    check(found_view(found(*many[:5], query=text[:60] or "x", start=5, has_more=True), ENGLISH))
    check(pages_view(many, 3, ENGLISH))
    check(
        history_view(
            HistoryCard(card, tuple(revision(number, name=card.revised_by) for number in range(9, 4, -1)), 1), ENGLISH
        )
    )
    changed = difference(
        other.text or "", text, titles=(other.title or "", card.title or ""), tags=(other.tags, card.tags)
    )
    for part in range(4):
        check(difference_view(changed, ENGLISH, part=part))
    check(clash_view(clash(card, other.text or "x"), ENGLISH))
    notes = NotesCard(1, 3, 4, card.title, card.text, card.revised_by, card.revised_on, "en")
    check(notes_view(notes, ENGLISH))


@settings(max_examples=RENDERED)
@given(pages(), pages())
def test_whatever_is_written_down_its_pictures_keep_the_limits(
    evidence: Evidence, card: PageCard, other: PageCard
) -> None:
    evidence.count("messages drawn")
    every_picture(card, other)


@pytest.mark.parametrize("piece", [*filter(str.strip, PIECES), "]( ", "\n# x", "*a"])
def test_a_page_filled_to_the_brim_keeps_the_limits(piece: str) -> None:
    full = page(
        title=brim(piece, TITLE_LIMIT),
        text=brim(piece, TEXT_LIMIT).strip() or "x",
        tags=(brim(piece, SKILL_LIMIT),) * TAGS_LIMIT,
        revised_by=brim(piece, NAME_LIMIT),
        tasks=(LinkedTask(999_999, brim(piece, 100)),) * 9,
    )
    every_picture(full, page(text="x"))


@settings(max_examples=RENDERED)
@given(hostile(TEXT_LIMIT))
def test_a_long_page_is_read_whole(evidence: Evidence, text: str) -> None:
    evidence.count("messages drawn")
    assert "".join("".join(text_parts(text)).split()) == "".join(text.split())


@settings(max_examples=RENDERED)
@given(st.lists(st.tuples(st.sampled_from("+-"), one_line(TEXT_LIMIT)), max_size=12))
def test_every_change_is_told_whole_and_stays_in_its_block(evidence: Evidence, lines: list[tuple[str, str]]) -> None:
    evidence.count("messages drawn")
    blocks = diff_blocks(lines)  # type: ignore[arg-type]  # plus and minus are signs
    inside = [block.removeprefix("```diff\n").removesuffix("\n```") for block in blocks]
    assert not [block for block in inside if "```" in block]
    told = JOINERS.sub("", "".join(inside))
    for _, unit in lines:
        start = JOINERS.sub("", unit)[:20].strip()
        assert "".join(start.split()) in "".join(told.split()) or any(
            ord(char) > 0x2000 or ord(char) == 0x61C for char in start
        )


@settings(max_examples=RENDERED)
@given(hostile(TEXT_LIMIT), hostile(TEXT_LIMIT), hostile(TEXT_LIMIT))
def test_both_texts_are_in_the_form_that_merges_them_wherever_they_fit(
    evidence: Evidence, base: str, standing: str, written: str
) -> None:
    evidence.count("messages drawn")
    card = clash(page(text=standing), written, base)
    writing = to_merge(card, ENGLISH)
    assert len(writing.text) <= TEXT_LIMIT
    assert writing.made_from == card.page.revision
    assert writing.text == written or MARK in writing.text or card.merged.page is not None or not card.merged.text
    form = page_form(writing, ENGLISH).to_dict()
    for label in form["components"]:
        field = label["component"]
        assert len(field.get("value") or "") <= field["max_length"]  # type: ignore[typeddict-item]  # a text field


def test_a_form_never_opens_with_more_than_it_holds() -> None:
    for task_number in (0, 3):
        form = page_form(Writing("t" * 999, "x" * 9_999, "g" * 999, task_number=task_number), ENGLISH).to_dict()
        held = {label["component"]["custom_id"]: label["component"]["value"] for label in form["components"]}  # type: ignore[typeddict-item]  # text fields
        assert [len(held[name]) for name in ("title", "know_how", "tags")] == [
            TITLE_LIMIT,
            TEXT_LIMIT,
            TYPED_TAGS_LIMIT,
        ]


@pytest.mark.parametrize("language", languages())
def test_every_form_of_a_page_keeps_the_limits_in_every_language(language: str) -> None:
    words = words_in(language)
    for writing in (Writing(), Writing(task_number=999_999), Writing(page_number=999_999)):
        form = page_form(writing, words).to_dict()
        assert 0 < len(form["title"]) <= 45
        assert len(form["custom_id"]) <= 100
        for label in form["components"]:
            assert 0 < len(label["label"]) <= 45  # type: ignore[typeddict-item]  # a labelled field
            assert len(label.get("description") or "") <= 100  # type: ignore[arg-type]  # a text
