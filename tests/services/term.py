"""A term: short ways to make coordinators, to schedule reminders, and to let the clock do what it does."""

from datetime import datetime, timedelta

from bot.domain.proposals import Draft
from bot.domain.schedule import Schedule
from bot.services.cards import DecisionCard, Person
from bot.services.personal_reminders import add_personal
from bot.services.reminders import Wording, move_reminder, schedule_reminder
from bot.services.time_cards import OccurrenceCard, PersonalCard, ReminderCard
from tests.factories import CAST, DECISIONS_CHANNEL, FAY, GUILD, House

ZONE = "Europe/Paris"
EVENING = datetime.fromisoformat("2026-05-22T18:00")
"""Local time; 16:00 in UTC."""
EVENINGS = Schedule(EVENING, ZONE, "FREQ=DAILY")
ONE_EVENING = Schedule(EVENING, ZONE)


async def make_coordinator(house: House, person: Person) -> DecisionCard:
    """Have somebody stand, and everybody agree."""
    draft = await house.services.mandates.stand(person, "A mandate", "I remember things.")
    return await _decide(house, person, draft)


async def recall(house: House, decision_number: int, by: Person = FAY) -> DecisionCard:
    """Have a mandate taken back."""
    draft = await house.services.mandates.recall(GUILD, decision_number, "Take it back", "Thank you.")
    return await _decide(house, by, draft)


async def _decide(house: House, person: Person, draft: Draft) -> DecisionCard:
    receipt = await house.services.proposals.propose(person, draft)
    await house.services.outbox.deliver_due()
    for voter in CAST:
        await house.services.ballots.cast(voter, receipt.number, "agree")
    decision = await house.settle(await house.services.proposals.card(GUILD, receipt.number))
    await house.services.outbox.deliver_due()
    return decision


async def schedule(
    house: House,
    person: Person,
    when: Schedule = ONE_EVENING,
    text: str = "Bring the chairs.",
    *,
    is_meeting: bool = False,
    channel_id: int = DECISIONS_CHANNEL,
) -> ReminderCard:
    """Schedule a reminder in somebody's name."""
    async with house.database.turn() as session:
        return await schedule_reminder(session, person, when, Wording(text, channel_id, is_meeting), house.clock.now())


async def move(house: House, person: Person, number: int, when: Schedule) -> ReminderCard:
    """Move a reminder in somebody's name."""
    async with house.database.turn() as session:
        return await move_reminder(session, person, number, when, house.clock.now())


async def ask(house: House, person: Person, when: Schedule = ONE_EVENING, text: str = "Call Mum.") -> PersonalCard:
    """Ask to be reminded oneself."""
    async with house.database.turn() as session:
        return await add_personal(session, person, text, when, house.clock.now())


async def come_to(house: House, instant: datetime) -> None:
    """Let the clock show an instant, and do what is due then."""
    house.clock.move_to(instant)
    await tick(house)


async def tick(house: House) -> None:
    """Do what is due now, in the timetable's order."""
    await house.services.reminders.send_due()
    await house.services.personal_reminders.send_due()
    await house.services.closings.tell_due()
    await house.services.due_tasks.tell_due()
    await house.services.mandates.end_due()
    await house.services.outbox.deliver_due()


def posted(house: House, number: int = 1) -> list[OccurrenceCard]:
    """The occurrences of a reminder that stand on the board, in order."""
    cards = [one.notice.content for one in house.board.standing(f"R-{number}")]
    return [card for card in cards if isinstance(card, OccurrenceCard)]


A_DAY = timedelta(days=1)
