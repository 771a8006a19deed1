"""Verify a log of Minga: its chain, its texts and every count, with Python 3.9 or newer and nothing else.

    python verify.py log.jsonl
    python verify.py https://example.org/our-movement --head 57:3f2a9c…

Every log serves this file of itself, so that whoever reads a log needs neither the bot nor its makers. It holds a
second writing of `bot/domain`'s chain, tally and outcomes; tests keep both equal. It exits with 0 when all holds,
with 1 and the first wrong record when something does not, and with 2 when there is nothing that it can read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

GENESIS = "0" * 64
LARGEST = 2**53 - 1
FEWEST_PUBLISHED = 5
MOST_OPTIONS = 9
LONGEST_LINE, LARGEST_LOG, A_PIECE = 16 * 2**20, 4 * 2**30, 2**16
"""Bytes; no honest record comes near, and no other one is to fill the reader's machine."""
LONGEST_SILENCE, LONGEST_FETCH = 30, 3_600
"""Seconds."""

HASH = re.compile("[0-9a-f]{64}")
SALT = re.compile("[0-9a-f]{32}")
PSEUDONYM = re.compile("[0-9a-f]{16}")
SHARE = re.compile("[0-9]{1,6}(?:/[0-9]{1,6})?")
HEAD = re.compile("(?:([1-9][0-9]{0,9}):)?([0-9a-f]{8,64})")
COUNTS = ("active", "quorum", "least_agree", "block_floor", "voting_hours", "seconds", "options")
SWITCHES = ("blocks", "is_strict", "is_secret")
PARTS = ("agree", "disagree", "abstain", "block", "unexplained")

ATTESTED = (
    "Attested by the server, and not counted anew here: who had a vote, whether somebody else than the author agreed "
    "to a lazy consent, that a withdrawn or lapsed proposal ended so, what made a vote last longer, what was tapped "
    "and not counted, and that the rule in a record is the charter's. Whoever voted can see that their own ballot is "
    "among the published ones: Check my vote."
)


class Wrong(Exception):
    """What is wrong with a record, as a sentence; `record` is its place in the log, None where nobody can tell."""

    def __init__(self, sentence: str, record: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.record = sentence, record


class Unreadable(Exception):
    """Nothing can be said, because there is no log that can be read."""


class Head:
    """A hash that the reader noted elsewhere, whole or its beginning, with the number of its record where known."""

    def __init__(self, told: str) -> None:
        found = HEAD.fullmatch(told.strip().lower())
        if not found:
            raise ValueError("A head is 8 to 64 digits of a hash, or the record's number, a colon and these digits.")
        self.told, self.record, self.digits = told, int(found[1] or 0) or None, found[2]
        self.is_found = False


class Reading:
    """One walk through a log, record by record; `read` raises `Wrong` at the first one that does not hold."""

    def __init__(self, heads: Iterable[Head] = ()) -> None:
        self.heads = list(heads)
        self.records, self.head = 0, GENESIS
        self.decisions = self.recounted = self.from_totals = self.charters = 0
        self.texts = self.closed = 0
        self.passed: set[int] = set()
        self.restored: list[tuple[int, int, int]] = []
        self.at = ""

    def read(self, lines: Iterable[bytes]) -> Reading:
        """Walk through all lines of a log, and look for the heads in the end."""
        for line in lines:
            place, self.at = self.records + 1, ""
            try:
                self._one(place, line)
            except Wrong as wrong:
                raise Wrong(wrong.sentence, place) from None
            except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError):
                raise Wrong("It is not written in the way in which a log's records are.", place) from None
        for head in self.heads:
            if head.record and head.record > self.records:
                said = f"It is missing: you noted its hash, and this log ends with record {self.records}."
                raise Wrong(said + self._reason(head), self.records + 1)
            if not head.is_found:
                said = f"No record has the hash {head.told} that you noted: the log was cut, or written anew."
                raise Wrong(said + self._reason(head))
        if not self.records:
            raise Unreadable("There is no record in it.")
        return self

    def _one(self, place: int, line: bytes) -> None:
        told = json.loads(line)
        body, texts = told["body"], told["texts"]
        facts = json.loads(body)
        if isinstance(facts, dict) and facts.get("kind") == "decision":
            self.at = f" (D-{facts.get('number')})"
        plain = [{key: text[key] for key in ("commitment", "salt", "text")} for text in texts]
        if line != json.dumps({"body": body, "hash": told["hash"], "texts": plain}).encode() + b"\n":
            raise Wrong("Its line was changed, or cut off.")
        if not isinstance(facts, dict) or canonical(facts) != body:
            raise Wrong("Its body is not canonical JSON (RFC 8785).")
        if facts["sequence"] != place:
            raise Wrong(f"It says that it is record {facts['sequence']}: records were put in, taken out or moved.")
        if facts["previous"] != self.head:
            before = f"record {place - 1}" if place > 1 else "the beginning"
            raise Wrong(
                f"The hash that it names of {before} is another one: it, or what stands before it, was changed."
            )
        if digest(body.encode()) != told["hash"]:
            raise Wrong("Its hash is not the one of its body: one of them was changed.")
        if facts["format"] != 1:
            raise Wrong(f"It has format {facts['format']}, which this verify.py is too old for: fetch the log's own.")
        if facts["kind"] == "integrity" and facts["what"] == "restored":
            self.restored.append((place, facts["kept"], facts["published"]))
        for head in self.heads:
            is_this = told["hash"].startswith(head.digits)
            head.is_found |= is_this and head.record in (None, place)
            if head.record == place and not is_this:
                said = f"It has another hash than {head.told}, which you noted: it was written anew."
                raise Wrong(said + self._reason(head))
        self._open(facts, texts)
        if facts["kind"] == "decision":
            self._decision(facts)
        elif facts["kind"] == "charter":
            self._charter(facts)
        self.records, self.head = place, told["hash"]

    def _reason(self, head: Head) -> str:
        """What the log itself says of records that were lost, where the noted one can be among them."""
        for place, kept, published in self.restored:
            if kept < (head.record or published) <= published:
                return (
                    f" Record {place} says that an old backup was put back, and records {kept + 1} to {published} lost."
                )
        return ""

    def _open(self, facts: dict[str, Any], texts: list[dict[str, str]]) -> None:
        """Check the texts that are given; those that were erased, covered or kept inside are not."""
        bound = {each for each in strings({**facts, "previous": ""}) if HASH.fullmatch(each)}
        given = [text["commitment"] for text in texts]
        if given != sorted(set(given)) or not bound.issuperset(given):
            raise Wrong("It comes with a text that it does not commit to.")
        for text in texts:
            is_salt = SALT.fullmatch(text["salt"])
            if not is_salt or commitment(bytes.fromhex(text["salt"]), text["text"]) != text["commitment"]:
                raise Wrong("One of its texts is not the one that it commits to: text or salt was changed.")
        self.texts, self.closed = self.texts + len(given), self.closed + len(bound) - len(given)

    def _charter(self, facts: dict[str, Any]) -> None:
        if facts["version"] != self.charters + 1:
            raise Wrong(f"It is version {facts['version']} of the charter, and {self.charters + 1} would follow.")
        if (facts["decision"] is not None) if not self.charters else (facts["decision"] not in self.passed):
            raise Wrong("It is a version of the charter that no decision before it adopted.")
        self.charters += 1

    def _decision(self, facts: dict[str, Any]) -> None:
        if facts["number"] != self.decisions + 1:
            raise Wrong(f"It is D-{facts['number']}, and D-{self.decisions + 1} would follow.")
        if not 1 <= facts["charter"] <= self.charters:
            raise Wrong(f"It was decided under version {facts['charter']} of the charter, which is not there yet.")
        recount(facts)
        self.decisions += 1
        if facts["ballots"] is None:
            self.from_totals += 1
        else:
            self.recounted += 1
        if facts["outcome"] == "passed":
            self.passed.add(facts["number"])


def canonical(value: Any) -> str:
    """Canonical JSON (RFC 8785) of text, whole numbers, booleans, null, lists and objects with ASCII keys."""
    for inner in leaves(value):
        if isinstance(inner, float) or (isinstance(inner, int) and abs(inner) > LARGEST):
            raise Wrong("It holds a number that is not whole, or too large.")
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def leaves(value: Any) -> Iterator[Any]:
    """All that stands in a value but lists and objects themselves; keys must be ASCII."""
    if isinstance(value, dict):
        if not all(key.isascii() for key in value):
            raise Wrong("It has a key that is not plain ASCII.")
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def strings(value: Any) -> Iterator[str]:
    """Every text in a value."""
    return (each for each in leaves(value) if isinstance(each, str))


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def commitment(salt: bytes, text: str) -> str:
    """What binds a record to a text that may be erased later: the hash of its salt and itself."""
    return digest(salt + text.encode())


def recount(facts: dict[str, Any]) -> None:
    """Count a decision's ballots and judge them by its rule; raises `Wrong` where the record says something else."""
    rule, said = facts["rule"], facts["tally"]
    ballots, turnout = facts["ballots"], facts["turnout"]
    is_choice = bool(rule["options"])
    if any(type(rule[key]) is not int or rule[key] < 0 for key in COUNTS) or rule["options"] > MOST_OPTIONS:
        raise Wrong("Its rule has a number that no rule can have.")
    if any(type(rule[key]) is not bool for key in SWITCHES):
        raise Wrong("Its rule leaves open how it is decided.")
    if (ballots is not None) != (turnout >= FEWEST_PUBLISHED):
        raise Wrong("Ballots are published from 5 voters on, and never below: here it is the other way round.")
    if ballots is None:
        tally = said
    else:
        check_lines(ballots, facts["participants"], is_secret=rule["is_secret"])
        tally = approvals_of(ballots, rule["options"]) if is_choice else tally_of(ballots, said, rule)
    if canonical(tally) != canonical(said):
        raise Wrong(
            f"Its ballots do not make its tally: counted anew they are {worded(tally)}, it says {worded(said)}."
        )
    took_part = check_approvals(said, rule) if is_choice else sum(said[part] for part in PARTS)
    if not all(type(each) is int and each >= 0 for each in leaves(said)):
        raise Wrong("Its tally holds something else than numbers of people.")
    if turnout != took_part:
        raise Wrong(f"It says that {turnout} took part; by its tally {took_part} did.")
    if not is_choice:
        check_seconds(said, rule)
    outcome, winner = chosen(said, rule) if is_choice else (outcome_of(said, turnout, rule), None)
    if facts["outcome"] == "withdrawn" and turnout > 1:
        raise Wrong("It says withdrawn, though others than its author had voted.")
    if facts["outcome"] not in (outcome, "withdrawn", "lapsed"):
        raise Wrong(f"Its tally and its rule make it {outcome}; it says {facts['outcome']}.")
    if facts["winner"] != (winner if facts["outcome"] == "passed" else None):
        raise Wrong(f"Its tally makes option {winner} win; it says {facts['winner']}.")


def check_lines(ballots: list[dict[str, Any]], participants: list[str], *, is_secret: bool) -> None:
    """Check that every line is somebody's, once: by pseudonym, or for a secret vote by codes that stand apart."""
    codes = participants if is_secret else [ballot["voter"] for ballot in ballots]
    is_apart = all(ballot["voter"] == "" for ballot in ballots) if is_secret else not participants
    if not is_apart or len(codes) != len(ballots) or codes != sorted(set(codes)):
        raise Wrong("Its ballots are not one line for each who took part.")
    if not all(PSEUDONYM.fullmatch(code) for code in codes):
        raise Wrong("Its ballots come with something else than pseudonyms.")


def tally_of(ballots: list[dict[str, Any]], said: dict[str, int], rule: dict[str, Any]) -> dict[str, int]:
    """Count ballots that agree or not; a block without its objection counts as disagreement, and apart."""
    tally = dict.fromkeys(PARTS, 0)
    for ballot in ballots:
        tally["unexplained" if ballot["choice"] == "block" and not ballot["explained"] else ballot["choice"]] += 1
    # Whether one of those who agree is the author is not published.
    return {**tally, "seconds": said["seconds"]} if rule["seconds"] and said.get("seconds") else tally


def check_seconds(tally: dict[str, int], rule: dict[str, Any]) -> None:
    """Check the agreements besides the author's: all of them but one at most, told for lazy consent only."""
    seconds = tally.get("seconds", 0)
    least, most = (max(0, tally["agree"] - 1), tally["agree"]) if rule["seconds"] else (0, 0)
    if not least <= seconds <= most or set(tally) - {*PARTS, "seconds"} or tally.get("seconds") == 0:
        raise Wrong(f"Its tally says {seconds} agreed besides the author, of {tally['agree']} who agreed.")


def approvals_of(ballots: list[dict[str, Any]], options: int) -> dict[str, Any]:
    """Count approvals by option number, with "keep discussing" at 0."""
    approvals, turnout = {str(option): 0 for option in range(options + 1)}, 0
    for ballot in ballots:
        approved = {option for option in ballot["choice"].split("+") if option}
        turnout += bool(approved)
        for option in approved:
            approvals[option] += 1
    return {"approvals": list(approvals.values()), "turnout": turnout}


def check_approvals(tally: dict[str, Any], rule: dict[str, Any]) -> int:
    """Check that approvals are possible for so many voters; how many took part."""
    approvals, turnout = tally["approvals"], tally["turnout"]
    if len(approvals) != rule["options"] + 1 or not max(approvals) <= turnout <= sum(approvals):
        raise Wrong("Its approvals cannot come from so many voters.")
    return int(turnout)


def chosen(tally: dict[str, Any], rule: dict[str, Any]) -> tuple[str, int | None]:
    """The outcome of a choice, and the option that won: most approvals, and at least half of those taking part."""
    most, turnout = max(tally["approvals"]), tally["turnout"]
    leading = [option for option, count in enumerate(tally["approvals"]) if most and count == most]
    if turnout < rule["quorum"]:
        return "no_quorum", None
    if len(leading) != 1 or leading == [0] or most < -(-turnout // 2):
        return "not_decided", None
    return "passed", leading[0]


def outcome_of(tally: dict[str, int], turnout: int, rule: dict[str, Any]) -> str:
    """The outcome of what is agreed to or not: the first question that does not hold ends it."""
    agree, against = tally["agree"], tally["disagree"] + tally["block"] + tally["unexplained"]
    threshold = share(rule["threshold"])
    needed = ceiling(threshold * (agree + against))
    if rule["is_strict"] and needed == threshold * (agree + against):
        needed += 1
    if rule["quorum"] and turnout < rule["quorum"]:
        return "no_quorum"
    most_blocks = max(rule["block_floor"], ceiling(share(rule["block_share"]) * turnout))
    if rule["blocks"] and not rule["seconds"] and tally["block"] >= most_blocks:
        return "blocked"
    if agree < needed or agree < rule["least_agree"]:
        return "rejected"
    return "passed" if tally.get("seconds", 0) >= rule["seconds"] else "no_support"


def share(text: str) -> Fraction:
    """A share as a rule holds it: "2/3", or "1"; never a float, and never a number that takes an hour to read."""
    if not SHARE.fullmatch(text):
        raise Wrong(f"Its rule has a share that is none: {text[:20]}.")
    return Fraction(text)


def ceiling(number: Fraction) -> int:
    """The least whole number that is not below."""
    return -(-number.numerator // number.denominator)


def worded(tally: dict[str, Any]) -> str:
    """A tally in words."""
    return ", ".join(f"{key} {value}" for key, value in tally.items())


def lines_of(stream: Any) -> Iterator[bytes]:
    """The lines of a file or an answer, with bounds to their length, to all of it, and to the time that it takes."""
    rest, size, until = b"", 0, time.monotonic() + LONGEST_FETCH
    is_known = False
    while True:
        piece = stream.read1(A_PIECE)
        size += len(piece)
        *whole, rest = (rest + piece).split(b"\n")
        if not is_known and (whole or not piece):
            check_sort(b"\n".join((*whole, rest)))
            is_known = True
        yield from (line + b"\n" for line in whole)
        if not piece:
            break
        if len(rest) > LONGEST_LINE or size > LARGEST_LOG or time.monotonic() > until:
            raise Unreadable("It is longer than any log, or takes longer to come than a log may.")
    if rest:
        yield rest


def check_sort(beginning: bytes) -> None:
    """Refuse what is no log at all, rather than find each of its lines wrong."""
    if re.match(rb"\s*<[!?a-zA-Z]", beginning):
        raise Unreadable("It is a web page, not a log. Give the address of the log's front page, or of log.jsonl.")
    if beginning.strip() and b'"body"' not in beginning and b'"hash"' not in beginning:
        raise Unreadable("It is not a log. Give the file log.jsonl, or the address of the log's front page.")


def address_of(told: str) -> str:
    """The address of log.jsonl, from that of a log's front page or of a page in it."""
    page = re.sub(r"[?#].*", "", told)
    return page if page.endswith(".jsonl") else re.sub(r"(/D-[0-9]+|/verify\.py|/)*$", "", page) + "/log.jsonl"


def logs_at(told: str) -> list[str]:
    """The logs that a file, a folder or an address stands for; a folder may hold several, each in one of its own."""
    if re.match("https?://", told):
        return [address_of(told)]
    place = Path(told)
    if not place.is_dir():
        return [told]
    found = [each for each in (place / "log.jsonl", *sorted(place.glob("*/log.jsonl"))) if each.is_file()]
    if not found:
        raise Unreadable(f"There is no log.jsonl in {told}, and none in a folder in it.")
    return [str(each) for each in found]


def open_log(place: str) -> Any:
    """A file, or what a server answers."""
    if not re.match("https?://", place):
        return open(place, "rb")
    import urllib.request  # a file needs no network, and starts twice as fast without it

    asking = urllib.request.Request(place, headers={"User-Agent": "verify.py", "Accept": "application/jsonl"})
    return urllib.request.urlopen(asking, timeout=LONGEST_SILENCE)


def examine(place: str, heads: list[Head]) -> int:
    """Verify one log and say what was found; the exit code."""
    reading = Reading(heads)
    try:
        with open_log(place) as stream:
            reading.read(lines_of(stream))
    except Wrong as wrong:
        name = f"Record {wrong.record}{reading.at}: " if wrong.record else ""
        print(f"{place} does not hold.\n\n{name}{wrong.sentence}")
        print(f"The records before it hold: {reading.records}, with the head {reading.records}:{reading.head}.")
        return 1
    except Unreadable as reason:
        print(f"{place} cannot be read. {reason}", file=sys.stderr)
        return 2
    except Exception as fault:  # whatever a network can do
        why = getattr(fault, "reason", None) or getattr(fault, "strerror", None) or fault
        print(f"{place} cannot be read: {str(why) or type(fault).__name__}.", file=sys.stderr)
        return 2
    print(report(place, reading))
    return 0


def report(place: str, reading: Reading) -> str:
    """What was found where all holds."""
    said = [
        f"{place} holds.",
        f"Chain: {reading.records} records, each with its own hash and that of the record before it; none is missing.",
        f"Texts: {reading.texts} are those that the records commit to. {reading.closed} are not given, because they "
        "were erased or covered, or stay inside the server.",
        f"Decisions: {reading.decisions}, and no number is missing. {reading.recounted} were counted anew from their "
        f"published ballots, {reading.from_totals} with fewer than {FEWEST_PUBLISHED} voters from their totals. Every "
        "tally, outcome and winner is what the ballots and the rule make it.",
        ATTESTED,
        f"Heads that you noted: {len(reading.heads)}, and all are in this log."
        if reading.heads
        else "You gave no head that you noted elsewhere. Only such a head shows that nothing was cut off at the end, "
        "and that the log was not written anew as a whole. Decision messages, digests and pages show one.",
        f"Head to note for another day: {reading.records}:{reading.head}",
    ]
    return "\n\n".join(textwrap.fill(each, 100, break_long_words=False, break_on_hyphens=False) for each in said)


def main(arguments: list[str] | None = None) -> int:
    """Verify what is asked for; 0 where all holds, 1 where something does not, 2 where nothing can be read."""
    parser = argparse.ArgumentParser(prog="verify.py", description="Verify a log of Minga.")
    parser.add_argument("place", metavar="FILE|DIR|URL", help="log.jsonl, a folder with it, or the address of a log")
    parser.add_argument(
        "--head", action="append", default=[], help="a hash that you noted, like 57:3f2a9c41; repeat it"
    )
    asked = parser.parse_args(arguments)
    return run(asked.place, asked.head)


def run(place: str, told_heads: Iterable[str]) -> int:
    """The same, for who has read the command line already."""
    try:
        heads, places = [Head(told) for told in told_heads], logs_at(place)
        if heads and len(places) > 1:
            raise Unreadable(f"There are {len(places)} logs in {place}. Give the folder of the one that you noted.")
    except (ValueError, Unreadable) as why:
        print(why, file=sys.stderr)
        return 2
    return max([examine(each, heads) for each in places])


if __name__ == "__main__":
    sys.exit(main())
