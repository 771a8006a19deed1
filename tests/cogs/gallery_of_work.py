"""The gallery of work: tasks, lists of them, their histories, and offers from one person to another."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.offers import State as OfferState
from bot.domain.tasks import Contents, Effort, State, TaskAct, Wanted
from bot.services.cards import Drop, TaskCard
from bot.services.work_cards import HistoryCard, OfferCard, RevisionCard
from bot.words.catalogue import Words
from cogs.ui.offers import hand_on_page, offer_view, offered_page
from cogs.ui.picture import Picture
from cogs.ui.task_history import history_page, now_page
from cogs.ui.task_lists import A_PAGE, Place, tasks_page
from cogs.ui.tasks import task_page, task_view
from tests.cogs.cards import GUILD, OPENED_AT, task

ANA, CEM = 700, 701

WRITTEN = Contents("Print flyers", "All gone.", 2, ("print",), Effort.SMALL, False, date(2026, 5, 9), 7)
EDITED = replace(WRITTEN, title="Print posters", skills=("print", "draw"), due_on=None, is_first=True)


FIRST_PAGE = Place()


def offer(**changes: object) -> OfferCard:
    """T-3, which Ana hands on to Cem."""
    card = OfferCard(
        guild_id=GUILD,
        number=5,
        task=3,
        ordinal=1,
        title="Fetch the hand-truck",
        by=ANA,
        by_name="Ana",
        to=CEM,
        hands_on=True,
        state=OfferState.OFFERED,
        expires_at=OPENED_AT + timedelta(days=7),
        channel_id=602,
        message_id=603,
        language="en",
    )
    return replace(card, **changes)  # type: ignore[arg-type]  # fields by name, for short


def history(*revisions: RevisionCard) -> HistoryCard:
    """The history of T-3."""
    return HistoryCard(GUILD, 3, "Print posters", revisions)


def listed(
    cards: list[TaskCard],
    reader_id: int,
    words: Words,
    place: Place = FIRST_PAGE,
    total: int | None = None,
) -> Picture:
    """A page of a list as its reader sees it; without a total, one of a list of one page."""
    return tasks_page(cards, len(cards) if total is None else total, reader_id, words, place=place)


def of_work(words: Words) -> dict[str, Picture]:
    """Every picture of tasks by name."""
    return {**_of_tasks(words), **_of_lists(words), **_of_histories(words), **_of_offers(words)}


def states() -> dict[str, TaskCard]:
    """A task in each of its states."""
    return {
        "looks for hands": task(),
        "looks for several": task(why="Two doors, two days.", people_needed=3, effort=Effort.MEDIUM),
        "some hands": task(3, "Ana", people_needed=2),
        "in hands": task(3, "Ana", "", state=State.CLAIMED, people_needed=2, effort=Effort.SMALL),
        "due": task(due_on=date(2026, 5, 9)),
        "with everything": task(
            skills=("drive", "carry *things*"),
            is_first=True,
            effort=Effort.SMALL,
            due_on=date(2026, 5, 9),
            decision_channel_id=502,
            decision_message_id=603,
        ),
        "done": task(3, "Ana", state=State.DONE, decision_number=None),
        "done by nobody we know": task(3, state=State.DONE),
        "dropped": task(state=State.DROPPED, drop=Drop("Ana", OPENED_AT, "The door is *fixed*.")),
        "dropped and covered": task(state=State.DROPPED, is_covered=True, title="", drop=Drop("", OPENED_AT, "")),
    }


def _of_tasks(words: Words) -> dict[str, Picture]:
    every = states()
    shown = ("looks for hands", "some hands", "done", "dropped", "dropped and covered")
    return {
        **{f"task, {name}": task_view(card, words) for name, card in every.items()},
        **{f"task for one, {name}": task_page(every[name], CEM, words) for name in shown},
        "task for its holder": task_page(every["some hands"], ANA, words),
        "task for one of two holders": task_page(every["in hands"], ANA, words),
    }


def _of_lists(words: Words) -> dict[str, Picture]:
    every = states()
    crowd = [f"Member {place}" for place in range(1, 8)]
    others = [replace(card, number=place) for place, card in enumerate(list(every.values())[:4], 3)]
    mine = [task(number, "Ana", state=State.CLAIMED) for number in (1, 2)]
    many = [task(number) for number in range(7, 7 + A_PAGE)]
    return {
        "tasks, none": listed([], ANA, words),
        "tasks, mine and others": listed([*mine, *others], CEM, words),
        "tasks, a page in the middle": listed(many, ANA, words, Place(start=A_PAGE), total=13),
        "tasks, one of many hands": listed([task(3, *crowd, people_needed=9)], 999, words),
        "tasks of a decision": listed([*mine, every["done"], every["dropped"]], ANA, words, Place(of_decision=7)),
        "tasks, mine": listed(mine, ANA, words, Place(wanted=Wanted.MINE)),
        "tasks, mine, and offered to me": tasks_page(
            mine,
            2,
            ANA,
            words,
            place=Place(wanted=Wanted.MINE),
            asked=[offer(), offer(number=6, task=4, title=None, hands_on=False, by_name="")],
        ),
        "tasks, mine, none": listed([], ANA, words, Place(wanted=Wanted.MINE)),
        "tasks, in hands": listed(mine, CEM, words, Place(wanted=Wanted.IN_HANDS)),
        "tasks, looking for a skill, none": listed([], ANA, words, Place(wanted=Wanted.LOOKING, skill="*drive*")),
        "tasks, good first ones": listed([every["with everything"]], ANA, words, Place(wanted=Wanted.FIRST)),
    }


def _of_histories(words: Words) -> dict[str, Picture]:
    written = RevisionCard(TaskAct.WRITTEN, "Ana", OPENED_AT, None, WRITTEN, "")
    edited = RevisionCard(TaskAct.EDITED, "Cem", OPENED_AT + timedelta(hours=1), WRITTEN, EDITED, "")
    dropped = RevisionCard(TaskAct.DROPPED, "Ana", OPENED_AT + timedelta(hours=2), EDITED, EDITED, "Not needed.")
    back = RevisionCard(TaskAct.PUT_BACK, "", OPENED_AT + timedelta(hours=3), EDITED, EDITED, "")
    nobody = [replace(each, by_name="") for each in (written, edited, dropped)]
    return {
        "history, of a new task": history_page(history(written), words, start=0),
        "history": history_page(history(back, dropped, edited, written), words, start=0),
        "history, of nobody we know": history_page(history(*reversed(nobody)), words, start=0),
        "history, a page in the middle": history_page(history(*[edited] * 12, written), words, start=5),
        "edited meanwhile": now_page(3, EDITED, ("title", "due_on"), words, wish="..0.1"),
    }


def _of_offers(words: Words) -> dict[str, Picture]:
    ends = {"accepted": OfferState.ACCEPTED, "taken back": OfferState.WITHDRAWN, "over": OfferState.LAPSED}
    return {
        "offer, handed on": offer_view(offer(), words),
        "offer, the second": offer_view(offer(hands_on=False, ordinal=2, by_name="", title=None), words),
        **{f"offer, {name}": offer_view(offer(state=state), words) for name, state in ends.items()},
        "offer, for who made it": offered_page(offer(), words),
        "offer of an open task, for who made it": offered_page(offer(hands_on=False), words),
        "offer, whom to ask": hand_on_page(3, words),
    }
