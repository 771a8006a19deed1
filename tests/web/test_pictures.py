"""Pictures on the web: drawn to scale, with the same numbers as tables, and nothing about single people."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from bot.web.charts import HEIGHT, Chart, Row, Series, reaching, side_by_side, stacked
from tests.factories import BEA, CAST
from tests.services.knowing import share
from tests.web.conftest import SLUG, Answer, Site
from tests.web.looks import GoldenPage

KINDS = (Series("agree", "one"), Series("disagree", "two"))


def table(page: Answer, name: str) -> list[list[str]]:
    """The rows of the table below a picture."""
    rows = page.tree.findall(f".//section[@aria-labelledby='{name}']//tbody/tr")
    return [["".join(cell.itertext()) for cell in row] for row in rows]


async def test_too_little_to_draw_is_said(site: Site) -> None:
    assert "There is too little to draw yet." in (await site.get(f"/{SLUG}/pictures")).words
    await site.house.decide()
    page = await site.get(f"/{SLUG}/pictures")
    assert "There is too little to draw yet." in page.words
    assert page.tree.find(".//figure") is None


async def test_the_tables_tell_what_the_log_tells(site: Site, snapshot: SnapshotAssertion) -> None:
    await site.house.decide(first_tasks="Ask\nFetch")
    await site.house.services.tasks.claim(BEA, 1)
    await site.house.services.tasks.finish(BEA, 1)
    site.house.clock.advance(timedelta(days=31))
    await site.house.decide(voters=CAST[:2])
    await site.house.decide()
    page = await site.get(f"/{SLUG}/pictures")
    assert table(page, "turnout") == [["D-1", "6", "3"], ["D-2", "2", "3"], ["D-3", "6", "3"]]
    assert table(page, "outcomes") == [["May 2026", "1", "0", "0", "0"], ["Jun 2026", "1", "0", "0", "1"]]
    assert table(page, "tasks") == [["May 2026", "2", "1"], ["Jun 2026", "0", "0"]]
    assert table(page, "pages") == [], "nobody has shared anything"
    assert page.text == snapshot.use_extension(GoldenPage)
    await share(site.house)
    assert table(await site.get(f"/{SLUG}/pictures"), "pages") == [["May 2026", "0"], ["Jun 2026", "1"]]


async def test_every_picture_has_a_name_for_those_who_listen(site: Site) -> None:
    await site.house.decide(first_tasks="Ask")
    await site.house.decide()
    page = await site.get(f"/{SLUG}/pictures")
    drawings = [one for one in page.tree.iter("svg") if one.get("role") == "img"]
    assert len(drawings) == 3
    for drawing in drawings:
        title = drawing.find("title")
        assert title is not None
        assert title.get("id") == drawing.get("aria-labelledby")
        assert title.text


async def test_tables_are_opened_by_a_tap(site: Site) -> None:
    await site.house.decide()
    await site.house.decide()
    page = await site.get(f"/{SLUG}/pictures")
    folded = page.tree.findall(".//section[@class='picture']/details")
    assert [one.get("open") for one in folded] == [None, None]
    assert [one.findtext("summary") for one in folded] == ["The numbers as a table"] * 2
    assert len([one for one in folded if one.find("table") is not None]) == 2


def test_the_first_mark_of_each_year_tells_the_year() -> None:
    months = [date(2025 + (9 + month) // 12, 1 + (9 + month) % 12, 1) for month in range(24)]
    rows = [Row(f"{each:%b %Y}", f"{each:%b}", (1,), year=f"{each:%Y}") for each in months]
    chart = stacked("name", "Title", "Says.", "First", KINDS[:1], rows)
    shown = [(mark.says, mark.below) for mark in chart.marks]
    assert shown == [("Oct", "2025"), ("Mar", "2026"), ("Aug", ""), ("Jan", "2027"), ("Jun", "")]


async def test_what_is_not_published_has_no_pictures(site: Site) -> None:
    await site.house.run_sql("UPDATE servers SET publishes = false")
    assert (await site.get(f"/{SLUG}/pictures")).status == 404


numbers = st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), min_size=1, max_size=40)


def rows_of(pairs: list[tuple[int, int]]) -> list[Row]:
    """A row for each pair of numbers."""
    return [Row(f"D-{number}", f"D-{number}", pair) for number, pair in enumerate(pairs, 1)]


def check_inside(chart: Chart) -> None:
    """Everything stands on the paper: columns, levels and what is written below them."""
    for rect in chart.rects:
        assert 0 <= part(rect.left) <= part(rect.left) + part(rect.width) <= 100.01
        assert 0 <= float(rect.top) <= float(rect.top) + float(rect.height) <= HEIGHT
    assert all(0 <= float(level.at) <= HEIGHT for level in (*chart.levels, *chart.wanted))
    assert all(0 <= part(mark.at) <= 100 for mark in chart.marks)
    assert 1 <= len(chart.marks) <= 5
    assert 2 <= len(chart.levels) <= 5


def part(percent: str) -> float:
    return float(percent.removesuffix("%"))


@given(numbers)
def test_columns_stand_apart_and_as_high_as_their_numbers(pairs: list[tuple[int, int]]) -> None:
    for draw in (stacked, side_by_side, reaching):
        chart = draw("name", "Title", "Says.", "First", KINDS, rows_of(pairs))
        check_inside(chart)
        assert [row.numbers for row in chart.rows] == pairs
    chart = stacked("name", "Title", "Says.", "First", KINDS[:1], [Row("a", "a", (one,)) for one, _ in pairs])
    heights = [float(rect.height) for rect in chart.rects]
    for (low, high), (one, other) in zip(pairwise(heights), pairwise([one for one, _ in pairs if one]), strict=True):
        assert (low - high) * (one - other) >= 0, "who has more stands higher"
    for rect, following in pairwise(chart.rects):
        assert part(rect.left) + part(rect.width) <= part(following.left)


def test_a_number_that_was_needed_is_a_line_of_its_own() -> None:
    chart = reaching("name", "Title", "Says.", "First", KINDS, rows_of([(3, 5), (2, 0), (0, 4)]))
    assert len(chart.rects) == 2
    assert len(chart.wanted) == 2
    assert chart.filled == KINDS[:1]
    assert float(chart.wanted[0].at) < float(chart.wanted[1].at), "five stands higher than four"
