"""Limits: how much one address may ask, and how long the server waits for anybody. ADR: docs/adr/0037."""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Network = IPv4Network | IPv6Network

_SIXTY_FOUR = 0xFFFF_FFFF_FFFF_FFFF
_NO_ADDRESS = "?"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server puts up with. Times are seconds.

    An address is one of IPv4, or 2**64 neighbours of IPv6, which is what one household is given.
    """

    requests_a_second: float = 20
    requests_at_once: int = 400
    addresses_remembered: int = 10_000
    connections: int = 500
    connections_of_one: int = 100
    idle: float = 15
    """For a whole request, from the connection or from the last answer on."""
    stall: float = 20
    least_bytes: int = 20_000
    """What a reader must have taken of an answer after each `stall`, unless it was taken whole."""
    longest_answer: float = 1_800
    trusted_proxies: tuple[Network, ...] = ()


class Buckets:
    """Lets every origin ask so often; only the origins that asked last are remembered, and only in memory.

    Of each one number is kept: when its bucket will be full again.
    """

    def __init__(self, limits: Limits) -> None:
        self._every = 1 / limits.requests_a_second
        self._depth = limits.requests_at_once / limits.requests_a_second
        self._room = limits.addresses_remembered
        self._full_at: dict[str, float] = {}

    def take(self, origin: str, now: float) -> int:
        """0 where the origin may ask, which counts; else after how many whole seconds it may."""
        full_at = max(self._full_at.pop(origin, now), now) + self._every
        early = full_at - now - self._depth
        self._full_at[origin] = full_at - self._every if early > 0 else full_at
        if len(self._full_at) > self._room:
            del self._full_at[next(iter(self._full_at))]
        return math.ceil(early) if early > 0 else 0

    def __len__(self) -> int:
        return len(self._full_at)


class Origins:
    """Tells whom a request is counted for: who is connected or, behind a proxy that we trust, whom it names."""

    def __init__(self, trusted: Sequence[Network]) -> None:
        self._trusted = trusted

    def is_proxy(self, peer: str) -> bool:
        """Whether the one who is connected speaks for others."""
        return bool(self._trusted) and _is_within(peer, tuple(self._trusted))

    def of(self, peer: str, forwarded_for: Sequence[str]) -> str:
        """The origin of a request: the last address in X-Forwarded-For that is not a proxy's of ours.

        Whoever stands before that may have been made up by the one who asks.
        """
        if not self.is_proxy(peer):
            return origin_of(peer)
        named = peer
        for told in reversed(",".join(forwarded_for).split(",")):
            address = _bare(told)
            if address is None:
                break
            named = address
            if not self.is_proxy(address):
                break
        return origin_of(named)


@lru_cache(4096)
def origin_of(address: str) -> str:
    """What counts as one: an address of IPv4, or the upper half of one of IPv6."""
    read = _read(address)
    if read is None:
        return _NO_ADDRESS
    return str(read) if isinstance(read, IPv4Address) else f"{int(read) & ~_SIXTY_FOUR:x}"


@lru_cache(4096)
def _is_within(address: str, networks: tuple[Network, ...]) -> bool:
    read = _read(address)
    return read is not None and any(read in network for network in networks)


def is_near(address: str) -> bool:
    """Whether an address is this machine's or of its own network, where an operator's proxy would stand."""
    read = _read(address)
    return read is not None and (read.is_private or read.is_loopback)


def _read(address: str) -> IPv4Address | IPv6Address | None:
    """The address, without the zone of a link; one of IPv4 also where it is written as one of IPv6."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return (read.ipv4_mapped or read) if isinstance(read, IPv6Address) else read


def _bare(told: str) -> str | None:
    """An address as proxies write it, without its port; None where it is none."""
    told = told.strip()
    if told.startswith("["):
        told = told[1:].partition("]")[0]
    elif told.count(":") == 1:
        told = told.partition(":")[0]
    return told if len(told) < 50 and _read(told) is not None else None


def now() -> float:
    """The clock of all limits, which nobody sets."""
    return asyncio.get_running_loop().time()
