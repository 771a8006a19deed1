"""Powers: who may do what here, and what Discord's own roles allow, for one reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.powers import DiscordAct, Who, powers_of
from bot.words.catalogue import Words
from bot.words.powers import act_phrase, answer_sentence, power_phrase, who_heading
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.text import line

MOST_NAMED = 5
"""Roles named beside one act; the others are counted."""


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds a permission of Discord's besides the owner: roles by name, and people by an exception of their own."""

    roles: tuple[str, ...] = ()
    is_everybody: bool = False
    alone: int = 0


def powers_page(coordinators: Sequence[str], words: Words, *, role: str | None = None) -> Picture:
    """Who may do what; `coordinators` are the names of those who hold a seat now, `role` that of the role for show."""
    lines = {who: _line(who, words) for who in Who}
    lines[Who.COORDINATOR] += f" {_seats(coordinators, words)}"
    return Picture(
        card(
            words.say("### Who can do what here"),
            "\n".join(lines.values()),
            words.say("Everybody has one vote, admins too."),
            role_sentence(role, words) if role else None,
            row(
                [
                    button(words.say("What Discord allows"), "discord-powers"),
                    button(words.say("Powers used"), "powers-used"),
                ]
            ),
        )
    )


def role_sentence(role: str, words: Words) -> str:
    """That a role shows who coordinates, and nothing more."""
    return words.say("The role “{role}” shows who coordinates; it gives no power here.", role=line(role))


def _line(who: Who, words: Words) -> str:
    """Whose powers, and which."""
    phrases = [power_phrase(power, words) for power in powers_of(who)]
    what = words.either(phrases) if who is Who.NOBODY else words.listing(phrases)
    return words.say("**{who}:** {what}.", who=who_heading(who, words), what=what)


def _seats(coordinators: Sequence[str], words: Words) -> str:
    if not coordinators:
        return words.say("Right now there is none.")
    names = words.listing(line(name) or words.say("a member") for name in coordinators)
    return words.say("Right now: {names}.", names=names)


def discord_powers_page(holders: Mapping[DiscordAct, Holders], words: Words) -> Picture:
    """What Discord lets people do here right now, and what the bot does then."""
    entries = "\n".join(
        f"**{act_phrase(act, words)}** · {_held_by(held, words)}\n-# {answer_sentence(act, words)}"
        for act, held in holders.items()
    )
    return Picture(
        card(
            words.say("### What Discord allows here"),
            words.say("I can't stop these, but none of them decides a vote."),
            entries,
        )
    )


def _held_by(held: Holders, words: Words) -> str:
    if held.is_everybody:
        return words.say("everybody")
    names = [words.say("the owner"), *(line(name) for name in held.roles[:MOST_NAMED])]
    if len(held.roles) > MOST_NAMED:
        more = len(held.roles) - MOST_NAMED
        names.append(words.count("{n} more role", "{n} more roles", more))
    if held.alone:
        names.append(words.count("{n} more person", "{n} more people", held.alone))
    return words.listing(names)
