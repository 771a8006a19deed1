"""The client: discord.py's bot, with taps taken in order at the door and everything else left to extensions."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import aiohttp
import discord
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.config import ConfigurationFault
from bot.domain.texts import clean_name
from bot.leaving import finish
from bot.services import Services
from bot.services.inbox import Tap
from bot.timetable import Timetable
from cogs.bridge.answer import NOBODY, SealedTree
from cogs.bridge.reach import ANSWER_WITHIN, bound_answers
from cogs.bridge.translator import CatalogueTranslator

_log = logging.getLogger(__name__)

_NOUNS = (
    "bridge.router setup proposals ballots decisions tasks task_edits offers boards lapses shadows "
    "me charter coordinators reminders meetings digest covers checks powers my help knowhow"
)

EXTENSIONS = tuple(f"cogs.{noun}" for noun in _NOUNS.split())

# Minga never speaks, so what voice would need must not be warned about at every start.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False

_REFUSED = timedelta(minutes=15)
"""The longest pause before Discord is asked again that could not answer. Source: integrity page, §2, "crash loop"."""

_GOODBYE = 1.0
"""Seconds for taking leave of the gateway."""

Build = Callable[["MovementBot"], Awaitable[Services]]


def connect_to(*, api_url: str | None, gateway_url: str | None) -> None:
    """Have discord.py speak to another Discord-compatible server; None leaves it as it is."""
    if api_url is not None:
        Route.BASE = api_url
    if gateway_url is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)


def closing_code(fault: BaseException) -> int | None:
    """The gateway's code that says why Discord will not have us, None where the fault is of another kind."""
    match fault:
        case discord.LoginFailure():
            return 4004
        case discord.PrivilegedIntentsRequired():
            return 4014
        case discord.ConnectionClosed():
            return fault.code
        case _:
            return None


class OutOfReach(Exception):
    """Something that a start needs is away for now, said in a sentence; trying again helps.

    `longest_pause` is how long to wait at most between two attempts.
    """

    def __init__(self, sentence: str, *, longest_pause: timedelta = timedelta(minutes=1)) -> None:
        super().__init__(sentence)
        self.longest_pause = longest_pause


@contextlib.contextmanager
def _reaching(bot: "MovementBot") -> Iterator[None]:
    """Say in a sentence why Discord could not be reached; its own refusals ask for more patience than a dead line."""
    try:
        yield
    except aiohttp.ClientConnectorError as fault:
        raise OutOfReach(f"Discord cannot be reached: no connection to {fault.host} ({fault.strerror}).") from fault
    except TimeoutError as fault:
        raise OutOfReach("Discord cannot be reached: no answer came.") from fault
    except (aiohttp.ClientError, OSError) as fault:
        raise OutOfReach(f"Discord cannot be reached: {fault}.") from fault
    except discord.RateLimited as fault:
        raise OutOfReach("Discord asks for patience.", longest_pause=_REFUSED) from fault
    except discord.HTTPException as fault:
        if fault.status >= 500 or fault.status == 429:
            raise OutOfReach(f"Discord cannot answer now ({fault.status}).", longest_pause=_REFUSED) from fault
        if hasattr(bot, "services"):
            raise
        raise ConfigurationFault([f"DISCORD_API_URL={Route.BASE} answers {fault.status}; is it Discord's?"]) from fault


class MovementBot(commands.Bot):
    """Minga in Discord. `services` and `timetable` are there once `setup_hook` has run."""

    services: Services
    timetable: Timetable
    connection: asyncio.Task[None] | None = None
    """The gateway's task, while the program runs; it ends with the reason why Discord closed for good."""

    check_sure: Callable[[], None] | None = None
    """Raises where another process may have taken this one's place: then Discord is asked nothing."""

    def __init__(self, build: Build, *, has_members_intent: bool) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=SealedTree,
            intents=discord.Intents(guilds=True, guild_reactions=True, members=has_members_intent),
            allowed_mentions=NOBODY,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            # Nothing here waits for every server to stream in, and until it is ready the bot reads nothing it missed.
            guild_ready_timeout=0.2,
            max_messages=None,
            max_ratelimit_timeout=60.0,
        )
        self.answers = self.http.http_trace = aiohttp.TraceConfig()
        """Where to listen to all that Discord answers."""
        self.answer_within = ANSWER_WITHIN
        self._ask = self.http.request
        setattr(self.http, "request", self._ask_and_wait)  # noqa: B010  # the library leaves no other way to say it
        self._build = build
        self._unavailable: set[int] = set()
        self._leaving: asyncio.Task[None] | None = None
        self._parse_member_update = self._connection.parsers["GUILD_MEMBER_UPDATE"]
        self._connection.parsers["GUILD_MEMBER_UPDATE"] = self._hear_member_update

    async def login(self, token: str) -> None:
        """Log in and build everything; raises `OutOfReach` where trying again helps."""
        bound_answers(lambda: self.answer_within)
        with _reaching(self):
            await super().login(token)

    async def _ask_and_wait(self, route: Route, **options: Any) -> Any:
        """Ask Discord, and give up on an answer that does not come, so that nothing waits behind it for ever."""
        if self.check_sure is not None:
            self.check_sure()
        return await self._ask(route, timeout=aiohttp.ClientTimeout(total=self.answer_within), **options)

    async def ask_the_time(self) -> None:
        """Ask Discord something small; who listens to all answers hears when it came."""
        with contextlib.suppress(aiohttp.ClientError, OSError, discord.DiscordException):
            await self.http.request(Route("GET", "/gateway"))

    async def setup_hook(self) -> None:
        """Open the database, build the use cases, load every extension, and tell Discord the commands."""
        self.services = await self._build(self)
        await self.services.presence.start()
        self.timetable = Timetable(self.services)
        await self.tree.set_translator(CatalogueTranslator())
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        await self.tree.sync()

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Take taps in here, in the order in which Discord sent them: a listener's task would lose it."""
        if event_name == "raw_reaction_add":
            self._take(args[0], is_removal=False)
        elif event_name == "raw_reaction_remove":
            self._take(args[0], is_removal=True)
        elif event_name != "socket_event_type":
            # That one comes along with every event of the gateway, and nobody here listens to it.
            super().dispatch(event_name, *args, **kwargs)

    def _take(self, payload: discord.RawReactionActionEvent, *, is_removal: bool) -> None:
        services = self.services
        if payload.guild_id is None or not services.servers.holds_ballots(payload.channel_id):
            return
        if self._is_me(payload.user_id):
            if is_removal:
                services.reading.owe(payload.message_id)
            return
        member = payload.member
        if payload.emoji.id is not None or (member is not None and member.bot):
            return
        services.inbox.put(
            Tap(
                guild_id=payload.guild_id,
                message_id=payload.message_id,
                user_id=payload.user_id,
                emoji=payload.emoji.name,
                is_super=payload.burst,
                is_removal=is_removal,
                received_at=services.clock.now(),
                name=clean_name(member.display_name) if member else None,
                joined_at=member.joined_at if member else None,
            )
        )

    def _hear_member_update(self, data: Any) -> None:
        """Hear of time-outs: discord.py tells only of members whom it keeps in memory, and here it keeps none."""
        self._parse_member_update(data)
        until = discord.utils.parse_time(data.get("communication_disabled_until"))
        self.services.comings.note_time_out(int(data["guild_id"]), int(data["user"]["id"]), until)

    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Somebody is gone; Discord tells it only where the operator turned the members intent on."""
        self.services.comings.note_gone(payload.guild_id)
        await self.services.calendar.end_link(payload.guild_id, payload.user.id)

    def _is_me(self, user_id: int) -> bool:
        return self.user is not None and user_id == self.user.id

    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        """Somebody cleared a message: whose reactions went, only reading it tells."""
        self._owe_reading(payload.channel_id, payload.message_id)

    async def on_raw_reaction_clear_emoji(self, payload: discord.RawReactionClearEmojiEvent) -> None:
        """The same for one emoji."""
        self._owe_reading(payload.channel_id, payload.message_id)

    def _owe_reading(self, channel_id: int, message_id: int) -> None:
        if self.services.servers.holds_ballots(channel_id):
            self.services.reading.owe(message_id)

    async def on_ready(self) -> None:
        """A new session: what happened since the last one must be read."""
        _log.info("ready in %d servers", len(self.guilds))
        self.services.presence.arrive()
        await self.services.interruptions.lose_all_but({guild.id for guild in self.guilds})
        await self.timetable.read_all()

    async def on_resumed(self) -> None:
        """A resumed session: Discord replays what was missed, and reading makes sure."""
        self.services.presence.arrive()
        await self.timetable.read_all()

    async def on_disconnect(self) -> None:
        """The connection is lost, or another attempt at it failed; while the bot closes it is no news."""
        if not self.is_closed():
            await self.services.presence.leave()

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """Discord has an outage in one server, and what happens there comes through to nobody."""
        self._unavailable.add(guild.id)
        await self.services.presence.lose(guild.id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """The outage is over; at the start every server comes in like this, and all of them are read anyway."""
        if guild.id in self._unavailable:
            self._unavailable.discard(guild.id)
            await self.services.presence.regain(guild.id)
        await self.services.interruptions.resume_in(guild.id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Back in a server, the bot lets go on what was interrupted there."""
        await self.services.interruptions.resume_in(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was taken out of a server, or the server is gone; an outage comes in otherwise."""
        await self.services.interruptions.lose_server(guild.id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone, perhaps with ballots in it."""
        if self.services.servers.holds_ballots(channel.id):
            await self.services.interruptions.lose_channel(channel.guild.id, channel.id)

    async def tick(self) -> None:
        """Run every due sweep once."""
        await self.timetable.sweep_all()

    def is_closed(self) -> bool:
        """Whether the bot is closed or about to be: discord.py asks before it connects again."""
        return self._leaving is not None or super().is_closed()

    async def close(self) -> None:
        """Leave the gateway, finish what was taken in, then leave Discord and the database: ten seconds in all."""
        if self._leaving is None:
            is_from_within = asyncio.current_task() is self.connection
            self._leaving = asyncio.create_task(self._leave(self.connection if not is_from_within else None))
        await asyncio.shield(self._leaving)

    async def _leave(self, connection: asyncio.Task[None] | None) -> None:
        """The gateway goes first: what came in later would be taken and never written."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GOODBYE):
                if self.ws is not None and self.ws.open:
                    await self.ws.close(code=1000)
                if connection is not None:
                    await asyncio.wait({connection})
        if connection is not None:
            connection.cancel()
        try:
            if hasattr(self, "timetable"):
                await finish(self.services, self.timetable)
        finally:
            await super().close()
            if hasattr(self, "services"):
                await self.services.database.close()
