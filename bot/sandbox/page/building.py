"""Builds the world from another process: servers, channels, roles and members, as their owner would."""

from datetime import timedelta

from aiohttp import web

from bot.sandbox.page.deadlines import PAST_IT, heading_of, next_deadline
from bot.sandbox.page.views import channel_view, member_view, role_view
from bot.sandbox.page.visit import Handler, Json, Visit, answer, ids, moment, nothing, number_in, refusal, required_text
from bot.sandbox.world.clock import iso
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.places import ChannelType, Overwrite

CHANNEL_TYPES = {kind.name.lower(): kind for kind in (ChannelType.TEXT, ChannelType.ANNOUNCEMENT, ChannelType.CATEGORY)}


async def add_guild(visit: Visit) -> web.StreamResponse:
    """Make a server: {"name", "owner", "owner_joined_at"?, "bot_permissions"?}; the bot comes unless that is null.

    Answers {"id", "owner_id"}. Permissions are given by number or by a list of Discord's names.
    """
    body = await visit.body()
    world = visit.world
    owner_name = required_text(body, "owner")
    joined_at = moment(body, "owner_joined_at")
    permissions = permissions_of(body, "bot_permissions")
    owner = world.add_user(owner_name.lower().replace(" ", "_"), global_name=owner_name)
    guild = world.add_guild(required_text(body, "name"), owner_id=owner.id, with_bot=False)
    if joined_at is not None:
        guild.members[owner.id].joined_at = joined_at
    if body.get("bot_permissions", 0) is not None:
        world.guilds.invite_bot(guild.id, permissions)
    return answer({"id": str(guild.id), "owner_id": str(owner.id)}, 201)


async def add_channel(visit: Visit) -> web.StreamResponse:
    """Make a channel: {"name", "type"?, "topic"?, "parent_id"?, "overwrites"?}; answers the channel.

    An overwrite is {"id", "member"?, "allow"?, "deny"?}.
    """
    body = await visit.body()
    guild = visit.world.guild_of(visit.number("guild"))
    kind = CHANNEL_TYPES.get(str(body.get("type") or "text"))
    if kind is None:
        raise refusal(400, f"“type” must be one of {', '.join(CHANNEL_TYPES)}.")
    channel = visit.world.rooms.create_channel(
        guild.owner_id,
        guild.id,
        name=required_text(body, "name"),
        type=kind,
        parent_id=number_in(body, "parent_id"),
        topic=body.get("topic"),
        overwrites=tuple(_overwrite(each) for each in body.get("overwrites") or []),
    )
    return answer(channel_view(visit.world, channel, guild.owner_id), 201)


def _overwrite(given: Json) -> Overwrite:
    allow, deny = permissions_of(given, "allow"), permissions_of(given, "deny")
    target_id = number_in(given, "id")
    if target_id is None:
        raise refusal(400, "An overwrite needs the “id” of a role or member.")
    return Overwrite(target_id, bool(given.get("member")), allow, deny)


async def delete_channel(visit: Visit) -> web.StreamResponse:
    """Delete a channel or thread."""
    guild = visit.world.guild_of(visit.number("guild"))
    visit.world.rooms.delete_channel(guild.owner_id, visit.number("channel"))
    return nothing()


async def add_role(visit: Visit) -> web.StreamResponse:
    """Make a role: {"name", "permissions"?, "hoist"?}."""
    body = await visit.body()
    guild = visit.world.guild_of(visit.number("guild"))
    role = visit.world.rooms.create_role(
        guild.owner_id,
        guild.id,
        name=required_text(body, "name"),
        permissions=permissions_of(body, "permissions"),
        hoist=bool(body.get("hoist")),
    )
    return answer(role_view(role), 201)


async def add_member(visit: Visit) -> web.StreamResponse:
    """Let somebody new join: {"name", "joined_at"?, "role_ids"?, "nick"?, "locale"?}; answers the member."""
    body = await visit.body()
    member = visit.world.add_member(
        visit.number("guild"),
        required_text(body, "name"),
        joined_at=moment(body, "joined_at"),
        role_ids=ids(body, "role_ids"),
        nick=body.get("nick"),
        locale=str(body.get("locale") or "en-GB"),
    )
    return answer(member_view(member), 201)


async def change_member(visit: Visit) -> web.StreamResponse:
    """Change a member as the owner: {"role_ids"?, "timed_out_until"?, "nick"?}; answers the member."""
    body = await visit.body()
    guild = visit.world.guild_of(visit.number("guild"))
    user_id = visit.number("member")
    members = visit.world.members
    if "role_ids" in body:
        members.set_roles(guild.owner_id, guild.id, user_id, ids(body, "role_ids"))
    if "timed_out_until" in body:
        members.time_out(guild.owner_id, guild.id, user_id, moment(body, "timed_out_until"))
    if "nick" in body:
        members.rename(guild.owner_id, guild.id, user_id, body["nick"])
    return answer(member_view(visit.world.member_of(guild.id, user_id)))


async def remove_member(visit: Visit) -> web.StreamResponse:
    """Let a member go; the bot too."""
    visit.world.members.leave(visit.number("guild"), visit.number("member"))
    return nothing()


async def rejoin(visit: Visit) -> web.StreamResponse:
    """Let an account join again: {"joined_at"?}; the bot comes with {"permissions"?}."""
    body = await visit.body()
    guild_id, user_id = visit.number("guild"), visit.number("member")
    if user_id == visit.world.bot.id:
        member = visit.world.guilds.invite_bot(guild_id, permissions_of(body, "permissions"))
    else:
        member = visit.world.members.join(guild_id, user_id, joined_at=moment(body, "joined_at"))
    return answer(member_view(member))


async def set_availability(visit: Visit) -> web.StreamResponse:
    """Let an outage take a server away from the bot, or end it: {"available"}."""
    available = bool((await visit.body()).get("available"))
    guilds = visit.world.guilds
    (guilds.make_available if available else guilds.make_unavailable)(visit.number("guild"))
    return nothing()


async def skip_to_deadline(visit: Visit) -> web.StreamResponse:
    """Move the clock one second past the next moment that any message of the server shows.

    Answers {"now", "deadline", "shown_by"}: the heading of the message, where it has one that everybody may read.
    """
    world = visit.world
    deadline = next_deadline(world, world.guild_of(visit.number("guild")))
    if deadline is None:
        raise refusal(404, "There is no deadline: no message here shows a time still to come. The clock stays.")
    now = world.skip(max(deadline.moment + PAST_IT - world.now(), timedelta()))
    return answer({"now": iso(now), "deadline": iso(deadline.moment), "shown_by": heading_of(deadline.shown_by)})


def permissions_of(body: Json, key: str) -> int:
    """A set of permissions in a body: a number, or a list of Discord's names in any case."""
    given = body.get(key) or 0
    if isinstance(given, list):
        try:
            return sum({int(Permission[str(name).upper()]) for name in given})
        except KeyError as error:
            raise refusal(400, f"There is no permission {error}.") from None
    if not str(given).isdecimal():
        raise refusal(400, f"“{key}” must be a number or a list of names.")
    return int(given)


_GUILD = "/sandbox/guilds/{guild:\\d+}"
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/sandbox/guilds", add_guild),
    ("POST", _GUILD + "/channels", add_channel),
    ("DELETE", _GUILD + "/channels/{channel:\\d+}", delete_channel),
    ("POST", _GUILD + "/roles", add_role),
    ("POST", _GUILD + "/members", add_member),
    ("PATCH", _GUILD + "/members/{member:\\d+}", change_member),
    ("PUT", _GUILD + "/members/{member:\\d+}", rejoin),
    ("DELETE", _GUILD + "/members/{member:\\d+}", remove_member),
    ("POST", _GUILD + "/availability", set_availability),
    ("POST", _GUILD + "/skip-to-deadline", skip_to_deadline),
)
