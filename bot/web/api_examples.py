"""Examples: one answer of each sort, as the description of the API shows it."""

from datetime import date

from bot.domain.covers import Veil
from bot.domain.decisions import Outcome
from bot.domain.reminders import Act
from bot.domain.rules import Kind
from bot.domain.tasks import Effort, State
from bot.web import api_answers as answers
from bot.web import api_living as living
from bot.web.api_telling import DATA_LICENCE, TEXT_LICENCE

_HERE = "/riverside-commons"
_HASH, _BEFORE = "4c1f" * 16, "a09d" * 16

_DECISION = answers.Decision(
    number=12,
    page=f"{_HERE}/D-12",
    title="Buy a second hand-truck",
    text="The old one broke. €80 from the box.",
    hidden=None,
    kind=Kind.ACTION,
    outcome=Outcome.PASSED,
    tally=answers.Tally(agree=9, disagree=1, abstain=1, block=0, unexplained=0, seconds=0),
    options=(),
    winner=None,
    run_off=(),
    turnout=11,
    not_counted=answers.NotCounted(newcomers=2, unknown=0, late=1, unclear=0, untapped=0),
    rule=answers.Rule(
        kind=Kind.ACTION,
        active=30,
        quorum=9,
        threshold="2/3",
        is_strict=False,
        least_agree=5,
        blocks=True,
        block_floor=2,
        block_share="1/10",
        voting_hours=72,
        seconds=0,
        options=0,
        is_secret=False,
    ),
    objections=(answers.Objection("Who keeps the key?", is_resolved=True),),
    prolonged=(),
    proposal=17,
    reworks=None,
    changes=None,
    meeting=None,
    opened_on=date(2026, 5, 4),
    closed_on=date(2026, 5, 7),
    decided_on=date(2026, 5, 7),
    review_on=None,
    charter=1,
    place=answers.Place(sequence=14, hash=_HASH, previous=_BEFORE),
)

_HEADING = living.KnowHowHeading(
    number=3,
    page=f"{_HERE}/K-3",
    title="Opening the hall",
    tags=("hall", "key"),
    hidden=None,
    revision=2,
    revised_on=date(2026, 5, 9),
)

EXAMPLES: tuple[object, ...] = (
    answers.Log(
        name="Riverside Commons",
        slug="riverside-commons",
        language="en",
        entries=14,
        head=_HASH,
        decisions=12,
        page=_HERE,
        lines=f"{_HERE}/log.jsonl",
        verifier=f"{_HERE}/verify.py",
        text_licence=TEXT_LICENCE,
        data_licence=DATA_LICENCE,
    ),
    answers.Decisions(total=12, decisions=(_DECISION,), previous=None, next=None),
    answers.DecisionInFull(
        decision=_DECISION, tasks=(answers.BornTask(8, "Ask for prices", None, State.OPEN),), adopted=None
    ),
    answers.Charter(
        (
            answers.CharterVersion(
                1,
                date(2026, 1, 5),
                None,
                is_in_force=True,
                changed=(),
                settings=(answers.Setting("threshold", "2/3", "share"), answers.Setting("seats", "2", "count")),
            ),
        )
    ),
    answers.Powers(
        total=1,
        powers=(answers.PowerUsed(1, Act.SCHEDULE, reminder=4, seat=1, decision=10, on=date(2026, 5, 8)),),
        terms=(answers.Term(10, 1, date(2026, 4, 30), date(2026, 7, 23), None, None),),
        previous=None,
        next=None,
    ),
    living.KnowHow(_HEADING, "The key is with the baker until six.", date(2026, 5, 8), (living.Work(8, 12),)),
    living.KnowHowList(total=3, pages=(_HEADING,), previous=None, next=None),
    living.OpenProposals(
        (
            living.OpenProposal(
                number=18,
                kind=Kind.CHOICE,
                title="When do we cook?",
                text="Once a week.",
                hidden=None,
                options=("Monday", "Friday"),
                closes_on=date(2026, 5, 12),
            ),
        )
    ),
    living.OpenTasks(
        total=1,
        tasks=(
            living.OpenTask(
                number=8,
                title="Ask for prices",
                why="Two shops will do.",
                hidden=None,
                places=1,
                effort=Effort.SMALL,
                skills=("writing",),
                due_on=date(2026, 5, 20),
                decision=12,
            ),
        ),
    ),
    living.Calendar(
        until=date(2026, 7, 4),
        days=(
            living.Day(date(2026, 5, 11), 4, "We meet in the hall.", None, is_meeting=True),
            living.Day(date(2026, 5, 14), 5, None, Veil.COVERED, is_meeting=False),
        ),
    ),
    living.Problem("There is nothing here", 404, "There is no such page, or it is not published."),
)
