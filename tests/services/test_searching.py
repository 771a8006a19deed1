"""Searching a published log: the same words find decisions and know-how, and nothing that is hidden."""

from bot.domain.knowhow_search import Snippet
from bot.services.searching import Found, SearchService
from tests.factories import ANN, BEA, OTHER_GUILD, House, elsewhere
from tests.services.knowing import share

SLUG = "riverside-commons"


async def find(house: House, typed: str, slug: str = SLUG) -> Found:
    found = await house.services.searching.find(slug, typed)
    assert found is not None
    return found


async def numbers(house: House, typed: str) -> tuple[list[int], list[int]]:
    """The decisions and the pages that are found."""
    found = await find(house, typed)
    return [each.number for each in found.decisions], [each.number for each in found.pages]


async def test_every_word_must_be_there_and_of_the_last_one_the_beginning(house: House) -> None:
    await house.decide(title="Ein Café", body="Für alle im Hof.")
    await house.decide(title="A hall", body="With a cafe in it.")
    await share(house, title="Coffee", text="In the café.", tags="drinks")
    assert await numbers(house, "cafe") == ([2, 1], [1])
    assert await numbers(house, "fur cafe") == ([1], [])
    assert await numbers(house, "ca") == ([2, 1], [1])
    assert await numbers(house, "ca hof") == ([], [])
    assert await numbers(house, "afe") == ([], [])
    assert await numbers(house, "#drinks") == ([], [1]), "only know-how has tags"
    assert await numbers(house, "") == ([], [])
    assert await numbers(house, "?!") == ([], [])


async def test_the_place_is_shown_with_what_stands_around_it(house: House) -> None:
    await house.decide(title="A hall", body="With a Café in it.")
    (found,) = (await find(house, "cafe")).decisions
    assert (found.title, found.snippet) == ("A hall", Snippet("With a ", "Café", " in it."))
    (by_title,) = (await find(house, "hall")).decisions
    assert by_title.snippet == Snippet("", "", "With a Café in it.")


async def test_ids_and_instants_that_no_page_shows_find_nothing(house: House) -> None:
    text = "Ask <@123456789012345678> at <t:1780000000:R>, room 12."
    await house.decide(title="Keys", body=text)
    await share(house, title="Keys for <@234567890123456789>", text=text, tags="345678901234567890")
    for typed in ("123456789012345678", "1234", "1780000000", "keys 1780", "2345678", "#345678901234567890", "#34"):
        assert await numbers(house, typed) == ([], []), typed
    assert await numbers(house, "ask 12") == ([1], [1])
    assert (await find(house, "1234")).more_pages == 0


async def test_what_changes_is_read_anew_and_the_rest_is_remembered(house: House) -> None:
    await house.decide(title="Chairs")
    assert await numbers(house, "chairs") == ([1], [])
    assert await numbers(house, "chairs") == ([1], [])
    await house.decide(title="More chairs")
    assert await numbers(house, "chairs") == ([2, 1], [])
    await house.run_sql("UPDATE proposals SET title = '' WHERE number = 1")
    await house.decide(title="Third")
    assert await numbers(house, "chairs") == ([2], [])
    assert await numbers(house, "third") == ([3], [])


async def test_what_is_gone_from_the_log_alone_is_not_told(house: House) -> None:
    await house.decide(title="Secret garden", body="Behind the wall.")
    await house.run_sql("DELETE FROM sealed_texts WHERE text IN ('Secret garden', 'Behind the wall.')")
    assert await numbers(house, "garden") == ([], [])
    assert await numbers(house, "wall") == ([], [])


async def test_what_stays_inside_is_not_among_what_is_looked_through(house: House) -> None:
    card = await house.open_proposal(title="Garden")
    await house.services.covers.keep_inside(BEA, card.number)
    await house.settle(card)
    found = await find(house, "garden")
    assert (found.decisions, found.more_decisions) == ((), 0)


async def test_only_the_newest_are_shown_and_looked_through(house: House) -> None:
    service = SearchService(house.database, most_found=2, looked_through=3)
    for number in range(1, 4):
        await house.decide(title=f"Chairs {number}")
        await share(house, title=f"Chairs {number}")
    found = await service.find(SLUG, "chairs")
    assert found is not None
    assert ([each.number for each in found.decisions], found.more_decisions) == ([3, 2], 1)
    assert ([each.number for each in found.pages], found.more_pages) == ([3, 2], 1)
    assert found.looked_through
    await house.decide(title="Chairs 4")
    later = await service.find(SLUG, "chairs")
    assert later is not None
    assert ([each.number for each in later.decisions], later.more_decisions) == ([4, 3], 1)
    assert not later.looked_through


async def test_so_many_logs_are_remembered_and_no_more(house: House) -> None:
    service = SearchService(house.database, logs_remembered=1)
    await house.decide(title="Here")
    await house.found(elsewhere(ANN), name="Allotments")
    await house.decide(elsewhere(ANN, OTHER_GUILD), title="There")
    for _ in range(2):
        for slug, typed, titles in ((SLUG, "here", ["Here"]), ("allotments", "there", ["There"]), (SLUG, "there", [])):
            found = await service.find(slug, typed)
            assert found is not None
            assert [each.title for each in found.decisions] == titles


async def test_what_is_not_published_cannot_be_searched(house: House) -> None:
    await house.run_sql("UPDATE servers SET publishes = false")
    assert await house.services.searching.find(SLUG, "hall") is None
    assert await house.services.front.front(SLUG) is None
