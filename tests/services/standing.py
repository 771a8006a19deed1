"""Standing: short ways to let the clock look after tasks, and to read what stands on the board of the fakes."""

from datetime import datetime

from bot.domain.boards import Part
from bot.services.cards import TaskCard
from bot.services.standing_cards import BoardCard, QuestionCard, ReleasedCard
from tests.factories import ANN, GUILD, House, Person
from tests.fakes import Posted


async def look_after(house: House) -> None:
    """Do what is due on tasks and boards now, in the timetable's order."""
    await house.services.due_tasks.mark_overdue()
    await house.services.lapses.sweep()
    await house.services.boards.draw_due()
    await house.services.outbox.deliver_due()


async def come_to(house: House, instant: datetime) -> None:
    """Let the clock show an instant, and look after what is due then."""
    house.clock.move_to(instant)
    await look_after(house)


async def held(house: House, *people: Person, title: str = "Print flyers", needed: int = 0) -> TaskCard:
    """A task on its message that some hold."""
    task = await house.add_task(ANN, title, people_needed=needed or max(1, len(people)))
    for person in people:
        await house.services.tasks.claim(person, task.number)
    await house.services.outbox.deliver_due()
    return await house.services.tasks.card(GUILD, task.number)


def boards(house: House) -> list[Posted]:
    """The boards that were posted."""
    return [one for one in house.board.posted if isinstance(one.notice.content, BoardCard)]


def shown(house: House) -> BoardCard:
    """The board as it was last drawn."""
    posted = [one.notice.content for one in house.board.posted if isinstance(one.notice.content, BoardCard)]
    return (posted + house.board.shown_boards)[-1]


def numbers(card: BoardCard, part: Part) -> list[int]:
    """The tasks that stand in a part of the board."""
    return [task.number for task in card.parts[part].tasks]


def questions(house: House) -> list[Posted]:
    """The questions that were asked."""
    return [one for one in house.board.posted if isinstance(one.notice.content, QuestionCard)]


def thanks(house: House) -> list[ReleasedCard]:
    """Whose places became free."""
    cards = [one.notice.content for one in house.board.posted]
    return [card for card in cards if isinstance(card, ReleasedCard)]
