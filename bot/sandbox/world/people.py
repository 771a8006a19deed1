"""Who there is: users, members of a server, and roles."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class User:
    """An account; `locale` is the language its client speaks."""

    id: int
    name: str
    global_name: str | None = None
    bot: bool = False
    locale: str = "en-GB"

    @property
    def display_name(self) -> str:
        """The name shown where no server's nickname stands."""
        return self.global_name or self.name


@dataclass(slots=True)
class Role:
    """A role of a server; the role with the server's own id is @everyone."""

    id: int
    name: str
    permissions: int
    position: int
    colour: int = 0
    hoist: bool = False
    mentionable: bool = False
    managed: bool = False
    bot_id: int | None = None


@dataclass(slots=True)
class Member:
    """A user in one server."""

    user: User
    guild_id: int
    joined_at: datetime
    nick: str | None = None
    role_ids: list[int] = field(default_factory=list)
    timed_out_until: datetime | None = None

    @property
    def display_name(self) -> str:
        """The name shown in this server."""
        return self.nick or self.user.display_name
