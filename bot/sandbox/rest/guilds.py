"""Servers, members and roles over REST."""

from datetime import datetime
from typing import Any

from bot.sandbox.rest.call import Answer, Call, Routes, snowflake
from bot.sandbox.world.errors import refuse
from bot.sandbox.world.people import Member
from bot.sandbox.world.shapes import emoji_shape, guild_shape, member_shape, role_shape

routes = Routes()
GUILD = "/guilds/{guild_id}"
MEMBER = GUILD + "/members/{user_id}"


@routes.add("GET", GUILD)
def get(call: Call) -> Answer:
    """One server."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    shape = guild_shape(guild)
    if call.flag("with_counts"):
        shape |= {"approximate_member_count": len(guild.members), "approximate_presence_count": len(guild.members)}
    return Answer(200, shape)


@routes.add("PATCH", GUILD)
def edit(call: Call) -> Answer:
    """Rename a server."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    if "name" in call.fields:
        guild = call.world.guilds.rename(call.bot_id, guild.id, call.fields["name"])
    return Answer(200, guild_shape(guild))


@routes.add("GET", GUILD + "/emojis")
def emojis(call: Call) -> Answer:
    """A server's own emoji."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    return Answer(200, [emoji_shape(emoji) for emoji in guild.emojis.values()])


@routes.add("GET", GUILD + "/members")
def members(call: Call) -> Answer:
    """One page of members by ascending id; without the privileged intent it is refused."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    if 1 << 1 not in call.world.allowed_intents:
        raise refuse("missing_access")
    after, limit = call.optional_id("after") or 0, call.number("limit", 1, 1, 1000)
    ids = sorted(user_id for user_id in guild.members if user_id > after)[:limit]
    return Answer(200, [member_shape(guild.members[user_id]) for user_id in ids])


@routes.add("GET", GUILD + "/members/search")
def search(call: Call) -> Answer:
    """Members whose name begins with a text."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    text, limit = call.query.get("query", "").lower(), call.number("limit", 1, 1, 1000)
    found = [member for member in guild.members.values() if begins_with(member, text)]
    return Answer(200, [member_shape(member) for member in found[:limit]])


def begins_with(member: Member, text: str) -> bool:
    """Whether one of a member's names begins with a text in small letters."""
    names = (member.nick, member.user.global_name, member.user.name)
    return any(name is not None and name.lower().startswith(text) for name in names)


@routes.add("PATCH", GUILD + "/members/@me")
def rename_me(call: Call) -> Answer:
    """Change the bot's nickname."""
    member = call.world.members.rename(call.bot_id, call.id("guild_id"), call.bot_id, call.fields.get("nick"))
    return Answer(200, member_shape(member))


@routes.add("GET", MEMBER)
def member(call: Call) -> Answer:
    """One member."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    return Answer(200, member_shape(call.world.member_of(guild.id, call.id("user_id"))))


@routes.add("PATCH", MEMBER)
def edit_member(call: Call) -> Answer:
    """Rename, rank or silence a member."""
    acts, place = call.world.members, (call.bot_id, call.id("guild_id"), call.id("user_id"))
    call.world.guild_of(place[1], call.bot_id)
    if "nick" in call.fields:
        acts.rename(*place, call.fields["nick"])
    if "roles" in call.fields:
        acts.set_roles(*place, [snowflake(each, "roles") for each in call.fields["roles"] or []])
    if "communication_disabled_until" in call.fields:
        until = call.fields["communication_disabled_until"]
        acts.time_out(*place, datetime.fromisoformat(until) if until else None)
    return Answer(200, member_shape(call.world.member_of(place[1], place[2])))


@routes.add("DELETE", MEMBER)
def kick(call: Call) -> Answer:
    """Throw a member out."""
    call.world.members.kick(call.bot_id, call.id("guild_id"), call.id("user_id"))
    return Answer(204)


@routes.add("PUT", MEMBER + "/roles/{role_id}")
def give_role(call: Call) -> Answer:
    """Give a member one more role."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    call.world.members.add_role(call.bot_id, guild.id, call.id("user_id"), call.id("role_id"))
    return Answer(204)


@routes.add("DELETE", MEMBER + "/roles/{role_id}")
def take_role(call: Call) -> Answer:
    """Take one role from a member."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    call.world.members.remove_role(call.bot_id, guild.id, call.id("user_id"), call.id("role_id"))
    return Answer(204)


@routes.add("GET", GUILD + "/roles")
def roles(call: Call) -> Answer:
    """A server's roles."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    return Answer(200, [role_shape(role) for role in guild.roles.values()])


@routes.add("GET", GUILD + "/roles/{role_id}")
def role(call: Call) -> Answer:
    """One role."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    if call.id("role_id") not in guild.roles:
        raise refuse("unknown_role")
    return Answer(200, role_shape(guild.roles[call.id("role_id")]))


@routes.add("POST", GUILD + "/roles")
def create_role(call: Call) -> Answer:
    """Make a role."""
    fields = call.fields
    made = call.world.rooms.create_role(
        call.bot_id,
        call.id("guild_id"),
        name=fields.get("name") or "new role",
        permissions=int(fields.get("permissions") or 0),
        colour=colour_of(fields) or 0,
        hoist=bool(fields.get("hoist")),
        mentionable=bool(fields.get("mentionable")),
    )
    return Answer(200, role_shape(made))


def colour_of(fields: dict[str, Any]) -> int | None:
    """The colour a body gives a role, in the newer form or the older."""
    colours = fields.get("colors")
    colour = colours.get("primary_color") if isinstance(colours, dict) else fields.get("color")
    return colour if isinstance(colour, int) else None


@routes.add("PATCH", GUILD + "/roles/{role_id}")
def edit_role(call: Call) -> Answer:
    """Change a role."""
    changes = dict(call.fields)
    colour = colour_of(changes)
    if colour is not None:
        changes["color"] = colour
    edited = call.world.rooms.edit_role(call.bot_id, call.id("guild_id"), call.id("role_id"), changes)
    return Answer(200, role_shape(edited))


@routes.add("DELETE", GUILD + "/roles/{role_id}")
def delete_role(call: Call) -> Answer:
    """Delete a role."""
    call.world.rooms.delete_role(call.bot_id, call.id("guild_id"), call.id("role_id"))
    return Answer(204)
