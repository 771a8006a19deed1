"""Ballot forms: what one proposal's ballots can say, and by which reactions."""

from dataclasses import dataclass

from bot.domain.ballots import EMOJI_OF, OPTION_EMOJI, Choice, choice_of, choices, option_of
from bot.domain.history import SEPARATOR
from bot.domain.rules import DecisionRule


@dataclass(frozen=True, slots=True)
class BallotForm:
    """What a ballot can say: one of the choices, or on a choice any of `options`, whose taps add up.

    On a secret vote nothing can be said by a reaction.
    """

    blocks: bool = True
    options: tuple[int, ...] = ()
    is_secret: bool = False

    @property
    def gathers(self) -> bool:
        """Whether every tap adds an approval instead of replacing the ballot."""
        return bool(self.options)

    @property
    def said(self) -> tuple[str, ...]:
        """Everything that one tap or press can say, in the order in which it is shown."""
        if self.options:
            return tuple(map(str, self.options))
        return tuple(choice.value for choice in choices(blocks=self.blocks))

    @property
    def emoji(self) -> tuple[str, ...]:
        """The reactions that the bot puts under the ballot."""
        return () if self.is_secret else tuple(map(emoji_of, self.said))

    def says(self, emoji: str) -> str | None:
        """What a reaction says, None for one that is just a reaction."""
        if self.is_secret:
            return None
        if self.options:
            option = option_of(emoji, self.options)
            return None if option is None or option not in self.options else str(option)
        choice = choice_of(emoji, blocks=self.blocks)
        return choice.value if choice else None

    def allows(self, ballot: str) -> bool:
        """Whether a whole ballot, as a panel sends it, says only what is on offer."""
        parts = ballot.split(SEPARATOR)
        return set(parts) <= set(self.said) and (self.gathers or len(parts) == 1)


def form_of(rule: DecisionRule, run_off: tuple[int, ...] | list[int] = ()) -> BallotForm:
    """The form of a proposal's ballots; in a run-off only those on top are left."""
    if not rule.options:
        return BallotForm(rule.blocks, is_secret=rule.is_secret)
    # "Keep discussing" stands last, after the options that people compare.
    return BallotForm(False, tuple(run_off) or (*range(1, rule.options + 1), 0), rule.is_secret)


def emoji_of(said: str) -> str:
    """The reaction that says this."""
    return OPTION_EMOJI[int(said)] if said.isdecimal() else EMOJI_OF[Choice(said)]
