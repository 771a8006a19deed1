"""The house stands as drawn: floors, circles, sizes, names, and nobody looking at the clock."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

TOP = Path(__file__).parent.parent
PACKAGES = ("bot", "cogs", "db")
LONGEST = 300
LONGEST_ALONE = {"bot/web/verify.py": 500}
"""What has to be one file, since every reader downloads it. ADR: docs/adr/0031."""
BESIDE = "bot.sandbox"

CLOCKS = {Path("bot/app.py"), Path("bot/client.py"), Path("bot/clock.py")}
"""Where the time of day may be read; the sandbox has a clock of its own."""

TIMES_OF_DAY = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("utils", "utcnow"),
}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}

# The word itself is put together, so that this file does not hold it.
GIVEN_WORK = re.compile(r"\bas" + r"sign(s|ed|ing|ment|ments|ee|ees|er)?\b", re.IGNORECASE)


def modules(*tops: str) -> list[Path]:
    """Every Python file under these folders, as paths from the top."""
    return sorted(path.relative_to(TOP) for top in tops for path in (TOP / top).rglob("*.py"))


def texts(*tops: str) -> Iterator[Path]:
    """Every file under these folders that somebody wrote to be read, as paths from the top."""
    for top in tops:
        for path in (TOP / top).rglob("*"):
            if path.suffix in {".py", ".po", ".pot", ".html", ".xml", ".js", ".css", ".md", ".txt"}:
                yield path.relative_to(TOP)


def read(path: Path) -> str:
    return (TOP / path).read_text(encoding="utf-8")


def contracts() -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads(read(Path("pyproject.toml")))["tool"]["importlinter"]["contracts"]
    return found


def times_of_day_read_in(source: str) -> set[str]:
    """Every call in a module that asks for the time of day; a module may also import the function itself."""
    tree = ast.parse(source)
    bare = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if (str(node.module).rsplit(".", 1)[-1], alias.name) in TIMES_OF_DAY
    }
    read_here = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                if (owner, name) in TIMES_OF_DAY:
                    read_here.add(f"{owner}.{name}")
            case ast.Name(id=name) if name in bare:
                read_here.add(name)
    return read_here


def test_imports_go_down_only() -> None:
    # In a process of its own: import-linter sets up logging anew, which silences the loggers of every later test.
    asked = "from importlinter.cli import lint_imports as lint; raise SystemExit(lint(no_cache=True, no_logo=True))"
    held = subprocess.run([sys.executable, "-c", asked], cwd=TOP, capture_output=True, text=True, check=False)
    assert held.returncode == 0, held.stdout + held.stderr


def test_the_sandbox_may_import_no_module_of_the_house_not_even_a_new_one() -> None:
    (beside,) = [one for one in contracts() if one.get("source_modules") == [BESIDE]]
    children = {f"bot.{path.stem if path.is_file() else path.name}" for path in (TOP / "bot").iterdir()}
    house = {name for name in children if not name.endswith(("__init__", "__pycache__"))} - {BESIDE}
    forbidden = set(beside["forbidden_modules"])  # type: ignore[call-overload]  # TOML says nothing of its types
    assert forbidden == house | {"cogs", "db", "discord"}


def test_the_sandboxs_modules_need_each_other_in_no_circle_at_run_time() -> None:
    graph = grimp.build_graph("bot", exclude_type_checking_imports=True, cache_dir=None)
    packages = {BESIDE, *(name for name in graph.find_descendants(BESIDE) if graph.find_children(name))}
    circles = {package: graph.nominate_cycle_breakers(package) for package in packages}
    assert not {package: breakers for package, breakers in circles.items() if breakers}


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    lengths = {str(path): read(path).count("\n") for path in modules(*PACKAGES, "tests", "docs")}
    assert not {path: length for path, length in lengths.items() if length > LONGEST_ALONE.get(path, LONGEST)}


def test_every_module_says_what_it_is_for_in_one_sentence() -> None:
    told = {path: ast.get_docstring(ast.parse(read(path))) or "" for path in modules(*PACKAGES)}
    assert not [str(path) for path, said in told.items() if not said.split("\n")[0].endswith((".", "…"))]


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {path: set(path.with_suffix("").name.split("_")) for path in modules(*PACKAGES, "tests")}
    assert not [str(path) for path, parts in names.items() if parts & EMPTY_NAMES]


def test_nobody_gives_work_to_anybody_in_any_file() -> None:
    said = [(str(path), found.group()) for path in texts(*PACKAGES) for found in GIVEN_WORK.finditer(read(path))]
    assert not said


@pytest.mark.parametrize("word", ["sign", "signee", "signed", "signment"])
def test_the_word_for_giving_work_is_recognised_in_every_form(word: str) -> None:
    assert GIVEN_WORK.search(f"We As{word} it.")
    assert not GIVEN_WORK.search(f"We {word} it.")


def test_bot_holds_a_docstring_and_nothing_else() -> None:
    (only,) = ast.parse(read(Path("bot/__init__.py"))).body
    assert isinstance(only, ast.Expr)
    assert isinstance(only.value, ast.Constant)


def test_nobody_reads_the_time_of_day_but_the_clock() -> None:
    paths = [path for path in modules(*PACKAGES) if path not in CLOCKS and not path.is_relative_to("bot/sandbox")]
    read_in = {str(path): times_of_day_read_in(read(path)) for path in paths}
    assert not {path: calls for path, calls in read_in.items() if calls}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import datetime\ndatetime.datetime.now()", {"datetime.now"}),
        ("from datetime import datetime\ndatetime.now(UTC)", {"datetime.now"}),
        ("import time\ntime.time()", {"time.time"}),
        ("from time import time as t\nt()", {"t"}),
        ("import discord\ndiscord.utils.utcnow()", {"utils.utcnow"}),
        ("clock.now()", set()),
        ("import time\ntime.monotonic()", set()),
    ],
)
def test_every_way_of_reading_the_time_of_day_is_recognised(source: str, found: set[str]) -> None:
    assert times_of_day_read_in(source) == found
