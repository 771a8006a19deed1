"""Whole files on their way: read, packed and sent piece by piece, so that they need no more room than a piece."""

import asyncio
import contextlib
import logging
import zlib
from collections.abc import AsyncIterator, Sequence

from aiohttp import web
from multidict import CIMultiDict

from bot.web.headers import ASK_AGAIN, ON_EVERY_ANSWER, UNINVITED, sharing
from bot.web.parcels import known_tag, packed_tag, takes_packed
from bot.web.whole_files import WholeFile

_log = logging.getLogger(__name__)

LINES_AT_ONCE = 100
_TYPE = "application/jsonl"


class _HasLeft(Exception):
    """There is nobody any more to send anything to."""


class Carrier:
    """Hands out one whole file. A reader who takes a piece slowly keeps neither the record nor the others waiting."""

    def __init__(self, file: WholeFile, turnstile: asyncio.Semaphore) -> None:
        self._file = file
        self._turnstile = turnstile

    async def answer(self, request: web.BaseRequest, slug: str) -> web.StreamResponse | None:
        """The file, or word that the reader's copy is still right; None where nothing is published."""
        async with self._turnstile:
            begun = await self._file.begin(slug)
        if begun is None:
            return None
        plain_tag, last = begun
        is_packed = takes_packed(request.headers.get("Accept-Encoding", ""))
        tag = packed_tag(plain_tag) if is_packed else plain_tag
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
                async for piece in self._pieces(request, slug, last, is_packed=is_packed):
                    await _put(response, piece)
        return response

    async def _pieces(self, request: web.BaseRequest, slug: str, last: int, *, is_packed: bool) -> AsyncIterator[bytes]:
        """The units up to the last one; few readers at a time ask the record, and nobody while they read.

        Where not all can be had any more the connection is cut, so that nobody takes the beginning for the whole.
        """
        packer = zlib.compressobj(wbits=31) if is_packed else None
        for sent in range(0, last, LINES_AT_ONCE):
            wanted = min(LINES_AT_ONCE, last - sent)
            try:
                async with self._turnstile:
                    units = await self._file.units(slug, after=sent, limit=wanted)
                    piece = await asyncio.to_thread(_piece, units, packer)
            except Exception:
                _log.exception("%s broke off while it was sent", self._file.name)
                units, piece = (), b""
            if len(units) < wanted:
                if request.transport is not None:
                    request.transport.abort()
                raise _HasLeft
            if piece:
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


def _piece(units: Sequence[bytes], packer: "zlib._Compress | None") -> bytes:
    lines = b"".join(units)
    return packer.compress(lines) if packer else lines
