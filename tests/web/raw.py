"""Raw connections: what no well-behaved client sends, and from which address."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from urllib.parse import urlsplit

from bot.web import LogServer

PATIENCE = 20.0
"""Seconds after which a test gives up."""


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """One answer as it stood on the wire."""

    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """A connection to the server, from an address of this machine."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        """Put bytes on the wire, if the server still takes them."""
        with contextlib.suppress(ConnectionError):
            self.writer.write(data)
            await asyncio.wait_for(self.writer.drain(), PATIENCE)

    async def rest(self) -> bytes:
        """Everything that comes until the server closes the connection; b"" also where it was cut."""
        got = b""
        with contextlib.suppress(ConnectionError):
            while piece := await asyncio.wait_for(self.reader.read(65_536), PATIENCE):
                got += piece
        return got

    async def answer(self) -> RawAnswer:
        """The next answer, which must have a length."""
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), PATIENCE)
        status, headers = parsed(head)
        length = int(headers.get("Content-Length", "0"))
        return RawAnswer(status, headers, await asyncio.wait_for(self.reader.readexactly(length), PATIENCE))

    async def is_cut(self) -> bool:
        """Wait until the server has ended the connection; True where it said nothing before."""
        return await self.rest() == b""


def parsed(head: bytes) -> tuple[int, Message]:
    """The status and the headers of an answer."""
    first, _, fields = head.partition(b"\r\n")
    version, status, *_ = first.split(b" ")
    assert version in (b"HTTP/0.9", b"HTTP/1.0", b"HTTP/1.1", b"HTTP/2.0"), "the version that was asked for"
    return int(status), BytesHeaderParser().parsebytes(fields)


@contextlib.asynccontextmanager
async def line_to(server: LogServer, *, of: str = "127.0.0.1", room: int | None = None) -> AsyncIterator[Line]:
    """A connection from an address of the loopback; `room` is how many bytes its machine takes in unread."""
    told = urlsplit(server.url)
    plug = socket.socket()
    plug.setblocking(False)
    if room is not None:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    plug.bind((of, 0))
    await asyncio.wait_for(asyncio.get_running_loop().sock_connect(plug, (told.hostname, told.port)), PATIENCE)
    reader, writer = await asyncio.open_connection(sock=plug, limit=2_048 if room else 65_536)
    try:
        yield Line(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(writer.wait_closed(), PATIENCE)


async def ask(server: LogServer, path: str, *, of: str = "127.0.0.1", **headers: str) -> RawAnswer:
    """One request over a connection of its own; keywords are headers, with `_` for `-`."""
    told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    async with line_to(server, of=of) as line:
        await line.send(f"GET {path} HTTP/1.1\r\nHost: log.example\r\nConnection: close\r\n{told}\r\n".encode())
        return await line.answer()
