"""Lists of proposals and of what stands against one, for one reader."""

from collections.abc import Sequence

from bot.domain.proposals import State
from bot.services.cards import ObjectionCard, ProposalCard
from bot.words.catalogue import Words
from cogs.ui.ballots import covered_sentence, headline, proposal_title
from cogs.ui.picture import Picture, button, card, channel_url, link_button, row
from cogs.ui.text import line, plain, stamp

MOST_LISTED = 20


def proposals_page(proposals: Sequence[ProposalCard], words: Words) -> Picture:
    """What is under way, the one that closes first in front."""
    if not proposals:
        nothing = words.say("Nothing is being decided right now.")
        return Picture(card(nothing, row([button(words.say("Propose"), "propose")])))
    entries = "\n".join(_entry(proposal, words) for proposal in proposals[:MOST_LISTED])
    to_channel = link_button(words.say("To the ballots"), channel_url(proposals[0].guild_id, proposals[0].channel_id))
    return Picture(card(words.say("### Proposals"), entries, row([to_channel])))


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
