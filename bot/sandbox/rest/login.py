"""Who the bot is, where the gateway stands, and whom it knows."""

from typing import Any

from bot.sandbox.rest.call import Answer, Call, Routes, snowflake
from bot.sandbox.world.errors import DiscordError, refuse
from bot.sandbox.world.shapes import channel_shape, own_user_shape, user_shape

routes = Routes()
LIMITED_INTENTS = {1 << 1: 1 << 15, 1 << 8: 1 << 13, 1 << 15: 1 << 19}


def application_flags(call: Call) -> int:
    """The application's flags: which privileged intents it may ask for."""
    return sum(LIMITED_INTENTS[intent] for intent in call.world.allowed_intents)


def application_shape(call: Call) -> dict[str, Any]:
    """The application as its owner sees it."""
    world = call.world
    servers = sum(world.bot.id in guild.members for guild in world.guilds_by_id.values())
    return {
        "id": str(world.application_id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user_shape(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": application_flags(call),
        "flags_new": str(application_flags(call)),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user_shape(world.operator),
        "approximate_guild_count": servers,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


@routes.add("GET", "/users/@me")
def me(call: Call) -> Answer:
    """The bot's own account."""
    return Answer(200, own_user_shape(call.world.bot))


@routes.add("PATCH", "/users/@me")
def edit_me(call: Call) -> Answer:
    """Rename the bot's account."""
    name = call.fields.get("username")
    if isinstance(name, str):
        call.world.bot.name = name
    return Answer(200, own_user_shape(call.world.bot))


@routes.add("GET", "/applications/@me")
@routes.add("GET", "/oauth2/applications/@me")
def application(call: Call) -> Answer:
    """The bot's application."""
    return Answer(200, application_shape(call))


@routes.add("GET", "/gateway")
def gateway(call: Call) -> Answer:
    """Where to listen for events."""
    return Answer(200, {"url": call.gateway_url})


@routes.add("GET", "/gateway/bot")
def gateway_bot(call: Call) -> Answer:
    """Where to listen for events, and how often one may begin."""
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return Answer(200, {"url": call.gateway_url, "shards": 1, "session_start_limit": limit})


@routes.add("GET", "/users/{user_id}")
def user(call: Call) -> Answer:
    """Anybody's account."""
    return Answer(200, user_shape(call.world.user_of(call.id("user_id"))))


@routes.add("GET", "/users/@me/guilds")
def my_guilds(call: Call) -> Answer:
    """The servers the bot is in."""
    world = call.world
    mine = sorted(guild.id for guild in world.guilds_by_id.values() if world.bot.id in guild.members)
    after, before = call.optional_id("after"), call.optional_id("before")
    mine = [each for each in mine if (after is None or each > after) and (before is None or each < before)]
    shapes = []
    for guild_id in mine[: call.number("limit", 200, 1, 200)]:
        guild = world.guilds_by_id[guild_id]
        shapes.append(
            {
                "id": str(guild.id),
                "name": guild.name,
                "icon": None,
                "banner": None,
                "owner": guild.owner_id == world.bot.id,
                "permissions": str(int(world.permissions_at(world.bot.id, guild_id))),
                "features": list(guild.features),
            }
        )
    return Answer(200, shapes)


@routes.add("DELETE", "/users/@me/guilds/{guild_id}")
def leave_guild(call: Call) -> Answer:
    """Leave a server."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    call.world.members.leave(guild.id, call.bot_id)
    return Answer(204)


@routes.add("POST", "/users/@me/channels")
def open_dm(call: Call) -> Answer:
    """Find or make the channel for direct messages with a user."""
    recipient_id = snowflake(call.fields.get("recipient_id"), "recipient_id")
    if recipient_id == call.bot_id:
        raise DiscordError(400, 50033, "Invalid Recipient(s)")
    if recipient_id not in call.world.users:
        raise refuse("unknown_user")
    channel = call.world.rooms.open_dm(call.bot_id, recipient_id)
    return Answer(200, channel_shape(channel, [call.world.user_of(recipient_id)]))
