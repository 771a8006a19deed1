"""Standing work: what is said in a task's thread, that somebody is asked, is thanked, or would like to learn."""

import discord

from bot.domain.covers import Veil
from bot.services.cards import TaskCard
from bot.services.standing_cards import LearnersCard, QuestionCard, ReleasedCard
from bot.words.catalogue import Words
from bot.words.covers import erased_word, veil_word
from cogs.ui.picture import Picture, button, card, note, row
from cogs.ui.text import line, stamp


def question_view(question: QuestionCard, words: Words) -> Picture:
    """The question whether somebody is still on a task, for the one whom it mentions."""
    asked = words.say(
        "<@{holder}>, are you still on it? If I hear nothing, the place is free for others {when}, with thanks.",
        holder=question.holder_id,
        when=stamp(question.until, "D"),
    )
    return Picture(
        card(
            f"**{question.prefix}-{question.number}**\n{asked}",
            row(
                [
                    button(words.say("Still on it"), "still-on-it", question.task, style=discord.ButtonStyle.primary),
                    button(words.say("Hand back"), "release", question.task),
                    button(words.say("Done"), "finish", question.task),
                ]
            ),
        )
    )


def stays_view(task: TaskCard, user_id: int, words: Words) -> Picture:
    """The question, answered."""
    name = next((line(each.name) for each in task.holders if each.user_id == user_id), "") or words.say("A member")
    said = words.say("{name} is still on it. Thank you.", name=name)
    return Picture(card(f"**T-{task.number}**\n{said}"))


def released_view(released: ReleasedCard, words: Words) -> Picture:
    """That a place is free again, with thanks, and the button for whoever wants it."""
    thanks = (
        words.say("Thank you, {name}, for taking this up.", name=line(released.name))
        if released.name
        else words.say("Thank you for taking this up.")
    )
    free = words.say("I heard nothing, so the place is free again. You can take it back any time.")
    said = f"{thanks} {free}"
    return Picture(
        card(
            f"**{released.prefix}-{released.number}**\n{said}",
            row([button(words.say("I'll do it"), "claim", released.task, style=discord.ButtonStyle.primary)]),
        )
    )


def learners_view(learners: LearnersCard, words: Words) -> Picture:
    """Who would like to learn a task, in no order but that of saying so."""
    names = words.listing(line(name) if name else words.say("a member") for name in learners.names)
    said = (
        words.say("{names} would like to learn this. Take them along when you do it.", names=names)
        if learners.names
        else words.say("Nobody asks to learn this just now.")
    )
    return Picture(
        card(
            f"**{learners.prefix}-{learners.number} · {_title(learners.title, words)}**\n{said}",
            row([button(words.say("Shadow"), "shadow", learners.number)]),
        )
    )


def shadowed_note(number: int, words: Words, *, would: bool) -> Picture:
    """What the button *Shadow* did, for who pressed it."""
    if would:
        return note(
            words.say(
                "The thread of T-{number} says that you would like to learn it. *Shadow* again takes that back.",
                number=number,
            )
        )
    return note(words.say("Taken back: you are not named in the thread of T-{number} any more.", number=number))


def _title(title: str | None, words: Words) -> str:
    return veil_word(Veil.COVERED, words) if title is None else line(title) or erased_word(words)
