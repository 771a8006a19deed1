"""Fuzz of know-how: whatever is typed, pressed or sent, it is answered, nothing breaks, and nothing typed is lost."""

import random
from functools import partial

import pytest
from discord import InteractionType

from bot.domain.ballots import Choice
from bot.domain.knowhow import TEXT_LIMIT
from tests.cogs.reading import Json
from tests.stories.said import Said
from tests.stories.test_fuzz import DETAILS, EACH, NUMBERS, TYPED_NUMBERS, bombard, typed
from tests.stories.test_knowhow import TEXT, share
from tests.stories.town import COMMAND, COMPONENT, MODAL, SUGGESTION, VOTERS, Town, form_data

ACTS = (
    *("page", "find-page", "task-pages", "write-down", "revise-page", "write-page-again", "merge-page", "page-written"),
    *("page-history", "page-changes", "unlink-page", "link-page", "exposes"),
)
OWN_DETAILS = (
    *DETAILS,
    "0.0.0",
    "1.0.0",
    "1.0.1",
    "2.1.3",
    "1.1.1:abc",
    "0",
    "1",
    "2",
    "2.0",
    "1.9",
    "#hall",
    "hall key",
    "K",
)
TEXTS = (
    TEXT,
    "",
    " ",
    "Ask.",
    f"{TEXT}\nMore.",
    TEXT.replace("Mia", "Leo"),
    "x" * TEXT_LIMIT,
    "▼▼▼ here",
    "\n" * 3_000,
)
OPTIONS = {
    "share": ("task",),
    "find": ("words",),
    "show": ("number",),
    "revise": ("number",),
    "history": ("number",),
    "link": ("number", "task"),
}


@pytest.fixture
async def knowing_town(town: Town) -> Town:
    """A town with a task, a page of two revisions, one that exposes somebody, and something that was not sent."""
    await town.decide(Choice.AGREE, "fetch it")
    await share(town, tags="hall")
    form = await town.type("Bea", "knowhow revise", number="K-1")
    await town.fill("Bea", form, title="The hall", know_how=f"{TEXT}\n\nSweep.", tags="hall")
    await share(town, know_how="Mia lives in no. 4.")
    for name in ("Bea", "Cal"):
        await town.type(name, "exposes", number="K-2")
    await share(town, tags="a,b,c,d,e,f")
    return town


def anything(chance: random.Random) -> str:
    return chance.choice((*TYPED_NUMBERS, "K-1", "k2", "K-3", "hall", "#hall", "ask mia", typed(chance)[:6_000]))


@pytest.mark.parametrize("kind", [COMMAND, SUGGESTION])
async def test_every_option_gets_an_answer(knowing_town: Town, kind: InteractionType) -> None:
    town = knowing_town

    def send(leaf: str, chance: random.Random) -> Said:
        options: list[Json] = [{"name": name, "type": 3, "value": anything(chance)} for name in OPTIONS[leaf]]
        if kind is SUGGESTION:
            chance.choice(options)["focused"] = True
        data: Json = {
            "id": "1",
            "name": "knowhow",
            "type": 1,
            "options": [{"name": leaf, "type": 1, "options": options}],
        }
        return town.post_raw(chance.choice(list(town.people)), kind, data)

    for leaf in OPTIONS:
        await bombard(town, leaf, partial(send, leaf), times=EACH // 2)
    town.nobody_was_mentioned()


async def test_every_press_and_form_gets_an_answer(knowing_town: Town) -> None:
    town = knowing_town
    places = [town.task(1), town.announcement()]

    def send(act: str, chance: random.Random) -> Said:
        who = chance.choice(list(town.people))
        number = chance.choice((*NUMBERS, 1, 1, 1, 2, 3))
        custom_id = f"minga/{act}/{number}/{chance.choice((*OWN_DETAILS, typed(chance)[:60]))}"
        if act == "page-written" or chance.random() < 0.2:
            fields: dict[str, str | list[str]] = {
                "title": chance.choice(("The hall", "", "x" * 101, typed(chance)[:200])),
                "know_how": chance.choice((*TEXTS, typed(chance)[:4_000])),
                "tags": chance.choice(("", "hall", "a,b,c,d,e,f", "x" * 31, typed(chance)[:400])),
            }
            return town.post_raw(who, MODAL, form_data(custom_id, fields))
        return town.post_raw(who, COMPONENT, {"component_type": 2, "custom_id": custom_id}, on=chance.choice(places))

    for act in ACTS:
        await bombard(town, act, partial(send, act), times=EACH * 2 if act == "page-written" else EACH // 2)
    town.nobody_was_mentioned()


async def test_whatever_is_sent_stands_in_the_page_or_comes_back(knowing_town: Town) -> None:
    """Everybody revises the same page at once from the same revision; every word of everybody's is somewhere."""
    town, chance = knowing_town, random.Random(8)
    words = {name: f"{name}'s sentence number {chance.randrange(999)}." for name in VOTERS}
    sent = {
        name: town.post_raw(
            name,
            MODAL,
            form_data(
                "minga/page-written/1/2.0.0:abc",
                {"title": "The hall", "know_how": TEXT.replace("Ask Mia for the key.", word), "tags": ""},
            ),
        )
        for name, word in words.items()
    }
    await town.env.settle()
    page = str(await town.type("New", "knowhow show", number="K-1"))
    assert sum(word in page for word in words.values()) == 1, "nobody's is overwritten in silence"
    for name, said in sent.items():
        assert words[name] in page or words[name] in str(said)
        assert words[name] in page or "Bring both together" in said.labels
