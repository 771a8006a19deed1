"""Fuzz: whatever arrives for any handler, command or field, it is answered, nothing breaks and nobody is reached."""

import random
from collections.abc import Callable
from functools import partial

import pytest
from discord import InteractionType

from bot.domain.ballots import Choice
from tests.cogs.hostile import PIECES
from tests.cogs.reading import Json
from tests.cogs.sources import calls, literal
from tests.sizes import SEED, tried
from tests.stories.said import Said
from tests.stories.town import COMMAND, COMPONENT, MODAL, SUGGESTION, VOTERS, Town, form_data

EACH = tried(whole=5_000, in_a_check=40)
AT_ONCE = 20
"""How many arrive before anybody waits for an answer."""

ACTS = sorted({act for _, call in calls("on_act") if (act := literal(call.args[0]))})

NUMBERS = (0, 1, 1, 1, 2, 3, 4, 7, 99, 10**9 - 1, 2**31, 2**53, 2**63, 10**40)
DETAILS = ("", "", "P", "D", "agree", "block", "maybe", "0.0", "1.6", "1.", "9.9.9", "-1", "²", "1e9", "9" * 60, "a/b")
DETAILS += (
    "looking",
    "open",
    "held",
    "done",
    "0.0.mine.",
    "0.6.looking.drive",
    "0.0.nothing.",
    "small.1.1.0",
    "..0.9",
    "huge.1.1.1",
    "..x.y",
)
TYPED_NUMBERS = ("", "P-1", "p1", "D-1", "T-1", "1", "0", "-1", "P-999999999", "9" * 40, "١", "P-1 · Buy", "every")
FIELDS: dict[str, tuple[str | list[str], ...]] = {
    "title": ("A title", "", " ", "x" * 91),
    "body": ("What and why", "", "x" * 2_501),
    "first_tasks": ("", "one\ntwo", "\n".join("abcdefghijk"), "x" * 101),
    "reason": ("Because", "", "x" * 1_001),
    "task": ("A task", "", "x" * 101),
    "why": ("", "x" * 1_001),
    "people": (["1"], ["20"], ["0"], ["21"], ["-1"], ["many"], ["9" * 30], []),
    "skills": ("", "drive, print", "a,b,c,d,e,f", "x" * 31),
    "due": ("", "friday", "2026-13-45", "every monday", "x" * 200),
    "proposals": (["1"], ["9" * 30], ["#general"], []),
    "decisions": (["1"], []),
    "language": (["en"], ["xx"], ["../../etc"], []),
    "time_zone": ("UTC", "Paaris", "../UTC", ""),
    "publishes": ("yes", "perhaps", ""),
    "own_texts": ("stay", "erased", "burnt", "", []),
    "own_votes": ("count", "taken_back", "doubled", ""),
    "public_name": ("A name", "", "x" * 61),
}
"""What each field could bring, allowed or not; hostile text comes beside."""


def typed(chance: random.Random) -> str:
    """Something that a member could have typed."""
    pieces = "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 30)))
    return pieces * chance.choice((1, 1, 1, 20))


def filled(chance: random.Random) -> dict[str, str | list[str]]:
    """Some fields, known and unknown, with anything in them."""
    fields: dict[str, str | list[str]] = {}
    for name, values in FIELDS.items():
        if chance.random() < 0.8:
            fields[name] = chance.choice([*values, typed(chance)[:4_000]])
    if chance.random() < 0.1:
        fields[typed(chance)[:100]] = typed(chance)
    return fields


@pytest.fixture
async def busy_town(town: Town) -> Town:
    """A town with something of everything: a decision with tasks, an open ballot, and somebody who holds a task."""
    await town.decide(Choice.AGREE, "fetch it", "paint it", "show it")
    await town.propose("Bea", "Paint the stairs")
    await town.press("Cal", town.task(1), "I'll do it")
    return town


async def bombard(town: Town, what: str, send: Callable[[random.Random], Said], *, times: int = EACH) -> None:
    """Send many, some at a time, and have every single one answered."""
    chance = random.Random(tried(whole=f"{what} {SEED}", in_a_check=what))
    for _ in range(times // AT_ONCE):
        sent = [send(chance) for _ in range(AT_ONCE)]
        await town.env.settle()
        assert all(said.result.acknowledged for said in sent), what
        town.evidence.count("interactions, each answered", AT_ONCE)


async def test_every_handler_answers_whatever_its_button_or_form_brings(busy_town: Town) -> None:
    town = busy_town
    places = [town.ballot(), town.announcement(), town.task(1), town.task(3)]

    def send(act: str, chance: random.Random) -> Said:
        who = chance.choice(list(town.people))
        custom_id = f"minga/{act}/{chance.choice(NUMBERS)}/{chance.choice((*DETAILS, typed(chance)[:60]))}"
        if chance.random() < 0.4:
            on = chance.choice((None, *places))
            return town.post_raw(who, MODAL, form_data(custom_id, filled(chance)), on=on)
        data: Json = {"component_type": chance.choice((2, 3)), "custom_id": custom_id}
        if chance.random() < 0.2:
            data["values"] = [typed(chance)[:100]]
        return town.post_raw(who, COMPONENT, data, on=chance.choice(places))

    assert len(ACTS) >= 20
    for act in ACTS:
        await bombard(town, act, partial(send, act))
    town.nobody_was_mentioned()


@pytest.mark.parametrize("kind", [COMMAND, SUGGESTION])
async def test_every_number_that_is_typed_gets_an_answer(busy_town: Town, kind: InteractionType) -> None:
    town = busy_town

    def send(command: str, chance: random.Random) -> Said:
        root, _, leaf = command.partition(" ")
        option: Json = {"name": "number", "type": 3, "value": chance.choice((*TYPED_NUMBERS, typed(chance)[:6_000]))}
        option |= {"focused": True} if kind is SUGGESTION else {}
        options = [{"name": leaf, "type": 1, "options": [option]}] if leaf else [option]
        data: Json = {"id": "1", "name": root, "type": 1, "options": options}
        return town.post_raw(chance.choice(list(town.people)), kind, data)

    for command in ("vote", "why", "decisions show", "task show", "task edit", "task drop"):
        await bombard(town, command, partial(send, command), times=EACH // 2)
    town.nobody_was_mentioned()


async def test_of_many_votes_at_once_each_persons_last_one_stands(busy_town: Town) -> None:
    town, chance = busy_town, random.Random(7)
    ballot = town.ballot()
    last: dict[str, Choice] = {}
    for _ in range(AT_ONCE):
        name, choice = chance.choice(VOTERS), chance.choice(list(Choice))
        town.post_raw(name, COMPONENT, {"component_type": 2, "custom_id": f"minga/vote/2/{choice}"}, on=ballot)
        last[name] = choice
    await town.env.settle()
    for name, choice in last.items():
        assert f"Your vote: **{choice}**" in await town.type(name, "vote", number="P-2")
