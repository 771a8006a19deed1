"""Members' Markdown: what the chat shows is shown, and nothing of it runs, loads or leads anywhere."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.web.prose import plain, prose
from tests.evidence import Evidence
from tests.sizes import RENDERED
from tests.web.test_hostile import HOSTILE

TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
MARKS = st.text(st.sampled_from("ab <>&*_~`#>-+=!|[](){}\\/:\"'1.)\n\t\u202e\xa0\x00"), max_size=80)
PIECES = st.lists(
    st.sampled_from(
        [
            *HOSTILE,
            *("# ", "> ", "- ", "1. ", "3) ", "```", "`", "**", "_", "~~", "---", "    ", "\n", "\n\n", "\\", "a", "|"),
            *(
                "[a](",
                "![b](",
                "http://x.org/%00%E2%80%AE",
                "javascript:x",
                "data:text/html,x",
                ")",
                "[a]: http://x.org",
            ),
            *("<https://x.org>", "<mailto:a@b.org>", "&nbsp;", "&#0;", "&quot;", "<br>", "</p>", "\xa0", "\u2028"),
        ]
    ),
    max_size=12,
).map("".join)

PLAIN = {"text", "p", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "br", "hr"}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**b** _i_ ~~s~~ `c`", "<p><strong>b</strong> <em>i</em> <s>s</s> <code>c</code></p>"),
        ("one\ntwo\n\nthree", "<p>one<br />\ntwo</p>\n<p>three</p>"),
        ("# Head *x*\ntext", "<p><strong>Head <em>x</em></strong></p>\n<p>text</p>"),
        ("underlined\n---", "<p>underlined</p>\n<hr />"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("> q", "<blockquote>\n<p>q</p>\n</blockquote>"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("    indented", "<p>indented</p>"),
        ("&lt;b&gt; &nbsp;", "<p>&amp;lt;b&amp;gt; &amp;nbsp;</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("[here](https://example.org)", "<p>here (https://example.org)</p>"),
        ("![a picture](https://example.org/a.png)", "<p>!a picture (https://example.org/a.png)</p>"),
        ("<https://example.org> https://example.org", "<p>https://example.org https://example.org</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[a]: https://example.org\n\n[a]", "<p>[a]: https://example.org</p>\n<p>[a]</p>"),
        ("\u202enihgton\u202c", "<p>nihgton</p>"),
        ("  ", ""),
    ],
)
def test_what_is_typed_is_shown_as_the_chat_shows_it(typed: str, shown: str) -> None:
    assert prose(typed).replace(' dir="auto"', "") == shown


def test_every_block_turns_the_way_it_is_written() -> None:
    drawn = drawn_of("left\n\nשמאל\n\n- one\n\n> two")
    blocks = [one for one in drawn.iter() if one.tag in ("p", "ul", "li", "blockquote")]
    assert [one.tag for one in blocks] == ["p", "p", "ul", "li", "blockquote", "p"]
    assert {one.get("dir") for one in blocks} == {"auto"}


@given(st.one_of(TEXT, MARKS, PIECES))
@settings(max_examples=RENDERED)
def test_whatever_is_typed_is_well_formed_and_does_nothing(evidence: Evidence, typed: str) -> None:
    evidence.count("texts drawn as prose")
    drawn = drawn_of(typed)
    assert {one.tag for one in drawn.iter()} <= PLAIN
    assert {name for one in drawn.iter() for name in one.attrib} <= {"dir", "start"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("**b** _i_ ~~s~~ `c`", "b i s c"),
        ("# Head *x*\ntext\n> quoted\n> too", "Head x\ntext\nquoted\ntoo"),
        ("- a\n- b\n\nthen", "• a\n• b\nthen"),
        ("3. c\n4. d\n   - e", "3. c\n4. d\n• e"),
        ("- \n\ntext", "text"),
        ("```py\na *b*\n```", "a *b*\n"),
        ("a\\\nb  \nc \\* d", "a\nb\nc * d"),
        ("[here](https://example.org)\n\n---", "here (https://example.org)"),
        ("<b> &nbsp; snake_case 2 * 3", "<b> &nbsp; snake_case 2 * 3"),
        ("\u202enihgton\u202c", "nihgton"),
        ("  ", ""),
    ],
)
def test_in_one_line_marks_are_left_out(typed: str, read: str) -> None:
    assert plain(typed) == read


@given(st.one_of(TEXT, MARKS, PIECES))
@settings(max_examples=RENDERED)
def test_the_words_of_a_line_are_those_that_are_drawn(evidence: Evidence, typed: str) -> None:
    evidence.count("texts drawn as prose")
    drawn = drawn_of(typed)
    if drawn.find(".//li") is None:
        assert "".join(plain(typed).split()) == "".join("".join(drawn.itertext()).split())


@given(st.text("ab c\n", max_size=60))
@settings(max_examples=RENDERED)
def test_plain_words_are_all_there(evidence: Evidence, typed: str) -> None:
    evidence.count("texts drawn as prose")
    drawn = drawn_of(typed)
    assert "".join("".join(drawn.itertext()).split()) == "".join(typed.split())


def drawn_of(typed: str) -> ElementTree.Element:
    """What is drawn of a text, as elements."""
    return ElementTree.fromstring(f"<text>{prose(typed)}</text>")
