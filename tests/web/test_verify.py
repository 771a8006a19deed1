"""Verifying a published log: what holds is said to hold, what does not is named, and no log can harm its reader."""

import ast
import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.domain.chain import canonical
from bot.domain.integrity import restored_facts
from bot.web.rooms.verifier import VERIFIER
from bot.web.verify import Head, Reading, Unreadable, Wrong, address_of, lines_of
from tests.factories import ANN, CAST, House, elsewhere
from tests.web.conftest import SLUG, Site
from tests.web.published_world import ENDS, lines, live
from tests.web.tampering import Entry
from tests.web.verifying import arguments, by_minga, by_script


def written(log: Sequence[bytes], folder: Path) -> Path:
    """A log as a file."""
    file = folder / "log.jsonl"
    file.write_bytes(b"".join(log))
    return file


async def short_log(house: House) -> list[bytes]:
    """A founding and two decisions."""
    for title in ("One", "Two"):
        await house.decide(title=title)
    return await lines(house)


def rewritten(log: Sequence[bytes], place: int, **facts: Any) -> list[bytes]:
    """A log in which one record says something else, with all later hashes fitting."""
    entries = [Entry.of(line) for line in log]
    entries[place - 1] = entries[place - 1].rehashed(**facts)
    for later in range(place, len(entries)):
        entries[later] = entries[later].rehashed(previous=entries[later - 1].hash)
    return [entry.line for entry in entries]


async def test_a_log_in_which_everything_was_decided_holds_in_both_programs(house: House, tmp_path: Path) -> None:
    await live(house)
    log = await lines(house)
    decided = [entry.facts for entry in map(Entry.of, log) if entry.facts["kind"] == "decision"]
    assert {(facts["proposal_kind"], facts["outcome"]) for facts in decided} >= ENDS
    head = f"{len(log)}:{Entry.of(log[-1]).hash}"
    asked = arguments(written(log, tmp_path), [head])
    told = by_minga(asked)
    assert told == by_script(asked)
    assert told.code == 0
    few = sum(facts["ballots"] is None for facts in decided)
    assert f"Decisions: {len(decided)}, and no number is missing. {len(decided) - few} were counted anew" in told.words
    assert f"{few} with fewer than 5 voters from their totals" in told.words
    assert "Attested by the server, and not counted anew here: who had a vote" in told.words
    assert f"Head to note for another day: {head}" in told.words


async def test_an_erased_text_leaves_the_log_whole_and_is_counted(house: House) -> None:
    log = await short_log(house)
    whole = Reading().read(log)
    await house.run_sql("DELETE FROM sealed_texts WHERE text = 'One'")
    erased = Reading().read(await lines(house))
    assert (whole.texts - erased.texts, erased.closed - whole.closed, erased.head) == (1, 1, whole.head)


async def test_a_reader_gets_the_program_from_the_log_and_checks_the_log_with_it(site: Site, tmp_path: Path) -> None:
    await short_log(site.house)
    answer = await site.get(f"/{SLUG}/verify.py")
    assert (answer.status, answer.body) == (200, VERIFIER.read_bytes())
    assert answer.headers["Content-Disposition"] == 'attachment; filename="verify.py"'
    script = tmp_path / "verify.py"
    script.write_bytes(answer.body)
    shown = (await site.get(f"/{SLUG}")).tree.find(".//footer//code")
    assert shown is not None
    noted = "".join(shown.itertext())[:8]
    for page in (f"/{SLUG}", f"/{SLUG}/D-1", f"/{SLUG}/log.jsonl"):
        asked = arguments(site.server.url + page, [noted])
        told = await asyncio.to_thread(by_script, asked, script)
        assert told == await asyncio.to_thread(by_minga, asked)
        assert (told.code, "Heads that you noted: 1, and all are in this log." in told.words) == (0, True)


async def test_a_server_that_does_not_publish_has_no_program_either(site: Site) -> None:
    await site.house.found(elsewhere(ANN), name="Quiet Garden", publishes=False)
    assert (await site.get("/quiet-garden/verify.py")).status == 404


async def test_every_page_of_a_log_leads_to_the_program(site: Site) -> None:
    await site.house.decide()
    for page in (f"/{SLUG}", f"/{SLUG}/D-1"):
        assert f'href="/{SLUG}/verify.py"' in (await site.get(page)).text


def test_the_program_needs_nothing_but_an_old_python() -> None:
    tree = ast.parse(VERIFIER.read_text(encoding="utf-8"), feature_version=(3, 9))
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {alias.name for node in named if isinstance(node, ast.Import) for alias in node.names}
    modules |= {str(node.module) for node in named if isinstance(node, ast.ImportFrom)}
    assert {module.split(".")[0] for module in modules} <= sys.stdlib_module_names


async def test_a_folder_of_logs_is_checked_whole_and_one_bad_log_is_enough(house: House, tmp_path: Path) -> None:
    log = await short_log(house)
    for name, kept in (("one", log), ("other", log[:1] + log[2:])):
        (tmp_path / name).mkdir()
        written(kept, tmp_path / name)
    assert by_minga(arguments(tmp_path / "one")).code == 0
    told = by_minga(arguments(tmp_path))
    assert told.code == 1
    assert "one/log.jsonl holds." in told.words
    assert "other/log.jsonl does not hold. Record 2 (D-2): It says that it is record 3" in told.words
    noted = by_minga(arguments(tmp_path, ["2:abcdef0123"]))
    assert (noted.code, "Give the folder of the one that you noted." in noted.words) == (2, True)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("4:", "It is missing: you noted its hash, and this log ends with record 3."),
        ("3:", "It has another hash than"),
        ("", "that you noted: the log was cut, or written anew."),
    ],
)
async def test_a_head_that_was_noted_elsewhere_shows_what_the_log_alone_cannot(
    house: House, head: str, said: str
) -> None:
    log = await short_log(house)
    with pytest.raises(Wrong) as wrong:
        Reading([Head(f"{head}0123456789")]).read(log)
    assert said in wrong.value.sentence
    assert wrong.value.record == (int(head[0]) if head else None)


@pytest.mark.parametrize(("head", "is_told"), [("4:", True), ("9:", True), ("", True), ("12:", False), ("2:", False)])
async def test_where_records_were_lost_the_log_itself_tells_why_a_noted_head_is_missing(
    house: House, head: str, is_told: bool
) -> None:
    log = await short_log(house)
    last = Entry.of(log[-1])
    note = restored_facts(3, published=9, on=date(2026, 5, 9))
    told = Entry({}, "", []).rehashed(**note, sequence=4, previous=last.hash)
    with pytest.raises(Wrong) as wrong:
        Reading([Head(f"{head}0123456789")]).read([*log, told.line])
    reason = "Record 4 says that an old backup was put back, and records 4 to 9 lost."
    assert (reason in wrong.value.sentence) is is_told


async def test_what_a_voter_reads_in_discord_is_head_enough(house: House) -> None:
    log = await short_log(house)
    noted = Entry.of(log[1]).hash[:8].upper()
    assert Reading([Head(noted)]).read(log).records == 3


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"outcome": "rejected"}, "Its tally and its rule make it passed; it says rejected."),
        ({"outcome": "withdrawn"}, "It says withdrawn, though others than its author had voted."),
        ({"turnout": 7}, "It says that 7 took part; by its tally 6 did."),
        ({"turnout": 4}, "Ballots are published from 5 voters on"),
        ({"number": 3}, "It is D-3, and D-1 would follow."),
        ({"charter": 2}, "It was decided under version 2 of the charter, which is not there yet."),
        ({"winner": 1}, "Its tally makes option None win; it says 1."),
        ({"format": 2}, "It has format 2, which this verify.py is too old for"),
        ({"rule": {}}, "It is not written in the way"),
        ({"ballots": []}, "Its ballots do not make its tally"),
        ({"participants": ["0" * 16]}, "Its ballots are not one line for each who took part."),
        ({"tally": {}}, "Its ballots do not make its tally"),
        ({"kind": "charter", "version": 1, "decision": None}, "It is version 1 of the charter, and 2 would follow."),
        ({"kind": "charter", "version": 2, "decision": 1}, "no decision before it adopted."),
    ],
)
async def test_a_record_that_contradicts_itself_is_found_though_every_hash_fits(
    house: House, facts: dict[str, Any], said: str
) -> None:
    log = rewritten(await short_log(house), 2, **facts)
    with pytest.raises(Wrong) as wrong:
        Reading().read(log)
    assert said in wrong.value.sentence
    assert wrong.value.record == 2


async def test_a_ballot_that_is_there_twice_is_found_though_every_hash_fits(house: House) -> None:
    log = await short_log(house)
    facts = Entry.of(log[1]).facts
    ballots = sorted([*facts["ballots"], facts["ballots"][0]], key=lambda ballot: str(ballot["voter"]))
    twice = rewritten(log, 2, ballots=ballots, turnout=7, tally=facts["tally"] | {"agree": 7})
    with pytest.raises(Wrong, match="not one line for each"):
        Reading().read(twice)


BOMBS = {
    "share": {"threshold": "1e999999999"},
    "options": {"options": 2**53 - 1},
    "text": {"threshold": "9" * 4_000},
    "list": {"quorum": []},
    "zero": {"threshold": "1/0"},
}


@pytest.mark.parametrize("name", BOMBS)
async def test_a_hostile_rule_is_refused_at_once(house: House, name: str) -> None:
    log = await short_log(house)
    rule = Entry.of(log[1]).facts["rule"]
    with pytest.raises(Wrong):
        Reading().read(rewritten(log, 2, rule=rule | BOMBS[name]))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"null\n",
        b"[" * 100_000 + b"\n",
        b"\xff\xfe\n",
        b'{"body": 1, "hash": 2, "texts": 3}\n',
        b"7" * 9_000,
    ],
)
def test_whatever_stands_in_a_line_is_answered(line: bytes) -> None:
    with pytest.raises((Wrong, Unreadable)):
        Reading().read([line] if line else [])


class Endless:
    """An answer that never comes to an end, nor to a line's."""

    def read1(self, size: int) -> bytes:
        """More of the same."""
        return b"7" * size


def test_a_line_without_an_end_is_given_up() -> None:
    with pytest.raises(Unreadable, match="longer than any log"):
        list(lines_of(Endless()))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is no record in it."),
        (b"<!DOCTYPE html>\n<html></html>", "It is a web page, not a log."),
        (b"Dear all,\nthe log is in the other file.\n", "It is not a log."),
        (b"Dear all", "It is not a log."),
        (b'[{"name": "chairs"}]\n', "It is not a log."),
    ],
)
def test_what_is_no_log_is_said_to_be_none(tmp_path: Path, content: bytes, said: str) -> None:
    told = by_minga(arguments(written([content], tmp_path)))
    assert (told.code, said in told.words) == (2, True)


def test_what_cannot_be_opened_is_said_with_the_reason(tmp_path: Path) -> None:
    for place, said in (
        (tmp_path / "nowhere", "cannot be read: No such file or directory"),
        (tmp_path, "There is no log.jsonl in"),
        ("http://127.0.0.1:9/log", "cannot be read: "),
    ):
        told = by_minga(arguments(place))
        assert (told.code, said in told.words) == (2, True)


@pytest.mark.parametrize("head", ["", "abc", "0:abcdef01", "abcdefgh", "1:2:abcdef01"])
def test_a_head_that_is_none_is_refused_with_what_one_looks_like(tmp_path: Path, head: str) -> None:
    told = by_minga(arguments(tmp_path, [head]))
    assert (told.code, "A head is 8 to 64 digits of a hash" in told.words) == (2, True)


@pytest.mark.parametrize("page", ["", "/", "/D-12", "/D-12#why", "/log.jsonl", "/log.jsonl?now", "/verify.py"])
def test_any_page_of_a_log_leads_to_it(page: str) -> None:
    assert address_of(f"https://log.example/ours{page}") == "https://log.example/ours/log.jsonl"


def test_a_reformatted_line_is_no_line_of_the_log() -> None:
    body = canonical({"format": 1, "kind": "charter", "sequence": 1})
    with pytest.raises(Wrong, match="Its line was changed"):
        Reading().read([json.dumps({"body": body, "hash": "0" * 64, "texts": []}, indent=1).encode() + b"\n"])


async def test_the_cast_is_in_no_report(house: House, tmp_path: Path) -> None:
    told = by_minga(arguments(written(await short_log(house), tmp_path)))
    assert not [person.name for person in CAST if person.name in told.said.split()]
