"""Secret votes: cast in the panel only, counted in the end only, and afterwards nobody can say who said what."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome
from bot.domain.errors import NotOnTheRoll
from bot.domain.prolongations import Cause
from bot.domain.tally import Tally
from bot.services.cards import Person, ProposalCard
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, FAY, NEW, House

HOUR = timedelta(hours=1)
AGREE, DISAGREE, BLOCK = Choice.AGREE.value, Choice.DISAGREE.value, Choice.BLOCK.value


async def open_secret(house: House, **changes: Any) -> ProposalCard:
    """A vote that its author wants secret."""
    return await house.open_proposal(is_secret=True, **changes)


async def all_say(house: House, people: Sequence[Person], choice: str, on: ProposalCard) -> None:
    """Vote in the panel, one after the other."""
    for person in people:
        await house.services.ballots.cast(person, on.number, choice)


async def test_no_reaction_says_anything_and_none_is_put_under_the_ballot(house: House) -> None:
    card = await open_secret(house)
    assert card.form.emoji == ()
    await house.tap(BEA, "✅", card)
    house.miss_tap(CAL, "❌", card)
    await house.services.reading.read_open()
    assert not await house.select("SELECT 1 FROM ledger")
    assert (await house.proposal(card)).turnout == 0


async def test_one_sees_ones_own_ballot_and_may_change_it_or_take_it_back(house: House) -> None:
    card = await open_secret(house)
    await all_say(house, [BEA], AGREE, card)
    panel = await house.services.ballots.cast(BEA, card.number, DISAGREE)
    assert panel.choice == DISAGREE
    assert (await house.services.ballots.withdraw(BEA, card.number)).choice is None


async def test_while_it_lasts_only_participation_is_shown_and_that_from_three_on(house: House) -> None:
    card = await open_secret(house)
    shown = []
    for person in CAST[:4]:
        await all_say(house, [person], AGREE, card)
        now = await house.proposal(card)
        assert (now.tally, now.approvals) == (Tally(), None)
        shown.append((now.participation, now.turnout))
    assert shown == [(0, 0), (0, 0), (3, 3), (4, 4)]


async def test_a_newcomer_is_told_and_not_counted(house: House) -> None:
    card = await open_secret(house)
    with pytest.raises(NotOnTheRoll):
        await house.services.ballots.cast(NEW, card.number, AGREE)


async def test_the_ledger_says_that_somebody_acted_and_never_what_they_said(house: House) -> None:
    card = await open_secret(house)
    await all_say(house, CAST[:3], BLOCK, card)
    await house.services.ballots.explain(ANN, card.number, "It does harm.")
    await all_say(house, [BEA], AGREE, card)
    assert await house.select("SELECT DISTINCT choice FROM ledger") == [(None,)]


async def test_in_the_end_the_count_is_told(house: House) -> None:
    card = await open_secret(house)
    await all_say(house, CAST[:4], AGREE, card)
    await all_say(house, CAST[4:], DISAGREE, card)
    decision = await house.settle(card)
    assert (decision.outcome, decision.tally) == (Outcome.PASSED, Tally(agree=4, disagree=2))
    shown = await house.proposal(card)
    assert (shown.tally, shown.participation) == (decision.tally, None)


async def test_after_settling_nothing_links_a_voter_to_a_choice(house: House) -> None:
    card = await open_secret(house)
    await all_say(house, CAST[:4], AGREE, card)
    await all_say(house, [EVE], DISAGREE, card)
    await all_say(house, [FAY], BLOCK, card)
    await house.services.ballots.explain(FAY, card.number, "It does harm.")
    await house.settle(card)
    assert set(await house.select("SELECT choice, reason FROM ballots")) == {("", None)}
    assert await house.select("SELECT DISTINCT choice FROM ledger") == [(None,)]
    assert await house.select("SELECT DISTINCT member_id FROM objections") == [(None,)]
    for person in CAST:
        panel = await house.services.ballots.panel(person, card.number)
        assert (panel.choice, panel.reason) == ("", None)


async def published(house: House) -> dict[str, Any]:
    """The newest decision as the log tells it."""
    entries = await house.select("SELECT body FROM log WHERE kind = 'decision' ORDER BY sequence")
    facts: dict[str, Any] = json.loads(entries[-1][0])
    return facts


async def test_choices_are_published_apart_from_the_codes_of_those_who_took_part(house: House) -> None:
    card = await open_secret(house)
    await all_say(house, CAST[:4], AGREE, card)
    await all_say(house, CAST[4:], DISAGREE, card)
    await house.settle(card)
    facts = await published(house)
    assert sorted(line["choice"] for line in facts["ballots"]) == [AGREE] * 4 + [DISAGREE] * 2
    assert {line["voter"] for line in facts["ballots"]} == {""}
    codes = {code for (code,) in await house.select("SELECT pseudonym FROM ballots")}
    assert facts["participants"] == sorted(codes)
    assert len(codes) == 6


async def test_the_order_of_published_choices_is_shuffled(house: House) -> None:
    orders = set()
    for _ in range(12):
        card = await open_secret(house)
        await all_say(house, CAST[:3], AGREE, card)
        await all_say(house, CAST[3:], DISAGREE, card)
        await house.settle(card)
        orders.add(tuple(line["choice"] for line in (await published(house))["ballots"]))
    assert len(orders) > 1, "the same order twelve times has a chance of one in 20 to the eleventh"


async def test_below_five_voters_not_even_the_codes_are_published(house: House) -> None:
    card = await open_secret(house)
    await all_say(house, CAST[:4], AGREE, card)
    await house.settle(card)
    facts = await published(house)
    assert (facts["ballots"], facts["participants"], facts["turnout"]) == (None, [], 4)


async def test_objections_are_unsigned(house: House) -> None:
    card = await open_secret(house)
    await all_say(house, [EVE, FAY], BLOCK, card)
    await house.services.ballots.explain(EVE, card.number, "It does harm.")
    await house.services.ballots.explain(FAY, card.number, "It costs too much.")
    during = await house.services.proposals.objections(card.guild_id, card.number)
    assert {(each.name, each.text) for each in during} == {(None, "It does harm."), (None, "It costs too much.")}
    await all_say(house, CAST[:4], AGREE, card)
    decision = await house.settle(card)
    assert decision.outcome is Outcome.BLOCKED
    assert sorted(map(str, decision.objections)) == ["It costs too much.", "It does harm."]


async def test_who_reads_the_log_can_recount_a_secret_vote(house: House) -> None:
    card = await open_secret(house)
    await all_say(house, CAST[:4], AGREE, card)
    await all_say(house, [EVE, FAY], DISAGREE, card)
    await house.settle(card)
    assert (await house.services.commons.verify(card.guild_id))[1] is None


async def look_ahead(house: House, card: ProposalCard, before: timedelta) -> None:
    """Come so near the deadline and do what the timetable does then."""
    house.clock.move_to((await house.proposal(card)).closes_at - before)
    await house.services.decisions.look_ahead()


async def test_a_secret_outcome_that_turns_in_the_last_six_hours_gives_a_day_more(house: House) -> None:
    card = await open_secret(house)
    await all_say(house, CAST[:3], AGREE, card)
    await look_ahead(house, card, 6 * HOUR)
    await all_say(house, [DOV, EVE], DISAGREE, card)
    await look_ahead(house, card, 5 * HOUR)
    after = await house.come_to_the_deadline(card)
    assert [(by.cause, by.span) for by in after.prolongations] == [(Cause.LATE_TURN, 24 * HOUR)]
    await look_ahead(house, card, 6 * HOUR)
    assert (await house.come_to_the_deadline(card)).outcome is Outcome.REJECTED


async def test_a_secret_vote_that_stands_as_it_stood_is_not_prolonged(house: House) -> None:
    card = await open_secret(house)
    await all_say(house, CAST[:3], AGREE, card)
    await look_ahead(house, card, 7 * HOUR)
    assert await house.select("SELECT six_hours_before FROM proposals") == [(None,)]
    await look_ahead(house, card, 6 * HOUR)
    await all_say(house, [DOV], DISAGREE, card)
    assert (await house.come_to_the_deadline(card)).outcome is Outcome.PASSED


async def test_where_nobody_looked_six_hours_before_nothing_is_said_to_have_turned(house: House) -> None:
    card = await open_secret(house)
    await all_say(house, CAST[:3], AGREE, card)
    assert (await house.come_to_the_deadline(card)).outcome is Outcome.PASSED


async def test_open_votes_are_not_looked_at_ahead(house: House) -> None:
    card = await house.open_proposal()
    await look_ahead(house, card, HOUR)
    assert await house.select("SELECT six_hours_before FROM proposals") == [(None,)]


async def test_a_missed_secret_quorum_is_prolonged_as_in_any_vote(house: House) -> None:
    card = await open_secret(house)
    await all_say(house, [BEA], AGREE, card)
    after = await house.come_to_the_deadline(card)
    assert [by.cause for by in after.prolongations] == [Cause.QUORUM_MISSED]
    assert (await house.settle(card)).outcome is Outcome.NO_QUORUM
