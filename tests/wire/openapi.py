"""Holds what the bot asks and the sandbox answers against Discord's own OpenAPI description."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError, best_match  # type: ignore[import-untyped]
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.sandbox.rest.pipeline import Exchange
from tests.wire.deviations import DEVIATIONS, Deviation

Json = dict[str, Any]
WHOLE = "urn:discord"
_OPEN = {"additionalProperties", "allOf", "anyOf", "oneOf"}


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _is_address(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme)


def _fits_in_32_bits(value: object) -> bool:
    return not isinstance(value, int) or -(2**31) <= value < 2**31


_formats = FormatChecker(formats=())
for _name, _judge in (("date-time", _is_moment), ("uri", _is_address), ("int32", _fits_in_32_bits)):
    _formats.checks(_name, ValueError)(_judge)


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that an exchange and the description do not agree on; `where` is a path into the JSON."""

    operation: str
    side: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.operation}, {self.side} at {self.where or 'its root'}: {self.what}"


class Description:
    """Discord's description of its REST API, ready to judge exchanges."""

    def __init__(self, whole: Json) -> None:
        self._whole = _closed(_with_plain_choices(whole))
        resource = Resource.from_contents(self._whole, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(WHOLE, resource)
        self._paths = {_bare(path): path for path in whole["paths"]}
        self._validator = cache(self._new_validator)

    @classmethod
    def read(cls, path: Path) -> "Description":
        """Read the description from Discord's file."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def violations(self, exchange: Exchange, deviations: Sequence[Deviation] = DEVIATIONS) -> list[Violation]:
        """Everything wrong with a request that was let in, and with the world's own answer, deviations aside.

        A request that was refused for its form need not keep to the form, and the answers of switched-on faults are
        nobody's.
        """
        if exchange.from_fault or not exchange.template:
            return []
        operation = f"{exchange.method} {exchange.template}"
        path = self._paths.get(_bare(exchange.template), "")
        method = exchange.method.lower()
        found = self._whole["paths"].get(path, {}).get(method)
        if found is None:
            return [Violation(operation, "request", "", "no such operation")]
        for deviation in deviations:
            exchange = _mended(exchange, deviation, operation)
        pointer = f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}"
        said: list[tuple[str, str, str]] = []
        if exchange.status < 400:
            said += self._of_query(exchange.query, [pointer.rpartition("/")[0], pointer])
            said += self._of_body(exchange.request_json, found.get("requestBody"), f"{pointer}/requestBody")
        said += self._of_answer(exchange, found["responses"], f"{pointer}/responses")
        return [Violation(operation, *each) for each in said]

    def _of_query(self, query: dict[str, str], pointers: list[str]) -> Iterator[tuple[str, str, str]]:
        known: dict[str, tuple[str, Json]] = {}
        for pointer in pointers:
            for index, parameter in enumerate(self._at(pointer).get("parameters", [])):
                if parameter["in"] == "query":
                    known[parameter["name"]] = f"{pointer}/parameters/{index}/schema", parameter
        for name, text in query.items():
            if name not in known:
                yield "query", name, "not described"
                continue
            validator = self._validator(f"{WHOLE}#{known[name][0]}")
            if not any(validator.is_valid(reading) for reading in _readings(text)):
                yield "query", name, f"{text!r} is none of what is described"
        for name, (_, parameter) in known.items():
            if parameter.get("required") and name not in query:
                yield "query", name, "missing"

    def _of_body(self, body: object, described: Json | None, pointer: str) -> Iterator[tuple[str, str, str]]:
        if described is None:
            if body not in (None, {}):
                yield "request", "", "a body where none is described"
        elif body is None:
            if described.get("required"):
                yield "request", "", "no body"
        else:
            yield from self._against(body, f"{pointer}/content/application~1json/schema", "request")

    def _of_answer(self, exchange: Exchange, described: Json, pointer: str) -> Iterator[tuple[str, str, str]]:
        status = str(exchange.status)
        key = next((each for each in (status, f"{status[0]}XX") if each in described), None)
        if key is None:
            yield "answer", "", f"status {status} is not described"
            return
        answer, pointer = described[key], f"{pointer}/{key}"
        if "$ref" in answer:
            pointer = answer["$ref"].removeprefix("#")
            answer = self._whole["components"]["responses"][pointer.rsplit("/", 1)[1]]
        if "content" not in answer:
            if exchange.response_json is not None:
                yield "answer", "", f"content with status {status}, where none is described"
        elif "application/json" in answer["content"]:
            yield from self._against(exchange.response_json, f"{pointer}/content/application~1json/schema", "answer")

    def _against(self, data: object, pointer: str, side: str) -> Iterator[tuple[str, str, str]]:
        for error in self._validator(f"{WHOLE}#{pointer}").iter_errors(data):
            deepest = best_match([error]) or error
            where = "/".join(str(step) for step in deepest.absolute_path)
            yield side, where, _short(deepest)

    def _new_validator(self, reference: str) -> Draft202012Validator:
        return Draft202012Validator({"$ref": reference}, registry=self._registry, format_checker=_formats)

    def _at(self, pointer: str) -> Any:
        node = self._whole
        for step in pointer.split("/")[1:]:
            node = node[step.replace("~1", "/").replace("~0", "~")]
        return node


def _mended(exchange: Exchange, deviation: Deviation, operation: str) -> Exchange:
    if deviation.applies_to(operation, "request"):
        return replace(exchange, request_json=deviation.mended(exchange.request_json))
    if deviation.applies_to(operation, "answer"):
        return replace(exchange, response_json=deviation.mended(exchange.response_json))
    return exchange


def _bare(template: str) -> str:
    """A path's template without the names that its places have."""
    return re.sub(r"\{[^}]*\}", "{}", template)


def _readings(text: str) -> Iterator[object]:
    """What a value of the query may stand for."""
    yield text
    if text.lstrip("-").isdigit():
        yield int(text)
    if text.lower() in ("true", "false", "1", "0"):
        yield text.lower() in ("true", "1")


def _short(error: ValidationError) -> str:
    return error.message if len(error.message) <= 300 else f"{error.message[:120]} … {error.message[-170:]}"


def _with_plain_choices(node: Any) -> Any:
    """The same schema with `oneOf` of nothing but constants written as `enum`, which is judged much faster."""
    if isinstance(node, list):
        return [_with_plain_choices(each) for each in node]
    if not isinstance(node, dict):
        return node
    choices = node.get("oneOf")
    if isinstance(choices, list) and all(isinstance(each, dict) and "const" in each for each in choices):
        node = {key: value for key, value in node.items() if key != "oneOf"} | {
            "enum": [each["const"] for each in choices]
        }
    return {key: _with_plain_choices(value) for key, value in node.items()}


def _closed(whole: Json) -> Json:
    """The same description where an object described alone has no further fields than those described."""
    composed = {each["$ref"].rpartition("/")[2] for each in _parts_of_wholes(whole["components"]) if "$ref" in each}
    schemas = whole["components"]["schemas"]
    closed = {name: node if name in composed else _close(node) for name, node in schemas.items()}
    components = whole["components"] | {"schemas": closed}
    return whole | {"components": components, "paths": _close(whole["paths"])}


def _parts_of_wholes(node: Any) -> Iterator[Json]:
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _parts_of_wholes(child)
    if isinstance(node, dict):
        yield from node.get("allOf", ())


def _close(node: Any) -> Any:
    if isinstance(node, list):
        return [_close(each) for each in node]
    if not isinstance(node, dict):
        return node
    closed = {key: child if key == "allOf" else _close(child) for key, child in node.items()}
    if "object" in (node.get("type") or ()) and "properties" in node and not node.keys() & _OPEN:
        closed["additionalProperties"] = False
    return closed
