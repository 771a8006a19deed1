"""Couriers: who takes each kind of notice to where it belongs, and what is to be done once it is there."""

from collections.abc import Mapping

from bot.services.couriers.ballots import BallotFurnisher, BallotPoster, BallotRedrawer
from bot.services.couriers.boards import BoardPoster, BoardRedrawer
from bot.services.couriers.checks import CheckFurnisher, CheckPoster
from bot.services.couriers.courier import Courier, Desk
from bot.services.couriers.decisions import DecisionPoster, DecisionRedrawer
from bot.services.couriers.digests import DigestFurnisher, DigestPoster, DigestRedrawer
from bot.services.couriers.lapses import QuestionPoster, ReleasedPoster
from bot.services.couriers.losses import LossPoster, RestoredPoster
from bot.services.couriers.offers import OfferPoster, OfferRedrawer
from bot.services.couriers.personal import PersonalTeller
from bot.services.couriers.prompts import ClosingPoster, DueTaskPoster, PromptRedrawer
from bot.services.couriers.reminders import (
    AgendaPoster,
    AgendaRedrawer,
    MeetingOpener,
    NotesPoster,
    NotesRedrawer,
    ReminderPoster,
    ReminderRedrawer,
)
from bot.services.couriers.shadows import LearnersPoster, LearnersRedrawer
from bot.services.couriers.task_threads import TaskThreadNamer, TaskThreadOpener
from bot.services.couriers.tasks import TaskPoster, TaskRedrawer


def couriers(desk: Desk) -> Mapping[str, Courier]:
    """The courier of every kind of notice.

    What begins with "show" redraws a message, however long that takes, because its text was covered or uncovered or
    because something about it changed that cannot be missed.
    """
    ballots = BallotPoster(desk)
    return {
        "ballot": ballots,
        "run-off": ballots,
        "ballot-again": ballots,
        "furnish": BallotFurnisher(desk),
        "show-ballot": BallotRedrawer(desk),
        "decision": DecisionPoster(desk),
        "show-decision": DecisionRedrawer(desk),
        "task": TaskPoster(desk),
        "show-task": TaskRedrawer(desk),
        "task-thread": TaskThreadOpener(desk),
        "name-thread": TaskThreadNamer(desk),
        "still-on-it": QuestionPoster(desk),
        "released": ReleasedPoster(desk),
        "learners": LearnersPoster(desk),
        "show-learners": LearnersRedrawer(desk),
        "board": BoardPoster(desk),
        "show-board": BoardRedrawer(desk),
        "offer": OfferPoster(desk),
        "show-offer": OfferRedrawer(desk),
        "check": CheckPoster(desk),
        "furnish-check": CheckFurnisher(desk),
        "loss": LossPoster(desk),
        "restored": RestoredPoster(desk),
        "reminder": ReminderPoster(desk),
        "show-reminder": ReminderRedrawer(desk),
        "meet": MeetingOpener(desk),
        "agenda": AgendaPoster(desk),
        "show-agenda": AgendaRedrawer(desk),
        "notes": NotesPoster(desk),
        "show-notes": NotesRedrawer(desk),
        "personal": PersonalTeller(desk),
        "closing": ClosingPoster(desk),
        "task-due": DueTaskPoster(desk),
        "show-prompt": PromptRedrawer(desk),
        "digest": DigestPoster(desk),
        "furnish-digest": DigestFurnisher(desk),
        "show-digest": DigestRedrawer(desk),
    }
