"""Fuzz of time: whatever is typed into the commands and forms of reminders and meetings is answered and kept."""

import json
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from discord import InteractionType

from bot.domain.reminders import Repeat
from tests.cogs.reading import Json
from tests.stories.said import Said
from tests.stories.test_fuzz import EACH, TYPED_NUMBERS, bombard, typed
from tests.stories.test_reminders import reminders, vote_in
from tests.stories.town import COMMAND, COMPONENT, MODAL, SUGGESTION, Town, form_data

PHRASES: list[str] = [
    each["phrase"] for each in json.loads((Path(__file__).parents[1] / "data/phrases.json").read_text())["phrases"]
]
REPEATS = (*Repeat, "hourly", "")
NUMBERS = (*TYPED_NUMBERS, "R-1", "R-2", "r1", "R-1 · Assembly")
COMMANDS = {
    "remind schedule": ("what", "when", "repeat", "meeting"),
    "remind me": ("what", "when"),
    "remind move": ("number", "when"),
    "remind cancel": ("number",),
    "remind show": ("number",),
}
FORMS = {
    "reminder-for-all": ("what", "when", "repeat", "channel", "meeting"),
    "own-reminder": ("what", "when"),
    "reminder-moved": ("when",),
    "item-added": ("item",),
    "notes-filed": ("notes",),
}
WRITTEN = frozenset({"what", "when", "item", "notes"})
"""What people write themselves, and would have to write again."""

KEPT = ("It stands on the agenda.", "stands in the thread, and /knowhow find")


@pytest.fixture
async def meeting_town(town: Town) -> Town:
    """A town in which Bea is coordinator, R-1 was a meeting and R-2 is to come."""
    await vote_in(town, "Bea")
    for when, is_meeting in (("in 1 hour", True), ("every day 9:00", False)):
        preview = await town.type("Bea", "remind schedule", what="Assembly", when=when, meeting=is_meeting)
        await town.press("Bea", preview, "Save")
    await town.wait(hours=1)
    return town


def written(name: str, chance: random.Random) -> str:
    """Something that somebody could write into a field or an option."""
    match name:
        case "when":
            return chance.choice((chance.choice(PHRASES), f"{chance.choice(PHRASES)} {typed(chance)}", typed(chance)))
        case "number":
            return chance.choice((*NUMBERS, typed(chance)))
        case "repeat":
            return chance.choice(REPEATS)
        case "meeting":
            return chance.choice(("yes", "no", "", "perhaps"))
        case "channel":
            return chance.choice(("", "0", "1", "9" * 30, "#general"))
        case _:
            return chance.choice((typed(chance), "Bring the chairs.", " ", "x" * 501, "y" * 3_001))


def legible(text: str) -> str:
    """The letters and digits of a text, which no way of making it harmless takes away."""
    return "".join(filter(str.isalnum, text))


def check_kept(said: Said, what: dict[str, str], name: str) -> None:
    """Nothing that somebody wrote is gone: it was taken, or stands in the answer to them alone.

    A time that was understood stands there in other words, and as it was typed in the form behind *Change*.
    """
    if said.result.response is None or any(told in said for told in KEPT):
        return
    assert said.is_private, name
    answer = legible(str(said))
    kept = WRITTEN - {"when"} if "Change" in said.labels else WRITTEN
    for text in (legible(text) for key, text in what.items() if key in kept):
        assert text in answer, f"{name}: {text!r} is not in {said!s}"


async def bombard_and_read(
    town: Town, name: str, names: tuple[str, ...], send: Callable[[dict[str, str], random.Random], Said]
) -> None:
    """Send many, have each answered, and look in every answer for what was written."""
    sent: list[tuple[Said, dict[str, str]]] = []

    def send_one(chance: random.Random) -> Said:
        what = {each: written(each, chance)[:4_000] for each in names}
        said = send(what, chance)
        sent.append((said, what))
        return said

    await bombard(town, name, send_one)
    for said, what in sent:
        check_kept(said, what, name)
    town.nobody_was_mentioned()


@pytest.mark.parametrize("command", COMMANDS)
async def test_whatever_is_typed_into_a_command_of_time_is_answered_and_kept(meeting_town: Town, command: str) -> None:
    town = meeting_town

    def send(what: dict[str, str], chance: random.Random) -> Said:
        root, leaf = command.split(" ")
        given = {name: value for name, value in what.items() if name != "repeat" or value in list(Repeat)}
        options: list[Json] = [
            {"name": name, "type": 5, "value": value == "yes"}
            if name == "meeting"
            else {"name": name, "type": 3, "value": value}
            for name, value in given.items()
        ]
        data: Json = {"id": "1", "name": root, "type": 1, "options": [{"name": leaf, "type": 1, "options": options}]}
        return town.post_raw("Bea", COMMAND, data)

    await bombard_and_read(town, command, COMMANDS[command], send)


@pytest.mark.parametrize("form", FORMS)
async def test_whatever_is_filled_into_a_form_of_time_is_answered_and_kept(meeting_town: Town, form: str) -> None:
    town = meeting_town

    def send(what: dict[str, str], chance: random.Random) -> Said:
        number = chance.choice((0, 1, 1, 1, 2, 3, 99, 2**63, 10**40))
        detail = chance.choice(("", "0", "1", "x", "9" * 40))
        fields: dict[str, str | list[str]] = {
            name: [value] if name in ("repeat", "channel") and value else value for name, value in what.items()
        }
        return town.post_raw("Bea", MODAL, form_data(f"minga/{form}/{number}/{detail}:1", fields))

    await bombard_and_read(town, form, FORMS[form], send)


async def test_whoever_presses_any_button_of_a_preview_gets_an_answer(meeting_town: Town) -> None:
    town = meeting_town
    (standing,) = reminders(town)
    for when in ("tomorrow 6", "in 2 hours", "nonsense", "every second monday 18:00"):
        await town.type("Bea", "remind schedule", what="Assembly", when=when)

    def send(act: str, chance: random.Random) -> Said:
        detail = chance.choice(("", "0", "1", "2", "9" * 30, "schedule", "move", "own", "²"))
        custom_id = f"minga/{act}/{chance.choice((0, 1, 2, 3, 4, 5, 6, 7, 2**63))}/{detail}"
        data: Json = {"component_type": 2, "custom_id": custom_id}
        return town.post_raw(chance.choice(("Bea", "Bea", "New", "Mayor")), COMPONENT, data, on=standing)

    for act in ("pick-time", "save-reminder", "write-reminder", "remind-again", "renew-reminder", "drop-own"):
        await bombard(town, act, partial(send, act), times=EACH // 2)
    town.nobody_was_mentioned()


@pytest.mark.parametrize("kind", [COMMAND, SUGGESTION])
async def test_every_number_of_a_reminder_that_is_typed_gets_an_answer(
    meeting_town: Town, kind: InteractionType
) -> None:
    town = meeting_town

    def send(leaf: str, chance: random.Random) -> Said:
        option: Json = {"name": "number", "type": 3, "value": written("number", chance)[:6_000]}
        options = [option | ({"focused": True} if kind is SUGGESTION else {})]
        if leaf == "move":
            options.append({"name": "when", "type": 3, "value": "tomorrow 18:00"})
        data: Json = {
            "id": "1",
            "name": "remind",
            "type": 1,
            "options": [{"name": leaf, "type": 1, "options": options}],
        }
        return town.post_raw(chance.choice(list(town.people)), kind, data)

    for leaf in ("show", "move", "cancel"):
        await bombard(town, leaf, partial(send, leaf), times=EACH // 2)
    town.nobody_was_mentioned()
