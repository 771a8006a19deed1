"""What happens to whole servers: made, renamed, lost from sight, deleted; the bot invited and thrown out."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.world import shapes
from bot.sandbox.world.people import Member, Role
from bot.sandbox.world.permissions import DEFAULT_EVERYONE, Permission
from bot.sandbox.world.places import CustomEmoji, Guild

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

Json = dict[str, Any]


class GuildActs:
    """The acts upon servers."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def create(self, name: str, *, owner_id: int, with_bot: bool = True, guild_id: int | None = None) -> Guild:
        """Make a server with its owner in it; the bot gets in without any permission beyond everyone's."""
        world = self._world
        guild = Guild(guild_id or world.snowflakes.next(), name, owner_id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", int(DEFAULT_EVERYONE), 0)
        world.guilds_by_id[guild.id] = guild
        guild.members[owner_id] = Member(world.user_of(owner_id), guild.id, world.now())
        if with_bot:
            self.invite_bot(guild.id)
        return guild

    def invite_bot(self, guild_id: int, permissions: int = 0) -> Member:
        """Bring the bot into a server, with a managed role of its own if it is given permissions."""
        world = self._world
        guild = world.guild_of(guild_id)
        bot = Member(world.bot, guild_id, world.now())
        if permissions:
            role = Role(
                world.snowflakes.next(),
                world.bot.name,
                permissions,
                len(guild.roles),
                managed=True,
                bot_id=world.bot.id,
            )
            guild.roles[role.id] = role
            bot.role_ids.append(role.id)
        guild.members[world.bot.id] = bot
        self._introduce(guild, joined=True)
        return bot

    def _introduce(self, guild: Guild, *, joined: bool) -> None:
        world = self._world
        shape = self.introduction(guild, None)
        if joined:
            del shape["unavailable"]
        world.bus.emit("GUILD_CREATE", shape, guild_id=guild.id, to=world.bot.id)

    def introduction(self, guild: Guild, member_ids: list[int] | None) -> Json:
        """What GUILD_CREATE tells the bot: all channels, hidden ones too as Discord does, and the threads it can see.

        `member_ids` limits the members listed. A server newly joined lacks the key `unavailable`.
        """
        world = self._world
        bot_id = world.bot.id
        channels = guild.channels.values()
        threads = world.visible_threads(bot_id, guild.id)
        members = [guild.members[i] for i in (guild.members if member_ids is None else member_ids)]
        return shapes.guild_create_shape(guild, channels, threads, members, guild.members[bot_id].joined_at)

    def kick_bot(self, guild_id: int) -> None:
        """Throw the bot out of a server."""
        self._world.members.leave(guild_id, self._world.bot.id)

    def rename(self, actor_id: int, guild_id: int, name: str) -> Guild:
        """Give a server another name."""
        guild = self._world.require_at(actor_id, guild_id, Permission.MANAGE_GUILD)
        guild.name = name
        self.announce_change(guild)
        return guild

    def announce_change(self, guild: Guild) -> None:
        """Tell that a server's own particulars changed."""
        self._world.bus.emit("GUILD_UPDATE", shapes.guild_shape(guild), guild_id=guild.id)

    def make_unavailable(self, guild_id: int) -> None:
        """Let an outage take a server away from the bot; nothing in it is lost."""
        guild = self._world.guild_of(guild_id)
        guild.available = False
        self._world.bus.emit("GUILD_DELETE", {"id": str(guild_id), "unavailable": True}, guild_id=guild_id)

    def make_available(self, guild_id: int) -> None:
        """End a server's outage."""
        guild = self._world.guild_of(guild_id)
        guild.available = True
        self._introduce(guild, joined=False)

    def delete(self, guild_id: int) -> None:
        """Delete a server with everything in it."""
        world = self._world
        guild = world.guild_of(guild_id)
        world.bus.emit("GUILD_DELETE", {"id": str(guild_id)}, guild_id=guild_id)
        for channel_id in [*guild.channels, *guild.threads]:
            del world.channels[channel_id]
        del world.guilds_by_id[guild_id]

    def add_emoji(self, guild_id: int, name: str) -> CustomEmoji:
        """Give a server an emoji of its own."""
        guild = self._world.guild_of(guild_id)
        emoji = CustomEmoji(self._world.snowflakes.next(), name)
        guild.emojis[emoji.id] = emoji
        listed = [shapes.emoji_shape(each) for each in guild.emojis.values()]
        self._world.bus.emit("GUILD_EMOJIS_UPDATE", {"guild_id": str(guild_id), "emojis": listed}, guild_id=guild_id)
        return emoji
