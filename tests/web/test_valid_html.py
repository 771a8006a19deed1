"""Every page in every language is valid HTML, the looks are CSS and the icon is SVG, says the W3C's checker."""

from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.web import LogServer
from bot.web.export import export
from bot.web.limits import Limits
from bot.words import languages
from tests.factories import House
from tests.sizes import tried
from tests.web.conftest import PATIENT, SLUG
from tests.web.validator import check, checker
from tests.web.whole_site import build

ASKED = {
    "found": f"{SLUG}/search?q=chairs",
    "nothing": f"{SLUG}/search?q=nothing+of+the+kind",
    "too-long": f"{SLUG}/search?q=" + "x" * 400,
    "search": f"{SLUG}/search",
    "missing": f"{SLUG}/nowhere",
    "logs": "",
}
"""What a folder does not hold, but the server does."""
CHECKED = (".html", ".css", ".svg")


@pytest.fixture(autouse=True)
def _there_is_a_checker() -> None:
    checker()


async def test_every_page_of_a_whole_site_is_valid(house: House, tmp_path: Path) -> None:
    await build(house)
    shown = tried(whole=languages(), in_a_check=("en", "de"))
    for language in shown:
        await house.run_sql(f"UPDATE servers SET language = '{language}'")
        await export(house.services, tmp_path / language)
        await _ask(house, tmp_path / language, language)
    files = checked_in(tmp_path)
    assert {file.suffix for file in files} == set(CHECKED)
    assert len(files) > 250 * len(shown)
    assert await check(*files) == []


def checked_in(folder: Path) -> list[Path]:
    """Every file that the checker understands."""
    return [file for file in sorted(folder.rglob("*")) if file.suffix in CHECKED]


async def _ask(house: House, folder: Path, language: str) -> None:
    """Keep what only the server says, beside the rest."""
    for limits, places in (
        (PATIENT, ASKED),
        (Limits(requests_a_second=0.001, requests_at_once=1), {"first": "", "many": ""}),
    ):
        server = LogServer(house.services, host="127.0.0.1", port=0, limits=limits)
        await server.start()
        async with ClientSession(headers={"Accept-Language": language}) as session:
            for name, place in places.items():
                async with session.get(f"{server.url}/{place}") as answer:
                    assert (answer.status == 429) == (name == "many")
                    (folder / f"asked-{name}.html").write_bytes(await answer.read())
        await server.close()


@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [
        ("page.html", '<p><ul id="a"></ul>', "doctype"),
        ("page.html", '<!DOCTYPE html><html lang="en"><title>x</title><a href="/a b">x</a></html>', "Bad value"),
        ("log.css", "p { colour: red; }", "colour"),
        ("icon.svg", '<svg xmlns="http://www.w3.org/2000/svg"><rect wide="3"/></svg>', "wide"),
    ],
)
async def test_the_checker_finds_what_is_wrong(tmp_path: Path, name: str, wrong: str, said: str) -> None:
    (tmp_path / name).write_text(wrong)
    found = await check(tmp_path / name)
    assert [line for line in found if said in line], found
