"""The story: the main job from proposal to finished work, played without a browser and checked as it goes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp

from bot.domain.chain import Link, find_break
from bot.story.driver import Message, NothingCame, NotThere, Refused, SandboxClient
from bot.story.movement import FOUNDER, UNION, ZONE, Movement, found
from bot.story.reading import Reader, page_text
from bot.story.seen import Reply
from bot.story.stage import Stage, stage


class NotTrue(Exception):
    """Something that the story tells did not come true."""


@dataclass(slots=True)
class Teller:
    """Prints what each person does and sees, and checks it."""

    reader: Reader
    say: Callable[[str], None] = print
    log: list[str] = field(default_factory=list)
    """The published log as it was at the end."""

    def does(self, who: str, what: str) -> None:
        """Tell an act."""
        self.say(f"\n{who} {what}")

    def sees(self, who: str, seen: str | Message | Reply, *expected: str) -> None:
        """Tell what somebody reads, and check that it holds what was expected."""
        text = self.reader.sees(seen)
        self.say(f"  {who[0].upper()}{who[1:]} reads:")
        for line in text.splitlines():
            self.say(f"    | {line}")
        for part in expected:
            if part not in text:
                raise NotTrue(f"{who} should have read {part!r}")

    def notes(self, text: str) -> None:
        """Tell what happens by itself."""
        self.say(f"\n{text}")


async def play(data: Path | None, *, prepare: Callable[[Stage], None] | None = None) -> bool:
    """Play the story and tell whether everything came true; `prepare` may first change the stage, such as its faults.

    Database, transcript (`story.txt`) and the published log (`log.jsonl`) stay in `data` if it is given.
    """
    lines: list[str] = []
    log: list[str] = []
    came_true = True

    def say(line: str) -> None:
        lines.append(line)
        print(line, flush=True)

    async with stage(data=data) as standing, SandboxClient(standing.sandbox.url) as client:
        try:
            if prepare is not None:
                prepare(standing)
            movement = await found(client)
            await _tell(Teller(_reader(standing, movement), say, log), standing, movement)
            unknown = standing.sandbox.unknown_routes
            if unknown:
                raise NotTrue(f"the bot used what this Discord does not know: {unknown}")
            say("\nEverything came true.")
        except (NotTrue, NotThere, NothingCame, Refused, TimeoutError, aiohttp.ClientError) as fault:
            say(f"\nThis did not come true: {fault}")
            came_true = False
    if data is not None:
        (data / "story.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (data / "log.jsonl").write_text("".join(log), encoding="utf-8")
    return came_true


def _reader(standing: Stage, movement: Movement) -> Reader:
    people = {person.user_id: name for name, person in movement.people.items()}
    channels = {channel_id: name for name, channel_id in movement.channels.items()}
    return Reader(standing.sandbox.world.now, ZoneInfo(ZONE), people, channels)


async def _tell(teller: Teller, standing: Stage, movement: Movement) -> None:
    _begin(teller, movement)
    await _propose(teller, movement)
    await _vote(teller, movement)
    decision = await _decide(teller, movement)
    await _publish(teller, standing, movement, decision)
    await _work(teller, movement)
    await _check_chain(teller, standing)


def _begin(teller: Teller, movement: Movement) -> None:
    teller.notes(f"The {UNION}: {len(movement.people)} neighbours in one server. The clock here can be moved forward.")
    teller.does(FOUNDER, "brings Minga in, types /setup and says yes to publishing decisions on the web.")
    assert movement.founding is not None
    teller.sees(FOUNDER, movement.founding, "Minga is set up", "one vote each", "#proposals")


async def _propose(teller: Teller, movement: Movement) -> None:
    teller.does("Ana", "types /propose and fills the form.")
    reply = await movement.propose(
        "Ana", "Buy a second hand-truck", "The old one broke. €80 from the box.", ["Find one", "Bring it here"]
    )
    teller.sees("Ana", reply, "P-1 is open", "nobody can close it earlier")
    teller.sees("Bea", await movement.ballot(1), "P-1 · Buy a second hand-truck", "3 needed")


async def _vote(teller: Teller, movement: Movement) -> None:
    ballot = await movement.ballot(1)
    teller.does("Ana", "taps ✅.")
    await movement["Ana"].react(ballot, "✅")
    teller.does("Bea", "taps ❌, thinks again and taps ✅.")
    await movement["Bea"].react(ballot, "❌")
    await movement["Bea"].react(ballot, "✅")
    teller.does("Cem", "opens My vote, presses Agree and gives a reason.")
    panel = await movement["Cem"].press(ballot, "My vote")
    panel = await movement["Cem"].press(panel.message, "Agree")
    form = await movement["Cem"].press(panel.message, "Give a reason")
    panel = await movement["Cem"].submit(form, {"Reason": "My back will thank you."})
    teller.sees("Cem", panel, "Your vote: agree", "My back will thank you.")
    teller.does("Dov", "taps ⚪.")
    await movement["Dov"].react(ballot, "⚪")
    await movement.client.skip(timedelta(seconds=30))
    shown = await movement.ballot_showing(1, "Counted: 4 people")
    teller.sees("everybody", shown, "3 agree, 1 abstains.")


async def _decide(teller: Teller, movement: Movement) -> Message:
    teller.notes("Three days pass; voting closes.")
    await movement.client.skip_to_deadline(movement.guild_id)
    decision = await movement.decision(1)
    teller.sees("everybody", decision, "D-1 · Passed: Buy a second hand-truck", "4 took part, 3 needed")
    teller.does("Goran", "asks Why?")
    why = await movement["Goran"].press(decision, "Why?")
    teller.sees("Goran", why, "Did enough people take part? 4 took part, 3 needed: yes.")
    return decision


async def _publish(teller: Teller, standing: Stage, movement: Movement, decision: Message) -> None:
    teller.does("A stranger", "opens the public log.")
    async with aiohttp.ClientSession() as session, session.get(f"{standing.web.url}/log") as answer:
        page = await answer.text()
        address = str(answer.url)
    teller.sees("the stranger", f"{address}\n{page_text(page)}", standing.web.url, "Buy a second hand-truck")
    named = [name for name in movement.people if name in page]
    if named:
        raise NotTrue(f"the public log names {named}")
    head = decision.text.rsplit("log ", 1)[-1].strip()
    if head not in page:
        raise NotTrue("the public log should show the head that the announcement shows")
    teller.notes(f"The log lists the decision, names nobody, and its head is {head}.")


async def _work(teller: Teller, movement: Movement) -> None:
    teller.does("Eli", "takes the first task.")
    claimed = await movement["Eli"].press(await movement.task(1), "I'll do it")
    teller.sees("Eli", claimed, "In hands: Eli")
    teller.does("Fatou", "presses Done on Eli's task.")
    refused = await movement["Fatou"].press(await movement.task(1), "Done")
    teller.sees("Fatou", refused, "You don't hold T-1")
    teller.does("Eli", "finishes it.")
    done = await movement["Eli"].press(await movement.task(1), "Done")
    teller.sees("everybody", done, "Thank you, Eli")
    teller.does("Hana", "looks for work.")
    listed = await movement["Hana"].command("task list")
    teller.sees("Hana", listed, "T-2", "Bring it here")


async def _check_chain(teller: Teller, standing: Stage) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{standing.web.url}/log") as answer:
            log = str(answer.url)
        async with session.get(f"{log}/log.jsonl") as answer:
            published = await answer.text()
    lines = [json.loads(line) for line in published.splitlines()]
    teller.log.append(published)
    links = [Link(place, line["body"], line["hash"]) for place, line in enumerate(lines, 1)]
    broken = find_break(links)
    if broken is not None or not links:
        raise NotTrue(f"the published chain does not hold: {broken}")
    teller.notes(f"The published chain holds: {len(links)} entries, head {links[-1].hash[:8]}.")
