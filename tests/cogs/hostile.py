"""Hostile text: what members could type to break a picture or to reach people, and cards that are full of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from bot.domain.approvals import ApprovalTally
from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome
from bot.domain.members import Standing
from bot.domain.prolongations import Cause
from bot.domain.proposals import BODY_LIMIT, FIRST_TASKS_LIMIT, OPTION_LIMIT, TITLE_LIMIT, State
from bot.domain.records import Counters
from bot.domain.rules import Kind, ServerRules, freeze
from bot.domain.skills import A_TASKS_SKILLS, SKILL_LIMIT
from bot.domain.tally import Tally
from bot.domain.tasks import PEOPLE_LIMIT, WHY_LIMIT, Effort
from bot.domain.tasks import REASON_LIMIT as DROP_LIMIT
from bot.domain.tasks import TITLE_LIMIT as TASK_TITLE_LIMIT
from bot.domain.tasks import State as TaskState
from bot.domain.texts import clean_text
from bot.services.ballots import REASON_LIMIT
from bot.services.cards import DecisionCard, Drop, PanelCard, ProposalCard, TaskCard
from tests.cogs.cards import OPENED_AT, decided_choice, decision, panel, prolonged, proposal, task

NAME_LIMIT = 32

PIECES = (
    *("<@81384788765712384>", "<@!1>", "<@&2>", "<#3>", "</vote:4>", "<t:1:R>", "<:smile:5>", "<a:smile:6>"),
    *("<id:guide>", "<@", "<", ">", "@everyone", "@here", "@EVERYONE", "@\u200beveryone"),
    *("[here](https://evil.example)", "](", "] (", "]\n(", "[", "https://a.example/b_c*d*", "https://", "http://`"),
    *("discord.gg/abc", "https://discord.com/invite/abc", "DiscordApp.com/invite/x"),
    *("# ", "\n# ", "\n## x", "\n-# small", "\n> quote", "\n>>> all", "\n- item", "\n1. item"),
    *("```", "``", "`", "~~", "||", "**", "*", "__", "_", "\\"),
    *("\u202e", "\u2066", "\u200f", "\u061c", "\u2060", "\u200d", "{", "}", "{n}", "%s", "%(n)s"),
    *("👍🏽", "é", "e\u0301", "中文", "ﷺ", "\U0001f1ea\U0001f1f8", "minga/claim/1/", "P-1 · ", "### D-1 · "),
    *(" ", "\t", "\n", "a", "word ", "x" * 60),
)
"""What does something in Discord, alone or beside another."""


def hostile(limit: int) -> st.SearchStrategy[str]:
    """Text as a field lets it through, up to its limit; never empty."""
    pieces = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)
    swollen = st.sampled_from(PIECES).map(lambda piece: piece * (limit // len(piece)))
    free = st.text(max_size=limit)
    return (pieces | swollen | free).map(lambda typed: clean_text(typed)[:limit].strip() or "x")


def one_line(limit: int) -> st.SearchStrategy[str]:
    """A title as the rules tidy it."""
    return hostile(limit).map(lambda typed: " ".join(typed.split())[:limit].strip() or "x")


names = st.just("") | one_line(NAME_LIMIT)
counts = st.integers(0, 3) | st.integers(0, 1_000_000)
tallies = st.builds(Tally, counts, counts, counts, counts, counts)
counters = st.builds(Counters, counts, counts, counts, counts, counts)


@st.composite
def kinds(draw: st.DrawFn) -> dict[str, Any]:
    """What a proposal of some kind has beside its text: options, approvals, and all that became of it."""
    kind = draw(st.sampled_from(Kind))
    offered = draw(st.lists(one_line(OPTION_LIMIT), min_size=2, max_size=9)) if kind is Kind.CHOICE else []
    approvals = draw(st.lists(counts, min_size=len(offered) + 1, max_size=len(offered) + 1))
    return {
        "kind": kind,
        "rule": freeze(ServerRules(), kind, active=30, options=len(offered), is_secret=draw(st.booleans())),
        "options": tuple(offered),
        "run_off": draw(st.sampled_from([(), (1, 2)])) if offered else (),
        "approvals": ApprovalTally(tuple(approvals), max(approvals)) if offered else None,
        "prolongations": tuple(prolonged(cause, 72) for cause in draw(st.lists(st.sampled_from(Cause), max_size=5))),
        "reworks": draw(st.none() | st.integers(1, 999_999)),
        "follows": draw(st.none() | st.integers(1, 999_999)),
        "turned_at": draw(st.none() | st.just(OPENED_AT)),
        "participation": draw(st.none() | counts),
        "is_covered": draw(st.booleans()),
    }


@st.composite
def proposals(draw: st.DrawFn) -> ProposalCard:
    """Proposals in any state, full of hostile text."""
    state = draw(st.sampled_from(State))
    is_open = state is not State.SETTLED
    return proposal(
        **draw(kinds()),
        title=draw(one_line(TITLE_LIMIT)),
        body=draw(hostile(BODY_LIMIT)),
        first_tasks=tuple(draw(st.lists(one_line(TASK_TITLE_LIMIT), max_size=FIRST_TASKS_LIMIT))),
        author_name=draw(names),
        state=state,
        tally=draw(tallies),
        counters=draw(counters),
        thread_id=draw(st.none() | st.just(601)),
        outcome=None if is_open else draw(st.sampled_from(Outcome)),
        decision_number=None if is_open else 7,
    )


@st.composite
def panels(draw: st.DrawFn) -> PanelCard:
    """*My vote* of anybody, with a hostile reason."""
    standing = draw(st.sampled_from(Standing))
    of = draw(proposals())
    said = st.just("1+2") if of.options else st.sampled_from([choice.value for choice in Choice])
    choice = draw(st.none() | said)
    is_known = standing is not Standing.UNKNOWN
    return panel(
        of,
        may_change=draw(st.booleans()),
        standing=standing,
        joined_at=OPENED_AT if is_known else None,
        votes_from=OPENED_AT + timedelta(days=7) if is_known else None,
        choice=choice,
        cast_at=OPENED_AT if choice else None,
        reason=draw(st.none() | hostile(REASON_LIMIT)) if choice else None,
    )


@st.composite
def tasks(draw: st.DrawFn) -> TaskCard:
    """Tasks with any number of people, up to the most that share one."""
    needed = draw(st.integers(1, PEOPLE_LIMIT))
    holders = draw(st.lists(names, max_size=needed))
    full = TaskState.CLAIMED if len(holders) == needed else TaskState.OPEN
    drop = Drop(draw(names), OPENED_AT, draw(hostile(DROP_LIMIT)))
    return task(
        draw(st.integers(1, 999_999)),
        *holders,
        title=draw(one_line(TASK_TITLE_LIMIT)),
        why=draw(st.just("") | hostile(WHY_LIMIT)),
        people_needed=needed,
        effort=draw(st.none() | st.sampled_from(Effort)),
        state=draw(st.sampled_from([full, TaskState.DONE, TaskState.DROPPED])),
        drop=drop,
        skills=tuple(draw(st.lists(one_line(SKILL_LIMIT), max_size=A_TASKS_SKILLS))),
        decision_channel_id=502,
        decision_message_id=603,
    )


@st.composite
def decisions(draw: st.DrawFn) -> DecisionCard:
    """Decisions of any outcome, erased or not, with hostile objections."""
    changes: dict[str, Any] = {
        "title": draw(st.none() | one_line(TITLE_LIMIT)),
        "body": draw(st.none() | hostile(BODY_LIMIT)),
        "objections": tuple(draw(st.lists(st.none() | hostile(REASON_LIMIT), max_size=8))),
        "counters": draw(counters),
        "tasks": tuple(draw(st.lists(tasks(), max_size=3))),
        "number": draw(st.integers(1, 999_999)),
        "prolongations": tuple(draw(st.lists(st.sampled_from(Cause), max_size=5))),
    }
    if draw(st.booleans()):
        offered = draw(st.lists(st.none() | one_line(OPTION_LIMIT), min_size=2, max_size=9))
        approvals = draw(st.lists(counts, min_size=len(offered) + 1, max_size=len(offered) + 1))
        return decided_choice(*approvals, turnout=max(approvals), options=tuple(offered), **changes)
    return replace(decision(draw(tallies)), **changes)
