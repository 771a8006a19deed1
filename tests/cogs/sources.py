"""Sources: the project's own code as syntax trees, for properties of every call in it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import bot
import cogs

_ROOTS = [Path(package).parent for package in (bot.__file__, cogs.__file__) if package]

_NOT_OF_THE_HOUSE = ("sandbox", "story")
"""A small Discord of its own, and what drives it from outside: they have other meanings for the same names."""


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function or method of this name in the house, with where it stands."""
    for root in _ROOTS:
        for file in sorted(root.rglob("*.py")):
            if file.relative_to(root).parts[0] in _NOT_OF_THE_HOUSE:
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name_of(node.func) == name:
                    yield f"{file.relative_to(root.parent)}:{node.lineno}", node


def _name_of(called: ast.expr) -> str:
    match called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def literal(node: ast.expr) -> str | None:
    """The text of a literal, None for anything that is put together at run time."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def keywords(call: ast.Call) -> dict[str, ast.expr]:
    """The arguments given by name."""
    return {each.arg: each.value for each in call.keywords if each.arg}
