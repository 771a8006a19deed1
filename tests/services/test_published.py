"""What is published of a decision: its charter version, a name on its owner's word, and no text behind a veil."""

from datetime import timedelta

from bot.domain.covers import Veil
from bot.services.publications import PublishedEntry
from tests.factories import ANN, BEA, CAST, House
from tests.services.exposed import NAME, cover, open_about_somebody, text_of
from tests.services.term import make_coordinator
from tests.services.test_charter import adopt

SLUG = "riverside-commons"


async def published(house: House, number: int) -> PublishedEntry:
    """A decision as anybody reads it."""
    entry = await house.services.commons.decision(SLUG, number)
    assert entry is not None
    return entry


async def test_a_decision_that_changed_the_charter_names_the_version_and_the_day_it_is_in_force(house: House) -> None:
    changed = await adopt(house, "threshold", "3/4")
    plain = await house.decide()
    assert (await published(house, plain.number)).adopted is None
    adopted = (await published(house, changed.number)).adopted
    assert adopted is not None
    assert (adopted.version, adopted.in_force_on) == (2, (changed.decided_at + timedelta(days=1)).date())


async def test_of_what_exposes_a_person_the_numbers_are_published_and_the_texts_are_not(house: House) -> None:
    proposal = await open_about_somebody(house)
    await house.all_tap(CAST, "✅", proposal)
    decision = await house.settle(proposal)
    assert NAME in repr(await published(house, decision.number))
    await cover(house, text_of(proposal))
    entry = await published(house, decision.number)
    assert (entry.decision.veil, entry.decision.turnout) == (Veil.COVERED, 6)
    assert {task.veil for task in entry.tasks} == {Veil.COVERED}
    assert NAME not in repr(entry)
    assert NAME not in repr(await house.services.commons.entries(SLUG, after=0, limit=99))


async def authors(house: House) -> dict[int, str | None]:
    """The names that stand beside decisions, by number."""
    page = await house.services.commons.page(SLUG, limit=9)
    assert page is not None
    return {each.number: each.author for each in page.decisions}


async def test_an_authors_name_is_published_on_their_word_beside_what_is_theirs(house: House) -> None:
    await house.decide(BEA)
    await house.decide(ANN)
    unsigned = await house.services.commons.edition(SLUG)
    assert await authors(house) == {1: None, 2: None}
    await house.services.members.show_name(BEA, "Bea of the hall")
    assert await authors(house) == {1: "Bea of the hall", 2: None}
    assert await house.services.commons.edition(SLUG) != unsigned, "what was drawn is drawn anew"
    await house.services.members.drop_name(BEA)
    assert await authors(house) == {1: None, 2: None}
    assert await house.services.commons.edition(SLUG) == unsigned


async def test_no_name_is_published_beside_what_is_about_a_person_or_hidden(house: House) -> None:
    await house.services.members.show_name(BEA, "Bea of the hall")
    await make_coordinator(house, BEA)
    inside = await house.open_proposal(BEA)
    await house.services.covers.keep_inside(ANN, inside.number)
    await house.settle(inside)
    exposing = await house.open_proposal(BEA)
    await house.settle(exposing)
    assert await authors(house) == {1: None, 2: None, 3: "Bea of the hall"}
    await cover(house, text_of(exposing))
    assert await authors(house) == {1: None, 2: None, 3: None}
