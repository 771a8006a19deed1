"""What happens to threads: opened, joined, archived, deleted."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.sandbox.world import shapes
from bot.sandbox.world.errors import FormErrors, refuse
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.places import Channel, ChannelType, ThreadState
from bot.sandbox.world.posts import HAS_THREAD
from bot.sandbox.world.snowflakes import time_of

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

ARCHIVE_AFTER = (60, 1440, 4320, 10080)


class ThreadActs:
    """The acts upon threads."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def open_from_message(
        self, actor_id: int, channel_id: int, message_id: int, name: str, *, auto_archive_minutes: int = 1440
    ) -> Channel:
        """Open a thread on a message; the thread gets the message's id, and a second one is refused with 160004."""
        world = self._world
        channel = world.channel_of(channel_id, actor_id)
        message = world.message_of(channel_id, message_id, actor_id)
        world.require(actor_id, channel, Permission.CREATE_PUBLIC_THREADS | Permission.READ_MESSAGE_HISTORY)
        if channel.type not in (ChannelType.TEXT, ChannelType.ANNOUNCEMENT):
            raise refuse("wrong_channel_type")
        if message_id in world.channels:
            raise refuse("thread_exists")
        news = channel.type is ChannelType.ANNOUNCEMENT
        kind = ChannelType.ANNOUNCEMENT_THREAD if news else ChannelType.PUBLIC_THREAD
        thread = self._make(actor_id, channel, message_id, kind, name, auto_archive_minutes)
        message.flags |= HAS_THREAD
        world.messages.announce_edit(message)
        return thread

    def open(
        self,
        actor_id: int,
        channel_id: int,
        name: str,
        *,
        private: bool = False,
        auto_archive_minutes: int = 1440,
        invitable: bool = True,
    ) -> Channel:
        """Open a thread that hangs on no message."""
        world = self._world
        channel = world.channel_of(channel_id, actor_id)
        needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
        world.require(actor_id, channel, needed)
        if channel.type not in (ChannelType.TEXT, ChannelType.ANNOUNCEMENT):
            raise refuse("wrong_channel_type")
        kind = ChannelType.PRIVATE_THREAD if private else ChannelType.PUBLIC_THREAD
        thread = self._make(actor_id, channel, world.snowflakes.next(), kind, name, auto_archive_minutes)
        assert thread.thread is not None
        thread.thread.invitable = invitable
        return thread

    def _make(
        self, actor_id: int, parent: Channel, thread_id: int, kind: ChannelType, name: str, auto_archive_minutes: int
    ) -> Channel:
        world = self._world
        form = FormErrors()
        form.length("name", name, 100, 1)
        form.choice("auto_archive_duration", auto_archive_minutes, ARCHIVE_AFTER)
        form.check()
        now = world.now()
        state = ThreadState(actor_id, now, now, auto_archive_minutes=auto_archive_minutes, member_since={actor_id: now})
        thread = Channel(thread_id, kind, name, parent.guild_id, parent_id=parent.id, thread=state)
        assert parent.guild_id is not None
        world.guild_of(parent.guild_id).threads[thread.id] = world.channels[thread.id] = thread
        shape = shapes.channel_shape(thread) | {"newly_created": True}
        if actor_id == world.bot.id:
            shape["member"] = shapes.thread_member_shape(thread, actor_id)
        world.bus.emit("THREAD_CREATE", shape, guild_id=thread.guild_id, channel_id=thread.id)
        return thread

    def edit(self, actor_id: int, thread_id: int, changes: dict[str, Any]) -> Channel:
        """Change a thread's name, archived, locked, slow mode or duration; an archived one must be opened with it."""
        world = self._world
        thread = world.channel_of(thread_id, actor_id)
        state = thread.thread
        if state is None:
            raise refuse("wrong_channel_type")
        manages = bool(world.permissions_in(actor_id, thread) & Permission.MANAGE_THREADS)
        reopens = changes.get("archived") is False
        if state.archived and not reopens:
            raise refuse("archived_thread")
        only_reopens = reopens and not changes.keys() - {"archived"} and not state.locked
        if not manages and state.owner_id != actor_id and not only_reopens:
            raise refuse("missing_permissions")
        if not manages and "locked" in changes:
            raise refuse("missing_permissions")
        form = FormErrors()
        if "name" in changes:
            form.length("name", changes["name"], 100, 1)
        if "auto_archive_duration" in changes:
            form.choice("auto_archive_duration", changes["auto_archive_duration"], ARCHIVE_AFTER)
        form.check()
        thread.name = changes.get("name", thread.name)
        thread.rate_limit_per_user = changes.get("rate_limit_per_user") or 0
        state.auto_archive_minutes = changes.get("auto_archive_duration", state.auto_archive_minutes)
        state.locked = changes.get("locked", state.locked)
        state.invitable = changes.get("invitable", state.invitable)
        if changes.get("archived", state.archived) is not state.archived:
            state.archived = not state.archived
            state.archive_changed_at = world.now()
        self.announce_change(thread)
        return thread

    def archive(self, actor_id: int, thread_id: int, archived: bool = True) -> Channel:
        """Archive a thread, or open it again."""
        return self.edit(actor_id, thread_id, {"archived": archived})

    def archive_idle(self) -> None:
        """Archive every thread that has been silent for as long as it was told to wait."""
        now = self._world.now()
        for guild in self._world.guilds_by_id.values():
            for thread in guild.threads.values():
                state = thread.thread
                if state is None or state.archived:
                    continue
                last = time_of(thread.order[-1]) if thread.order else state.created_at
                due = max(last, state.archive_changed_at) + timedelta(minutes=state.auto_archive_minutes)
                if due <= now:
                    state.archived, state.archive_changed_at = True, due
                    self.announce_change(thread)

    def reopen(self, thread: Channel) -> None:
        """Open an archived thread because somebody writes in it."""
        assert thread.thread is not None
        thread.thread.archived = False
        thread.thread.archive_changed_at = self._world.now()
        self.announce_change(thread)

    def announce_change(self, thread: Channel) -> None:
        """Tell that a thread changed."""
        shape = shapes.channel_shape(thread)
        self._world.bus.emit("THREAD_UPDATE", shape, guild_id=thread.guild_id, channel_id=thread.id)

    def join(self, actor_id: int, thread_id: int, user_id: int | None = None) -> None:
        """Let a user into a thread: oneself, or another."""
        thread, state = self._open_thread(actor_id, thread_id)
        joining = actor_id if user_id is None else user_id
        if thread.guild_id is not None:
            self._world.member_of(thread.guild_id, joining)
        if joining in state.member_since:
            return
        state.member_since[joining] = self._world.now()
        added = [shapes.thread_member_shape(thread, joining)]
        self._announce_members(thread, {"added_members": added})

    def leave(self, actor_id: int, thread_id: int, user_id: int | None = None) -> None:
        """Let a user out of a thread: oneself, or with Manage Threads another."""
        thread, state = self._open_thread(actor_id, thread_id)
        leaving = actor_id if user_id is None else user_id
        if leaving != actor_id:
            self._world.require(actor_id, thread, Permission.MANAGE_THREADS)
        if state.member_since.pop(leaving, None) is not None:
            self._announce_members(thread, {"removed_member_ids": [str(leaving)]})

    def delete(self, actor_id: int, thread_id: int) -> Channel:
        """Delete a thread with everything in it."""
        thread = self._world.channel_of(thread_id, actor_id)
        self._world.require(actor_id, thread, Permission.MANAGE_THREADS)
        self.forget(thread)
        return thread

    def forget(self, thread: Channel) -> None:
        """Remove a thread and tell so."""
        world = self._world
        assert thread.guild_id is not None
        shape = {
            "id": str(thread.id),
            "guild_id": str(thread.guild_id),
            "parent_id": str(thread.parent_id),
            "type": int(thread.type),
        }
        world.bus.emit("THREAD_DELETE", shape, guild_id=thread.guild_id, channel_id=thread.id)
        del world.guild_of(thread.guild_id).threads[thread.id], world.channels[thread.id]

    def _open_thread(self, actor_id: int, thread_id: int) -> tuple[Channel, ThreadState]:
        thread = self._world.channel_of(thread_id, actor_id)
        if thread.thread is None:
            raise refuse("wrong_channel_type")
        if thread.thread.archived:
            raise refuse("archived_thread")
        return thread, thread.thread

    def _announce_members(self, thread: Channel, change: dict[str, Any]) -> None:
        assert thread.thread is not None
        shape = {
            "id": str(thread.id),
            "guild_id": str(thread.guild_id),
            "member_count": len(thread.thread.member_since),
        }
        self._world.bus.emit("THREAD_MEMBERS_UPDATE", shape | change, guild_id=thread.guild_id, channel_id=thread.id)
