"""The oracle: the charter's rules of voting, written a second time, plainly, out of none of the bot's own code."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil, isqrt
from typing import Literal

from tests.stateful.votes import AGAINST, TALK, Deed, Done, Sign, Vote

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Sight:
    """What the bot saw, in all servers: when it was away, and when taps came in again."""

    absences: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    gap_ended: datetime | None = None


@dataclass
class Oracle:
    """Everything that one server's votes depend on."""

    guild: int
    founded: datetime
    joined: dict[int, datetime | None]
    """Since when people are here, None for whom nobody can tell it of."""
    members: int
    """How many are here by Discord's own count, bots among them."""
    sight: Sight
    votes: list[Vote] = field(default_factory=list)
    acted: dict[int, datetime] = field(default_factory=dict)
    hours: int = 72
    coming: list[tuple[datetime, int]] = field(default_factory=list)
    """Charters that passed: from when on, and the hours that they give."""
    mandates: dict[int, int] = field(default_factory=dict)
    """Who holds or waits for a mandate, and the decision that gave it."""
    asked: dict[int, set[int]] = field(default_factory=dict)
    """Who said that a text exposes somebody, by proposal."""

    # ---- who votes, and how many are needed

    def is_on_roll(self, who: int, opened: datetime) -> bool:
        """Whether somebody was here before voting opened, and a week, or since the first week after founding."""
        joined = self.joined.get(who)
        return joined is not None and joined < opened and joined <= max(opened - 7 * DAY, self.founded + 7 * DAY)

    def quorum(self, author: int, opened: datetime) -> int:
        """The smaller of half the active people and one and a half times the root of their number, at least three."""
        since = (opened - 60 * DAY).date()
        acted = {who for who, at in self.acted.items() if at.date() >= since and self.is_on_roll(who, opened)}
        active = len(acted | {author})
        if opened <= self.founded + 30 * DAY:
            active = max(active, min(30, ceil(self.members / 3)))
        root = isqrt(9 * active)
        return max(3, min(ceil(active / 2), ceil((root + (root * root < 9 * active)) / 2)))

    def open(self, vote: Vote, now: datetime) -> None:
        """Open voting on a proposal: roll, quorum and deadline are fixed."""
        vote.state, vote.opened, vote.hours = "open", now, self.hours
        vote.quorum = self.quorum(vote.author, now)
        lasts = {"charter": 168, "cover": 24}.get(vote.kind, self.hours)
        vote.closes = now + lasts * HOUR

    def deadline(self, vote: Vote) -> datetime:
        """When acts are too late: the deadline, or the one to which the bot's absence moves it."""
        return vote.closes + self.for_absence(vote)

    def for_absence(self, vote: Vote) -> timedelta:
        """How much longer a vote lasts because the bot was away at its deadline or in the half-hour before."""
        near = [
            (since, until or since + 9_999 * DAY)
            for since, until in self.sight.absences
            if since <= vote.closes and (until is None or until >= vote.closes - HOUR / 2)
        ]
        if not near:
            return timedelta()
        new = [until - since for since, until in near if vote.away_until is None or since > vote.away_until]
        return max(timedelta(), min(max(sum(new, timedelta()), HOUR), 72 * HOUR - vote.away_given))

    # ---- acts

    def takes(self, vote: Vote, who: int, now: datetime) -> bool:
        """Whether an act of somebody counts now."""
        return vote.state == "open" and now < self.deadline(vote) and self.is_on_roll(who, vote.opened)

    def cast(self, vote: Vote, who: int, said: str, now: datetime, *, adds: bool = False) -> None:
        """Count a ballot, or one more approval; the first one against turns lazy consent into an action vote."""
        vote.done.append(Done(who, "add" if adds else "cast", said, now))
        vote.voted.add(who)
        if vote.is_lazy and said in AGAINST:
            vote.turned = True
            vote.closes = max(vote.closes, now + vote.hours * HOUR)

    def tap(self, vote: Vote, who: int, said: str, now: datetime, *, is_super: bool) -> None:
        """A reaction that the gateway brought."""
        if said not in vote.offers or vote.is_secret:
            return
        vote.known.add((who, said, is_super))
        self.acted[who] = now
        if vote.state == "open" and now < self.deadline(vote):
            vote.spoke[who] = now
        self._sign(vote, who, said, is_super, now, is_read=False)
        if self.takes(vote, who, now):
            self.cast(vote, who, said, now, adds=bool(vote.options))

    def untap(self, vote: Vote, who: int, said: str, now: datetime, *, is_super: bool) -> None:
        """A reaction went away, by whosever hand."""
        vote.known.discard((who, said, is_super))
        vote.signs.append(Sign(who, "gone", said, is_super, False, now))

    def moved(self, vote: Vote, message: int | None) -> None:
        """The ballot stands on another message, or on none: what stood on the one before is not known any more."""
        vote.message, vote.known, vote.signs = message, set(), []

    def _sign(self, vote: Vote, who: int, said: str, is_super: bool, now: datetime, *, is_read: bool) -> None:
        what: Literal["late", "in time"] = "late" if now >= self.deadline(vote) else "in time"
        vote.signs.append(Sign(who, what, said, is_super, is_read, now))

    def _count_late(self, vote: Vote, now: datetime) -> None:
        """Voting went on when it was thought to be over: what was tapped meanwhile counts."""
        for who, signs in sorted(vote.waiting().items()):
            said = sorted({sign.said for sign in signs})
            vote.signs += [Sign(who, "in time", sign.said, sign.is_super, True, now) for sign in signs]
            if self.is_on_roll(who, vote.opened) and (vote.options or len(said) == 1):
                vote.spoke[who] = now
                for word in said:
                    self.cast(vote, who, word, now, adds=bool(vote.options))

    def read(self, vote: Vote, listed: set[tuple[int, str, bool]], now: datetime) -> None:
        """The reactions that stand on the message now: what is new was missed."""
        found = {each for each in listed if each[1] in vote.offers and not vote.is_secret}
        newer_since = now
        if vote.read_at is None:
            newer_since = vote.opened
        elif self.sight.gap_ended is not None and vote.read_at < self.sight.gap_ended:
            newer_since = self.sight.gap_ended
        new = found - vote.known
        vote.signs += [Sign(who, "gone", word, is_super, True, now) for who, word, is_super in vote.known - found]
        vote.known = set(found)
        vote.read_at = now
        for who in sorted({who for who, _, _ in new}):
            self.acted[who] = now
            for _, word, is_super in sorted(each for each in new if each[0] == who):
                self._sign(vote, who, word, is_super, now, is_read=True)
            said = sorted({word for whose, word, _ in new if whose == who})
            if not self.takes(vote, who, now):
                continue
            if vote.options:
                for option in said:
                    self.cast(vote, who, option, now, adds=True)
            elif vote.spoke.get(who, now) >= newer_since and who in vote.spoke:
                continue
            elif len(said) == 1:
                self.cast(vote, who, said[0], now)

    def panel(self, vote: Vote, who: int, deed: Deed, said: str, now: datetime) -> str | None:
        """An act in *My vote*; the name of its refusal, None where it is done."""
        if vote.state == "discussed":
            return "VotingNotOpen"
        if deed == "cast" and not self._is_offered(vote, said):
            return "NotOnOffer"
        stands, takes = who in vote.standing(), self.takes(vote, who, now)
        is_hidden = vote.is_secret and takes and (deed == "explain" or stands != (deed == "withdraw"))
        if not is_hidden:
            self.acted[who] = now
        if vote.state == "settled" or now >= self.deadline(vote):
            return "VotingClosed"
        if deed != "explain":
            vote.spoke[who] = now
            vote.signs.append(Sign(who, "in time", "", False, False, now))
        if not takes:
            return "NotOnTheRoll"
        if deed == "cast":
            self.cast(vote, who, said, now)
        elif not stands:
            return "NoBallotStands"
        else:
            vote.done.append(Done(who, deed, said, now))
        return None

    def _is_offered(self, vote: Vote, said: str) -> bool:
        parts = said.split("+")
        return set(parts) <= set(vote.offers) and (bool(vote.options) or len(parts) == 1)

    # ---- what authors may do

    def refused_change(self, vote: Vote, now: datetime) -> str | None:
        """Why its author may not change a proposal or take it back, None where they may."""
        if vote.state == "open" and vote.closes <= now:
            return "VotingClosed"
        is_free = vote.state == "discussed" or (vote.state == "open" and not vote.voted - {vote.author})
        return None if is_free else "CannotAmend"

    def amend(self, vote: Vote, now: datetime) -> None:
        """Change the text: the ballots are cleared and the clock begins anew, where voting is open."""
        if vote.state == "open":
            vote.done, vote.causes, vote.turned, vote.seen, vote.signs = [], [], False, None, []
            vote.away_given, vote.away_until = timedelta(), None
            self.open(vote, now)
        for cover in self.votes:
            if cover.kind == "cover" and cover.about == vote.number and cover.outcome == "rejected":
                cover.about = 0
                self.asked.pop(vote.number, None)

    # ---- time

    def follow(self, now: datetime) -> None:
        """Let charters that passed a day ago hold from now on."""
        while self.coming and self.coming[0][0] <= now:
            self.hours = self.coming.pop(0)[1]

    def open_due(self, now: datetime) -> None:
        """Open voting on what was discussed long enough, and of which is known what was tapped before."""
        for vote in self.votes:
            is_known = vote.is_secret or vote.message is None or (vote.read_at or self.founded) >= vote.opened
            if vote.state == "discussed" and vote.opened <= now and is_known:
                self.open(vote, now)

    def look_ahead(self, now: datetime) -> None:
        """Remember what secret votes amount to when their last six hours begin: later nobody could tell."""
        for vote in self.votes:
            if vote.state == "open" and vote.is_secret and vote.seen is None and now < vote.closes <= now + 6 * HOUR:
                vote.seen = vote.result()

    def settle_due(self, now: datetime) -> None:
        """Do what deadlines ask that have come, on ballots that were read in their last five minutes or later.

        What could not be read for thirty days has lapsed.
        """
        is_away = bool(self.sight.absences) and self.sight.absences[-1][1] is None
        due = [vote for vote in self.votes if vote.state == "open" and vote.closes <= now]
        due.sort(key=lambda vote: (vote.closes, vote.number))
        read = [vote for vote in due if self._is_read(vote)]
        lapsed = [vote for vote in due if vote not in read and vote.closes + 30 * DAY <= now]
        for vote in read if not is_away else ():
            self._end(vote, now)
        for vote in lapsed:
            self.finish(vote, "lapsed", now)

    def _is_read(self, vote: Vote) -> bool:
        if vote.message is None or vote.read_at is None:
            return vote.read_at is not None
        is_behind = self.sight.gap_ended is not None and vote.read_at < self.sight.gap_ended
        return vote.is_secret or (vote.read_at >= vote.closes - HOUR / 12 and not is_behind)

    def _end(self, vote: Vote, now: datetime) -> None:
        longer = self.for_absence(vote)
        outcome, winner = vote.result()
        before = (vote.seen or (outcome, winner)) if vote.is_secret else vote.result(vote.closes - 6 * HOUR)
        top = vote.on_top(vote.standing()) if vote.options else []
        if longer:
            vote.away_until, vote.away_given = vote.closes, vote.away_given + longer
            self._prolong(vote, "bot_away", longer, now)
        elif outcome == "no_quorum" and "quorum_missed" not in vote.causes:
            self._prolong(vote, "quorum_missed", 72 * HOUR, now)
        elif before != (outcome, winner) and "late_turn" not in vote.causes:
            self._prolong(vote, "late_turn", 24 * HOUR, now)
        elif outcome == "not_decided" and len(top) > 1 and TALK not in top and not vote.run_off:
            vote.run_off, vote.done, vote.closes, vote.run_off_at = tuple(top), [], now + DAY, now
            vote.read_at, vote.seen = None, None
            self.moved(vote, None)
        else:
            self.finish(vote, outcome, now)
            vote.winner = winner

    def _prolong(self, vote: Vote, cause: str, longer: timedelta, now: datetime) -> None:
        vote.causes.append(cause)
        vote.closes += longer
        vote.seen = None
        self._count_late(vote, now)

    def posted(self, vote: Vote, now: datetime) -> None:
        """A ballot stands; a run-off that could not be seen for long lasts its whole day from then on."""
        if vote.run_off_at is not None and now - vote.run_off_at > HOUR / 6:
            vote.closes = max(vote.closes, now + DAY)
        vote.run_off_at = None

    def finish(self, vote: Vote, outcome: str, now: datetime) -> None:
        """End a vote, with what follows from it."""
        vote.state, vote.outcome, vote.settled_at = "settled", outcome, now
        vote.decision = 1 + max(each.decision for each in self.votes)
        if outcome != "passed":
            return
        if vote.kind == "charter":
            self.coming.append((now + DAY, vote.about))
        elif vote.kind == "mandate":
            self.mandates[vote.about] = vote.decision
        elif vote.kind == "recall":
            self.mandates.pop(vote.about, None)
