"""What the bot answers: first answers to interactions, and all that may follow by their tokens."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.world.errors import FormErrors, bad_form, refuse
from bot.sandbox.world.forms import normal_form
from bot.sandbox.world.interaction import Asked, Interaction, State
from bot.sandbox.world.interaction_acts import TOKEN_LIFE
from bot.sandbox.world.posts import EPHEMERAL, LOADING, Attachment, Message, MessageType
from bot.sandbox.world.shapes import user_shape

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

Json = dict[str, Any]
PONG, MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, FORM = 1, 4, 5, 6, 7, 8, 9
MAX_CHOICES = 25


class Answers:
    """The bot's side of interactions."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def first(
        self, interaction_id: int, token: str, body: Json, attachments: tuple[Attachment, ...] = ()
    ) -> tuple[Interaction, Message | None]:
        """Take the first answer; refused with 10062 when unknown or later than three seconds, 40060 when not first."""
        interactions = self._world.interactions
        interaction = interactions.by_id.get(interaction_id)
        if interaction is None or interaction.token != token:
            raise refuse("unknown_interaction")
        if interaction.state is State.WAITING and interactions.is_late(interaction):
            interactions.expire(interaction)
        if interaction.state is State.FAILED:
            raise refuse("unknown_interaction")
        if interaction.state is not State.WAITING:
            raise refuse("already_acknowledged")
        self._check_kind(interaction, body.get("type"))
        message = self._act(interaction, body, attachments)
        if interaction.opened_by is not None:
            interaction.opened_by.form_is_open = False
        interactions.announce(interaction)
        return interaction, message

    def follow_up(self, token: str, body: Json, attachments: tuple[Attachment, ...] = ()) -> Message:
        """Send a further message; the first one after "is thinking" takes that message's place."""
        interaction = self._by_token(token)
        if interaction.state in (State.WAITING, State.FAILED):
            raise refuse("unknown_webhook")
        if interaction.state is State.DEFERRED:
            return self.edit(token, None, body, attachments)
        return self._say(interaction, body, attachments, is_original=False)

    def message(self, token: str, message_id: int | None) -> Message:
        """A message that came in answer; None means the original one."""
        interaction = self._by_token(token)
        wanted = interaction.original_id if message_id is None else message_id
        own = wanted is not None and (wanted in interaction.message_ids or wanted == interaction.original_id)
        message = self._find(interaction, wanted) if own and wanted is not None else None
        if message is None:
            raise refuse("unknown_message")
        return message

    def edit(
        self, token: str, message_id: int | None, body: Json, attachments: tuple[Attachment, ...] | None = None
    ) -> Message:
        """Change a message that came in answer; "is thinking" ends with it."""
        interaction = self._by_token(token)
        message = self.message(token, message_id)
        if not message.flags & LOADING:
            return self._world.messages.rewrite(message, body, attachments)
        message.flags &= ~LOADING
        try:
            self._world.messages.rewrite(message, body, attachments)
        except Exception:
            message.flags |= LOADING
            raise
        interaction.move_to(State.ANSWERED)
        self._world.interactions.announce(interaction)
        return message

    def delete(self, token: str, message_id: int | None) -> None:
        """Delete a message that came in answer."""
        interaction = self._by_token(token)
        self._world.messages.remove(self.message(token, message_id))
        if interaction.state is State.DEFERRED:
            interaction.move_to(State.ACKNOWLEDGED)
            self._world.interactions.announce(interaction)

    def _by_token(self, token: str) -> Interaction:
        interaction = self._world.interactions.by_token.get(token)
        if interaction is None:
            raise refuse("unknown_webhook")
        if interaction.created_at + TOKEN_LIFE <= self._world.now():
            raise refuse("expired_token")
        return interaction

    def _find(self, interaction: Interaction, message_id: int) -> Message | None:
        private = self._world.ephemerals.get(message_id)
        channel = self._world.channels.get(interaction.channel_id)
        return private or (channel.messages.get(message_id) if channel else None)

    def _check_kind(self, interaction: Interaction, kind: object) -> None:
        allowed = {
            Asked.COMMAND: (MESSAGE, DEFER, FORM),
            Asked.AUTOCOMPLETE: (CHOICES,),
            Asked.COMPONENT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE, FORM),
            Asked.FORM: (MESSAGE, DEFER, *((DEFER_UPDATE, UPDATE) if interaction.source_id else ())),
        }[interaction.kind]
        form = FormErrors()
        form.choice("type", kind, allowed)
        form.check()

    def _act(self, interaction: Interaction, body: Json, attachments: tuple[Attachment, ...]) -> Message | None:
        kind, data = body["type"], body.get("data") or {}
        if kind == MESSAGE:
            message = self._say(interaction, data, attachments, is_original=True)
            interaction.move_to(State.ANSWERED)
            return message
        if kind == DEFER:
            message = self._think(interaction, (data.get("flags") or 0) & EPHEMERAL)
            interaction.move_to(State.DEFERRED)
            return message
        if kind in (DEFER_UPDATE, UPDATE):
            return self._update(interaction, kind, data, attachments)
        if kind == CHOICES:
            interaction.choices = _normal_choices(data.get("choices"))
            interaction.move_to(State.CHOICES)
            return None
        interaction.form = normal_form(data)
        interaction.form_is_open = True
        interaction.move_to(State.FORM)
        return None

    def _update(
        self, interaction: Interaction, kind: int, data: Json, attachments: tuple[Attachment, ...]
    ) -> Message | None:
        assert interaction.source_id is not None
        source = self._find(interaction, interaction.source_id)
        if kind == UPDATE:
            if source is None:
                raise refuse("unknown_message")
            self._world.messages.rewrite(source, data, attachments or None)
        interaction.original_id = interaction.source_id
        interaction.move_to(State.ACKNOWLEDGED)
        return source if kind == UPDATE else None

    def _say(
        self, interaction: Interaction, body: Json, attachments: tuple[Attachment, ...], *, is_original: bool
    ) -> Message:
        world = self._world
        channel = world.channel_of(interaction.channel_id)
        message = world.messages.compose(world.bot.id, channel, body, attachments, allow_ephemeral=True)
        self._put(interaction, message, is_original)
        return message

    def _think(self, interaction: Interaction, ephemeral: int) -> Message:
        world = self._world
        channel = world.channel_of(interaction.channel_id)
        message = Message(world.snowflakes.next(), channel.id, channel.guild_id, world.bot.id, world.now())
        message.flags = LOADING | ephemeral
        self._put(interaction, message, is_original=True)
        return message

    def _put(self, interaction: Interaction, message: Message, is_original: bool) -> None:
        world = self._world
        if message.is_ephemeral:
            message.only_for = interaction.user_id
        message.application_id = message.webhook_id = world.application_id
        message.interaction = self._metadata(interaction)
        if is_original:
            interaction.original_id = message.id
            if interaction.kind is Asked.COMMAND:
                message.type = MessageType.COMMAND
                message.interaction_name = interaction.command_name
        else:
            message.interaction["original_response_message_id"] = str(interaction.original_id)
        if message.type == MessageType.DEFAULT and interaction.original_id is not None and not is_original:
            self._refer_to_original(interaction, message)
        interaction.message_ids.append(message.id)
        world.messages.put(world.channel_of(interaction.channel_id), message)

    def _refer_to_original(self, interaction: Interaction, message: Message) -> None:
        message.type = MessageType.REPLY
        message.reference = {
            "type": 0,
            "message_id": str(interaction.original_id),
            "channel_id": str(interaction.channel_id),
        }
        if interaction.guild_id is not None:
            message.reference["guild_id"] = str(interaction.guild_id)

    def _metadata(self, interaction: Interaction) -> Json:
        shape: Json = {
            "id": str(interaction.id),
            "type": int(interaction.kind),
            "user": user_shape(self._world.user_of(interaction.user_id)),
            "authorizing_integration_owners": {"0": str(interaction.guild_id or 0)},
        }
        if interaction.kind is Asked.COMPONENT:
            shape["interacted_message_id"] = str(interaction.source_id)
        if interaction.opened_by is not None:
            shape["triggering_interaction_metadata"] = self._metadata(interaction.opened_by)
        return shape


def _normal_choices(given: object) -> list[Json]:
    choices = given if isinstance(given, list) else []
    if len(choices) > MAX_CHOICES:
        raise bad_form("data.choices", "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_CHOICES} or fewer in length.")
    form = FormErrors()
    for index, choice in enumerate(choices):
        form.length(f"data.choices.{index}.name", choice.get("name"), 100, 1)
        if isinstance(choice.get("value"), str):
            form.length(f"data.choices.{index}.value", choice["value"], 100)
    form.check()
    return [{"name": choice.get("name"), "value": choice.get("value")} for choice in choices]
