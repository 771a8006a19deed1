"""Reminders in words: who signs them, what was done with the power to schedule them, and how the rules say no."""

from collections.abc import Callable
from datetime import datetime

from bot.domain import reminder_refusals as refusals
from bot.domain.errors import Refusal
from bot.domain.phrases import Asks, Question
from bot.domain.reminders import Act
from bot.services.time_cards import PowerCard
from bot.words.catalogue import Words
from bot.words.when import examples_of_days, question_sentence


def act_words(power: PowerCard, words: Words) -> str:
    """One use of a coordinator's power, without a name."""
    match power.act:
        case Act.SCHEDULE:
            return words.say("Seat {seat} scheduled R-{number}", seat=power.seat, number=power.reminder)
        case Act.MOVE:
            return words.say("Seat {seat} moved R-{number}", seat=power.seat, number=power.reminder)
        case Act.CANCEL:
            return words.say("Seat {seat} cancelled R-{number}", seat=power.seat, number=power.reminder)
        case Act.RENEW:
            return words.say("Seat {seat} renewed R-{number}", seat=power.seat, number=power.reminder)


def unclear_sentence(question: Question, words: Words) -> str:
    """What to ask about a time where nothing can be pressed: the question, and the dates that could be meant."""
    asked = question_sentence(question, words)
    if not question.candidates:
        return asked
    dates = words.either(each.starts.strftime("%Y-%m-%d %H:%M") for each in question.candidates)
    return words.say("{question} Write it as a date, please: {dates}?", question=asked, dates=dates)


def unclear_day_sentence(question: Question, words: Words) -> str:
    """The same where nothing but a day is asked for."""
    days = dict.fromkeys(each.starts.date().isoformat() for each in question.candidates if each.rule is None)
    match question.kind:
        case Asks.PAST | Asks.NO_SUCH_DAY | Asks.WRONG_WEEKDAY | Asks.TOO_FAR:
            return question_sentence(question, words)
        case kind if days and kind is not Asks.NOT_UNDERSTOOD:
            asked = question_sentence(question, words)
            return words.say(
                "{question} Write it as a date, please: {dates}?", question=asked, dates=words.either(days)
            )
        case _:
            return words.say(
                "Which day is that? Type it like this: {examples}.", examples=words.either(examples_of_days(words))
            )


def of_reminding(refusal: Refusal, words: Words, moment: Callable[[datetime], str]) -> str | None:
    """What stands in the way of a reminder, and what to do instead; None for what is no matter of reminders."""
    match refusal:
        case refusals.NotACoordinator(waits=True):
            return words.say(
                "You wait for a seat, so you can't remind everybody yet. /coordinator list tells when one is free; "
                "/remind me reminds you alone."
            )
        case refusals.NotACoordinator():
            return words.say(
                "Only coordinators remind everybody, and you are none now. Anybody can stand: /coordinator stand. "
                "/remind me reminds you alone, and a proposal can carry a reminder."
            )
        case refusals.TermIsOver(ended_at):
            return words.say(
                "Your mandate ended {when}, thank you. You can stand again: /coordinator stand. "
                "/remind me reminds you alone.",
                when=moment(ended_at),
            )
        case refusals.TooManyReminders(limit, room_at):
            return words.say(
                "You scheduled {limit} reminders within a week, as many as one coordinator may. There is room again "
                "{when}.",
                limit=limit,
                when=moment(room_at),
            )
        case refusals.TooManyOfYours(limit):
            return words.say(
                "{limit} reminders of yours wait already. /remind mine lets you take one back.", limit=limit
            )
        case refusals.NoSuchReminder(0):
            return words.say("That isn't the number of a reminder. Pick one from the list, or type it like R-3.")
        case refusals.NoSuchReminder(number):
            return words.say("There is no reminder R-{number} here. /remind list shows them.", number=number)
        case refusals.ReminderIsOver(number):
            return words.say("R-{number} is over, so there is nothing to move or cancel.", number=number)
        case refusals.DecidedReminder(number, decision):
            return words.say(
                "R-{number} was decided by all in D-{decision}, so no coordinator moves or cancels it. "
                "A new proposal can say something else.",
                number=number,
                decision=decision,
            )
        case refusals.NothingToRenew(number):
            return words.say(
                "R-{number} doesn't end with somebody else's mandate, so it needs no renewal.", number=number
            )
        case _:
            return _of_times(refusal, words, moment)


def _of_times(refusal: Refusal, words: Words, moment: Callable[[datetime], str]) -> str | None:
    match refusal:
        case refusals.TimeIsPast():
            return words.say("That time has passed by now. Please pick one that is still to come.")
        case refusals.AlreadyRepeats():
            return words.say("The time says already how it repeats. Leave “repeat” out, or write one date only.")
        case refusals.NotRepeating():
            return words.say("A proposal reminds once. Please write one date and time, like “next friday 18:00”.")
        case refusals.BeforeTheClose(closes_at):
            return words.say(
                "The vote would still run then: it closes {when}. Please pick a later time for the reminder.",
                when=moment(closes_at),
            )
        case refusals.NotHeldYet(met_on):
            return words.say(
                "That meeting is still to come, on {day}. What it agrees can be proposed once it was held.",
                day=words.day(met_on),
            )
        case refusals.TooManyPresent(limit):
            return words.say("At most {limit} people fit in there. Were there more, say so in the text.", limit=limit)
        case refusals.PreviewIsGone():
            return words.say("This preview is saved already or too old. Type the command again, please.")
        case refusals.NoWebAddress():
            return words.say(
                "I have no address on the web here, so there is no calendar to subscribe to. Whoever runs me can give "
                "me one: WEB_URL. /remind list shows what is to come."
            )
        case refusals.UnclearTime(question):
            return unclear_sentence(question, words)
        case refusals.UnclearDay(question):
            return unclear_day_sentence(question, words)
        case refusals.AgendaIsFull(limit):
            return words.say("The agenda has {limit} items, as many as fit. Bring it up at the meeting.", limit=limit)
        case refusals.CannotSpeakThere(channel_id):
            return words.say(
                "You can't write in <#{channel}>, so I don't remind people there for you.", channel=channel_id
            )
        case _:
            return None
