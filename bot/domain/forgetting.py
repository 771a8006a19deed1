"""Forgetting: when the links between people and their votes are destroyed, and what stands in their place."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.domain.ballots import Act, Verdict
from bot.domain.history import Line

LINKS_KEPT = timedelta(days=30)
"""How long after settling one can still find one's own line. Source: charter, §5."""

NOBODY_KNOWN = 0
"""In place of whoever let ballots be cleared: authors are known, and must not be known by it in other lines."""


def links_end_at(settled_at: datetime) -> datetime:
    """From when on nobody can say any more whose vote was which."""
    return settled_at + LINKS_KEPT


def own_words(said: Sequence[tuple[int | None, str]], member_id: int) -> list[bool]:
    """For each revision of one text, by whom it was made and what it said, whether those are somebody's own words.

    Whoever changed only something else beside the text has not written it.
    """
    whose: list[bool] = []
    before: str | None = None
    for who, text in said:
        whose.append(who == member_id if text != before else whose[-1])
        before = text
    return whose


def stand_ins(lines: Sequence[Line], *, pick: Callable[[int], Sequence[int]], only: int | None = None) -> list[int]:
    """For each line of one ledger, in its order, a number of nobody's in place of the member's id.

    Lines that were forgotten before stay as they are; `only` says whose are forgotten now, None for everybody's.
    Lines of the same person keep the same number, so that the ledger can be recounted, but not from before the ballots
    were cleared to after it, nor from what counted to what came too late: what is told of one must tell nothing of
    the other. Only what was done in time after it, in a vote that was prolonged, is told to have been the same
    person's, for it is not counted as late. The numbers count down from -1 to that of the last person, and whoever is
    forgotten first gets any of them, so that no number tells who asked to be; `pick` shuffles the whole numbers up to
    the one given.
    """
    cleared, rounds, last_in_time = 0, [], {}
    for place, line in enumerate(lines):
        cleared += line.act is Act.CLEAR
        rounds.append((line.member_id, cleared))
        if line.act in (Act.CAST, Act.WITHDRAW) and line.verdict not in (Verdict.LATE, Verdict.NOTED):
            last_in_time[line.member_id, cleared] = place
    groups = [
        (who, line.verdict is Verdict.LATE and last_in_time.get(who, -1) < place)
        for place, (who, line) in enumerate(zip(rounds, lines, strict=True))
    ]
    known = [
        group for group, line in zip(groups, lines, strict=True) if line.member_id > 0 and line.act is not Act.CLEAR
    ]
    people = list(dict.fromkeys(known))
    taken = {line.member_id for line in lines if line.member_id < 0}
    free = [-number for number in range(1, len(people) + len(taken) + 1) if -number not in taken]
    shuffled = pick(len(free))
    if len(shuffled) != len(free):
        raise ValueError("shuffling neither loses people nor invents any")
    number = {person: free[place] for person, place in zip(people, shuffled, strict=False)}
    return [
        _stand_in(line, number.get(group, NOBODY_KNOWN)) if only in (None, line.member_id) else line.member_id
        for line, group in zip(lines, groups, strict=True)
    ]


def _stand_in(line: Line, number: int) -> int:
    if line.member_id <= 0:
        return line.member_id
    return NOBODY_KNOWN if line.act is Act.CLEAR else number
