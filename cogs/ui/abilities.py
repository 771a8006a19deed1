"""Abilities: what somebody can do, and the tasks that fit it; both are shown to that person alone."""

from collections.abc import Sequence

import discord

from bot.services.abilities import A_PAGE
from bot.services.standing_cards import FittingPage, FittingTask
from bot.words.catalogue import Words
from bot.words.tasks import effort_word
from cogs.ui.boards import entries_of
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.tasks import due_word, task_title
from cogs.ui.text import line


def abilities_page(known: Sequence[str], words: Words) -> Picture:
    """What somebody wrote down that they can do."""
    listed = ", ".join(line(skill) for skill in known)
    return Picture(
        card(
            words.say("### What you can do"),
            listed or words.say("Nothing yet. Write down what you know or like to do, and I'll find tasks for you."),
            words.say("-# Only you see this, here and nowhere else."),
            row(
                [
                    button(words.say("Tasks for me"), "for-me", style=discord.ButtonStyle.primary),
                    button(words.say("Change"), "my-abilities"),
                ]
            ),
        )
    )


def fitting_page(page: FittingPage, words: Words) -> Picture:
    """Open tasks for one person, the best match first, each with why it is shown."""
    title = words.say("### Tasks for you")
    change = button(words.say("What I can do"), "abilities")
    if not page.entries:
        return Picture(card(title, words.say("No open task needs hands just now."), row([change])))
    hint = None if page.abilities else words.say("-# Tell me privately what you can do, and what fits comes first.")
    return Picture(
        card(
            title,
            *entries_of(((each.task, _entry(each, words)) for each in page.entries), words),
            hint,
            row(
                [
                    button(words.say("Earlier"), "for-me", max(0, page.start - A_PAGE)) if page.start else None,
                    button(words.say("More"), "for-me", page.start + A_PAGE) if page.is_more else None,
                    change,
                ]
            ),
        )
    )


def _entry(fitting: FittingTask, words: Words) -> str:
    task = fitting.task
    effort = f" ({effort_word(task.effort, words)})" if task.effort else ""
    return f"**T-{task.number}** · {task_title(task, words)}{effort}\n-# {' · '.join(_reasons(fitting, words))}"


def _reasons(fitting: FittingTask, words: Words) -> list[str]:
    """Why the task is shown, at the place where it is."""
    task, reasons = fitting.task, []
    if fitting.known:
        reasons.append(words.say("because you know: {skills}", skills=", ".join(map(line, fitting.known))))
    if task.due_on:
        reasons.append(due_word(task, words))
    if task.is_first:
        reasons.append(words.say("a good first task"))
    return reasons or [words.say("waiting since {day}", day=words.day(fitting.open_since))]
