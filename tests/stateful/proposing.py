"""Proposing: what people can put up for a vote, and what authors can still do with it."""

from datetime import timedelta
from typing import Literal

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from bot.domain.covers import Covered, Holder
from bot.domain.proposals import Draft, draft
from bot.domain.rules import Kind
from bot.services.charter import change_draft
from tests.factories import GUILD
from tests.stateful.history import History, pick
from tests.stateful.oracle import DAY
from tests.stateful.world import PEOPLE, VOTERS

whose = st.integers(0, len(PEOPLE[GUILD]) - 1)
voter = st.integers(0, len(VOTERS) - 1)
which = st.integers(0, 30)
kind = st.sampled_from(("action", "agreement", "lazy", "choice", "choice", "meeting", "secret", "secret choice"))
way = st.sampled_from(("discuss", "discuss", "mandate", "recall", "recall", "charter", "rework", "rework"))

Way = Literal["discuss", "mandate", "recall", "charter", "rework"]

connected = precondition(lambda self: not self.is_away)


class Proposing(History):
    """The rules by which votes begin, and end before they have begun."""

    @initialize(one=kind, other=kind)
    def begin(self, one: str, other: str) -> None:
        """Let something be proposed in both servers."""
        for who, what in enumerate((one, other)):
            self._propose(who, what, timedelta())
            self.cross_over()

    @rule()
    def cross_over(self) -> None:
        """Let what comes next happen in the other server."""
        self.here = next(guild for guild in self.oracles if guild != self.here)

    @connected
    @rule(who=voter, kind=kind)
    def propose(self, who: int, kind: str) -> None:
        """Propose something that opens at once."""
        self._propose(who, kind, timedelta())

    @connected
    @rule(who=voter, which=which, way=way)
    def propose_in_another_way(self, who: int, which: int, way: Way) -> None:
        """Propose something to be discussed first, about the charter or a mandate, or a second time."""
        match way:
            case "discuss":
                self._propose(who, ("action", "lazy", "choice")[which % 3], DAY)
            case "mandate":
                self._stand(who)
            case "recall" if self.oracle.mandates:
                self._recall(who, which)
            case "charter":
                self._propose_another_charter(who)
            case "rework" if any(vote.outcome == "blocked" for vote in self.oracle.votes):
                self._rework(who, which)
            case _:
                self._stand(who)

    def _stand(self, who: int) -> None:
        about = self._person(who).user_id
        under_way = any(vote.about == about for vote in self._alive("mandate"))
        asked = self.house.services.mandates.stand(self._person(who), "I stand", "For twelve weeks.")
        expected = "MandateHeld" if about in self.oracle.mandates or under_way else None
        found = self._do(asked, expected)
        if found is not None:
            self._put_up(who, found, self._vote("mandate", about, is_secret=True, about=about))

    def _recall(self, who: int, whom: int) -> None:
        about = pick(sorted(self.oracle.mandates), whom)
        under_way = any(vote.about == about for vote in self._alive("recall"))
        decision = self.oracle.mandates[about]
        asked = self.house.services.mandates.recall(self.here, decision, "Enough", "Somebody else's turn.")
        found = self._do(asked, "NoSuchMandate" if under_way else None)
        if found is not None:
            author = self._person(who).user_id
            self._put_up(who, found, self._vote("recall", author, is_secret=True, about=about))

    def _propose_another_charter(self, who: int) -> None:
        """Propose that votes last longer, or not so long again."""
        hours = 192 - self.oracle.hours
        expected = "ChangeUnderway" if self._alive("charter") else None
        change = self._do(self.house.services.charter.check(self.here, "voting_hours", f"{hours} hours"), expected)
        if change is not None:
            vote = self._vote("charter", self._person(who).user_id, about=hours)
            self._put_up(who, change_draft(change, "Votes last", "Because."), vote)

    def _rework(self, who: int, which: int) -> None:
        blocked = pick([vote for vote in self.oracle.votes if vote.outcome == "blocked"], which)
        vote = self._vote("action", self._person(who).user_id, is_reworked=True)
        self._put_up(who, draft("Reworked", "Better.", reworks=blocked.decision), vote)

    @connected
    @precondition(lambda self: self._open())
    @rule(people=st.lists(whose, min_size=1, max_size=3), which=which)
    def expose(self, people: list[int], which: int) -> None:
        """Have people say that a text exposes somebody; the second one has a vote on it begin."""
        text = pick(self._open(), which)
        for who in people:
            if text.state == "open":
                self._expose(who, text.number)

    def _expose(self, who: int, number: int) -> None:
        text, now = self.oracle.votes[number - 1], self._now()
        covers = [vote for vote in self.oracle.votes if vote.kind == "cover" and vote.about == number]
        person = self._person(who)
        expected = None
        if not self.oracle.is_on_roll(person.user_id, now):
            expected = "NotAVoterYet"
        elif text.kind == "cover":
            expected = "NothingToCover"
        elif covers:
            expected = "StaysReadable" if covers[-1].outcome == "rejected" else "AlreadyCovered"
        question = Draft("Stay covered?", "Read it first.", kind=Kind.COVER)
        asked = self.house.services.covers.ask(person, Covered(Holder.PROPOSAL, number), question)
        if self._do(asked, expected) is None:
            return
        self.oracle.acted[person.user_id] = now
        presses = self.oracle.asked.setdefault(number, set())
        presses.add(person.user_id)
        if len(presses) == 2:
            vote = self._vote("cover", 0, about=number)
            vote.number = len(self.oracle.votes) + 1
            self.oracle.votes.append(vote)
            self.oracle.open(vote, now)
            for each in sorted(presses):
                self.oracle.cast(vote, each, "agree", now)
            self._post()
        self._look()

    @connected
    @precondition(lambda self: self.oracle.votes)
    @rule(which=which, takes_back=st.sampled_from((False, False, True)))
    def change(self, which: int, takes_back: bool) -> None:
        """Have its author change a proposal, or take it back."""
        vote = pick(self.oracle.votes, which)
        author = next((person for person in PEOPLE[self.here] if person.user_id == vote.author), None)
        if author is None:
            return
        amending, now = self.house.services.amending, self._now()

        def refusal() -> str | None:
            return self.oracle.refused_change(vote, now)

        if takes_back:
            if self._do(amending.withdraw(author, vote.number), refusal) is not None:
                vote.opened, vote.closes = min(vote.opened, now), now
                self.oracle.finish(vote, "withdrawn", now)
        else:
            new = Draft("Changed", "By its author.", options=tuple(f"Other {one}" for one in vote.options))
            if self._do(amending.amend(author, vote.number, new), refusal) is not None:
                self.oracle.amend(vote, now)
                vote.first_tasks = 0
                self._post()
        self._look()
