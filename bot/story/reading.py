"""Reading: texts as Discord writes them become what a person sees, with names, times and controls in plain text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from bot.story.seen import Message, Reply

_STAMP = re.compile(r"<t:(-?\d{1,11})(?::([tTdDfFR]))?>")
_MENTION = re.compile(r"<(@!?|@&|#)(\d+)>")
_COMMAND = re.compile(r"</([^:>]+):\d+>")
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
_LINE_MARKS = re.compile(r"^(?:#{1,3} |-# |> )", re.MULTILINE)
_LETTER_MARKS = re.compile(r"\*\*|__|~~|`")
_ESCAPED = re.compile(r"\\([\\*_~`|>#\[\]()<:-])")

_BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "li", "ul", "ol", "dl", "dt", "dd", "div", "article", "section", "tr", "nav"}
)

_UNITS = (("year", 31_536_000), ("month", 2_592_000), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_STYLES = {
    "t": "%H:%M",
    "T": "%H:%M:%S",
    "d": "%d/%m/%Y",
    "D": "%-d %B %Y",
    "f": "%-d %B %Y %H:%M",
    "F": "%A, %-d %B %Y %H:%M",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody before a screen: their clock and time zone, and the names of people and channels by id."""

    now: Callable[[], datetime]
    zone: ZoneInfo
    people: Mapping[int, str]
    channels: Mapping[int, str]

    def reads(self, text: str) -> str:
        """A text without its marks, with names and times in their places."""
        text = _STAMP.sub(lambda found: self._time(int(found[1]), found[2] or "f"), text)
        text = _MENTION.sub(lambda found: self._name(found[1], int(found[2])), text)
        text = _LINK.sub(r"\1 (\2)", _COMMAND.sub(r"/\1", text))
        text = _LETTER_MARKS.sub("", _LINE_MARKS.sub("", text))
        return _ESCAPED.sub(r"\1", text)

    def sees(self, seen: str | Message | Reply) -> str:
        """All of a message or answer: its text, its buttons in brackets, and its reactions with their counts."""
        if isinstance(seen, str):
            return self.reads(seen)
        if isinstance(seen, Reply) and seen.form is not None:
            return self.reads(seen.text)
        message = seen.message if isinstance(seen, Reply) else seen
        buttons = " ".join(f"[{label}]" for label, button in message.buttons.items() if not button.disabled)
        reactions = "  ".join(f"{emoji} {count}" for emoji, count in message.reactions.items())
        return "\n".join(filter(None, [self.reads(seen.text), buttons, reactions]))

    def _time(self, seconds: int, style: str) -> str:
        moment = datetime.fromtimestamp(seconds, UTC)
        if style != "R":
            return moment.astimezone(self.zone).strftime(_STYLES[style])
        away = round((moment - self.now()).total_seconds())
        name, span = next((unit for unit in _UNITS if abs(away) >= unit[1] * 0.99), _UNITS[-1])
        count = round(abs(away) / span)
        words = f"{count} {name}" if count == 1 else f"{count} {name}s"
        return f"in {words}" if away >= 0 else f"{words} ago"

    def _name(self, sort: str, which: int) -> str:
        if sort == "#":
            return f"#{self.channels.get(which, 'unknown')}"
        return f"@{self.people.get(which, 'somebody')}"


class _MainText(HTMLParser):
    """Gathers what stands in the main part of a web page, a line for each of its blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self._is_main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_main = self._is_main or tag == "main"
        if tag in _BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_main = self._is_main and tag != "main"
        if tag in _BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self._is_main:
            self.lines[-1] += data


def page_text(html: str) -> str:
    """What the main part of a web page says."""
    parser = _MainText()
    parser.feed(html)
    return "\n".join(filter(None, (" ".join(line.split()) for line in parser.lines)))
