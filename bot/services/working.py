"""Working: what acts on tasks begin and end with."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.errors import NoSuchTask
from bot.domain.offers import State
from bot.domain.rules import ServerRules
from bot.services.cards import Person, TaskCard
from bot.services.owing import owe
from bot.services.servers import founded, seen
from bot.services.standing import task_moved
from bot.services.task_cards import task_cards
from db import members, offers, servers, tasks
from db.engine import Session


async def existing_task(session: Session, guild_id: int, number: int) -> tuple[tasks.TaskRow, Sequence[int]]:
    """A task, locked until the turn ends, and who holds it; refuses with `NoSuchTask`."""
    row = await tasks.get(session, guild_id, number, locked=True)
    if row is None:
        raise NoSuchTask(number)
    return row, (await tasks.holders(session, [row.id])).get(row.id, ())


async def changed_task(session: Session, row: tasks.TaskRow, person: Person, now: datetime) -> TaskCard:
    """Remember who acted, and read the task as it now is."""
    await members.remember(session, [seen(person, acted_at=now)])
    server = await founded(session, row.guild_id)
    if row.message_id is None:
        # Its message may be on its way with an older picture.
        await owe(session, row.guild_id, server.tasks_channel_id, "show-task", row.number, now)
    await task_moved(session, server, row, now, by=person.user_id)
    return (await task_cards(session, [row], language=server.language))[0]


async def hands_of(session: Session, person: Person) -> tuple[Sequence[int], int]:
    """The numbers of the tasks that somebody holds, and how many they may. Source: charter, §6."""
    server = await founded(session, person.guild_id)
    charter = await servers.charter(session, person.guild_id, server.charter_version)
    held = [task.number for task in await tasks.held_by(session, person.guild_id, person.user_id)]
    return held, ServerRules.of_facts(charter.rules).claims


async def take_up(session: Session, row: tasks.TaskRow, person: Person, now: datetime) -> None:
    """Write down that somebody holds a task from now on."""
    session.add(tasks.ClaimRow(guild_id=row.guild_id, task_id=row.id, member_id=person.user_id, claimed_at=now))
    await session.flush()


async def let_go(
    session: Session, row: tasks.TaskRow, now: datetime, ending: str, *, member_id: int | None = None
) -> None:
    """End the claims on a task, or one person's, and the offers that hang on them."""
    await tasks.end_claims(session, row.id, now, ending, member_id=member_id)
    for offer in await offers.standing(session, row.id):
        if member_id is None or (offer.hands_on and offer.offered_by == member_id):
            await end_offer(session, offer, State.WITHDRAWN, now)


async def end_offer(session: Session, offer: offers.OfferRow, state: State, now: datetime) -> bool:
    """End an offer that stands, and owe its message a new picture; False where it had ended."""
    if not await offers.end(session, offer.id, state.value):
        return False
    if offer.channel_id is not None:
        await owe(session, offer.guild_id, offer.channel_id, "show-offer", offer.id, now)
    await session.refresh(offer)
    return True
