"""The story: the main job from proposal to finished work, played without a browser and checked as it goes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp

from bot.domain.chain import Link, find_break
from bot.story.driver import Message, NothingCame, NotThere, Refused, SandboxClient
from bot.story.movement import Movement, found
from bot.story.stage import Stage, stage


class NotTrue(Exception):
    """Something that the story tells did not come true."""


@dataclass(slots=True)
class Teller:
    """Prints what each person does and sees, and checks it."""

    say: Callable[[str], None] = print
    lines: list[str] = field(default_factory=list)
    log: str = ""
    """The published log as it was at the end."""

    def does(self, who: str, what: str) -> None:
        """Tell an act."""
        self._put(f"\n{who} {what}")

    def sees(self, who: str, text: str, *expected: str) -> None:
        """Tell what somebody reads, and check that it holds what was expected."""
        self._put(f"  {who} reads:")
        for line in text.splitlines():
            self._put(f"    | {line}")
        for part in expected:
            if part not in text:
                raise NotTrue(f"{who} should have read {part!r}")

    def notes(self, text: str) -> None:
        """Tell what happens by itself."""
        self._put(f"\n  {text}")

    def _put(self, line: str) -> None:
        self.lines.append(line)
        self.say(line)


async def play(data: Path | None) -> bool:
    """Play the story and tell whether everything came true.

    Database, transcript (`story.txt`) and the published log (`log.jsonl`) stay in `data` if it is given.
    """
    teller = Teller()
    came_true = True
    async with stage(data=data) as standing, SandboxClient(standing.sandbox.url) as client:
        try:
            await _tell(teller, standing, await found(client))
            unknown = standing.sandbox.unknown_routes
            if unknown:
                raise NotTrue(f"the bot used what this Discord does not know: {unknown}")
            teller.notes("Everything came true.")
        except (NotTrue, NotThere, NothingCame, Refused, TimeoutError, aiohttp.ClientError) as fault:
            teller.notes(f"This did not come true: {fault}")
            came_true = False
    if data is not None:
        (data / "story.txt").write_text("\n".join(teller.lines) + "\n", encoding="utf-8")
        (data / "log.jsonl").write_text(teller.log, encoding="utf-8")
    return came_true


async def _tell(teller: Teller, standing: Stage, movement: Movement) -> None:
    await _propose(teller, movement)
    await _vote(teller, movement)
    decision = await _decide(teller, movement)
    await _publish(teller, standing, movement, decision)
    await _work(teller, movement)
    await _check_chain(teller, standing)


async def _propose(teller: Teller, movement: Movement) -> None:
    teller.does("Ana", "types /propose and fills the form.")
    reply = await movement.propose(
        "Ana", "Buy a second hand-truck", "The old one broke. €80 from the box.", ["Find one", "Bring it here"]
    )
    teller.sees("Ana", reply.text, "P-1 is open", "nobody can close it earlier")
    teller.sees("Bea", (await movement.ballot(1)).text, "P-1 · Buy a second hand-truck", "3 needed")


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
    teller.sees("Cem", panel.text, "Your vote: **agree**", "My back will thank you.")
    teller.does("Dov", "taps ⚪.")
    await movement["Dov"].react(ballot, "⚪")
    await movement.client.skip(timedelta(seconds=30))
    shown = await movement.ballot_showing(1, "Counted: 4 people")
    teller.sees("everybody", shown.text, "3 agree, 1 abstains.")


async def _decide(teller: Teller, movement: Movement) -> Message:
    teller.notes("Three days pass; voting closes.")
    await movement.client.skip_to_deadline(movement.guild_id)
    decision = await movement.decision(1)
    teller.sees("everybody", decision.text, "D-1 · Passed: Buy a second hand-truck", "4 took part, 3 needed")
    teller.does("Goran", "asks Why?")
    why = await movement["Goran"].press(decision, "Why?")
    teller.sees("Goran", why.text, "Did enough people take part? 4 took part, 3 needed: yes.")
    return decision


async def _publish(teller: Teller, standing: Stage, movement: Movement, decision: Message) -> None:
    teller.does("A stranger", "opens the public log.")
    async with aiohttp.ClientSession() as session, session.get(f"{standing.web.url}/log") as answer:
        page = await answer.text()
        address = str(answer.url)
    teller.sees("the stranger", address, standing.web.url)
    if "Buy a second hand-truck" not in page:
        raise NotTrue("the public log should list the decision")
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
    teller.sees("Eli", claimed.text, "In hands:** Eli")
    teller.does("Fatou", "presses Done on Eli's task.")
    refused = await movement["Fatou"].press(await movement.task(1), "Done")
    teller.sees("Fatou", refused.text, "You don't hold T-1")
    teller.does("Eli", "finishes it.")
    done = await movement["Eli"].press(await movement.task(1), "Done")
    teller.sees("everybody", done.text, "Thank you, Eli")
    teller.does("Hana", "looks for work.")
    listed = await movement["Hana"].command("task list")
    teller.sees("Hana", listed.text, "T-2", "Bring it here")


async def _check_chain(teller: Teller, standing: Stage) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{standing.web.url}/log") as answer:
            log = str(answer.url)
        async with session.get(f"{log}/log.jsonl") as answer:
            teller.log = await answer.text()
    lines = [json.loads(line) for line in teller.log.splitlines()]
    links = [Link(place, line["body"], line["hash"]) for place, line in enumerate(lines, 1)]
    broken = find_break(links)
    if broken is not None or not links:
        raise NotTrue(f"the published chain does not hold: {broken}")
    teller.notes(f"The published chain holds: {len(links)} entries, head {links[-1].hash[:8]}.")
