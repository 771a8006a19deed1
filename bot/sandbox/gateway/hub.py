"""The hub of the gateway: hears the world's events and sends each to the sessions that may have it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from bot.sandbox.faults import GatewayFaults
from bot.sandbox.gateway import connection as wire
from bot.sandbox.gateway.connection import Connection
from bot.sandbox.gateway.intents import (
    KNOWN,
    MEMBERS,
    MESSAGE_CONTENT,
    hides_content,
    needs_sight,
    without_content,
)
from bot.sandbox.gateway.session import Session
from bot.sandbox.world.bus import Event
from bot.sandbox.world.places import Guild
from bot.sandbox.world.shapes import member_shape, own_user_shape

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

Json = dict[str, Any]
HEARTBEAT_SECONDS = 41.25
CHUNK = 1000
MOST_GUILDS_PER_SHARD = 2500


class Hub:
    """Keeps the sessions; `resume_url` is set once the server knows its port."""

    def __init__(self, world: "World", faults: GatewayFaults) -> None:
        self._world = world
        self.faults = faults
        self.heartbeat_interval = HEARTBEAT_SECONDS
        self.resume_url = ""
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.identified = 0
        self.resumed = 0
        self.heartbeats = 0
        self.observers: list[Callable[[Event], None]] = []
        """Told of every event that goes out to a session, after the gateway's faults have had their way with it."""
        self._unsubscribe = world.subscribe(self.hear)

    @property
    def token(self) -> str:
        """What a client must present."""
        return self._world.token

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Take a web socket in."""
        connection = Connection(self, request)
        self.connections.add(connection)
        try:
            return await connection.run()
        finally:
            self.connections.discard(connection)

    def refusal_of(self, data: Json) -> tuple[int, str] | None:
        """Why an IDENTIFY is refused: a close code and a reason."""
        if data.get("token") != self.token:
            return wire.BAD_TOKEN, "Authentication failed."
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN:
            return wire.BAD_INTENTS, "Invalid intent(s)."
        privileged = {1 << 1, 1 << 8, 1 << 15}
        if any(intents & intent and intent not in self._world.allowed_intents for intent in privileged):
            return wire.INTENTS_REFUSED, "Disallowed intent(s)."
        shard_id, shard_count = data.get("shard") or (0, 1)
        if shard_count < 1 or not 0 <= shard_id < shard_count:
            return wire.BAD_SHARD, "Invalid shard."
        if len(self._own_guilds()) > MOST_GUILDS_PER_SHARD * shard_count:
            return wire.SHARDING_REQUIRED, "Sharding required."
        return None

    def begin(self, connection: Connection, data: Json) -> Session:
        """Begin a session: READY, then every available server of its shard."""
        self.identified += 1
        for old in [each for each in self.sessions.values() if each.is_over]:
            self.end(old)
        shard_id, shard_count = data.get("shard") or (0, 1)
        session = Session(data["intents"], shard_id, shard_count, data.get("large_threshold") or 50)
        session.connection = connection
        self.sessions[session.id] = session
        guilds = [guild for guild in self._own_guilds() if (guild.id >> 22) % shard_count == shard_id]
        session.dispatch_json("READY", self._ready(session, guilds))
        for guild in guilds:
            if guild.available and session.intents & 1:
                session.dispatch_json("GUILD_CREATE", self._introduction(session, guild))
        return session

    def find(self, session_id: object) -> Session | None:
        """A session that can be resumed, if it is known and resuming is not refused."""
        session = self.sessions.get(session_id) if isinstance(session_id, str) else None
        return None if session is None or session.is_over or self.faults.refuse_resume else session

    def resume(self, session: Session, connection: Connection, missed: list[bytes]) -> None:
        """Go on with a session on a new connection: the missed events in order, then RESUMED."""
        self.resumed += 1
        if session.connection is not None:
            session.connection.session = None
            session.connection.close(wire.SESSION_TIMED_OUT)
        session.connection, session.lost_at = connection, None
        for frame in missed:
            connection.send(frame)
        session.dispatch_json("RESUMED", {"_trace": ["sandbox"]})

    def end(self, session: Session) -> None:
        """Forget a session."""
        self.sessions.pop(session.id, None)

    def hear(self, event: Event) -> None:
        """Send an event of the world to whom it concerns, after the gateway's faults have had their way with it."""
        if event.name.startswith("SANDBOX_") or not self.sessions or not self._concerns_bot(event):
            return
        for dispatched in self.faults.applied(event.name, event):
            self._send(dispatched)

    def release(self) -> None:
        """Send what was withheld."""
        for event in self.faults.release():
            self._send(event)

    def _send(self, event: Event) -> None:
        whole: bytes | None = None
        stripped: bytes | None = None
        for observer in self.observers if self.sessions else ():
            observer(event)
        about_bot = self._is_about_bot(event)
        for session in self.sessions.values():
            if not session.wants(event, whatever_intents=about_bot):
                continue
            if event.name == "GUILD_CREATE":
                guild = self._world.guilds_by_id[int(event.data["id"])]
                own = self._introduction(session, guild)
                session.dispatch_json("GUILD_CREATE", {key: own[key] for key in own if key in event.data})
            elif not session.intents & MESSAGE_CONTENT and hides_content(event, self._world.bot.id):
                stripped = stripped or orjson.dumps(without_content(event.data))
                session.dispatch(event.name, stripped)
            else:
                whole = whole or orjson.dumps(event.data)
                session.dispatch(event.name, whole)

    def _concerns_bot(self, event: Event) -> bool:
        world, bot_id = self._world, self._world.bot.id
        if event.to is not None and event.to != bot_id:
            return False
        if event.guild_id is None:
            channel = world.channels.get(event.channel_id or 0)
            return channel is not None and bot_id in channel.recipient_ids
        guild = world.guilds_by_id.get(event.guild_id)
        if guild is None or bot_id not in guild.members:
            return False
        if event.name in ("GUILD_DELETE", "INTERACTION_CREATE"):
            return True
        if not guild.available:
            return False
        if not needs_sight(event):
            return True
        channel = world.channels.get(event.channel_id or 0)
        return channel is None or world.can_view(bot_id, channel)

    def _is_about_bot(self, event: Event) -> bool:
        if event.name == "GUILD_MEMBER_UPDATE":
            return bool(event.data["user"]["id"] == str(self._world.bot.id))
        return False

    def _own_guilds(self) -> list[Guild]:
        return [guild for guild in self._world.guilds_by_id.values() if self._world.bot.id in guild.members]

    def _introduction(self, session: Session, guild: Guild) -> Json:
        everyone = session.intents & MEMBERS and len(guild.members) <= session.large_threshold
        return self._world.guilds.introduction(guild, None if everyone else [self._world.bot.id])

    def _ready(self, session: Session, guilds: list[Guild]) -> Json:
        flags = sum({1 << 1: 1 << 15, 1 << 8: 1 << 13, 1 << 15: 1 << 19}[i] for i in self._world.allowed_intents)
        return {
            "v": 10,
            "user": own_user_shape(self._world.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "private_channels": [],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.resume_url,
            "shard": [session.shard_id, session.shard_count],
            "application": {"id": str(self._world.application_id), "flags": flags},
            "_trace": ["sandbox"],
        }

    def send_members(self, session: Session, data: Json) -> None:
        """Answer a request for members, in chunks of a thousand."""
        guild = self._world.guilds_by_id.get(int(data.get("guild_id") or 0))
        if guild is None or self._world.bot.id not in guild.members:
            return
        wanted = data.get("user_ids")
        ids = [int(each) for each in (wanted if isinstance(wanted, list) else [wanted])] if wanted else None
        text = str(data.get("query") or "").lower()
        found = [guild.members[each] for each in ids if each in guild.members] if ids else list(guild.members.values())
        if not ids and text:
            found = [member for member in found if member.display_name.lower().startswith(text)]
        if not ids and not text and not session.intents & MEMBERS:
            found = []
        found = found[: data.get("limit") or None]
        count = max(1, -(-len(found) // CHUNK))
        for index in range(count):
            part = found[index * CHUNK : (index + 1) * CHUNK]
            chunk: Json = {
                "guild_id": str(guild.id),
                "members": [member_shape(member) for member in part],
                "chunk_index": index,
                "chunk_count": count,
                "not_found": [str(each) for each in ids or [] if each not in guild.members],
            }
            if data.get("nonce"):
                chunk["nonce"] = data["nonce"]
            session.dispatch_json("GUILD_MEMBERS_CHUNK", chunk)

    def drop_connections(self, *, resumable: bool = True) -> None:
        """Cut all connections; without `resumable` their sessions are forgotten too."""
        if not resumable:
            self.sessions.clear()
        for connection in list(self.connections):
            connection.cut()

    def ask_to_reconnect(self) -> None:
        """Ask all clients to come again (op 7)."""
        for connection in list(self.connections):
            connection.send_op(wire.RECONNECT, None)

    def fall_silent(self) -> None:
        """Let all connections stand open while nothing comes through any more: only silence tells the client."""
        for connection in list(self.connections):
            connection.is_silent = True

    def invalidate(self, *, resumable: bool) -> None:
        """Tell all clients that their session is invalid (op 9)."""
        if not resumable:
            self.sessions.clear()
        for connection in list(self.connections):
            connection.send_op(wire.INVALID_SESSION, resumable)

    async def close(self) -> None:
        """Send everybody away and stop hearing."""
        self._unsubscribe()
        for connection in list(self.connections):
            connection.close(1001, "The sandbox closes.")
