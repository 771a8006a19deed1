"""Newcomers in words: why somebody does not vote on a proposal yet, and from when on they vote."""

from collections.abc import Callable
from datetime import datetime

from bot.words.catalogue import Words


def newcomer_sentences(
    number: int,
    opened_at: datetime,
    joined_at: datetime,
    votes_from: datetime,
    words: Words,
    moment: Callable[[datetime], str],
) -> str:
    """Why the tap of somebody who joined too late for a proposal is not counted, and what they vote on instead.

    Who joined before it opened lacks what the charter asks for, which is the span to `votes_from`: 0 to 30 days.
    """
    if joined_at >= opened_at:
        why = words.say(
            "You joined {joined}, after P-{number} opened ({opened}), so your tap shows support but isn't counted.",
            number=number,
            opened=moment(opened_at),
            joined=moment(joined_at),
        )
    else:
        why = words.count(
            "P-{number} opened {opened}; you joined {joined}. Voters were here {n} day before, so your tap shows "
            "support but isn't counted.",
            "P-{number} opened {opened}; you joined {joined}. Voters were here {n} days before, so your tap shows "
            "support but isn't counted.",
            (votes_from - joined_at).days,
            number=number,
            opened=moment(opened_at),
            joined=moment(joined_at),
        )
    from_then = words.say("You vote on everything opened after {votes_from}.", votes_from=moment(votes_from))
    return f"{why} {from_then}"
