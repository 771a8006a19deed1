"""Prose: the simple Markdown that members write, as elements in which nothing runs, loads or leads anywhere."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

from bot.web.legible import legible

_BLOCKS = {"p", "ul", "ol", "li", "blockquote"}
_ALLOWED = _BLOCKS | {"strong", "em", "s", "code", "pre", "br", "hr"}
_ATTRIBUTES = {tag: {"dir"} for tag in _BLOCKS} | {"ol": {"dir", "start"}}


def prose(text: str) -> Markup:
    """A member's text as well-formed elements: paragraphs, emphasis, code, quotes and lists.

    Headings are bold paragraphs, because a page's outline is ours; the address of a masked link stands behind it, and
    no link is live. Source: integrity page, §3.
    """
    drawn: str = _READER.render(legible(text))
    clean = nh3.clean(drawn, tags=_ALLOWED, attributes=_ATTRIBUTES, link_rel=None)
    # Written as HTML; as XML an empty element needs its end, and this is the one character that has a name.
    for html, xml in (("<br>", "<br />"), ("<hr>", "<hr />"), ("&nbsp;", "\u00a0")):
        clean = clean.replace(html, xml)
    return Markup(legible(clean).strip())


def plain(text: str) -> str:
    """A member's text as words in lines, without the signs that `prose` draws as emphasis, quotes, code or headings.

    An entry of a list keeps its number, or has a point.
    """
    lines: list[str] = []
    mark = ""
    for token in _READER.parse(legible(text)):
        match token.type:
            case "list_item_open":
                mark = f"{token.info}{token.markup} " if token.info else "• "
            case "inline" | "fence":
                lines.append(mark + "".join(_words(part) for part in token.children or [token]))
                mark = ""
            case "list_item_close":
                mark = ""
    return "\n".join(lines)


def _words(token: Token) -> str:
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content


def _reader() -> MarkdownIt:
    """Markdown as far as the chat reads it too, in which a line break is one."""
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": True})
    reader.enable("strikethrough")
    # In the chat what is indented is no code and what is underlined no heading; entities are shown as typed, and
    # definitions would vanish.
    reader.disable(["code", "lheading", "entity", "reference", "image", "html_block", "html_inline"])
    reader.core.ruler.push("house", _as_the_house_shows_it)
    return reader


def _as_the_house_shows_it(state: StateCore) -> None:
    """Blocks turn the way that their first letter is written; headings are none, and links lead nowhere."""
    is_heading = False
    for token in state.tokens:
        if token.type == "inline":
            token.children = _unmasked(token.children or [])
            if is_heading:
                strong, plain = Token("strong_open", "strong", 1), Token("strong_close", "strong", -1)
                token.children = [strong, *token.children, plain]
        elif (is_heading := token.type == "heading_open") or token.type == "heading_close":
            token.tag = "p"
        if token.nesting == 1 and token.tag in _BLOCKS:
            token.attrSet("dir", "auto")


def _unmasked(children: list[Token]) -> list[Token]:
    """The parts of a text, its links taken off; the address of each masked one stands behind it in brackets."""
    kept: list[Token] = []
    masked: list[str] = []
    for token in children:
        if token.type == "link_open":
            masked.append("" if token.info == "auto" else str(token.attrGet("href")))
        elif token.type == "link_close":
            if address := _READER.normalizeLinkText(masked.pop()):
                kept.append(Token("text", "", 0, content=f" ({address})"))
        else:
            kept.append(token)
    return kept


_READER = _reader()
