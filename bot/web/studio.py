"""The studio: published facts become finished bytes, by templates that hold no logic worth a test of its own."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.domain.chain import SHORT
from bot.services.publications import PublishedServer
from bot.web.legible import legible
from bot.web.roads import Roads, ServedRoads
from bot.web.wording import labels
from bot.words import Words, words_in

STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Page:
    """Finished bytes with their type and the tag by which a browser asks whether they are still the same.

    Who saves the page from a link gets it under the name `saved_as`. `is_invited` says whether search engines may list
    it, as its server's charter wants.
    """

    body: bytes
    content_type: str
    etag: str
    saved_as: str | None = None
    is_invited: bool = False


def finished(body: bytes, content_type: str, *, saved_as: str | None = None) -> Page:
    """Put the tag on finished bytes."""
    return Page(body, content_type, f'"{hashlib.sha256(body).hexdigest()[:32]}"', saved_as)


class Studio:
    """Draws pages from templates; templates and looks are read once, when it is built."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            finalize=_legible_only,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["short"] = SHORT
        self.static = {
            "log.css": finished((STATIC / "log.css").read_bytes(), "text/css"),
            "icon.svg": finished((STATIC / "icon.svg").read_bytes(), "image/svg+xml"),
        }
        # The looks' address changes with them, so that browsers may keep them for long.
        self._looks = self.static["log.css"].etag[1:9]

    def draw(
        self, template: str, words: Words, roads: Roads, *, server: PublishedServer | None = None, **facts: Any
    ) -> Page:
        """One page in the language of the words, its links leading along the roads; `server` is whose page it is."""
        is_invited = server is not None and server.invites_search_engines
        drawn = self._templates.get_template(template).render(
            label=labels(words),
            day=words.day,
            language=words.language.replace("_", "-"),
            direction=Locale.parse(words.language).text_direction,
            looks=self._looks,
            roads=roads,
            server=server,
            is_invited=is_invited,
            **facts,
        )
        return replace(finished(drawn.encode(), "text/html"), is_invited=is_invited)

    def servers(self, servers: Sequence[PublishedServer], language: str, roads: Roads | None = None) -> Page:
        """The list of published logs; without roads it stands on the web server."""
        return self.draw("servers.html", words_in(language), roads or ServedRoads(""), servers=servers)

    def message(self, name: str, language: str) -> Page:
        """A page that says one thing: "missing", "read_only" or "broken"."""
        words = words_in(language)
        said = labels(words)
        return self.draw("message.html", words, ServedRoads(""), title=said[name], lead=said[f"{name}_lead"])


def _legible_only(value: object) -> object:
    return legible(value) if type(value) is str else value
