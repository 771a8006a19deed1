"""Wording of what is open: what the pages say around proposals voted on, tasks looking for hands, and days to come."""

from functools import cache

from bot.services.publications import LookingTask
from bot.words import Words
from bot.words.tasks import effort_word


@cache
def labels(words: Words) -> dict[str, str]:
    """The fixed words of these pages, by the name under which the templates know them."""
    return {
        "open": words.say("Open proposals"),
        "open_lead": words.say(
            "What this group is voting on. Who votes and how stays inside until voting closes. "
            "The one that closes first stands in front."
        ),
        "no_open": words.say("Nothing is being voted on now."),
        "options": words.say("To choose from"),
        "tasks": words.say("Looking for hands"),
        "tasks_lead": words.say("Work that anybody in the group may take up. Nobody is given any."),
        "no_tasks": words.say("No task looks for hands now."),
        "calendar": words.say("Calendar"),
        "calendar_lead": words.say("What comes in the next eight weeks, without the hour."),
        "no_dates": words.say("Nothing is planned in the next eight weeks."),
        "meeting": words.say("meeting"),
        "subscribe": words.say("Add it to your calendar:"),
    }


def closes(day: str, words: Words) -> str:
    """The day on which voting on something closes."""
    return words.say("voting closes on {day}", day=day)


def hidden_kind(words: Words) -> str:
    """What stands in place of a text that is about a person."""
    return words.say("(about a person, so its text stays inside)")


def needs(task: LookingTask, words: Words) -> list[str]:
    """What a task asks for: people, time, until when."""
    said = [words.count("{n} person needed", "{n} people needed", task.places)]
    if task.effort is not None:
        said.append(words.say("effort: {effort}", effort=effort_word(task.effort, words)))
    if task.due_on is not None:
        said.append(words.say("due on {day}", day=words.day(task.due_on)))
    if task.skills:
        said.append(words.say("takes {skills}", skills=words.listing(task.skills)))
    if task.is_first:
        said.append(words.say("good for a first task"))
    return said


def more_tasks(left: int, words: Words) -> str:
    """How many tasks the page leaves out."""
    return words.count("And {n} more.", "And {n} more.", left)
