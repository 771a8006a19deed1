"""Readers for benchmarks: as many requests as a server answers; run as a program, a crowd that is slow on purpose."""

import asyncio
import socket
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.benchmarks.talk import orders, tell

AT_ONCE = 32
_ADDRESSES = 250
_UNREAD = 10
"""Answers that nobody reads, together more than the kernel takes in."""

_ARRIVAL_SECONDS = 3
_AWAY_SECONDS = 5
"""How long those who were cut off take to come back."""


@dataclass(slots=True)
class _Course:
    """How many requests are still to be sent, and whether all were answered."""

    left: int
    open: int
    finished: asyncio.Future[None]


class _Reader(asyncio.Protocol):
    """One connection, which asks again as soon as it has its answer; every answer has a length."""

    def __init__(self, request: bytes, course: _Course) -> None:
        self._request = request
        self._course = course
        self._got = b""
        self._missing = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        if self._missing:
            self._missing -= len(data)
        else:
            self._got += data
            head, end, body = self._got.partition(b"\r\n\r\n")
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 200 "):
                self._end(AssertionError(head.decode()))
                return
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            self._missing, self._got = int(length[15:]) - len(body), b""
        if not self._missing:
            self._ask()

    def _ask(self) -> None:
        if self._course.left:
            self._course.left -= 1
            self._transport.write(self._request)
        else:
            self._end(None)

    def _end(self, fault: Exception | None) -> None:
        self._transport.close()
        self._course.open -= 1
        if not self._course.finished.done():
            if fault:
                self._course.finished.set_exception(fault)
            elif not self._course.open:
                self._course.finished.set_result(None)


async def read(url: str, count: int) -> float:
    """Ask for a page so often, over connections that are kept, and answer how many seconds it took."""
    told, loop = urlsplit(url), asyncio.get_running_loop()
    request = f"GET {told.path or '/'} HTTP/1.1\r\nHost: {told.netloc}\r\nAccept-Encoding: identity\r\n\r\n".encode()
    course = _Course(count, AT_ONCE, loop.create_future())
    began = loop.time()
    for _ in range(AT_ONCE):
        await loop.create_connection(lambda: _Reader(request, course), told.hostname, told.port)
    await course.finished
    return loop.time() - began


async def be_slow(url: str, count: int) -> None:
    """So many connections from as many addresses, until the parent closes the pipe.

    A third sends half a request, a third goes on byte by byte, a third asks and never reads. Who is cut off comes back.
    """
    told = urlsplit(url)
    assert told.port is not None
    coming = [asyncio.create_task(_slow(place, told.port)) for place in range(count)]
    await asyncio.sleep(_ARRIVAL_SECONDS)
    tell(is_there=True)
    async for _ in orders():
        pass
    for task in coming:
        task.cancel()
    await asyncio.gather(*coming, return_exceptions=True)


async def _slow(place: int, port: int) -> None:
    loop = asyncio.get_running_loop()
    while True:
        plug = socket.socket()
        plug.setblocking(False)
        try:
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            plug.bind((f"127.0.{1 + place // _ADDRESSES}.{1 + place % _ADDRESSES}", 0))
            await loop.sock_connect(plug, ("127.0.0.1", port))
            await _annoy(place % 3, plug)
        except OSError:
            pass
        finally:
            plug.close()
        await asyncio.sleep(_AWAY_SECONDS)


async def _annoy(how: int, plug: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    request = b"GET /static/log.css HTTP/1.1\r\nHost: x\r\n"
    if how == 2:
        await loop.sock_sendall(plug, (request + b"\r\n") * _UNREAD)
        await asyncio.sleep(30)
        return
    await loop.sock_sendall(plug, request + b"X: ")
    while how == 1:
        await asyncio.sleep(1)
        await loop.sock_sendall(plug, b"x")
    await loop.sock_recv(plug, 1)


if __name__ == "__main__":
    asyncio.run(be_slow(sys.argv[1], int(sys.argv[2])))
