"""Feeds tell what is new, to readers that never heard of us, and keep the name of everything for good."""

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from aiohttp import ClientSession
from hypothesis import given, settings
from jsonschema import Draft202012Validator, FormatChecker
from syrupy.assertion import SnapshotAssertion

from bot.domain.covers import Covered, Holder
from bot.domain.rules import Kind
from bot.domain.tally import Tally
from bot.services.chronicle_cards import CharterVersion, PublishedPowers
from bot.services.knowhow_cards import Writing
from bot.services.news import News, NewsMark
from bot.services.publications import Edition, PublishedProposal
from bot.services.published_knowhow import PublishedHeading
from bot.web import LogServer
from bot.web.feeds import feed_of
from bot.web.feeds_atom import ATOM, OURS, atom
from bot.web.feeds_json import json_feed
from bot.web.legible import legible
from bot.web.roads import ServedRoads
from tests.evidence import Evidence
from tests.factories import ANN, BEA, CAL, CAST, GUILD, House
from tests.services.exposed import cover
from tests.services.term import EVENINGS, make_coordinator, schedule
from tests.sizes import RENDERED
from tests.web.asking import publish
from tests.web.conftest import PATIENT, SLUG, Site
from tests.web.looks import GoldenPage
from tests.web.published_world import live
from tests.web.test_hostile import TEXT, published

SCHEMA = json.loads((Path(__file__).parent / "data" / "json-feed-1.1.json").read_text(encoding="utf-8"))
HOME = "https://logs.example.org"
DAY = timedelta(days=1)
NAMES = {"a": ATOM, "minga": OURS}


@pytest.fixture
async def reached(house: House) -> AsyncIterator[Site]:
    """The log of a house whose server knows where it is reached."""
    server = LogServer(house.services, host="127.0.0.1", port=0, web_url=HOME, limits=PATIENT)
    await server.start()
    async with ClientSession() as session:
        yield Site(house, server, session)
    await server.close()


async def read_atom(site: Site) -> Any:
    """The Atom feed as a reader of feeds understands it."""
    answer = await site.get(f"/{SLUG}/feed.atom")
    assert answer.headers["Content-Type"].partition(";")[0] == "application/atom+xml"
    return read(answer.body)


def read(body: bytes) -> Any:
    found = feedparser.parse(body, response_headers={"content-type": "application/atom+xml; charset=utf-8"})
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


async def read_json(site: Site) -> dict[str, Any]:
    """The JSON Feed, which is one."""
    answer = await site.get(f"/{SLUG}/feed.json")
    assert answer.headers["Content-Type"].partition(";")[0] == "application/feed+json"
    return checked(answer.body)


def checked(body: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(body)
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(told)
    return told


async def test_a_log_without_decisions_has_its_charter_to_tell(site: Site) -> None:
    found = await read_atom(site)
    assert [each.title for each in found.entries] == ["Charter, version 1"]
    assert found.feed.updated == "2026-01-05T00:00:00Z"
    assert [each["title"] for each in (await read_json(site))["items"]] == ["Charter, version 1"]


async def test_everything_is_told_to_two_readers_alike(reached: Site) -> None:
    await live(reached.house)
    await reached.house.services.knowhow.share(BEA, Writing("The key", "With *the* baker.", "hall, key"))
    found, told = await read_atom(reached), await read_json(reached)
    assert len(found.entries) == min(50, len(told["items"]))
    for entry, item in zip(found.entries, told["items"], strict=True):
        assert (entry.id, entry.title, entry.link) == (item["id"], item["title"], item["url"])
        assert (entry.updated, entry.get("published")) == (item["date_modified"], item.get("date_published"))
        assert [tag.term for tag in entry.get("tags", [])] == item.get("tags", [])
        path = item["url"].removeprefix(HOME).partition("#")[0]
        assert (await reached.get(path)).status == 200, path
    assert len({item["id"] for item in told["items"]}) == len(told["items"])
    days = [item["date_modified"] for item in told["items"]]
    assert days == sorted(days, reverse=True)
    assert all(day.endswith("T00:00:00Z") for day in days)
    assert found.feed.updated == max(days)
    assert found.feed.links[0].href == told["feed_url"].replace("feed.json", "feed.atom") == f"{HOME}/{SLUG}/feed.atom"
    assert found.feed.link == told["home_page_url"] == f"{HOME}/{SLUG}"
    assert found.feed.language == told["language"] == "en"
    (page,) = [item for item in told["items"] if item["title"].startswith("K-1")]
    assert page["content_html"] == '<p dir="auto">With <em>the</em> baker.</p>'
    assert page["tags"] == ["hall", "key"]


async def test_the_head_of_the_log_stands_in_both(site: Site) -> None:
    await site.house.decide()
    edition = await site.house.services.commons.edition(SLUG)
    assert edition is not None
    root = ElementTree.fromstring((await site.get(f"/{SLUG}/feed.atom")).body)
    head = root.find("minga:head", NAMES)
    assert head is not None
    assert head.attrib == {"entry": str(edition.head.sequence), "hash": edition.head.hash}
    told = await read_json(site)
    assert (told["_minga"]["entries"], told["_minga"]["head"]) == (edition.head.sequence, edition.head.hash)
    assert edition.head.hash in told["description"]
    assert edition.head.hash in told["items"][0]["content_html"]


async def test_names_of_entries_last_and_belong_to_one_log(site: Site) -> None:
    await site.house.decide(title="First")
    before = {each.title: each.id for each in (await read_atom(site)).entries}
    await site.house.run_sql("UPDATE servers SET name = 'Hillside Commons'")
    await site.house.decide(title="Then")
    after = {each.title: each.id for each in (await read_atom(site)).entries}
    assert before.items() <= after.items()
    assert all(re.fullmatch("urn:uuid:[0-9a-f-]{36}", name) for name in after.values())


async def test_nothing_turns_the_day_back(site: Site) -> None:
    await publish(site)
    await site.house.decide(title="Decided")
    knowhow = site.house.services.knowhow
    await knowhow.share(BEA, Writing("The key", "With the baker."))
    seen = [(await read_atom(site)).feed.updated]
    site.house.clock.advance(DAY * 3)
    await knowhow.revise(CAL, Writing("The key", "In the shed.", page_number=1, made_from=1))
    seen.append((await read_atom(site)).feed.updated)
    site.house.clock.advance(DAY * 3)
    opened = await site.house.open_proposal(title="Passing")
    seen.append((await read_atom(site)).feed.updated)
    assert "Being voted on: P-2 · Passing" in [each.title for each in (await read_atom(site)).entries]
    await site.house.services.amending.withdraw(ANN, opened.number)
    seen.append((await read_atom(site)).feed.updated)
    await site.house.run_sql("UPDATE pages SET is_covered = true")
    seen.append((await read_atom(site)).feed.updated)
    assert seen == sorted(seen)
    assert len(set(seen)) == 3


async def test_only_what_the_charter_publishes_is_told(site: Site) -> None:
    await site.house.decide(first_tasks="Ask for prices")
    await site.house.open_proposal(title="Cook together", body="On *Sundays*.")
    before = json.dumps(await read_json(site))
    assert "Cook together" not in before
    assert "Looking for hands" not in before
    await publish(site)
    items = {item["title"]: item for item in (await read_json(site))["items"]}
    assert "<em>Sundays</em>" in items["Being voted on: P-2 · Cook together"]["content_html"]
    assert "<p>1 person needed</p>" in items["Looking for hands: T-1 · Ask for prices"]["content_html"]
    await make_coordinator(site.house, BEA)
    await schedule(site.house, BEA, EVENINGS, "Behind the mill.")
    await site.house.services.mandates.stand(CAL, "Me, Cal", "I can.")
    after = json.dumps(await read_json(site))
    assert "Seat 1 scheduled R-1" in after
    assert "mill" not in after


async def test_what_is_hidden_or_erased_is_overwritten_in_readers(site: Site) -> None:
    await site.house.decide(title="Secret garden", body="Behind the wall.")
    await site.house.services.knowhow.share(BEA, Writing("The key", "Under the mat.", "mat"))
    names = {each.id for each in (await read_atom(site)).entries}
    for text in ("Secret garden", "Behind the wall."):
        await site.house.run_sql("DELETE FROM sealed_texts WHERE text = :text", text=text)
    await cover(site.house, Covered(Holder.PAGE, 1))
    found = await read_atom(site)
    assert {each.id for each in found.entries} == names
    said = json.dumps([found.entries, await read_json(site)])
    for text in ("Secret garden", "Behind the wall", "The key", "Under the mat", '"mat"'):
        assert text not in said
    assert "D-1 · (text erased) · Passed" in [each.title for each in found.entries]


async def test_nobody_is_named_in_a_feed(site: Site) -> None:
    await site.house.services.members.show_name(ANN, "Ann of the Mill")
    await live(site.house)
    for place in ("feed.atom", "feed.json"):
        text = (await site.get(f"/{SLUG}/{place}")).text
        assert "Ann of the Mill" not in text
        assert str(GUILD) not in text


async def test_a_feed_is_the_same_until_something_is_new(site: Site) -> None:
    await site.house.decide()
    before = await site.get(f"/{SLUG}/feed.atom")
    opened = await site.house.open_proposal()
    await site.house.all_tap(CAST, "✅", opened)
    again = await site.get(f"/{SLUG}/feed.atom", If_None_Match=before.headers["ETag"])
    assert again.status == 304
    await site.house.settle(opened)
    after = await site.get(f"/{SLUG}/feed.atom", If_None_Match=before.headers["ETag"])
    assert after.status == 200


async def test_without_an_address_links_lead_from_the_feed(site: Site) -> None:
    await site.house.decide()
    found = feedparser.parse((await site.get(f"/{SLUG}/feed.atom")).body)
    assert found.entries[0].link == f"/{SLUG}/D-1"
    told = await read_json(site)
    assert not {"home_page_url", "feed_url"} & told.keys()
    assert "url" not in told["items"][0]


async def test_a_feed_has_an_end(site: Site) -> None:
    for number in range(1, 61):
        await site.house.services.knowhow.share(BEA, Writing(f"No {number}", "A text."))
    found = await read_atom(site)
    assert [each.title for each in found.entries] == [f"K-{n} · No {n}" for n in range(60, 10, -1)]


async def test_who_does_not_publish_has_no_feed(site: Site) -> None:
    await site.house.run_sql("UPDATE servers SET publishes = false")
    for place in ("feed.atom", "feed.json"):
        assert (await site.get(f"/{SLUG}/{place}")).status == 404


class GoldenFeed(GoldenPage):
    """One feed as a file, without the hashes of its log and the names that hang on its founding."""

    file_extension = "xml"

    def serialize(self, data: Any, **_options: Any) -> str:
        """The feed with its hashes and names replaced."""
        return re.sub("urn:uuid:(?!5b1c7a52)[0-9a-f-]+", "urn:uuid:name", re.sub("[0-9a-f]{64}", "hash", data))


async def test_how_a_feed_looks(reached: Site, snapshot: SnapshotAssertion) -> None:
    await publish(reached)
    await reached.house.decide(title="Buy a <second> hand-truck", body="One & *all*.", first_tasks="Ask\nBuy")
    await reached.house.services.knowhow.share(BEA, Writing("The key", "With the baker.", "hall"))
    await reached.house.open_proposal(title="Cook together")
    assert (await reached.get(f"/{SLUG}/feed.atom")).text == snapshot(extension_class=GoldenFeed)


@settings(max_examples=RENDERED)
@given(TEXT, TEXT, TEXT)
def test_any_text_makes_feeds_that_can_be_read(evidence: Evidence, name: str, title: str, body: str) -> None:
    evidence.count("feeds drawn")
    feed = feed_of(news(name, title, body))
    roads = ServedRoads("here", HOME)
    found, told = read(atom(feed, roads)), checked(json_feed(feed, roads))
    assert len(found.entries) == len(told["items"]) == 4
    root = ElementTree.fromstring(atom(feed, roads))
    for entry, item in zip(root.iterfind("a:entry", NAMES), told["items"], strict=True):
        html = entry.findtext("a:content", "", NAMES)
        assert html == item["content_html"]
        tree = ElementTree.fromstring(f"<div>{html}</div>")
        assert {one.tag for one in tree.iter()} <= INERT
        assert {key for one in tree.iter() for key in one.keys()} <= {"dir", "start"}  # noqa: SIM118  # no mapping
        assert entry.findtext("a:title", "", NAMES) == item["title"]
    assert root.findtext("a:author/a:name", "", NAMES) == (" ".join(legible(name).split()) or "here")


INERT = {"div", "p", "strong", "em", "s", "code", "pre", "br", "hr", "blockquote", "ul", "ol", "li"}


def news(name: str, title: str, body: str) -> News:
    """News that say what the test wants."""
    entry = published(name, title, body, Tally(3, 1, 0, 1, 0))
    day = entry.decision.decided_on
    heading = PublishedHeading(1, title, (body,), 2, day)
    voted_on = PublishedProposal(2, Kind.ACTION, title, body, (title,), day)
    return News(
        mark=NewsMark(Edition(entry.server, entry.head, 3), 1, (heading,), (voted_on,), ()),
        founding="ab" * 32,
        decisions=(entry.decision,),
        texts={1: body},
        charters=(CharterVersion(1, {}, (), day, is_in_force=True, waits=False, decision_number=None),),
        powers=PublishedPowers(entry.server, entry.head, (), 0, 0),
        opened_on={2: day},
        born_on={},
    )
