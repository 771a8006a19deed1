"""Verifying: both programs that verify a log, as a reader runs them."""

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import app
from bot.web.rooms.verifier import VERIFIER

_ONE_BY_ONE = """
import contextlib, io, json, runpy, sys
script = sys.argv[1]
for line in sys.stdin:
    sys.argv = [script, *json.loads(line)]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            runpy.run_path(script, run_name="__main__")
        except SystemExit as end:
            code = end.code
    print(json.dumps([code, said.getvalue()]))
"""
"""Runs a script anew for each line of arguments, in one Python: ten thousand starts would take their time."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a program ended, and what it said."""

    code: int
    said: str

    @property
    def words(self) -> str:
        """What it said, its line breaks evened out."""
        return " ".join(self.said.split())


def arguments(place: Path | str, heads: Sequence[str] = ()) -> list[str]:
    """The command line that asks for a log with these heads."""
    return [str(place), *(part for head in heads for part in ("--head", head))]


def by_minga(asked: Sequence[str]) -> Verdict:
    """`minga verify`."""
    said = io.StringIO()
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        pytest.raises(SystemExit) as ended,
    ):
        app(["verify", *asked], standalone_mode=False)
    assert isinstance(ended.value.code, int)
    return Verdict(ended.value.code, said.getvalue())


def by_script(asked: Sequence[str], script: Path = VERIFIER) -> Verdict:
    """`python verify.py`, in a Python that sees nothing of the house."""
    ended = subprocess.run(
        [sys.executable, "-I", script, *asked], capture_output=True, text=True, check=False, timeout=60
    )
    return Verdict(ended.returncode, ended.stdout + ended.stderr)


def each_by_script(asked: Sequence[Sequence[str]]) -> Iterator[Verdict]:
    """The same for many logs, one after the other."""
    told = "".join(json.dumps(list(each)) + "\n" for each in asked)
    run = [sys.executable, "-I", "-c", _ONE_BY_ONE, str(VERIFIER)]
    ended = subprocess.run(run, input=told, capture_output=True, text=True, check=True, timeout=600)
    for line in ended.stdout.splitlines():
        yield Verdict(*json.loads(line))
