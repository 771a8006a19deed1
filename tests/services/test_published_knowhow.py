"""Know-how as the world reads it: every revision that stands, without names, behind covers."""

from datetime import date

import pytest

from bot.domain.covers import Covered, Holder, Veil
from bot.services.published_knowhow import PublishedHeading, PublishedRevision, PublishedWork
from tests.factories import ANN, BEA, CAL, GUILD, House
from tests.services.exposed import cover
from tests.services.knowing import opened, send, share

SLUG = "riverside-commons"
DAY = date(2026, 5, 4)


@pytest.fixture
async def known(house: House) -> House:
    """Two pages: one that Bea wrote and Cal revised, and one from the work of a decision."""
    await share(house, BEA, title="Hall", text="Ask Mia.", tags="hall, keys")
    await send(house, CAL, await opened(house), text="Ask Leo.")
    await house.decide(first_tasks="Print them")
    await share(house, ANN, title="Stickers", text="Ask <@123456789012345678>.", task_number=1)
    return house


async def test_pages_are_listed_from_the_newest_on(known: House) -> None:
    found = await known.services.published_knowhow.pages(SLUG, limit=9)
    assert found is not None
    assert (found.server.slug, found.head.sequence, found.total) == (SLUG, 2, 2)
    hall = PublishedHeading(1, "Hall", ("hall", "keys"), 2, DAY)
    assert [each.number for each in found.pages] == [2, 1]
    assert found.pages[1] == hall
    older = await known.services.published_knowhow.pages(SLUG, limit=9, before=2)
    assert older is not None
    assert older.pages == (hall,)


async def test_a_page_is_told_with_the_work_that_it_came_from(known: House) -> None:
    page = await known.services.published_knowhow.page(SLUG, 2)
    assert page is not None
    assert page.works == (PublishedWork(1, 1),)
    assert page.revision.text == "Ask @…."
    assert (page.newest, page.total, page.veil) == (1, 2, None)
    first = await known.services.published_knowhow.page(SLUG, 1, 1)
    assert first is not None
    assert first.revision == PublishedRevision(1, DAY, None, "Hall", "Ask Mia.", ("hall", "keys"))
    assert first.newest == 2


async def test_a_task_of_the_members_is_not_told(known: House) -> None:
    await known.add_task(title="Paint it")
    await known.services.knowhow.link(ANN, 1, 2, is_linked=True)
    page = await known.services.published_knowhow.page(SLUG, 1)
    assert page is not None
    assert page.works == ()


async def test_a_history_goes_back_from_any_revision(known: House) -> None:
    whole = await known.services.published_knowhow.history(SLUG, 1, limit=9)
    assert whole is not None
    assert [(each.number, each.made_from, each.text) for each in whole.revisions] == [
        (2, 1, "Ask Leo."),
        (1, None, "Ask Mia."),
    ]
    assert whole.former is None
    newest = await known.services.published_knowhow.history(SLUG, 1, limit=1)
    assert newest is not None
    assert newest.former == whole.revisions[1]
    older = await known.services.published_knowhow.history(SLUG, 1, limit=1, before=2)
    assert older is not None
    assert older.revisions == whole.revisions[1:]


async def test_of_a_covered_page_only_the_number_and_the_days_are_told(known: House) -> None:
    await cover(known, Covered(Holder.PAGE, 1))
    service = known.services.published_knowhow
    page, history = await service.page(SLUG, 1), await service.history(SLUG, 1, limit=9)
    assert page is not None
    assert history is not None
    assert (page.veil, page.revision.title, page.revision.text, page.revision.tags) == (Veil.COVERED, None, None, ())
    assert (history.veil, history.title) == (Veil.COVERED, None)
    assert {each.text for each in history.revisions} == {None}
    assert await service.page(SLUG, 1, 1) is None
    assert await service.readable_revisions(SLUG, 1) == []
    pages = await service.pages(SLUG, limit=9)
    assert pages is not None
    assert pages.pages[1] == PublishedHeading(1, None, (), 2, DAY, Veil.COVERED)
    assert [len(each) for each in await service.standing(SLUG, after=0, limit=9)] == [0, 1]


async def test_an_erased_revision_leaves_a_gap(known: House) -> None:
    service = known.services.published_knowhow
    assert await service.readable_revisions(SLUG, 1) == [1, 2]
    assert await service.readable_revisions(SLUG, 2) == [], "there is only one, which is the page"
    before = await service.mark(SLUG)
    await known.services.members.forget(BEA, with_texts=True, withdraws=False)
    assert await service.mark(SLUG) != before
    assert await service.readable_revisions(SLUG, 1) == [2]
    assert await service.page(SLUG, 1, 1) is None
    history = await service.history(SLUG, 1, limit=9)
    assert history is not None
    assert [each.text for each in history.revisions] == ["Ask Leo.", None]


async def test_what_stands_comes_page_by_page(known: House) -> None:
    service = known.services.published_knowhow
    told = await service.standing(SLUG, after=0, limit=9)
    assert [[each.number for each in revisions] for revisions in told] == [[1, 2], [1]]
    assert await service.standing(SLUG, after=1, limit=1) == told[1:]
    assert await service.standing(SLUG, after=2, limit=9) == []


async def test_what_is_not_published_or_not_there_is_nothing(known: House) -> None:
    service = known.services.published_knowhow
    assert await service.page(SLUG, 9) is None
    assert await service.page(SLUG, 1, 9) is None
    assert await service.history(SLUG, 9, limit=9) is None
    assert await service.readable_revisions(SLUG, 9) == []
    await known.run_sql("UPDATE servers SET publishes = false WHERE guild_id = :id", id=GUILD)
    assert await service.pages(SLUG, limit=9) is None
    assert await service.page(SLUG, 1) is None
    assert await service.history(SLUG, 1, limit=9) is None
    assert await service.readable_revisions(SLUG, 1) == []
    assert await service.mark(SLUG) is None
    assert await service.standing(SLUG, after=0, limit=9) == []
