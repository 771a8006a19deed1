"""The charter's settings: what a vote may change, numbers within which bounds, and how it is typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar

from bot.domain.errors import NotAValue, NothingChanges, OutsideBounds
from bot.domain.misreadings import NoUnit
from bot.domain.rules import Kind, ServerRules

IN_FORCE_AFTER = timedelta(hours=24)
"""A change that passed waits this long, so that nobody is surprised by it. Source: charter, §4."""

JUDGED_AGAIN = 10
"""How many past decisions are counted anew under a proposed change. Source: issue "Deciding, whole"."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One number of the charter: how it is typed, its bounds, both inclusive unless said, and where it stands."""

    key: str
    field: str
    unit: str
    low: Fraction
    high: Fraction
    excludes_low: bool = False

    def read(self, rules: ServerRules) -> Fraction:
        """What the setting is in these rules, spans in its unit."""
        value, span = getattr(rules, self.field), _SPAN_OF.get(self.unit)
        return Fraction(value // span if span else value)

    def write(self, rules: ServerRules, value: Fraction) -> ServerRules:
        """The rules with this setting changed, and nothing else."""
        span = _SPAN_OF.get(self.unit)
        told: Any = value if self.unit in _SHARES else int(value)
        return replace(rules, **{self.field: told * span if span else told})

    def parse(self, typed: str) -> Fraction:
        """The typed value, spans with their unit; refuses with `NotAValue`, also as `NoUnit`, or `OutsideBounds`."""
        value = self._read_text(typed.strip().casefold().replace(",", "."))
        if value is None and self.unit == "hours" and _BARE.fullmatch(typed.strip()):
            raise NoUnit(self.key, typed.strip())
        if value is None:
            raise NotAValue(self.key, typed)
        if not self.low <= value <= self.high or (self.excludes_low and value == self.low):
            raise OutsideBounds(self.key, str(self.low), str(self.high))
        return value

    def text(self, value: Fraction) -> str:
        """A value as a change holds it."""
        return str(value)

    def of_text(self, text: str) -> Fraction:
        """Read a value back from the form that `text` gives."""
        return Fraction(text)

    def _read_text(self, text: str) -> Fraction | None:
        found = _TYPED.fullmatch(text)
        if found is None or (found["divisor"] and not int(found["divisor"])):
            return None
        value = Fraction(found["number"]) / int(found["divisor"] or 1)
        word = found["word"] or ""
        if self.unit in _SHARES:
            return None if word not in ("", "%") else value / (100 if word == "%" else 1)
        if self.unit == "hours":
            # A bare number could mean either, so it is asked about, never guessed.
            hours = next((hours for hours, words in _SPANS.items() if word in words), None)
            return value * hours if hours and (value * hours).denominator == 1 else None
        if value.denominator != 1 or word == "%" or (self.unit == "days" and word and word not in _SPANS[24]):
            return None
        return value


@dataclass(frozen=True, slots=True)
class Switch:
    """What the charter has on or off: typed as yes or no, and told like a number, as 1 or 0."""

    key: str
    field: str
    unit: ClassVar[str] = "yes or no"
    low: ClassVar[Fraction] = Fraction(0)
    high: ClassVar[Fraction] = Fraction(1)

    def read(self, rules: ServerRules) -> Fraction:
        """Whether it is on in these rules."""
        return Fraction(getattr(rules, self.field))

    def write(self, rules: ServerRules, value: Fraction) -> ServerRules:
        """The rules with this one switched, and nothing else."""
        switched: dict[str, Any] = {self.field: bool(value)}
        return replace(rules, **switched)

    def parse(self, typed: str) -> Fraction:
        """The typed yes or no; refuses with `NotAValue`."""
        return self.of_text(yes_or_no(self.key, typed))

    def text(self, value: Fraction) -> str:
        """A value as a change holds it: "yes" or "no"."""
        return "yes" if value else "no"

    def of_text(self, text: str) -> Fraction:
        """Read a value back from the form that `text` gives."""
        return Fraction(text == "yes")


@dataclass(frozen=True, slots=True)
class KindSwitch(Switch):
    """Whether one kind of proposal is among those that a field of the rules names."""

    kind: Kind

    def read(self, rules: ServerRules) -> Fraction:
        """Whether the kind is named in these rules."""
        return Fraction(self.kind in getattr(rules, self.field))

    def write(self, rules: ServerRules, value: Fraction) -> ServerRules:
        """The rules with this kind named or not, and nothing else."""
        others = getattr(rules, self.field) - {self.kind}
        return replace(rules, **{self.field: others | {self.kind} if value else others})


_SPAN_OF = {"hours": timedelta(hours=1), "days": timedelta(days=1)}
_SHARES = ("share", "factor")
"""The units whose values need not be whole; all others but spans count people or things."""

_TYPED = re.compile(
    r"(?P<number>\d{1,6}(?:\.\d{1,4})?)\s*(?:(?:/|of|de|von|sur)\s*(?P<divisor>\d{1,6}))?\s*(?P<word>%|[^\W\d]+)?"
)

_BARE = re.compile(r"[0-9]{1,6}")
"""A number without a unit."""

_SPANS = {
    1: {"h", "hour", "hours", "hora", "horas", "heure", "heures", "stunde", "stunden"},
    24: {"d", "day", "days", "día", "días", "dia", "dias", "jour", "jours", "tag", "tage", "tagen"},
    168: {"week", "weeks", "semana", "semanas", "semaine", "semaines", "woche", "wochen"},
}
"""Hours of what people call a span, in the languages that the bot speaks."""


_HALF = Fraction(1, 2)
_NINE_TENTHS = Fraction(9, 10)

SETTINGS: Mapping[str, Setting | Switch] = {
    setting.key: setting
    for setting in (
        Setting("voting_hours", "voting", "hours", Fraction(24), Fraction(336)),
        Setting("charter_voting_hours", "charter_voting", "hours", Fraction(24), Fraction(336)),
        Setting("threshold", "threshold", "share", _HALF, _NINE_TENTHS, excludes_low=True),
        Setting("strong_threshold", "strong_threshold", "share", _HALF, _NINE_TENTHS, excludes_low=True),
        Setting("quorum_factor", "quorum_factor", "factor", _HALF, Fraction(2)),
        Setting("tenure_days", "tenure", "days", Fraction(0), Fraction(30)),
        Setting("activity_days", "activity_window", "days", Fraction(30), Fraction(365)),
        Setting("block_floor", "block_floor", "people", Fraction(1), Fraction(5)),
        Setting("block_share", "block_share", "share", Fraction(1, 20), Fraction(1, 3)),
        Setting("open_proposals", "open_proposals", "proposals", Fraction(1), Fraction(10)),
        Setting("claims", "claims", "tasks", Fraction(1), Fraction(10)),
        Setting("seats", "seats", "people", Fraction(1), Fraction(5)),
        Setting("term_days", "term", "days", Fraction(28), Fraction(182)),
        Setting("review_days", "review", "days", Fraction(30), Fraction(730)),
        KindSwitch("secret_action", "secret_kinds", Kind.ACTION),
        KindSwitch("secret_agreement", "secret_kinds", Kind.AGREEMENT),
        KindSwitch("secret_choice", "secret_kinds", Kind.CHOICE),
        Switch("publish_proposals", "publishes_proposals"),
        Switch("publish_tasks", "publishes_tasks"),
        Switch("publish_calendar", "publishes_calendar"),
        Switch("invite_search_engines", "invites_search_engines"),
    )
}
"""Bounds of the first six: charter, §1.8. The others: ADR 0011, since the charter gives them no bounds.

Secret are those kinds for which an author can ask for it. Source: charter, §4, "Secret votes"; ADR 0017.
"""

ON_THE_WEB = ("publish_proposals", "publish_tasks", "publish_calendar", "invite_search_engines")
"""What is published beside the log; it counts only while the log is. Source: charter, §5; ADR 0035."""


class Principle(StrEnum):
    """What no vote, no role and no setting changes. Source: charter, §1."""

    ONE_VOTE = "one_vote"
    FREE_CHOICE = "free_choice"
    ONLY_REMINDERS = "only_reminders"
    ONLY_BY_VOTE = "only_by_vote"
    OPEN_LOG = "open_log"
    FULL_TIME = "full_time"
    EASIER_BACK = "easier_back"


class Housekeeping(StrEnum):
    """What of a server's bindings is changed by lazy consent. Source: charter, §4."""

    TIME_ZONE = "time_zone"
    LANGUAGE = "language"
    DIGEST_TIME = "digest_time"
    PROPOSALS_CHANNEL = "proposals_channel"
    DECISIONS_CHANNEL = "decisions_channel"
    TASKS_CHANNEL = "tasks_channel"
    COORDINATORS_ROLE = "coordinators_role"
    """A role that shows who coordinates; it grants nothing."""


CHANNELS = (Housekeeping.PROPOSALS_CHANNEL, Housekeeping.DECISIONS_CHANNEL, Housekeeping.TASKS_CHANNEL)
"""The bindings whose value is a channel."""

_UNTOLD = (*CHANNELS, Housekeeping.COORDINATORS_ROLE)
"""The bindings whose value is an id of Discord's."""

NO_ROLE = "no"
"""In place of a role's id where none is bound."""

PUBLISHES = "publishes"
"""The setting of web publication: switched on like every change, switched off like a recall. Source: charter, §4."""


_CHANNEL = re.compile(r"(?:<#)?(\d{1,20})>?")
_ROLE = re.compile(r"(?:<@&)?(\d{1,20})>?")

_YES = frozenset({"yes", "on", "sí", "si", "sim", "oui", "ja"})
_NO = frozenset({"no", "off", "não", "nao", "non", "nein"})


def channel_id(key: str, typed: str) -> str:
    """The id of a typed channel, as a mention or bare; refuses with `NotAValue`."""
    found = _CHANNEL.fullmatch(typed.strip())
    if found is None:
        raise NotAValue(key, typed)
    return found[1]


def role_id(key: str, typed: str) -> str:
    """The id of a typed role, as a mention or bare, or `NO_ROLE` for a no; refuses with `NotAValue`."""
    if typed.strip().casefold() in _NO:
        return NO_ROLE
    found = _ROLE.fullmatch(typed.strip())
    if found is None:
        raise NotAValue(key, typed)
    return found[1]


def yes_or_no(key: str, typed: str) -> str:
    """A typed yes or no in any language that the bot speaks, as "yes" or "no"; refuses with `NotAValue`."""
    word = typed.strip().casefold()
    if word not in _YES | _NO:
        raise NotAValue(key, typed)
    return "yes" if word in _YES else "no"


def change(rules: ServerRules, key: str, typed: str) -> tuple[ServerRules, Fraction, Fraction]:
    """The rules with one setting changed, the old value and the new one.

    Refuses with `NotAValue`, `OutsideBounds` or `NothingChanges`.
    """
    setting = SETTINGS[key]
    old, new = setting.read(rules), setting.parse(typed)
    if old == new:
        raise NothingChanges(key)
    return setting.write(rules, new), old, new


def takes_back(change: Mapping[str, Any]) -> bool:
    """Whether a change takes something off the web, which is as easy as a recall. Source: charter, §4; ADR 0035."""
    return change["setting"] in (PUBLISHES, *ON_THE_WEB) and change["new"] == "no"


def waits(change: Mapping[str, Any]) -> bool:
    """Whether a change that passes comes into force a day later; housekeeping and publishing no more hold at once."""
    return change["setting"] in SETTINGS or (change["setting"], change["new"]) == (PUBLISHES, "yes")


def recorded(change: Mapping[str, Any]) -> dict[str, str | None]:
    """A change as the log holds it: the setting with its old and new value; which channel or role is the members'
    business.
    """
    setting = change["setting"]
    told = setting not in _UNTOLD
    return {"setting": setting, "old": change["old"] if told else None, "new": change["new"] if told else None}
