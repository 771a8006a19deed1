"""The world: everything there is in the sandbox, how it is found, and the doors to the acts that change it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from bot.sandbox.world.bus import Bus, Event
from bot.sandbox.world.clock import Clock, iso
from bot.sandbox.world.commands import Commands
from bot.sandbox.world.errors import refuse
from bot.sandbox.world.guild_acts import GuildActs
from bot.sandbox.world.interaction_acts import Interactions
from bot.sandbox.world.interaction_answers import Answers
from bot.sandbox.world.member_acts import MemberActs
from bot.sandbox.world.message_acts import MessageActs
from bot.sandbox.world.people import Member, Role, User
from bot.sandbox.world.permissions import DM_PERMISSIONS, NOTHING, Permission, channel_permissions, guild_permissions
from bot.sandbox.world.places import Channel, ChannelType, Guild
from bot.sandbox.world.posts import Attachment, Message
from bot.sandbox.world.reaction_acts import ReactionActs
from bot.sandbox.world.room_acts import RoomActs
from bot.sandbox.world.snowflakes import Snowflakes
from bot.sandbox.world.thread_acts import ThreadActs

PRIVILEGED_INTENTS = frozenset({1 << 1, 1 << 8, 1 << 15})


class World:
    """Several servers, one bot, and the people.

    The acts stand in rooms: `guilds`, `rooms` (channels and roles), `members`, `messages`, `reactions`, `threads`,
    `commands`, `interactions`, and for the bot's side of these `answers`. An act's first argument is who acts; it is
    refused with `DiscordError` as Discord would refuse it, for the bot over REST and for a person here alike.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        token: str = "sandbox-token",
        bot_name: str = "Minga",
        privileged_intents: bool = True,
    ) -> None:
        self.clock = clock or Clock()
        self.token = token
        self.snowflakes = Snowflakes(self.clock)
        self.bus = Bus()
        self.allowed_intents = PRIVILEGED_INTENTS if privileged_intents else frozenset[int]()
        self.users: dict[int, User] = {}
        self.guilds_by_id: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.ephemerals: dict[int, Message] = {}
        self.attachments: dict[int, Attachment] = {}
        self.bot = self.add_user(bot_name, bot=True, locale="en-US")
        self.application_id = self.bot.id
        self.operator = self.add_user("operator", global_name="The operator")
        self.guilds = GuildActs(self)
        self.rooms = RoomActs(self)
        self.members = MemberActs(self)
        self.messages = MessageActs(self)
        self.reactions = ReactionActs(self)
        self.threads = ThreadActs(self)
        self.commands = Commands(self)
        self.interactions = Interactions(self)
        self.answers = Answers(self)

    def now(self) -> datetime:
        """The world's time."""
        return self.clock.now()

    def skip(self, span: timedelta) -> datetime:
        """Let time pass at once, archive idle threads, tell the listeners (`SANDBOX_CLOCK`); answer the new time."""
        now = self.clock.skip(span)
        self.threads.archive_idle()
        self.bus.emit("SANDBOX_CLOCK", {"now": iso(now), "offset_seconds": self.clock.offset.total_seconds()})
        return now

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Hear every event of the world; call what is answered to stop."""
        return self.bus.subscribe(listener)

    def add_user(
        self,
        name: str,
        *,
        global_name: str | None = None,
        bot: bool = False,
        locale: str = "en-GB",
        user_id: int | None = None,
    ) -> User:
        """Make an account that is in no server yet."""
        user = User(user_id or self.snowflakes.next(), name, global_name, bot, locale)
        self.users[user.id] = user
        return user

    def store_file(self, base_url: str, filename: str, content_type: str, data: bytes) -> Attachment:
        """Keep a file under an address of its own below the sandbox's."""
        attachment_id = self.snowflakes.next()
        url = f"{base_url}/attachments/{attachment_id}/{quote(filename)}"
        attachment = Attachment(attachment_id, filename, data, content_type, url)
        self.attachments[attachment_id] = attachment
        return attachment

    def add_guild(self, name: str, *, owner_id: int, with_bot: bool = True, guild_id: int | None = None) -> Guild:
        """Make a server with its owner in it, an @everyone role, no channels, and the bot unless told otherwise."""
        return self.guilds.create(name, owner_id=owner_id, with_bot=with_bot, guild_id=guild_id)

    def add_member(
        self,
        guild_id: int,
        name: str,
        *,
        joined_at: datetime | None = None,
        role_ids: Sequence[int] = (),
        nick: str | None = None,
        locale: str = "en-GB",
    ) -> Member:
        """Make an account and let it join a server, now or as of an earlier moment."""
        user = self.add_user(name.lower().replace(" ", "_"), global_name=name, locale=locale)
        return self.members.join(guild_id, user.id, joined_at=joined_at, role_ids=role_ids, nick=nick)

    def add_role(self, guild_id: int, name: str, permissions: int = 0, *, position: int | None = None) -> Role:
        """Make a role as the server's owner would."""
        guild = self.guild_of(guild_id)
        return self.rooms.create_role(guild.owner_id, guild_id, name=name, permissions=permissions, position=position)

    def add_channel(
        self,
        guild_id: int,
        name: str,
        *,
        type: ChannelType = ChannelType.TEXT,
        parent_id: int | None = None,
        topic: str | None = None,
    ) -> Channel:
        """Make a channel as the server's owner would."""
        guild = self.guild_of(guild_id)
        return self.rooms.create_channel(
            guild.owner_id, guild_id, name=name, type=type, parent_id=parent_id, topic=topic
        )

    def user_of(self, user_id: int) -> User:
        """Find a user; refused with 10013."""
        if user_id not in self.users:
            raise refuse("unknown_user")
        return self.users[user_id]

    def guild_of(self, guild_id: int, viewer_id: int | None = None) -> Guild:
        """Find a server, seen by one of its members if a viewer is given; refused with 10004."""
        guild = self.guilds_by_id.get(guild_id)
        if guild is None or (viewer_id is not None and viewer_id not in guild.members):
            raise refuse("unknown_guild")
        return guild

    def member_of(self, guild_id: int, user_id: int) -> Member:
        """Find a member of a server; refused with 10007 (or 10013 where there is no such account)."""
        guild = self.guild_of(guild_id)
        if user_id not in guild.members:
            raise refuse("unknown_member" if user_id in self.users else "unknown_user")
        return guild.members[user_id]

    def channel_of(self, channel_id: int, viewer_id: int | None = None) -> Channel:
        """Find a channel or thread; refused with 10003, and with 50001 where a given viewer may not see it."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise refuse("unknown_channel")
        if viewer_id is not None and not self.can_view(viewer_id, channel):
            raise refuse("missing_access")
        return channel

    def message_of(self, channel_id: int, message_id: int, viewer_id: int | None = None) -> Message:
        """Find a message; refused with 10008. An ephemeral message is found only by its reader's id."""
        message = self.channel_of(channel_id, viewer_id).messages.get(message_id)
        if message is None:
            message = self.ephemerals.get(message_id)
            if message is None or message.channel_id != channel_id or message.only_for != viewer_id:
                raise refuse("unknown_message")
        return message

    def permissions_in(self, user_id: int, channel: Channel) -> Permission:
        """What a user may do in a channel now; nothing if they are not there."""
        if channel.guild_id is None:
            return DM_PERMISSIONS if user_id in channel.recipient_ids else NOTHING
        guild = self.guilds_by_id.get(channel.guild_id)
        member = guild.members.get(user_id) if guild else None
        if guild is None or member is None:
            return NOTHING
        return channel_permissions(guild, member, channel, self.now())

    def permissions_at(self, user_id: int, guild_id: int) -> Permission:
        """What a member's roles allow in a server."""
        return guild_permissions(self.guild_of(guild_id), self.member_of(guild_id, user_id))

    def can_view(self, user_id: int, channel: Channel) -> bool:
        """Whether a user can see a channel; a private thread needs membership or Manage Threads."""
        return self._sees(user_id, channel, self.permissions_in(user_id, channel))

    def _sees(self, user_id: int, channel: Channel, granted: Permission) -> bool:
        if Permission.VIEW_CHANNEL not in granted:
            return False
        if channel.type is ChannelType.PRIVATE_THREAD and channel.thread is not None:
            return user_id in channel.thread.member_since or Permission.MANAGE_THREADS in granted
        return True

    def require(self, user_id: int, channel: Channel, needed: Permission) -> Permission:
        """Refuse with 50001 who cannot see a channel, and with 50013 who lacks a permission there; answer all."""
        granted = self.permissions_in(user_id, channel)
        if not self._sees(user_id, channel, granted):
            raise refuse("missing_access")
        if needed not in granted:
            raise refuse("missing_permissions")
        return granted

    def require_at(self, user_id: int, guild_id: int, needed: Permission) -> Guild:
        """Refuse with 10004 who is not in a server, and with 50013 who lacks a permission there; answer the server."""
        guild = self.guild_of(guild_id, user_id)
        if needed & ~guild_permissions(guild, guild.members[user_id]):
            raise refuse("missing_permissions")
        return guild

    def visible_channels(self, user_id: int, guild_id: int) -> list[Channel]:
        """The channels (not threads) of a server that a user can see, by position."""
        guild = self.guild_of(guild_id)
        seen = [channel for channel in guild.channels.values() if self.can_view(user_id, channel)]
        return sorted(seen, key=lambda channel: (channel.position, channel.id))

    def visible_threads(self, user_id: int, guild_id: int, *, archived: bool | None = False) -> list[Channel]:
        """The threads of a server that a user can see: open ones, archived ones, or both with None."""
        return [
            thread
            for thread in self.guild_of(guild_id).threads.values()
            if thread.thread is not None
            and (archived is None or thread.thread.archived is archived)
            and self.can_view(user_id, thread)
        ]
