"""Offers: only the yes of whoever is asked changes anything."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import AlreadyClaimed, NotYourTask, Refusal, TaskIsDone, TaskIsFull, TooManyClaims
from bot.domain.offers import (
    ASKED_AGAIN_AFTER,
    OFFERS_A_WEEK,
    Offer,
    State,
    check_may_accept,
    check_may_be_asked,
    check_may_hand_on,
    check_may_withdraw,
    check_offers,
)
from bot.domain.task_refusals import (
    AskedAlready,
    HandedOnAlready,
    HoldsItAlready,
    NobodyToAsk,
    NotAskedOfYou,
    NotYourOffer,
    OfferIsOver,
    TooManyOffers,
)
from bot.domain.tasks import Work

ANN, BEA, CAL = 11, 12, 13
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SOON = NOW + timedelta(days=7)
HELD = Work(7, 1, (ANN,))
HANDED_ON = Offer(ANN, BEA, True, State.OFFERED, SOON)
OFFERED = replace(HANDED_ON, hands_on=False)


def test_a_holder_hands_on_and_waits_for_one_answer_at_a_time() -> None:
    check_may_hand_on(HELD, ANN, is_waiting=False)
    with pytest.raises(HandedOnAlready) as waiting:
        check_may_hand_on(HELD, ANN, is_waiting=True)
    with pytest.raises(NotYourTask):
        check_may_hand_on(HELD, BEA, is_waiting=False)
    assert waiting.value.number == 7


def test_a_human_of_the_server_who_does_not_hold_it_may_be_asked_once_in_thirty_days() -> None:
    check_may_be_asked(HELD, ANN, BEA, is_person=True, last_asked_at=None)
    refused: list[tuple[int, bool, datetime | None, type[Refusal]]] = [
        (ANN, True, None, NobodyToAsk),
        (BEA, False, None, NobodyToAsk),
        (BEA, True, NOW, AskedAlready),
    ]
    for to, is_person, last, refusal in refused:
        with pytest.raises(refusal):
            check_may_be_asked(HELD, ANN, to, is_person=is_person, last_asked_at=last)
    with pytest.raises(HoldsItAlready) as holds:
        check_may_be_asked(HELD, CAL, ANN, is_person=True, last_asked_at=None)
    with pytest.raises(AskedAlready) as asked:
        check_may_be_asked(HELD, ANN, BEA, is_person=True, last_asked_at=NOW)
    assert (holds.value.number, asked.value.number, asked.value.again_at) == (7, 7, NOW + ASKED_AGAIN_AFTER)


def test_one_person_asks_five_others_a_week() -> None:
    made = [NOW + timedelta(hours=each) for each in range(OFFERS_A_WEEK + 1)]
    check_offers(made[: OFFERS_A_WEEK - 1])
    with pytest.raises(TooManyOffers) as refused:
        check_offers(made[:OFFERS_A_WEEK])
    assert (refused.value.limit, refused.value.room_at) == (5, NOW + timedelta(days=7))
    with pytest.raises(TooManyOffers) as many:
        check_offers(made)
    assert many.value.room_at == NOW + timedelta(days=7, hours=1)


def accept(work: Work, offer: Offer, member: int = BEA, held: tuple[int, ...] = (), now: datetime = NOW) -> None:
    """Say yes."""
    check_may_accept(work, offer, member, held=held, limit=3, now=now)


def test_whoever_was_asked_takes_what_is_handed_on_though_the_task_is_full() -> None:
    accept(HELD, HANDED_ON)
    accept(HELD, HANDED_ON, now=SOON - timedelta(microseconds=1), held=(1, 2))


def test_an_offered_task_is_taken_as_any_open_one() -> None:
    accept(Work(7, 1), OFFERED)
    accept(Work(7, 2, (CAL,)), OFFERED)
    with pytest.raises(TaskIsFull):
        accept(HELD, OFFERED)


@pytest.mark.parametrize("offer", [HANDED_ON, OFFERED])
def test_nobody_else_answers_and_whoever_does_keeps_the_limits(offer: Offer) -> None:
    work = replace(HELD, people_needed=3)
    with pytest.raises(NotAskedOfYou):
        accept(work, offer, CAL)
    with pytest.raises(TooManyClaims) as refused:
        accept(work, offer, held=(5, 4, 6))
    assert refused.value.held == (4, 5, 6)
    with pytest.raises(AlreadyClaimed):
        accept(replace(work, holders=(ANN, BEA)), offer)
    with pytest.raises(TaskIsDone):
        accept(replace(work, is_done=True), offer)


@pytest.mark.parametrize(
    ("offer", "work", "now"),
    [
        (HANDED_ON, HELD, SOON),
        (replace(HANDED_ON, state=State.WITHDRAWN), HELD, NOW),
        (replace(HANDED_ON, state=State.ACCEPTED), HELD, NOW),
        (replace(HANDED_ON, state=State.LAPSED), HELD, NOW),
        (HANDED_ON, Work(7, 1, (CAL,)), NOW),
    ],
)
def test_an_offer_that_is_over_gives_nothing(offer: Offer, work: Work, now: datetime) -> None:
    with pytest.raises(OfferIsOver) as refused:
        accept(work, offer, now=now)
    assert refused.value.number == 7


def test_only_who_asked_takes_an_offer_back_while_it_stands() -> None:
    check_may_withdraw(HELD, HANDED_ON, ANN, NOW)
    with pytest.raises(NotYourOffer):
        check_may_withdraw(HELD, HANDED_ON, BEA, NOW)
    with pytest.raises(OfferIsOver):
        check_may_withdraw(HELD, HANDED_ON, ANN, SOON)
