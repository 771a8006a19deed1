"""The front of a log: the newest of everything, the ways to all of it, and nothing that the charter keeps inside."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.factories import ANN, BEA, CAST
from tests.services.knowing import opened, send, share
from tests.services.term import make_coordinator, schedule
from tests.web.asking import publish
from tests.web.conftest import SLUG, Answer, Site
from tests.web.looks import GoldenPage


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(GoldenPage)


async def front(site: Site) -> Answer:
    answer = await site.get(f"/{SLUG}")
    assert answer.status == 200
    return answer


async def test_a_young_log_says_what_will_stand_there(site: Site, golden: SnapshotAssertion) -> None:
    answer = await front(site)
    assert answer.tree.findtext(".//h1/bdi") == "Riverside Commons"
    assert "Nothing is decided yet." in answer.words
    assert "Nothing is written down yet." in answer.words
    assert "Voting lasts 3 days and never closes early." in answer.words
    assert answer.text == golden


async def test_the_newest_of_everything_stands_there_and_the_way_to_the_rest(
    site: Site, golden: SnapshotAssertion
) -> None:
    for number in range(1, 8):
        await share(site.house, title=f"Page {number}")
    form = await opened(site.house, 1)
    await send(site.house, BEA, form, text="Better.")
    await make_coordinator(site.house, ANN)
    await schedule(site.house, ANN, text="Meet behind the station")
    for number in range(2, 8):
        await site.house.decide(title=f"Decision {number}")
    answer = await front(site)
    links = [one.get("href") or "" for one in answer.tree.iterfind(".//main//h3/a")]
    places = [link.removeprefix(f"/{SLUG}/") for link in links]
    assert places == ["D-7", "D-6", "D-5", "D-4", "D-3", "K-1", "K-7", "K-6", "K-5", "K-4"]
    for told in ("All decisions (7)", "All pages (7)", "Seat 1 scheduled R-1", "In pictures"):
        assert told in answer.words
    assert "station" not in answer.text
    assert answer.text == golden


async def test_every_way_leads_somewhere(site: Site) -> None:
    await site.house.decide(title="Buy a projector")
    await share(site.house)
    await publish(site, "publish_proposals", "publish_tasks", "publish_calendar")
    tree = (await front(site)).tree
    ways = {one.get("href") or "" for one in tree.iter("a")} | {one.get("href") or "" for one in tree.iter("link")}
    inside = sorted(way for way in ways if way.startswith(f"/{SLUG}"))
    names = [way.removeprefix(f"/{SLUG}/") for way in inside]
    expected = ("calendar", "charter", "decisions", "know-how", "open", "pictures", "powers", "search", "tasks")
    assert [name for name in expected if name not in names] == []
    assert {way: (await site.get(way)).status for way in inside} == dict.fromkeys(inside, 200)


async def test_every_page_says_which_one_it_is(site: Site) -> None:
    await publish(site, "publish_proposals", "publish_tasks", "publish_calendar")
    places = ("decisions", "know-how", "charter", "powers", "pictures", "open", "tasks", "calendar", "search")
    for place in places:
        tree = (await site.get(f"/{SLUG}/{place}")).tree
        current = [one.get("href") for one in tree.iter("a") if one.get("aria-current") == "page"]
        assert current == [f"/{SLUG}/{place}"]
    assert not [one for one in (await front(site)).tree.iter("a") if one.get("aria-current")]


async def test_what_is_open_stands_there_only_where_the_charter_says_so(site: Site, golden: SnapshotAssertion) -> None:
    await site.house.open_proposal(title="Lend the hall")
    await site.house.add_task(title="Paint the banner")
    before = await front(site)
    for told in ("Lend the hall", "Paint the banner", "Being voted on", "Looking for hands", "Calendar"):
        assert told not in before.words
    await publish(site, "publish_proposals", "publish_tasks")
    after = await front(site)
    assert "Lend the hall" in after.words
    assert "voting closes on" in after.words
    assert "Paint the banner" in after.words
    assert "1 person needed" in after.words
    assert ANN.name not in after.text
    assert after.text == golden


async def test_where_nothing_is_open_it_says_so(site: Site) -> None:
    await publish(site, "publish_proposals", "publish_tasks")
    words = (await front(site)).words
    assert "Nothing is being voted on now." in words
    assert "No task looks for hands now." in words


async def test_a_vote_about_a_person_is_not_told_while_it_runs(site: Site) -> None:
    await publish(site, "publish_proposals")
    draft = await site.house.services.mandates.stand(ANN, "A mandate", "I remember things.")
    await site.house.services.proposals.propose(ANN, draft)
    await site.house.services.outbox.deliver_due()
    words = (await front(site)).words
    assert "about a person, so its text stays inside" in words
    assert "remember" not in words


async def test_hidden_titles_are_named_as_such(site: Site) -> None:
    card = await site.house.open_proposal(title="Help Maria")
    await site.house.services.covers.keep_inside(BEA, card.number)
    await publish(site, "publish_proposals")
    assert "(text kept inside the group)" in (await front(site)).words
    await site.house.all_tap(CAST, "✅", card)
    await site.house.settle(card)
    answer = await front(site)
    assert "(text kept inside the group)" in answer.words
    assert "Maria" not in answer.text
