"""How the pages look: a golden file for each, renewed with `--snapshot-update`."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.factories import ANN, BEA, CAL, CAST, NEW, OTHER_GUILD, crowd, elsewhere
from tests.web.conftest import SLUG, Site
from tests.web.looks import GoldenPage


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(GoldenPage)


async def test_a_log_without_decisions_says_so(site: Site, golden: SnapshotAssertion) -> None:
    answer = await site.get(f"/{SLUG}/decisions")
    assert "Nothing is decided yet" in answer.words
    assert answer.text == golden


async def test_a_passed_decision_is_told_in_full(site: Site, golden: SnapshotAssertion) -> None:
    opened = await site.house.open_proposal(
        title="Buy a second hand-truck",
        body="The old one broke. €80 from the box.\nOne for each door.\n\nThe shop gives us ten per cent.",
        first_tasks="Ask for prices\nPick it up on Saturday\nMake room by the north door",
    )
    await site.house.all_tap(crowd(7), "✅", opened)
    await site.house.tap(BEA, "❌", opened)
    await site.house.tap(CAL, "⚪", opened)
    await site.house.tap(NEW, "✅", opened)
    await site.house.settle(opened)
    await site.house.services.tasks.claim(BEA, 1)
    await site.house.services.tasks.finish(BEA, 1)
    await site.house.services.tasks.claim(CAL, 2)
    answer = await site.get(f"/{SLUG}/D-1")
    assert "7 agree, 1 disagrees, 1 abstains." in answer.words
    assert "T-1 Ask for prices done T-2 Pick it up on Saturday taken up" in answer.words
    assert "Make room by the north door looks for hands" in answer.words
    assert "1 newcomer's tap not counted." in answer.words
    assert answer.text == golden


async def test_a_blocked_decision_tells_its_objections(site: Site, golden: SnapshotAssertion) -> None:
    opened = await site.house.open_proposal(title="Lend the hall", body="Two evenings a week.")
    await site.house.all_tap(crowd(6), "✅", opened)
    for person in CAST[:3]:
        await site.house.tap(person, "⛔", opened)
    for person in CAST[:2]:
        await site.house.services.ballots.explain(person, opened.number, "The neighbours asked for quiet.")
    await site.house.settle(opened)
    answer = await site.get(f"/{SLUG}/D-1")
    assert answer.words.count("The neighbours asked for quiet.") == 2
    assert "1 blocks without a reason" in answer.words
    assert answer.text == golden


async def test_too_few_are_shown_against_those_needed(site: Site, golden: SnapshotAssertion) -> None:
    await site.house.decide(voters=[BEA, CAL], title="A newsletter on paper", body="Four pages.")
    assert (await site.get(f"/{SLUG}/D-1")).text == golden


async def test_a_log_lists_the_newest_first(site: Site, golden: SnapshotAssertion) -> None:
    await site.house.decide(title="Cook together", body="On Sundays.")
    rejected = await site.house.open_proposal(title="Stickers", body="A hundred.")
    await site.house.all_tap(CAST[:3], "✅", rejected)
    await site.house.all_tap(CAST[3:], "❌", rejected)
    await site.house.settle(rejected)
    answer = await site.get(f"/{SLUG}/decisions")
    assert answer.words.index("Stickers") < answer.words.index("Cook together")
    assert answer.text == golden


async def test_several_logs_are_listed_by_name(site: Site, golden: SnapshotAssertion) -> None:
    await site.house.found(elsewhere(ANN), name="Allotments & Bees")
    for path in ("/", "/log"):
        answer = await site.get(path)
        assert answer.status == 200
        assert [link.text for link in answer.tree.iterfind(".//li/a/bdi")] == ["Allotments & Bees", "Riverside Commons"]
    assert answer.text == golden


async def test_the_only_log_is_where_the_start_leads(site: Site) -> None:
    await site.house.found(elsewhere(ANN), name="Quiet Ones", publishes=False)
    for path in ("/", "/log"):
        answer = await site.get(path)
        assert answer.status == 302
        assert answer.headers["Location"] == f"/{SLUG}"


async def test_where_nothing_is_published_the_start_says_so(site: Site, golden: SnapshotAssertion) -> None:
    await site.house.run_sql("update servers set publishes = false")
    answer = await site.get("/")
    assert "Nothing is published here yet." in answer.words
    assert answer.text == golden


async def test_a_page_that_is_not_there_is_friendly(site: Site, golden: SnapshotAssertion) -> None:
    assert (await site.get("/nowhere")).text == golden


async def test_an_erased_text_leaves_a_gap_that_says_so(site: Site) -> None:
    opened = await site.house.open_proposal(title="Secret garden", body="Behind the wall.", first_tasks="Dig")
    await site.house.all_tap(crowd(5), "✅", opened)
    await site.house.tap(BEA, "⛔", opened)
    await site.house.services.ballots.explain(BEA, opened.number, "There are foxes.")
    await site.house.settle(opened)
    page, listed = await site.get(f"/{SLUG}/D-1"), await site.get(f"/{SLUG}/decisions")
    for text in ("Secret garden", "Behind the wall.", "Dig", "There are foxes."):
        assert text in page.text
        await site.house.run_sql("delete from sealed_texts where text = :text", text=text)
    erased, erased_list = await site.get(f"/{SLUG}/D-1"), await site.get(f"/{SLUG}/decisions")
    assert erased.words.count("(text erased)") == page.words.count("(text erased)") + 5, (
        "title, heading, text, task, why"
    )
    assert "(text erased)" in erased_list.words
    assert "Secret garden" in listed.text
    for text in ("Secret garden", "Behind the wall.", "Dig", "There are foxes."):
        assert text not in erased.text + erased_list.text


async def test_a_task_added_later_stays_among_the_members(site: Site) -> None:
    await site.house.decide(first_tasks="Ask for prices")
    await site.house.add_task(title="Carry it upstairs", decision_number=1)
    words = (await site.get(f"/{SLUG}/D-1")).words
    assert "Ask for prices" in words
    assert "Carry it upstairs" not in words


async def test_decisions_are_joined_to_their_neighbours(site: Site) -> None:
    for _ in range(3):
        await site.house.decide()
    for number, neighbours in ((1, ["D-2"]), (2, ["D-3", "D-1"]), (3, ["D-2"])):
        tree = (await site.get(f"/{SLUG}/D-{number}")).tree
        assert [link.get("href") for link in tree.iterfind(".//nav/a")] == [f"/{SLUG}/{one}" for one in neighbours]


async def test_titles_say_where_one_is(site: Site) -> None:
    await site.house.decide(title="Buy a projector")
    for path, title in (
        (f"/{SLUG}", "Riverside Commons"),
        (f"/{SLUG}/decisions", "Decision log · Riverside Commons"),
        (f"/{SLUG}/D-1", "D-1 Buy a projector · Riverside Commons"),
        ("/nowhere", "There is nothing here"),
    ):
        assert (await site.get(path)).tree.findtext("head/title") == title


async def test_another_servers_log_is_another_log(site: Site) -> None:
    await site.house.found(elsewhere(ANN), name="Allotments")
    await site.house.decide(title="Here")
    await site.house.decide(elsewhere(ANN, OTHER_GUILD), title="There")
    for place in ("", "/decisions"):
        assert "There" not in (await site.get(f"/{SLUG}{place}")).text
        assert "Here" not in (await site.get(f"/allotments{place}")).text
    assert "There" in (await site.get("/allotments/D-1")).text
