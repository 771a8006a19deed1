"""Reaching Discord: its faults become `Unreachable`, with how long to rest."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta

import aiohttp
import discord

from bot.services.ports import Unreachable

_GONE = {10003, 10004, 10008}
"""Unknown channel, server, message."""

_FORBIDDEN_REST = timedelta(hours=1)
"""After a refusal a channel rests: refusals count towards a ban of the address. Source: integrity page, §2."""


@contextlib.contextmanager
def reaching() -> Iterator[None]:
    """Turn whatever goes wrong on the way to Discord into `Unreachable`."""
    try:
        yield
    except discord.NotFound as fault:
        raise Unreachable(str(fault), is_gone=fault.code in _GONE) from fault
    except discord.Forbidden as fault:
        raise Unreachable(str(fault), rest=_FORBIDDEN_REST) from fault
    except discord.RateLimited as fault:
        raise Unreachable(str(fault), rest=timedelta(seconds=fault.retry_after)) from fault
    except (TimeoutError, discord.HTTPException, aiohttp.ClientError, OSError) as fault:
        raise Unreachable(str(fault) or type(fault).__name__) from fault
