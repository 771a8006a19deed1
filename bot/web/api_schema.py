"""Schemas: the answers of the API described as JSON Schema out of their own types, so that neither drifts."""

import inspect
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

_SIMPLE: Mapping[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
}

_NULL = {"type": "null"}


class Says:
    """What a field of an answer means, for those who read its description, and what else its schema holds."""

    def __init__(self, text: str, **more: Any) -> None:
        self.schema = {"description": text} | more


def schemas_of(*answers: type) -> dict[str, dict[str, Any]]:
    """The schemas of these answers and of all that they hold, by name."""
    found: dict[str, dict[str, Any]] = {}
    for answer in answers:
        _describe(answer, found)
    return dict(sorted(found.items()))


def reference(answer: type) -> dict[str, Any]:
    """How a description names an answer's schema."""
    return {"$ref": f"#/components/schemas/{answer.__name__}"}


def _describe(answer: type, found: dict[str, dict[str, Any]]) -> None:
    if answer.__name__ in found:
        return
    told = found[answer.__name__] = {"type": "object"}
    hints = get_type_hints(answer, include_extras=True)
    names = [field.name for field in fields(answer)]
    told |= {
        "description": " ".join((inspect.getdoc(answer) or "").split()),
        "properties": {name: _schema(hints[name], found) for name in names},
        "required": names,
        "additionalProperties": False,
    }
    found[answer.__name__] = told


def _schema(hint: Any, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The schema of one type; raises TypeError for one that no answer should hold."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        said: dict[str, Any] = {}
        for each in parts[1:]:
            said |= each.schema
        return _schema(parts[0], found) | said
    if origin in (Union, types.UnionType):
        ways = [_schema(each, found) for each in parts if each is not type(None)]
        if len(ways) == 1 and isinstance(ways[0].get("type"), str) and "enum" not in ways[0]:
            return ways[0] | {"type": [ways[0]["type"], "null"]}
        return {"anyOf": [*ways, _NULL] if type(None) in parts else ways}
    if origin is tuple:
        return {"type": "array", "items": _schema(parts[0], found)}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [each.value for each in hint]}
    if is_dataclass(hint) and isinstance(hint, type):
        _describe(hint, found)
        return reference(hint)
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    raise TypeError(f"no answer can hold {hint!r}")
