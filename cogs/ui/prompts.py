"""Prompts: that a vote closes soon, and that a task is due tomorrow."""

from bot.domain.covers import Veil
from bot.services.time_cards import ClosingCard, DueTaskCard
from bot.words.catalogue import Words
from bot.words.covers import erased_word, veil_word
from cogs.ui.picture import Picture, button, card, channel_url, link_button, row
from cogs.ui.text import line, stamp


def closing_view(closing: ClosingCard, words: Words) -> Picture:
    """A short line that a vote closes soon; it mentions nobody."""
    title = veil_word(Veil.COVERED, words) if closing.title is None else line(closing.title)
    return Picture(
        card(
            f"**{closing.prefix}-{closing.number} · {title}**\n"
            + words.say(
                "Voting until {when} ({relative}).",
                when=stamp(closing.closes_at),
                relative=stamp(closing.closes_at, "R"),
            ),
            row(
                [
                    button(words.say("My vote"), "my-vote", closing.number),
                    link_button(
                        words.say("To the ballot"),
                        channel_url(closing.guild_id, closing.channel_id, closing.message_id),
                    ),
                ]
            ),
        )
    )


def due_task_view(task: DueTaskCard, words: Words) -> Picture:
    """That a task is due tomorrow, for those who hold it: the only ones whom it mentions."""
    title = veil_word(Veil.COVERED, words) if task.title is None else line(task.title) or erased_word(words)
    holders = words.listing(f"<@{holder}>" for holder in task.holders)
    return Picture(
        card(
            f"**{task.prefix}-{task.number} · {title}**\n"
            + words.say("{holders}: this is due tomorrow, {day}.", holders=holders, day=words.day(task.due_on)),
            row(
                [
                    button(words.say("Done"), "finish", task.number),
                    button(words.say("Hand back"), "release", task.number),
                ]
            ),
        )
    )
