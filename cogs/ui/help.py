"""Help: what a person can do here, now; how the server decides; and every command."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import discord

from bot.services.orientation import OrientationCard
from bot.words.catalogue import Words
from bot.words.refusals import permission_name
from bot.words.settings import setting_value
from cogs.ui.ballots import proposal_title
from cogs.ui.picture import Picture, button, card, channel_url, link_button, row
from cogs.ui.tasks import task_title
from cogs.ui.text import stamp

Missing = Sequence[tuple[int, Sequence[str]]]
"""Channels with the permissions that the bot lacks there."""


FEW_TASKS = 6
"""Up to so many tasks are read at a glance; among more it helps to be shown what fits."""


def help_page(here: OrientationCard, missing: Missing, words: Words) -> Picture:
    """What a person can do, the nearest things first. Source: voice page."""
    lines = "\n".join(f"• {thing}" for thing in _things(here, words))
    welcome = words.say("Now you can:") if here.is_voter else words.say("Welcome. Now you can:")
    talk = here.to_discuss
    nearest = here.to_vote[0] if here.to_vote else None
    return Picture(
        card(
            f"{welcome}\n{lines}",
            "\n".join(line for line in (_when_voting(here, words), _promise(words)) if line),
            _lacking(missing, words),
            row(
                [
                    button(words.say("My vote"), "my-vote", nearest.number, style=discord.ButtonStyle.primary)
                    if nearest
                    else None,
                    button(words.say("Tasks"), "tasks"),
                    link_button(words.say("Discuss"), channel_url(here.guild_id, talk.thread_id))
                    if talk and talk.thread_id
                    else None,
                    button(words.say("Propose"), "propose"),
                ]
            ),
            row(
                [
                    button(words.say("How we decide"), "how-we-decide"),
                    button(words.say("My data"), "my-data"),
                    button(words.say("More"), "all-commands"),
                ]
            ),
        )
    )


def _things(here: OrientationCard, words: Words) -> list[str]:
    things = []
    if here.to_vote:
        nearest = here.to_vote[0]
        things.append(
            words.say(
                "vote on P-{number} {title}, it closes {when}",
                number=nearest.number,
                title=proposal_title(nearest, words),
                when=stamp(nearest.closes_at, "R"),
            )
        )
    if len(here.to_vote) > 1:
        others = words.listing(f"P-{proposal.number}" for proposal in here.to_vote[1:6])
        things.append(words.say("vote on {others} too", others=others))
    things += [
        words.say("finish T-{number} {title}, or hand it back", number=task.number, title=task_title(task, words))
        for task in here.held
    ]
    if here.looking:
        things.append(
            words.count("take a task ({n} looks for hands)", "take a task ({n} look for hands)", here.looking)
        )
    if here.looking > FEW_TASKS:
        things.append(words.say("see which of them fit you: /task for-me, once /me abilities knows what you can do"))
    if here.pages:
        things.append(
            words.count(
                "read what others have learnt ({n} page): /knowhow find",
                "read what others have learnt ({n} pages): /knowhow find",
                here.pages,
            )
        )
    if here.to_discuss is not None:
        things.append(words.say("join the talk on P-{number}", number=here.to_discuss.number))
    things.append(words.say("propose something"))
    if here.is_coordinator:
        things.append(words.say("remind everybody, as a coordinator: /remind schedule"))
    return things


def _when_voting(here: OrientationCard, words: Words) -> str:
    if here.is_voter:
        return ""
    if here.votes_from is None:
        return words.say("I couldn't see when you joined, so I can't say yet from when on you vote.")
    return words.say("You vote on everything opened after {when}.", when=stamp(here.votes_from, "D"))


def _promise(words: Words) -> str:
    return words.say("Nobody can give you work or close a vote early.")


def _lacking(missing: Missing, words: Words) -> str:
    """Where the bot cannot work, for whoever can help."""
    return "\n".join(
        words.say(
            "-# I can't work in <#{channel}>: I need {names} there.",
            channel=channel_id,
            names=words.listing(permission_name(name, words) for name in names),
        )
        for channel_id, names in missing
    )


def deciding_page(values: Mapping[str, Fraction], words: Words) -> Picture:
    """How the server decides, by the numbers in force, in plain words."""
    return Picture(
        card(
            words.say("### How we decide"),
            words.say(
                "Anybody proposes. Voting lasts {voting}; nobody can close it early.\n"
                "{who}\n"
                "It passes when enough people take part, and {share}. Each ballot says how many are enough.\n"
                "If you see harm in it, block it and say why.",
                voting=setting_value("voting_hours", values["voting_hours"], words),
                who=_who_votes(values["tenure_days"], words),
                share=_share(values["threshold"], words),
            ),
            words.say(
                "Every decision is in a log that anybody can check: /decisions list. /why says how it came about.\n"
                "These numbers change only by our own vote: /charter show. Who can do what: /powers."
            ),
            row([button(words.say("Propose"), "propose")]),
        )
    )


def _who_votes(tenure_days: Fraction, words: Words) -> str:
    if not tenure_days:
        return words.say("Everybody who joined before voting opened has one vote, admins too.")
    tenure = setting_value("tenure_days", tenure_days, words)
    return words.say("Everybody who was here {tenure} before has one vote, admins too.", tenure=tenure)


def _share(threshold: Fraction, words: Words) -> str:
    """How many must agree, as the end of a sentence."""
    match threshold / (1 - threshold):
        case 2:
            return words.say("at least twice as many agree as disagree or block")
        case 3:
            return words.say("at least three times as many agree as disagree or block")
        case _:
            share = setting_value("threshold", threshold, words)
            return words.say("at least {share} agree, not counting who abstains", share=share)


def commands_page(commands: Sequence[tuple[str, str]], words: Words) -> Picture:
    """Every command with what it does; pairs of name and description."""
    lines = "\n".join(f"**/{name}** {description}" for name, description in commands)
    return Picture(card(words.say("### Everything you can type"), lines))
