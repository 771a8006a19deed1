"""Schedules in words: when something is, and how it repeats."""

from bot.domain.schedule import Occurrence, Schedule
from bot.words.catalogue import Words
from bot.words.when import moment_words, note_words, time_words

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def occurrence_words(occurrence: Occurrence, words: Words) -> str:
    """One occurrence, and what a change of the clocks does to it."""
    said, note = moment_words(occurrence.local, words), note_words(occurrence, words)
    return f"{said} ({note})" if note else said


def repeat_words(schedule: Schedule, words: Words) -> str:
    """How a schedule repeats, at what time and in which zone: "every 2 weeks on Monday at 19:30, Europe/Paris"."""
    at = time_words(schedule.starts, words)
    parts = dict(part.split("=", 1) for part in (schedule.rule or "").removeprefix("RRULE:").split(";") if part)
    if not parts:
        return words.say("once, {when} ({zone})", when=moment_words(schedule.starts, words), zone=schedule.zone)
    how_often = _how_often(parts.get("FREQ", ""), int(parts.get("INTERVAL", "1")), words)
    on = _on(parts, schedule, words)
    said = words.say("{how_often}, {on}", how_often=how_often, on=on) if on else how_often
    return words.say("{repeats}, at {time} ({zone})", repeats=said, time=at, zone=schedule.zone)


def _how_often(frequency: str, interval: int, words: Words) -> str:
    match frequency:
        case "DAILY":
            return words.count("every day", "every {n} days", interval)
        case "WEEKLY":
            return words.count("every week", "every {n} weeks", interval)
        case "MONTHLY":
            return words.count("every month", "every {n} months", interval)
        case _:
            return words.count("every year", "every {n} years", interval)


def _on(parts: dict[str, str], schedule: Schedule, words: Words) -> str:
    """The days within the repetition: weekdays, weekdays of a month, or days of a month; empty for every day."""
    if "BYDAY" in parts:
        days = [_day(token, int(parts.get("BYSETPOS", "0")), words) for token in parts["BYDAY"].split(",")]
        said = words.listing(days)
    elif parts.get("FREQ") == "WEEKLY":
        said = words.weekday(schedule.starts.weekday())
    elif parts.get("FREQ") == "DAILY":
        return ""
    else:
        month_days = [int(day) for day in parts.get("BYMONTHDAY", str(schedule.starts.day)).split(",")]
        said = (
            words.say("day {n}, or the last one of a shorter month", n=max(month_days))
            if "BYSETPOS" in parts
            else words.listing(_month_day(day, words) for day in month_days)
        )
    months = parts.get("BYMONTH", str(schedule.starts.month) if parts.get("FREQ") == "YEARLY" else "")
    if not months:
        return said
    names = words.locale.months["stand-alone"]["wide"]
    return words.say("{day} in {month}", day=said, month=words.listing(names[int(one)] for one in months.split(",")))


def _day(token: str, place: int, words: Words) -> str:
    day = words.weekday(_DAYS.index(token[-2:]))
    match int(token[:-2] or place):
        case 0:
            return day
        case 1:
            return words.say("the first {day}", day=day)
        case 2:
            return words.say("the second {day}", day=day)
        case 3:
            return words.say("the third {day}", day=day)
        case 4:
            return words.say("the fourth {day}", day=day)
        case 5:
            return words.say("the fifth {day}", day=day)
        case -1:
            return words.say("the last {day}", day=day)
        case _:
            return words.say("the last {day} but one", day=day)


def _month_day(day: int, words: Words) -> str:
    return words.say("the last day") if day == -1 else words.say("day {n}", n=day)
