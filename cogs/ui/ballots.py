"""Ballots: a proposal with its live count, and the private panel *My vote*."""

import discord
from discord import ui

from bot.domain.ballots import EMOJI_OF, Choice, choices
from bot.domain.forms import emoji_of
from bot.domain.members import Standing
from bot.domain.proposals import State
from bot.domain.records import Counters
from bot.services.cards import PanelCard, ProposalCard
from bot.words.catalogue import Words
from bot.words.explanations import approvals_sentence, counter_sentences, option_name, outcome_word, tally_sentence
from cogs.ui.picture import Picture, button, card, channel_url, link_button, row
from cogs.ui.text import line, plain, shortened, stamp

EXCERPT = 700
"""Characters of the text on the ballot; the rest is one tap away."""

OPEN = discord.Colour(0x3B7A57)
CLOSED = discord.Colour(0x8A8D91)


def choice_word(choice: Choice, words: Words) -> str:
    """A choice as the ballot and the panel name it."""
    match choice:
        case Choice.AGREE:
            return words.say("agree")
        case Choice.DISAGREE:
            return words.say("disagree")
        case Choice.ABSTAIN:
            return words.say("abstain")
        case Choice.BLOCK:
            return words.say("block")


def headline(proposal: ProposalCard) -> str:
    """Number and title, bold, as the first line of everything about a proposal."""
    return f"### P-{proposal.number} · {line(proposal.title)}"


def ballot_view(proposal: ProposalCard, words: Words) -> Picture:
    """The ballot message."""
    is_open = proposal.state is State.OPEN
    excerpt, was_cut = shortened(proposal.body, EXCERPT)
    tasks = ", ".join(line(task) for task in proposal.first_tasks)
    return Picture(
        card(
            f"{headline(proposal)}\n{_byline(proposal, words)}",
            plain(excerpt),
            words.say("**First tasks:** {tasks}", tasks=tasks) if tasks else None,
            ui.Separator(),
            _how_to_vote(proposal, words) if is_open else None,
            _count(proposal, words) + _unexplained(proposal, words) + small_print(proposal.counters, words),
            row(
                [
                    button(words.say("My vote"), "my-vote", proposal.number, style=discord.ButtonStyle.primary)
                    if is_open
                    else None,
                    button(words.say("Read all") if was_cut else words.say("Read"), "read", proposal.number),
                    None if is_open else button(words.say("Why?"), "why", proposal.number, "P"),
                    link_button(words.say("Discuss"), channel_url(proposal.guild_id, proposal.thread_id))
                    if proposal.thread_id
                    else None,
                ]
            ),
            accent=OPEN if is_open else CLOSED,
        )
    )


def _byline(proposal: ProposalCard, words: Words) -> str:
    name = line(proposal.author_name) or words.say("A member")
    if proposal.state is State.OPEN:
        return words.say(
            "{name} proposes · closes {when} ({left})",
            name=name,
            when=stamp(proposal.closes_at),
            left=stamp(proposal.closes_at, "R"),
        )
    return words.say("{name} proposed · closed {when}", name=name, when=stamp(proposal.closes_at))


def _how_to_vote(proposal: ProposalCard, words: Words) -> str:
    form = proposal.form
    if form.is_secret:
        return words.say("A secret vote: press My vote. Nobody sees what you pick, not even after the end.")
    if form.gathers:
        names = [line(option) for option in proposal.options]
        legend = "\n".join(f"{emoji_of(said)} {option_name(names, int(said), words)}" for said in form.said)
        return f"{legend}\n" + words.say("Tap all you could live with; every tap adds. To take one back: My vote.")
    legend = "  ".join(f"{emoji_of(said)} {choice_word(Choice(said), words)}" for said in form.said)
    return f"{legend}\n" + words.say("Last tap counts. Un-tapping doesn't: use My vote.")


def _count(proposal: ProposalCard, words: Words) -> str:
    if proposal.outcome is not None and proposal.decision_number is not None:
        outcome = outcome_word(proposal.outcome, words)
        settled = words.say("**D-{number} · {outcome}.**", number=proposal.decision_number, outcome=outcome)
        return f"{settled} {_said(proposal, words)}"
    if proposal.rule.is_secret and not proposal.turnout:
        return words.say(
            "**Secret vote, {needed} needed.** The count stays closed until the end.", needed=proposal.rule.quorum
        )
    turnout = words.count("Counted: {n} person", "Counted: {n} people", proposal.turnout)
    if not proposal.rule.quorum:
        counted = words.say("**{turnout}.**", turnout=turnout)
    else:
        counted = words.say("**{turnout}, {needed} needed.**", turnout=turnout, needed=proposal.rule.quorum)
    return counted if proposal.rule.is_secret or not proposal.turnout else f"{counted} {_said(proposal, words)}"


def _said(proposal: ProposalCard, words: Words) -> str:
    """Who said what so far, or in the end."""
    if proposal.approvals is None:
        return tally_sentence(proposal.tally, words)
    return approvals_sentence(proposal.approvals, [line(option) for option in proposal.options], words)


def _unexplained(proposal: ProposalCard, words: Words) -> str:
    if not proposal.tally.unexplained or proposal.state is not State.OPEN:
        return ""
    told = words.count(
        "{n} block has no reason yet, counts as disagree.",
        "{n} blocks have no reason yet, count as disagree.",
        proposal.tally.unexplained,
    )
    return f"\n-# {told}"


def small_print(counters: Counters, words: Words) -> str:
    """What was tapped and is not counted, a small line each; empty where there is nothing to say."""
    return "".join(f"\n-# {sentence}" for sentence in counter_sentences(counters, words))


def proposal_page(proposal: ProposalCard, words: Words) -> Picture:
    """The whole text of a proposal, for one reader."""
    tasks = "\n".join(f"- {line(task)}" for task in proposal.first_tasks)
    return Picture(
        card(
            headline(proposal),
            plain(proposal.body),
            words.say("**First tasks**\n{tasks}", tasks=tasks) if tasks else None,
        )
    )


def panel_view(panel: PanelCard, words: Words) -> Picture:
    """*My vote*: the choices as labelled buttons, the standing ballot and since when, reason and withdrawal."""
    proposal = panel.proposal
    if proposal.state is not State.OPEN:
        why = button(words.say("Why?"), "why", proposal.number, "P")
        closed = words.say("Voting closed {when}.", when=stamp(proposal.closes_at))
        return Picture(card(headline(proposal), closed, row([why])))
    if panel.standing is not Standing.ON_ROLL:
        return _newcomer_view(panel, words)
    return Picture(
        card(
            headline(proposal),
            _standing_ballot(panel, words),
            row(_choice_buttons(panel, words)),
            row(
                [
                    button(
                        words.say("Change reason") if panel.reason else words.say("Give a reason"),
                        "explain",
                        proposal.number,
                        style=discord.ButtonStyle.primary
                        if panel.choice == Choice.BLOCK and not panel.reason
                        else discord.ButtonStyle.secondary,
                    ),
                    button(words.say("Withdraw"), "withdraw", proposal.number),
                ]
            )
            if panel.choice
            else None,
        )
    )


def _choice_buttons(panel: PanelCard, words: Words) -> list[ui.Button[Picture] | None]:
    return [
        button(
            choice_word(choice, words).capitalize(),
            "vote",
            panel.proposal.number,
            choice.value,
            emoji=EMOJI_OF[choice],
            style=discord.ButtonStyle.success if choice == panel.choice else discord.ButtonStyle.secondary,
        )
        for choice in choices(blocks=panel.proposal.rule.blocks)
    ]


def _standing_ballot(panel: PanelCard, words: Words) -> str:
    if panel.choice is None or panel.cast_at is None:
        return words.say("You haven't voted yet. Only you see this panel; the count is public.")
    said = [
        words.say(
            "Your vote: **{choice}**, since {when}.",
            choice=choice_word(Choice(panel.choice), words),
            when=stamp(panel.cast_at),
        )
    ]
    if panel.reason:
        said.append(words.say("Your reason: {reason}", reason=plain(panel.reason)))
    elif panel.choice == Choice.BLOCK:
        said.append(
            words.say(
                "Your block has no reason yet, so it counts as disagree. "
                "What harm do you see, and what would resolve it?"
            )
        )
    return "\n".join(said)


def _newcomer_view(panel: PanelCard, words: Words) -> Picture:
    proposal = panel.proposal
    if panel.joined_at is None or panel.votes_from is None:
        told = words.say("I couldn't see since when you are here, so I can't count your vote. Try again soon.")
    else:
        told = words.say(
            "P-{number} opened {opened}; you joined {joined}. Voters were here a week before, so your tap shows "
            "support but isn't counted. You vote on everything opened after {votes_from}.",
            number=proposal.number,
            opened=stamp(proposal.opened_at, "d"),
            joined=stamp(panel.joined_at, "d"),
            votes_from=stamp(panel.votes_from, "d"),
        )
    return Picture(
        card(
            headline(proposal),
            told,
            words.say("Today you can discuss, propose and take tasks."),
            row(
                [
                    link_button(words.say("Discuss"), channel_url(proposal.guild_id, proposal.thread_id))
                    if proposal.thread_id
                    else None,
                    button(words.say("Tasks"), "tasks"),
                ]
            ),
        )
    )
