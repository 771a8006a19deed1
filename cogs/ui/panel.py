"""The private panel *My vote*: one's own ballot, and what one can do with it."""

from datetime import timedelta

import discord
from discord import ui

from bot.domain.ballots import EMOJI_OF, Choice, choices
from bot.domain.forms import emoji_of
from bot.domain.history import SEPARATOR
from bot.domain.members import Standing
from bot.domain.proposals import State
from bot.services.cards import PanelCard
from bot.services.tally_board import INTERVAL
from bot.words.catalogue import Words
from bot.words.explanations import option_name
from bot.words.newcomers import newcomer_sentences
from cogs.ui.ballots import author_row, choice_word, headline, option_names
from cogs.ui.own_lines import said_word
from cogs.ui.picture import Picture, button, card, channel_url, custom_id, link_button, row
from cogs.ui.text import plain, stamp


def panel_view(panel: PanelCard, words: Words, *, is_withdrawn: bool = False) -> Picture:
    """*My vote*: the choices as labelled buttons, the standing ballot and since when, reason and withdrawal.

    `is_withdrawn` says that its reader has just taken their ballot back.
    """
    proposal = panel.proposal
    if proposal.state is State.DISCUSSED:
        opens = words.say("Voting opens {when}. Talk it over first.", when=stamp(proposal.opened_at))
        return Picture(
            card(headline(proposal, words), opens, author_row(proposal.number, words) if panel.may_change else None)
        )
    if proposal.state is State.INTERRUPTED:
        waits = words.say(
            "The vote is interrupted: I can't work in its channel. What you said stands; it goes on with the time left."
        )
        return Picture(card(headline(proposal, words), waits))
    if proposal.state is not State.OPEN:
        closed = words.say("Voting closed {when}.", when=stamp(proposal.closes_at))
        check = button(words.say("Check my vote"), "check-vote", proposal.number)
        why = button(words.say("Why?"), "why", proposal.number, "P")
        return Picture(card(headline(proposal, words), closed, row([check, why])))
    if panel.standing is not Standing.ON_ROLL:
        return _newcomer_view(panel, words)
    return Picture(
        card(
            headline(proposal, words),
            _withdrawn(panel, words) if is_withdrawn else _standing_ballot(panel, words),
            _checklist(panel, words) if proposal.form.gathers else row(_choice_buttons(panel, words)),
            row(
                [
                    button(words.say("It is resolved"), "resolve", proposal.number)
                    if panel.choice == Choice.BLOCK
                    else None,
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
            author_row(proposal.number, words) if panel.may_change else None,
            words.say("-# On the web this stands without its text: somebody asked for that.")
            if panel.stays_inside
            else None,
            row([button(words.say("Keep the text inside the server"), "keep-inside", proposal.number)])
            if panel.can_keep_inside
            else None,
        )
    )


def _checklist(panel: PanelCard, words: Words) -> ui.ActionRow[Picture]:
    """The options of a choice, to tick as many as one could live with."""
    proposal = panel.proposal
    names = option_names(proposal, words, str)
    ticked = (panel.choice or "").split(SEPARATOR)
    options = [
        discord.SelectOption(
            label=option_name(names, int(said), words)[:100], value=said, emoji=emoji_of(said), default=said in ticked
        )
        for said in proposal.form.said
    ]
    return ui.ActionRow(
        ui.Select(
            custom_id=custom_id("approve", proposal.number),
            placeholder=words.say("All you could live with"),
            min_values=1,
            max_values=len(options),
            options=options,
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


def _withdrawn(panel: PanelCard, words: Words) -> str:
    if panel.proposal.rule.is_secret:
        return words.say("Your vote is withdrawn. You can vote again until it closes.")
    return words.say(
        "Your vote is withdrawn, and a reaction of yours that still shows doesn't count. "
        "You can vote again until it closes."
    )


def _standing_ballot(panel: PanelCard, words: Words) -> str:
    if panel.choice is None or panel.cast_at is None:
        if panel.proposal.rule.is_secret:
            return words.say("You haven't voted yet. Nobody will ever see what you pick.")
        return words.say("You haven't voted yet. Only you see this panel; the count is public.")
    said = [
        words.say(
            "Your vote: **{choice}**, since {when}.",
            choice=said_word(panel.choice, panel.proposal, words),
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
    if not panel.proposal.rule.is_secret:
        seconds = INTERVAL // timedelta(seconds=1)
        said.append(words.say("-# The count on the ballot follows within {seconds} seconds.", seconds=seconds))
    return "\n".join(said)


def _newcomer_view(panel: PanelCard, words: Words) -> Picture:
    proposal = panel.proposal
    if panel.joined_at is None or panel.votes_from is None:
        told = words.say("I couldn't see when you joined, so I can't count your vote. Try again soon.")
    else:
        told = newcomer_sentences(
            proposal.number,
            proposal.opened_at,
            panel.joined_at,
            panel.votes_from,
            words,
            lambda instant: stamp(instant, "d"),
        )
    return Picture(
        card(
            headline(proposal, words),
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
