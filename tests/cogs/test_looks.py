"""Looks: golden files of every picture, as somebody reads it; renew them with `pytest --snapshot-update`."""

import re
from datetime import UTC, datetime

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.words.refusals import refusal_sentence
from cogs.ui.text import stamp
from tests.cogs.gallery import ENGLISH, pictures
from tests.cogs.reading import picture_screen
from tests.cogs.refused import refusals

_STAMP = re.compile(r"<t:(\d+):(\w)>")
_STYLES = {"f": "%-d %B %Y %H:%M", "d": "%d/%m/%Y", "D": "%-d %B %Y", "R": "relative to %-d %B"}


def as_read(text: str) -> str:
    """A text with its instants written out, each in guillemets."""
    return _STAMP.sub(lambda found: f"‹{datetime.fromtimestamp(int(found[1]), UTC).strftime(_STYLES[found[2]])}›", text)


@pytest.mark.parametrize("name", pictures())
def test_every_picture_reads_like_this(name: str, snapshot: SnapshotAssertion) -> None:
    assert as_read(picture_screen(pictures()[name])) == snapshot


def test_every_refusal_reads_like_this(snapshot: SnapshotAssertion) -> None:
    said = (f"{name}: {as_read(refusal_sentence(refusal, ENGLISH, stamp))}" for name, refusal in refusals())
    assert "\n".join(said) == snapshot
