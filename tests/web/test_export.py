"""The export: the same site as files, whole, the same for the same log, and nothing touched that is not its own."""

import fcntl
import os
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from bot.services.knowhow_cards import Writing
from bot.web.export import Exported, export
from bot.web.folder import LIST, ExportRefused
from tests.factories import ANN, BEA, GUILD, House, elsewhere
from tests.web.published_world import SLUG, live
from tests.web.verifying import arguments, by_minga, by_script

LINKING = {"a": "href", "link": "href", "img": "src", "form": "action"}


class Links(HTMLParser):
    """Gathers where a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.named: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if (link := told.get(LINKING.get(tag, ""))) is not None:
            self.found.append(link)
        self.named.add(told.get("id") or "")


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def touched(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with what tells whether it was written again."""
    return {
        str(file.relative_to(folder)): (file.stat().st_mtime_ns, file.stat().st_ino)
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the export goes; nothing is there yet."""
    return tmp_path / "out"


@pytest.fixture
async def two(house: House) -> House:
    """Two logs that are published, of which one has a decision and know-how."""
    await house.decide(first_tasks="Ask for prices")
    await house.services.knowhow.share(BEA, Writing("Booking the hall", "Ring the *caretaker*."))
    await house.found(elsewhere(ANN), name="Allotments & Bees")
    return house


async def test_a_world_of_everything_is_whole_in_its_folder_and_holds(two: House, out: Path) -> None:
    await live(two)
    assert (await export(two.services, out)).logs == 2
    await export(two.services, out.with_name("again"))
    assert bytes_in(out) == bytes_in(out.with_name("again")), "the same log makes the same bytes"
    assert check_links(out) > 40
    said = by_minga(arguments(out))
    assert said.code == 0, said.said
    by_itself = by_script(arguments(out), out / SLUG / "verify.py")
    assert (by_itself.code, by_itself.words) == (0, said.words)


def check_links(out: Path) -> int:
    """Every link leads to a file in the folder, or to a licence; how many pages there are."""
    pages = list(out.rglob("*.html"))
    for page in pages:
        ElementTree.parse(page)
        for link in links_of(page).found:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.netloc in ("creativecommons.org",), (page, link)
                continue
            assert not link.startswith("/"), (page, link)
            target = page.parent / unquote(parts.path) if parts.path else page
            assert target.is_file(), (page, link)
            assert target.resolve().is_relative_to(out.resolve())
            if parts.fragment:
                assert parts.fragment in links_of(target).named, (page, link)
    return len(pages)


def links_of(page: Path) -> Links:
    links = Links()
    links.feed(page.read_text(encoding="utf-8"))
    return links


async def test_nothing_is_written_again_that_is_there(two: House, out: Path) -> None:
    first = await export(two.services, out)
    before = touched(out)
    again = await export(two.services, out)
    assert again == Exported(2, written=0, kept=first.written, removed=0)
    assert touched(out) == before


async def test_a_new_decision_changes_what_shows_it_and_the_head(two: House, out: Path) -> None:
    await export(two.services, out)
    before = touched(out)
    await two.decide(title="One more")
    await export(two.services, out)
    after = touched(out)
    same = {name for name, seen in before.items() if after[name] == seen}
    assert not {name for name in same if name.startswith(SLUG) and name.endswith(".html")}, "all pages tell the head"
    assert {"static/log.css", "static/icon.svg", f"{SLUG}/verify.py", "index.html"} <= same
    assert {name for name in before if name.startswith("allotments")} <= same
    lines = (out / SLUG / "log.jsonl").read_bytes().splitlines()
    assert b"One more" in lines[-1]


async def test_a_log_that_is_not_published_any_more_goes(two: House, out: Path) -> None:
    await export(two.services, out)
    (out / "CNAME").write_text("commons.example")
    (out / SLUG / "ours.txt").write_text("kept")
    await two.run_sql(f"UPDATE servers SET publishes = false WHERE slug = '{SLUG}'")
    exported = await export(two.services, out)
    assert exported.logs == 1
    assert exported.removed > 10
    assert [str(file.relative_to(out)) for file in (out / SLUG).rglob("*")] == [f"{SLUG}/ours.txt"]
    assert (out / "CNAME").read_text() == "commons.example"
    assert b"projector" not in b"".join(bytes_in(out).values())


async def test_one_log_alone_is_the_whole_folder(two: House, out: Path) -> None:
    await export(two.services, out, only=SLUG)
    assert (out / "D-1.html").is_file()
    assert "Allotments" not in (out / "index.html").read_text()
    await two.run_sql(f"UPDATE servers SET publishes = false WHERE slug = '{SLUG}'")
    assert (await export(two.services, out, only=SLUG)).logs == 0
    assert [name for name in bytes_in(out) if not name.startswith(".")] == []
    with pytest.raises(ExportRefused, match=r"“riverside”\. What is published: allotments"):
        await export(two.services, out, only="riverside")


async def test_with_an_address_feeds_and_programs_are_told_it(two: House, out: Path) -> None:
    await export(two.services, out, base_url="https://commons.example/log")
    assert f"https://commons.example/log/{SLUG}/D-1.html" in (out / SLUG / "feed.atom").read_text()
    await export(two.services, out.with_name("other"))
    assert b"commons.example" not in b"".join(bytes_in(out.with_name("other")).values())


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("holiday.jpg", "holds something else, like holiday.jpg. Name an empty folder, or one that an export made."),
        ("sub/holiday.jpg", "holds something else, like sub."),
    ],
)
async def test_a_folder_with_other_things_in_it_is_left_alone(
    house: House, out: Path, name: str, sentence: str
) -> None:
    (out / name).parent.mkdir(parents=True)
    (out / name).write_text("dear")
    with pytest.raises(ExportRefused, match=sentence):
        await export(house.services, out)
    assert bytes_in(out) == {name: b"dear"}


async def test_an_empty_git_repository_is_as_good_as_empty(house: House, out: Path) -> None:
    (out / ".git").mkdir(parents=True)
    (out / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    await export(house.services, out)
    assert (out / ".git" / "HEAD").read_text() == "ref: refs/heads/main\n"


async def test_a_file_of_somebody_else_is_not_overwritten(house: House, out: Path) -> None:
    await house.decide()
    await export(house.services, out)
    (out / SLUG / "D-2.html").write_text("mine")
    await house.decide(title="Another")
    with pytest.raises(ExportRefused, match=r"D-2\.html is not of an export and would be overwritten\. Move it away\."):
        await export(house.services, out)
    assert (out / SLUG / "D-2.html").read_text() == "mine"
    (out / SLUG / "D-2.html").unlink()
    await export(house.services, out)
    assert "Another" in (out / SLUG / "D-2.html").read_text()


async def test_what_was_damaged_is_mended(house: House, out: Path) -> None:
    await house.decide()
    await export(house.services, out)
    before = bytes_in(out)
    (out / SLUG / "D-1.html").write_text("scribbled")
    (out / SLUG / "verify.py").unlink()
    exported = await export(house.services, out)
    assert exported.written == 2
    assert bytes_in(out) == before


async def test_two_exports_do_not_write_into_one_folder_at_once(house: House, out: Path) -> None:
    await export(house.services, out)
    handle = os.open(out, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(ExportRefused, match="Another export writes into"):
        await export(house.services, out)
    os.close(handle)


async def test_a_file_is_no_folder(house: House) -> None:
    with pytest.raises(ExportRefused, match="cannot be a folder to export into"):
        await export(house.services, Path(__file__))


async def test_nothing_leads_out_of_the_folder(house: House, out: Path) -> None:
    elsewhere = out.with_name("elsewhere")
    elsewhere.mkdir()
    await export(house.services, out)
    (out / LIST).write_text((out / LIST).read_text() + "../elsewhere/dear.txt\n/etc/dear.txt\n")
    (elsewhere / "dear.txt").write_text("dear")
    await export(house.services, out)
    assert (elsewhere / "dear.txt").read_text() == "dear"
    for file in bytes_in(out / SLUG):
        (out / SLUG / file).unlink()
    for each in sorted((out / SLUG).rglob("*"), reverse=True):
        each.rmdir()
    (out / SLUG).rmdir()
    (out / SLUG).symlink_to(elsewhere)
    with pytest.raises(ExportRefused, match="leads out of the folder"):
        await export(house.services, out)
    assert list(bytes_in(elsewhere)) == ["dear.txt"]


async def test_search_engines_are_let_in_where_the_charter_invites_them(two: House, out: Path) -> None:
    await export(two.services, out, base_url="https://commons.example")
    assert (out / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    assert not [name for name in bytes_in(out) if "sitemap" in name]
    invite = "json_set(rules, '$.invite_search_engines', json('true'))"
    await two.disarm("charters")
    await two.run_sql(f"UPDATE charters SET rules = {invite} WHERE guild_id = {GUILD}")
    await export(two.services, out, base_url="https://commons.example")
    assert f"Allow: /{SLUG}/\n" in (out / "robots.txt").read_text()
    assert f"<loc>https://commons.example/{SLUG}/sitemap.xml</loc>" in (out / "sitemap.xml").read_text()
    assert f"<loc>https://commons.example/{SLUG}/D-1.html</loc>" in (out / SLUG / "sitemap.xml").read_text()
    await export(two.services, out, only=SLUG, base_url="https://commons.example")
    assert not (out / "robots.txt").exists()
    assert "<loc>https://commons.example/D-1.html</loc>" in (out / "sitemap.xml").read_text()
