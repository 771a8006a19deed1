"""Phrases as people type them, in five languages, each with the instants or the question that it must come to.

The table was worked out by hand from a calendar; instants are in UTC. A phrase that repeats has its first three.
"""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.phrases import LANGUAGES, Question, read
from bot.domain.schedule import instant_of, occurrences

TABLE = json.loads((Path(__file__).parent.parent / "data" / "phrases.json").read_text(encoding="utf-8"))
NOW = datetime.fromisoformat(TABLE["now"])


def told(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%MZ}"


@pytest.mark.parametrize("row", TABLE["phrases"], ids=lambda row: f"{row['lang'] or 'any'}: {row['phrase']}")
def test_a_phrase_comes_to_what_the_table_says(row: dict[str, Any]) -> None:
    languages = [row["lang"]] if row["lang"] else []
    outcome = read(row["phrase"], languages=languages, zone=TABLE["zone"], now=NOW)
    if isinstance(outcome, Question):
        offered = [told(instant_of(each.starts, each.zone)) for each in outcome.candidates]
        assert {"asks": outcome.kind, "offers": offered} == {"asks": row.get("asks"), "offers": row.get("offers", [])}
    else:
        wanted = row.get("utc", [])
        assert [told(each.at) for each in occurrences(outcome, NOW, 3)] == wanted
        assert (outcome.rule is None) == (len(wanted) == 1)


def test_the_table_has_two_hundred_phrases_and_forty_of_each_language() -> None:
    spoken = Counter(row["lang"] for row in TABLE["phrases"])
    assert len({(row["lang"], row["phrase"]) for row in TABLE["phrases"]}) == len(TABLE["phrases"]) >= 200
    assert all(spoken[language] >= 40 for language in LANGUAGES)
