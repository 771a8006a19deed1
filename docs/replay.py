"""The generated part of docs/replay.md: real votes beside what the bot made of them when they were cast again.

Run it as `python -m docs.replay` from the top of the repository; it plays for a minute or two. What people wrote around
the generated part stays. Not part of the installation.
"""

import asyncio
import json
import re
from collections.abc import Sequence
from pathlib import Path

from bot.config import LEVELS
from bot.domain.tally import Tally
from bot.log import set_up_logging
from bot.story.replay import Replayed, replay
from bot.story.replay_cases import Skipped, read_cases
from bot.story.replay_reasons import Difference, because, difference
from bot.story.replay_report import (
    at_full_size,
    compare,
    differs,
    figures,
    outcome_text,
    remarks,
    scaling,
    summary,
    their_rule,
)

TOP = Path(__file__).parent.parent
PAGE = TOP / "docs" / "replay.md"
FILE = TOP / "tests" / "data" / "real-votes.json"

_BEGIN = "<!-- Written by `python -m docs.replay`; changes by hand are lost. -->"
_END = "<!-- Here ends what is written by it. -->"
_HEADS = ("who decided what", "agree", "disagree", "abstain", "block", "could vote", "we need", "theirs", "ours")
_CHOICE_HEADS = ("who decided what", "approvals", "voted", "could vote", "we need", "theirs", "ours")
_MARKS = re.compile(r"([\\|*_\[\]<>`])")


def sources() -> dict[str, str]:
    """The first address of every case's source, by its id."""
    found = {row["id"]: re.search(r"https?://[^\s;]+", row["source"]) for row in json.loads(FILE.read_text("utf-8"))}
    return {case_id: address[0] for case_id, address in found.items() if address}


def generated(replayed: Sequence[Replayed], skipped: Sequence[Skipped]) -> str:
    """The generated part: how many ended how, the tables, why some differ, and what was played smaller or skipped."""
    addresses = sources()
    differing = [each for each in replayed if differs(compare(each))]
    smaller = [each for each in replayed if scaling(each)]
    noted = [each for each in replayed if remarks(each)]
    votes = [_row(each, each.case.figures, addresses) for each in replayed if isinstance(each.case.figures, Tally)]
    choices = [_choice(each, addresses) for each in replayed if not isinstance(each.case.figures, Tally)]
    parts = [
        _BEGIN,
        "## What came out",
        summary(replayed) + " Where our outcome is in bold, it differs from theirs.",
        _table(_HEADS, votes),
        *(["Among several options:", _table(_CHOICE_HEADS, choices)] if choices else []),
        *(["\n".join(f"- {_name(each)}: {' '.join(remarks(each))}" for each in noted)] if noted else []),
        "## Where it differs, and why",
        *_by_difference(differing),
        "## Played smaller",
        "\n".join(f"- {_name(each)}: {scaling(each)}" for each in smaller),
        "## Skipped",
        "\n".join(f"- {_left_out(each, addresses)}" for each in skipped),
        _END,
    ]
    return "\n\n".join(parts)


def put(page: str, part: str) -> str:
    """The page with the generated part in place of the one it has."""
    before, rest = page.split(_BEGIN)
    _, after = rest.split(_END)
    return before + part + after


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [heads, ["---"] * len(heads), *rows])


def _row(replayed: Replayed, tally: Tally, addresses: dict[str, str]) -> tuple[str, ...]:
    counts = (str(count) for count in (tally.agree, tally.disagree, tally.abstain, tally.block))
    return (_title(replayed, addresses), *counts, *_ends(replayed))


def _choice(replayed: Replayed, addresses: dict[str, str]) -> tuple[str, ...]:
    case = replayed.case
    said, _, _ = figures(case, case.figures).rpartition(". ")
    return (_title(replayed, addresses), _plain(said), str(case.figures.turnout), *_ends(replayed))


def _title(replayed: Replayed, addresses: dict[str, str]) -> str:
    case = replayed.case
    title = f"[{_plain(case.title)}]({addresses[case.id]})" if case.id in addresses else _plain(case.title)
    return f"{_plain(case.organisation)}: {title}"


def _ends(replayed: Replayed) -> tuple[str, ...]:
    case, ours = replayed.case, outcome_text(replayed.outcome)
    if replayed.winner is not None:
        ours = f"{ours}: {_plain(case.options[replayed.winner - 1])}"
    played, needed = replayed.rule.quorum, at_full_size(case).rule.quorum
    return (
        "" if case.eligible is None else str(case.eligible),
        str(needed) if played == needed else f"{needed} (played: {played})",
        case.outcome,
        f"**{ours}**" if differs(compare(replayed)) else ours,
    )


def _by_difference(differing: Sequence[Replayed]) -> list[str]:
    """What makes a difference, the most frequent first, each with the votes that it turns and their numbers."""
    by = {each: [one for one in differing if difference(one) is each] for each in Difference}
    parts = []
    for each in sorted(Difference, key=lambda one: -len(by[one])):
        if by[each]:
            name = each.value
            parts.append(f"**{name[0].upper()}{name[1:]}: {len(by[each])}.**")
            parts.append("\n".join(_difference(one) for one in by[each]))
    return parts


def _difference(replayed: Replayed) -> str:
    ends = f"theirs: {replayed.case.outcome}; ours: {outcome_text(replayed.outcome)}"
    return f"- {_name(replayed)} ({ends}). {because(replayed)} {_plain(their_rule(replayed.case))}"


def _left_out(skipped: Skipped, addresses: dict[str, str]) -> str:
    name = f"`{skipped.id}`"
    linked = f"[{name}]({addresses[skipped.id]})" if skipped.id in addresses else name
    return f"{_plain(skipped.organisation)}, {linked}: {skipped.reason}."


def _name(replayed: Replayed) -> str:
    return f"**{_plain(replayed.case.organisation)}: {_plain(replayed.case.title)}**"


def _plain(text: str) -> str:
    """Somebody else's text without a meaning in Markdown."""
    return _MARKS.sub(r"\\\1", text)


def write() -> None:
    """Play every case and write the generated part anew."""
    set_up_logging(LEVELS["ERROR"], "text")
    collection = read_cases(FILE)
    replayed = asyncio.run(replay(collection.cases, print))
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(put(page, generated(replayed, collection.skipped)), encoding="utf-8")


if __name__ == "__main__":
    write()
