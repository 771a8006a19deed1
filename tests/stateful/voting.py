"""Voting: what people say by reaction and in the panel, and what moderators and the gateway make of it."""

from typing import Literal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.factories import GUILD, OTHER_GUILD
from tests.stateful.history import pick
from tests.stateful.proposing import Proposing, connected, voter, which, whose
from tests.stateful.votes import Vote
from tests.stateful.world import EMOJI, PEOPLE, SAID

Order = Literal["as made", "twice", "backwards"]
Damage = Literal["one by one", "at once", "message"]

some_taps = st.lists(st.tuples(whose, which, st.booleans()), min_size=1, max_size=6)
several = st.sets(voter, min_size=3)
order: st.SearchStrategy[Order] = st.sampled_from(("as made", "twice", "backwards"))


def said_on(vote: Vote, nth: int) -> str:
    """What somebody says in the panel: mostly something that is on offer, and rather yes than no."""
    if vote.options:
        return pick((*vote.offers, *vote.offers, "0+2", "1+3", "1+2", "agree"), nth)
    return pick(("agree", "agree", *vote.offers, *vote.offers, "1"), nth)


def emoji_on(vote: Vote, nth: int) -> str:
    """What somebody taps: mostly something that says something."""
    return pick((*(each for each in EMOJI if SAID[each] in vote.offers), *EMOJI), nth)


class Voting(Proposing):
    """The rules by which ballots come, change and go."""

    # ---- tapping

    @precondition(lambda self: self._standing())
    @rule(which=which, taps=some_taps, order=order)
    def tap(self, which: int, taps: list[tuple[int, int, bool]], order: Order) -> None:
        """Tap, several at once; what is heard of it comes as it was made, twice, or out of order."""
        vote = pick(self._standing(), which)
        made = [(who, emoji_on(vote, nth), is_super) for who, nth, is_super in taps]
        for who, what, is_super in made:
            self._tap(vote, who, what, is_super=is_super)
        for who, what, is_super in {"as made": made, "twice": made + made, "backwards": made[::-1]}[order]:
            self._hear(vote, who, what, is_super=is_super)
        self._written()

    @precondition(lambda self: self._standing())
    @rule(which=which, people=several, nth=which)
    def tap_together(self, which: int, people: set[int], nth: int) -> None:
        """Have many say the same."""
        vote = pick(self._standing(), which)
        for who in sorted(people):
            self._tap(vote, who, emoji_on(vote, nth))
            self._hear(vote, who, emoji_on(vote, nth))
        self._written()

    @precondition(lambda self: self._standing())
    @rule(which=which, taps=some_taps)
    def tap_unheard(self, which: int, taps: list[tuple[int, int, bool]]) -> None:
        """Tap, and the gateway says nothing of it."""
        vote = pick(self._standing(), which)
        for who, nth, is_super in taps:
            self._tap(vote, who, emoji_on(vote, nth), is_super=is_super)

    @precondition(lambda self: self._standing())
    @rule(which=which, who=whose, nth=which)
    def tap_and_untap_out_of_order(self, which: int, who: int, nth: int) -> None:
        """Tap and take it off at once, and the gateway tells it the other way round."""
        vote = pick(self._standing(), which)
        self._untap(vote, self._person(who).user_id, emoji_on(vote, nth), is_super=False)
        self._hear(vote, who, emoji_on(vote, nth))
        self._written()

    @precondition(lambda self: self._standing())
    @rule(which=which, nth=which, is_heard=st.booleans())
    def untap(self, which: int, nth: int, is_heard: bool) -> None:
        """Take one reaction off, by whosever hand."""
        vote = pick(self._standing(), which)
        assert vote.message is not None
        standing = self.box.reactions.get(vote.message)
        if standing:
            one = pick(standing, nth)
            self._untap(vote, one.user_id, one.emoji, is_super=one.is_super, is_heard=is_heard)
            self._written()

    @precondition(lambda self: self._standing())
    @rule(which=which, what=st.sampled_from(("one by one", "at once", "message")))
    def moderate(self, which: int, what: Damage) -> None:
        """Have a moderator clear all reactions, one by one or at once, or delete the ballot."""
        vote = pick(self._standing(), which)
        assert vote.message is not None
        match what:
            case "one by one":
                for one in list(self.box.reactions.get(vote.message, ())):
                    self._untap(vote, one.user_id, one.emoji, is_super=one.is_super)
            case "at once":
                self.box.clear(vote.message)
                if not self.is_away:
                    self.house.services.reading.owe(vote.message)
            case "message":
                self.box.deleted.add(vote.message)
                self.box.reactions.pop(vote.message, None)
        self._written()

    @connected
    @precondition(lambda self: self._standing())
    @rule(which=which, who=whose, nth=which)
    def tap_from_elsewhere(self, which: int, who: int, nth: int) -> None:
        """Bring a tap that claims to be of another server."""
        vote = pick(self._standing(), which)
        elsewhere = GUILD if self.here == OTHER_GUILD else OTHER_GUILD
        self._bring(vote, PEOPLE[elsewhere][who], emoji_on(vote, nth))
        self._written()

    # ---- the panel

    @connected
    @precondition(lambda self: self.oracle.votes)
    @rule(which=which, who=whose, nth=which)
    def vote(self, which: int, who: int, nth: int) -> None:
        """Vote in the panel."""
        vote = pick(self.oracle.votes, which)
        self._panel(vote, who, "cast", said_on(vote, nth))

    @connected
    @precondition(lambda self: self._open())
    @rule(which=which, people=several, nth=which)
    def vote_together(self, which: int, people: set[int], nth: int) -> None:
        """Have many say the same in the panel."""
        vote = pick(self._open(), which)
        for who in sorted(people):
            self._panel(vote, who, "cast", said_on(vote, nth))

    @connected
    @precondition(lambda self: self.oracle.votes)
    @rule(which=which, who=whose, explains=st.booleans())
    def withdraw_or_explain(self, which: int, who: int, explains: bool) -> None:
        """Take one's ballot back, or give a reason for it."""
        self._panel(pick(self.oracle.votes, which), who, "explain" if explains else "withdraw")

    @connected
    @precondition(lambda self: self._open())
    @rule(which=which)
    def object_together(self, which: int) -> None:
        """Have two people block and say why."""
        vote = pick(self._open(), which)
        for who in (1, 2):
            self._panel(vote, who, "cast", "block")
            self._panel(vote, who, "explain")
