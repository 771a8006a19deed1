"""What a person does by hand: reads, writes, reacts, opens threads, and what moderators may do beside."""

from aiohttp import web

from bot.sandbox.page.history import page_of
from bot.sandbox.page.views import channel_view, guild_view, message_view
from bot.sandbox.page.visit import Handler, Visit, answer, nothing, number_in, refusal, required_text

ALL = 10_000


async def see(visit: Visit) -> web.StreamResponse:
    """A server as one of its members sees it."""
    guild_id, user_id = visit.seat()
    return answer(guild_view(visit.world, visit.world.guild_of(guild_id), user_id))


async def read(visit: Visit) -> web.StreamResponse:
    """One page of a channel: {"messages": oldest first, "earlier": bool, "later": bool}."""
    user_id, channel_id = visit.place()
    messages, earlier, later = page_of(
        visit.world,
        user_id,
        channel_id,
        before=visit.asked("before"),
        around=visit.asked("around"),
        limit=visit.asked("limit") or 50,
    )
    shown = [message_view(visit.world, message, user_id) for message in messages]
    return answer({"messages": shown, "earlier": earlier, "later": later})


async def read_one(visit: Visit) -> web.StreamResponse:
    """One message."""
    user_id, channel_id = visit.place()
    message = visit.world.message_of(channel_id, visit.number("message"), user_id)
    return answer(message_view(visit.world, message, user_id))


async def say(visit: Visit) -> web.StreamResponse:
    """Write a message: {"content", "reply_to"?}; answers the message."""
    user_id, channel_id = visit.place()
    body = await visit.body()
    content, reply_to = str(body.get("content") or ""), number_in(body, "reply_to")
    message = visit.world.messages.say(user_id, channel_id, content, reply_to=reply_to)
    return answer(message_view(visit.world, message, user_id), 201)


async def edit(visit: Visit) -> web.StreamResponse:
    """Change one's own message: {"content"}; answers the message."""
    user_id, channel_id = visit.place()
    body = await visit.body()
    changes = {"content": str(body.get("content") or "")}
    message = visit.world.messages.edit(user_id, channel_id, visit.number("message"), changes)
    return answer(message_view(visit.world, message, user_id))


async def delete(visit: Visit) -> web.StreamResponse:
    """Delete a message, or dismiss a private one."""
    user_id, channel_id = visit.place()
    visit.world.messages.delete(user_id, channel_id, visit.number("message"))
    return nothing()


async def dismiss(visit: Visit) -> web.StreamResponse:
    """Dismiss a private message wherever it stands."""
    _, user_id = visit.seat()
    message = visit.world.ephemerals.get(visit.number("message"))
    if message is not None and message.only_for == user_id:
        visit.world.messages.remove(message)
    return nothing()


async def react(visit: Visit) -> web.StreamResponse:
    """Put a reaction, as a super reaction with `?burst=1`."""
    user_id, channel_id = visit.place()
    burst = visit.asked("burst") == 1
    visit.world.reactions.add(user_id, channel_id, visit.number("message"), visit.text("emoji"), burst=burst)
    return nothing()


async def unreact(visit: Visit) -> web.StreamResponse:
    """Take a reaction away: one's own, or with `?of=USER` another's; both kinds unless `burst` says which."""
    user_id, channel_id = visit.place()
    burst = visit.asked("burst")
    visit.world.reactions.remove(
        user_id,
        channel_id,
        visit.number("message"),
        visit.text("emoji"),
        user_id=visit.asked("of"),
        burst=None if burst is None else burst == 1,
    )
    return nothing()


async def who(visit: Visit) -> web.StreamResponse:
    """Who put a reaction: {"users": [{"id", "burst"}]}."""
    user_id, channel_id = visit.place()
    message_id, emoji = visit.number("message"), visit.text("emoji")
    users = [
        {"id": str(user.id), "burst": burst}
        for burst in (False, True)
        for user in visit.world.reactions.users(user_id, channel_id, message_id, emoji, limit=ALL, burst=burst)
    ]
    return answer({"users": users})


async def clear(visit: Visit) -> web.StreamResponse:
    """Take all reactions off a message."""
    user_id, channel_id = visit.place()
    visit.world.reactions.clear(user_id, channel_id, visit.number("message"))
    return nothing()


async def open_thread(visit: Visit) -> web.StreamResponse:
    """Open a thread on a message: {"name"}; answers the thread."""
    user_id, channel_id = visit.place()
    name = required_text(await visit.body(), "name")
    thread = visit.world.threads.open_from_message(user_id, channel_id, visit.number("message"), name)
    return answer(channel_view(visit.world, thread, user_id), 201)


async def archive(visit: Visit) -> web.StreamResponse:
    """Archive a thread or open it again: {"archived"}."""
    user_id, channel_id = visit.place()
    body = await visit.body()
    thread = visit.world.threads.edit(user_id, channel_id, {"archived": bool(body.get("archived", True))})
    return answer(channel_view(visit.world, thread, user_id))


async def suppress(visit: Visit) -> web.StreamResponse:
    """Hide a message's embeds."""
    user_id, channel_id = visit.place()
    visit.world.messages.suppress_embeds(user_id, channel_id, visit.number("message"))
    return nothing()


async def kick(visit: Visit) -> web.StreamResponse:
    """Remove a member from the server."""
    guild_id, user_id = visit.seat()
    member_id = visit.number("member")
    if member_id == user_id:
        raise refusal(400, "Nobody can remove themselves.")
    visit.world.members.kick(user_id, guild_id, member_id)
    return nothing()


async def leave(visit: Visit) -> web.StreamResponse:
    """Leave the server."""
    guild_id, user_id = visit.seat()
    visit.world.members.leave(guild_id, user_id)
    return nothing()


async def rename(visit: Visit) -> web.StreamResponse:
    """Change a member's nickname: {"nick"}."""
    guild_id, user_id = visit.seat()
    nick = (await visit.body()).get("nick")
    visit.world.members.rename(user_id, guild_id, visit.number("member"), str(nick) if nick else None)
    return nothing()


_CHANNEL = "/channels/{channel:\\d+}"
_MESSAGE = _CHANNEL + "/messages/{message:\\d+}"
_REACTION = _MESSAGE + "/reactions/{emoji}"
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "", see),
    ("GET", _CHANNEL + "/messages", read),
    ("POST", _CHANNEL + "/messages", say),
    ("POST", _CHANNEL + "/archive", archive),
    ("GET", _MESSAGE, read_one),
    ("PATCH", _MESSAGE, edit),
    ("DELETE", _MESSAGE, delete),
    ("PUT", _REACTION, react),
    ("DELETE", _REACTION, unreact),
    ("GET", _REACTION, who),
    ("DELETE", _MESSAGE + "/reactions", clear),
    ("POST", _MESSAGE + "/thread", open_thread),
    ("POST", _MESSAGE + "/suppress", suppress),
    ("DELETE", "/ephemeral/{message:\\d+}", dismiss),
    ("POST", "/members/{member:\\d+}/kick", kick),
    ("POST", "/members/{member:\\d+}/rename", rename),
    ("POST", "/leave", leave),
)
