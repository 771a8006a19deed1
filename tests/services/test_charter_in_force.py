"""The charter comes into force: a day after the vote, with everything that hangs on its numbers."""

import json
from datetime import timedelta

import pytest

from bot.domain.decisions import Outcome
from bot.domain.errors import NothingChanges
from bot.domain.rules import Kind
from bot.services.cards import ProposalCard
from bot.services.charter import change_draft
from tests.factories import ANN, BEA, CAL, CAST, DOV, GUILD, House, crowd

A_DAY = timedelta(days=1)
A_SECOND = timedelta(seconds=1)


async def put_to_the_vote(house: House, setting: str, typed: str) -> ProposalCard:
    """Propose a change, and have its ballot posted."""
    wanted = await house.services.charter.check(GUILD, setting, typed)
    receipt = await house.services.proposals.propose(ANN, change_draft(wanted, "A change", "It is time."))
    await house.services.outbox.deliver_due()
    return await house.services.proposals.card(GUILD, receipt.number)


async def agree(house: House, card: ProposalCard) -> int:
    """Have everybody agree, and settle it; the decision's number."""
    for person in CAST:
        await house.services.ballots.cast(person, card.number, "agree")
    decision = await house.settle(card)
    assert decision.outcome is Outcome.PASSED
    return decision.number


async def publishes(house: House) -> bool:
    """Whether the server's decisions are on the web."""
    await house.services.charter.bring_into_force()
    return (await house.services.servers.get(GUILD)).publishes


async def test_publication_is_switched_on_as_the_charter_is_changed_and_a_day_later(house: House) -> None:
    await house.run_sql("UPDATE servers SET publishes = 0")
    card = await put_to_the_vote(house, "publishes", "sí")
    assert (card.rule.kind, card.rule.is_secret) == (Kind.CHARTER, False)
    number = await agree(house, card)
    house.clock.advance(A_DAY - A_SECOND)
    assert not await publishes(house)
    house.clock.advance(A_SECOND)
    assert await publishes(house)
    newest = (await house.services.charter.versions(GUILD))[0]
    assert (newest.version, newest.decision_number, newest.publishes, newest.is_in_force) == (2, number, True, True)
    assert "publishes" not in json.loads((await house.select("SELECT body FROM log ORDER BY sequence"))[-1][0])["rules"]


async def test_a_later_version_leaves_publication_as_it_is(house: House) -> None:
    await house.run_sql("UPDATE servers SET publishes = 0")
    await agree(house, await put_to_the_vote(house, "publishes", "yes"))
    await agree(house, await put_to_the_vote(house, "claims", "5"))
    house.clock.advance(A_DAY)
    assert await publishes(house)
    assert [each.publishes for each in await house.services.charter.versions(GUILD)] == [False, True, False]
    await agree(house, await put_to_the_vote(house, "publishes", "no"))
    house.clock.advance(A_DAY)
    assert not await publishes(house)


async def test_a_seat_more_is_taken_by_whoever_waits_longest_when_it_comes_into_force(house: House) -> None:
    for person in (ANN, BEA, CAL, DOV):
        draft = await house.services.mandates.stand(person, "A mandate", "I remind gently.")
        receipt = await house.services.proposals.propose(person, draft)
        await house.services.outbox.deliver_due()
        await agree(house, await house.services.proposals.card(GUILD, receipt.number))
    await agree(house, await put_to_the_vote(house, "seats", "3"))
    house.clock.advance(A_DAY)
    await house.services.charter.bring_into_force()
    standing = await house.services.mandates.standing(GUILD)
    assert [(each.name, each.seat) for each in standing] == [("Ann", 1), ("Bea", 2), ("Cal", 3), ("Dov", None)]
    assert standing[2].ends_at == house.clock.now() + timedelta(weeks=12)


@pytest.mark.parametrize("days", ["30", "90"])
async def test_a_change_of_who_counts_as_active_is_judged_by_the_longer_span(house: House, days: str) -> None:
    await house.all_tap(crowd(30), "✅", await house.open_proposal(DOV))
    house.clock.advance((40 if days == "30" else 70) * A_DAY)
    assert (await put_to_the_vote(house, "activity_days", days)).rule.active == 32


async def test_what_passed_and_waits_its_day_is_not_passed_twice_and_can_be_taken_back(house: House) -> None:
    await agree(house, await put_to_the_vote(house, "voting_hours", "5 days"))
    with pytest.raises(NothingChanges):
        await put_to_the_vote(house, "voting_hours", "5 days")
    back = await house.services.charter.check(GUILD, "voting_hours", "72 hours")
    assert (back.old, back.new) == ("120", "72")
    assert back.rules is not None
    await agree(house, await put_to_the_vote(house, "voting_hours", "72 hours"))
    house.clock.advance(A_DAY)
    await house.services.charter.bring_into_force()
    newest = (await house.services.charter.versions(GUILD))[0]
    assert (newest.version, newest.is_in_force, newest.values["voting_hours"]) == (3, True, 72)


async def test_a_change_leads_to_rules_with_everything_that_passed_before_it(house: House) -> None:
    await agree(house, await put_to_the_vote(house, "claims", "5"))
    wanted = await house.services.charter.check(GUILD, "seats", "3")
    assert wanted.rules is not None
    assert (wanted.rules.claims, wanted.rules.seats) == (5, 3)


async def test_publication_that_passed_and_waits_its_day_is_not_passed_twice_and_can_be_taken_back(
    house: House,
) -> None:
    await house.run_sql("UPDATE servers SET publishes = 0")
    await agree(house, await put_to_the_vote(house, "publishes", "yes"))
    with pytest.raises(NothingChanges):
        await put_to_the_vote(house, "publishes", "yes")
    assert (await house.services.charter.check(GUILD, "publishes", "no")).old == "yes"
    house.clock.advance(A_DAY)
    assert await publishes(house)
    await agree(house, await put_to_the_vote(house, "publishes", "no"))
    assert (await house.services.charter.check(GUILD, "publishes", "yes")).old == "no"


async def test_a_kind_is_voted_on_in_secret_from_the_day_on_which_that_is_in_force(house: House) -> None:
    card = await put_to_the_vote(house, "secret_action", "sí")
    assert card.change is not None
    assert (card.kind, card.change["old"], card.change["new"]) == (Kind.CHARTER, "no", "yes")
    assert not card.rule.is_secret
    await agree(house, card)
    running = await house.open_proposal(BEA)
    house.clock.advance(A_DAY)
    await house.services.charter.bring_into_force()
    newest = (await house.services.charter.versions(GUILD))[0]
    assert (newest.is_in_force, newest.values["secret_action"], newest.values["secret_choice"]) == (True, 1, 0)
    opened = {kind: await house.open_proposal(DOV, kind=kind) for kind in (Kind.ACTION, Kind.AGREEMENT, Kind.LAZY)}
    assert {kind: card.rule.is_secret for kind, card in opened.items()} == {
        Kind.ACTION: True,
        Kind.AGREEMENT: False,
        Kind.LAZY: False,
    }
    assert not (await house.proposal(running)).rule.is_secret, "what runs keeps its rule"
    facts = json.loads((await house.select("SELECT body FROM log WHERE kind = 'charter' ORDER BY sequence"))[-1][0])
    assert facts["rules"]["secret_kinds"] == ["action"]


async def test_lazy_consent_that_turns_goes_on_in_the_open(house: House) -> None:
    await agree(house, await put_to_the_vote(house, "secret_action", "yes"))
    house.clock.advance(A_DAY)
    await house.services.charter.bring_into_force()
    card = await house.open_proposal(kind=Kind.LAZY)
    await house.all_tap([ANN, BEA], "✅", card)
    await house.tap(CAL, "❌", card)
    await house.tap(DOV, "✅", card)
    turned = await house.proposal(card)
    assert (turned.rule.is_secret, turned.rule.is_lazy, turned.tally.agree, turned.tally.disagree) == (
        False,
        False,
        3,
        1,
    )


async def test_a_role_that_was_bound_for_show_is_unbound_by_a_no(house: House) -> None:
    await house.run_sql("UPDATE servers SET coordinators_role_id = 77")
    card = await put_to_the_vote(house, "coordinators_role", "no")
    assert card.change is not None
    assert (card.change["old"], card.change["new"]) == ("77", "no")
    await house.tap(BEA, "✅", card)
    await house.settle(card)
    assert await house.select("SELECT coordinators_role_id FROM servers") == [(None,)]
