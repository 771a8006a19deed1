"""Own lines: everybody can check that their own vote was counted, and nobody anybody else's."""

import json

import pytest

from bot.domain.errors import NoSuchProposal
from bot.domain.forgetting import LINKS_KEPT
from bot.domain.proposals import draft
from bot.domain.rules import Kind
from bot.services.cards import Person, ProposalCard
from bot.services.own_lines import OwnLine
from tests.factories import ANN, BEA, CAST, FAY, NEW, OTHER_GUILD, House, elsewhere


async def find(house: House, person: Person, on: ProposalCard) -> OwnLine:
    """What *Check my vote* knows of a settled vote."""
    own = await house.services.own_lines.find(person, on.number)
    assert own is not None
    return own


async def record(house: House) -> dict[str, object]:
    ((body,),) = await house.select("SELECT body FROM log WHERE kind = 'decision'")
    facts: dict[str, object] = json.loads(body)
    return facts


async def test_everybody_finds_their_own_line_where_it_stands_in_the_record(house: House) -> None:
    card = await house.open_proposal()
    for person, emoji in zip(CAST, "✅❌⚪✅❌⛔", strict=True):
        await house.tap(person, emoji, card)
    await house.settle(card)
    lines = (await record(house))["ballots"]
    assert isinstance(lines, list)
    places = set()
    for person, choice in zip(CAST, ("agree", "disagree", "abstain", "agree", "disagree", "block"), strict=True):
        own = await find(house, person, card)
        assert (own.is_counted, own.choice, own.of) == (True, choice, 6)
        assert own.choices == tuple(line["choice"] for line in lines)
        assert lines[own.place - 1] == {"choice": choice, "explained": False, "voter": own.code}
        places.add(own.place)
    assert places == {1, 2, 3, 4, 5, 6}


async def test_a_pseudonym_is_fresh_for_each_person_and_vote(house: House) -> None:
    codes = []
    for _ in range(2):
        card = await house.open_proposal()
        await house.all_tap(CAST, "✅", card)
        await house.settle(card)
        codes += [(await find(house, person, card)).code for person in CAST]
    assert len(set(codes)) == 12


async def test_with_fewer_than_five_voters_there_are_no_lines_and_no_codes(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST[:4], "✅", card)
    await house.settle(card)
    own = await find(house, ANN, card)
    assert (own.is_counted, own.choice, own.choices, own.code, own.place) == (True, "agree", (), None, 0)


async def test_of_a_secret_vote_one_sees_that_one_was_counted_and_not_how(house: House) -> None:
    await house.services.proposals.propose(ANN, draft("Ana for the seat", "Yes?", kind=Kind.ACTION, is_secret=True))
    await house.services.outbox.deliver_due()
    card = await house.services.proposals.card(ANN.guild_id, 1)
    house.clock.move_to(card.opened_at)
    for person in CAST:
        await house.services.ballots.cast(person, 1, "agree" if person is not FAY else "block")
    await house.settle(card)
    facts = await record(house)
    codes = facts["participants"]
    assert isinstance(codes, list)
    for person in CAST:
        own = await find(house, person, card)
        assert (own.is_counted, own.choice, own.choices, own.of) == (True, None, (), 6)
        assert codes[own.place - 1] == own.code
        assert own.code not in str(facts["ballots"])


async def test_of_a_secret_vote_of_few_only_that_one_was_counted_is_told(house: House) -> None:
    await house.services.proposals.propose(ANN, draft("Ana for the seat", "Yes?", is_secret=True))
    await house.services.outbox.deliver_due()
    card = await house.services.proposals.card(ANN.guild_id, 1)
    for person in CAST[:3]:
        await house.services.ballots.cast(person, 1, "agree")
    await house.settle(card)
    assert await find(house, BEA, card) == OwnLine(await house.proposal(card), is_counted=True)


async def test_who_did_not_vote_or_whose_tap_was_support_has_no_line(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST[:5], "✅", card)
    await house.tap(NEW, "✅", card)
    await house.settle(card)
    for person in (FAY, NEW):
        assert await find(house, person, card) == OwnLine(await house.proposal(card))


async def test_while_the_vote_runs_there_is_nothing_to_check(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    assert await house.services.own_lines.find(ANN, card.number) is None


async def test_after_thirty_days_nobody_can_know_also_before_the_sweep(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    await house.settle(card)
    house.clock.advance(LINKS_KEPT)
    before = await find(house, ANN, card)
    await house.services.forgetting.destroy_links()
    assert before == await find(house, ANN, card) == OwnLine(await house.proposal(card), is_forgotten=True)


async def test_a_vote_of_another_server_is_not_found(house: House) -> None:
    await house.found(elsewhere(ANN))
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    await house.settle(card)
    with pytest.raises(NoSuchProposal):
        await house.services.own_lines.find(elsewhere(ANN, OTHER_GUILD), card.number)
