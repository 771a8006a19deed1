"""Bunches: the numbers of a log's decisions, so many at a time as are best read together."""

from collections.abc import AsyncIterator, Sequence

from bot.services.commons import CommonsService

_BUNCH = 200


async def in_bunches(commons: CommonsService, slug: str) -> AsyncIterator[Sequence[int]]:
    """The numbers of all decisions of a log, the first one first."""
    page = await commons.page(slug, limit=1)
    total = page.total if page else 0
    for first in range(1, total + 1, _BUNCH):
        yield range(first, min(first + _BUNCH, total + 1))
