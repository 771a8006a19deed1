"""One web socket of the gateway: hello, identify or resume, heartbeats, and what is sent in order."""

import asyncio
import contextlib
import zlib
from collections import deque
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import WSMessage, WSMsgType, web

from bot.sandbox.gateway.session import Session

if TYPE_CHECKING:
    from bot.sandbox.gateway.hub import Hub

Json = dict[str, Any]
DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, BAD_TOKEN, ALREADY_AUTHENTICATED = 4001, 4002, 4003, 4004, 4005
INVALID_SEQUENCE, SESSION_TIMED_OUT = 4007, 4009
BAD_SHARD, SHARDING_REQUIRED, BAD_VERSION, BAD_INTENTS, INTENTS_REFUSED = 4010, 4011, 4012, 4013, 4014
ENDING_CODES = (1000, 1001)
ANSWER_TAKES = 0.05
"""Seconds until a heartbeat is answered, as over a real distance. discord.py counts on it: a thread of its own notes
when a heartbeat was sent, and an answer that is here before the note looks a whole interval late."""


class Connection:
    """Speaks with one client; a writer task keeps the order of what is sent."""

    def __init__(self, hub: "Hub", request: web.Request) -> None:
        self._hub = hub
        self._request = request
        self._socket = web.WebSocketResponse(max_msg_size=65536, compress=False)
        self._zlib = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self._outgoing: deque[bytes] = deque()
        self._pending = asyncio.Event()
        self.session: Session | None = None
        self.is_silent = False
        self._closing: tuple[int, str] | None = None
        self._is_cut = False

    async def run(self) -> web.WebSocketResponse:
        """Speak until the client goes or is sent away."""
        await self._socket.prepare(self._request)
        self.send_op(HELLO, {"heartbeat_interval": int(self._hub.heartbeat_interval * 1000), "_trace": ["sandbox"]})
        writer = asyncio.create_task(self._write())
        try:
            await self._listen()
        finally:
            self._leave()
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
            if not self._is_cut:
                await self._socket.close()
        return self._socket

    def send_op(self, op: int, data: Any) -> None:
        """Send a frame that is no event."""
        self.send(orjson.dumps({"op": op, "d": data, "s": None, "t": None}))

    def send(self, frame: bytes) -> None:
        """Send a frame after all that is waiting; from a silent connection it is lost."""
        if self.is_silent:
            return
        self._outgoing.append(frame)
        self._pending.set()

    def close(self, code: int, reason: str = "") -> None:
        """Send the client away after all that is waiting."""
        self._closing = self._closing or (code, reason)
        self._pending.set()

    def cut(self) -> None:
        """Drop the connection without a word."""
        self._is_cut = True
        transport = self._request.transport
        if transport is not None:
            transport.abort()

    async def _write(self) -> None:
        while True:
            await self._pending.wait()
            self._pending.clear()
            while self._outgoing:
                frame = self._outgoing.popleft()
                try:
                    if self._zlib is None:
                        await self._socket.send_str(frame.decode())
                    else:
                        packed = self._zlib.compress(frame) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
                        await self._socket.send_bytes(packed)
                except (ConnectionError, RuntimeError):
                    return
            if self._closing is not None:
                code, reason = self._closing
                await self._socket.close(code=code, message=reason.encode())
                return

    async def _listen(self) -> None:
        patience = self._hub.heartbeat_interval * 1.5
        while True:
            try:
                message = await self._socket.receive(timeout=patience)
            except TimeoutError:
                self.close(SESSION_TIMED_OUT, "Session timed out.")
                self._pending.set()
                await asyncio.sleep(0.05)
                return
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            self._hear(message)

    def _hear(self, message: WSMessage) -> None:
        try:
            frame = orjson.loads(message.data)
            op, data = frame["op"], frame.get("d")
        except (orjson.JSONDecodeError, KeyError, TypeError):
            self.close(DECODE_ERROR, "Error while decoding payload.")
            return
        if op == HEARTBEAT:
            self._hub.heartbeats += 1
            if not self._hub.faults.ignore_heartbeats:
                asyncio.get_running_loop().call_later(ANSWER_TAKES, self.send_op, HEARTBEAT_ACK, None)
        elif op == IDENTIFY:
            self._identify(data)
        elif op == RESUME:
            self._resume(data)
        elif self.session is None:
            self.close(NOT_AUTHENTICATED, "Not authenticated.")
        elif op == REQUEST_MEMBERS:
            self._hub.send_members(self.session, data)
        elif op not in (PRESENCE, VOICE):
            self.close(UNKNOWN_OPCODE, "Unknown opcode.")

    def _identify(self, data: Json) -> None:
        if self.session is not None:
            self.close(ALREADY_AUTHENTICATED, "Already authenticated.")
            return
        refused = self._hub.refusal_of(data)
        if refused is not None:
            self.close(*refused)
            return
        self.session = self._hub.begin(self, data)

    def _resume(self, data: Json) -> None:
        if data.get("token") != self._hub.token:
            self.close(BAD_TOKEN, "Authentication failed.")
            return
        session = self._hub.find(data.get("session_id"))
        missed = session.missed_since(int(data.get("seq") or 0)) if session else None
        if session is None or missed is None:
            self.send_op(INVALID_SESSION, False)
            return
        self._hub.resume(session, self, missed)
        self.session = session

    def _leave(self) -> None:
        session = self.session
        if session is None or session.connection is not self:
            return
        ended_by_client = self._socket.close_code in ENDING_CODES and self._closing is None and not self._is_cut
        if ended_by_client or (self._closing is not None and self._closing[0] in ENDING_CODES):
            self._hub.end(session)
        else:
            session.lose()
