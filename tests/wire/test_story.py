"""The story: played by the program itself, readable as people see it, and failing where something is not true."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import discord
import pytest

from bot.story.commands import tell_story
from bot.story.reading import Reader, page_text
from bot.story.stage import Stage

TOP = Path(__file__).parents[2]
LONGEST_STORY = 120


def told(data: Path) -> subprocess.CompletedProcess[str]:
    """What `minga sandbox --story` prints."""
    command = [sys.executable, "-m", "bot", "sandbox", "--story", "--data", str(data)]
    return subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False, timeout=LONGEST_STORY)


def test_the_story_reads_as_people_see_it_and_keeps_what_it_made(tmp_path: Path) -> None:
    data = tmp_path / "kept"

    said = told(data)

    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.endswith("\nEverything came true.\n")
    assert "(in 3 days)" in said.stdout
    assert [mark for mark in ("<t:", "<@", "<#", "**", "###", "-#") if mark in said.stdout] == []
    assert (data / "story.txt").read_text(encoding="utf-8") == said.stdout
    assert (data / "minga.db").read_bytes().startswith(b"SQLite format 3")
    kinds = [json.loads(json.loads(line)["body"])["kind"] for line in (data / "log.jsonl").read_text().splitlines()]
    assert "decision" in kinds

    again = told(data)

    assert again.returncode == 78
    assert again.stderr.startswith(f"{data} holds a database of an earlier sandbox.")


async def test_a_story_that_does_not_come_true_ends_with_the_code_one_and_says_what_was_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "")
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", None)

    def lose_taps(stage: Stage) -> None:
        stage.sandbox.faults.switch_on({"kind": "drop", "event": "MESSAGE_REACTION_ADD", "times": 100})

    code = await tell_story(tmp_path, prepare=lose_taps)

    assert code == 1
    assert "\nThis did not come true: " in capsys.readouterr().out
    assert "This did not come true" in (tmp_path / "story.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("### P-1 · Hello **you**", "P-1 · Hello you"),
        ("-# small", "small"),
        ("closes <t:1795692592:f>", "closes 26 November 2026 12:29"),
        ("closes <t:1795692592>", "closes 26 November 2026 12:29"),
        ("on <t:1795692592:D> at <t:1795692592:t>", "on 26 November 2026 at 12:29"),
        ("(<t:1795692592:R>)", "(in 3 days)"),
        ("(<t:1795429792:R>)", "(1 hour ago)"),
        ("<@7> in <#8>, not <@9>", "@Ana in #proposals, not @somebody"),
        ("type </vote:12>", "type /vote"),
        ("[the log](http://127.0.0.1/log)", "the log (http://127.0.0.1/log)"),
        (r"2 \* 3", "2 * 3"),
    ],
)
def test_texts_are_read_as_discord_shows_them(written: str, read: str) -> None:
    now = datetime.fromtimestamp(1795692592 - 3 * 86_400, UTC)
    reader = Reader(lambda: now, ZoneInfo("Europe/Madrid"), {7: "Ana"}, {8: "proposals"})

    assert reader.sees(written) == read


def test_of_a_web_page_its_main_part_is_read_a_line_for_each_block() -> None:
    page = "<title>No</title><main><h1>Log</h1><ul><li><a href=x>D-1</a>\n passed</li></ul></main><p>no</p>"

    assert page_text(page) == "Log\nD-1 passed"
