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
from bot.story.replay_cases import FIGURES, Case, NotCases, read_cases
from bot.story.replay_cast import cast_of
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


def choice(case_id: str, *approvals: int | None, **more: Any) -> dict[str, Any]:
    """A row of several options, called A, B, C …"""
    options = [{"label": label, "approvals": count} for label, count in zip("ABCDEFGHIJ", approvals, strict=False)]
    bare = row(case_id, None, None, None, None, theirs="passed")
    return {key: value for key, value in bare.items() if key not in FIGURES} | {"options": options} | more


CHOSEN = choice("chosen", 3, 5, 1, eligible=10, not_voted=3)
LEVEL = choice("level", 4, 4, 1, eligible=8, not_voted=2)
SCATTERED = choice("scattered", 3, 2, 2, eligible=9, not_voted=2)
UNCOUNTED = choice("uncounted", 3, None, eligible=9, not_voted=2)
ALONE = choice("alone", 3, eligible=9, not_voted=2)
CONTRADICTED = choice("contradicted", 8, 1, eligible=9, not_voted=2)


def replayed(folder: Path, rows: list[dict[str, Any]], *options: str) -> subprocess.CompletedProcess[str]:
    """What `minga replay` says to a file of these rows."""
    file = folder / "votes.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "replay", str(file), *options]
    return subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False, timeout=LONGEST_REPLAY)


def test_every_sort_of_case_is_decided_as_worked_out_by_hand(tmp_path: Path) -> None:
    rows = [PASSES, UNTOLD, ONE_SHORT, TOO_FEW, BLOCKED, ALONE, TIED, EMPTY]

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
    assert "Skipped: The alone group [alone], because it has 1 option, and a choice offers 2 to 9." in said.stderr


def test_several_options_are_cast_as_a_choice_and_a_tie_once_more_in_its_run_off(tmp_path: Path) -> None:
    maybe = choice("maybe", 2, 1, outcome="perhaps")
    said = replayed(tmp_path, [CHOSEN, LEVEL, SCATTERED, UNCOUNTED, CONTRADICTED, maybe])

    assert said.returncode == 0, said.stderr
    chosen, level, scattered, guessed, uncounted, contradicted, summary = said.stdout.strip().split("\n\n")
    # Of 10 active people 5 are needed and 7 take part, half of whom is 4.
    assert chosen.splitlines()[1:4] == [
        "  figures  B 5, A 3, C 1. 7 voted. 10 could vote.",
        "  theirs   passed",
        "  ours     Passed. B it is. B 5, A 3, C 1. 7 took part, 5 needed.",
    ]
    assert chosen.endswith("  compared ended the same way")
    # Dealt out in turns, each of the six has approved of A or B, so all of them take part in the run-off.
    assert "  figures  A 4, B 4, C 1. 6 voted. 8 could vote." in level
    assert "  ours     Not decided. A 4, B 4." in level
    assert "  note     It was tied, so there was a run-off, in which everybody said the same again." in level
    assert "No option alone was on top, and the run-off brought the same again." in level
    assert "The option on top has 3 approvals, and half of the 7 who took part is more." in scattered
    assert "How many voted is not published. Played as if 3 had, the most that the figures allow." in guessed
    assert "Their outcome “perhaps” is none that can be compared: passed, rejected," in guessed
    assert uncounted == "Skipped: The uncounted group [uncounted], because no figure is published for B."
    assert contradicted.endswith("because 8 approve of A, and only 7 voted.")
    assert summary == (
        "4 cast again: 1 ended the same way; 2 decided otherwise; 1 without a verdict of theirs to compare."
    )


def test_the_list_of_a_choice_has_its_options_and_who_took_part(tmp_path: Path) -> None:
    said = replayed(tmp_path, [LEVEL], "--json")

    assert said.returncode == 0, said.stderr
    approvals = [{"label": "A", "approvals": 4}, {"label": "B", "approvals": 4}, {"label": "C", "approvals": 0}]
    tally = {"options": approvals, "turnout": 6}
    assert json.loads(said.stdout) == [{"id": "level", "quorum": 4, "tally": tally, "outcome": "not decided"}]
    assert "[level] It was tied, so there was a run-off, in which everybody said the same again." in said.stderr


def test_a_file_without_a_vote_gives_an_empty_list_and_says_so(tmp_path: Path) -> None:
    said = replayed(tmp_path, [], "--json")

    assert (said.returncode, json.loads(said.stdout)) == (0, [])
    assert said.stderr == f"{tmp_path / 'votes.json'} holds no vote that can be cast.\n"


def test_the_report_tells_what_differs_why_and_what_was_played_smaller(tmp_path: Path) -> None:
    said = replayed(tmp_path, [ONE_SHORT, BIG, UNTOLD])

    assert said.returncode == 0, said.stderr
    one_short, big, untold, summary = said.stdout.strip().split("\n\n")
    assert one_short.splitlines()[:7] == [
        "The one-short group: Do it [one-short]",
        "  figures  3 agree, 2 disagree. 5 could vote.",
        "  theirs   passed",
        "  ours     Not passed. 3 agree, 2 disagree. It needed twice as many to agree as to disagree or block.",
        "  compared decided otherwise",
        "           More agree than are against, 3 to 2. Here twice as many have to agree: 4 of these 5.",
        "           Their rule: simple majority.",
    ]
    assert one_short.endswith("The first “no” decides, so the outcome is: Not passed.")
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


def test_a_case_with_more_voters_than_could_vote_is_cast_and_says_so(tmp_path: Path) -> None:
    said = replayed(tmp_path, [PASSES | {"eligible": 4, "outcome": "No_Quorum"}])

    assert said.returncode == 0, said.stderr
    assert "  note     By these figures more voted than could: 8 of 4." in said.stdout
    assert (
        "By their rule too few took part. 8 took part, and here 3 are enough; 6 agree and 1 is against, "
        "and here twice as many will do."
    ) in said.stdout


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
    assert said.stderr == f"{tmp_path / 'votes.json'}, vote 1: “agree” must be a whole number, 0 or more.\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[", "{path} is not JSON: Expecting value: line 1 column 2 (char 1)."),
        ("\xff", "{path} is not JSON: "),
        ('{"agree": 1}', "{path} does not hold a list of votes."),
        ("[[]]", "{path}, vote 1: it is not an object."),
        (
            json.dumps([PASSES, {**PASSES, "id": "again", "title": " "}]),
            "{path}, vote 2: “title” must be a text, and not an empty one.",
        ),
        (json.dumps([{**PASSES, "eligible": -1}]), "{path}, vote 1: “eligible” must be a whole number, 0 or more."),
        (json.dumps([{**PASSES, "agree": 1.5}]), "{path}, vote 1: “agree” must be a whole number, 0 or more."),
        (json.dumps([{**PASSES, "block": True}]), "{path}, vote 1: “block” must be a whole number, 0 or more."),
        (json.dumps([{**PASSES, "outcome": None}]), "{path}, vote 1: “outcome” must be a text, and not an empty one."),
        (json.dumps([{"id": "bare"}]), "{path}, vote 1: “organisation” is missing."),
        (json.dumps([{**CHOSEN, "options": "A"}]), "{path}, vote 1: “options” must be a list of objects."),
        (json.dumps([{**CHOSEN, "options": [{}]}]), "{path}, vote 1, option 1: “label” is missing."),
        (
            json.dumps([choice("less", 3, -1)]),
            "{path}, vote 1, option 2: “approvals” must be a whole number, 0 or more.",
        ),
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
    # Few voters of very many: a quarter of both is played.
    many = row("many", 200, 10, 1, 0, theirs="passed", eligible=40_000)
    path.write_text(json.dumps([at_most, halves, many]), encoding="utf-8")

    played = [cast_of(case) for case in read_cases(path).cases]

    assert [(each.tally, each.active) for each in played] == [
        (Tally(150, 75, 75), 5_000),
        (Tally(298, 2, 1), 300),
        (Tally(50, 3), 10_000),
    ]


def test_the_page_of_the_documentation_shows_what_the_rules_make_of_the_real_file() -> None:
    collection = read_cases(FILE)
    page = PAGE.read_text(encoding="utf-8")

    expected = [by_arithmetic(case, cast_of(case)) for case in collection.cases]

    assert len(collection.cases) + len(collection.skipped) == 90
    assert put(page, generated(expected, collection.skipped)) == page, "run `python -m docs.replay`"
