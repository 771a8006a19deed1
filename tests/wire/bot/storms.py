"""Storms of the gateway: people tap while events are lost, doubled, late or overtaken, and the connection breaks."""

import random
from collections import defaultdict
from datetime import timedelta
from typing import Any

from bot.sandbox.world.bus import Event
from bot.story.movement import NEIGHBOURS
from db import ledger, proposals
from tests.stateful.oracle import Oracle, Sight
from tests.stateful.votes import Vote
from tests.wire.bot.hall import A_REDRAW, VOTING, Hall

EMOJI = {"agree": "✅", "disagree": "❌", "abstain": "⚪", "block": "⛔"}
CHOICES = {emoji: choice for choice, emoji in EMOJI.items()}
TAPPED, UNTAPPED = "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"
TRICKS = ("none", "drop", "duplicate", "withhold", "reverse")

REPLAYED = ("cut", "asked to come again", "invalid", "silent")
"""Breaks after which Discord replays what came meanwhile."""

FLUSHED = ("invalid for good",)
"""Breaks after which the session is gone, and what came before them had gone out."""

CUT_OFF = ("cut and refused", "forgotten")
"""Breaks after which the session is gone, and what was on its way too."""

BREAKS = ("none", *REPLAYED, *FLUSHED, *CUT_OFF)

SILENCE = 3.0
"""Seconds after which the library gives up a connection on which nothing comes; by itself it waits a minute.
A busy machine must not stand still for as long, or a connection that was well is given up too."""

LISTED_AFTER = 0.4
"""Seconds for which a reading hangs while people go on tapping: much longer than a tap takes."""

REACTIONS = r"/channels/\d+/messages/\d+/reactions/.+"

A_SECOND = timedelta(seconds=1)

Act = tuple[str, str, bool]
"""What happened to a reaction: the event's name, what the reaction says, whether it is a super reaction."""

Counted = tuple[str, bool]
"""What a counted act said, and whether it was read from the message."""


class Storms:
    """Blows storms over P-1, and keeps by the charter alone what its ledger must say."""

    def __init__(self, hall: Hall, chance: random.Random) -> None:
        self.hall, self.chance = hall, chance
        self.ballot = hall.ballot()
        self.reads = 0
        """How often the bot has read all ballots."""
        people = {hall.user_id(who): hall.now() - timedelta(days=90) for who in NEIGHBOURS}
        self.people = list(people)
        opened = hall.now() - A_SECOND
        guild_id = hall.movement.guild_id
        self.vote = Vote(guild_id, 1, "action", self.people[0], opened, opened + VOTING, 72, message=self.ballot.id)
        self.oracle = Oracle(guild_id, opened - timedelta(days=40), dict(people), len(people), Sight())
        self.counted: dict[int, list[Counted]] = defaultdict(list)
        """What counted of each person's acts, in order."""
        self.ever_known: set[int] = set()
        """Whose reactions the bot ever heard of or found."""
        self.happened: dict[int, list[Act]] = defaultdict(list)
        """In the present storm, what people did to their reactions."""
        self.told: dict[int, list[Act]] = defaultdict(list)
        """In the present storm, what the gateway told the bot of it."""
        self._on_its_way: list[Event] = []
        hall.sandbox.world.subscribe(self._note)
        hall.sandbox.hub.observers.append(self._on_its_way.append)
        hall.bot.timetable.tell(self._tell)

    def _tell(self, sweep: str, _: float) -> None:
        self.reads += sweep == "read"

    def _note(self, event: Event) -> None:
        if (act := self._act_in(event)) is not None:
            self.happened[int(event.data["user_id"])].append(act)

    def _act_in(self, event: Event) -> Act | None:
        data = event.data
        if event.name not in (TAPPED, UNTAPPED) or int(data["message_id"]) != self.ballot.id:
            return None
        is_persons = int(data["user_id"]) in self.people
        return (event.name, CHOICES[data["emoji"]["name"]], bool(data["burst"])) if is_persons else None

    async def blow(self, trick: str, broken: str) -> None:
        """Let some people do something while the gateway plays a trick and the connection breaks in one way."""
        hub, gateway = self.hall.sandbox.hub, self.hall.sandbox.faults.gateway
        self.happened.clear()
        self.told.clear()
        self._welcome()
        if broken == "silent":
            await self._make_impatient()
        if trick != "none":
            getattr(gateway, trick)(self.chance.choice((TAPPED, UNTAPPED, TAPPED)), times=self.chance.randint(2, 6))
        self._act_about(7)
        if broken in CUT_OFF:
            await self.hall.heard()
        self._arrive()
        if broken != "none":
            came, reads = hub.identified + hub.resumed, self.reads
            hang = self.hall.sandbox.faults.hang(LISTED_AFTER, method="GET", path=REACTIONS)
            self._break(broken)
            self._act_about(7)
            if broken in REPLAYED:
                self._arrive()
            self._on_its_way.clear()
            await self.hall.until(lambda: hang.struck > 0 or self.reads > reads)
            self.oracle.sight.gap_ended = self.hall.now()
            if not any(each.times for each in gateway.tricks) and self.reads == reads:
                self._tap_meanwhile()
            await self._has_come_again(came, reads)
        hub.release()
        gateway.clear()
        await self.hall.heard()
        self._arrive()

    async def calm(self) -> None:
        """Let the bot read what it missed, and now and then tidy up."""
        self.oracle.sight.gap_ended = self.hall.now()
        await self.hall.bot.timetable.read_all()
        self._is_read()
        if not self.chance.randrange(3):
            await self.hall.tick(A_REDRAW)
        await self.hall.heard()
        self._arrive()

    async def _make_impatient(self) -> None:
        """Have the next connection given up soon when it falls silent."""
        hub = self.hall.sandbox.hub
        state = self.hall.bot._connection  # The library takes its patience in the constructor only.
        patience, state.heartbeat_timeout = state.heartbeat_timeout, SILENCE
        came, reads = hub.identified + hub.resumed, self.reads
        self.oracle.sight.gap_ended = self.hall.now()
        hub.drop_connections()
        await self._has_come_again(came, reads)
        state.heartbeat_timeout = patience

    async def _has_come_again(self, came: int, reads: int) -> None:
        hub = self.hall.sandbox.hub
        await self.hall.until(lambda: hub.identified + hub.resumed > came and self.reads > reads)
        self._arrive()
        self._is_read()

    def _break(self, broken: str) -> None:
        hub = self.hall.sandbox.hub
        match broken:
            case "cut":
                hub.drop_connections()
            case "cut and refused":
                self.hall.sandbox.faults.gateway.refuse_resume = True
                hub.drop_connections()
            case "forgotten":
                hub.drop_connections(resumable=False)
            case "asked to come again":
                hub.ask_to_reconnect()
            case "silent":
                hub.fall_silent()
            case "invalid":
                hub.invalidate(resumable=True)
            case "invalid for good":
                hub.invalidate(resumable=False)

    # ---- what people do

    def _act_about(self, times: int) -> None:
        for _ in range(self.chance.randint(1, 2 * times - 1)):
            who = self._somebody()
            mine = sorted((said, is_super) for whose, said, is_super in self.standing() if whose == who)
            deed = self.chance.choice(("tap", "change", "change", "take off")) if mine else "tap"
            if deed == "change":
                self._take_off(who, mine)
            if deed == "take off":
                self._take_off(who, mine[:1], by=self.chance.choice((None, "Ana")))
            else:
                is_super = not self.chance.randrange(5)
                self.hall.tap(who, EMOJI[self.chance.choice(list(EMOJI))], burst=is_super)

    def _tap_meanwhile(self) -> None:
        """Let some go on tapping while the bot reads: what they say now is newer than what it missed."""
        for _ in range(5):
            self.hall.tap(self._somebody(), EMOJI[self.chance.choice(list(EMOJI))])

    def _somebody(self) -> int:
        """One of the newest as often as one of all."""
        return self.chance.choice(self.chance.choice((self.people, self.people[-3:])))

    def _welcome(self) -> None:
        """Let one more person vote, of whom the bot knows nothing yet."""
        (who,) = self.hall.join(1)
        self.people.append(who)
        self.oracle.joined[who] = self.vote.opened - timedelta(days=90)

    def _take_off(self, who: int, which: list[tuple[str, bool]], *, by: str | None = None) -> None:
        for said, is_super in which:
            self.hall.untap(who, EMOJI[said], by=by, burst=is_super)

    def standing(self) -> set[tuple[int, str, bool]]:
        """The reactions that stand on the ballot: whose, what they say, whether super."""
        world = self.hall.sandbox.world
        found, bot_id = world.reactions, world.bot.id
        return {
            (user.id, choice, is_super)
            for choice, emoji in EMOJI.items()
            for is_super in (False, True)
            for user in found.users(bot_id, self.ballot.channel_id, self.ballot.id, emoji, limit=1_000, burst=is_super)
            if user.id in self.people
        }

    # ---- what the charter makes of it

    def _arrive(self) -> None:
        """What was on its way reaches the bot, now or by replay."""
        for event in self._on_its_way:
            if (act := self._act_in(event)) is None:
                continue
            who, (name, said, is_super) = int(event.data["user_id"]), act
            self.told[who].append(act)
            if name == TAPPED:
                self.ever_known.add(who)
                self.oracle.tap(self.vote, who, said, self.hall.now(), is_super=is_super)
            else:
                self.oracle.untap(self.vote, who, said, self.hall.now(), is_super=is_super)
        self._on_its_way.clear()
        self._fold(is_read=False)

    def _is_read(self) -> None:
        """The bot reads what stands."""
        listed = self.standing()
        self.ever_known |= {who for who, _, _ in listed}
        self.oracle.read(self.vote, listed, self.hall.now())
        self._fold(is_read=True)

    def _fold(self, *, is_read: bool) -> None:
        folded = sum(map(len, self.counted.values()))
        for act in self.vote.done[folded:]:
            self.counted[act.who].append((act.said, is_read))

    def told_all(self) -> dict[int, str]:
        """What those tapped last of whom the bot was told everything in this storm, and in order."""
        return {
            who: [said for name, said, _ in acts if name == TAPPED][-1]
            for who, acts in self.happened.items()
            if acts == self.told[who] and any(name == TAPPED for name, _, _ in acts)
        }

    # ---- what the bot made of it

    async def written(self) -> tuple[dict[int, list[Counted]], set[tuple[int, str, bool]]]:
        """What the ledger says counted, and which reactions it knows to stand."""
        async with self.hall.bot.services.database.look() as session:
            row = await proposals.get(session, self.hall.movement.guild_id, 1)
            assert row is not None
            lines: Any = await ledger.of_proposal(session, row.id)
        counted: dict[int, list[Counted]] = defaultdict(list)
        known: set[tuple[int, str, bool]] = set()
        found: set[Any] = set()
        for line in lines:
            reaction = (line.member_id, line.choice, line.is_super)
            if line.act == "untap":
                known.discard(reaction)
                continue
            known.add(reaction)
            # A word found in both kinds at once, normal and super, is one act with a line for each.
            twin = (line.member_id, line.choice, line.received_at) if line.source == "super_read" else None
            if line.verdict == "counted" and twin not in found:
                counted[line.member_id].append((line.choice, line.source in ("read", "super_read")))
            if line.source == "read":
                found.add((line.member_id, line.choice, line.received_at))
        return counted, known
