"""The gallery of deciding: pictures of every kind of proposal, what became of it on the way, and of the charter."""

from datetime import date, timedelta
from fractions import Fraction

from bot.domain.charter import ON_THE_WEB, SETTINGS
from bot.domain.decisions import Outcome, decide, steps
from bot.domain.integrity import Happening, Note
from bot.domain.prolongations import Cause
from bot.domain.proposals import Meeting, State
from bot.domain.rules import DecisionRule, Kind, ServerRules
from bot.domain.tally import Tally
from bot.services.cards import DecisionCard, ObjectionCard
from bot.services.charter import Change, CharterCard, Otherwise
from bot.services.loss_cards import LossCard, RestoredCard
from bot.services.mandates import MandateCard
from bot.services.own_lines import OwnLine
from bot.words.catalogue import Words
from cogs.ui.ballots import ballot_view, proposal_page
from cogs.ui.charter import change_view, charter_page, history_page, mandates_page
from cogs.ui.decisions import decision_view, why_decision_view, why_proposal_view
from cogs.ui.losses import loss_view, restored_view
from cogs.ui.own_lines import own_line_view
from cogs.ui.panel import panel_view
from cogs.ui.picture import Picture
from cogs.ui.proposals import objections_page, own_proposals_page, proposals_page, taking_back_view
from cogs.ui.setup import rebound_view
from tests.cogs.cards import (
    GUILD,
    LAZY,
    OPENED_AT,
    RECALL,
    choice,
    decided_choice,
    decision,
    panel,
    prolonged,
    proposal,
    server,
)

EVERY_TURN = {
    "reworks": 5,
    "follows": 11,
    "turned_at": OPENED_AT,
    "prolongations": (
        prolonged(Cause.QUORUM_MISSED, 72),
        prolonged(Cause.LATE_TURN, 24),
        prolonged(Cause.BOT_AWAY, 3),
    ),
}


def of_deciding(words: Words) -> dict[str, Picture]:
    """Every picture by name, in a language."""
    return {
        **_of_ballots(words),
        **_of_integrity(words),
        **_of_panels(words),
        **_of_own_lines(words),
        **_of_decisions(words),
        **_of_charters(words),
    }


def _of_ballots(words: Words) -> dict[str, Picture]:
    lazy = proposal(kind=Kind.LAZY, rule=LAZY)
    meeting = Meeting(date(2026, 5, 2), 14)
    discussed = proposal(state=State.DISCUSSED)
    ballots = {
        "discussed first": discussed,
        "interrupted": proposal(state=State.INTERRUPTED),
        "covered": proposal(is_covered=True),
        "lazy consent": lazy,
        "a meeting's agreement": proposal(kind=Kind.MEETING, rule=LAZY, meeting=meeting),
        "everything that can become of it": proposal(**EVERY_TURN),
        "settled after everything": proposal(
            state=State.SETTLED, outcome=Outcome.PASSED, decision_number=7, tally=Tally(agree=9), **EVERY_TURN
        ),
        "choice, just opened": choice(),
        "choice, counted": choice(1, 5, 2, 5, turnout=8),
        "choice, in its run-off": choice(run_off=(1, 3)),
        "secret, few": proposal(rule=RECALL, kind=Kind.RECALL, participation=0),
        "secret, some": proposal(rule=RECALL, kind=Kind.RECALL, participation=4),
    }
    return {
        **{f"ballot, {name}": ballot_view(card, words) for name, card in ballots.items()},
        "read, a choice": proposal_page(choice(), words),
        "read, covered": proposal_page(proposal(is_covered=True), words),
        "why, running, a choice without votes": why_proposal_view(choice(), words),
        "why, running, a choice": why_proposal_view(choice(1, 5, 2, 5, turnout=8), words),
        "why, running, lazy consent": why_proposal_view(lazy, words),
        "why, running, secret": why_proposal_view(proposal(rule=RECALL, kind=Kind.RECALL, participation=4), words),
        "why, discussed": why_proposal_view(proposal(state=State.DISCUSSED), words),
        "why, interrupted": why_proposal_view(proposal(state=State.INTERRUPTED), words),
        "proposals": proposals_page([proposal(), discussed, proposal(state=State.INTERRUPTED)], words),
        "proposals, none": proposals_page([], words),
        "proposals of one's own": own_proposals_page([proposal(), proposal(number=13)], {13}, words),
        "proposals of one's own, all voted on": own_proposals_page([proposal()], (), words),
        "proposals of one's own, none": own_proposals_page([], (), words),
        "read, one's own": proposal_page(proposal(), words, may_change=True),
        "taking back": taking_back_view(proposal(), words),
        "objections": objections_page(
            proposal(), [ObjectionCard("Ana", "Too loud."), ObjectionCard(None, "Too dear.")], words
        ),
        "objections, none": objections_page(proposal(), [], words),
    }


def _of_integrity(words: Words) -> dict[str, Picture]:
    """Ballots that something befell, and the notice that permissions are missing."""

    def befallen(*happenings: Happening) -> tuple[Note, ...]:
        return tuple(Note(what, OPENED_AT + timedelta(hours=1)) for what in happenings)

    gone, deleted = Happening.REACTIONS_GONE, Happening.BALLOT_GONE
    stopped = (Happening.INTERRUPTED, Happening.RESUMED)
    ballots = {
        "reactions put back": proposal(notes=befallen(gone)),
        "put back without its text": proposal(first_tasks=("Find one",), notes=befallen(deleted)),
        "interrupted and resumed": proposal(notes=befallen(*stopped)),
        "befallen again and again": choice(notes=befallen(gone, gone, deleted, deleted, *stopped, *stopped)),
    }
    return {
        **{f"ballot, {name}": ballot_view(card, words) for name, card in ballots.items()},
        "my vote, interrupted": panel_view(panel(proposal(state=State.INTERRUPTED)), words),
        "missing permissions": loss_view(LossCard(GUILD, 1, 501, ("send_messages", "add_reactions"), "en"), words),
        "an older copy was put back": restored_view(RestoredCard(GUILD, 51, 50, 57, "en"), words),
        "another channel": rebound_view(server(), words),
    }


def _of_panels(words: Words) -> dict[str, Picture]:
    cast_at = OPENED_AT + timedelta(hours=2)
    panels = {
        "of the author": panel(may_change=True),
        "a choice": panel(choice()),
        "a choice, two approved of": panel(choice(), choice="1+3", cast_at=cast_at),
        "a choice, all refused": panel(choice(), choice="0", cast_at=cast_at),
        "a run-off": panel(choice(run_off=(1, 3))),
        "secret": panel(proposal(rule=RECALL, participation=0)),
        "discussed": panel(proposal(state=State.DISCUSSED)),
        "discussed, of the author": panel(proposal(state=State.DISCUSSED), may_change=True),
    }
    return {f"my vote, {name}": panel_view(card, words) for name, card in panels.items()}


def _of_own_lines(words: Words) -> dict[str, Picture]:
    closed, secret = proposal(state=State.SETTLED), proposal(state=State.SETTLED, rule=RECALL)
    among = ("agree", "agree", "disagree", "agree", "agree", "block", "agree", "abstain", "agree", "agree", "agree")
    lines = {
        "open": OwnLine(closed, is_counted=True, choice="agree", choices=among, code="c0de", place=7, of=11),
        "of a choice": OwnLine(
            choice(state=State.SETTLED),
            is_counted=True,
            choice="0+2",
            choices=("1", "0+2", "3", "2", "1+3"),
            code="c0de",
            place=2,
            of=5,
        ),
        "totals only": OwnLine(closed, is_counted=True, choice="disagree"),
        "secret": OwnLine(secret, is_counted=True, code="c0de", place=4, of=9),
        "secret, totals only": OwnLine(secret, is_counted=True),
        "none": OwnLine(closed),
        "forgotten": OwnLine(closed, is_forgotten=True),
    }
    with_codes = {f"{name}, with its code": lines[name] for name in ("open", "secret")}
    return {
        **{f"own line, {name}": own_line_view(own, words) for name, own in lines.items()},
        **{f"own line, {name}": own_line_view(own, words, shows_code=True) for name, own in with_codes.items()},
    }


def _of_decisions(words: Words) -> dict[str, Picture]:
    every = {
        "a choice": decided_choice(1, 6, 2, 3, turnout=9),
        "a choice, its winner erased": decided_choice(1, 2, 2, 6, turnout=9),
        "a choice without half": decided_choice(1, 4, 3, 3, turnout=11),
        "a choice of many who want to talk": decided_choice(9, 4, 3, 3, turnout=11),
        "lazy consent": _by(LAZY, Tally(agree=2, seconds=1)),
        "lazy consent nobody seconded": _by(LAZY, Tally(agree=1)),
        "a recall": _by(RECALL, Tally(agree=9, disagree=8)),
        "a recall that ties": _by(RECALL, Tally(agree=8, disagree=8)),
        "prolonged in every way": decision(Tally(agree=10), prolongations=tuple(Cause)),
        "lapsed": decision(Tally(agree=10), outcome=Outcome.LAPSED),
        "withdrawn": decision(Tally(), outcome=Outcome.WITHDRAWN),
    }
    return {
        **{f"decision, {name}": decision_view(card, words) for name, card in every.items()},
        **{f"why, {name}": why_decision_view(card, words) for name, card in every.items()},
    }


def _by(rule: DecisionRule, tally: Tally) -> DecisionCard:
    """D-7 as this rule decides it."""
    return decision(tally, rule=rule, kind=rule.kind, outcome=decide(tally, rule), steps=steps(tally, rule))


def _of_charters(words: Words) -> dict[str, Picture]:
    rules = ServerRules()
    founded = {key: setting.read(rules) for key, setting in SETTINGS.items()}
    changed = founded | {"voting_hours": Fraction(120), "threshold": Fraction(7, 10), "quorum_factor": Fraction(3, 2)}
    versions = [
        CharterCard(2, changed, OPENED_AT, True, 7),
        CharterCard(1, founded, OPENED_AT - timedelta(days=90), False, None),
    ]
    change = Change("voting_hours", "72", "120", rules)
    on_the_web = {
        f"charter, {key} to {new}": change_view(Change(key, old, new, rules), [], words)
        for key, old, new in (*((key, "no", "yes") for key in ON_THE_WEB), (ON_THE_WEB[0], "yes", "no"))
    }
    zone = Change("time_zone", "Europe/Madrid", "Europe/Berlin")
    otherwise = [Otherwise(decision(Tally(agree=9)), Outcome.NO_QUORUM)]
    mandates = [
        MandateCard(4, "Ana", 1, OPENED_AT + timedelta(days=84)),
        MandateCard(5, "", 2, OPENED_AT + timedelta(days=80)),
        MandateCard(6, "Bo", None, None),
    ]
    return {
        "charter": charter_page(versions[0], words),
        "charter, its versions": history_page(versions, words),
        "charter, a change that would have ended a decision otherwise": change_view(change, otherwise, words),
        "charter, a change that changes nothing past": change_view(change, [], words),
        "charter, another time zone": change_view(zone, [], words),
        **on_the_web,
        "coordinators": mandates_page(mandates, words, may_stand=True, role="Crew"),
        "coordinators, for one of them": mandates_page(mandates, words, may_stand=False),
        "coordinators, none": mandates_page([], words, may_stand=True),
        "coordinators, none yet, for who stands": mandates_page([], words, may_stand=False),
        "coordinators, none, and a role for show": mandates_page([], words, may_stand=True, role="Crew"),
    }
