"""Offers: handing a task on, or asking somebody whether they would do it; nothing changes before they say yes."""

from bot.domain.offers import (
    A_WEEK,
    ASKED_AGAIN_AFTER,
    OFFER_LASTS,
    Offer,
    State,
    check_asked,
    check_may_accept,
    check_may_be_asked,
    check_may_hand_on,
    check_may_withdraw,
    check_offers,
    check_stands,
)
from bot.domain.task_refusals import OfferIsOver
from bot.domain.tasks import Work, check_goes_on
from bot.services.cards import Person, TaskCard
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.servers import founded, seen
from bot.services.task_cards import work_of
from bot.services.work_cards import OfferCard
from bot.services.working import changed_task, end_offer, existing_task, hands_of, take_up
from db import covers, members, offers, tasks
from db.engine import Database, Session


class OfferService:
    """Questions from one person to another about one task. That somebody says no is told to nobody and kept nowhere.

    Source: charter, §6 and §9.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def check_may_hand_on(self, person: Person, number: int) -> OfferCard | None:
        """The offer by which this person hands the task on already; refuses who does not hold it."""
        async with self._database.look() as session:
            row, holders = await existing_task(session, person.guild_id, number)
            check_may_hand_on(work_of(row, holders), person.user_id, is_waiting=False)
            waiting = await offers.waiting(session, row.id, person.user_id)
            return await offer_card(session, waiting) if waiting else None

    async def asked_of(self, person: Person) -> list[OfferCard]:
        """The offers that wait for this person's yes, the oldest first; refuses with `NotSetUp`."""
        async with self._database.look() as session:
            await founded(session, person.guild_id)
            waiting = await offers.asked_of(session, person.guild_id, person.user_id, self._clock.now())
            return [await offer_card(session, offer) for offer in waiting]

    async def check_may_offer(self, guild_id: int, number: int) -> None:
        """Refuse to offer what is over."""
        async with self._database.look() as session:
            check_goes_on(work_of(*await existing_task(session, guild_id, number)))

    async def ask(self, person: Person, number: int, to: int, *, hands_on: bool, is_person: bool) -> OfferCard:
        """Ask somebody about a task, once, where everybody sees the question; with `hands_on` for one's own place.

        `is_person` says that they are a human of this server. Refuses with what the rules of offers say.
        """
        now = self._clock.now()
        async with self._database.turn() as session:
            row, holders = await existing_task(session, person.guild_id, number)
            server = await founded(session, person.guild_id)
            work = work_of(row, holders)
            if hands_on:
                is_waiting = await offers.waiting(session, row.id, person.user_id) is not None
                check_may_hand_on(work, person.user_id, is_waiting=is_waiting)
            else:
                check_goes_on(work)
            last = await offers.last_asked(session, row.id, to, now - ASKED_AGAIN_AFTER)
            check_may_be_asked(work, person.user_id, to, is_person=is_person, last_asked_at=last)
            check_offers(await offers.made_since(session, person.guild_id, person.user_id, now - A_WEEK))
            offer = offers.OfferRow(
                guild_id=person.guild_id,
                task_id=row.id,
                ordinal=await offers.next_ordinal(session, row.id),
                offered_by=person.user_id,
                offered_to=to,
                hands_on=hands_on,
                state=State.OFFERED.value,
                offered_at=now,
                expires_at=now + OFFER_LASTS,
            )
            session.add(offer)
            await session.flush()
            await members.remember(session, [seen(person, acted_at=now)])
            channel_id = row.channel_id or server.tasks_channel_id
            await owe(session, row.guild_id, channel_id, "offer", offer.id, now, expires_at=offer.expires_at)
            return await offer_card(session, offer)

    async def accept(self, person: Person, offer_id: int) -> TaskCard:
        """Take what was offered: the claim moves, or begins, in one turn; refuses where a claim would be refused."""
        now = self._clock.now()
        async with self._database.turn() as session:
            await founded(session, person.guild_id, locked=True)
            offer, row, work = await _existing(session, person.guild_id, offer_id)
            held, limit = await hands_of(session, person)
            check_may_accept(work, _facts(offer), person.user_id, held=held, limit=limit, now=now)
            await end_offer(session, offer, State.ACCEPTED, now)
            if offer.hands_on:
                await tasks.end_claims(session, row.id, now, "handed on", member_id=offer.offered_by)
            await take_up(session, row, person, now)
            return await changed_task(session, row, person, now)

    async def decline(self, person: Person, offer_id: int) -> OfferCard:
        """Say no, which leaves no trace whatever; they may still say yes while the offer stands."""
        async with self._database.look() as session:
            offer, _, work = await _existing(session, person.guild_id, offer_id)
            check_asked(_facts(offer), person.user_id)
            check_stands(work, _facts(offer), self._clock.now())
            return await offer_card(session, offer)

    async def withdraw(self, person: Person, offer_id: int) -> OfferCard:
        """Take one's offer back; refuses what is over or somebody else's."""
        now = self._clock.now()
        async with self._database.turn() as session:
            offer, _, work = await _existing(session, person.guild_id, offer_id)
            check_may_withdraw(work, _facts(offer), person.user_id, now)
            await end_offer(session, offer, State.WITHDRAWN, now)
            return await offer_card(session, offer)

    async def end_due(self) -> int:
        """End the offers whose time is over; returns how many."""
        async with self._database.look() as session:
            due = await offers.expired(session, self._clock.now())
        ended = 0
        for row in due:
            async with self._database.turn() as session:
                offer = await offers.get(session, row.guild_id, row.id)
                ended += offer is not None and await end_offer(session, offer, State.LAPSED, self._clock.now())
        return ended


async def offer_card(session: Session, offer: offers.OfferRow) -> OfferCard:
    """The card of an offer."""
    server = await founded(session, offer.guild_id)
    row = (await tasks.by_ids(session, offer.guild_id, [offer.task_id]))[0]
    by = None if offer.offered_by is None else await members.get(session, offer.guild_id, offer.offered_by)
    hidden = await covers.hidden_tasks(session, offer.guild_id, [row.number])
    return OfferCard(
        guild_id=offer.guild_id,
        number=offer.id,
        task=row.number,
        ordinal=offer.ordinal,
        title=None if row.number in hidden else row.title,
        by=offer.offered_by,
        by_name=(by.name if by else None) or "",
        to=offer.offered_to,
        hands_on=offer.hands_on,
        state=State(offer.state),
        expires_at=offer.expires_at,
        channel_id=offer.channel_id,
        message_id=offer.message_id,
        language=server.language,
    )


async def _existing(session: Session, guild_id: int, offer_id: int) -> tuple[offers.OfferRow, tasks.TaskRow, Work]:
    """An offer, and its task, which is locked until the turn ends; an offer that is kept no more is over."""
    offer = await offers.get(session, guild_id, offer_id)
    if offer is None:
        raise OfferIsOver(0)
    number = (await tasks.by_ids(session, offer.guild_id, [offer.task_id]))[0].number
    row, holders = await existing_task(session, guild_id, number)
    await session.refresh(offer)
    return offer, row, work_of(row, holders)


def _facts(offer: offers.OfferRow) -> Offer:
    """The offer as the rules see it."""
    return Offer(offer.offered_by, offer.offered_to, offer.hands_on, State(offer.state), offer.expires_at)
