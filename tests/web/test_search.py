"""Search without a script: what is published is found, whatever is typed, and what is hidden never is."""

from datetime import date
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from syrupy.assertion import SnapshotAssertion

from bot.domain.covers import Covered, Holder
from bot.domain.knowhow_search import QUERY_LIMIT, Snippet
from bot.services.publications import Head, PublishedServer
from bot.services.searching import MOST_FOUND, Found, FoundText
from bot.web.roads import ServedRoads
from bot.web.rooms.search import Answer as Searched
from bot.web.rooms.search import search_page
from tests.factories import ANN, BEA, GUILD, OTHER_GUILD, elsewhere
from tests.services.knowing import opened, send, share
from tests.web.conftest import SLUG, Answer, Site
from tests.web.looks import GoldenPage
from tests.web.test_hostile import HOSTILE, STUDIO, TEXT, check_inert, text_of
from tests.web.test_veils import NAME, cover, decide_about_somebody

DAY = date(2026, 5, 7)


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(GoldenPage)


async def search(site: Site, typed: str) -> Answer:
    answer = await site.get(f"/{SLUG}/search?{urlencode({'q': typed})}")
    assert answer.status == 200
    return answer


def found_on(page: Answer) -> list[str | None]:
    """The places that a page of what was found leads to."""
    return [(one.get("href") or "").removeprefix(f"/{SLUG}/") for one in page.tree.iterfind(".//h3/a")]


async def found(site: Site, typed: str) -> list[str | None]:
    return found_on(await search(site, typed))


async def test_the_form_asks_by_its_address_and_gives_back_what_was_typed(
    site: Site, golden: SnapshotAssertion
) -> None:
    await site.house.decide(title="Ein Café für alle", body="Montags und freitags.")
    await share(site.house, title="Kaffee kochen", text="Im Café steht die Maschine.", tags="essen")
    empty = await site.get(f"/{SLUG}/search")
    form = empty.tree.find(".//form")
    assert form is not None
    assert (form.get("method"), form.get("action")) == ("get", f"/{SLUG}/search")
    assert found_on(empty) == []
    answer = await search(site, "  CAFE ")
    assert found_on(answer) == ["D-1", "K-1"]
    field = answer.tree.find(".//input")
    assert field is not None
    assert field.get("value") == "CAFE"
    assert [one.text for one in answer.tree.iterfind(".//mark")] == ["Café"]
    assert answer.text == golden


async def test_what_was_found_is_shown_in_plain_words_and_marked_in_them(site: Site) -> None:
    text = "# Before\n> Ask **Mia** for the *kitchen* <b>key</b>.\n\n- `ten` chairs"
    await site.house.decide(title="The hall", body=text)
    await share(site.house, title="The hall", text=text)
    for typed, marked in (("kitchen", "kitchen"), ("ten", "ten"), ("key", "key"), ("before", "Before")):
        answer = await search(site, typed)
        assert [one.text for one in answer.tree.iterfind(".//mark")] == [marked, marked], typed
        for shown in answer.tree.iterfind(".//ol[@class='entries']/li/p[@dir]"):
            words = "".join(shown.itertext())
            assert words == "Before Ask Mia for the kitchen <b>key</b>. • ten chairs"
        check_inert(answer.text)


async def test_decisions_are_found_by_title_and_text_the_newest_first(site: Site) -> None:
    await site.house.decide(title="Buy a hand-truck", body="The old one broke.")
    await site.house.decide(title="Lend the hall", body="To those who broke nothing.")
    await site.house.decide(title="Stickers", body="A hundred.")
    assert await found(site, "broke") == ["D-2", "D-1"]
    assert await found(site, "old hand truck") == ["D-1"]
    assert await found(site, "brok") == ["D-2", "D-1"], "of the last word the beginning is enough"
    assert await found(site, "brok nothing") == []
    assert await found(site, "thebroke") == []


async def test_what_was_decided_or_written_since_is_found_at_once(site: Site) -> None:
    assert await found(site, "chairs") == []
    await site.house.decide(title="Ten chairs")
    await share(site.house, title="Carrying chairs")
    assert await found(site, "chairs") == ["D-1", "K-1"]
    form = await opened(site.house)
    await send(site.house, BEA, form, title="Carrying tables")
    assert await found(site, "chairs") == ["D-1", "K-1"], "the text still says so"
    assert await found(site, "tables") == ["K-1"]


@pytest.mark.parametrize("stays_inside", [True, False])
async def test_nothing_hidden_is_found(site: Site, stays_inside: bool) -> None:
    decision = await decide_about_somebody(site.house, stays_inside=stays_inside)
    await share(site.house, title=NAME, text=f"{NAME} has the key.", tags="maria")
    if not stays_inside:
        assert await found(site, "maria") == ["D-1", "K-1"]
        await cover(site.house, await site.house.services.covers.held_by_decision(GUILD, decision.number))
    await cover(site.house, Covered(Holder.PAGE, 1))
    for typed in ("maria", "#maria", "lopez key"):
        answer = await search(site, typed)
        assert found_on(answer) == []
        assert "Nothing here holds all of these words." in answer.words


async def test_nothing_erased_is_found(site: Site) -> None:
    card = await site.house.open_proposal(BEA, title="Secret garden", body="Behind the wall.")
    await site.house.all_tap([BEA], "✅", card)
    await site.house.settle(card)
    await share(site.house, BEA, title="Watering the garden")
    assert await found(site, "garden") == ["D-1", "K-1"]
    await site.house.services.members.forget(BEA, with_texts=True, withdraws=False)
    assert await found(site, "garden") == []


async def test_a_text_gone_from_the_log_alone_is_not_found(site: Site) -> None:
    await site.house.decide(title="Secret garden", body="Behind the wall.")
    await site.house.run_sql("delete from sealed_texts where text = 'Secret garden'")
    assert await found(site, "garden") == []
    assert await found(site, "wall") == ["D-1"]


async def test_another_servers_words_are_not_in_the_way(site: Site) -> None:
    await site.house.found(elsewhere(ANN), name="Allotments")
    await site.house.decide(elsewhere(ANN, OTHER_GUILD), title="Bees")
    assert await found(site, "bees") == []
    answer = await site.get("/allotments/search?q=bees")
    assert [one.get("href") for one in answer.tree.iterfind(".//h3/a")] == ["/allotments/D-1"]


async def test_of_a_great_many_the_newest_are_shown_and_the_rest_counted(site: Site) -> None:
    for number in range(1, MOST_FOUND + 3):
        await share(site.house, title=f"Chairs {number}")
    answer = await search(site, "chairs")
    assert found_on(answer) == [f"K-{number}" for number in range(MOST_FOUND + 2, 2, -1)]
    assert "2 more hold these words. Another word finds fewer." in answer.words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type a word or two"),
        ("   ", "Type a word or two"),
        ("\x00\x07", "Type a word or two"),
        ("?!*", "There is no word in that"),
        ('"', "There is no word in that"),
        ("'; DROP TABLE page_words; --", "Nothing here holds all of these words."),
        ("NEAR(a b) OR title:x*", "Nothing here holds all of these words."),
        ("%_%", "There is no word in that"),
        ("x" * QUERY_LIMIT, "Nothing here holds all of these words."),
        ("x" * (QUERY_LIMIT + 1), "That is too long to look for."),
        ("word " * 5_000, "That is too long to look for."),
    ],
)
async def test_whatever_is_typed_gets_a_clear_sentence(site: Site, typed: str, said: str) -> None:
    await site.house.decide()
    await share(site.house)
    # The server's own bound on a whole address comes first.
    answer = await search(site, typed[:4_000])
    assert said in answer.words
    check_inert(answer.text)


async def test_hostile_words_are_given_back_as_text(site: Site) -> None:
    for text in HOSTILE:
        answer = await site.get(f"/{SLUG}/search?q={quote(text, safe='')}")
        assert answer.status == 200
        check_inert(answer.text)
    for raw in ("q=%FF%FE", "q=%00", "q=%ED%A0%80", "q=a&q=b", "q", "Q=a", "q=%E2%80%AE"):
        answer = await site.get(f"/{SLUG}/search?{raw}")
        assert answer.status == 200
        check_inert(answer.text)


@given(TEXT, TEXT, TEXT)
def test_every_answer_is_a_well_formed_page(typed: str, title: str, text: str) -> None:
    what = FoundText(1, title, Snippet(text, typed, text), DAY)
    server = PublishedServer("Here", "here", "en")
    answer = Searched(typed, Found(server, Head(2, "ab" * 32), (what,), 3, (what,), 0, looked_through=False), None)
    check_inert(text_of(search_page(STUDIO, answer, ServedRoads("here"))))
