"""Legible text: what members wrote, without the characters that a page cannot hold or that would disguise it."""

import re

_BREAKS = re.compile("\r\n|[\r\u2028\u2029]")

_ILLEGIBLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
"""What XML 1.0 does not allow, controls and non-characters, and the controls that turn the direction of writing."""


def legible(text: str) -> str:
    """The text with plain line breaks and nothing in it that a reader cannot see."""
    return _ILLEGIBLE.sub("", _BREAKS.sub("\n", text))
