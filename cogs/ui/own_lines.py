"""*Check my vote*: one's own line among the published ones, without its code unless one asks for it."""

from bot.domain.ballots import Choice
from bot.domain.history import SEPARATOR
from bot.services.cards import ProposalCard
from bot.services.own_lines import OwnLine
from bot.words.catalogue import Words
from bot.words.explanations import option_name
from cogs.ui.ballots import choice_word, headline, option_names
from cogs.ui.picture import Picture, button, card, row

AROUND = 3
"""How many lines are shown before one's own, and after it."""


def own_line_view(own: OwnLine, words: Words, *, shows_code: bool = False) -> Picture:
    """Whether and where one's own vote stands in the record."""
    ask = button(words.say("Show the code"), "show-code", own.proposal.number) if own.code and not shows_code else None
    return Picture(
        card(
            headline(own.proposal, words),
            _told(own, words),
            _lines_around(own, words),
            _code(own, words) if shows_code else None,
            row([ask, button(words.say("Why?"), "why", own.proposal.number, "P")]),
        )
    )


def said_word(ballot: str, proposal: ProposalCard, words: Words) -> str:
    """What a ballot says, in words."""
    if proposal.options:
        names = option_names(proposal, words)
        return words.listing(option_name(names, int(said), words) for said in ballot.split(SEPARATOR))
    return choice_word(Choice(ballot), words)


def _told(own: OwnLine, words: Words) -> str:
    if own.is_forgotten:
        return words.say("Thirty days after a vote nobody can tell any more who voted how, not even me.")
    if not own.is_counted:
        return words.say("No vote of yours was counted here.")
    if own.choice is None:
        counted = words.say("You were counted. How you voted is kept nowhere.")
        if not own.code:
            return counted
        place = words.say(
            "Yours is number {place} of the {of} who took part, in the record.", place=own.place, of=own.of
        )
        return f"{counted} {place}"
    counted = words.say("Your vote was counted: **{choice}**.", choice=said_word(own.choice, own.proposal, words))
    if not own.code:
        return f"{counted} " + words.say("Fewer than five voted, so only the totals are on record.")
    return f"{counted} " + words.say("Yours is line {place} of {of} in the record.", place=own.place, of=own.of)


def _lines_around(own: OwnLine, words: Words) -> str | None:
    """One's own line in bold, with those that stand around it."""
    first = max(1, own.place - AROUND)
    shown = enumerate(own.choices[first - 1 : own.place + AROUND], first)
    lines = [f"{place} · {said_word(choice, own.proposal, words)}" for place, choice in shown]
    return "\n".join(f"**{line}**" if line.startswith(f"{own.place} ·") else line for line in lines) or None


def _code(own: OwnLine, words: Words) -> str:
    if own.choice is None:
        told = words.say("It shows that you were counted, and not how you voted.")
    else:
        told = words.say("Whoever knows it knows how you voted, so keep it to yourself.")
    return f"`{own.code}`\n-# {told}"
