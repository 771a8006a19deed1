"""The replay: real votes cast again as reactions on the wire, through the real bot, under the default charter."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp

from bot.domain.approvals import ApprovalTally
from bot.domain.ballots import EMOJI_OF, OPTION_EMOJI, Choice
from bot.domain.decisions import Outcome
from bot.domain.members import FIRST_DAYS
from bot.domain.rules import DecisionRule, Kind, ServerRules
from bot.domain.tally import Tally
from bot.invitation import PERMISSIONS
from bot.sandbox.world.world import World
from bot.story.driver import NothingCame, Refused, SandboxClient
from bot.story.movement import FOUNDER, Movement
from bot.story.replay_cases import Case, Figures
from bot.story.replay_cast import Cast, ballots_of, cast_of, expected, run_off_ballots
from bot.story.seen import Message
from bot.story.stage import Stage, stage

WAKING, REPLAYED = 1, 2
"""The numbers of the two proposals in each server: one that makes people active, and the one that is replayed."""

_TEXTS = {
    WAKING: ("Who is here?", "Whoever taps is active."),
    REPLAYED: ("A vote of long ago", "It was cast once, and is cast again with the same figures."),
}

LONG_HERE = timedelta(days=400)
VOTING = ServerRules().voting + timedelta(seconds=1)
"""Until a vote is over that nothing prolongs."""

SETTLED_IN = FIRST_DAYS + timedelta(days=1)
"""In a server's first days its number of active people has a floor, so nothing is replayed in them."""

A_REDRAW = timedelta(seconds=16)
"""A little more than the span in which a ballot is redrawn at most once."""

PATIENCE = 120.0
"""Seconds of real time that a count or a decision may take on a busy machine."""

AT_ONCE = 25
"""Taps that go out before the bot gets its turn."""

Tell = Callable[[str], None]
Tapped = tuple[int, str]
"""Somebody's id and the emoji they tap."""


class NotAsCast(Exception):
    """The bot's own record says something else than what was cast."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A case, what was cast of it, and what the bot's public log says became of it.

    `winner` is the option that won; after a run-off the tally is the run-off's.
    """

    case: Case
    cast: Cast
    rule: DecisionRule
    tally: Figures
    outcome: Outcome
    winner: int | None = None
    is_run_off: bool = False


@dataclass(frozen=True, slots=True)
class _Assembly:
    """A case's own server: the people by id, the founder first."""

    case: Case
    cast: Cast
    movement: Movement
    people: tuple[int, ...]

    def reactions(self, number: int) -> int:
        """How many reactions the bot puts under a ballot; "keep discussing" stands beside a choice's options."""
        return len(self.case.options) + 1 if number == REPLAYED and self.case.options else len(Choice)

    def waking_taps(self) -> list[Tapped]:
        """Everybody who is to be active agrees."""
        return [(user_id, EMOJI_OF[Choice.AGREE]) for user_id in self.people[: self.cast.active]]

    def replayed_taps(self) -> list[Tapped]:
        """As many people say each thing as said it then."""
        tally = self.cast.tally
        if isinstance(tally, ApprovalTally):
            return self._approving(ballots_of(tally))
        said = [EMOJI_OF[choice] for choice in Choice for _ in range(getattr(tally, choice.value))]
        return list(zip(self.people, said, strict=False))

    def run_off_taps(self) -> list[Tapped]:
        """Everybody approves of the same again, as far as it stands in the run-off."""
        return self._approving(run_off_ballots(self.cast))

    def _approving(self, ballots: Sequence[frozenset[int]]) -> list[Tapped]:
        return [
            (who, OPTION_EMOJI[option])
            for who, ballot in zip(self.people, ballots, strict=False)
            for option in sorted(ballot)
        ]


async def replay(cases: Sequence[Case], tell: Tell = lambda line: None) -> list[Replayed]:
    """Cast every case in a server of its own and read the outcomes in the public log.

    Raises `NotAsCast` where the log has other figures than were cast, and `TimeoutError` where the bot falls silent.
    """
    if not cases:
        return []
    async with stage(begins_ago=SETTLED_IN) as standing, SandboxClient(standing.sandbox.url) as client:
        # Discord's pace is for people.
        standing.sandbox.limits.enforced = False
        world = standing.sandbox.world
        tell(f"Founding {len(cases)} servers …")
        assemblies = [await _found(client, world, case) for case in cases]
        await client.skip(SETTLED_IN)
        tell("Everybody does something, so that they count as active …")
        await _vote(client, world, assemblies, WAKING)
        tell("The votes are cast …")
        await _vote(client, world, assemblies, REPLAYED)
        await _run_off(client, world, [each for each in assemblies if run_off_ballots(each.cast)])
        return await _decide(standing, client, assemblies)


async def _found(client: SandboxClient, world: World, case: Case) -> _Assembly:
    """A server with as many people as are active or vote, all here for long, founded by one of them."""
    cast = cast_of(case)
    joined_at = world.now() - LONG_HERE
    guild_id, founder_id = await client.add_guild(
        case.id, FOUNDER, owner_joined_at=joined_at, bot_permissions=PERMISSIONS.value
    )
    others = range(1, max(cast.active, cast.tally.turnout))
    people = [world.add_member(guild_id, f"Member {place}", joined_at=joined_at).user.id for place in others]
    founder = client.person(founder_id, guild_id)
    movement = Movement(client, guild_id, {FOUNDER: founder})
    for channel in ("proposals", "decisions"):
        movement.channels[channel] = await client.add_channel(guild_id, channel)
    founder.channel_id = movement.channels["proposals"]
    await founder.submit(
        await founder.command("setup"),
        {
            "Channel for proposals": movement.channels["proposals"],
            "Channel for decisions and tasks": movement.channels["decisions"],
            "Time zone": "UTC",
            "Publish our decisions on the web?": "yes",
        },
    )
    return _Assembly(case, cast, movement, (founder_id, *people))


async def _vote(client: SandboxClient, world: World, assemblies: Sequence[_Assembly], number: int) -> None:
    """Propose in every server, tap in every server, and wait until every ballot shows that all taps were counted."""
    title, body = _TEXTS[number]
    for each in assemblies:
        if number == REPLAYED and each.case.options:
            await _offer(each, title, body)
        else:
            await each.movement.propose(FOUNDER, title, body)
    taken_part = []
    for each in assemblies:
        taps = each.waking_taps() if number == WAKING else each.replayed_taps()
        await _cast(
            client, world, each.movement, await each.movement.ballot(number, reactions=each.reactions(number)), taps
        )
        taken_part.append(_people_in(taps))
    for each, people in zip(assemblies, taken_part, strict=True):
        await _counted(client, each, number, people)


async def _offer(assembly: _Assembly, title: str, body: str) -> None:
    """Propose a choice among as many options; what they were called then does not enter the server."""
    founder = assembly.movement[FOUNDER]
    options = "\n".join(f"Option {place}" for place, _ in enumerate(assembly.case.options, 1))
    form = await founder.command("propose", kind=Kind.CHOICE.value)
    await founder.submit(form, {"Title": title, "What and why": body, "Options": options})


async def _run_off(client: SandboxClient, world: World, assemblies: Sequence[_Assembly]) -> None:
    """Where a choice is tied, let its voting end and everybody say the same again in the run-off."""
    former = [(await each.movement.ballot(REPLAYED, reactions=each.reactions(REPLAYED))).id for each in assemblies]
    if assemblies:
        await client.skip(VOTING)
    for each, message_id in zip(assemblies, former, strict=True):
        tied = len(frozenset().union(*run_off_ballots(each.cast)))
        ballot = await each.movement.ballot(REPLAYED, reactions=tied, after=message_id)
        taps = each.run_off_taps()
        await _cast(client, world, each.movement, ballot, taps)
        await _counted(client, each, REPLAYED, _people_in(taps), after=message_id)


def _people_in(taps: Sequence[Tapped]) -> int:
    return len({user_id for user_id, _ in taps})


async def _cast(
    client: SandboxClient, world: World, movement: Movement, ballot: Message, taps: Sequence[Tapped]
) -> None:
    """Put every reaction; a block gets its objection in *My vote*, without which it would not count as one."""
    for place, (user_id, emoji) in enumerate(taps):
        world.reactions.add(user_id, ballot.channel_id, ballot.id, emoji)
        if place % AT_ONCE == 0:
            await asyncio.sleep(0)
    for user_id, emoji in taps:
        if emoji == EMOJI_OF[Choice.BLOCK]:
            person = client.person(user_id, movement.guild_id)
            panel = await person.press(ballot, "My vote")
            panel = await person.press(panel.message, "Block")
            form = await person.press(panel.message, "Give a reason")
            await person.submit(form, {"Reason": "It was blocked then, for reasons of their own."})


async def _counted(client: SandboxClient, assembly: _Assembly, number: int, people: int, *, after: int = 0) -> None:
    """Wait until a ballot shows how many people were counted, letting the world's time pass between two redraws.

    With `after` it is the ballot of the run-off, which stands after the first one.
    """
    founder, channel_id = assembly.movement[FOUNDER], assembly.movement.channels["proposals"]
    end = time.monotonic() + PATIENCE
    while True:
        await client.skip(A_REDRAW)
        try:
            await founder.wait_for_message(
                channel_id,
                lambda message: (
                    message.id > after
                    and message.text.startswith(f"### P-{number} ·")
                    and f"Counted: {people} " in message.text
                ),
                timeout=2.0,
            )
        except NothingCame:
            if time.monotonic() > end:
                raise
        else:
            return


async def _decide(standing: Stage, client: SandboxClient, assemblies: Sequence[_Assembly]) -> list[Replayed]:
    """Let the deadlines pass, and read in each public log what was decided."""
    slugs = {server.name: server.slug for server in await standing.bot.services.commons.published_servers()}
    replayed = []
    async with aiohttp.ClientSession() as session:
        for each in assemblies:
            lines = f"{standing.web.url}/{slugs[each.case.id]}/log.jsonl"
            replayed.append(_checked(each, await _decision(session, lines, client, each.movement.guild_id)))
    return replayed


async def _decision(
    session: aiohttp.ClientSession, lines: str, client: SandboxClient, guild_id: int
) -> Mapping[str, Any]:
    """The replayed proposal's entry in a public log; as long as there is none, the next deadline is let pass."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        async with session.get(lines) as answer:
            entries = [json.loads(json.loads(line)["body"]) for line in (await answer.text()).splitlines()]
        for entry in entries:
            if entry["kind"] == "decision" and entry["proposal"] == REPLAYED:
                return dict(entry)
        try:
            await client.skip_to_deadline(guild_id)
        except Refused:
            # No message shows a time still to come: the bot is at work.
            await asyncio.sleep(0.1)
    raise NothingCame(f"{lines} has no decision after {PATIENCE} s")


def _checked(assembly: _Assembly, entry: Mapping[str, Any]) -> Replayed:
    case, cast = assembly.case, assembly.cast
    rule, wanted = DecisionRule.of_facts(entry["rule"]), expected(cast)
    tally: Figures
    if isinstance(wanted, ApprovalTally):
        tally = ApprovalTally(tuple(entry["tally"]["approvals"]), entry["tally"]["turnout"])
    else:
        tally = Tally(**entry["tally"])
    if tally != wanted:
        raise NotAsCast(f"{case.id}: cast was {wanted}, and the log says {tally}")
    if rule.active != cast.active:
        raise NotAsCast(f"{case.id}: {cast.active} people were active, and the log says {rule.active}")
    return Replayed(case, cast, rule, tally, Outcome(entry["outcome"]), entry["winner"], bool(entry["run_off"]))
