"""The file of published heads: what stands beside a database, so that an old copy of it is noticed."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

Heads = Mapping[int, tuple[int, str]]
"""The sequence and hash up to which each server's log was published, by guild id."""


class Unintelligible(Exception):
    """The file is not one that we wrote."""


def read(file: Path) -> dict[int, tuple[int, str]]:
    """The heads in a file; none where there is no file yet. Raises `Unintelligible` or OSError."""
    try:
        told = json.loads(file.read_bytes())
        return {int(guild_id): (int(head["sequence"]), str(head["hash"])) for guild_id, head in told.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise Unintelligible(str(file)) from fault


def write(file: Path, heads: Heads) -> None:
    """Write all heads, so that after any crash the file is the old one or the new one."""
    told = {str(guild_id): {"hash": hash_, "sequence": sequence} for guild_id, (sequence, hash_) in heads.items()}
    unfinished = file.with_name(f"{file.name}.unfinished")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as stream:
        json.dump(told, stream, sort_keys=True, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(file)
