"""Proposing: voting opens at once, by rules and a roll that are frozen."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from bot.domain.errors import NoSuchProposal, NotSetUp, TooManyOpenProposals
from bot.domain.members import FIRST_DAYS_FLOOR
from bot.domain.proposals import State, draft
from bot.domain.rules import Kind
from bot.domain.tally import Tally
from bot.services.cards import ProposalCard
from tests.factories import (
    ANN,
    BEA,
    CAL,
    CAST,
    FOUNDED_AT,
    GUILD,
    NEW,
    OTHER_GUILD,
    PROPOSALS_CHANNEL,
    START,
    House,
    crowd,
    elsewhere,
    member,
)


async def test_voting_opens_at_once_for_seventy_two_hours(house: House) -> None:
    receipt = await house.services.proposals.propose(ANN, draft("Buy a projector", "For film nights."))
    assert (receipt.number, receipt.closes_at, receipt.channel_id) == (
        1,
        START + timedelta(hours=72),
        PROPOSALS_CHANNEL,
    )


async def test_a_ballot_shows_what_was_proposed_by_whom_and_by_which_rule(house: House) -> None:
    card = await house.open_proposal(title="Buy  it", body="Why not.\n", first_tasks="- Ask around\nBuy it")
    assert card == ProposalCard(
        guild_id=GUILD,
        number=1,
        title="Buy it",
        body="Why not.",
        first_tasks=("Ask around", "Buy it"),
        author_id=ANN.user_id,
        author_name="Ann",
        state=State.OPEN,
        opened_at=START,
        closes_at=START + timedelta(hours=72),
        rule=card.rule,
        tally=Tally(),
        counters=card.counters,
        channel_id=PROPOSALS_CHANNEL,
        message_id=card.message_id,
        thread_id=card.thread_id,
        language="en",
        time_zone="Europe/Paris",
    )
    assert (card.rule.kind, card.rule.quorum, card.rule.threshold) == (Kind.ACTION, 3, Fraction(2, 3))
    assert not any(card.counters.facts().values())
    assert card.message_id in house.board.threads
    assert card.thread_id == house.board.threads[card.message_id]


async def test_proposals_are_numbered_in_each_server_by_itself(house: House) -> None:
    await house.found(elsewhere(ANN))
    numbers = [(await house.open_proposal(who)).number for who in (ANN, BEA, elsewhere(ANN), CAL)]
    assert numbers == [1, 2, 1, 3]


async def test_nobody_proposes_in_a_server_that_was_not_founded(house: House) -> None:
    with pytest.raises(NotSetUp):
        await house.open_proposal(elsewhere(ANN))
    assert not await house.select("SELECT 1 FROM proposals")


async def test_a_newcomer_may_propose_too(house: House) -> None:
    await house.open_proposal()
    card = await house.open_proposal(NEW)
    assert card.author_name == "New"
    assert card.rule.active == 2, "the author is counted, whoever they are"


async def test_a_fourth_open_proposal_is_refused_and_says_when_there_is_room(house: House) -> None:
    first = await house.open_proposal()
    for _ in range(2):
        house.clock.advance(timedelta(hours=1))
        await house.open_proposal()
    with pytest.raises(TooManyOpenProposals) as refused:
        await house.open_proposal()
    assert (refused.value.limit, refused.value.room_at) == (3, first.closes_at)
    assert not await house.select("SELECT 1 FROM proposals WHERE number = 4")


async def test_there_is_room_again_when_a_proposal_was_settled_and_others_have_room_meanwhile(house: House) -> None:
    first = await house.open_proposal()
    house.clock.advance(timedelta(hours=1))
    await house.open_proposal()
    await house.open_proposal()
    assert (await house.open_proposal(BEA)).number == 4
    await house.settle(first)
    assert (await house.open_proposal()).number == 5


async def test_the_quota_is_each_servers_own(house: House) -> None:
    await house.found(elsewhere(ANN))
    for _ in range(3):
        await house.open_proposal()
    assert (await house.open_proposal(elsewhere(ANN))).number == 1


async def test_the_quorum_counts_who_was_active_in_sixty_days_and_votes(house: House) -> None:
    people = crowd(12)
    await house.all_tap([*people, NEW], "✅", await house.open_proposal())
    assert (await house.open_proposal()).rule.active == 13, "twelve who tapped and the author, not the newcomer"
    house.clock.advance(timedelta(days=59))
    assert (await house.open_proposal(BEA)).rule.active == 15, (
        "Bea acts for the first time, New has been here long enough"
    )


async def test_who_did_nothing_for_sixty_days_is_not_active_any_more(house: House) -> None:
    early = await house.open_proposal()
    await house.all_tap(crowd(12), "✅", early)
    house.clock.move_to(datetime(2026, 7, 4, tzinfo=UTC))
    assert early.opened_at.date() == (house.clock.now() - timedelta(days=61)).date()
    assert (await house.open_proposal(BEA)).rule.active == 1


async def test_sixty_days_are_counted_by_whole_days(house: House) -> None:
    early = await house.open_proposal()
    await house.all_tap(crowd(12), "✅", early)
    house.clock.move_to(datetime(2026, 7, 3, 23, 59, 59, tzinfo=UTC))
    assert early.opened_at.date() == (house.clock.now() - timedelta(days=60)).date()
    assert (await house.open_proposal(BEA)).rule.active == 14


async def test_in_the_first_days_the_quorum_looks_at_the_servers_size(unfounded_house: House) -> None:
    unfounded_house.clock.move_to(FOUNDED_AT + timedelta(days=2))
    unfounded_house.register.member_counts[GUILD] = 31
    await unfounded_house.found()
    card = await unfounded_house.open_proposal()
    assert (card.rule.active, card.rule.quorum) == (11, 5)


async def test_where_discord_does_not_say_how_many_there_are_the_first_days_ask_for_the_most(
    unfounded_house: House,
) -> None:
    unfounded_house.clock.move_to(FOUNDED_AT + timedelta(days=2))
    unfounded_house.register.member_counts[GUILD] = 31
    await unfounded_house.found()
    unfounded_house.register.fail()
    assert (await unfounded_house.open_proposal()).rule.active == FIRST_DAYS_FLOOR


async def test_an_author_of_whom_nobody_knows_since_when_they_are_here_is_counted_as_active(house: House) -> None:
    await house.open_proposal()
    card = await house.open_proposal(member(700, "Somebody", joined_at=None))
    assert card.rule.active == 2


async def test_the_roll_and_the_rule_stay_as_they_were_when_voting_opened(house: House) -> None:
    card = await house.open_proposal()
    await house.disarm("charters")
    await house.run_sql("UPDATE charters SET rules = json_set(rules, '$.threshold', '9/10', '$.tenure_days', 0)")
    await house.tap(NEW, "✅", card)
    shown = await house.proposal(card)
    assert shown.rule == card.rule
    assert (shown.tally.turnout, shown.counters.newcomers) == (0, 1)
    assert (await house.open_proposal()).rule.threshold == Fraction(9, 10)


async def test_a_proposal_of_another_server_is_not_found(house: House) -> None:
    await house.found(elsewhere(ANN))
    await house.open_proposal()
    with pytest.raises(NoSuchProposal) as refused:
        await house.services.proposals.card(OTHER_GUILD, 1)
    assert refused.value.number == 1


async def test_open_proposals_are_listed_with_the_one_that_closes_first_in_front(house: House) -> None:
    await house.found(elsewhere(ANN))
    await house.open_proposal(elsewhere(ANN), title="Not ours")
    for title in ("One", "Two", "Three"):
        await house.open_proposal(title=title)
        house.clock.advance(timedelta(hours=1))
    await house.settle(await house.services.proposals.card(GUILD, 1))
    assert [card.title for card in await house.services.proposals.open_cards(GUILD)] == ["Two", "Three"]


async def test_a_proposal_whose_author_was_forgotten_names_nobody(house: House) -> None:
    card = await house.open_proposal(BEA)
    await house.run_sql("DELETE FROM members WHERE user_id = :who", who=BEA.user_id)
    assert (await house.proposal(card)).author_name == ""


async def test_a_settled_proposal_names_its_decision(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    decision = await house.settle(card)
    shown = await house.proposal(card)
    assert (shown.state, shown.outcome, shown.decision_number) == (State.SETTLED, decision.outcome, decision.number)
