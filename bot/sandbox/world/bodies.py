"""The body of a message: what may be in it, and what becomes of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.world.component_kinds import Kind, walk
from bot.sandbox.world.components import MessageComponents
from bot.sandbox.world.embeds import normal_embeds
from bot.sandbox.world.errors import FormErrors
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.posts import COMPONENTS_V2, EPHEMERAL, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, Message

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

Json = dict[str, Any]

MAX_CONTENT = 2000
SETTABLE_FLAGS = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
LEGACY_BESIDE_V2 = (
    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    "This field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
)
_USER = re.compile(r"<@!?(\d{1,20})>")
_ROLE = re.compile(r"<@&(\d{1,20})>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


@dataclass(slots=True)
class Body:
    """The checked parts of a body; a part is None where the body did not name it."""

    content: str | None
    embeds: list[Json] | None
    components: list[Json] | None
    flags: int


def read_body(
    world: "World",
    given: Json,
    *,
    standing_flags: int = 0,
    allow_ephemeral: bool = False,
    media_url: Callable[[str], str] = str,
) -> Body:
    """Check the content, embeds, components and flags of a body; all that is wrong is refused as one 50035.

    `standing_flags` are those of the message to be edited; `media_url` finds the address of `attachment://name`.
    """
    form = FormErrors()
    flags = given.get("flags") or 0
    if not isinstance(flags, int) or isinstance(flags, bool):
        form.add("flags", "NUMBER_TYPE_COERCE", f'Value "{flags}" is not int.')
        flags = 0
    flags &= SETTABLE_FLAGS | (EPHEMERAL if allow_ephemeral else 0)
    v2 = bool((standing_flags | flags) & COMPONENTS_V2)
    content = given.get("content")
    if content is not None:
        form.length("content", content, MAX_CONTENT)
    if v2:
        for key in ("content", "embeds", "sticker_ids", "poll"):
            if given.get(key):
                form.add(key, *LEGACY_BESIDE_V2)
    embeds = normal_embeds(given["embeds"], form) if "embeds" in given else None
    components = None
    if "components" in given:
        components = MessageComponents(form, world.snowflakes.next, media_url).normal(given["components"], v2=v2)
    form.check()
    stripped = (content or "").strip() if "content" in given else None
    return Body(stripped, embeds, components, flags)


def resolve_mentions(world: "World", message: Message) -> None:
    """Work out whom a message calls, from its text and what it allows; without a word on that everything is allowed.

    A name that is not allowed to be called is not among the mentions, as nobody is notified. Everyone, and roles that
    are not mentionable, can be called only with the permission for it.
    """
    shown = [message.content]
    shown += [part["content"] for part in walk(message.components) if part["type"] == Kind.TEXT_DISPLAY]
    text = "\n".join(shown)
    allowed = message.allowed_mentions
    parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or [])
    users = [int(found) for found in dict.fromkeys(_USER.findall(text))]
    roles = [int(found) for found in dict.fromkeys(_ROLE.findall(text))]
    guild = world.guilds_by_id.get(message.guild_id or 0)
    granted = world.permissions_in(message.author_id, world.channels[message.channel_id])
    calls_all = bool(granted & Permission.MENTION_EVERYONE)
    message.mention_ids = [
        user_id
        for user_id in users
        if user_id in world.users and ("users" in parse or _named(allowed, "users", user_id))
    ]
    message.mention_role_ids = [
        role_id
        for role_id in roles
        if guild
        and role_id in guild.roles
        and (calls_all or guild.roles[role_id].mentionable)
        and ("roles" in parse or _named(allowed, "roles", role_id))
    ]
    message.mentions_everyone = bool(calls_all and "everyone" in parse and _EVERYONE.search(text))


def _named(allowed: Json | None, kind: str, snowflake: int) -> bool:
    return allowed is not None and str(snowflake) in {str(each) for each in allowed.get(kind) or []}


def check_allowed_mentions(given: object) -> None:
    """Refuse a contradiction in what a body says about mentions."""
    if not isinstance(given, dict):
        return
    form = FormErrors()
    for kind in ("users", "roles"):
        if given.get(kind) and kind in (given.get("parse") or []):
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            form.add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)
    form.check()
