"""Founding: the first message in a server, and what the founder sees when it is done."""

import discord

from bot.services.cards import ServerCard
from bot.words.catalogue import Words
from cogs.ui.picture import Picture, button, card, note, row


def founded_view(server: ServerCard, words: Words) -> Picture:
    """What the founder sees when it is done: where everything stands, and that they have one vote."""
    return Picture(
        card(
            words.say("### Minga is set up"),
            _places(server, words),
            words.say("You are a member like everybody now: one vote each, and the rules change only by vote."),
            row([button(words.say("Propose"), "propose", style=discord.ButtonStyle.primary)]),
        )
    )


def rebound_view(server: ServerCard, words: Words) -> Picture:
    """What somebody sees who picked another channel: where everything stands, and that nothing else changed."""
    return Picture(
        card(
            words.say("### I can work again"),
            _places(server, words),
            words.say("What was interrupted goes on with the time left. Nothing else has changed."),
        )
    )


def _places(server: ServerCard, words: Words) -> str:
    if server.tasks_channel_id == server.proposals_channel_id:
        return words.say("You find everything in <#{channel}>.", channel=server.proposals_channel_id)
    if server.tasks_channel_id == server.decisions_channel_id:
        return words.say(
            "You find proposals in <#{proposals}>, decisions and tasks in <#{decisions}>.",
            proposals=server.proposals_channel_id,
            decisions=server.decisions_channel_id,
        )
    return words.say(
        "You find proposals in <#{proposals}>, decisions in <#{decisions}>, tasks in <#{tasks}>.",
        proposals=server.proposals_channel_id,
        decisions=server.decisions_channel_id,
        tasks=server.tasks_channel_id,
    )


def at_work_view(words: Words) -> Picture:
    """What the first message in a server turns into once it is set up."""
    return note(
        words.say(
            "Hello, I'm Minga. You propose, vote and take up work; I count and remember. "
            "Admins have one vote like everyone.\n"
            "I'm set up: anybody can type /propose, and /help shows what you can do.\n"
            "Discord and my host can read what you write here: keep secrets elsewhere."
        ),
        button(words.say("Propose"), "propose", style=discord.ButtonStyle.primary),
        button(words.say("How we decide"), "how-we-decide"),
    )


def hello_view(words: Words) -> Picture:
    """The first message in a server. Source: voice page."""
    return note(
        words.say(
            "Hello, I'm Minga. You propose, vote and take up work; I count and remember. "
            "Admins have one vote like everyone.\n"
            "Start: `Set up` (two minutes), then anybody types /propose.\n"
            "Discord and my host can read what you write here: keep secrets elsewhere."
        ),
        button(words.say("Set up"), "set-up", style=discord.ButtonStyle.primary),
    )
