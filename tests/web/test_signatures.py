"""Signatures: a name stands on the web because its owner asked for it, and is gone the moment they don't any more."""

import pytest

from bot.domain.rules import Kind
from tests.factories import ANN, BEA, House
from tests.services.exposed import cover, text_of
from tests.services.term import make_coordinator
from tests.web.conftest import SLUG, Site

NAME = "Bea of the Hall"


async def page(site: Site, number: int = 1) -> str:
    return (await site.get(f"/{SLUG}/D-{number}")).words


async def test_a_name_comes_with_ones_word_and_goes_with_it(site: Site) -> None:
    await site.house.decide(BEA)
    assert "Proposed by" not in await page(site)
    await site.house.services.members.show_name(BEA, NAME)
    assert f"Proposed by {NAME}" in await page(site)
    await site.house.services.members.show_name(ANN, "Ann")
    assert f"Proposed by {NAME}" in await page(site)
    await site.house.services.members.drop_name(BEA)
    assert "Proposed by" not in await page(site)


async def test_a_name_is_text_and_nothing_else(site: Site) -> None:
    await site.house.decide(BEA)
    await site.house.services.members.show_name(BEA, "<b>Bea</b>\u202e")
    answer = await site.get(f"/{SLUG}/D-1")
    assert "&lt;b&gt;Bea&lt;/b&gt;" in answer.text
    assert "\u202e" not in answer.text


async def test_being_forgotten_takes_the_name_off(site: Site) -> None:
    await site.house.decide(BEA)
    await site.house.services.members.show_name(BEA, NAME)
    assert NAME in await page(site)
    await site.house.services.members.forget(BEA, with_texts=False, withdraws=False)
    assert NAME not in await page(site)


async def test_no_name_stands_beside_what_is_about_a_person(site: Site) -> None:
    await site.house.services.members.show_name(BEA, NAME)
    await make_coordinator(site.house, BEA)
    assert NAME not in await page(site)


@pytest.mark.parametrize("hidden", ["covered", "inside"])
async def test_no_name_stands_beside_a_text_that_is_hidden(site: Site, hidden: str) -> None:
    house: House = site.house
    await house.services.members.show_name(BEA, NAME)
    card = await house.open_proposal(BEA, kind=Kind.ACTION)
    if hidden == "inside":
        await house.services.covers.keep_inside(ANN, card.number)
    await house.settle(card)
    assert (NAME in await page(site)) is (hidden == "covered")
    if hidden == "covered":
        await cover(house, text_of(card))
        assert NAME not in await page(site)


async def test_no_name_and_no_id_enters_the_log(site: Site) -> None:
    await site.house.services.members.show_name(BEA, NAME)
    await site.house.decide(BEA)
    lines = (await site.get(f"/{SLUG}/log.jsonl")).text
    assert NAME not in lines
    assert "public_name" not in lines
