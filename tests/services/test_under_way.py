"""What is under way stands on the web only where the charter says so, in days, and with nobody in it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.charter import ON_THE_WEB
from bot.domain.covers import Covered, Holder, Veil
from bot.domain.decisions import Outcome
from bot.domain.rules import Kind
from bot.domain.tasks import Effort
from bot.services.publications import LookingTask, PublishedProposal, PublishedServer
from tests.factories import ANN, BEA, CAST, DOV, GUILD, House
from tests.services.exposed import NAME, cover, open_about_somebody, text_of
from tests.services.term import EVENING
from tests.services.test_charter import a_day_later, adopt, put_to_the_vote
from tests.services.under_way import SLUG, looking, say_so, voted_on

DUE = datetime(2026, 5, 22, 16, tzinfo=UTC)
FRIDAY = EVENING.date()
A_DAY = timedelta(days=1)


async def server_of(house: House) -> PublishedServer:
    """The server as the web sees it; on its pages and in the list it is the same."""
    (listed,) = await house.services.commons.published_servers()
    edition = await house.services.commons.edition(SLUG)
    assert edition is not None
    assert edition.server == listed
    return listed


async def shown(house: House) -> list[bool]:
    """Whether each of the three is there to be read."""
    commons = house.services.commons
    asked = (commons.open_proposals(SLUG), commons.tasks_looking(SLUG, limit=9), commons.calendar_ahead(SLUG))
    return [await each is not None for each in asked]


# ---- only if the charter says so


async def test_unless_the_charter_says_so_only_the_log_is_published(house: House) -> None:
    server = await server_of(house)
    assert server == PublishedServer("Riverside Commons", SLUG, "en")
    assert await shown(house) == [False, False, False]


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("publish_proposals", [True, False, False]),
        ("publish_tasks", [False, True, False]),
        ("publish_calendar", [False, False, True]),
        ("invite_search_engines", [False, False, False]),
    ],
)
async def test_each_is_published_by_a_vote_of_its_own_from_a_day_later_on(
    house: House, key: str, what: list[bool]
) -> None:
    await adopt(house, key, "yes")
    before = await house.services.commons.edition(SLUG)
    assert await shown(house) == [False, False, False]
    await a_day_later(house)
    assert await shown(house) == what
    server = await server_of(house)
    assert [server.shows_proposals, server.shows_tasks, server.shows_calendar] == what
    assert server.invites_search_engines == (key == "invite_search_engines")
    assert await house.services.commons.edition(SLUG) != before, "what was drawn is drawn anew"


async def test_a_server_that_does_not_publish_its_log_publishes_nothing_beside_it(open_house: House) -> None:
    assert await shown(open_house) == [True, True, True]
    await open_house.run_sql("UPDATE servers SET publishes = 0")
    assert await shown(open_house) == [False, False, False]
    assert await open_house.services.commons.published_servers() == []


@pytest.mark.parametrize("key", ON_THE_WEB)
async def test_taking_one_off_the_web_is_as_easy_as_a_recall_and_holds_a_day_later(house: House, key: str) -> None:
    await say_so(house, {key: True})
    card = await put_to_the_vote(house, key, "no")
    assert (card.kind, card.rule.kind) == (Kind.CHARTER, Kind.RECALL)
    assert (card.rule.is_secret, card.rule.is_strict, card.rule.blocks) == (True, True, False)
    for person, choice in zip(CAST, ("agree", "agree", "agree", "disagree", "disagree"), strict=False):
        await house.services.ballots.cast(person, card.number, choice)
    assert (await house.settle(card)).outcome is Outcome.PASSED
    before = await server_of(house)
    await a_day_later(house)
    assert await server_of(house) != before
    assert await shown(house) == [False, False, False]


async def test_what_is_shown_on_the_web_would_have_ended_no_vote_otherwise(house: House) -> None:
    await house.decide(voters=CAST[:4])
    await say_so(house, {"threshold": "9/10", "quorum_factor": "2"})
    for key in ON_THE_WEB:
        wanted = await house.services.charter.check(GUILD, key, "yes")
        assert await house.services.charter.would_have_ended(GUILD, wanted) == []


# ---- proposals


async def test_an_open_proposal_is_its_text_its_kind_and_the_day_it_closes(open_house: House) -> None:
    later = await open_house.open_proposal(
        title="A film", body="Which?", kind=Kind.CHOICE, options="Monday\nFriday", is_secret=True
    )
    await open_house.open_proposal(BEA, title="Still discussed", discuss=2 * A_DAY)
    await open_house.all_tap([ANN, BEA], "1️⃣", later)
    closes_on = later.closes_at.date()
    assert await voted_on(open_house) == (
        PublishedProposal(later.number, Kind.CHOICE, "A film", "Which?", ("Monday", "Friday"), closes_on),
    )
    await open_house.settle(later)
    assert await voted_on(open_house) == ()


async def test_the_proposal_that_closes_first_stands_in_front(open_house: House) -> None:
    await put_to_the_vote(open_house, "claims", "5")
    await open_house.open_proposal(BEA)
    assert [(each.number, each.kind) for each in await voted_on(open_house)] == [(2, Kind.ACTION), (1, Kind.CHARTER)]


async def test_the_day_on_which_a_vote_closes_is_the_servers_own(open_house: House) -> None:
    open_house.clock.move_to(datetime(2026, 5, 4, 22, 30, tzinfo=UTC))
    await open_house.open_proposal()
    (only,) = await voted_on(open_house)
    assert only.closes_on == date(2026, 5, 8), "half past midnight in Paris"


async def test_what_is_covered_or_stays_inside_is_on_no_page_while_it_is_voted_on(open_house: House) -> None:
    covered = await open_about_somebody(open_house)
    inside = await open_about_somebody(open_house)
    await open_house.services.covers.keep_inside(DOV, inside.number)
    await cover(open_house, text_of(covered))
    found = {each.number: each for each in await voted_on(open_house)}
    assert (found[covered.number].veil, found[inside.number].veil) == (Veil.COVERED, Veil.INSIDE)
    assert all((each.title, each.body) == (None, None) for each in found.values())
    assert found[3].kind is Kind.COVER
    assert NAME not in repr(found)


async def test_of_a_vote_about_a_person_only_the_kind_and_the_day_are_published(open_house: House) -> None:
    draft = await open_house.services.mandates.stand(ANN, "Ann stands", "I, Ann.")
    await open_house.services.proposals.propose(ANN, draft)
    (only,) = await voted_on(open_house)
    assert (only.kind, only.title, only.body, only.veil) == (Kind.MANDATE, None, None, None)
    await open_house.open_proposal()
    assert {each.kind: each.is_about_a_person for each in await voted_on(open_house)} == {
        Kind.MANDATE: True,
        Kind.ACTION: False,
    }


async def test_no_id_of_discords_is_published_with_a_text(open_house: House) -> None:
    body = f"Ask <@{GUILD}>, see https://discord.com/channels/{GUILD}/501/502 in <#501>."
    await open_house.open_proposal(body=body)
    (only,) = await voted_on(open_house)
    assert only.body == "Ask @…, see … in #…."


# ---- tasks


async def test_tasks_with_free_places_are_published_those_first_that_look_for_long(open_house: House) -> None:
    await open_house.add_task(title="Old")
    open_house.clock.advance(15 * A_DAY)
    decision = await open_house.decide(first_tasks="Ask around")
    shared = await open_house.add_task(
        title="Cook",
        why="For forty.",
        people_needed=3,
        effort=Effort.LARGE,
        due_on=date(2026, 6, 1),
        decision_number=decision.number,
        is_first=True,
    )
    full = await open_house.add_task(title="Full")
    for person, number in ((BEA, shared.number), (BEA, full.number)):
        await open_house.services.tasks.claim(person, number)
    found = await looking(open_house)
    assert found == (
        LookingTask(1, "Old", None, 1, None, None, None),
        LookingTask(3, "Cook", "For forty.", 2, Effort.LARGE, date(2026, 6, 1), 1, is_first=True),
        LookingTask(2, "Ask around", None, 1, None, None, 1),
    )
    few = await open_house.services.commons.tasks_looking(SLUG, limit=2)
    assert few is not None
    assert (few.tasks, few.total) == (found[:2], 3)


async def test_a_task_born_of_what_is_hidden_is_hidden_and_one_that_was_added_is_not(open_house: House) -> None:
    inside = await open_about_somebody(open_house)
    await open_house.services.covers.keep_inside(DOV, inside.number)
    await open_house.all_tap(CAST, "✅", inside)
    decision = await open_house.settle(inside)
    await open_house.add_task(title="Bring soup", decision_number=decision.number)
    alone = await open_house.add_task(title=f"Call {NAME}")
    await cover(open_house, Covered(Holder.TASK, alone.number))
    found = await looking(open_house)
    assert NAME not in repr(found)
    assert [(each.title, each.veil) for each in found] == [
        (None, Veil.INSIDE),
        (None, Veil.INSIDE),
        ("Bring soup", None),
        (None, Veil.COVERED),
    ]
