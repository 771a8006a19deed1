"""Properties of everything there is: commands, handlers, buttons, forms and refusals, in one place."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import discord
import pytest
from discord.app_commands import Command, Group

from bot.app import create_bot
from bot.client import EXTENSIONS, MovementBot
from bot.config import Settings
from bot.words.catalogue import words_in
from bot.words.fields import field_name
from bot.words.refusals import permission_name, refusal_sentence
from cogs.bridge.permissions import NEEDED
from cogs.bridge.router import Act, Handler, NounCog, on_act
from cogs.bridge.translator import CatalogueTranslator
from cogs.ui.text import stamp
from tests.cogs.refused import kinds, refusals
from tests.cogs.sources import calls, literal

AnyCommand = Command[Any, ..., Any] | Group

PERSONLESS = {
    discord.AppCommandOptionType.string,
    discord.AppCommandOptionType.integer,
    discord.AppCommandOptionType.boolean,
    discord.AppCommandOptionType.channel,
}
"""What a command may ask for: none of these picks a person or a role."""

COORDINATORS_ACTS = ("check_may_remind", "cancel", "renew", "begin", "save")
"""What services ask a coordinator's seat for; `cancel` of one's own reminder asks for none."""

PASSING_ON = ("cogs/ui/picture.py", "cogs/bridge/forms.py")
"""Where an act is passed on that was named by whoever calls."""

FORBIDDEN = re.compile(r"close|extend|prolong|delete|hide|veto|admit|ass" + "ign")
"""What no code of ours may do to a running proposal, a ballot or a person. Source: charter, §1."""


@pytest.fixture
async def bot() -> AsyncIterator[MovementBot]:
    """The bot with every extension loaded, never connected."""
    loaded = create_bot(Settings(discord_token="not-a-token"))
    for extension in EXTENSIONS:
        await loaded.load_extension(extension)
    yield loaded
    for extension in EXTENSIONS:
        await loaded.unload_extension(extension)


def commands_of(bot: MovementBot) -> list[AnyCommand]:
    """Every command and group."""
    return [command for command in bot.tree.walk_commands() if isinstance(command, Command | Group)]


def handlers_of(bot: MovementBot) -> dict[str, tuple[type[Any], Handler]]:
    """Every handler of a press or a form, by its act."""
    cog = next(cog for cog in bot.cogs.values() if hasattr(cog, "handlers"))
    handlers: dict[str, tuple[type[NounCog], Handler]] = cog.handlers
    return dict(handlers)


def drawn_acts() -> Iterator[tuple[str, str]]:
    """The acts that buttons and forms lead to, with where they are drawn."""
    for function, argument in (("button", 1), ("Form", 1), ("custom_id", 0)):
        for place, call in calls(function):
            if not place.startswith(PASSING_ON):
                act = literal(call.args[argument]) if len(call.args) > argument else None
                assert act, f"{place}: an act is a literal, so that it can be followed"
                yield act, place


async def test_every_command_has_a_name_of_its_own_in_lower_case(bot: MovementBot) -> None:
    names = [command.qualified_name for command in commands_of(bot)]
    assert len(names) > 8
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(?: [a-z-]+)?", name) for name in names), names


async def test_every_command_and_option_is_described_within_discords_limit(bot: MovementBot) -> None:
    for command in commands_of(bot):
        described = {command.qualified_name: command.description}
        if isinstance(command, Command):
            described |= {f"{command.qualified_name} {one.name}": one.description for one in command.parameters}
        for name, description in described.items():
            assert 1 < len(description) <= 100, name
            assert not description.endswith("."), f"{name}: a description is a label, not a sentence"


async def test_every_description_is_within_the_limit_in_every_language(bot: MovementBot) -> None:
    translator = CatalogueTranslator()
    for command in bot.tree.get_commands():
        payload = await command.get_translated_payload(bot.tree, translator)
        described = list(_descriptions(payload))
        assert described
        assert all(0 < len(text) <= 100 for text in described), described


def _descriptions(payload: dict[str, Any]) -> Iterator[str]:
    yield payload["description"]
    yield from payload.get("description_localizations", {}).values()
    for option in payload.get("options", []):
        yield from _descriptions(option)


async def test_commands_work_in_servers_only(bot: MovementBot) -> None:
    for command in bot.tree.get_commands():
        assert isinstance(command, Command | Group)
        assert command.guild_only, command.name


async def test_no_command_takes_a_person_as_its_object(bot: MovementBot) -> None:
    for command in commands_of(bot):
        if isinstance(command, Command):
            assert {option.type for option in command.parameters} <= PERSONLESS, command.qualified_name


async def test_only_setting_up_asks_for_a_power(bot: MovementBot) -> None:
    asking = {one.name for one in bot.tree.get_commands() if getattr(one, "default_permissions", None) is not None}
    assert asking == {"setup"}
    checked = [command.qualified_name for command in commands_of(bot) if getattr(command, "checks", [])]
    assert checked == [], "whoever may do something is a matter of the rules, not of Discord's roles"


def test_only_reminders_ask_for_the_coordinators_power() -> None:
    asking = {place.split(":")[0] for act in COORDINATORS_ACTS for place, _ in calls(act) if place.startswith("cogs/")}
    assert asking == {"cogs/reminders.py"}


async def test_nothing_is_named_after_what_nobody_may_do(bot: MovementBot) -> None:
    named = [command.qualified_name for command in commands_of(bot)]
    named += [f"{act} {handler.__name__}" for act, (_, handler) in handlers_of(bot).items()]
    assert not [name for name in named if FORBIDDEN.search(name)]


async def test_every_handler_is_reached_from_a_button_or_a_form_and_every_one_of_them_has_a_handler(
    bot: MovementBot,
) -> None:
    drawn = dict(drawn_acts())
    handled = handlers_of(bot)
    assert not drawn.keys() - handled.keys(), {drawn[act] for act in drawn.keys() - handled.keys()}
    assert not handled.keys() - drawn.keys(), "nothing leads to these handlers"


async def test_every_handler_belongs_to_an_extension_that_is_loaded(bot: MovementBot) -> None:
    for act, (kind, _) in handlers_of(bot).items():
        assert type(bot.get_cog(kind.__name__)) is kind, act


def test_two_handlers_cannot_share_an_act() -> None:
    async def handler(self: NounCog, interaction: discord.Interaction, act: Act) -> None: ...

    marked = on_act("an-act-of-this-test")(handler)
    try:
        type("FirstCog", (NounCog,), {"one": marked})
        with pytest.raises(TypeError, match="two handlers"):
            type("SecondCog", (NounCog,), {"one": marked})
    finally:
        NounCog.handlers.pop("an-act-of-this-test", None)


def test_every_refusal_has_words() -> None:
    assert len(kinds()) > 15
    for name, refusal in refusals():
        said = refusal_sentence(refusal, words_in("en"), stamp)
        assert said.endswith((".", "?")), name
        assert "{" not in said, name


def test_every_field_that_is_checked_and_every_permission_that_is_needed_has_a_name() -> None:
    checked = {
        literal(call.args[0])
        for function in ("check_text", "_lines", "NotANumber")
        for _, call in calls(function)
        if call.args
    }
    assert len(checked) > 6
    for field in filter(None, checked):
        assert field_name(field, words_in("en"))
    for permission in (*NEEDED, "manage_channels"):
        assert permission_name(permission, words_in("en"))
