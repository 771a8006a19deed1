"""One page of a channel's messages as a member sees them, with the private ones that stand between."""

from bot.sandbox.world.posts import Message
from bot.sandbox.world.world import World

MOST = 100


def page_of(
    world: World, user_id: int, channel_id: int, *, before: int | None, around: int | None, limit: int
) -> tuple[list[Message], bool, bool]:
    """Messages oldest first, and whether there are earlier and later ones.

    Ephemeral messages of this member are shown where they came between the others.
    """
    limit = max(1, min(limit, MOST))
    listed = world.messages.history(user_id, channel_id, before=before, around=around, limit=limit)
    listed.reverse()
    order = world.channel_of(channel_id).order
    earlier = bool(listed) and listed[0].id > order[0]
    later = bool(listed) and listed[-1].id < order[-1]
    lowest = listed[0].id if earlier else 0
    highest = before if before is not None else listed[-1].id if later else None
    private = [
        message
        for message in world.ephemerals.values()
        if message.only_for == user_id
        and message.channel_id == channel_id
        and message.id >= lowest
        and (highest is None or message.id < highest)
    ]
    return sorted([*listed, *private], key=lambda message: message.id), earlier, later
