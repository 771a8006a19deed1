"""Answers to interactions over REST: the first one, and all that may follow by the token."""

from typing import Any

from bot.sandbox.rest.call import Answer, Call, Routes
from bot.sandbox.rest.messages import shape
from bot.sandbox.world.errors import refuse
from bot.sandbox.world.interaction import Interaction
from bot.sandbox.world.message_shapes import message_shape
from bot.sandbox.world.posts import EPHEMERAL, LOADING, Message

routes = Routes()
TOKEN = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = TOKEN + "/messages/@original"
FOLLOW_UP = TOKEN + "/messages/{message_id}"


@routes.add("POST", "/interactions/{interaction_id}/{interaction_token}/callback", open=True)
def callback(call: Call) -> Answer:
    """Take the first answer to an interaction."""
    interaction, message = call.world.answers.first(
        call.id("interaction_id"), call.parts["interaction_token"], call.fields, call.new_files()
    )
    if not call.flag("with_response"):
        return Answer(204)
    return Answer(200, _callback_shape(call, interaction, message))


def _callback_shape(call: Call, interaction: Interaction, message: Message | None) -> dict[str, Any]:
    brief: dict[str, Any] = {"id": str(interaction.id), "type": int(interaction.kind)}
    brief["channel_id"] = str(interaction.channel_id)
    if interaction.guild_id is not None:
        brief["guild_id"] = str(interaction.guild_id)
    answer: dict[str, Any] = {"interaction": brief}
    if message is not None:
        brief["response_message_id"] = str(message.id)
        brief["response_message_loading"] = bool(message.flags & LOADING)
        brief["response_message_ephemeral"] = bool(message.flags & EPHEMERAL)
        if not message.flags & LOADING:
            shown = message_shape(call.world, message, call.bot_id)
            answer["resource"] = {"type": call.fields["type"], "message": shown}
    return answer


def _token(call: Call) -> str:
    if call.id("webhook_id") != call.world.application_id:
        raise refuse("unknown_webhook")
    return call.parts["webhook_token"]


@routes.add("POST", TOKEN, open=True)
def follow_up(call: Call) -> Answer:
    """Send a further message."""
    return Answer(200, shape(call, call.world.answers.follow_up(_token(call), call.fields, call.new_files())))


@routes.add("GET", ORIGINAL, open=True)
def original(call: Call) -> Answer:
    """Read the original answer."""
    return Answer(200, shape(call, call.world.answers.message(_token(call), None)))


@routes.add("PATCH", ORIGINAL, open=True)
def edit_original(call: Call) -> Answer:
    """Edit the original answer."""
    return _edit(call, None)


@routes.add("DELETE", ORIGINAL, open=True)
def delete_original(call: Call) -> Answer:
    """Delete the original answer."""
    call.world.answers.delete(_token(call), None)
    return Answer(204)


@routes.add("GET", FOLLOW_UP, open=True)
def get(call: Call) -> Answer:
    """Read a further message."""
    return Answer(200, shape(call, call.world.answers.message(_token(call), call.id("message_id"))))


@routes.add("PATCH", FOLLOW_UP, open=True)
def edit(call: Call) -> Answer:
    """Edit a further message."""
    return _edit(call, call.id("message_id"))


@routes.add("DELETE", FOLLOW_UP, open=True)
def delete(call: Call) -> Answer:
    """Delete a further message."""
    call.world.answers.delete(_token(call), call.id("message_id"))
    return Answer(204)


def _edit(call: Call, message_id: int | None) -> Answer:
    answers, token = call.world.answers, _token(call)
    files = call.kept_files(answers.message(token, message_id).attachments)
    return Answer(200, shape(call, answers.edit(token, message_id, call.fields, files)))
