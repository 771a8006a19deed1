"""Work in words: what a task says, what became of it, and how the rules of work say no."""

from collections.abc import Callable
from datetime import datetime

from bot.domain import task_refusals as refusals
from bot.domain.errors import Refusal
from bot.domain.tasks import Contents, Effort, TaskAct
from bot.words.catalogue import Words


def effort_word(effort: Effort, words: Words) -> str:
    """How much work, in a word."""
    match effort:
        case Effort.SMALL:
            return words.say("small")
        case Effort.MEDIUM:
            return words.say("medium")
        case Effort.LARGE:
            return words.say("large")


def part_name(name: str, words: Words) -> str:
    """What a part of a task is called, by its name in `Contents`."""
    match name:
        case "title":
            return words.say("What is to be done")
        case "why":
            return words.say("Why")
        case "people_needed":
            return words.say("How many people")
        case "skills":
            return words.say("Skills")
        case "effort":
            return words.say("How much work")
        case "is_first":
            return words.say("Good first task")
        case "due_on":
            return words.say("Due")
        case "decision_number":
            return words.say("Serves")
        case _:
            raise KeyError(name)


def part_value(name: str, said: Contents, words: Words) -> str:
    """What a task says in one of its parts; a dash where it says nothing."""
    match name:
        case "title":
            return said.title
        case "why":
            return said.why or "–"
        case "people_needed":
            return str(said.people_needed)
        case "skills":
            return ", ".join(said.skills) or "–"
        case "effort":
            return effort_word(said.effort, words) if said.effort else "–"
        case "is_first":
            return words.say("yes") if said.is_first else words.say("no")
        case "due_on":
            return words.day(said.due_on) if said.due_on else "–"
        case "decision_number":
            return f"D-{said.decision_number}" if said.decision_number else "–"
        case _:
            raise KeyError(name)


def act_sentence(act: TaskAct, name: str, words: Words) -> str:
    """What somebody did with a task; without a name where nobody knows it."""
    match act:
        case TaskAct.WRITTEN:
            return words.say("{name} put it up.", name=name) if name else words.say("Put up.")
        case TaskAct.EDITED:
            return words.say("{name} edited it.", name=name) if name else words.say("Edited.")
        case TaskAct.DROPPED:
            return words.say("{name} dropped it.", name=name) if name else words.say("Dropped.")
        case TaskAct.PUT_BACK:
            return words.say("{name} put it back.", name=name) if name else words.say("Put back.")


def of_working(refusal: Refusal, words: Words, moment: Callable[[datetime], str]) -> str | None:
    """A refusal of the rules of work in one or two sentences, None for any other."""
    return _of_editing(refusal, words, moment) or _of_offering(refusal, words, moment)


def _of_editing(refusal: Refusal, words: Words, moment: Callable[[datetime], str]) -> str | None:
    match refusal:
        case refusals.TooManySkills(count, limit):
            return words.say(
                "That is {count} skills; {limit} fit. Keep those that matter most.", count=count, limit=limit
            )
        case refusals.TaskIsDropped(number):
            return words.say("T-{number} was dropped. /task show says why, and how to put it back.", number=number)
        case refusals.TaskIsCovered(number):
            return words.say(
                "The text of T-{number} is covered, so it can't be edited or read back. /task show says more.",
                number=number,
            )
        case refusals.BornFromDecision(number, decision):
            return words.say(
                "D-{decision} gave birth to T-{number}, so that stays. Put up a task of its own: /task add.",
                number=number,
                decision=decision,
            )
        case refusals.MoreHoldIt(number, holding):
            return words.count(
                "{n} person holds T-{number}, and nobody takes it from them. Pick {n} or more.",
                "{n} people hold T-{number}, and nobody takes it from them. Pick {n} or more.",
                holding,
                number=number,
            )
        case refusals.EditedMeanwhile(number, fields):
            return words.say(
                "Somebody else changed T-{number} while you wrote: {fields}. Nothing of that is overwritten. See below "
                "what it says now, and press Write again.",
                number=number,
                fields=words.listing(part_name(name, words) for name in fields),
            )
        case refusals.NothingEdited(number):
            return words.say("T-{number} says just that already. Change something and send it again.", number=number)
        case refusals.HeldByOthers(number):
            return words.say(
                "Somebody else holds T-{number}, and nobody takes it from them. Ask them to hand it back first.",
                number=number,
            )
        case refusals.NotDropped(number):
            return words.say("T-{number} isn't dropped, so there is nothing to put back.", number=number)
        case refusals.TooLateToPutBack(number, until):
            return words.say(
                "T-{number} could be put back until {when}. Put it up again: /task add.",
                number=number,
                when=moment(until),
            )
        case _:
            return None


def _of_offering(refusal: Refusal, words: Words, moment: Callable[[datetime], str]) -> str | None:
    match refusal:
        case refusals.NobodyToAsk():
            return words.say("I can't ask them. Pick another member of this server; bots and yourself don't count.")
        case refusals.HoldsItAlready(number):
            return words.say("They hold T-{number} already. Pick somebody else.", number=number)
        case refusals.AskedAlready(number, again_at):
            return words.say(
                "They were asked about T-{number} already, and one question is enough. Ask somebody else, or them "
                "again after {when}.",
                number=number,
                when=moment(again_at),
            )
        case refusals.HandedOnAlready(number):
            return words.say(
                "You offered T-{number} to somebody and they may still answer. Press Hand on to take that back first.",
                number=number,
            )
        case refusals.TooManyOffers(limit, room_at):
            return words.say(
                "You asked {limit} people in a week, the most one person may. You can ask again {when}.",
                limit=limit,
                when=moment(room_at),
            )
        case refusals.NotAskedOfYou():
            return words.say("That was asked of somebody else. /task list shows what looks for hands.")
        case refusals.NotYourOffer():
            return words.say("Somebody else made that offer; only they take it back.")
        case refusals.OfferIsOver(0):
            return words.say("That offer is over. /task list shows what looks for hands.")
        case refusals.OfferIsOver(number):
            return words.say("That offer is over. See how T-{number} stands: /task show.", number=number)
        case _:
            return None
