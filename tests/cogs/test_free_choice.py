"""Free choice as an invariant: nothing takes a member as the object of work but an offer, which they may leave lying.

Source: charter, §1.2.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from discord.app_commands import Command

import bot as bot_package
import cogs
import db
from bot.app import create_bot
from bot.client import EXTENSIONS, MovementBot
from bot.config import Settings
from bot.words.catalogue import words_in
from cogs.ui.offers import hand_on_page, offering_page
from tests.cogs.gallery import pictures
from tests.cogs.reading import components_of, walk
from tests.cogs.sources import calls

PEOPLE = {
    discord.AppCommandOptionType.user,
    discord.AppCommandOptionType.role,
    discord.AppCommandOptionType.mentionable,
}
PICKERS = {
    discord.ComponentType.user_select.value,
    discord.ComponentType.role_select.value,
    discord.ComponentType.mentionable_select.value,
}
ASKING = {"hand-on-to", "offer-to"}
"""The acts that pick a person: each only asks them."""

GIVING = re.compile(r"\b(un|re)?ass" + r"ign(s|ed|ee|ees|ing|ment|ments)?\b", re.IGNORECASE)


@pytest.fixture
async def loaded() -> AsyncIterator[MovementBot]:
    """The bot with every extension, never connected."""
    bot = create_bot(Settings(discord_token="not-a-token"))
    for extension in EXTENSIONS:
        await bot.load_extension(extension)
    yield bot
    for extension in EXTENSIONS:
        await bot.unload_extension(extension)


async def test_no_command_and_no_context_menu_takes_a_person(loaded: MovementBot) -> None:
    walked = [command for command in loaded.tree.walk_commands() if isinstance(command, Command)]
    assert len(walked) > 30
    for command in walked:
        assert not {option.type for option in command.parameters} & PEOPLE, command.qualified_name
    for kind in (discord.AppCommandType.user, discord.AppCommandType.message):
        assert not list(loaded.tree.walk_commands(type=kind)), "a menu on a person or a message has them as its object"


def test_only_offers_let_somebody_pick_a_person() -> None:
    words = words_in("en")
    drawn = {**pictures(), "hand on": hand_on_page(1, words), "offer": offering_page(1, words)}
    picking = {
        each["custom_id"].split("/")[1]
        for picture in drawn.values()
        for each in walk(components_of(picture))
        if each["type"] in PICKERS
    }
    assert picking == ASKING
    made = {
        place.split(":")[0] for kind in ("UserSelect", "RoleSelect", "MentionableSelect") for place, _ in calls(kind)
    }
    assert made == {"cogs/ui/offers.py"}, "and no form does"


async def test_what_picks_a_person_only_asks_them(loaded: MovementBot) -> None:
    cog = loaded.get_cog("OffersCog")
    handlers = getattr(cog, "handlers", {})
    assert {handlers[act][0].__name__ for act in ASKING} == {"OffersCog"}
    asking = {place.split(":")[0] for place, _ in calls("ask") if place.startswith("cogs/offers")}
    assert asking == {"cogs/offers.py"}


def test_a_claim_begins_in_two_places_only_and_in_the_name_of_whoever_acts() -> None:
    taking = {place.split(":")[0]: call for place, call in calls("take_up")}
    assert taking.keys() == {"bot/services/tasks.py", "bot/services/offers.py"}
    for place, call in taking.items():
        assert getattr(call.args[2], "id", "") == "person", f"{place}: only who acts takes anything up"
    rows = {place.split(":")[0] for place, _ in calls("ClaimRow")}
    assert rows == {"bot/services/working.py"}


def test_the_word_for_giving_people_work_occurs_nowhere() -> None:
    roots = [Path(package.__file__ or "").parent for package in (bot_package, cogs, db)]
    files = [file for root in roots for kind in ("*.py", "*.po", "*.html") for file in root.rglob(kind)]
    assert len(files) > 300
    found = [str(file) for file in files if GIVING.search(file.read_text(encoding="utf-8"))]
    assert not found
