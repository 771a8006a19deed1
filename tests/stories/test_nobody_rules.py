"""Nobody rules: owner, administrator and coordinator try every command, button and form, and have one vote each."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import discord
import pytest
import simcord
from discord.app_commands import Command, Parameter
from simcord.actors import MemberActor
from sqlalchemy import text

from bot.domain.ballots import Choice
from tests.cogs.reading import Json
from tests.cogs.sources import calls, keywords, literal
from tests.sizes import tried
from tests.stories.said import Said
from tests.stories.town import COMMAND, COMPONENT, MODAL, VOTERS, BotMaker, Town, form_data

OWNER, ADMIN, COORDINATOR = "Oma", "Ada", "Bea"
RULERS = (OWNER, ADMIN, COORDINATOR)

TARGET = 3
"""P-3, the open proposal of another member that somebody might want gone; P-4 is still being discussed."""

ACTS = sorted({act for _, call in calls("on_act") if (act := literal(call.args[0]))})
NOUNS = ("", "P", "T")
DETAILS = (*NOUNS, "block", "action.0.0.0.0", "publishes=no")
"""What an id can say beside its number: tried in full on the target, by its nouns on all others."""
NUMBERS = tried(whole=(1, 2, TARGET, 4), in_a_check=(2, TARGET))

TYPED = {
    "number": ("P-3", "P-4", "D-1", "T-1", "R-1"),
    "reworks": ("D-1",),
    "follows": ("P-3",),
    "mandate": ("D-2",),
    "setting": ("voting_hours", "publishes", "language", "one_vote", "nobody_closes"),
    "value": ("24", "no", "de"),
    "decision": ("D-1", "D-2"),
    "skills": ("obeying",),
    "skill": ("obeying",),
    "question": ("Shall P-3 be closed?",),
    "what": ("By order: P-3 is closed.",),
    "when": ("in 4 weeks at 18:00", "now"),
}
"""What rulers would type into each option of a command."""

ANY = ("by order",)
"""What they would type into any other that takes text."""

FIELDS: dict[str, str | list[str]] = {
    "title": "Closed by order",
    "body": "This is over now.",
    "first_tasks": "Obey",
    "options": "yes\nno",
    "met_on": "2026-05-11",
    "present": "100",
    "reason": "I say so.",
    "task": "Obey",
    "why": "I say so.",
    "people": ["1"],
    "effort": "small",
    "proposals": ["1"],
    "decisions": ["1"],
    "language": ["en"],
    "time_zone": "UTC",
    "publishes": "no",
    "what": "By order: P-3 is closed.",
    "when": "in 4 weeks at 18:00",
    "item": "P-3 is closed by order.",
    "notes": "P-3 was closed by order.",
}

STANDS = {
    "proposals": "SELECT number, kind, state, author_id, title, body, first_tasks, options, rule, charter_version, "
    "opened_at, cut_off_at, closes_at, prolongations, turned_at, change, subject_id, outcome, settled_at, is_covered "
    "FROM proposals WHERE author_id != :ruler",
    "ballots": "SELECT proposal_id, member_id, choice, standing, cast_at, reason FROM ballots "
    "WHERE member_id != :ruler",
    "ledger": "SELECT id, proposal_id, member_id, act, choice, verdict FROM ledger WHERE member_id != :ruler",
    "decisions": "SELECT number, proposal_id, sequence, outcome, decided_at, message_id FROM decisions WHERE "
    "proposal_id IN (SELECT id FROM proposals WHERE author_id != :ruler)",
    "texts": "SELECT commitment, text FROM sealed_texts "
    "WHERE text NOT LIKE '%by order%' AND text NOT LIKE '%over now%'",
    "tasks": "SELECT number, done_at, dropped_at, is_covered, decision_number FROM tasks WHERE added_by IS NULL",
    "claims": "SELECT task_id, member_id, claimed_at, ended_at FROM claims WHERE member_id != :ruler",
    "mandates": "SELECT member_id, decision_number, begins_at, ends_at, ended_at FROM mandates",
    "reminders": "SELECT text, state, starts, rule, next_at, channel_id FROM reminders "
    "WHERE number = 1 AND author_id != :ruler",
    "charters": "SELECT version, rules, in_force_at FROM charters",
    "servers": "SELECT name, language, time_zone, publishes, proposals_channel_id, decisions_channel_id, "
    "tasks_channel_id, charter_version FROM servers",
}
"""All that a ruler might want to change, their own proposals, ballots and claims left out."""


@dataclass(frozen=True, slots=True)
class Record:
    """The record as it stands: each table's lines, and the log."""

    stands: dict[str, list[tuple[Any, ...]]]
    log: list[str]


async def record_of(town: Town, ruler: str) -> Record:
    async with town.bot.services.database.look() as session:
        stands = {
            name: sorted(map(repr, await session.execute(text(statement), _only(statement, town[ruler].id))))
            for name, statement in STANDS.items()
        }
        log = [body for (body,) in await session.execute(text("SELECT body FROM log ORDER BY sequence"))]
    return Record(stands, log)  # type: ignore[arg-type]  # lines are compared as they are written


def _only(statement: str, ruler_id: int) -> dict[str, int]:
    return {"ruler": ruler_id} if ":ruler" in statement else {}


def check_untouched(before: Record, after: Record, what: str, ruler: str) -> None:
    """Nothing of others' is changed, and the log tells of nothing but what is anybody's, or a coordinator's, to do."""
    for name, lines in before.stands.items():
        assert after.stands[name] == lines, f"{what}: {name}"
    assert after.log[: len(before.log)] == before.log, f"{what}: the log"
    for body in after.log[len(before.log) :]:
        facts = json.loads(body)
        if facts["kind"] == "power":
            assert (ruler, facts["decision"]) == (COORDINATOR, 2), f"{what}: {body}"
            continue
        assert facts["kind"] == "decision", f"{what}: {body}"
        assert (facts["outcome"], facts["proposal"] > 4) == ("withdrawn", True), f"{what}: {body}"


@pytest.fixture
async def realm(env: simcord.Env, make_bot: BotMaker) -> Town:
    """A town with an owner, an administrator and a coordinator, long founded.

    D-1 gave birth to T-1, which Cal holds; D-2 is Bea's mandate, under which she scheduled R-1. P-3 is open with
    ballots, one of them a block with a reason; P-4 is discussed.
    """
    oma = env.create_user(OWNER.lower(), global_name=OWNER)
    guild = env.create_guild(name="Nordstadt tenants", owner=oma)
    town = Town(env, make_bot, guild, guild.create_text_channel("proposals"), guild.create_text_channel("decisions"))
    town.people[OWNER] = MemberActor(env, guild, oma) if oma.id in guild.member_ids() else guild.add_member(oma)
    crown = guild.create_role("Crown", permissions=discord.Permissions(administrator=True))
    town.people[ADMIN] = guild.add_member(env.create_user(ADMIN.lower(), global_name=ADMIN), roles=[crown])
    for name in VOTERS:
        town.join(name)
    await town.wait(minutes=1)
    await town.found(OWNER)
    await town.wait(days=40)
    await town.decide(Choice.AGREE, "Fetch it")
    await town.press("Cal", town.task(1), "I'll do it")
    await _seat_coordinator(town)
    ballot = await town.propose("Ann", "A free kitchen", "Every Friday.", "Buy rice")
    assert "P-3" in str(ballot.components[0].to_dict())
    await town.tap("Cal", ballot, Choice.AGREE)
    await town.tap("Dov", ballot, Choice.DISAGREE)
    await town.tap("Eve", ballot, Choice.BLOCK)
    panel = await town.type("Eve", "vote", number="P-3")
    await town.fill("Eve", await town.press("Eve", panel, "Give a reason"), reason="Who cleans up?")
    form = await town.type("Dov", "propose", discuss=48)
    await town.fill("Dov", form, title="A second kitchen", body="On Mondays.")
    await town.env.settle()
    return town


async def _seat_coordinator(town: Town) -> None:
    form = await town.type(COORDINATOR, "coordinator stand")
    await town.fill(COORDINATOR, form, body="I remember things.")
    for name in VOTERS:
        panel = await town.press(name, town.ballot(2), "My vote")
        await town.press(name, panel, "Agree")
    await town.wait(hours=72)
    await town.wait(hours=24)
    assert "Bea" in await town.type("Ann", "coordinator list")
    preview = await town.type(COORDINATOR, "remind schedule", what="Bring the chairs.", when="in 3 weeks at 18:00")
    assert "R-1 is scheduled." in await town.press(COORDINATOR, preview, "Save")


def commands_of(town: Town) -> Iterator[tuple[str, Json]]:
    """Every command with every combination of what a ruler would type."""
    for command in town.bot.tree.walk_commands():
        if not isinstance(command, Command):
            continue
        offered = [
            [{"name": option.name, "type": option.type.value, "value": value} for value in _values(town, option)]
            for option in command.parameters
        ]
        *groups, leaf = command.qualified_name.split(" ")
        for combination in product(*offered):
            options = list(combination)
            data: Json = {"id": "1", "name": groups[0] if groups else leaf, "type": 1, "options": options}
            data["resolved"] = {"channels": {str(town.proposals.id): _channel(town)}}
            if groups:
                data["options"] = [{"name": leaf, "type": 1, "options": options}]
            yield f"/{command.qualified_name} {[option['value'] for option in options]}", data


def _values(town: Town, option: Parameter) -> Sequence[str | float | bool]:
    """What a ruler would give one option of a command."""
    if option.choices:
        return [choice.value for choice in option.choices]
    if option.type is discord.AppCommandOptionType.channel:
        return [str(town.proposals.id)]
    return TYPED.get(option.name, ANY) if option.type is discord.AppCommandOptionType.string else (True,)


def _channel(town: Town) -> Json:
    """The channel that an option names, as Discord sends it along."""
    return {"id": str(town.proposals.id), "name": town.proposals.name, "type": 0, "permissions": "0"}


async def answered(town: Town, said: Said, what: str) -> None:
    await town.env.settle()
    assert said.result.acknowledged, what


@pytest.mark.parametrize("ruler", RULERS)
async def test_no_command_changes_what_others_propose_say_or_decided(realm: Town, ruler: str) -> None:
    before = await record_of(realm, ruler)
    tried = 0
    for what, data in commands_of(realm):
        said = realm.post_raw(ruler, COMMAND, data)
        await answered(realm, said, what)
        if said.result.modal is not None:
            form = realm.post_raw(ruler, MODAL, form_data(said.result.modal["custom_id"], FIELDS))
            await answered(realm, form, what)
        check_untouched(before, await record_of(realm, ruler), what, ruler)
        tried += 1
    assert tried > 40


def _pressed(town: Town, ruler: str, custom_id: str, on: discord.Message) -> list[Said]:
    """A button, a list and a form of this id, all on their way."""
    button: Json = {"component_type": 2, "custom_id": custom_id}
    choice: Json = {"component_type": 3, "custom_id": custom_id, "values": ["1"]}
    return [
        town.post_raw(ruler, COMPONENT, button, on=on),
        town.post_raw(ruler, COMPONENT, choice, on=on),
        town.post_raw(ruler, MODAL, form_data(custom_id, FIELDS), on=on),
    ]


@pytest.mark.parametrize("ruler", RULERS)
async def test_no_button_and_no_form_changes_what_others_propose_say_or_decided(realm: Town, ruler: str) -> None:
    before = await record_of(realm, ruler)
    ballot = realm.ballot(TARGET)
    assert len(ACTS) > 30
    for act in ACTS:
        for number in NUMBERS:
            details = DETAILS if number == TARGET else NOUNS
            sent = [
                said for detail in details for said in _pressed(realm, ruler, f"minga/{act}/{number}/{detail}", ballot)
            ]
            await realm.env.settle()
            assert all(said.result.acknowledged for said in sent), (act, number)
        check_untouched(before, await record_of(realm, ruler), act, ruler)


@pytest.mark.parametrize("ruler", RULERS)
async def test_clearing_reactions_and_tapping_everything_leaves_a_ruler_with_one_vote(realm: Town, ruler: str) -> None:
    before = await record_of(realm, ruler)
    ballot = realm.ballot(TARGET)
    for choice in Choice:
        await realm.tap(ruler, ballot, choice)
    await realm.look()
    check_untouched(before, await record_of(realm, ruler), "tapping", ruler)
    async with realm.bot.services.database.look() as session:
        mine = "SELECT count(*) FROM ballots JOIN proposals ON proposals.id = proposal_id "
        mine += "WHERE number = :number AND member_id = :ruler"
        found = await session.execute(text(mine), {"number": TARGET, "ruler": realm[ruler].id})
        assert found.scalar_one() == 1


async def test_after_everything_the_vote_closes_at_its_own_time_with_every_ballot_counted(realm: Town) -> None:
    ballot = realm.ballot(TARGET)
    for act in ACTS:
        for detail in ("", "P", "disagree"):
            data: Json = {"component_type": 2, "custom_id": f"minga/{act}/{TARGET}/{detail}"}
            realm.post_raw(OWNER, COMPONENT, data, on=ballot)
        await realm.env.settle()
    await realm.press_forged(OWNER, f"minga/vote/{TARGET}/disagree", ballot)
    await realm.wait(hours=71)
    assert "closes" in str(await realm.type("Cal", "proposals show", number="P-3"))
    shown = await realm.bot.services.proposals.card(realm.guild.id, TARGET)
    assert (shown.tally.agree, shown.tally.disagree, shown.tally.block) == (1, 2, 1)
    assert shown.turnout == 4, "Cal, Dov, Eve, and the owner's one vote"


def test_only_founding_ever_looks_at_a_permission_of_discords() -> None:
    looked = {place.split(":")[0] for place, call in calls("check_may_found") if call}
    looked |= {place.split(":")[0] for place, call in calls("found") if "manages_server" in keywords(call)}
    assert looked <= {"cogs/setup.py", "bot/services/servers.py"}
