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
from bot.log import set_up_logging
from bot.story.replay import Replayed, replay
from bot.story.replay_cases import Skipped, read_cases
from bot.story.replay_report import at_full_size, compare, differs, outcome_of, scaling, summary, why

TOP = Path(__file__).parent.parent
PAGE = TOP / "docs" / "replay.md"
FILE = TOP / "tests" / "data" / "real-votes.json"

_BEGIN = "<!-- Written by `python -m docs.replay`; changes by hand are lost. -->"
_END = "<!-- Here ends what is written by it. -->"
_HEADS = ("who decided what", "agree", "disagree", "abstain", "block", "could vote", "we need", "theirs", "ours")
_MARKS = re.compile(r"([\\|*_\[\]<>`])")


def sources() -> dict[str, str]:
    """The first address of every case's source, by its id."""
    found = {row["id"]: re.search(r"https?://[^\s;]+", row["source"]) for row in json.loads(FILE.read_text("utf-8"))}
    return {case_id: address[0] for case_id, address in found.items() if address}


def generated(replayed: Sequence[Replayed], skipped: Sequence[Skipped]) -> str:
    """The generated part: how many ended how, the table, why some differ, what was played smaller, what was skipped."""
    addresses = sources()
    differing = [each for each in replayed if differs(compare(each))]
    smaller = [each for each in replayed if scaling(each)]
    parts = [
        _BEGIN,
        "## What came out",
        summary(replayed) + " Where our outcome is in bold, it differs from theirs.",
        _table(replayed, addresses),
        "## Where it differs, step by step",
        *[_difference(each) for each in differing],
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


def _table(replayed: Sequence[Replayed], addresses: dict[str, str]) -> str:
    rows = [_HEADS, ("---",) * len(_HEADS), *(_row(each, addresses) for each in replayed)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _row(replayed: Replayed, addresses: dict[str, str]) -> tuple[str, ...]:
    case = replayed.case
    tally = case.figures
    title = f"[{_plain(case.title)}]({addresses[case.id]})" if case.id in addresses else _plain(case.title)
    ours = outcome_of(replayed.outcome)
    played, needed = replayed.rule.quorum, at_full_size(case).rule.quorum
    return (
        f"{_plain(case.organisation)}: {title}",
        *(str(count) for count in (tally.agree, tally.disagree, tally.abstain, tally.block)),
        "" if case.eligible is None else str(case.eligible),
        str(needed) if played == needed else f"{needed} (played: {played})",
        case.outcome,
        f"**{ours}**" if differs(compare(replayed)) else ours,
    )


def _difference(replayed: Replayed) -> str:
    ends = f"theirs: {replayed.case.outcome}; ours: {outcome_of(replayed.outcome)}"
    return "\n".join([f"{_name(replayed)}; {ends}.\n", *(f"- {_plain(reason)}" for reason in why(replayed))])


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
