"""When: what is asked back about a time that somebody typed, and what the clocks do to it, in words."""

from datetime import datetime

from babel.dates import format_date, format_skeleton, format_time

from bot.domain.phrases import Asks, Question
from bot.domain.schedule import ClockChange, Occurrence, Schedule
from bot.words.catalogue import Words


def examples(words: Words) -> tuple[str, ...]:
    """Three times as people type them; each is understood in its language."""
    return words.say("next friday 18:00"), words.say("every monday 19:30"), words.say("in 3 hours")


def examples_of_days(words: Words) -> tuple[str, ...]:
    """Three days as people type them; each is understood in its language."""
    return words.say("next friday"), words.say("1 december"), words.say("in 2 weeks")


def question_sentence(question: Question, words: Words) -> str:
    """What to ask about a phrase; where it has candidates, they are offered beside it."""
    match question.kind:
        case Asks.NOT_UNDERSTOOD if question.token:
            return words.say(
                "I don't understand “{word}” here. Type it like this: {examples}.",
                word=question.token,
                examples=words.either(examples(words)),
            )
        case Asks.NOT_UNDERSTOOD:
            return words.say("When? Type it like this: {examples}.", examples=words.either(examples(words)))
        case Asks.TOO_LONG:
            return words.say(
                "That is too long for a time. Type it like this: {examples}.", examples=words.either(examples(words))
            )
        case Asks.UNKNOWN_ZONE:
            return words.say("There is no time zone “{name}”. They look like Europe/Madrid.", name=question.token)
        case Asks.NO_TIME:
            return words.say("At what time? Add it, like 18:00.")
        case Asks.NO_DAY:
            return words.say("On which day? Add it, like friday.")
        case _:
            return _choice(question.kind, words)


def _choice(kind: Asks, words: Words) -> str:
    match kind:
        case Asks.WHICH_HOUR:
            return words.say("In which half of the day?")
        case Asks.WHICH_DAY:
            return words.say("Which of these days?")
        case Asks.WHICH_DATE:
            return words.say("Which is the day here, and which the month?")
        case Asks.WHICH_NIGHT:
            return words.say("The night before that day, or the night after it?")
        case Asks.WHICH_REPEAT:
            return words.say("Counted in weeks, or within each month?")
        case Asks.ONCE_OR_EVERY:
            return words.say("Once, or again and again?")
        case Asks.SHORT_MONTH:
            return words.say("Not every month has that day. Then on its last day, or not at all?")
        case Asks.WHICH_MEANING:
            return words.say("That can mean several things. Which one?")
        case _:
            return _fault(kind, words)


def _fault(kind: Asks, words: Words) -> str:
    match kind:
        case Asks.WRONG_WEEKDAY:
            return words.say("That date falls on another day of the week.")
        case Asks.PAST:
            return words.say("That is past. Write a time to come.")
        case Asks.NO_SUCH_DAY:
            return words.say("There is no such day. Write another one.")
        case Asks.NO_SUCH_TIME:
            return words.say("There is no such time of day. Write it like 18:00.")
        case Asks.NO_SUCH_COUNT:
            return words.say("That number must be at least 1.")
        case Asks.TOO_OFTEN:
            return words.say("That is too often: once a day at most.")
        case Asks.TOO_FAR:
            return words.say("That is too far ahead: two years at most.")
        case _:
            raise KeyError(kind)


def note_words(occurrence: Occurrence, words: Words) -> str | None:
    """What a change of the clocks does to an occurrence; None where it does nothing."""
    meant = occurrence.meant
    same_day = meant.date() == occurrence.local.date()
    when = time_words(meant, words) if same_day else moment_words(meant, words)
    match occurrence.note:
        case ClockChange.MOVED:
            return words.say("the clocks skip {when}", when=when)
        case ClockChange.FIRST_OF_TWO:
            return words.say("the clocks show {when} twice, this is the first", when=when)
        case None:
            return None


def candidate_words(schedule: Schedule, following: tuple[Occurrence, ...], words: Words) -> str:
    """A candidate as it stands on its button: when it is, or the next three days and the time of what repeats."""
    if schedule.rule is None:
        return moment_words(schedule.starts, words)
    days = ", ".join(_short_day(each.local, words) for each in following[:3])
    return f"{days} … {time_words(schedule.starts, words)}"


def _short_day(local: datetime, words: Words) -> str:
    """A day with its weekday, both short: "Mon 30 Nov"."""
    return f"{format_date(local, 'E', locale=words.locale)} {format_skeleton('MMMd', local, locale=words.locale)}"


def moment_words(local: datetime, words: Words) -> str:
    """A local time as people say it: "Friday, 8 May 2026, 18:00"."""
    return f"{format_date(local, 'full', locale=words.locale)}, {time_words(local, words)}"


def time_words(local: datetime, words: Words) -> str:
    """A time of day, without the seconds that nobody asked for when they wrote "in 3 hours"."""
    return format_time(local, "HH:mm", locale=words.locale)
