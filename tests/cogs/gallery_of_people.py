"""The gallery of people: what is covered for somebody's sake, temperature checks, powers and help."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from bot.domain.charter import SETTINGS
from bot.domain.covers import Covered, Holder
from bot.domain.decisions import Outcome
from bot.domain.powers import DiscordAct
from bot.domain.proposals import State
from bot.domain.rules import Kind, ServerRules, freeze
from bot.domain.tally import Tally
from bot.services.cards import CheckCard, ProposalCard
from bot.services.orientation import OrientationCard
from bot.words.catalogue import Words
from bot.words.covers import vote_body, vote_title
from cogs.ui.ballots import ballot_view, proposal_page
from cogs.ui.checks import check_view
from cogs.ui.decisions import decision_pages, decision_view, decisions_page, why_decision_view
from cogs.ui.help import commands_page, deciding_page, help_page
from cogs.ui.panel import panel_view
from cogs.ui.picture import Picture
from cogs.ui.powers import Holders, discord_powers_page, powers_page
from cogs.ui.proposals import objections_page, proposals_page
from cogs.ui.task_lists import Place, tasks_page
from cogs.ui.tasks import task_view
from tests.cogs.cards import GUILD, OPENED_AT, choice, decided_choice, decision, panel, proposal, task

VOTE_RULE = freeze(ServerRules(), Kind.COVER, active=30)


def of_people(words: Words) -> dict[str, Picture]:
    """Every picture by name, in a language."""
    return {**_of_covers(words), **_of_checks(words), **_of_powers(words), **_of_help(words)}


def covered(of: ProposalCard) -> ProposalCard:
    """A proposal as its card is while the text is covered."""
    return replace(of, is_covered=True, title="", body="", first_tasks=(), options=("",) * len(of.options))


def _of_covers(words: Words) -> dict[str, Picture]:
    hidden = covered(proposal(tally=Tally(agree=5, disagree=1)))
    several = covered(choice())
    text = Covered(Holder.PROPOSAL, 12)
    vote = proposal(
        number=13,
        kind=Kind.COVER,
        rule=VOTE_RULE,
        title=vote_title(text, words),
        body=vote_body(text, words),
        author_name="",
        closes_at=OPENED_AT + timedelta(hours=24),
        tally=Tally(agree=2),
    )
    decided = decision(Tally(agree=10, disagree=2), title=None, body=None, is_covered=True, objections=(None,))
    picked = replace(decided_choice(0, 5, 3, turnout=6), is_covered=True, title=None, body=None)
    picked = replace(picked, options=(None,) * len(picked.options))
    bare = task(3, "Ana", title="", why="", is_covered=True, people_needed=2)
    return {
        "covered, the ballot": ballot_view(hidden, words),
        "covered, read": proposal_page(hidden, words),
        "covered, a choice": ballot_view(several, words),
        "covered, my vote on a choice": panel_view(panel(several), words),
        "covered, in the list": proposals_page([hidden], words),
        "covered, objections": objections_page(hidden, [], words),
        "covered, the vote on it": ballot_view(vote, words),
        "covered, the vote on it, read": proposal_page(vote, words),
        "covered, the vote on it, over": ballot_view(
            replace(vote, state=State.SETTLED, outcome=Outcome.PASSED, decision_number=8), words
        ),
        "covered, the decision": decision_view(decided, words),
        "covered, the decision, read": decision_pages(decided, words)[0],
        "covered, the decision, why": why_decision_view(decided, words),
        "covered, in the list of decisions": decisions_page([decided], words, more_before=None),
        "covered, a decided choice": decision_view(picked, words),
        "covered, a task": task_view(bare, words),
        "covered, in the list of tasks": tasks_page([bare], 1, 701, words, place=Place()),
        "my vote, may keep the text inside": panel_view(panel(can_keep_inside=True), words),
        "my vote, the text stays inside": panel_view(panel(stays_inside=True), words),
    }


def _of_checks(words: Words) -> dict[str, Picture]:
    running = CheckCard(GUILD, 1, "Paint the *door* green?", OPENED_AT, 501, 601, "en")
    return {
        "check, running": check_view(running, words),
        "check, over": check_view(replace(running, counts=(3, 1, 0)), words),
    }


def _of_powers(words: Words) -> dict[str, Picture]:
    crowd = tuple(f"Role {place}" for place in range(1, 8))
    holders = {
        DiscordAct.STRIP: Holders(("Mods", "*Tidy*"), alone=2),
        DiscordAct.HIDE_COMMANDS: Holders(),
        DiscordAct.TIME_OUT: Holders(crowd),
        DiscordAct.KICK: Holders(is_everybody=True),
        DiscordAct.CHANGE_CHANNELS: Holders(("Mods",)),
    }
    return {
        "powers": powers_page([], words),
        "powers, with coordinators": powers_page(["Ana", ""], words, role="Crew"),
        "powers, what Discord allows": discord_powers_page(holders, words),
    }


def _of_help(words: Words) -> dict[str, Picture]:
    newcomer = OrientationCard(GUILD, False, OPENED_AT + timedelta(days=5), (), proposal(), (), 2)
    member = OrientationCard(
        guild_id=GUILD,
        is_voter=True,
        votes_from=None,
        to_vote=(proposal(), covered(proposal(number=13)), proposal(number=14)),
        to_discuss=proposal(),
        held=(task(3, "Ana", due_on=date(2026, 5, 9)), task(4, "Ana", title="", is_covered=True)),
        looking=1,
    )
    values: dict[str, Fraction] = {key: setting.read(ServerRules()) for key, setting in SETTINGS.items()}
    return {
        "help, newcomer": help_page(newcomer, [], words),
        "help, newcomer of whom nothing is known": help_page(replace(newcomer, votes_from=None), [], words),
        "help, many tasks": help_page(replace(newcomer, looking=7), [], words),
        "help, member": help_page(member, [], words),
        "help, member with nothing to do": help_page(
            OrientationCard(GUILD, True, None, (), None, (), 0), [(501, ("send_messages", "add_reactions"))], words
        ),
        "help, how we decide": deciding_page(values, words),
        "help, how we decide by other numbers": deciding_page(
            values | {"tenure_days": Fraction(0), "threshold": Fraction(3, 5)}, words
        ),
        "help, how we decide by three quarters": deciding_page(values | {"threshold": Fraction(3, 4)}, words),
        "help, every command": commands_page([("check", "A check"), ("vote", "Vote")], words),
    }
