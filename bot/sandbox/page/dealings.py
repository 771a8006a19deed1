"""What a person asks of the bot: commands with their suggestions, buttons, selects and forms, and its answers."""

import asyncio
from collections.abc import Iterator

from aiohttp import web

from bot.sandbox.page.views import message_view
from bot.sandbox.page.visit import Handler, Json, Visit, answer, nothing, number_in, refusal, required_text
from bot.sandbox.world import World
from bot.sandbox.world.errors import refuse
from bot.sandbox.world.interaction import Interaction

LONGEST_WAIT = 60.0
SLACK = 1.0
_SUBCOMMAND, _GROUP = 1, 2


def reply_view(world: World, interaction: Interaction) -> Json:
    """How far the bot has come with an interaction, with the messages that answer it and the one it was used on."""
    channel = world.channels.get(interaction.channel_id)

    def standing(message_id: int) -> Json | None:
        message = (channel.messages.get(message_id) if channel else None) or world.ephemerals.get(message_id)
        return message_view(world, message, interaction.user_id) if message is not None else None

    answers = [view for view in map(standing, interaction.message_ids) if view is not None]
    source = standing(interaction.source_id) if interaction.source_id is not None else None
    return interaction.shape() | {"messages": answers, "source": source}


async def _first_answer(visit: Visit, interaction: Interaction) -> web.StreamResponse:
    await _bounded(interaction.answered, visit.world.interactions.answer_within + SLACK)
    return answer(reply_view(visit.world, interaction))


async def _bounded(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return


async def list_commands(visit: Visit) -> web.StreamResponse:
    """The slash commands that a member can use in a channel, one entry for each that can be sent.

    An entry has `path` (the words to send), `label` (the words in the member's language), `description` and `options`,
    which are Discord's with a `label` each.
    """
    user_id, channel_id = visit.place()
    shapes = visit.world.commands.available(user_id, channel_id)
    return answer([entry for shape in shapes if shape["type"] == 1 for entry in _entries(shape, [], [])])


def _entries(shape: Json, path: list[str], label: list[str]) -> Iterator[Json]:
    path = [*path, shape["name"]]
    label = [*label, shape["name_localized"]]
    options = shape.get("options", [])
    inner = [option for option in options if option["type"] in (_SUBCOMMAND, _GROUP)]
    for option in inner:
        yield from _entries(option, path, label)
    if not inner:
        yield {
            "path": " ".join(path),
            "label": " ".join(label),
            "description": shape["description_localized"],
            "options": [_option(option) for option in options],
        }


def _option(option: Json) -> Json:
    choices = [{"label": each["name_localized"], "value": each["value"]} for each in option.get("choices") or []]
    texts = {"label": option["name_localized"], "description": option["description_localized"]}
    return option | texts | {"choices": choices}


async def list_menu(visit: Visit) -> web.StreamResponse:
    """The commands in the menus of members and messages: [{"name", "label", "kind"}]; kind 2 members, 3 messages."""
    user_id, channel_id = visit.place()
    shapes = visit.world.commands.available(user_id, channel_id)
    found = [shape for shape in shapes if shape["type"] != 1]
    return answer([{"name": s["name"], "label": s["name_localized"], "kind": s["type"]} for s in found])


async def invoke(visit: Visit) -> web.StreamResponse:
    """Use a command: {"command": "decisions list", "options": {…}}; answers once the bot has, or failed to."""
    user_id, channel_id = visit.place()
    body = await visit.body()
    name = required_text(body, "command")
    return await _first_answer(
        visit, visit.world.interactions.invoke(user_id, channel_id, name, body.get("options") or {})
    )


async def invoke_on(visit: Visit) -> web.StreamResponse:
    """Use a menu's command: {"command", "kind", "target_id"}."""
    user_id, channel_id = visit.place()
    body = await visit.body()
    name, kind, target_id = required_text(body, "command"), number_in(body, "kind"), number_in(body, "target_id")
    return await _first_answer(
        visit, visit.world.interactions.invoke_on(user_id, channel_id, name, target_id or 0, kind=kind or 3)
    )


async def autocomplete(visit: Visit) -> web.StreamResponse:
    """Ask for suggestions: {"command", "options", "focused"}; answers [{"label", "value"}]."""
    user_id, channel_id = visit.place()
    body = await visit.body()
    interactions = visit.world.interactions
    interaction = interactions.autocomplete(
        user_id,
        channel_id,
        required_text(body, "command"),
        body.get("options") or {},
        required_text(body, "focused"),
    )
    await _bounded(interaction.answered, interactions.answer_within + SLACK)
    return answer([{"label": each["name"], "value": each["value"]} for each in interaction.choices or []])


async def press(visit: Visit) -> web.StreamResponse:
    """Press a button: {"custom_id"}."""
    user_id, channel_id = visit.place()
    custom_id = required_text(await visit.body(), "custom_id")
    interaction = visit.world.interactions.press(user_id, channel_id, visit.number("message"), custom_id)
    return await _first_answer(visit, interaction)


async def choose(visit: Visit) -> web.StreamResponse:
    """Choose in a select: {"custom_id", "values"}."""
    user_id, channel_id = visit.place()
    body = await visit.body()
    custom_id = required_text(body, "custom_id")
    values = body.get("values")
    if not isinstance(values, list):
        raise refusal(400, "“values” must be a list.")
    interaction = visit.world.interactions.choose(
        user_id, channel_id, visit.number("message"), custom_id, [str(value) for value in values]
    )
    return await _first_answer(visit, interaction)


async def submit(visit: Visit) -> web.StreamResponse:
    """Send a form: {"fields": {custom_id: value}}; what is left out keeps the bot's preset."""
    _, user_id = visit.seat()
    body = await visit.body()
    fields = body.get("fields")
    if not isinstance(fields, dict):
        raise refusal(400, "“fields” must be an object.")
    return await _first_answer(visit, visit.world.interactions.submit(user_id, visit.number("interaction"), fields))


async def close_form(visit: Visit) -> web.StreamResponse:
    """Close a form without sending it."""
    _, user_id = visit.seat()
    visit.world.interactions.dismiss_form(user_id, visit.number("interaction"))
    return nothing()


async def see_reply(visit: Visit) -> web.StreamResponse:
    """How far an answer has come; `?timeout=SECONDS` waits until nothing is pending any more."""
    _, user_id = visit.seat()
    interaction = visit.world.interactions.by_id.get(visit.number("interaction"))
    if interaction is None or interaction.user_id != user_id:
        raise refuse("unknown_interaction")
    seconds = min(visit.asked("timeout") or 0, LONGEST_WAIT)
    if seconds:
        await _bounded(interaction.settled, seconds)
    return answer(reply_view(visit.world, interaction))


_CHANNEL = "/channels/{channel:\\d+}"
_MESSAGE = _CHANNEL + "/messages/{message:\\d+}"
_INTERACTION = "/interactions/{interaction:\\d+}"
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", _CHANNEL + "/commands", list_commands),
    ("POST", _CHANNEL + "/commands", invoke),
    ("GET", _CHANNEL + "/menu", list_menu),
    ("POST", _CHANNEL + "/menu", invoke_on),
    ("POST", _CHANNEL + "/autocomplete", autocomplete),
    ("POST", _MESSAGE + "/press", press),
    ("POST", _MESSAGE + "/choose", choose),
    ("GET", _INTERACTION, see_reply),
    ("POST", _INTERACTION + "/submit", submit),
    ("DELETE", _INTERACTION + "/form", close_form),
)
