"""A decision's page leads to what came before and after: in the chain, in rework, and among its tasks."""

from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, FAY
from tests.services.term import make_coordinator, schedule
from tests.web.conftest import SLUG, Answer, Site


def facts_of(page: Answer) -> dict[str, str]:
    """The facts about a decision, by what they are called."""
    rows = page.tree.findall(".//section[@aria-labelledby='place']/dl/div")
    return {"".join(row[0].itertext()): " ".join("".join(row[1].itertext()).split()) for row in rows}


async def test_a_decision_leads_to_its_neighbours_in_the_chain(site: Site) -> None:
    await site.house.decide()
    await make_coordinator(site.house, ANN)
    await schedule(site.house, ANN)
    first, second = await site.get(f"/{SLUG}/D-1"), await site.get(f"/{SLUG}/D-2")
    assert facts_of(first)["Entry before"] == "1 (charter, version 1)"
    assert facts_of(first)["Entry after"] == "3 (D-2)"
    assert facts_of(second)["Entry after"] == "4 (a power used)"
    links = [link.get("href") for link in second.tree.iterfind(".//section[@aria-labelledby='place']//a")]
    assert links == [f"/{SLUG}/charter#version-1", f"/{SLUG}/D-1", f"/{SLUG}/powers"]


async def test_a_prolongation_and_a_note_are_entries_without_a_page(site: Site) -> None:
    card = await site.house.open_proposal()
    await site.house.come_to_the_deadline(card)
    await site.house.settle(card)
    facts = facts_of(await site.get(f"/{SLUG}/D-1"))
    assert facts["Entry before"] == "2 (P-1 prolonged)"
    assert "Entry after" not in facts, "it is the last"


async def test_what_was_blocked_and_what_reworked_it_lead_to_one_another(site: Site) -> None:
    card = await site.house.open_proposal(title="Lend the hall")
    for person in (EVE, FAY):
        await site.house.tap(person, "⛔", card)
        await site.house.services.ballots.explain(person, card.number, "The neighbours asked for quiet.")
    await site.house.all_tap([ANN, BEA, CAL, DOV], "✅", card)
    await site.house.settle(card)
    blocked = await site.get(f"/{SLUG}/D-1")
    assert "These stood when voting closed: The neighbours" in blocked.words
    assert "Reworked in" not in blocked.words
    again = await site.house.open_proposal(title="Lend the hall until nine", reworks=1)
    await site.house.all_tap(CAST, "✅", again)
    await site.house.settle(again)
    blocked, reworked = await site.get(f"/{SLUG}/D-1"), await site.get(f"/{SLUG}/D-2")
    assert "Reworked in D-2" in blocked.words
    assert "Reworks D-1" in reworked.words


async def test_tasks_tell_how_far_they_are(site: Site) -> None:
    await site.house.decide(first_tasks="Ask\nFetch")
    assert "0 of 2 tasks done" in (await site.get(f"/{SLUG}/D-1")).words
    await site.house.services.tasks.claim(BEA, 1)
    await site.house.services.tasks.finish(BEA, 1)
    assert "1 of 2 tasks done" in (await site.get(f"/{SLUG}/D-1")).words


async def test_a_hash_is_shown_whole_to_be_copied(site: Site) -> None:
    await site.house.decide()
    page = await site.get(f"/{SLUG}/D-1")
    shown = ["".join(code.itertext()) for code in page.tree.iterfind(".//main//code[@class='hash']")]
    entry = (await site.house.services.commons.entries(SLUG, after=1, limit=1))[0]
    assert shown[0] == entry.hash
