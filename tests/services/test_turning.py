"""Turning: the first counted voice against makes an action vote of a lazy consent, at once and for good."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.ballots import Act, Choice
from bot.domain.decisions import Outcome
from bot.domain.proposals import State
from bot.domain.rules import Kind
from bot.domain.tally import Tally
from bot.services.cards import Person, ProposalCard
from bot.services.inbox import PanelAct
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, GHOST, NEW, House, crowd, member

HOUR = timedelta(hours=1)
LAZY = (Kind.LAZY, Kind.MEETING)

Speak = Callable[[House, ProposalCard], Awaitable[None]]


async def by_tap(house: House, card: ProposalCard) -> None:
    await house.tap(BEA, "❌", card)


async def by_super_tap(house: House, card: ProposalCard) -> None:
    await house.tap(BEA, "❌", card, is_super=True)


async def by_panel(house: House, card: ProposalCard) -> None:
    await house.services.ballots.cast(BEA, card.number, Choice.DISAGREE)


async def by_reading(house: House, card: ProposalCard) -> None:
    house.miss_tap(BEA, "❌", card)
    await house.services.reading.read_open()


ROADS: list[Speak] = [by_tap, by_super_tap, by_panel, by_reading]


@pytest.mark.parametrize("speak", ROADS, ids=lambda speak: speak.__name__)
async def test_the_first_against_turns_lazy_consent_by_whichever_road(house: House, speak: Speak) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    assert card.rule.is_lazy
    house.clock.advance(50 * HOUR)
    now = house.clock.now()
    await speak(house, card)
    turned = await house.proposal(card)
    assert (turned.turned_at, turned.closes_at) == (now, now + 72 * HOUR)
    assert (turned.rule.is_lazy, turned.rule.kind, turned.kind) == (False, Kind.ACTION, Kind.LAZY)
    assert turned.tally == Tally(disagree=1)


@pytest.mark.parametrize("kind", LAZY)
@pytest.mark.parametrize("emoji", ["❌", "⛔"])
async def test_a_disagreement_and_a_block_turn_both_lazy_kinds(house: House, kind: Kind, emoji: str) -> None:
    card = await house.open_proposal(kind=kind)
    await house.tap(BEA, emoji, card)
    assert not (await house.proposal(card)).rule.is_lazy


@pytest.mark.parametrize("person", [NEW, GHOST], ids=["newcomer", "unknown"])
async def test_who_is_not_on_the_roll_turns_nothing(house: House, person: Person) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    await house.tap(person, "❌", card)
    house.miss_tap(person, "⛔", card)
    await house.services.reading.read_open()
    shown = await house.proposal(card)
    assert (shown.rule, shown.closes_at, shown.turned_at) == (card.rule, card.closes_at, None)


async def test_agreeing_and_abstaining_turn_nothing(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    await house.tap(BEA, "✅", card)
    await house.tap(CAL, "⚪", card)
    assert (await house.proposal(card)).rule.is_lazy


async def test_a_tap_that_is_too_late_turns_nothing(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    await house.tap(BEA, "✅", card)
    house.clock.move_to(card.closes_at)
    await house.tap(CAL, "❌", card)
    assert (await house.settle(card)).outcome is Outcome.PASSED


async def test_ballots_cut_off_and_active_people_stay_when_it_turns(house: House) -> None:
    await house.all_tap(crowd(30), "✅", await house.open_proposal(DOV))
    card = await house.open_proposal(kind=Kind.LAZY)
    await house.all_tap([ANN, BEA, CAL], "✅", card)
    house.clock.advance(24 * HOUR)
    await house.tap(EVE, "❌", card)
    turned = await house.proposal(card)
    assert turned.tally == Tally(agree=3, disagree=1)
    assert (turned.rule.active, turned.rule.quorum) == (card.rule.active, 9)
    since_then = member(500, "Later", joined_at=card.opened_at + HOUR)
    await house.tap(since_then, "✅", card)
    assert (await house.proposal(card)).counters.newcomers == 1


async def test_only_the_first_against_moves_the_deadline(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    await house.tap(BEA, "❌", card)
    turned = await house.proposal(card)
    house.clock.advance(10 * HOUR)
    await house.tap(CAL, "❌", card)
    await house.services.ballots.cast(DOV, card.number, Choice.BLOCK)
    assert (await house.proposal(card)).closes_at == turned.closes_at


async def test_two_against_in_one_group_count_from_the_first(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    first = house.clock.now()
    house.put_tap(BEA, "❌", card)
    house.clock.advance(timedelta(seconds=5))
    house.put_tap(CAL, "⛔", card)
    await house.services.inbox.drained()
    assert (await house.proposal(card)).turned_at == first


async def test_what_has_turned_stays_an_action_though_nobody_is_against_any_more(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    await house.tap(BEA, "❌", card)
    await house.tap(BEA, "✅", card)
    decision = await house.settle(card)
    assert (decision.outcome, decision.rule.kind) == (Outcome.NO_QUORUM, Kind.ACTION)


async def test_after_turning_it_is_decided_as_an_action(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY, first_tasks="Do it")
    await house.tap(EVE, "❌", card)
    await house.all_tap(CAST[:4], "✅", card)
    decision = await house.settle(card)
    assert (decision.outcome, decision.kind, decision.tally) == (
        Outcome.PASSED,
        Kind.LAZY,
        Tally(agree=4, disagree=1),
    )
    assert [task.title for task in decision.tasks] == ["Do it"]


async def test_turning_shortens_nothing_that_was_prolonged(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    house.clock.move_to(card.closes_at - HOUR)
    await house.tap(BEA, "✅", card)
    prolonged = await house.come_to_the_deadline(card)
    assert (prolonged.state, prolonged.closes_at) == (State.OPEN, card.closes_at + 24 * HOUR)
    await house.tap(CAL, "❌", card)
    assert (await house.proposal(card)).closes_at >= prolonged.closes_at


async def test_taps_after_turning_are_judged_by_the_new_deadline(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    house.clock.move_to(card.closes_at - HOUR)
    await house.tap(BEA, "❌", card)
    house.clock.move_to(card.closes_at + HOUR)
    await house.tap(CAL, "✅", card)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.late) == (Tally(agree=1, disagree=1), 0)


async def test_what_follows_in_the_same_group_is_judged_by_the_new_deadline_too(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    house.clock.move_to(card.closes_at - HOUR)
    house.put_tap(BEA, "❌", card)
    house.clock.advance(2 * HOUR)
    house.put_tap(CAL, "✅", card)
    late = PanelAct(DOV, card.number, Act.CAST, house.clock.now(), choice=Choice.DISAGREE.value)
    await house.services.inbox.ask(late)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.late) == (Tally(agree=1, disagree=2), 0)
    assert (shown.turned_at, shown.closes_at) == (card.closes_at - HOUR, card.closes_at + 71 * HOUR)
