"""History: a house with its oracles beside it, and the short ways by which a step happens to all of them."""

from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from bot.domain.errors import Refusal
from bot.domain.proposals import Draft, draft
from bot.domain.rules import Kind
from bot.services.cards import Person
from bot.services.notices import Notice
from tests.factories import ANN, GUILD
from tests.stateful.invariants import Invariants
from tests.stateful.oracle import HOUR, Oracle, Sight
from tests.stateful.outgoing import published, search
from tests.stateful.votes import Deed, Vote
from tests.stateful.world import A_SECOND, FOUNDED, MEMBER_COUNT, PEOPLE, SAID, Ground, joined_by_id, put

T = TypeVar("T")

TITLES = ("Buy a projector", "@everyone <@123> **[free](https://x.example)**", "«Ñandú» 🌻")

A_BEAT = timedelta(seconds=30)


def pick(among: Sequence[T], nth: int) -> T:
    """One of several."""
    return among[nth % len(among)]


class History(RuleBasedStateMachine):
    """What all steps share. They happen in one server until something crosses over to the other."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.house, board, self.box = self.ground.begin()
        board.on_posted, self.box.on_read, self.box.on_gone = self._note_posted, self._note_reading, self._note_gone
        self.sight = Sight()
        self.oracles = {
            guild: Oracle(guild, founded, joined_by_id(), MEMBER_COUNT, self.sight, acted={ANN.user_id: founded})
            for guild, founded in FOUNDED.items()
        }
        self.watch = Invariants(self.ground.file)
        self.here = GUILD
        self.is_away = False
        self.last_beat: datetime | None = None
        self._taken_off = 0
        self._coming: list[Callable[[], None]] = []

    def teardown(self) -> None:
        """Let everything arrive, look once more, and close the house."""
        try:
            if self.is_away:
                self._come_back()
            for _ in range(3):
                self._wait(HOUR)
                self._run(self._sweep())
            self._look()
            self.watch.check_end(self.house, self.oracles.values())
            for body in self._run(published(self.house.services)):
                search(body)
        finally:
            self.watch.close()
            self.ground.end()

    def _run(self, act: Coroutine[Any, Any, T]) -> T:
        return self.ground.runner.run(act)

    def _do(self, act: Coroutine[Any, Any, T], refusal: str | Callable[[], str | None] | None) -> T | None:
        """Do something, and hold that it is refused, or done, as the oracle says, perhaps after what is read for it."""
        refused, done = None, None
        try:
            done = self._run(act)
        except Refusal as found:
            refused = type(found).__name__
        if callable(refusal):
            refusal = refusal()
        assert refused == refusal, f"{refused or 'done'}, where the oracle says {refusal or 'done'}"
        return done

    def _now(self) -> datetime:
        return self.house.clock.now()

    def _wait(self, span: timedelta) -> None:
        self.house.clock.advance(span)

    def _look(self) -> None:
        self.watch.check(self.oracles.values(), self.house)

    # ---- where, who, and which votes

    @property
    def oracle(self) -> Oracle:
        """The oracle of the server in which things happen now."""
        return self.oracles[self.here]

    def _person(self, who: int) -> Person:
        return PEOPLE[self.here][who]

    def _all_votes(self) -> Iterator[Vote]:
        for oracle in self.oracles.values():
            yield from oracle.votes

    def _alive(self, kind: str | None = None) -> list[Vote]:
        return [vote for vote in self.oracle.votes if vote.state != "settled" and kind in (None, vote.kind)]

    def _open(self) -> list[Vote]:
        return [vote for vote in self.oracle.votes if vote.state == "open"]

    def _standing(self) -> list[Vote]:
        """The votes whose messages stand, those that run in front."""
        there = [vote for vote in self.oracle.votes if vote.message and vote.message not in self.box.deleted]
        return sorted(there, key=lambda vote: vote.state == "settled")[:6]

    # ---- steps

    def _propose(self, who: int, kind: str, discuss: timedelta) -> None:
        is_secret, name = "secret" in kind, kind.removeprefix("secret").strip() or "action"
        vote = self._vote(name, self._person(who).user_id, is_secret=is_secret)
        options = "One\nTwo\nThree" if name == "choice" else ""
        vote.options = ("1", "2", "3") if options else ()
        new = draft(
            pick(TITLES, who),
            "What and why.",
            "Begin",
            kind=Kind(vote.kind),
            options=options,
            is_secret=is_secret,
            discuss=discuss,
        )
        self._put_up(who, new, vote)

    def _vote(self, kind: str, author: int, **changes: Any) -> Vote:
        return Vote(self.here, 0, kind, author, self._now(), self._now(), self.oracle.hours, **changes)

    def _put_up(self, who: int, new: Draft, vote: Vote) -> None:
        theirs = [each for each in self._alive() if each.author == vote.author]
        proposed = self.house.services.proposals.propose(self._person(who), new)
        if self._do(proposed, "TooManyOpenProposals" if len(theirs) >= 3 else None) is not None:
            now = self._now()
            self.oracle.acted[vote.author] = now
            vote.number = len(self.oracle.votes) + 1
            vote.first_tasks = len(new.first_tasks)
            self.oracle.votes.append(vote)
            self.oracle.open(vote, now + new.discuss)
            vote.state = "discussed" if new.discuss else "open"
            self._post()
        self._look()

    def _post(self) -> None:
        """Have what is owed delivered, a second later."""
        self._wait(A_SECOND)
        self._run(self.house.services.outbox.deliver_due())
        self._wait(A_SECOND)

    def _tap(self, vote: Vote, who: int, what: str, *, is_super: bool = False) -> None:
        """Let a reaction stand, of which nothing is said yet."""
        assert vote.message is not None
        self.box.add(vote.message, self._person(who).user_id, what, is_super=is_super)

    def _hear(self, vote: Vote, who: int, what: str, *, is_super: bool = False) -> None:
        """Let the gateway bring a tap, unless the bot is away."""
        if not self.is_away:
            person = self._person(who)
            self._bring(vote, person, what, is_super=is_super)
            self.oracle.tap(vote, person.user_id, SAID[what], self._now(), is_super=is_super)

    def _untap(self, vote: Vote, user_id: int, what: str, *, is_super: bool, is_heard: bool = True) -> None:
        assert vote.message is not None
        self.box.remove(vote.message, user_id, what, is_super=is_super)
        if is_heard and not self.is_away:
            whoever = replace(PEOPLE[vote.guild][0], user_id=user_id)
            self._bring(vote, whoever, what, is_super=is_super, is_removal=True, name=None, joined_at=None)
            self.oracles[vote.guild].untap(vote, user_id, SAID[what], self._now(), is_super=is_super)

    def _bring(self, vote: Vote, person: Person, what: str, **changes: Any) -> None:
        """Let the gateway bring a tap, together with all that comes until it is written."""
        assert vote.message is not None
        self._coming.append(partial(put, self.house, vote.message, person, what, received_at=self._now(), **changes))

    async def _take_in(self) -> None:
        for bring in self._coming:
            bring()
        self._coming.clear()
        await self.house.services.inbox.drained()

    def _written(self) -> None:
        """Have the inbox write what came."""
        self._run(self._take_in())
        self._wait(A_SECOND)
        self._look()

    def _panel(self, vote: Vote, who: int, deed: Deed, said: str = "") -> None:
        person, ballots = self._person(who), self.house.services.ballots
        match deed:
            case "cast":
                act = ballots.cast(person, vote.number, said)
            case "withdraw":
                act = ballots.withdraw(person, vote.number)
            case _:
                act = ballots.explain(person, vote.number, "There is harm in it.")
        expected = self.oracle.panel(vote, person.user_id, deed, said, self._now())
        panel = self._do(act, expected)
        if panel is not None:
            stands = vote.standing().get(person.user_id, (None, False))
            assert panel.choice == stands[0]
        self._wait(A_SECOND)
        self._look()

    def _come_back(self) -> None:
        now, services = self._now(), self.house.services
        services.presence.arrive()
        services.reading.end_gap()
        self.sight.gap_ended = now
        self._run(services.presence.come_back())
        self.sight.absences[-1] = (self.sight.absences[-1][0], now)
        self.last_beat, self.is_away = now, False
        self._wait(A_SECOND)
        self._look()

    # ---- the sweeps, in the timetable's order

    async def _sweep(self, trouble: str | None = None) -> None:
        services, now, oracles = self.house.services, self._now(), self.oracles.values()
        self._make(trouble)
        await services.reading.read_again()
        await services.charter.bring_into_force()
        for oracle in oracles:
            oracle.follow(now)
        await services.interruptions.lapse_due()
        await services.reading.read_opening()
        await services.proposals.open_due()
        for oracle in oracles:
            self.watch.follow(oracle)
            oracle.open_due(now)
        await services.decisions.look_ahead()
        for oracle in oracles:
            oracle.look_ahead(now)
        await services.decisions.settle_due()
        for oracle in oracles:
            self.watch.follow(oracle)
            oracle.settle_due(now)
        await self._beat()
        await services.outbox.deliver_due()
        await services.tally_board.flush()
        await services.tidying.sweep()
        await services.forgetting.scrub()
        await services.forgetting.destroy_links()
        self.house.board.recover()
        self.box.recover()
        self._hear_what_was_taken_off()
        await self._take_in()

    def _make(self, trouble: str | None) -> None:
        match trouble:
            case "board":
                self.house.board.fail(times=2)
            case "answers":
                self.house.board.lose_answers()
            case "box":
                self.box.fail()

    async def _beat(self) -> None:
        await self.house.services.presence.beat()
        if not self.is_away and (self.last_beat is None or self._now() - self.last_beat >= A_BEAT):
            self.last_beat = self._now()

    def _hear_what_was_taken_off(self) -> None:
        for message_id, user_id, said in self.box.taken_off[self._taken_off :]:
            vote = next(vote for vote in self._all_votes() if vote.message == message_id)
            what = next(what for what, word in SAID.items() if word == said)
            self._untap(vote, user_id, what, is_super=False)
        self._taken_off = len(self.box.taken_off)

    # ---- what the bot posts and reads

    def _note_posted(self, notice: Notice) -> None:
        if notice.mark.startswith("P-"):
            oracle = self.oracles[notice.guild_id]
            oracle.posted(oracle.votes[notice.content.number - 1], self._now())

    def _note_reading(self, message_id: int, listed: set[tuple[int, str, bool]]) -> None:
        vote = self._on(message_id)
        if vote.message != message_id:
            self.oracles[vote.guild].moved(vote, message_id)
        self.oracles[vote.guild].read(vote, listed, self._now())

    def _note_gone(self, message_id: int) -> None:
        self._on(message_id).read_at = self._now()

    def _on(self, message_id: int) -> Vote:
        """The vote that stands on a message."""
        guild, number = self.watch.place_of(message_id)
        return self.oracles[guild].votes[number - 1]
