"""Answers of the JSON API as finished bytes."""

import orjson

from bot.web.studio import Page, finished

_INDENTED = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def answered(answer: object) -> Page:
    """An answer, laid out so that people can read it too."""
    return finished(orjson.dumps(answer, option=_INDENTED), "application/json")
