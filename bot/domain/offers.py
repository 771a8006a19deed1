"""Offers: handing a task on, or asking somebody whether they would do it; only their own yes changes anything."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import AlreadyClaimed
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
from bot.domain.tasks import Work, check_goes_on, check_has_room, check_may_claim, check_may_release

OFFER_LASTS = timedelta(days=7)
ASKED_AGAIN_AFTER = timedelta(days=30)
"""How long nobody asks the same person about the same task, whatever they said: one mention is one question."""

OFFERS_A_WEEK = 5
"""How many people one person may ask in seven days: each question mentions somebody."""

A_WEEK = timedelta(days=7)


class State(StrEnum):
    """What became of an offer. That somebody said no is no state: nobody is told, so nothing is written."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Offer:
    """One question of one person to another; with `hands_on` the one who asks gives their own place.

    None stands for somebody who was forgotten: such an offer is over.
    """

    by: int | None
    to: int | None
    hands_on: bool
    state: State
    expires_at: datetime


def check_may_hand_on(work: Work, member_id: int, *, is_waiting: bool) -> None:
    """Refuse to hand on what is over or not theirs, or while another's answer to the same `is_waiting`."""
    check_may_release(work, member_id)
    if is_waiting:
        raise HandedOnAlready(work.number)


def check_may_be_asked(work: Work, by: int, to: int, *, is_person: bool, last_asked_at: datetime | None) -> None:
    """Refuse to ask oneself, a bot, a stranger or a holder, or to ask again too soon."""
    if to == by or not is_person:
        raise NobodyToAsk
    if to in work.holders:
        raise HoldsItAlready(work.number)
    if last_asked_at is not None:
        raise AskedAlready(work.number, last_asked_at + ASKED_AGAIN_AFTER)


def check_offers(made: Sequence[datetime]) -> None:
    """Refuse one more offer to who made so many in the last week, given when, the oldest first."""
    if len(made) >= OFFERS_A_WEEK:
        raise TooManyOffers(OFFERS_A_WEEK, made[-OFFERS_A_WEEK] + A_WEEK)


def check_may_accept(
    work: Work, offer: Offer, member_id: int, *, held: Collection[int], limit: int, now: datetime
) -> None:
    """Refuse an offer that was made to another or is over, and whatever stands in the way of a claim."""
    check_asked(offer, member_id)
    check_stands(work, offer, now)
    if offer.hands_on and offer.by not in work.holders:
        raise OfferIsOver(work.number)
    if not offer.hands_on:
        check_may_claim(work, member_id, held=held, limit=limit)
    elif member_id in work.holders:
        raise AlreadyClaimed(work.number)
    else:
        check_has_room(held, limit)


def check_asked(offer: Offer, member_id: int) -> None:
    """Refuse everybody but the one who was asked."""
    if member_id != offer.to:
        raise NotAskedOfYou


def check_may_withdraw(work: Work, offer: Offer, member_id: int, now: datetime) -> None:
    """Refuse everybody but the one who asked, and what is over."""
    if member_id != offer.by:
        raise NotYourOffer
    check_stands(work, offer, now)


def check_stands(work: Work, offer: Offer, now: datetime) -> None:
    """Refuse an offer that is over, or whose task is."""
    if offer.state is not State.OFFERED or now >= offer.expires_at:
        raise OfferIsOver(work.number)
    check_goes_on(work)
