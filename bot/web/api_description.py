"""The description of the API by OpenAPI 3.1, written from the questions and from the types of their answers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

import orjson

from bot.services.publications import PublishedServer
from bot.web.api_examples import EXAMPLES
from bot.web.api_living import Problem
from bot.web.api_schema import reference, schemas_of
from bot.web.api_telling import DATA_LICENCE
from bot.web.legible import legible
from bot.web.refusals import PROBLEM
from bot.web.roads import Roads

VERSION = "1.0.0"
"""The version of the answers' shape: the first number rises when a program that read them could break."""

_ABOUT = (
    "What this group has decided, what it knows and what its charter publishes beside that, without names: the same as "
    "its pages tell. Everything is read only and needs no key. Texts are under CC BY-SA 4.0, data under CC0. Whoever "
    "wants to check the log takes log.jsonl and verify.py, which stand beside this description."
)

_MEANINGS = {
    404: "There is no such thing, or it is not published.",
    429: "Too many questions from one address; the header Retry-After says when to ask again.",
    500: "The answer could not be made.",
}
"""What can be in the way of every answer."""

_PART = {"schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999}, "required": True}

_PARTS: Mapping[str, dict[str, Any]] = {
    "number": {"description": "Its number.", "example": 1},
    "first": {"description": "The lowest number of the block, like 1 or 51.", "example": 1},
    "last": {"description": "The highest number of the block, like 50 or 100.", "example": 50},
}


class Question(Protocol):
    """What a description tells of one question: its place, the type of its answer and what it is for."""

    path: ClassVar[str]
    answer: ClassVar[type]
    says: ClassVar[str]


def description(server: PublishedServer, questions: Sequence[Question], roads: Roads) -> dict[str, Any]:
    """The whole description; paths are those of the server, or of the files where the roads lead to files."""
    examples = {type(each): orjson.loads(orjson.dumps(each)) for each in EXAMPLES}
    front = roads.to()
    is_served = front.startswith("/")
    paths = {}
    for question in questions:
        link = roads.to(question.path)
        paths[link.removeprefix(front) if is_served else f"/{link}"] = {"get": _operation(question, examples)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": legible(server.name),
            "description": _ABOUT,
            "version": VERSION,
            "license": {"name": "CC0 1.0", "url": DATA_LICENCE},
        },
        "servers": [{"url": front if is_served else "."}],
        "paths": paths,
        "components": {
            "schemas": schemas_of(Problem, *(each.answer for each in questions)),
            "responses": {str(status): _problem(status, examples) for status in _MEANINGS},
        },
    }


def _operation(question: Question, examples: Mapping[type, Any]) -> dict[str, Any]:
    media = {"schema": reference(question.answer), "example": examples[question.answer]}
    operation = {
        "operationId": re.sub(r"\W+", "_", question.path.removeprefix("api/")).strip("_"),
        "summary": question.says,
        "responses": {
            "200": {"description": " ".join((question.answer.__doc__ or "").split()), "content": _json(media)},
            "304": {"description": "The reader's copy, named by If-None-Match, is still right."},
        }
        | {str(status): {"$ref": f"#/components/responses/{status}"} for status in _MEANINGS},
    }
    names = re.findall(r"{(\w+)}", question.path)
    parts = [{"name": name, "in": "path"} | _PARTS[name] | _PART for name in names]
    return operation | ({"parameters": parts} if parts else {})


def _json(media: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": media}


def _problem(status: int, examples: Mapping[type, Any]) -> dict[str, Any]:
    media = {"schema": reference(Problem), "example": examples[Problem] | {"status": status}}
    return {"description": _MEANINGS[status], "content": {PROBLEM: media}}
