"""Reactions over REST: put, taken away, listed page by page."""

from bot.sandbox.rest.call import Answer, Call, Routes
from bot.sandbox.world.shapes import user_shape

routes = Routes()
REACTIONS = "/channels/{channel_id}/messages/{message_id}/reactions"
EMOJI = REACTIONS + "/{emoji_name}"


def _place(call: Call) -> tuple[int, int, int]:
    return call.bot_id, call.id("channel_id"), call.id("message_id")


@routes.add("PUT", EMOJI + "/@me")
def react(call: Call) -> Answer:
    """React to a message."""
    call.world.reactions.add(*_place(call), call.parts["emoji_name"])
    return Answer(204)


@routes.add("DELETE", EMOJI + "/@me")
def unreact(call: Call) -> Answer:
    """Take the bot's own reaction away."""
    call.world.reactions.remove(*_place(call), call.parts["emoji_name"])
    return Answer(204)


@routes.add("DELETE", EMOJI + "/{user_id}")
def remove_one(call: Call) -> Answer:
    """Take one user's reaction away."""
    call.world.user_of(call.id("user_id"))
    call.world.reactions.remove(*_place(call), call.parts["emoji_name"], user_id=call.id("user_id"))
    return Answer(204)


@routes.add("GET", EMOJI)
def users(call: Call) -> Answer:
    """One page of who reacted with an emoji; type 1 lists the super reactions."""
    found = call.world.reactions.users(
        *_place(call),
        call.parts["emoji_name"],
        after=call.optional_id("after") or 0,
        limit=call.number("limit", 25, 1, 100),
        burst=call.number("type", 0, 0, 1) == 1,
    )
    return Answer(200, [user_shape(user) for user in found])


@routes.add("DELETE", REACTIONS)
def clear(call: Call) -> Answer:
    """Take all reactions off a message."""
    call.world.reactions.clear(*_place(call))
    return Answer(204)


@routes.add("DELETE", EMOJI)
def clear_emoji(call: Call) -> Answer:
    """Take all reactions with one emoji off a message."""
    call.world.reactions.clear_emoji(*_place(call), call.parts["emoji_name"])
    return Answer(204)
