"""Parcels: pages ready to be sent, plain and packed, each form with its headers and its own tag."""

import asyncio
import gzip
import re
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache

from multidict import CIMultiDict

from bot.web.headers import ASK_AGAIN, ON_EVERY_ANSWER, UNINVITED, sharing
from bot.web.studio import Page

_WORTH_PACKING = 500
_PACKED_ASIDE = 100_000
"""Bytes from which packing would keep the loop, and with it the taps, waiting for milliseconds."""

_MOST_AT_ONCE = 100_000
"""Bytes up to which it pays to keep an answer with its head."""

_OF_THE_BODY = ("Content-Disposition", "Content-Encoding", "Content-Type")


@dataclass(slots=True)
class Representation:
    """One of the forms of a page: the bytes to send, with all their headers."""

    body: bytes
    etag: str
    headers: CIMultiDict[str]
    _on_the_wire: bytes = b""
    _written_at: int = -1

    def on_the_wire(self, second: int) -> bytes | None:
        """The whole answer as HTTP/1.1 sends it, with its date; made once in a second. None for a large one.

        `second` is of any clock that goes on.
        """
        if len(self.body) > _MOST_AT_ONCE:
            return None
        if second != self._written_at:
            of_now = (("Content-Length", str(len(self.body))), ("Date", formatdate(usegmt=True)))
            head = "".join(f"{name}: {value}\r\n" for name, value in (*self.headers.items(), *of_now))
            self._on_the_wire = f"HTTP/1.1 200 OK\r\n{head}\r\n".encode("latin-1") + self.body
            self._written_at = second
        return self._on_the_wire


class Parcel:
    """A page in each form that a reader may ask for; it is packed once, when the first one asks.

    `told` are headers of its own, beside those of every page.
    """

    __slots__ = ("_packed", "_told", "page", "plain")

    def __init__(self, page: Page, told: dict[str, str] = ASK_AGAIN) -> None:
        self.page = page
        self._told = told
        self.plain = Representation(page.body, page.etag, headers_of(page, page.etag, told))
        self._packed: Representation | None = None if len(page.body) >= _WORTH_PACKING else self.plain

    async def form(self, accepts: str | None) -> Representation:
        """The form for a reader who sends this as Accept-Encoding."""
        if accepts is None or not takes_packed(accepts):
            return self.plain
        if self._packed is None:
            aside = len(self.page.body) >= _PACKED_ASIDE
            packed = await asyncio.to_thread(pack, self.page.body) if aside else pack(self.page.body)
            tag = packed_tag(self.page.etag)
            headers = headers_of(self.page, tag, self._told)
            headers["Content-Encoding"] = "gzip"
            self._packed = Representation(packed, tag, headers) if len(packed) < len(self.page.body) else self.plain
        return self._packed

    def unchanged(self, told: str, form: Representation) -> CIMultiDict[str] | None:
        """The headers that tell a reader who has one of `told` that it is still right; None where it is not."""
        tag = known_tag(told, form.etag)
        if tag is None:
            return None
        headers = form.headers.copy()
        for name in _OF_THE_BODY:
            headers.pop(name, None)
        headers["ETag"] = tag
        return headers


def pack(body: bytes) -> bytes:
    """The same bytes for the same bytes, on any day."""
    return gzip.compress(body, 6, mtime=0)


def headers_of(page: Page, etag: str, told: dict[str, str]) -> CIMultiDict[str]:
    """All headers of a page."""
    headers = CIMultiDict(ON_EVERY_ANSWER | sharing(page.content_type))
    headers.update({"Content-Type": f"{page.content_type}; charset=utf-8", "ETag": etag, "Vary": "Accept-Encoding"})
    if not page.is_invited:
        headers.update(UNINVITED)
    if page.saved_as:
        headers["Content-Disposition"] = f'attachment; filename="{page.saved_as}"'
    headers.update(told)
    return headers


def packed_tag(etag: str) -> str:
    """The tag of the packed form: other bytes must have another one. Source: RFC 9110, §8.8.3.3."""
    return f'{etag[:-1]}-gzip"'


def known_tag(told: str, etag: str) -> str | None:
    """Which tag of this page, in whatever form, a reader has; None where they have another page.

    `told` is their If-None-Match, `etag` the tag of what they would get. Source: RFC 9110, §13.1.2, weak comparison.
    """
    if told.strip() == "*":
        return etag
    tags = re.findall('"[^"]*"', told)
    plain = etag.replace("-gzip", "")
    return next((tag for tag in (etag, plain, packed_tag(plain)) if tag in tags), None)


@lru_cache(256)
def takes_packed(accepts: str) -> bool:
    """Whether a reader takes gzip, and likes it no less than what is not packed. Source: RFC 9110, §12.5.3."""
    weights: dict[str, float] = {}
    for told in accepts.casefold().split(","):
        coding, _, parameters = told.partition(";")
        weights[coding.strip()] = _weight(parameters)
    gzip_weight = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip_weight > 0 and gzip_weight >= weights.get("identity", 0.0)


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        if told := re.fullmatch(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", parameter):
            return float(told[1])
    return 0.0 if "q" in parameters else 1.0
