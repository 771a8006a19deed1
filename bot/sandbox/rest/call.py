"""One request on its way through the REST API: what came, what is answered, and the table of routes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox.world.errors import DiscordError, bad_form
from bot.sandbox.world.posts import Attachment

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

Json = dict[str, Any]
BIGGEST_ID = 2**63 - 1


@dataclass(slots=True)
class Answer:
    """A status and its JSON; None as data means no content."""

    status: int = 200
    data: Any = None


@dataclass(slots=True)
class Call:
    """A request that was let in: the acting user is always the bot."""

    world: "World"
    gateway_url: str
    template: str
    parts: dict[str, str]
    query: dict[str, str]
    body: Any = None
    files: dict[str, Attachment] = field(default_factory=dict)

    @property
    def bot_id(self) -> int:
        """Who acts."""
        return self.world.bot.id

    @property
    def fields(self) -> Json:
        """The body, which must be an object (none counts as empty)."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise DiscordError(400, 50035, "Invalid Form Body")
        return self.body

    def id(self, name: str) -> int:
        """An id in the path; what is no number is refused with 50035."""
        return snowflake(self.parts[name], name)

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A number in the query; outside its bounds it is refused with 50035."""
        text = self.query.get(name)
        if text is None:
            return default
        if not text.lstrip("-").isdigit():
            raise bad_form(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not int.')
        if not least <= int(text) <= most:
            raise bad_form(name, "NUMBER_TYPE_RANGE", f"int value should be between {least} and {most}.")
        return int(text)

    def optional_id(self, name: str) -> int | None:
        """An id in the query, if it is there."""
        text = self.query.get(name)
        return None if text is None else snowflake(text, name)

    def flag(self, name: str) -> bool:
        """A yes or no in the query."""
        return self.query.get(name, "").lower() in ("1", "true")

    def new_files(self) -> tuple[Attachment, ...]:
        """The files sent along, with the descriptions the body gives them."""
        listed = {str(each.get("id")): each for each in self.message_fields().get("attachments") or []}
        for index, attachment in self.files.items():
            attachment.description = listed.get(index, {}).get("description")
        return tuple(self.files.values())

    def message_fields(self) -> Json:
        """The part of the body that describes a message: the body, or `data` of an interaction's answer."""
        data = self.fields.get("data")
        return data if isinstance(data, dict) and "type" in self.fields else self.fields

    def kept_files(self, standing: list[Attachment]) -> tuple[Attachment, ...] | None:
        """The files of an edited message: those the body keeps and the new ones; None where it does not say."""
        listed = self.message_fields().get("attachments")
        if listed is None and not self.files:
            return None
        if listed is None:
            return (*standing, *self.new_files())
        kept = {str(each.get("id")) for each in listed}
        return (*(each for each in standing if str(each.id) in kept), *self.new_files())


def snowflake(text: object, name: str) -> int:
    """Read an id as Discord does."""
    if not str(text).isdigit() or int(str(text)) > BIGGEST_ID:
        raise bad_form(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
    return int(str(text))


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """One method on one path; an `open` one needs no bot token, as its path carries one."""

    method: str
    template: str
    handler: Handler
    open: bool


class Routes:
    """The routes of one room of the API, in the order in which they are tried."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def add(self, method: str, template: str, *, open: bool = False) -> Callable[[Handler], Handler]:
        """Register a handler under a method and a path such as `/channels/{channel_id}`."""

        def register(handler: Handler) -> Handler:
            self.all.append(Route(method, template, handler, open))
            return handler

        return register
