"""Ballots: a proposal with its live count, for everybody who sees it."""

from collections.abc import Callable

import discord
from discord import ui

from bot.domain.ballots import Choice
from bot.domain.charter import waits
from bot.domain.covers import Veil
from bot.domain.forms import emoji_of
from bot.domain.proposals import State
from bot.domain.records import Counters
from bot.domain.rules import Kind
from bot.services.cards import ProposalCard
from bot.words.catalogue import Words
from bot.words.covers import erased_word, hidden_options, veil_word
from bot.words.explanations import approvals_sentence, counter_sentences, option_name, outcome_word, tally_sentence
from bot.words.integrity import note_sentences
from bot.words.kinds import (
    change_sentence,
    kind_word,
    meeting_sentence,
    prolongation_sentence,
    reworks_sentence,
    says_the_change,
)
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


def headline(proposal: ProposalCard, words: Words) -> str:
    """Number and title, bold, as the first line of everything about a proposal."""
    return f"### P-{proposal.number} · {proposal_title(proposal, words)}"


def proposal_title(proposal: ProposalCard, words: Words) -> str:
    """The title, or that it is covered or was erased."""
    if proposal.is_erased:
        return erased_word(words)
    return veil_word(Veil.COVERED, words) if proposal.is_covered else line(proposal.title)


def covered_sentence(words: Words) -> str:
    """What stands in place of a text that is covered."""
    return words.say("(covered, so that it exposes nobody)")


def option_names(proposal: ProposalCard, words: Words, shown: Callable[[str], str] = line) -> list[str]:
    """The options of a choice as they are `shown`, by their numbers alone where the text is covered or was erased."""
    if proposal.is_covered or proposal.is_erased:
        return list(hidden_options(len(proposal.options), words))
    return [shown(option) for option in proposal.options]


def ballot_view(proposal: ProposalCard, words: Words) -> Picture:
    """The ballot message."""
    if proposal.goes_on_in is not None:
        return _led_on_view(proposal, proposal.goes_on_in, words)
    is_open = proposal.state is State.OPEN
    excerpt, was_cut = shortened(proposal.body, EXCERPT)
    tasks = ", ".join(line(task) for task in proposal.first_tasks)
    return Picture(
        card(
            f"{headline(proposal, words)}\n{_byline(proposal, words)}",
            _change(proposal, words),
            _text(proposal, excerpt, words),
            words.say("**First tasks:** {tasks}", tasks=tasks) if tasks and not proposal.is_bare else None,
            _reminder(proposal, words),
            ui.Separator(),
            _how_to_vote(proposal, words) if is_open else None,
            count_line(proposal, words)
            + _unexplained(proposal, words)
            + _turns(proposal, words)
            + small_print(proposal.counters, words),
            row(
                [
                    button(words.say("My vote"), "my-vote", proposal.number, style=discord.ButtonStyle.primary)
                    if is_open
                    else None,
                    button(words.say("Read all") if was_cut else words.say("Read"), "read", proposal.number),
                    button(words.say("Check my vote"), "check-vote", proposal.number)
                    if proposal.state is State.SETTLED
                    else None,
                    None if is_open else button(words.say("Why?"), "why", proposal.number, "P"),
                    link_button(words.say("Discuss"), channel_url(proposal.guild_id, proposal.thread_id))
                    if proposal.thread_id
                    else None,
                ]
            ),
            accent=OPEN if is_open else CLOSED,
        )
    )


def _text(proposal: ProposalCard, excerpt: str, words: Words) -> str:
    if proposal.is_covered or proposal.is_erased:
        return covered_sentence(words) if proposal.is_covered else erased_word(words)
    return words.say("Press Read for the text.") if proposal.is_bare else plain(excerpt)


def _reminder(proposal: ProposalCard, words: Words) -> str | None:
    """What the decision will remind everybody of, and when."""
    carried = proposal.reminder
    if carried is None or proposal.is_bare:
        return None
    return words.say("**Reminds everybody** {when}: {text}", when=stamp(carried.at), text=line(carried.text))


def _led_on_view(proposal: ProposalCard, goes_on_in: int, words: Words) -> Picture:
    """A former ballot, whose reactions count no more; it holds nobody's text, so that nothing of it must be covered."""
    there = channel_url(proposal.guild_id, proposal.channel_id, goes_on_in)
    return Picture(
        card(
            f"### P-{proposal.number}",
            words.say("Several were on top, so a run-off decides among them. Taps here don't count any more."),
            row([link_button(words.say("To the run-off"), there)]),
            accent=CLOSED,
        )
    )


def exposes_button(number: int, prefix: str, words: Words) -> ui.Button[Picture]:
    """The button by which two members have a text covered; `prefix` says what the number counts."""
    return button(words.say("Exposes a person"), "exposes", number, prefix)


def author_row(number: int, words: Words) -> ui.ActionRow[Picture] | None:
    """What authors may do until somebody else has voted."""
    return row(
        [
            button(words.say("Change the text"), "amend", number),
            button(words.say("Take the proposal back"), "withdraw-proposal", number),
        ]
    )


def _byline(proposal: ProposalCard, words: Words) -> str:
    """Who proposes, what kind of thing where it is not the usual one, and when it opens or closes."""
    said = [_proposer(proposal, words)]
    if proposal.kind not in (Kind.ACTION, Kind.COVER):
        said.append(kind_word(proposal.kind, words))
    return " · ".join([*said, _when(proposal, words)])


def _proposer(proposal: ProposalCard, words: Words) -> str:
    if proposal.kind is Kind.COVER:
        return words.say("Asked for by two members")
    name = line(proposal.author_name) or words.say("A member")
    if proposal.state in (State.DISCUSSED, State.OPEN, State.INTERRUPTED):
        return words.say("{name} proposes", name=name)
    return words.say("{name} proposed", name=name)


def _when(proposal: ProposalCard, words: Words) -> str:
    opens, closes = proposal.opened_at, proposal.closes_at
    match proposal.state:
        case State.DISCUSSED:
            return words.say("voting opens {when} ({left})", when=stamp(opens), left=stamp(opens, "R"))
        case State.OPEN:
            return words.say("closes {when} ({left})", when=stamp(closes), left=stamp(closes, "R"))
        case State.INTERRUPTED:
            return words.say("interrupted, it goes on with the time left when I can work here")
        case _:
            return words.say("closed {when}", when=stamp(closes))


def _change(proposal: ProposalCard, words: Words) -> str | None:
    """What would be changed, where the title does not say just that; it is adopted, whatever the text says."""
    if proposal.change is None or says_the_change(proposal.title, proposal.change, proposal.language):
        return None
    return f"**{change_sentence(proposal.change, words)}**"


def _turns(proposal: ProposalCard, words: Words) -> str:
    """What became of it on the way: reworked, turned, run-off, prolonged; a small line each."""
    said = []
    if proposal.reworks is not None:
        said.append(reworks_sentence(proposal.reworks, words))
    if proposal.follows is not None:
        said.append(words.say("Follows P-{number}.", number=proposal.follows))
    if proposal.meeting is not None:
        said.append(meeting_sentence(proposal.meeting, words))
    if proposal.change is not None and waits(proposal.change):
        said.append(words.say("If it passes, it is in force a day later."))
    if proposal.state is State.SETTLED:
        return "".join(f"\n-# {sentence}" for sentence in said)
    if proposal.turned_at is not None:
        said.append(words.say("Somebody is against it, so everybody votes now."))
    said += [prolongation_sentence(by, words, stamp) for by in proposal.prolongations]
    said += note_sentences(proposal.notes, words)
    return "".join(f"\n-# {sentence}" for sentence in said)


def _how_to_vote(proposal: ProposalCard, words: Words) -> str:
    form = proposal.form
    if form.is_secret:
        return words.say("A secret vote: press My vote. Nobody sees what you pick, not even after the end.")
    if form.gathers:
        names = option_names(proposal, words)
        legend = "\n".join(f"{emoji_of(said)} {option_name(names, int(said), words)}" for said in form.said)
        if proposal.run_off:
            anew = words.say("**A run-off among those on top, for 24 hours.** Everybody votes anew.")
            legend = f"{anew}\n{legend}"
        return f"{legend}\n" + words.say("Tap all you could live with; every tap adds. To take one back: My vote.")
    legend = "  ".join(f"{emoji_of(said)} {choice_word(Choice(said), words)}" for said in form.said)
    return f"{legend}\n" + words.say("Last tap counts. Un-tapping doesn't: use My vote.")


def count_line(proposal: ProposalCard, words: Words) -> str:
    """The count so far, or the outcome; of a secret vote under way no more than may be shown."""
    if proposal.state is State.DISCUSSED:
        return words.say("Talk it over first; its author can still change every word.")
    if proposal.outcome is not None and proposal.decision_number is not None:
        outcome = outcome_word(proposal.outcome, words)
        settled = words.say("**D-{number} · {outcome}.**", number=proposal.decision_number, outcome=outcome)
        return f"{settled} {_said(proposal, words)}"
    if proposal.rule.is_secret and not proposal.turnout:
        return words.say(
            "**Secret vote, {needed} needed.** The count stays closed until the end.", needed=proposal.rule.quorum
        )
    turnout = words.count("Counted: {n} person", "Counted: {n} people", proposal.turnout)
    if proposal.rule.is_lazy:
        return words.say("Passes when one more agrees and nobody is against. **{turnout}.**", turnout=turnout)
    if not proposal.rule.quorum:
        counted = words.say("**{turnout}.**", turnout=turnout)
    else:
        counted = words.say("**{turnout}, {needed} needed.**", turnout=turnout, needed=proposal.rule.quorum)
    return counted if proposal.rule.is_secret or not proposal.turnout else f"{counted} {_said(proposal, words)}"


def _said(proposal: ProposalCard, words: Words) -> str:
    """Who said what so far, or in the end."""
    if proposal.approvals is None:
        return tally_sentence(proposal.tally, words)
    return approvals_sentence(proposal.approvals, option_names(proposal, words), words)


def _unexplained(proposal: ProposalCard, words: Words) -> str:
    if not proposal.tally.unexplained or proposal.state is not State.OPEN:
        return ""
    told = words.count(
        "{n} block has no reason yet, so it counts as disagree.",
        "{n} blocks have no reason yet, so they count as disagree.",
        proposal.tally.unexplained,
    )
    return f"\n-# {told}"


def small_print(counters: Counters, words: Words) -> str:
    """What was tapped and is not counted, a small line each; empty where there is nothing to say."""
    return "".join(f"\n-# {sentence}" for sentence in counter_sentences(counters, words))


def proposal_page(proposal: ProposalCard, words: Words, *, may_change: bool = False) -> Picture:
    """The whole text of a proposal, for one reader; `may_change` says that it is theirs to change still."""
    is_covered, is_erased = proposal.is_covered, proposal.is_erased
    names = [] if is_covered or is_erased else option_names(proposal, words)
    options = "\n".join(f"{place}. {name}" for place, name in enumerate(names, 1))
    tasks = "\n".join(f"- {line(task)}" for task in proposal.first_tasks)
    return Picture(
        card(
            headline(proposal, words),
            _change(proposal, words),
            _text(proposal, proposal.body, words) if is_covered or is_erased else plain(proposal.body),
            words.say("**Options**\n{options}", options=options) if options else None,
            words.say("**First tasks**\n{tasks}", tasks=tasks) if tasks else None,
            _reminder(proposal, words),
            author_row(proposal.number, words) if may_change else None,
            None
            if is_covered or is_erased or proposal.kind is Kind.COVER
            else row([exposes_button(proposal.number, "P", words)]),
        )
    )
