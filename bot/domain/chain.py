"""The hash chain of the log: canonical JSON, salted commitments, and checking what somebody hands us."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
"""What the first entry names as the hash before it."""

SALT_BYTES = 16
"""A salt has 128 bits. Source: charter, §5."""

SHORT = 8
"""How many hexadecimal digits of a hash people are shown."""

LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON holds exactly. Source: RFC 8785, appendix D."""


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the log as it stands in the chain: the canonical body and its hash, in lower-case hex."""

    sequence: int
    body: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that does not hold, with what is wrong: "body", "hash", "previous" or "sequence"."""

    sequence: int
    fault: str


def canonical(value: Any) -> str:
    """Canonical JSON (RFC 8785) of text, whole numbers, booleans, null, lists and objects with ASCII keys.

    Raises TypeError for anything else: a float, a number over `LARGEST` or half a surrogate pair has no place in a
    record that everybody counts and hashes alike.
    """
    _check_plain(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _check_plain(value: Any) -> None:
    match value:
        case None | bool():
            pass
        case int() if abs(value) > LARGEST:
            raise TypeError("a record holds whole numbers up to 2**53 - 1")
        case int():
            pass
        case str() if any("\ud800" <= char <= "\udfff" for char in value):
            raise TypeError("a record holds text, not halves of surrogate pairs")
        case str():
            pass
        case Mapping():
            for key, inner in value.items():
                if not isinstance(key, str) or not key.isascii():
                    raise TypeError(f"a key of a record must be ASCII text, not {key!r}")
                _check_plain(inner)
        case list() | tuple():
            for inner in value:
                _check_plain(inner)
        case _:
            raise TypeError(f"a record holds no {type(value).__name__}")


def link(sequence: int, previous: str, facts: Mapping[str, Any]) -> Link:
    """Forge the next entry: the facts with their place and the hash before, canonical and hashed."""
    body = canonical({**facts, "previous": previous, "sequence": sequence})
    return Link(sequence, body, digest(body))


def digest(body: str) -> str:
    """SHA-256 over the UTF-8 bytes, in lower-case hex."""
    return hashlib.sha256(body.encode()).hexdigest()


def commitment(salt: bytes, text: str) -> str:
    """H(salt ‖ text): binds a text that may be erased later, salt and all, leaving the chain whole."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def find_break(links: Iterable[Link], *, previous: str = GENESIS, first: int = 1) -> Break | None:
    """The first entry that breaks the chain, None where all hold."""
    for expected, entry in enumerate(links, first):
        try:
            facts = json.loads(entry.body)
            is_canonical = isinstance(facts, dict) and canonical(facts) == entry.body
        except (ValueError, TypeError, RecursionError):
            is_canonical, facts = False, {}
        if not is_canonical:
            return Break(expected, "body")
        if facts.get("sequence") != expected or entry.sequence != expected:
            return Break(expected, "sequence")
        if facts.get("previous") != previous:
            return Break(expected, "previous")
        if digest(entry.body) != entry.hash:
            return Break(expected, "hash")
        previous = entry.hash
    return None
