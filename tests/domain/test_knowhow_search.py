"""Searching know-how: accents, capitals, other scripts and signs, and the place that is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.knowhow_search import MOST_TERMS, QUERY_LIMIT, Query, Term, query_of, snippet, words_in_text
from tests.cogs.hostile import PIECES

hostile = st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(max_size=120)


def finds(query: str, text: str) -> bool:
    """Whether a text holds what is asked, as every index does: each term as a word or as the beginning of one."""
    words = words_in_text(text)
    return all(
        any(word.startswith(term.word) if term.is_beginning else word == term.word for word in words)
        for term in query_of(query).terms
    )


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("cafe", "The Café opens."),
        ("CAFÉ", "the cafe opens"),
        ("cafe\u0301", "Café"),
        ("strasse", "Große Straße"),
        ("kuche schl", "Wo der Küchenschlüssel liegt: der Schlüssel zur Küche."),
        ("hand-truck", "the hand truck"),
        ("don't", "Don’t lift alone."),
        ("钥匙", "门的钥匙在这里"),
        ("匙", "门的钥匙在这里"),
        ("กุญแจ", "ขอกุญแจที่นี่"),
        ("열", "열쇠는 여기"),
        ("🔑", "Key 🔑🚪 here"),
        ("№5", "no5"),
    ],
)
def test_it_finds(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"), [("cafe", "cafeteria x"[3:]), ("caf e", "cafe"), ("匙钥", "门的钥匙"), ("hal key", "hall keys")]
)
def test_it_does_not_find(query: str, text: str) -> None:
    assert not finds(query, text)


def test_the_last_word_may_be_a_beginning_and_the_others_are_whole() -> None:
    assert query_of("book hal") == Query((Term("book"), Term("hal", is_beginning=True)))
    assert query_of("book hal!") == Query((Term("book"), Term("hal")))
    assert query_of("b") == Query((Term("b"),))
    assert query_of("book book") == Query((Term("book", is_beginning=True),))
    assert query_of("#Kit").of_tags
    assert not query_of("kit").of_tags


@pytest.mark.parametrize("typed", ["", " ", '"', "* OR NOT NEAR(", "'; --", "{title}:", "()", "\u0301", "a" * 500])
def test_signs_of_query_languages_are_no_words(typed: str) -> None:
    assert all(term.word.isalnum() for term in query_of(typed).terms)


def test_a_query_has_an_end() -> None:
    assert len(query_of(" ".join("abcdefghijklmnop")).terms) == MOST_TERMS
    assert len(query_of("x" * 999).terms[0].word) <= QUERY_LIMIT


@given(hostile, hostile)
def test_whatever_is_typed_the_words_of_query_and_index_are_of_one_kind(text: str, typed: str) -> None:
    for word in [*words_in_text(text), *(term.word for term in query_of(typed).terms)]:
        assert 0 < len(word) <= 40
        assert not set(word) & set(" '\"\\:*·\x00")
    found = snippet(text, query_of(typed))
    assert found.hit in " ".join(text.split())


@given(hostile.filter(lambda typed: words_in_text(typed)))
def test_every_text_is_found_by_its_own_words(text: str) -> None:
    for word in words_in_text(text)[:5]:
        assert finds(f"{word} ", text)


def test_a_snippet_shows_the_first_place_and_what_is_around_it() -> None:
    text = "Nothing here. " * 20 + "Ask at the Café-bar for the key. " + "More and more. " * 20
    found = snippet(text, query_of("cafe"))
    assert found.hit == "Café"
    assert found.before.startswith("… ")
    assert found.before.endswith("Ask at the ")
    assert found.after.startswith("-bar for the key.")
    assert found.after.endswith(" …")
    assert len(found.before + found.hit + found.after) < 140


def test_a_short_text_is_its_own_snippet() -> None:
    found = snippet("The key\nis here", query_of("key"))
    assert (found.before, found.hit, found.after) == ("The ", "key", " is here")


def test_without_a_hit_the_beginning_is_shown() -> None:
    for query in ("", "zebra"):
        found = snippet("word " * 99, query_of(query))
        assert (found.before, found.hit) == ("", "")
        assert found.after.endswith("word …")
    assert snippet("x" * 400, query_of("")).after == "x" * 120 + " …"


def test_a_hit_in_a_text_without_spaces_is_cut_around() -> None:
    text = "的" * 200 + "钥匙" + "的" * 200
    found = snippet(text, query_of("钥匙"))
    assert found.hit == "钥匙"
    assert (found.before, found.after) == ("… " + "的" * 60, "的" * 60 + " …")
