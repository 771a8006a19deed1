"""Refusals: what the web server says instead of a page, to people as a page and to programs as JSON."""

import json
from functools import cache
from http import HTTPStatus

from bot.web.roads import ServedRoads
from bot.web.studio import Page, Studio, finished
from bot.web.wording import labels
from bot.words import Words, words_in

PROBLEM = "application/problem+json"
"""Source: RFC 9457."""


class Refusals:
    """Makes each refusal once for each language that is asked for."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._made: dict[tuple[str, str, HTTPStatus, bool], Page] = {}

    def page(self, name: str, language: str, status: HTTPStatus, *, for_program: bool) -> Page:
        """What is wrong: "missing", "read_only", "broken" or "too_many"."""
        wanted = (name, language, status, for_program)
        if wanted not in self._made:
            self._made[wanted] = self._problem(name, status) if for_program else self._message(name, language)
        return self._made[wanted]

    def _message(self, name: str, language: str) -> Page:
        words = words_in(language)
        title, lead = _said(words)[name]
        return self._studio.draw("message.html", words, ServedRoads(""), title=title, lead=lead)

    def _problem(self, name: str, status: HTTPStatus) -> Page:
        title, lead = _said(words_in("en"))[name]
        facts = {"title": title, "status": status.value, "detail": lead}
        return finished(json.dumps(facts, ensure_ascii=False).encode(), PROBLEM)


def is_for_programs(path: str) -> bool:
    """Whether programs ask here: below a log's `api/`."""
    return path.partition("/")[2].partition("/")[2].startswith("api/")


@cache
def _said(words: Words) -> dict[str, tuple[str, str]]:
    said = labels(words)
    return {name: (said[name], said[f"{name}_lead"]) for name in ("missing", "read_only", "broken")} | {
        "too_many": (
            words.say("Too many pages at once"),
            words.say(
                "From where you are, more was asked for within a minute than we can give. Nothing is wrong with you or "
                "with the page. Wait for a moment and load it again. A whole log is one file, log.jsonl."
            ),
        )
    }
