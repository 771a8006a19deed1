"""What people ask of the bot: commands, autocomplete, buttons, selects, forms."""

import asyncio
import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.sandbox.world import forms
from bot.sandbox.world.component_kinds import SELECTS, Kind, find_by_custom_id
from bot.sandbox.world.errors import FormErrors, refuse
from bot.sandbox.world.interaction import Asked, Interaction, State
from bot.sandbox.world.interaction_data import (
    SELECT_RESOLVING,
    descend,
    fields_to_resolve,
    options_to_resolve,
    read_options,
    resolve,
)
from bot.sandbox.world.message_shapes import message_shape
from bot.sandbox.world.places import Channel
from bot.sandbox.world.posts import Message
from bot.sandbox.world.shapes import channel_shape, member_shape, user_shape

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

Json = dict[str, Any]
TOKEN_LIFE = timedelta(minutes=15)
ATTACHMENT_LIMIT = 10 * 1024 * 1024
KEPT = 2000


class Interactions:
    """The acts upon the bot; each answers the interaction, whose `settled` event tells when the bot is done.

    `answer_within` is Discord's three seconds, on the real clock.
    """

    def __init__(self, world: "World") -> None:
        self._world = world
        self.answer_within = 3.0
        self.by_id: dict[int, Interaction] = {}
        self.by_token: dict[str, Interaction] = {}

    def invoke(
        self, user_id: int, channel_id: int, name: str, options: Mapping[str, object] | None = None
    ) -> Interaction:
        """Use a slash command; `name` has the subcommand's words after it, options go by their (unlocalised) names."""
        words = name.split()
        shape = self._world.commands.named(user_id, channel_id, words[0])
        leaf, way = descend(shape, words[1:])
        sent = read_options(leaf, options or {})
        channel = self._world.channel_of(channel_id, user_id)
        resolved = resolve(self._world, channel, options_to_resolve(sent))
        data = _command_data(shape, way, sent, resolved)
        return self._ask(Asked.COMMAND, user_id, channel, data, command_name=name)

    def invoke_on(self, user_id: int, channel_id: int, name: str, target_id: int, *, kind: int) -> Interaction:
        """Use a command from the menu of a user (kind 2) or of a message of this channel (kind 3)."""
        world = self._world
        shape = world.commands.named(user_id, channel_id, name, kind)
        channel = world.channel_of(channel_id, user_id)
        if kind == 2:
            resolved = resolve(world, channel, [("user", str(target_id))])
        else:
            message = world.message_of(channel_id, target_id, user_id)
            resolved = {"messages": {str(target_id): message_shape(world, message, world.bot.id)}}
        data = _command_data(shape, [], [], resolved) | {"target_id": str(target_id)}
        return self._ask(Asked.COMMAND, user_id, channel, data, command_name=name)

    def autocomplete(
        self, user_id: int, channel_id: int, name: str, options: Mapping[str, object], focused: str
    ) -> Interaction:
        """Ask for suggestions while an option is being typed; they stand in `choices` once it is answered."""
        words = name.split()
        shape = self._world.commands.named(user_id, channel_id, words[0])
        leaf, way = descend(shape, words[1:])
        sent = read_options(leaf, {focused: "", **options}, focused=focused)
        channel = self._world.channel_of(channel_id, user_id)
        return self._ask(Asked.AUTOCOMPLETE, user_id, channel, _command_data(shape, way, sent, {}), command_name=name)

    def press(self, user_id: int, channel_id: int, message_id: int, custom_id: str) -> Interaction:
        """Press a button of a message of the bot."""
        message, component = self._component(user_id, channel_id, message_id, custom_id)
        if component["type"] != Kind.BUTTON or component["disabled"]:
            raise refuse("unknown_interaction")
        data = {"component_type": int(Kind.BUTTON), "custom_id": custom_id, "id": component["id"]}
        return self._use(user_id, message, data)

    def choose(
        self, user_id: int, channel_id: int, message_id: int, custom_id: str, values: Sequence[str]
    ) -> Interaction:
        """Choose in a select of a message of the bot: option values, or ids of users, roles or channels."""
        message, component = self._component(user_id, channel_id, message_id, custom_id)
        if component["type"] not in SELECTS or component["disabled"]:
            raise refuse("unknown_interaction")
        form = FormErrors()
        if not component["min_values"] <= len(values) <= component["max_values"]:
            most, least = component["max_values"], component["min_values"]
            form.add("values", "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        if "options" in component and not set(values) <= {option["value"] for option in component["options"]}:
            form.add("values", "BASE_TYPE_CHOICES", "Value must be one of the options.")
        form.check()
        data: Json = {
            "component_type": component["type"],
            "custom_id": custom_id,
            "id": component["id"],
            "values": [str(value) for value in values],
        }
        kind = SELECT_RESOLVING.get(component["type"])
        if kind is not None:
            channel = self._world.channel_of(channel_id)
            data["resolved"] = resolve(self._world, channel, [(kind, value) for value in data["values"]])
        return self._use(user_id, message, data)

    def submit(self, user_id: int, interaction_id: int, values: Mapping[str, object]) -> Interaction:
        """Send the form that an interaction opened, with entries by custom id (see `forms.entries`).

        A refused form stays open, and one the bot fails to answer too.
        """
        opener = self.by_id.get(interaction_id)
        if opener is None or opener.form is None or not opener.form_is_open or opener.user_id != user_id:
            raise refuse("unknown_interaction")
        submitted = forms.entries(opener.form, values)
        channel = self._world.channel_of(opener.channel_id, user_id)
        data: Json = {"custom_id": opener.form["custom_id"], "components": submitted}
        resolved = resolve(self._world, channel, fields_to_resolve(submitted))
        if resolved:
            data["resolved"] = resolved
        return self._ask(Asked.FORM, user_id, channel, data, opened_by=opener, source_id=opener.source_id)

    def dismiss_form(self, user_id: int, interaction_id: int) -> None:
        """Close a form without sending it; the bot is not told."""
        opener = self.by_id.get(interaction_id)
        if opener is not None and opener.user_id == user_id:
            opener.form_is_open = False
            self.announce(opener)

    def announce(self, interaction: Interaction) -> None:
        """Tell the person's page how far the answer has come."""
        self._world.bus.emit(
            "SANDBOX_INTERACTION",
            interaction.shape(),
            guild_id=interaction.guild_id,
            channel_id=interaction.channel_id,
            to=interaction.user_id,
        )

    def is_late(self, interaction: Interaction) -> bool:
        """Whether the three seconds for a first answer are over."""
        return time.monotonic() > interaction.deadline

    def expire(self, interaction: Interaction) -> None:
        """Let an interaction fail if nothing was answered."""
        if interaction.state is State.WAITING:
            interaction.move_to(State.FAILED)
            self.announce(interaction)

    def _component(self, user_id: int, channel_id: int, message_id: int, custom_id: str) -> tuple[Message, Json]:
        message = self._world.message_of(channel_id, message_id, user_id)
        component = find_by_custom_id(message.components, custom_id)
        if component is None or message.author_id != self._world.bot.id:
            raise refuse("unknown_interaction")
        return message, component

    def _use(self, user_id: int, message: Message, data: Json) -> Interaction:
        channel = self._world.channel_of(message.channel_id, user_id)
        return self._ask(Asked.COMPONENT, user_id, channel, data, source_id=message.id)

    def _ask(
        self,
        kind: Asked,
        user_id: int,
        channel: Channel,
        data: Json,
        *,
        command_name: str | None = None,
        source_id: int | None = None,
        opened_by: Interaction | None = None,
    ) -> Interaction:
        world = self._world
        interaction = Interaction(
            world.snowflakes.next(),
            secrets.token_urlsafe(48),
            kind,
            user_id,
            channel.guild_id,
            channel.id,
            world.now(),
            time.monotonic() + self.answer_within,
            data,
            command_name,
            source_id,
            opened_by,
        )
        self._keep(interaction)
        world.bus.emit(
            "INTERACTION_CREATE",
            self._gateway_shape(interaction, channel),
            guild_id=channel.guild_id,
            channel_id=channel.id,
            to=world.bot.id,
        )
        self.announce(interaction)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return interaction
        loop.call_later(self.answer_within, self.expire, interaction)
        return interaction

    def _keep(self, interaction: Interaction) -> None:
        self.by_id[interaction.id] = self.by_token[interaction.token] = interaction
        if len(self.by_id) > KEPT:
            oldest = next(iter(self.by_id.values()))
            del self.by_id[oldest.id], self.by_token[oldest.token]

    def _gateway_shape(self, interaction: Interaction, channel: Channel) -> Json:
        world = self._world
        user = world.user_of(interaction.user_id)
        granted = world.permissions_in(user.id, channel)
        shape: Json = {
            "id": str(interaction.id),
            "application_id": str(world.application_id),
            "type": int(interaction.kind),
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel_id": str(channel.id),
            "channel": channel_shape(channel, [user]) | {"permissions": str(int(granted))},
            "locale": user.locale,
            "app_permissions": str(int(world.permissions_in(world.bot.id, channel))),
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": {"0": str(interaction.guild_id or 0)},
            "context": 0 if interaction.guild_id else 1,
            "attachment_size_limit": ATTACHMENT_LIMIT,
        }
        if interaction.source_id is not None:
            source = world.message_of(channel.id, interaction.source_id, user.id)
            shape["message"] = message_shape(world, source, world.bot.id)
        if interaction.guild_id is None:
            return shape | {"user": user_shape(user)}
        guild = world.guild_of(interaction.guild_id)
        member = member_shape(guild.members[user.id]) | {"permissions": str(int(granted))}
        brief = {"id": str(guild.id), "locale": guild.locale, "features": list(guild.features)}
        return shape | {"guild_id": str(guild.id), "guild_locale": guild.locale, "guild": brief, "member": member}


def _command_data(shape: Json, way: list[Json], options: list[Json], resolved: Json) -> Json:
    for step in reversed(way):
        options = [{"name": step["name"], "type": step["type"], "options": options}]
    data: Json = {"id": shape["id"], "name": shape["name"], "type": shape["type"]}
    if options:
        data["options"] = options
    if resolved:
        data["resolved"] = resolved
    if "guild_id" in shape:
        data["guild_id"] = shape["guild_id"]
    return data
