"""The replay: real votes cast again by the program itself, with expectations worked out by hand."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.domain.tally import Tally
from bot.story.replay import NotAsCast, replay
from bot.story.replay_cases import Case, NotCases, cast_of, read_cases
from bot.story.replay_report import by_arithmetic
from docs.replay import FILE, PAGE, generated, put

TOP = Path(__file__).parents[2]
LONGEST_REPLAY = 240


def row(case_id: str, *figures: int | None, theirs: str, eligible: int | None = None, **more: Any) -> dict[str, Any]:
    """A row of a file of cases; the figures are agree, disagree, abstain and block."""
    counts = dict(zip(("agree", "disagree", "abstain", "block"), figures, strict=True))
    texts = {"id": case_id, "organisation": f"The {case_id} group", "title": "Do it", "outcome": theirs}
    return texts | counts | {"eligible": eligible, "rule": None} | more


PASSES = row("passes", 6, 1, 1, 0, theirs="passed", eligible=10)
ONE_SHORT = row("one-short", 3, 2, 0, 0, theirs="passed", eligible=5, rule="simple majority")
TOO_FEW = row("too-few", 2, 0, 0, 0, theirs="passed", eligible=7)
BLOCKED = row("blocked", 6, 0, 0, 2, theirs="rejected", eligible=8)
TIED = row("tied", 4, 4, 0, 0, theirs="rejected")
EMPTY = row("empty", 0, 0, 0, 0, theirs="other")
BIG = row("big", 302, 148, 0, 0, theirs="passed", eligible=900)
UNTOLD = row("untold", 3, 2, None, 0, theirs="passed")
OPTIONS = row("options", None, None, None, None, theirs="passed", options=[{"label": "A", "approvals": 3}])


def replayed(folder: Path, rows: list[dict[str, Any]], *options: str) -> subprocess.CompletedProcess[str]:
    """What `minga replay` says to a file of these rows."""
    file = folder / "votes.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "replay", str(file), *options]
    return subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False, timeout=LONGEST_REPLAY)


def test_every_sort_of_case_is_decided_as_worked_out_by_hand(tmp_path: Path) -> None:
    rows = [PASSES, UNTOLD, ONE_SHORT, TOO_FEW, BLOCKED, OPTIONS, TIED, EMPTY]

    said = replayed(tmp_path, rows, "--json")

    def line(case_id: str, quorum: int, figures: tuple[int, int, int, int], outcome: str) -> dict[str, Any]:
        tally = dict(zip(("agree", "disagree", "abstain", "block"), figures, strict=True))
        return {"id": case_id, "quorum": quorum, "tally": tally, "outcome": outcome}

    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout) == [
        # Of 10 active people half is needed, and 6 are twice as many as 1.
        line("passes", 5, (6, 1, 1, 0), "passed"),
        # Twice 2 would be 4.
        line("one-short", 3, (3, 2, 0, 0), "rejected"),
        # Half of 7, rounded up, is 4.
        line("too-few", 4, (2, 0, 0, 0), "no quorum"),
        # Two blocks with their reasons stop what eight take part in.
        line("blocked", 4, (6, 0, 0, 2), "blocked"),
        # The eight who voted are the only ones known.
        line("tied", 4, (4, 4, 0, 0), "rejected"),
        # Fewer than three people cannot decide.
        line("empty", 3, (0, 0, 0, 0), "no quorum"),
    ]
    assert "Skipped: The untold group [untold], because no figure is published for abstain." in said.stderr
    assert "Skipped: The options group [options], because it has several options" in said.stderr


def test_the_report_tells_what_differs_why_and_what_was_played_smaller(tmp_path: Path) -> None:
    said = replayed(tmp_path, [ONE_SHORT, BIG, UNTOLD])

    assert said.returncode == 0, said.stderr
    one_short, big, untold, summary = said.stdout.strip().split("\n\n")
    assert one_short.splitlines() == [
        "The one-short group: Do it [one-short]",
        "  figures  3 agree, 2 disagree. 5 could vote.",
        "  theirs   passed",
        "  ours     Not passed. 3 agree, 2 disagree. It needed twice as many to agree as to disagree or block.",
        "  compared decided otherwise",
        "           Their rule: simple majority.",
        "           Did enough people take part? 5 took part, 3 needed: yes.",
        "           Were there fewer blocks than would stop it? 0 with a reason, 2 would stop it: yes.",
        "           Did enough agree, compared with those against? 3 agree, 2 disagree or block; "
        "4 needed to agree: no.",
        "           Was there enough support at all? 3 agree, 2 needed: yes.",
        "           The first “no” decides, so the outcome is: Not passed.",
    ]
    # 450 voters of 900 become 300 of 600: 1.5 times the root of 600 is 36.7, and of 900 exactly 45.
    assert "  figures  302 agree, 148 disagree. 900 could vote." in big
    assert "  ours     Passed. 201 agree, 99 disagree. 300 took part, 37 needed." in big
    assert (
        "All figures times 300/450, to the nearest whole number, halves up: 201 agree, 99 disagree. "
        "600 count as active. At full size 45 would be needed, and the outcome is the same."
    ) in big
    assert big.endswith("  compared ended the same way")
    assert untold == "Skipped: The untold group [untold], because no figure is published for abstain."
    assert summary == "2 cast again: 1 ended the same way; 1 decided otherwise."


async def test_a_log_with_other_figures_than_were_to_be_cast_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "")
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", None)
    # Nobody can be made to block without a reason here, so this one is missing from what is tapped.
    figures = Tally(agree=3, unexplained=1)

    with pytest.raises(
        NotAsCast, match=r"^short: cast was Tally\(.*unexplained=1.*\), and the log says Tally\(agree=3"
    ):
        await replay([Case("short", "The group", "Do it", figures, eligible=4, outcome="passed", rule=None)])


def test_a_file_that_cannot_be_used_ends_with_one_sentence_and_the_code_two(tmp_path: Path) -> None:
    said = replayed(tmp_path, [PASSES | {"agree": "many"}])

    assert said.returncode == 2
    assert said.stdout == ""
    assert said.stderr == f"{tmp_path / 'votes.json'}, vote 1: “agree” is not a whole number.\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[", "{path} is not JSON: Expecting value: line 1 column 2 (char 1)."),
        ("\xff", "{path} is not JSON: "),
        ('{"agree": 1}', "{path} does not hold a list of votes."),
        ("[[]]", "{path}, vote 1: it is not an object."),
        (json.dumps([PASSES, {**PASSES, "id": "again", "title": " "}]), "{path}, vote 2: “title” is not a text."),
        (json.dumps([{**PASSES, "eligible": -1}]), "{path}, vote 1: “eligible” is not a whole number."),
        (json.dumps([{**PASSES, "agree": 1.5}]), "{path}, vote 1: “agree” is not a whole number."),
        (json.dumps([{**PASSES, "block": True}]), "{path}, vote 1: “block” is not a whole number."),
        (json.dumps([PASSES, PASSES]), "{path} holds more than one vote with the id “passes”."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "votes.json"
    path.write_bytes(text.encode("latin-1"))

    with pytest.raises(NotCases) as refused:
        read_cases(path)

    assert str(refused.value).startswith(sentence.format(path=path))
    assert str(refused.value).endswith(".")


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotCases, match=r"nowhere\.json cannot be read: No such file or directory\.$"):
        read_cases(tmp_path / "nowhere.json")


def test_halves_are_rounded_up_and_the_few_are_left_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "votes.json"
    at_most = row("at-most", 150, 75, 75, 0, theirs="passed", eligible=5_000)
    # Of 400 voters three quarters are played: 297.75, 1.5, 0.75 and 0 become 298, 2, 1 and 0.
    halves = row("halves", 397, 2, 1, 0, theirs="passed")
    path.write_text(json.dumps([at_most, halves]), encoding="utf-8")

    played = [cast_of(case) for case in read_cases(path).cases]

    assert [(each.tally.agree, each.tally.disagree, each.tally.abstain, each.active) for each in played] == [
        (150, 75, 75, 5_000),
        (298, 2, 1, 300),
    ]


def test_the_page_of_the_documentation_shows_what_the_rules_make_of_the_real_file() -> None:
    collection = read_cases(FILE)
    page = PAGE.read_text(encoding="utf-8")

    expected = [by_arithmetic(case, cast_of(case)) for case in collection.cases]

    assert len(collection.cases) + len(collection.skipped) == 90
    assert put(page, generated(expected, collection.skipped)) == page, "run `python -m docs.replay`"
