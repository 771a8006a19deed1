"""Lists of proposals and of what stands against one, for one reader."""

from collections.abc import Collection, Sequence

import discord
from discord import ui

from bot.domain.proposals import State
from bot.services.cards import ObjectionCard, ProposalCard
from bot.words.catalogue import Words
from cogs.ui.ballots import covered_sentence, headline, proposal_title
from cogs.ui.picture import Picture, button, card, channel_url, link_button, note, row
from cogs.ui.text import line, plain, stamp

MOST_LISTED = 20

MOST_OF_ONE = 10
"""More open proposals of one author no charter allows."""

MOST_TO_CHANGE = 9
"""So many of them fit with a row of buttons each into Discord's 40 components."""


def proposals_page(proposals: Sequence[ProposalCard], words: Words) -> Picture:
    """What is under way, the one that closes first in front."""
    if not proposals:
        nothing = words.say("Nothing is being decided right now.")
        return Picture(card(nothing, row([button(words.say("Propose"), "propose")])))
    entries = "\n".join(_entry(proposal, words) for proposal in proposals[:MOST_LISTED])
    to_channel = link_button(words.say("To the ballots"), channel_url(proposals[0].guild_id, proposals[0].channel_id))
    return Picture(card(words.say("### Proposals"), entries, row([to_channel])))


def own_proposals_page(proposals: Sequence[ProposalCard], changeable: Collection[int], words: Words) -> Picture:
    """Somebody's own proposals under way, with buttons under those, by number, that they may still change."""
    if not proposals:
        nothing = words.say("You have no proposal under way.")
        return Picture(card(nothing, row([button(words.say("Propose"), "propose")])))
    shown: list[ui.Item[Picture] | str | None] = [words.say("### Your proposals")]
    for place, proposal in enumerate(proposals[:MOST_OF_ONE]):
        shown.append(_entry(proposal, words))
        if proposal.number in changeable and place < MOST_TO_CHANGE:
            change = words.say("Change P-{number}", number=proposal.number)
            withdraw = words.say("Take P-{number} back", number=proposal.number)
            shown.append(
                row(
                    [
                        button(change, "amend", proposal.number),
                        button(withdraw, "withdraw-proposal", proposal.number),
                    ]
                )
            )
    if not changeable:
        shown.append(words.say("-# Somebody else has voted on them, so their texts stay as they are."))
    return Picture(card(*shown))


def taking_back_view(proposal: ProposalCard, words: Words) -> Picture:
    """Whether an author really takes a proposal back, and what comes of it."""
    return note(
        words.say(
            "Take P-{number} back for good? The vote on it ends here, and the log keeps that it was there. "
            "You can propose it anew later.",
            number=proposal.number,
        ),
        button(
            words.say("Yes, take it back"),
            "take-back",
            proposal.number,
            style=discord.ButtonStyle.primary,
        ),
    )


def _entry(proposal: ProposalCard, words: Words) -> str:
    match proposal.state:
        case State.DISCUSSED:
            when = words.say("voting opens {when}", when=stamp(proposal.opened_at, "R"))
        case State.INTERRUPTED:
            when = words.say("interrupted")
        case _:
            when = words.say("closes {when}", when=stamp(proposal.closes_at, "R"))
    return f"**P-{proposal.number}** · {proposal_title(proposal, words)}\n-# {when}"


def objections_page(proposal: ProposalCard, objections: Sequence[ObjectionCard], words: Words) -> Picture:
    """What stands against a proposal: the reasons of its blocks, signed unless the vote is secret."""
    if proposal.is_covered:
        return Picture(card(headline(proposal, words), covered_sentence(words)))
    if not objections:
        return Picture(card(headline(proposal, words), words.say("No block stands against it.")))
    said = "\n".join(
        f"- {line(each.name)}: {plain(each.text)}" if each.name else f"- {plain(each.text)}" for each in objections
    )
    return Picture(card(headline(proposal, words), said))
