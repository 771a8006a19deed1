"""Pages of an ascending list of ids, cut as Discord cuts a channel's history."""

from bisect import bisect_left, bisect_right


def page_of(
    ascending: list[int], *, before: int | None, after: int | None, around: int | None, limit: int
) -> list[int]:
    """The ids of one page, ascending: around an id, after it, before it, or else the last ones."""
    if around is not None:
        middle = bisect_left(ascending, around)
        return ascending[max(0, middle - limit // 2) : middle + limit // 2 + 1][:limit]
    if after is not None:
        start = bisect_right(ascending, after)
        return ascending[start : start + limit]
    end = len(ascending) if before is None else bisect_left(ascending, before)
    return ascending[max(0, end - limit) : end]
