"""Steps: what `/why` says for the kinds with questions of their own, and why just so many had to take part."""

from fractions import Fraction

import pytest

from bot.domain.approvals import ApprovalTally, choice_steps
from bot.domain.decisions import Outcome, Step, outcome_of, steps
from bot.domain.rules import DecisionRule, Kind, ServerRules, freeze
from bot.domain.tally import Tally
from bot.words import languages, words_in
from bot.words.explanations import step_sentences
from bot.words.steps import needed_sentences

ENGLISH = words_in("en")


def rule(kind: Kind, active: int = 30, **numbers: Fraction) -> DecisionRule:
    """A rule of a kind, of the usual charter unless told otherwise."""
    return freeze(ServerRules(**numbers), kind, active=active, options=3 * (kind is Kind.CHOICE))  # type: ignore[arg-type]


def why(asked: tuple[Step, ...], language: str = "en") -> list[str]:
    """What `/why` says, without the outcome."""
    return step_sentences(asked, outcome_of(asked), words_in(language))[:-1]


@pytest.mark.parametrize(
    ("tally", "of", "said"),
    [
        (
            Tally(agree=5, disagree=1),
            rule(Kind.ACTION),
            "Did enough agree? 5 agree, 1 disagrees or blocks; at least twice as many must agree, so 2: yes.",
        ),
        (
            Tally(agree=1, disagree=1, block=1),
            rule(Kind.ACTION),
            "Did enough agree? 1 agrees, 2 disagree or block; at least twice as many must agree, so 4: no.",
        ),
        (
            Tally(agree=6),
            rule(Kind.ACTION),
            "Did enough agree? 6 agree, 0 disagree or block; at least twice as many must agree: yes.",
        ),
        (
            Tally(agree=11, disagree=4),
            rule(Kind.CHARTER),
            "Did enough agree? 11 agree, 4 disagree or block; at least three times as many must agree, so 12: no.",
        ),
        (
            Tally(agree=8, disagree=8),
            rule(Kind.RECALL),
            "Did enough agree? 8 agree, 8 disagree; more must agree than disagree, so 9: no.",
        ),
        (
            Tally(agree=9, disagree=8),
            rule(Kind.RECALL),
            "Did enough agree? 9 agree, 8 disagree; more must agree than disagree, so 9: yes.",
        ),
        (
            Tally(),
            rule(Kind.COVER),
            "Did enough agree? 0 agree, 0 disagree; more must agree than disagree, so 1: no.",
        ),
        (
            Tally(agree=8, disagree=6),
            rule(Kind.ACTION, threshold=Fraction(3, 5)),
            "Did enough agree? 8 agree, 6 disagree or block; at least 3 of every 5 must agree, so 9: no.",
        ),
        (
            Tally(agree=2),
            rule(Kind.LAZY),
            "Did nobody disagree or block? 0 did, and nobody may: yes.",
        ),
    ],
)
def test_a_share_is_told_as_how_many_had_to_agree(tally: Tally, of: DecisionRule, said: str) -> None:
    assert said in why(steps(tally, of))


@pytest.mark.parametrize(
    ("approvals", "said"),
    [
        ((0, 5, 2, 1), "Was one option ahead of the others? One had the most approvals: yes."),
        ((0, 3, 3, 1), "Was one option ahead of the others? 2 were level on top: no."),
        ((5, 3, 3, 1), "Was one option ahead of the others? “Keep discussing” was on top: no."),
        ((5, 5, 3, 1), "Was one option ahead of the others? 2 were level on top: no."),
    ],
)
def test_what_was_on_top_of_a_choice_is_told(approvals: tuple[int, ...], said: str) -> None:
    assert said in why(choice_steps(ApprovalTally(approvals, turnout=9), rule(Kind.CHOICE)))


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (
            rule(Kind.ACTION, 1),
            "Why 3? 1 person counted as active when voting opened. That is the least that can ever decide.",
        ),
        (
            rule(Kind.ACTION, 4),
            "Why 3? 4 people counted as active when voting opened. That is the least that can ever decide.",
        ),
        (rule(Kind.ACTION, 5), "Why 3? 5 people counted as active when voting opened. That is half of them."),
        (rule(Kind.CHOICE, 10), "Why 5? 10 people counted as active when voting opened. That is half of them."),
        (
            rule(Kind.RECALL, 30),
            "Why 9? 30 people counted as active when voting opened. Half of them would be 15, but the larger a group, "
            "the smaller the part it needs.",
        ),
        (
            rule(Kind.CHARTER, 30),
            "Why 14? 30 people counted as active when voting opened. An action would need 9; changing our charter "
            "needs half as many again.",
        ),
        (
            rule(Kind.ACTION, 30, quorum_factor=Fraction(3, 2)),
            "Why 14? 30 people counted as active when voting opened. Usually that would make 9; the numbers of this "
            "vote ask for 14.",
        ),
        (rule(Kind.LAZY), ""),
    ],
)
def test_why_just_so_many_were_needed_is_told(of: DecisionRule, said: str) -> None:
    assert needed_sentences(of, ENGLISH) == said


@pytest.mark.parametrize("language", languages())
def test_no_language_leaves_a_gap(language: str) -> None:
    words = words_in(language)
    said = [needed_sentences(rule(kind, active), words) for kind in Kind for active in (1, 4, 10, 30)]
    said += why(steps(Tally(agree=2), rule(Kind.LAZY)), language)
    said += why(choice_steps(ApprovalTally((0, 3, 3, 1), turnout=9), rule(Kind.CHOICE)), language)
    assert not any(set("{}") & set(sentence) for sentence in said)


def test_what_ended_uncounted_has_no_steps() -> None:
    said = step_sentences(steps(Tally(), rule(Kind.ACTION)), Outcome.LAPSED, ENGLISH)
    assert said == [
        "I couldn't work here for more than thirty days, so this vote has lapsed. Propose it again any time."
    ]
