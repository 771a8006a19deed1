"""Documentation: it says what the program is, and nothing of it has gone stale."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import typer.main
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.cli import app
from bot.config import read_settings
from bot.web.lines import line_of
from docs.generate import folders_of_the_map, pages
from tests.factories import House

TOP = Path(__file__).parent.parent
PAGES = sorted([*TOP.glob("*.md"), *TOP.glob("docs/**/*.md")])
OFF = re.compile(r"#?([A-Z][A-Z_]+)=")


def named(page: Path) -> str:
    """A page's name among the tests."""
    return page.relative_to(TOP).as_posix()


def without_code(text: str) -> str:
    """A page without its blocks of code and its comments, in which brackets are no links."""
    return re.sub(r"(?ms)^\s*```.*?^\s*```$|<!--.*?-->|`[^`\n]*`", "", text)


def anchors(page: Path) -> set[str]:
    """The places in a page that a link can lead to, named after its headings as forges do."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def code_blocks(page: Path, language: str) -> list[str]:
    """The blocks of code in a language."""
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"))


class Asked(dict[str, str]):
    """An environment that remembers what was looked up in it."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        """Remember the name, and answer what makes the settings valid."""
        self.names.add(name)
        return "a-good-token" if name == "DISCORD_TOKEN" else default


@pytest.mark.parametrize("page", ["docs/commands.md", "docs/map.md"])
def test_a_generated_page_is_what_the_code_gives_today(page: str) -> None:
    assert (TOP / page).read_text(encoding="utf-8") == pages()[TOP / page], "run `make docs`"


def test_every_package_has_its_place_on_the_map() -> None:
    packages = {
        file.parent.relative_to(TOP).as_posix() for part in ("bot", "cogs", "db") for file in (TOP / part).rglob("*.py")
    }

    assert packages - folders_of_the_map() == set()


def test_every_file_says_what_it_is_for_in_a_sentence() -> None:
    silent = [
        named(file)
        for part in ("bot", "cogs", "db")
        for file in (TOP / part).rglob("*.py")
        if not (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n")[0].endswith(".")
    ]

    assert silent == []


def test_every_setting_stands_in_the_example_and_the_example_has_no_other() -> None:
    asked = Asked()
    read_settings(asked)

    lines = (TOP / ".env.example").read_text(encoding="utf-8").splitlines()

    assert sorted(found[1] for line in lines if (found := OFF.match(line))) == sorted(asked.names)


def test_every_setting_has_a_sentence_above_it() -> None:
    lines = (TOP / ".env.example").read_text(encoding="utf-8").splitlines()

    for before, line in pairwise(lines):
        if OFF.match(line):
            assert re.fullmatch(r"# .*\.", before), line


def test_the_values_shown_in_the_example_are_the_ones_taken_without_it() -> None:
    lines = (TOP / ".env.example").read_text(encoding="utf-8").splitlines()
    shown = dict(line.removeprefix("#").split("=", 1) for line in lines if OFF.match(line))

    assert read_settings(shown | {"DISCORD_TOKEN": "a-good-token"}) == read_settings({"DISCORD_TOKEN": "a-good-token"})


def test_nobody_but_the_settings_reads_the_environment() -> None:
    readers = [
        named(file)
        for part in ("bot", "cogs", "db")
        for file in (TOP / part).rglob("*.py")
        if re.search(r"os\.environ|getenv|dotenv", file.read_text(encoding="utf-8"))
    ]

    assert readers == ["bot/config.py"]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+://|mailto:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there), target


def make_targets() -> set[str]:
    """The commands of the Makefile."""
    return set(re.findall(r"(?m)^([a-z]+):", (TOP / "Makefile").read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_make_command_that_is_told_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    told = re.findall(r"`make ([a-z]+)[^`]*`", text)
    told += [found for block in code_blocks(page, "sh") for found in re.findall(r"(?m)^make ([a-z]+)", block)]

    assert set(told) - make_targets() == set()


def test_the_readme_installs_by_hand_what_make_installs() -> None:
    wanted = re.compile(r"install.* (-c constraints\.txt -e \S+)")
    by_make = wanted.findall((TOP / "Makefile").read_text(encoding="utf-8"))

    assert wanted.findall((TOP / "README.md").read_text(encoding="utf-8")) == by_make
    assert len(by_make) == 2


@pytest.mark.parametrize("page", [*PAGES, TOP / ".env.example"], ids=named)
def test_every_command_of_the_program_that_is_told_exists(page: Path) -> None:
    program = typer.main.get_command(app)
    known: dict[str, set[str]] = {
        name: {option for each in command.params for option in [*each.opts, *each.secondary_opts]}
        for name, command in program.commands.items()  # type: ignore[attr-defined]
    }

    for command, words in re.findall(r"(?:`|bin/|&& )minga ([a-z][a-z-]*)([^`\n]*)", page.read_text(encoding="utf-8")):
        assert command in known
        assert set(re.findall(r"--[a-z-]+", words)) <= known[command]


def test_the_changes_speak_of_the_version_that_is_being_made() -> None:
    (version,) = re.findall(r'(?m)^version = "(.+)"$', (TOP / "pyproject.toml").read_text(encoding="utf-8"))

    assert re.search(rf"(?m)^## \[.+{re.escape(version)}", (TOP / "CHANGELOG.md").read_text(encoding="utf-8"))


def test_every_page_of_the_documentation_can_be_reached_from_its_index() -> None:
    reached = {TOP / "docs" / "README.md"}
    while new := {
        linked for page in reached for linked in _linked(page) if linked.suffix == ".md" and linked not in reached
    }:
        reached |= new

    assert {named(page) for page in TOP.glob("docs/**/*.md")} <= {named(page) for page in reached}


def _linked(page: Path) -> Iterator[Path]:
    for target in re.findall(r"\]\(([^)\s#]+)[^)]*\)", without_code(page.read_text(encoding="utf-8"))):
        if "://" not in target:
            yield (page.parent / target).resolve()


def requirements() -> list[Requirement]:
    """What the project says it needs, with its extras."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [
        Requirement(each)
        for part in [project["dependencies"], *project["optional-dependencies"].values()]
        for each in part
    ]


def pins() -> dict[str, str]:
    """The exact versions of constraints.txt by name."""
    lines = (TOP / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(each.name): str(each.specifier) for each in pinned}


def test_everything_that_is_needed_is_pinned_exactly_and_within_its_range() -> None:
    pinned = pins()

    assert all(re.fullmatch(r"==[\w.!+]+", exact) for exact in pinned.values())
    for needed in requirements():
        assert pinned[canonicalize_name(needed.name)].removeprefix("==") in needed.specifier


async def test_the_check_that_the_documentation_offers_holds_on_a_real_log_and_finds_a_change(house: House) -> None:
    await house.decide(title="Buy a second hand-truck", first_tasks="Find one")
    (script,) = code_blocks(TOP / "docs" / "verify.md", "python")
    server = (await house.services.commons.published_servers())[0]
    entries = await house.services.commons.entries(server.slug, after=0, limit=100)
    log = b"".join(line_of(entry) for entry in entries)

    def check(lines: bytes) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, "-c", script], input=lines, capture_output=True, check=False, timeout=60)

    edition = await house.services.commons.edition(server.slug)
    assert edition is not None
    head = edition.head
    assert check(log).stdout.decode() == f"{head.sequence} entries hold; the log ends with {head.hash[:8]}\n"
    assert check(log.replace(b"hand-truck", b"hang-truck")).returncode != 0
    assert check(b"".join(log.splitlines(keepends=True)[1:])).returncode != 0
