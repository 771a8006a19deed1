"""What a person sees in the sandbox: messages with their buttons, selects and reactions, forms, and a bot's replies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = dict[str, Any]
FieldValue = str | int | bool | Sequence[str | int] | None

_BUTTON, _STRING_SELECT, _TEXT_INPUT, _TEXT, _LABEL, _RADIO, _CHECKBOX = 2, 3, 4, 10, 18, 21, 23
_SELECTS = frozenset({3, 5, 6, 7, 8})
_LINK_STYLE = 5
_EPHEMERAL, _LOADING = 1 << 6, 1 << 7


class NotThere(LookupError):
    """Somebody wanted to use what is not on a message or form; the text lists what is."""


def _walk(components: Iterable[Json]) -> Iterator[Json]:
    for component in components:
        yield component
        yield from _walk(component.get("components") or [])
        for key in ("accessory", "component"):
            if component.get(key):
                yield from _walk([component[key]])


def _texts_of_embed(embed: Json) -> Iterator[str | None]:
    yield from (embed.get("author", {}).get("name"), embed.get("title"), embed.get("description"))
    for field in embed.get("fields", []):
        yield from (field["name"], field["value"])
    yield embed.get("footer", {}).get("text")


def option_value(options: Sequence[Json], wanted: str | int) -> str:
    """The value of an option named by its value or its label."""
    for key in ("value", "label"):
        for option in options:
            if option[key] == str(wanted):
                return str(option["value"])
    raise NotThere(f"no option {wanted!r} among {[option['label'] for option in options]}")


@dataclass(frozen=True, slots=True)
class Button:
    """A button: `custom_id` or, for a link, `url`."""

    label: str
    custom_id: str | None
    url: str | None
    disabled: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A select of any kind; `options` are Discord's and empty for selects of people, roles and channels."""

    custom_id: str
    placeholder: str
    options: tuple[Json, ...]
    disabled: bool

    def values_of(self, wanted: str | int | Sequence[str | int]) -> list[str]:
        """What is sent for options named by label or value, or for ids."""
        listed = [wanted] if isinstance(wanted, str | int) else list(wanted)
        return [option_value(self.options, each) if self.options else str(each) for each in listed]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as one person saw it at one moment; `raw` is the whole of it as Discord writes it."""

    raw: Json

    @property
    def id(self) -> int:
        """Its id."""
        return int(self.raw["id"])

    @property
    def channel_id(self) -> int:
        """The channel or thread it stands in."""
        return int(self.raw["channel_id"])

    @property
    def author_id(self) -> int:
        """Who wrote it."""
        return int(self.raw["author"]["id"])

    @property
    def is_by_bot(self) -> bool:
        """Whether a bot wrote it."""
        return bool(self.raw["author"].get("bot"))

    @property
    def content(self) -> str:
        """Its plain content, without embeds and components."""
        return str(self.raw["content"])

    @property
    def created_at(self) -> datetime:
        """When it was written, on the world's clock."""
        return datetime.fromisoformat(self.raw["timestamp"])

    @property
    def is_private(self) -> bool:
        """Whether only this person sees it."""
        return bool(self.raw["flags"] & _EPHEMERAL)

    @property
    def is_thinking(self) -> bool:
        """Whether the bot has only announced that it will answer."""
        return bool(self.raw["flags"] & _LOADING)

    @property
    def components(self) -> list[Json]:
        """All its components, however deep they stand, in reading order."""
        return list(_walk(self.raw["components"]))

    @property
    def text(self) -> str:
        """All its text, one part a line: content, embeds and text components; not the labels of controls."""
        parts = [self.content, *(text for embed in self.raw["embeds"] for text in _texts_of_embed(embed))]
        parts += [component["content"] for component in self.components if component["type"] == _TEXT]
        return "\n".join(part for part in parts if part)

    @property
    def buttons(self) -> dict[str, Button]:
        """Its buttons by label; one without a label goes by its emoji."""
        return {
            label: Button(label, each.get("custom_id"), each.get("url"), bool(each.get("disabled")))
            for each in self.components
            if each["type"] == _BUTTON
            for label in [each.get("label") or each["emoji"]["name"]]
        }

    @property
    def selects(self) -> list[Select]:
        """Its selects."""
        return [
            Select(
                each["custom_id"],
                each.get("placeholder", ""),
                tuple(each.get("options", ())),
                bool(each.get("disabled")),
            )
            for each in self.components
            if each["type"] in _SELECTS
        ]

    @property
    def reactions(self) -> dict[str, int]:
        """How many react with each emoji, the bot included."""
        return {each["emoji"]["name"]: each["count"] for each in self.raw.get("reactions", ())}

    @property
    def my_reactions(self) -> set[str]:
        """The emoji with which this person reacts."""
        return {each["emoji"]["name"] for each in self.raw["reactions"] if each["me"] or each["me_burst"]}

    @property
    def thread_id(self) -> int | None:
        """The thread that hangs on it."""
        return int(self.raw["thread"]["id"]) if self.raw.get("thread") else None

    def button(self, label: str) -> Button:
        """The button of a label."""
        found = self.buttons.get(label)
        if found is None:
            raise NotThere(f"no button {label!r} among {list(self.buttons)} on: {self.text[:200]!r}")
        return found

    def select(self, which: str) -> Select:
        """The select of a placeholder or custom id."""
        for select in self.selects:
            if which in (select.placeholder, select.custom_id):
                return select
        raise NotThere(f"no select {which!r} among {[each.placeholder or each.custom_id for each in self.selects]}")


@dataclass(frozen=True, slots=True)
class Form:
    """A form (modal) that an interaction opened."""

    interaction_id: int
    raw: Json

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.raw["title"])

    @property
    def text(self) -> str:
        """Its explaining texts, labels and descriptions, one a line."""
        keys = ("content", "label", "description")
        return "\n".join(each[key] for each in _walk(self.raw["components"]) for key in keys if each.get(key))

    @property
    def fields(self) -> dict[str, Json]:
        """Its input components by label."""
        labelled = {}
        for each in _walk(self.raw["components"]):
            if each["type"] == _LABEL:
                labelled[each["label"]] = each["component"]
            elif each["type"] == _TEXT_INPUT and each.get("label"):
                labelled[each["label"]] = each
        return labelled

    def entries(self, given: Mapping[str, FieldValue]) -> Json:
        """What is sent for values by label (or custom id); options are named by label or value, things by id."""
        by_id = {component["custom_id"]: component for component in self.fields.values()}
        entries: Json = {}
        for name, value in given.items():
            component = self.fields.get(name) or by_id.get(name)
            if component is None:
                raise NotThere(f"no field {name!r} among {list(self.fields)} in the form {self.title!r}")
            entries[component["custom_id"]] = _entry(component, value)
        return entries


def _entry(component: Json, value: FieldValue) -> str | bool | list[str] | None:
    kind, options = component["type"], component.get("options", [])
    if kind == _CHECKBOX:
        return bool(value)
    if kind == _TEXT_INPUT:
        return "" if value is None else str(value)
    if kind == _RADIO:
        return option_value(options, str(value)) if value is not None else None
    if value is None:
        return []
    listed = [value] if isinstance(value, str | int) else list(value)
    return [option_value(options, each) if options else str(each) for each in listed]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a command, a press, a choice or a form.

    `state` is the sandbox's: answered, acknowledged (no new message), form. `messages` are the answers so far, `source`
    the message whose control was used, as it stands after the answer.
    """

    id: int
    state: str
    messages: tuple[Message, ...]
    source: Message | None
    form: Form | None

    @property
    def message(self) -> Message:
        """The latest message in answer; where there is none, the message whose control was used."""
        if self.messages:
            return self.messages[-1]
        if self.source is not None:
            return self.source
        raise NotThere(f"the reply ({self.state}) has no message")

    @property
    def text(self) -> str:
        """All text of the answers, or of the form, or of the message that was used."""
        if self.messages:
            return "\n".join(message.text for message in self.messages)
        return self.form.text if self.form is not None else self.message.text

    @property
    def buttons(self) -> dict[str, Button]:
        """The buttons of the latest message, by label."""
        return self.message.buttons


def reply_of(given: Json) -> Reply:
    """Read the sandbox's answer about an interaction."""
    return Reply(
        int(given["id"]),
        given["state"],
        tuple(Message(each) for each in given["messages"]),
        Message(given["source"]) if given["source"] else None,
        Form(int(given["id"]), given["form"]) if given["form"] else None,
    )
