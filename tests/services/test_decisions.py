"""Decisions as they are recorded, published and read: no names, fresh pseudonyms, texts apart."""

import json

import pytest

from bot.domain.chain import commitment, digest
from bot.domain.decisions import Outcome
from bot.domain.errors import NoSuchDecision
from tests.factories import ANN, BEA, CAST, EVE, GUILD, NEW, OTHER_GUILD, House, elsewhere


async def test_the_record_says_what_happened_and_names_nobody(house: House) -> None:
    card = await house.open_proposal(title="Rent the hall", body="Every Friday.", first_tasks="Sign\nGet the key")
    for person, emoji in zip(CAST, "✅✅✅✅❌⚪", strict=True):
        await house.tap(person, emoji, card)
    await house.tap(NEW, "✅", card)
    await house.untap(ANN, "✅", card)
    decision = await house.settle(card)
    ((body, entry_hash),) = await house.select("SELECT body, hash FROM log WHERE kind = 'decision'")
    facts = json.loads(body)
    assert digest(body) == entry_hash == decision.hash
    assert (facts["number"], facts["proposal"], facts["charter"], facts["sequence"]) == (1, 1, 1, 2)
    assert facts["tally"] == {"abstain": 1, "agree": 4, "block": 0, "disagree": 1, "unexplained": 0}
    assert facts["counters"] == {"late": 0, "newcomers": 1, "unclear": 0, "unknown": 0, "untapped": 1}
    assert (facts["outcome"], facts["turnout"], facts["rule"]) == ("passed", 6, card.rule.facts())
    assert (facts["opened_on"], facts["closed_on"], facts["decided_on"]) == ("2026-05-04", "2026-05-07", "2026-05-07")
    assert [task["number"] for task in facts["tasks"]] == [1, 2]
    for secret in ("Rent", "Friday", "Sign", str(GUILD), *(person.name for person in (*CAST, NEW))):
        assert secret not in body


async def test_texts_enter_the_log_as_commitments_under_salts_of_their_own(house: House) -> None:
    await house.decide(title="Same words", body="Same words", first_tasks="Same words")
    sealed = await house.select("SELECT commitment, salt, text FROM sealed_texts")
    assert len(sealed) == 3
    assert {commitment(salt, text) for _, salt, text in sealed} == {one for one, _, _ in sealed}
    assert {len(salt) for _, salt, _ in sealed} == {16}
    assert len({salt for _, salt, _ in sealed}) == 3
    ((body,),) = await house.select("SELECT body FROM log WHERE kind = 'decision'")
    assert all(one in body for one, _, _ in sealed)


async def test_an_erased_text_leaves_the_chain_whole_and_the_decision_readable(house: House) -> None:
    card = await house.open_proposal()
    for person in CAST[:3]:
        await house.tap(person, "⛔", card)
        await house.services.ballots.explain(person, card.number, "No.")
    await house.settle(card)
    await house.run_sql("DELETE FROM sealed_texts")
    decision = await house.services.decisions.card(GUILD, 1)
    assert (decision.title, decision.body, decision.objections) == (None, None, (None, None, None))
    assert decision.outcome is Outcome.BLOCKED
    assert (await house.services.commons.verify(GUILD))[1] is None


async def test_five_voters_are_published_under_pseudonyms_that_are_fresh_each_time(house: House) -> None:
    pseudonyms: list[str] = []
    for _ in range(2):
        card = await house.open_proposal()
        for person, emoji in zip(CAST, "✅✅✅❌⛔", strict=False):
            await house.tap(person, emoji, card)
        await house.settle(card)
    for (body,) in await house.select("SELECT body FROM log WHERE kind = 'decision' ORDER BY sequence"):
        lines = json.loads(body)["ballots"]
        assert sorted(line["choice"] for line in lines) == ["agree", "agree", "agree", "block", "disagree"]
        assert [line["voter"] for line in lines] == sorted(line["voter"] for line in lines)
        assert not any(line["explained"] for line in lines)
        pseudonyms += [line["voter"] for line in lines]
    assert len(set(pseudonyms)) == 10
    kept = await house.select("SELECT pseudonym FROM ballots")
    assert sorted(pseudonym for (pseudonym,) in kept) == sorted(pseudonyms)


async def test_everybody_can_find_their_own_line_among_the_published(house: House) -> None:
    card = await house.open_proposal()
    for person, emoji in zip(CAST, "✅✅✅❌⛔", strict=False):
        await house.tap(person, emoji, card)
    await house.services.ballots.explain(EVE, card.number, "No.")
    await house.settle(card)
    ((body,),) = await house.select("SELECT body FROM log WHERE kind = 'decision'")
    by_pseudonym = {line["voter"]: line for line in json.loads(body)["ballots"]}
    for member_id, choice, reason, pseudonym in await house.select(
        "SELECT member_id, choice, reason, pseudonym FROM ballots"
    ):
        assert by_pseudonym[pseudonym]["choice"] == choice
        assert by_pseudonym[pseudonym]["explained"] == (reason is not None) == (member_id == EVE.user_id)


async def test_with_fewer_than_five_voters_only_totals_are_published(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap([*CAST[:4], NEW], "✅", card)
    await house.settle(card)
    ((body,),) = await house.select("SELECT body FROM log WHERE kind = 'decision'")
    assert json.loads(body)["ballots"] is None
    assert json.loads(body)["tally"]["agree"] == 4


async def test_a_decision_that_does_not_exist_or_stands_elsewhere_is_refused(house: House) -> None:
    await house.found(elsewhere(ANN))
    await house.decide()
    with pytest.raises(NoSuchDecision):
        await house.services.decisions.card(GUILD, 2)
    with pytest.raises(NoSuchDecision):
        await house.services.decisions.card(OTHER_GUILD, 1)


async def test_decisions_are_listed_from_the_newest_in_pages(house: House) -> None:
    await house.found(elsewhere(ANN))
    for title in ("One", "Two", "Three"):
        await house.decide(title=title)
    decisions = house.services.decisions
    assert [card.title for card in await decisions.newest(GUILD, limit=2)] == ["Three", "Two"]
    assert [card.title for card in await decisions.newest(GUILD, limit=2, before=2)] == ["One"]
    assert not await decisions.newest(GUILD, limit=2, before=1)
    assert not await decisions.newest(OTHER_GUILD, limit=2)


async def test_a_decision_card_links_the_discussion_and_shows_its_tasks_as_they_are_now(house: House) -> None:
    card = await house.open_proposal(first_tasks="Buy it")
    await house.all_tap(CAST, "✅", card)
    await house.settle(card)
    await house.services.tasks.claim(BEA, 1)
    decision = await house.services.decisions.card(GUILD, 1)
    assert (decision.thread_id, decision.proposal_number) == (card.thread_id, card.number)
    assert (decision.looking, decision.tasks[0].is_held_by(BEA.user_id)) == (0, True)
