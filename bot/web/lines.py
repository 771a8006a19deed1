"""JSON Lines: the log's entries in the form in which a reader recomputes the chain and opens the texts."""

import hashlib
import json

from bot.services.publications import Edition, OpenedEntry


def line_of(entry: OpenedEntry) -> bytes:
    """One entry as one line: `{"body": …, "hash": …, "texts": [{"commitment": …, "salt": …, "text": …}]}`.

    `hash` is the SHA-256 of `body`, a string of canonical JSON which names the hash before it; a text's commitment
    is the SHA-256 of its salt, given in hex, and its UTF-8 bytes. Everything beyond ASCII is escaped, so that a
    line is a line for every reader.
    """
    texts = [{"commitment": text.commitment, "salt": text.salt, "text": text.text} for text in entry.texts]
    return json.dumps({"body": entry.body, "hash": entry.hash, "texts": texts}).encode() + b"\n"


def lines_tag(edition: Edition) -> str:
    """The tag by which a browser asks whether the whole file is still the same."""
    known = f"{edition.head.sequence} {edition.head.hash} {edition.texts_kept}"
    return f'"{hashlib.sha256(known.encode()).hexdigest()[:32]}"'
