"""Forms: modals that keep nothing in memory, so that nobody's text meets an instance that has forgotten them."""

import secrets
from collections.abc import Iterable, Mapping

import discord
from discord import ui

from cogs.ui.picture import custom_id


class Form(ui.Modal):
    """A form that is known by its custom id alone; what is filled in comes back through the router.

    `detail` is what the handler needs beside the number; after it stands what makes the id unique.
    """

    def __init__(
        self, title: str, action: str, number: int = 0, *, labels: Iterable["ui.Label[Form]"], detail: str = ""
    ) -> None:
        unique = f"{detail}:{secrets.token_hex(4)}"
        super().__init__(title=title[:45], custom_id=custom_id(action, number, unique), timeout=None)
        for label in labels:
            self.add_item(label)
        self.stop()

    def fill(self, fields: Mapping[str, str | list[str]]) -> None:
        """Have every field hold what was typed into it before, as far as it fits, or what was picked from its list."""
        for item in self.children:
            field = item.component if isinstance(item, ui.Label) else None
            typed = fields.get(field.custom_id) if isinstance(field, ui.TextInput) else None
            if isinstance(field, ui.TextInput) and isinstance(typed, str):
                field.default = typed[: field.max_length] or None
            picked = fields.get(field.custom_id) if isinstance(field, ui.Select) else None
            if isinstance(field, ui.Select) and isinstance(picked, list):
                for option in field.options:
                    option.default = option.value in picked


def text_field(
    name: str,
    label: str,
    *,
    limit: int,
    hint: str = "",
    filled: str = "",
    is_long: bool = False,
    required: bool = True,
) -> "ui.Label[Form]":
    """A field to type into."""
    return ui.Label(
        text=label,
        description=hint or None,
        component=ui.TextInput(
            custom_id=name,
            style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
            max_length=limit,
            default=filled or None,
            required=required,
        ),
    )


def radio_field(
    name: str,
    label: str,
    options: Iterable[tuple[str, str]],
    *,
    hint: str = "",
    chosen: str = "",
    required: bool = True,
) -> "ui.Label[Form]":
    """A field to pick one of a few: pairs of value and label, none chosen unless `chosen` names one."""
    picks = [
        discord.RadioGroupOption(label=text, value=value, default=value == chosen and bool(chosen))
        for value, text in options
    ]
    return ui.Label(
        text=label,
        description=hint or None,
        component=ui.RadioGroup(custom_id=name, options=picks, required=required),
    )


def select_field(
    name: str,
    label: str,
    options: Iterable[tuple[str, str]],
    *,
    hint: str = "",
    chosen: str = "",
    required: bool = True,
) -> "ui.Label[Form]":
    """A field to pick one of many from a list: pairs of value and label."""
    picks = [
        discord.SelectOption(label=text[:100], value=value, default=value == chosen and bool(chosen))
        for value, text in options
    ]
    return ui.Label(
        text=label,
        description=hint or None,
        component=ui.Select(custom_id=name, options=picks, required=required),
    )


def channel_field(
    name: str, label: str, *, hint: str = "", chosen: int | None = None, required: bool = True
) -> "ui.Label[Form]":
    """A field to pick a text channel, none picked unless `chosen` is one."""
    picked = [discord.SelectDefaultValue(id=chosen, type=discord.SelectDefaultValueType.channel)] if chosen else []
    return ui.Label(
        text=label,
        description=hint or None,
        component=ui.ChannelSelect(
            custom_id=name,
            channel_types=[discord.ChannelType.text],
            min_values=1 if required else 0,
            max_values=1,
            default_values=picked,
            required=required,
        ),
    )
