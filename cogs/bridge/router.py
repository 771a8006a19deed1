"""The router: presses and forms find their handler by custom id, also after a restart, and their errors are sealed."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, TypeVar, cast

import discord
from discord import app_commands
from discord.ext import commands

from cogs.bridge.answer import end_error, show_undelivered
from cogs.bridge.host import FromAnotherVersion, Host
from cogs.ui.picture import PREFIX

Handler = Callable[[Any, discord.Interaction, "Act"], Awaitable[None]]
_Method = TypeVar("_Method", bound=Handler)
_Kind = TypeVar("_Kind", bound=StrEnum)

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu

_CUSTOM_ID = re.compile(rf"{PREFIX}/(?P<action>[a-z-]+)/(?P<number>[0-9]{{1,9}})/(?P<detail>.*)")
"""Numbers stay within the 32 bits that the database has for them."""

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_ACTION = "__minga_action__"


@dataclass(frozen=True, slots=True)
class Act:
    """What a custom id says, and for a form what was filled in: text, or a list of what was chosen, by field."""

    action: str
    number: int
    detail: str
    fields: dict[str, str | list[str]]

    def text(self, field: str) -> str:
        """What was typed into a field, or picked where one thing could be; empty where nothing was."""
        value = self.fields.get(field, "")
        return value if isinstance(value, str) else next(iter(value), "")

    def typed(self) -> str:
        """Everything that was typed, for giving it back."""
        return "\n\n".join(value for value in self.fields.values() if isinstance(value, str) and value)


def whole_number(text: str) -> int:
    """The number that a custom id or a select carries as text; refuses with `FromAnotherVersion`."""
    if _WHOLE_NUMBER.fullmatch(text) is None:
        raise FromAnotherVersion
    return int(text)


def member_of(kind: type[_Kind], value: str) -> _Kind:
    """The member of an enum that a custom id or a select carries as text; refuses with `FromAnotherVersion`."""
    try:
        return kind(value)
    except ValueError:
        raise FromAnotherVersion from None


def on_act(action: str) -> Callable[[_Method], _Method]:
    """Mark a method of a `NounCog` as the handler of presses or of a form with this action."""

    def mark(method: _Method) -> _Method:
        setattr(method, _ACTION, action)
        return method

    return mark


class NounCog(commands.Cog):
    """One noun's extension: commands, and handlers marked with `on_act`."""

    host: Host
    handlers: ClassVar[dict[str, tuple[type["NounCog"], Handler]]] = {}
    """All handlers of all extensions by action; the property tests walk them."""

    def __init__(self, bot: commands.Bot) -> None:
        self.host = cast(Host, bot)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for member in vars(cls).values():
            action = getattr(member, _ACTION, None)
            if action is None:
                continue
            if action in NounCog.handlers:
                raise TypeError(f"two handlers for the act {action!r}")
            NounCog.handlers[action] = (cls, member)


def act_of(interaction: discord.Interaction) -> Act:
    """What a press or a form asks for; the action is empty where its custom id is not ours."""
    data: Any = interaction.data or {}
    fields = _fields(data.get("components", [])) if interaction.type is discord.InteractionType.modal_submit else {}
    found = _CUSTOM_ID.fullmatch(data.get("custom_id", ""))
    if found is None:
        return Act("", 0, "", fields)
    return Act(found["action"], int(found["number"]), found["detail"], fields)


def chosen_values(interaction: discord.Interaction) -> list[str]:
    """What was chosen in a select on a message."""
    data: Any = interaction.data or {}
    return [str(value) for value in data.get("values", [])]


def _fields(components: list[Any]) -> dict[str, str | list[str]]:
    """The filled-in values of a form by their custom ids, as Discord sends them."""
    filled: dict[str, str | list[str]] = {}
    for component in components:
        inner = component.get("components") or ([component["component"]] if "component" in component else [])
        if inner:
            filled |= _fields(inner)
        elif "values" in component:
            filled[component["custom_id"]] = [str(value) for value in component["values"]]
        elif component.get("value") is not None:
            filled[component["custom_id"]] = str(component["value"])
    return filled


class RouterCog(commands.Cog):
    """Brings every press and every form to its handler."""

    def __init__(self, bot: commands.Bot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Route presses and forms; commands have the tree."""
        if interaction.type not in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            return
        act = act_of(interaction)
        try:
            kind, handler = NounCog.handlers.get(act.action, (None, None))
            cog = self._bot.get_cog(kind.__cog_name__) if kind else None
            if cog is None or handler is None:
                raise FromAnotherVersion
            await handler(cog, interaction, act)
            await show_undelivered(interaction)
        except Exception as error:
            await end_error(interaction, error, act.typed())

    @commands.Cog.listener()
    async def on_app_command_completion(self, interaction: discord.Interaction, command: AnyCommand) -> None:
        """After a command that worked: what waits for whoever typed it."""
        try:
            await show_undelivered(interaction)
        except Exception as error:
            await end_error(interaction, error)


async def setup(bot: commands.Bot) -> None:
    """Load the router."""
    await bot.add_cog(RouterCog(bot))
