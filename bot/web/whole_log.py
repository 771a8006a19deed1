"""The whole log as one file: read, packed and sent piece by piece, so that it needs no more room than a piece."""

import asyncio
import contextlib
import logging
import zlib
from collections.abc import AsyncIterator, Sequence

from aiohttp import web
from multidict import CIMultiDict

from bot.services.commons import CommonsService
from bot.services.publications import OpenedEntry
from bot.web.headers import ASK_AGAIN, ON_EVERY_ANSWER, UNINVITED, sharing
from bot.web.lines import line_of, lines_tag
from bot.web.parcels import known_tag, packed_tag, takes_packed

_log = logging.getLogger(__name__)

LINES_AT_ONCE = 100
_TYPE = "application/jsonl"


class _HasLeft(Exception):
    """There is nobody any more to send anything to."""


class WholeLog:
    """Hands out `log.jsonl`. A reader who takes a piece slowly keeps neither the record nor the others waiting."""

    def __init__(self, commons: CommonsService, turnstile: asyncio.Semaphore) -> None:
        self._commons = commons
        self._turnstile = turnstile

    async def answer(self, request: web.BaseRequest, slug: str) -> web.StreamResponse | None:
        """The file, or word that the reader's copy is still right; None where nothing is published."""
        async with self._turnstile:
            edition = await self._commons.edition(slug)
        if edition is None:
            return None
        is_packed = takes_packed(request.headers.get("Accept-Encoding", ""))
        tag = packed_tag(lines_tag(edition)) if is_packed else lines_tag(edition)
        headers = CIMultiDict(ON_EVERY_ANSWER | sharing(_TYPE) | UNINVITED | ASK_AGAIN)
        headers.update({"ETag": tag, "Vary": "Accept-Encoding"})
        known = known_tag(request.headers.get("If-None-Match", ""), tag)
        if known is not None:
            headers["ETag"] = known
            return web.Response(status=304, headers=headers)
        headers["Content-Type"] = f"{_TYPE}; charset=utf-8"
        if is_packed:
            headers["Content-Encoding"] = "gzip"
        response = web.StreamResponse(headers=headers)
        with contextlib.suppress(_HasLeft):
            await _begin(response, request)
            if request.method == "GET":
                async for piece in self._pieces(request, slug, edition.head.sequence, is_packed=is_packed):
                    await _put(response, piece)
        return response

    async def _pieces(self, request: web.BaseRequest, slug: str, last: int, *, is_packed: bool) -> AsyncIterator[bytes]:
        """The entries up to the last one; few readers at a time ask the record, and nobody while they read.

        Where not all can be had any more the connection is cut, so that nobody takes the beginning for the whole.
        """
        packer = zlib.compressobj(wbits=31) if is_packed else None
        for sent in range(0, last, LINES_AT_ONCE):
            wanted = min(LINES_AT_ONCE, last - sent)
            try:
                async with self._turnstile:
                    entries = await self._commons.entries(slug, after=sent, limit=wanted)
                    piece = await asyncio.to_thread(_piece, entries, packer)
            except Exception:
                _log.exception("a log broke off while it was sent")
                entries, piece = (), b""
            if len(entries) < wanted:
                if request.transport is not None:
                    request.transport.abort()
                raise _HasLeft
            yield piece
        if packer:
            yield packer.flush()


async def _begin(response: web.StreamResponse, request: web.BaseRequest) -> None:
    try:
        await response.prepare(request)
    except ConnectionError as fault:
        raise _HasLeft from fault


async def _put(response: web.StreamResponse, piece: bytes) -> None:
    try:
        await response.write(piece)
    except ConnectionError as fault:
        raise _HasLeft from fault


def _piece(entries: Sequence[OpenedEntry], packer: "zlib._Compress | None") -> bytes:
    lines = b"".join(map(line_of, entries))
    return packer.compress(lines) if packer else lines
