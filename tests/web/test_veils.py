"""Veils: a page and the whole log as JSON Lines without the texts that are covered or stay inside."""

import json
from datetime import timedelta

import pytest

from bot.domain.covers import Covered, Holder
from bot.domain.proposals import draft
from bot.domain.rules import Kind
from bot.services.cards import DecisionCard
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, GUILD, House
from tests.web.conftest import SLUG, Site

NAME = "Maria Lopez"
VOTE = draft("Does it stay covered?", "Agree: yes.", kind=Kind.COVER)


async def decide_about_somebody(house: House, *, stays_inside: bool = False) -> DecisionCard:
    """A decision in whose title, text, objection and task a person is exposed."""
    opened = await house.open_proposal(ANN, title=f"Help {NAME}", body=f"{NAME}, no. 4.", first_tasks=f"Visit {NAME}")
    await house.all_tap(CAST, "✅", opened)
    await house.tap(EVE, "⛔", opened)
    await house.services.ballots.explain(EVE, opened.number, f"Ask {NAME}.")
    if stays_inside:
        await house.services.covers.keep_inside(DOV, opened.number)
    return await house.settle(opened)


async def cover(house: House, text: Covered) -> None:
    for person in (BEA, CAL):
        receipt = await house.services.covers.ask(person, text, VOTE)
    assert receipt.vote_number is not None


async def public_texts(site: Site) -> dict[str, str]:
    """Everything the web gives out, by address."""
    addresses = (f"/{SLUG}", f"/{SLUG}/D-1", f"/{SLUG}/log.jsonl")
    return {address: (await site.get(address)).text for address in addresses}


async def test_a_decision_is_published_with_its_texts(site: Site) -> None:
    await decide_about_somebody(site.house)
    assert all(NAME in said for said in (await public_texts(site)).values())


async def test_the_web_hands_out_nothing_of_a_covered_text(site: Site) -> None:
    decision = await decide_about_somebody(site.house)
    before = await public_texts(site)
    await cover(site.house, await site.house.services.covers.held_by_decision(GUILD, decision.number))
    after = await public_texts(site)
    assert not [address for address, said in after.items() if NAME in said]
    page = (await site.get(f"/{SLUG}/D-1")).words
    assert "(text covered)" in page
    assert "(text erased)" not in page
    assert "5 agree, 1 blocks." in page, "the count goes on being public"
    assert after[f"/{SLUG}/log.jsonl"] != before[f"/{SLUG}/log.jsonl"]


async def test_a_browsers_copy_of_a_covered_text_is_out_of_date_at_once(site: Site) -> None:
    decision = await decide_about_somebody(site.house)
    addresses = (f"/{SLUG}", f"/{SLUG}/D-1", f"/{SLUG}/log.jsonl")
    tags = {address: (await site.get(address)).headers["ETag"] for address in addresses}
    await cover(site.house, await site.house.services.covers.held_by_decision(GUILD, decision.number))
    for address, tag in tags.items():
        assert (await site.get(address, If_None_Match=tag)).status == 200, address


async def test_a_text_that_the_vote_gave_back_is_published_again(site: Site) -> None:
    decision = await decide_about_somebody(site.house)
    await cover(site.house, await site.house.services.covers.held_by_decision(GUILD, decision.number))
    await site.house.services.outbox.deliver_due()
    vote = await site.house.services.proposals.card(GUILD, 2)
    await site.house.all_tap((ANN, DOV), "❌", vote)
    await site.house.settle(vote)
    texts = await public_texts(site)
    assert all(NAME in said for said in texts.values())


async def test_the_web_hands_out_no_title_of_a_covered_task(site: Site) -> None:
    await decide_about_somebody(site.house)
    await cover(site.house, Covered(Holder.TASK, 1))
    texts = await public_texts(site)
    assert not [address for address, said in texts.items() if f"Visit {NAME}" in said]
    assert f"Help {NAME}" in texts[f"/{SLUG}/D-1"]
    assert "T-1 (text covered)" in (await site.get(f"/{SLUG}/D-1")).words


async def test_what_stays_inside_shows_number_outcome_tally_and_hash_and_no_text(site: Site) -> None:
    decision = await decide_about_somebody(site.house, stays_inside=True)
    texts = await public_texts(site)
    assert not [address for address, said in texts.items() if NAME in said]
    page = (await site.get(f"/{SLUG}/D-1")).words
    for said in ("D-1", "(text kept inside the group)", "Passed", "5 agree", decision.hash[:8]):
        assert said in page
    assert decision.title == f"Help {NAME}", "members read it as before"


async def test_the_chain_holds_for_readers_whatever_is_hidden(site: Site) -> None:
    await decide_about_somebody(site.house, stays_inside=True)
    lines = (await site.get(f"/{SLUG}/log.jsonl")).text.splitlines()
    entries = [json.loads(line) for line in lines]
    hashes = [entry["hash"] for entry in entries]
    assert [json.loads(entry["body"])["previous"] for entry in entries[1:]] == hashes[:-1]
    assert not any(entry["texts"] for entry in entries)


@pytest.mark.parametrize("stays_inside", [True, False])
async def test_the_winner_of_a_hidden_choice_is_named_by_its_number(site: Site, stays_inside: bool) -> None:
    house = site.house
    receipt = await house.services.proposals.propose(
        ANN, draft("Who?", "One.", kind=Kind.CHOICE, options=f"{NAME}\nnobody")
    )
    await house.services.outbox.deliver_due()
    for person in CAST:
        await house.services.ballots.cast(person, receipt.number, "1")
    house.clock.advance(timedelta(hours=1))
    opened = await house.services.proposals.card(GUILD, receipt.number)
    if stays_inside:
        await house.services.covers.keep_inside(DOV, opened.number)
    else:
        await cover(house, Covered(Holder.PROPOSAL, opened.number))
        await house.services.outbox.deliver_due()
        await house.settle(await house.services.proposals.card(GUILD, 2))
    decision = await house.settle(opened)
    page = await site.get(f"/{SLUG}/D-{decision.number}")
    assert NAME not in page.text
    assert "option 1 it is." in page.words
