"""The gallery of what is one's own: data, being forgotten, the name on the web, and what stands for an erased text."""

from dataclasses import replace
from typing import Any

from bot.domain.offers import State as OfferState
from bot.domain.proposals import State
from bot.domain.tally import Tally
from bot.domain.tasks import TaskAct
from bot.services.knowhow_cards import DifferenceCard, HistoryCard
from bot.services.members import FarewellCard, OwnData, ShownName
from bot.services.own_texts import OwnTexts
from bot.services.work_cards import RevisionCard
from bot.words.catalogue import Words
from cogs.ui.ballots import ballot_view, proposal_page
from cogs.ui.knowhow import difference_view, history_view
from cogs.ui.my import data_page, farewell_page, forgotten_page, more_files_page, name_page
from cogs.ui.offers import offer_view
from cogs.ui.picture import Picture
from cogs.ui.task_history import history_page
from cogs.ui.tasks import task_view
from tests.cogs.cards import OPENED_AT, choice, proposal, task
from tests.cogs.gallery_of_knowhow import TEXT, difference, page, revision
from tests.cogs.gallery_of_work import EDITED, WRITTEN, history, offer
from tests.db.test_people import PART_OF

NOTHING = OwnData("Nordstadt tenants", OPENED_AT, {})
EVERYTHING = replace(
    NOTHING, parts={part: [{"number": 1, "text": "Words.", "at": OPENED_AT}] for part in PART_OF.values()}
)
UNKNOWN = FarewellCard(is_known=False, joined_at=None)
BUSY = FarewellCard(
    is_known=True,
    joined_at=OPENED_AT,
    voted_on=(12, 13),
    proposed=(12,),
    stands_in=(14,),
    held_tasks=(3, 4),
    has_mandate=True,
    texts=OwnTexts(2, 1, 1, 3, 1, 4, 2, 5, 3),
)


def of_own(words: Words) -> dict[str, Picture]:
    """Every picture by name, in a language."""
    return {**_of_data(words), **_of_forgetting(words), **_of_names(words), **_of_erased(words)}


def _of_data(words: Words) -> dict[str, Picture]:
    return {
        "data: nothing": data_page(NOTHING, [], words),
        "data: everything there can be": data_page(EVERYTHING, ["my-data.json"], words),
        "data: files that had no room": more_files_page([f"my-data-{place}.json" for place in (11, 12)], words),
    }


def _of_forgetting(words: Words) -> dict[str, Picture]:
    quiet = FarewellCard(is_known=True, joined_at=None, texts=OwnTexts(tasks=1))
    return {
        "farewell: unknown": farewell_page(UNKNOWN, words),
        "farewell: nothing under way": farewell_page(quiet, words),
        "farewell: everything under way": farewell_page(BUSY, words),
        "forgotten": forgotten_page(quiet, words, withdrew=False),
        "forgotten, until votes end": forgotten_page(BUSY, words, withdrew=False),
        "forgotten, votes taken back": forgotten_page(BUSY, words, withdrew=True),
    }


def _of_names(words: Words) -> dict[str, Picture]:
    return {
        "name: none": name_page(ShownName(None, publishes=True), "Ana", words),
        "name: none, and nothing is published": name_page(ShownName(None, publishes=False), "Ana", words),
        "name: shown": name_page(ShownName("Ana of the *hall*", publishes=True), "Ana", words),
    }


def _of_erased(words: Words) -> dict[str, Picture]:
    gone: dict[str, Any] = {"title": "", "body": "", "first_tasks": (), "author_name": ""}
    over = replace(proposal(tally=Tally(agree=10)), state=State.SETTLED, decision_number=7, **gone)
    several = replace(choice(), options=("",) * 3, **gone)
    first = revision(1, name=None)
    return {
        "erased: ballot": ballot_view(over, words),
        "erased: choice": ballot_view(several, words),
        "erased: whole text": proposal_page(over, words),
        "erased: an offer of whoever was forgotten": offer_view(offer(to=None, state=OfferState.WITHDRAWN), words),
        "erased: history of a task": history_page(
            history(RevisionCard(TaskAct.EDITED, "", OPENED_AT, replace(WRITTEN, title=""), EDITED, "")),
            words,
            start=0,
        ),
        "erased: history of a page": history_view(
            HistoryCard(page(), (revision(2), replace(first, is_erased=True)), None), words
        ),
        "erased: a revision of a page": difference_view(
            DifferenceCard(3, replace(first, is_erased=True), ("", ""), ((), ()), ()), words
        ),
        "erased: the revision before": difference_view(
            difference("", TEXT, titles=("", "Hall"), tags=((), ()), follows_erased=True), words
        ),
        "erased: task": task_view(task(3, "Ana", title="", why=""), words),
    }
