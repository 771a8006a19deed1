"""Generated pages: commands from the bot itself, the map from what each file says, worked examples from the rules.

Run it as `python -m docs.generate` from the top of the repository; `make docs` does. Not part of the installation.
"""

import ast
import asyncio
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from discord import app_commands

from bot.app import create_bot
from bot.client import EXTENSIONS
from bot.config import Settings
from docs import examples

TOP = Path(__file__).parent.parent

_FLOORS = (
    ("Roof: the program", ("bot",), "Commands, settings and the putting together."),
    ("Roof: the doctor", ("bot/doctor",), "What `minga doctor` looks at."),
    ("Roof: people played by a program", ("bot/story",), "They fill the sandbox and play the story."),
    ("Third floor: Discord", ("cogs", "cogs/bridge", "cogs/ui"), "Commands, buttons, forms and how they look."),
    ("Third floor: the web", ("bot/web", "bot/web/rooms"), "The public log, and its rooms: a sort of page each."),
    ("What is said", ("bot/words",), "Catalogues, and the sentences that Discord and the web share."),
    (
        "Second floor: what people can do",
        ("bot/services", "bot/services/couriers"),
        "Use cases; each act is one transaction.",
    ),
    ("First floor: the record", ("db", "db/migrations", "db/migrations/versions"), "Rows, and every query on them."),
    ("Ground floor: the rules", ("bot/domain", "bot/domain/phrases"), "Pure: no Discord, no database, no clock."),
    (
        "Beside the house: the sandbox",
        ("bot/sandbox", "bot/sandbox/world", "bot/sandbox/rest", "bot/sandbox/gateway", "bot/sandbox/page"),
        "A small Discord on this machine. It shares nothing with the house.",
    ),
)


def pages() -> dict[Path, str]:
    """Every generated page by its path, as it should be now."""
    return {
        TOP / "docs" / "commands.md": asyncio.run(_commands_page()),
        TOP / "docs" / "map.md": _map_page(),
        examples.PAGE: examples.page(),
    }


async def _commands_page() -> str:
    bot = create_bot(Settings(discord_token=""))
    for extension in EXTENSIONS:
        await bot.load_extension(extension)
    said = [
        "# Commands, buttons and forms",
        "<!-- Written by `make docs`; changes by hand are lost. -->",
        "Type a command, or press the button that stands where you need it; both do the same.",
        "## Commands",
        *[_command(command) for command in _leaves(bot.tree.get_commands())],
        "## Buttons and forms",
        "What a press or a form asks for, which file answers, and what it does.",
        _table(("act", "file", "what it does"), _acts()),
    ]
    await bot.close()
    return "\n\n".join(said) + "\n"


def _leaves(found: list[Any]) -> Iterator[app_commands.Command[Any, ..., Any]]:
    """The commands that can be typed, out of their groups, by name."""
    for command in sorted(found, key=lambda command: command.qualified_name):
        if isinstance(command, app_commands.Group):
            yield from _leaves(command.commands)
        elif isinstance(command, app_commands.Command):
            yield command


def _command(command: app_commands.Command[Any, ..., Any]) -> str:
    typed = " ".join([f"/{command.qualified_name}", *(_option(option) for option in command.parameters)])
    rights = command.default_permissions or (command.parent.default_permissions if command.parent else None)
    said = [f"### `{typed}`", f"{command.description}."]
    if command.parameters:
        said.append("\n".join(f"- `{each.display_name}`: {each.description}." for each in command.parameters))
    if rights:
        named = ", ".join(name.replace("_", " ").title() for name, is_needed in rights if is_needed)
        said.append(f"Takes Discord's permission {named.replace('Guild', 'Server')}.")
    return "\n\n".join(said)


def _option(option: app_commands.Parameter) -> str:
    return option.display_name if option.required else f"[{option.display_name}]"


def _acts() -> list[tuple[str, str, str]]:
    # Loading an extension runs its module anew, so the table that is filled is the one of the module loaded last.
    handlers = importlib.import_module("cogs.bridge.router").NounCog.handlers
    return [
        (f"`{action}`", f"`{kind.__module__.replace('.', '/')}.py`", _first_line(inspect.getdoc(handler)))
        for action, (kind, handler) in sorted(handlers.items())
    ]


def _map_page() -> str:
    said = [
        "# Map of the files",
        "<!-- Written by `make docs`; changes by hand are lost. -->",
        "What each file is for, in its own words, from the roof down. The floors: [architecture](architecture.md).",
    ]
    for title, folders, lead in _FLOORS:
        said += [f"## {title}", lead]
        for folder in folders:
            files = sorted((TOP / folder).glob("*.py"), key=lambda file: (file.name != "__init__.py", file.name))
            rows = [
                (f"[`{file.relative_to(TOP).as_posix()}`](../{file.relative_to(TOP).as_posix()})", _purpose(file))
                for file in files
            ]
            said.append(_table(("file", "what it is for"), rows))
    return "\n\n".join(said) + "\n"


def _purpose(file: Path) -> str:
    return _first_line(ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))))


def _first_line(docstring: str | None) -> str:
    return (docstring or "").partition("\n")[0].replace("|", "\\|")


def _table(heads: tuple[str, ...], rows: list[Any]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def folders_of_the_map() -> set[str]:
    """The folders that the map shows; a test finds a package that has no floor."""
    return {folder for _, folders, _ in _FLOORS for folder in folders}


def write() -> None:
    """Write every generated page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
