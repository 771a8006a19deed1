"""History: the ledger's lines, replayed in order, become the ballots that stood at any instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ballots import Act, Source, Verdict

SEPARATOR = "+"
"""Between the options of one ballot that approves of several."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: who did what; `choice` is what a ballot says, None where the act names none."""

    member_id: int
    act: Act
    choice: str | None
    source: Source
    verdict: Verdict
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """One ballot as it stood: what it says and whether a reason was attached."""

    choice: str
    explained: bool = False


def standing_at(lines: Iterable[Line], *, until: datetime | None = None, gathers: bool = False) -> dict[int, Standing]:
    """The counted ballots that stand after the lines received before `until`, by member id; None for all lines.

    With `gathers` every tap adds an option, as on a choice; otherwise the last tap counts. What a panel says
    replaces the whole ballot in both cases. Source: charter, §4.
    """
    standing: dict[int, Standing] = {}
    for line in lines:
        if line.verdict is not Verdict.COUNTED or (until is not None and line.received_at >= until):
            continue
        before = standing.get(line.member_id)
        match line.act:
            case Act.CAST if line.choice is not None:
                adds = gathers and line.source is not Source.PANEL and before is not None
                choice = added(before.choice, line.choice) if adds and before else line.choice
                kept = before is not None and before.explained and (gathers or before.choice == choice)
                standing[line.member_id] = Standing(choice, kept)
            case Act.WITHDRAW:
                standing.pop(line.member_id, None)
            case Act.EXPLAIN if before is not None:
                standing[line.member_id] = Standing(before.choice, True)
            case Act.CLEAR:
                standing.clear()
    return standing


def added(ballot: str, option: str) -> str:
    """A ballot of options with one more approved of."""
    return SEPARATOR.join(sorted({*ballot.split(SEPARATOR), option}))


def approved(ballot: str) -> frozenset[int]:
    """The options that a ballot approves of."""
    return frozenset(int(option) for option in ballot.split(SEPARATOR) if option)
