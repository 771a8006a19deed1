"""One member of a sandbox's server: reads, writes, reacts, uses the bot, and waits for what it says."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from bot.story.seen import FieldValue, Form, Json, Message, NotThere, Reply, reply_of
from bot.story.wire import Wire

PATIENCE = 30.0
LONGEST_POLL = 20.0
_CATEGORY = 4


class NoAnswer(TimeoutError):
    """The bot did not answer an interaction in time, or thought about it for too long."""


class NothingCame(TimeoutError):
    """No message of the wanted kind came in time."""


class Person:
    """A member of a server. `channel_id` is where commands are used; it may be set, and begins as the first channel.

    `patience` bounds, in seconds of real time, how long the bot may be thinking before its reply counts as lost.
    """

    def __init__(self, wire: Wire, user_id: int, guild_id: int, *, channel_id: int | None = None) -> None:
        self.wire = wire
        self.user_id = user_id
        self.guild_id = guild_id
        self.channel_id = channel_id
        self.patience = PATIENCE
        self._base = f"/guilds/{guild_id}/as/{user_id}"

    def _message(self, message: Message) -> str:
        return f"{self._base}/channels/{message.channel_id}/messages/{message.id}"

    def _reaction(self, message: Message, emoji: str, burst: bool) -> str:
        return f"{self._message(message)}/reactions/{quote(emoji, safe='')}?burst={int(burst)}"

    async def look(self) -> Json:
        """The server as this person sees it: channels, roles, members."""
        return dict(await self.wire.ask("GET", self._base))

    async def channel_named(self, name: str) -> int:
        """The channel or thread of a name that this person sees."""
        channels = (await self.look())["channels"]
        for channel in channels:
            if channel["name"] == name:
                return int(channel["id"])
        raise NotThere(f"no channel {name!r} among {[channel['name'] for channel in channels]}")

    async def messages(self, channel_id: int, *, limit: int = 50) -> list[Message]:
        """The newest messages of a channel, oldest first, private ones for this person among them."""
        page = await self.wire.ask("GET", f"{self._base}/channels/{channel_id}/messages?limit={limit}")
        return [Message(each) for each in page["messages"]]

    async def again(self, message: Message) -> Message:
        """A message as it stands now."""
        return Message(await self.wire.ask("GET", self._message(message)))

    async def say(self, channel_id: int, text: str, *, reply_to: Message | None = None) -> Message:
        """Write a message."""
        body: Json = {"content": text, "reply_to": str(reply_to.id) if reply_to else None}
        return Message(await self.wire.ask("POST", f"{self._base}/channels/{channel_id}/messages", body))

    async def edit(self, message: Message, text: str) -> Message:
        """Change one's own message."""
        return Message(await self.wire.ask("PATCH", self._message(message), {"content": text}))

    async def delete(self, message: Message) -> None:
        """Delete one's own message, another's as a moderator, or dismiss a private one."""
        await self.wire.ask("DELETE", self._message(message))

    async def react(self, message: Message, emoji: str, *, burst: bool = False) -> None:
        """Put a reaction, normal or super."""
        await self.wire.ask("PUT", self._reaction(message, emoji, burst))

    async def unreact(self, message: Message, emoji: str, *, burst: bool = False, of: "Person | None" = None) -> None:
        """Take one's own reaction away, or as a moderator another's."""
        suffix = f"&of={of.user_id}" if of is not None else ""
        await self.wire.ask("DELETE", self._reaction(message, emoji, burst) + suffix)

    async def clear_reactions(self, message: Message) -> None:
        """Take all reactions off a message, as a moderator."""
        await self.wire.ask("DELETE", f"{self._message(message)}/reactions")

    async def open_thread(self, message: Message, name: str) -> int:
        """Open a thread on a message; answer its id."""
        return int((await self.wire.ask("POST", f"{self._message(message)}/thread", {"name": name}))["id"])

    async def kick(self, other: "Person") -> None:
        """Remove somebody from the server, as a moderator."""
        await self.wire.ask("POST", f"{self._base}/members/{other.user_id}/kick", {})

    async def leave(self) -> None:
        """Leave the server."""
        await self.wire.ask("POST", f"{self._base}/leave", {})

    async def commands(self) -> dict[str, Json]:
        """The slash commands this person is offered, by the words to send."""
        listed = await self.wire.ask("GET", f"{self._base}/channels/{await self._here()}/commands")
        return {each["path"]: each for each in listed}

    async def command(self, name: str, /, **options: Any) -> Reply:
        """Use a slash command, such as `command("decisions list", count=3)`, and wait for the bot's reply.

        People, roles and channels are given by id. Raises Refused where Discord's client would not send it, NoAnswer
        where the bot fails.
        """
        path = f"{self._base}/channels/{await self._here()}/commands"
        body: Json = {"command": name, "options": options}
        return await self._settled(await self.wire.ask("POST", path, body), f"/{name}")

    async def suggestions(self, name: str, focused: str, typed: str, /, **options: Any) -> dict[str, Any]:
        """What the bot suggests while an option is being typed: values by label."""
        given = {**options, focused: typed}
        body: Json = {"command": name, "focused": focused, "options": given}
        found = await self.wire.ask("POST", f"{self._base}/channels/{await self._here()}/autocomplete", body)
        return {each["label"]: each["value"] for each in found}

    async def press(self, message: Message, label: str) -> Reply:
        """Press the button of a label (or emoji) and wait for the bot's reply."""
        button = message.button(label)
        if button.custom_id is None:
            raise NotThere(f"the button {label!r} is a link to {button.url}")
        path = f"{self._message(message)}/press"
        return await self._settled(await self.wire.ask("POST", path, {"custom_id": button.custom_id}), label)

    async def choose(self, message: Message, which: str, values: str | int | Sequence[str | int]) -> Reply:
        """Choose in the select of a placeholder or custom id: options by label or value, other things by id."""
        select = message.select(which)
        body: Json = {"custom_id": select.custom_id, "values": select.values_of(values)}
        return await self._settled(await self.wire.ask("POST", f"{self._message(message)}/choose", body), which)

    async def submit(
        self, form: Form | Reply, fields: Mapping[str, FieldValue] | None = None, /, **more: FieldValue
    ) -> Reply:
        """Send a form with values by label (or custom id), and wait for the bot's reply.

        What is left out keeps the bot's preset. A form that is refused stays open and may be sent again.
        """
        opened = form.form if isinstance(form, Reply) else form
        if opened is None:
            raise NotThere("the reply opened no form")
        body: Json = {"fields": opened.entries({**(fields or {}), **more})}
        path = f"{self._base}/interactions/{opened.interaction_id}/submit"
        return await self._settled(await self.wire.ask("POST", path, body), opened.title)

    async def wait_for_message(
        self, channel_id: int, predicate: Callable[[Message], bool], timeout: float = 10.0
    ) -> Message:
        """Wait until a channel holds a message like this, there already, new, or changed; raises NothingCame."""
        deadline = time.monotonic() + timeout
        last: int | None = None
        while True:
            if last is None:
                last = int((await self._changes(None, 0.0))["last"])
                candidates = reversed(await self.messages(channel_id))
            found = next((message for message in candidates if predicate(message)), None)
            if found is not None:
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                standing = [message.text[:120] for message in await self.messages(channel_id, limit=5)]
                raise NothingCame(f"after {timeout} s the last messages there are {standing}")
            news = await self._changes(last, min(left, LONGEST_POLL))
            last = int(news["last"])
            if any(change["type"] == "reload" for change in news["changes"]):
                last = None
                continue
            candidates = reversed([m for c in news["changes"] for m in await self._changed(c, channel_id)])

    async def _changes(self, after: int | None, seconds: float) -> Json:
        suffix = f"&after={after}" if after is not None else ""
        return dict(await self.wire.ask("GET", f"{self._base}/wait?timeout={seconds:.3f}{suffix}"))

    async def _changed(self, change: Json, channel_id: int) -> list[Message]:
        data = change["data"]
        if data.get("channel_id") != str(channel_id):
            return []
        if change["type"] == "message":
            return [Message(data)]
        if change["type"] != "reactions":
            return []
        path = f"{self._base}/channels/{channel_id}/messages/{data['message_id']}"
        return [Message(await self.wire.ask("GET", path))]

    async def _here(self) -> int:
        if self.channel_id is None:
            rooms = [channel for channel in (await self.look())["channels"] if channel["type"] != _CATEGORY]
            if not rooms:
                raise NotThere("this person sees no channel to use a command in")
            self.channel_id = int(rooms[0]["id"])
        return self.channel_id

    async def _settled(self, given: Json, what: str) -> Reply:
        deadline = time.monotonic() + self.patience
        while given["state"] == "deferred" and (left := deadline - time.monotonic()) > 0:
            path = f"{self._base}/interactions/{given['id']}?timeout={max(1, int(min(left, LONGEST_POLL)))}"
            given = await self.wire.ask("GET", path)
        if given["state"] in ("failed", "waiting"):
            raise NoAnswer(f"the bot did not answer {what!r}")
        if given["state"] == "deferred":
            raise NoAnswer(f"the bot was still thinking about {what!r} after {self.patience} s")
        return reply_of(given)
