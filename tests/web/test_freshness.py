"""Kept pages: the same bytes while nothing changed, new ones as soon as anything did."""

from bot.services.publications import Edition
from bot.web.shelf import BYTES, ROOM, Shelf
from bot.web.studio import Page, finished
from db.engine import Database
from tests.factories import BEA, CAST, House
from tests.web.conftest import SLUG, Site


async def test_a_new_decision_is_on_the_page_at_once(site: Site) -> None:
    await site.house.decide(title="First of all")
    before, decision = await site.get(f"/{SLUG}"), await site.get(f"/{SLUG}/D-1")
    await site.house.decide(title="Then this")
    after = await site.get(f"/{SLUG}", If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert "Then this" in after.text
    again = await site.get(f"/{SLUG}/D-1")
    assert again.headers["ETag"] != decision.headers["ETag"], "the footer shows the head, and the next is linked"
    edition = await site.house.services.commons.edition(SLUG)
    assert edition is not None
    assert edition.head.hash[8:] in again.text
    assert edition.head.hash[8:] in after.text


async def test_a_tap_changes_no_page(site: Site) -> None:
    await site.house.decide()
    before = await site.get(f"/{SLUG}"), await site.get(f"/{SLUG}/D-1")
    opened = await site.house.open_proposal(title="Still open")
    await site.house.all_tap(CAST, "✅", opened)
    after = await site.get(f"/{SLUG}"), await site.get(f"/{SLUG}/D-1")
    assert [page.headers["ETag"] for page in before] == [page.headers["ETag"] for page in after]


async def test_an_open_proposal_is_nobodys_business_outside(site: Site) -> None:
    await site.house.open_proposal(title="Not yet", first_tasks="Not this either")
    for path in (f"/{SLUG}", f"/{SLUG}/D-1", f"/{SLUG}/log.jsonl"):
        assert "Not" not in (await site.get(path)).text.replace("Nothing", "")


async def test_a_tasks_state_moves_with_it(site: Site) -> None:
    await site.house.decide(first_tasks="Ask for prices")
    seen = []
    tasks = site.house.services.tasks
    for act in (None, tasks.claim, tasks.release, tasks.claim, tasks.finish):
        if act is not None:
            await act(BEA, 1)
        words = (await site.get(f"/{SLUG}/D-1")).words
        seen += [state for state in ("looks for hands", "taken up", "done") if f"Ask for prices {state}" in words]
    assert seen == ["looks for hands", "taken up", "looks for hands", "taken up", "done"]


async def test_another_name_of_the_server_is_shown(site: Site) -> None:
    await site.get(f"/{SLUG}")
    await site.house.run_sql("update servers set name = 'Hillside Commons'")
    assert "Hillside Commons" in (await site.get(f"/{SLUG}")).text


async def test_what_another_process_writes_is_seen_when_the_shelf_looks_again(house: House) -> None:
    drawn: list[Edition] = []
    commons = house.services.commons

    async def draw(edition: Edition) -> Page:
        drawn.append(edition)
        return finished(str(edition).encode(), "text/plain")

    async def read(shelf: Shelf) -> bytes:
        parcel = await shelf.fetch("page", lambda: commons.edition(SLUG), draw)
        assert parcel is not None
        return parcel.page.body

    patient, curious = Shelf(commons, look_again_seconds=3_600), Shelf(commons, look_again_seconds=0)
    before = await read(patient)
    assert await read(curious) == before
    other = Database(str(house.database.engine.url))
    await House.build(other, now=house.clock.now()).decide()
    await other.close()
    assert await read(patient) == before
    assert b"sequence=2" in await read(curious)
    assert len(drawn) == 3


async def test_the_shelf_carries_only_so_much(house: House) -> None:
    drawn: list[int] = []
    shelf = Shelf(house.services.commons)

    async def fetch(number: int, size: int) -> None:
        async def look() -> int:
            return number

        async def draw(facts: int) -> Page:
            drawn.append(facts)
            return finished(bytes(size), "text/plain")

        assert await shelf.fetch(number, look, draw)

    for number, size in ((1, 10), (2, BYTES - 20), (3, 10), (1, 10), (4, 1)):
        await fetch(number, size)
    assert drawn == [1, 2, 3, 4], "the fourth made the first go, which was still there before"
    for number, size in ((3, 10), (1, 10), (4, 1), (5, 2 * BYTES), (5, 2 * BYTES), (4, 1)):
        await fetch(number, size)
    assert drawn[4:] == [1, 5, 4], "what is too large for any company is kept alone"


async def test_the_shelf_has_an_end(house: House) -> None:
    drawn: list[int] = []
    shelf = Shelf(house.services.commons)

    async def fetch(number: int) -> None:
        async def look() -> int:
            return number

        async def draw(facts: int) -> Page:
            drawn.append(facts)
            return finished(str(facts).encode(), "text/plain")

        parcel = await shelf.fetch(number, look, draw)
        assert parcel is not None
        assert parcel.page.body == str(number).encode()

    for number in (*range(ROOM + 1), 1, 0):
        await fetch(number)
    assert drawn == [*range(ROOM + 1), 0], "the first had made room for the last, the second had not"
