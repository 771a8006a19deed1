"""Know-how: finding a page among a hundred thousand, by a rare word, by a common one and while somebody types."""

import random
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path

from sqlalchemy import insert, text

from db import knowhow, knowhow_search, servers
from tests.benchmarks.beside import Act, compared
from tests.benchmarks.figures import Figure
from tests.factories import ANN, GUILD, START, House

_WORDS = 20_000
_A_TEXT = 60
_AT_A_TIME = 1_000

_BARE = {
    "sqlite": "SELECT rowid FROM page_words WHERE page_words MATCH :asked ORDER BY rowid DESC LIMIT 50",
    "postgresql": "SELECT revision_id FROM page_words WHERE words @@ CAST(:asked AS tsquery) "
    "ORDER BY revision_id + 0 DESC LIMIT 50",
}
"""One look into the index, without the pages, their tasks, names and snippets."""

_OURS = f"{GUILD:x}·"
_ASKED = {"sqlite": f'"{_OURS}{{word}}"', "postgresql": f"'{_OURS}{{word}}'"}
_BEGINNING = {"sqlite": f'{{{{title tags}}}} : "{_OURS}{{word}}" *', "postgresql": f"'{_OURS}h·{{word}}':*"}


async def measure(
    folder: Path,
    *,
    rounds: int,
    count: int,
    times: int,
    say: Callable[[str], None],
    on: Sequence[str] = ("sqlite", "postgresql"),
) -> list[Figure]:
    """Median and 99th percentile of `/knowhow find` and its suggestions, in milliseconds, beside the bare statement."""
    return await compared(
        on, folder, partial(_fill, count=count), _acts, f"{count} pages", rounds=rounds, times=times, say=say
    )


def _acts(house: House, name: str) -> list[tuple[str, Act, Act]]:
    async def bare(asked: str) -> object:
        async with house.database.engine.connect() as connection:
            return (await connection.execute(text(_BARE[name]), {"asked": asked})).all()

    find, suggest = house.services.knowhow.find, house.services.knowhow.suggest
    rare, common = _word(900), _word(0)
    return [
        ("find-rare", lambda: find(GUILD, f"{rare} "), lambda: bare(_ASKED[name].format(word=rare))),
        ("find-common", lambda: find(GUILD, f"{common} "), lambda: bare(_ASKED[name].format(word=common))),
        (
            "find-suggest",
            lambda: suggest(GUILD, rare[:3]),
            lambda: bare(_BEGINNING[name].format(word=rare[:3])),
        ),
    ]


def _word(rank: int) -> str:
    """The word of a rank in a made-up language; the lower the rank, the more pages hold it."""
    letters = "abcdefghijklmnopqrst"
    return "".join(letters[(rank * 7_919 // 20**place) % 20] for place in range(4)) + letters[rank % 20]


async def _fill(house: House, *, count: int) -> None:
    """So many pages, their words as often as words of a language are."""
    chance = random.Random(11)
    words = [_word(rank) for rank in range(_WORDS)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(_WORDS)))
    for start in range(0, count, _AT_A_TIME):
        ids = range(start + 1, min(start + _AT_A_TIME, count) + 1)
        said = [chance.choices(words, cum_weights=weights, k=_A_TEXT) for _ in ids]
        entries = [
            knowhow_search.Entry(one, " ".join(each[:4]), [each[5]], " ".join(each))
            for one, each in zip(ids, said, strict=True)
        ]
        pages = [
            {"id": one, "guild_id": GUILD, "number": one, "revision_id": one, "born_at": START, "is_covered": False}
            for one in ids
        ]
        revisions = [
            {
                "id": entry.revision_id,
                "guild_id": GUILD,
                "page_id": entry.revision_id,
                "number": 1,
                "title": entry.title,
                "text": entry.body,
                "tags": list(entry.tags),
                "author_id": ANN.user_id,
                "made_at": START,
            }
            for entry in entries
        ]
        async with house.database.turn() as session:
            await session.execute(insert(knowhow.PageRow), pages)
            await session.execute(insert(knowhow.RevisionRow), revisions)
            await knowhow_search.put(session, GUILD, entries)
    async with house.database.turn() as session:
        await servers.bind(session, GUILD, last_page=count)
