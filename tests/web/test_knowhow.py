"""Know-how on the web: pages, what they said before, and what each revision changed; no name, no covered word."""

import json

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.domain.covers import Covered, Holder
from bot.services.cards import Person
from bot.services.knowhow_cards import Sent
from bot.web.carrier import LINES_AT_ONCE
from bot.web.site import Site as Pages
from tests.factories import ANN, BEA, CAL, NEW, House
from tests.services.knowing import opened, send, share
from tests.web.conftest import SLUG, Answer, Site
from tests.web.looks import GoldenPage
from tests.web.test_veils import cover

TEXT = """Mia has the key; **ring twice**.

# To bring
- ten chairs
- the [long cable](https://example.org/cable)

Lock the door."""


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(GoldenPage)


async def revise(house: House, person: Person, old: str, new: str, number: int = 1) -> None:
    """Put one place of a page right."""
    form = await opened(house, number)
    sent = await send(house, person, form, text=form.text.replace(old, new))
    assert isinstance(sent, Sent)


async def statuses(site: Site, *places: str) -> dict[str, int]:
    return {place: (await site.get(f"/{SLUG}/{place}")).status for place in places}


async def test_a_page_is_shown_with_its_marks_and_without_its_writer(site: Site, golden: SnapshotAssertion) -> None:
    await site.house.decide(first_tasks="Find a hall")
    await share(site.house, NEW, text=TEXT, tags="hall, keys", task_number=1)
    page = await site.get(f"/{SLUG}/K-1")
    assert "Mia has the key; ring twice." in page.words
    assert page.tree.findtext(".//div[@class='prose']//li") == "ten chairs"
    assert "long cable (https://example.org/cable)" in page.words
    assert "D-1, T-1" in page.words
    assert NEW.name not in page.text
    assert page.text == golden


async def test_a_page_from_a_members_own_task_does_not_tell_of_it(site: Site) -> None:
    await site.house.add_task(title="Paint the banner")
    await share(site.house, task_number=1)
    page = await site.get(f"/{SLUG}/K-1")
    assert page.status == 200
    assert "Came from" not in page.words
    assert "T-1" not in page.words


async def test_the_list_begins_with_the_newest_and_says_when_there_is_none(
    site: Site, golden: SnapshotAssertion
) -> None:
    assert "Nothing is written down yet." in (await site.get(f"/{SLUG}/know-how")).words
    await share(site.house, title="Booking the hall", tags="hall")
    await share(site.house, BEA, title="Cooking for sixty")
    answer = await site.get(f"/{SLUG}/know-how")
    assert [one.text for one in answer.tree.iterfind(".//h2/a/bdi")] == ["Cooking for sixty", "Booking the hall"]
    assert "2 pages" in answer.words
    assert answer.text == golden


async def test_pages_that_are_full_never_move(site: Site) -> None:
    for number in range(1, 102):
        await share(site.house, title=f"Page {number}")
    pages = [await site.get(f"/{SLUG}/{place}") for place in ("know-how", "know-how/1-50")]
    assert [marks_on(page) for page in pages] == [list(range(101, 50, -1)), list(range(50, 0, -1))]
    assert (await statuses(site, "know-how/51-100", "know-how/101-150", "know-how/2-51")) == {
        "know-how/51-100": 200,
        "know-how/101-150": 404,
        "know-how/2-51": 404,
    }
    assert pages[1].tree.findtext("head/title") == "Know-how, K-50 – K-1 · Riverside Commons"


async def test_history_shows_what_each_revision_changed(site: Site, golden: SnapshotAssertion) -> None:
    await share(site.house, text=TEXT)
    await revise(site.house, BEA, "ten chairs", "twelve chairs")
    form = await opened(site.house)
    await send(site.house, CAL, form, title="Booking the big hall", tags="hall")
    history = await site.get(f"/{SLUG}/K-1/history")
    for told in ("− - ten chairs", "+ - twelve chairs", "− Booking the hall", "+ Booking the big hall", "+ #hall"):
        assert told in history.words
    assert history.words.index("Revision 3") < history.words.index("Revision 1 ") < history.words.index("first version")
    assert not [person.name for person in (ANN, BEA, CAL) if person.name in history.text]
    assert history.text == golden


async def test_an_earlier_revision_has_an_address_and_says_that_it_is_one(
    site: Site, golden: SnapshotAssertion
) -> None:
    await share(site.house, text=TEXT)
    await revise(site.house, BEA, "ten chairs", "twelve chairs")
    first, second, newest = [await site.get(f"/{SLUG}/{place}") for place in ("K-1/1", "K-1/2", "K-1")]
    assert "This is revision 1 of 2" in first.words
    assert "ten chairs" in first.words
    assert "This is revision" not in second.words + newest.words
    assert "2 revisions" in newest.words
    assert first.text == golden


async def test_what_was_written_meanwhile_is_marked_as_merged(site: Site) -> None:
    await share(site.house)
    before = await opened(site.house)
    await revise(site.house, BEA, "Ask Mia", "Ask Leo")
    await send(site.house, CAL, before, text=before.text.replace("ten", "twelve"))
    assert "Merged with what others wrote meanwhile." in (await site.get(f"/{SLUG}/K-1/history")).words


async def test_a_long_history_comes_in_blocks_of_ten(site: Site) -> None:
    await share(site.house, text="Step 0.")
    for step in range(1, 21):
        await revise(site.house, ANN, f"Step {step - 1}.", f"Step {step}.")
    newest, older = [await site.get(f"/{SLUG}/{place}") for place in ("K-1/history", "K-1/history/1-10")]
    assert revisions_on(newest) == [f"Revision {number}" for number in range(21, 10, -1)]
    assert revisions_on(older) == [f"Revision {number}" for number in range(10, 0, -1)]
    assert "− Step 9." in newest.words, "the oldest on a page is compared with the one before it, which is not shown"
    assert (await statuses(site, "K-1/history/11-20", "K-1/history/21-30", "K-1/history/1-50")) == {
        "K-1/history/11-20": 200,
        "K-1/history/21-30": 404,
        "K-1/history/1-50": 404,
    }


async def test_unknown_and_unpublished_pages_are_the_same(site: Site) -> None:
    places = ("K-1", "K-1/1", "K-1/history", "K-0", "K-01", "K-1/x", "K-1/history/1-10", "K-999999999")
    before = await statuses(site, *places)
    assert set(before.values()) == {404}
    await share(site.house)
    after = await statuses(site, "K-1", "K-1/1", "K-1/2", "K-1/history", "K-2")
    assert after == {"K-1": 200, "K-1/1": 200, "K-1/2": 404, "K-1/history": 200, "K-2": 404}
    await site.house.run_sql("update servers set publishes = false")
    assert set((await statuses(site, "K-1", "K-1/1", "K-1/history", "know-how", "search", "")).values()) == {404}


async def test_a_covered_page_keeps_its_number_and_nothing_else(site: Site) -> None:
    await share(site.house, title="Ask Maria Lopez", text="She lives in no. 4.", tags="maria")
    await revise(site.house, BEA, "no. 4", "no. 5")
    await cover(site.house, Covered(Holder.PAGE, 1))
    page, listed = await site.get(f"/{SLUG}/K-1"), await site.get(f"/{SLUG}/know-how")
    assert "(text covered)" in page.words
    assert "(text covered)" in listed.words
    for answer in (page, listed, await site.get(f"/{SLUG}")):
        assert "maria" not in answer.text.casefold()
        assert "lives" not in answer.text
    assert set((await statuses(site, "K-1/1", "K-1/2", "K-1/history")).values()) == {404}


async def test_what_its_writer_had_erased_leaves_a_gap(site: Site) -> None:
    await share(site.house, BEA, text="Ask Mia for the key.")
    await revise(site.house, CAL, "Mia", "Leo")
    await site.house.services.members.forget(BEA, with_texts=True, withdraws=False)
    history = await site.get(f"/{SLUG}/K-1/history")
    assert "Mia" not in history.text
    assert "(text erased)" in history.words
    assert "The text before it was erased by its writer" in history.words
    assert (await statuses(site, "K-1", "K-1/1", "K-1/2")) == {"K-1": 200, "K-1/1": 404, "K-1/2": 200}


async def test_a_page_whose_texts_are_all_erased_says_so(site: Site) -> None:
    await share(site.house, BEA, title="Ask Mia", text="She has the key.")
    before = await site.get(f"/{SLUG}/K-1")
    await site.house.services.members.forget(BEA, with_texts=True, withdraws=False)
    after = await site.get(f"/{SLUG}/K-1", If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert "(text erased)" in after.words
    front = await site.get(f"/{SLUG}")
    assert "Mia" not in after.text + front.text
    assert "All pages (1)" in front.words


async def test_ids_in_a_text_are_nobodys_business(site: Site) -> None:
    await share(site.house, title="Ask <@123456789012345678>", text="In <#123456789012345679>, says <@!1234567890>.")
    answer = await site.get(f"/{SLUG}/K-1")
    assert "Ask @…" in answer.words
    assert "In #…, says @…." in answer.words
    assert "1234567890" not in answer.text


async def test_every_page_of_know_how_is_named_for_those_who_copy_the_whole(site: Site) -> None:
    await share(site.house, BEA)
    await share(site.house, title="Another")
    await revise(site.house, CAL, "Mia", "Leo")
    await revise(site.house, CAL, "Leo", "Tom")
    await site.house.services.members.forget(BEA, with_texts=True, withdraws=False)
    places = [place async for place in Pages(site.house.services).every_place(SLUG) if place.startswith(("K-", "know"))]
    assert places == ["know-how", "K-1", "K-1/2", "K-1/3", "K-2", "K-1/history"]
    assert set((await statuses(site, *places)).values()) == {200}


def marks_on(page: Answer) -> list[int]:
    """The pages that a list names, in its order."""
    marks = page.tree.iterfind(".//li/p/span[@class='number']")
    return [int((mark.text or "").removeprefix("K-")) for mark in marks]


def revisions_on(page: Answer) -> list[str | None]:
    return ["".join(one.itertext()) for one in page.tree.iterfind(".//li/h2")]


async def lines(site: Site) -> list[dict[str, object]]:
    answer = await site.get(f"/{SLUG}/knowhow.jsonl")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/jsonl; charset=utf-8"
    return [json.loads(line) for line in answer.body.splitlines()]


async def test_every_revision_that_stands_is_a_line_of_a_file(site: Site) -> None:
    assert await lines(site) == []
    await share(site.house, BEA, text="Ask Mia.", tags="hall")
    await share(site.house, title="Ask <@1234567890>", text="Café")
    await revise(site.house, CAL, "Mia", "Leo")
    first = {"page": 1, "revision": 1, "made_from": None, "made_on": "2026-05-04", "title": "Booking the hall"}
    assert await lines(site) == [
        {**first, "text": "Ask Mia.", "tags": ["hall"]},
        {**first, "revision": 2, "made_from": 1, "text": "Ask Leo.", "tags": ["hall"]},
        {**first, "page": 2, "title": "Ask @…", "text": "Café", "tags": []},
    ]


async def test_the_file_of_know_how_holds_nothing_covered_or_erased(site: Site) -> None:
    await share(site.house, BEA, text="Ask Mia for the key.")
    await revise(site.house, CAL, "Mia", "Leo")
    await share(site.house, title="Help Maria Lopez")
    path = f"/{SLUG}/knowhow.jsonl"
    before = await site.get(path)
    assert (await site.get(path, If_None_Match=before.headers["ETag"])).status == 304
    await cover(site.house, Covered(Holder.PAGE, 2))
    covered = await site.get(path, If_None_Match=before.headers["ETag"])
    assert (covered.status, "Maria" in covered.text) == (200, False)
    await site.house.services.members.forget(BEA, with_texts=True, withdraws=False)
    erased = await site.get(path, If_None_Match=covered.headers["ETag"])
    assert (erased.status, "Mia" in erased.text) == (200, False)
    assert [(each["page"], each["revision"]) for each in await lines(site)] == [(1, 2)]
    await site.house.run_sql("update servers set publishes = false")
    assert (await site.get(path)).status == 404


async def test_a_long_file_of_know_how_comes_in_pieces_and_whole(site: Site) -> None:
    for number in range(1, LINES_AT_ONCE + 3):
        await share(site.house, title=f"Page {number}")
    assert [each["page"] for each in await lines(site)] == list(range(1, LINES_AT_ONCE + 3))
