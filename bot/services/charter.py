"""The charter: showing it, proposing changes, and bringing what passed into force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from bot.domain.charter import (
    CHANNELS,
    JUDGED_AGAIN,
    NO_ROLE,
    ON_THE_WEB,
    PUBLISHES,
    SETTINGS,
    Housekeeping,
    Principle,
    change,
    channel_id,
    role_id,
    yes_or_no,
)
from bot.domain.decisions import Outcome, outcome_of
from bot.domain.digest import digest_time
from bot.domain.errors import ChangeUnderway, NoSuchSetting, NothingChanges, PartOfTheCore
from bot.domain.judging import asked
from bot.domain.proposals import Draft
from bot.domain.rules import DecisionRule, Kind, ServerRules, freeze
from bot.services.aftermath import COLUMNS, fill_seats
from bot.services.cards import DecisionCard
from bot.services.decision_cards import decision_cards
from bot.services.ports import Clock
from bot.services.servers import check_time_zone, founded
from db import decisions, proposals, servers
from db.engine import Database, Session

_DECIDED = (Outcome.PASSED, Outcome.REJECTED, Outcome.BLOCKED, Outcome.NO_QUORUM, Outcome.NOT_DECIDED)


@dataclass(frozen=True, slots=True)
class CharterCard:
    """One version of a charter: its numbers by setting, since when it is in force, and which decision adopted it.

    `publishes` says that this version switched web publication on.
    """

    version: int
    values: Mapping[str, Fraction]
    in_force_at: datetime
    is_in_force: bool
    decision_number: int | None
    publishes: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one setting before it is proposed: old and new value as text, and the rules it leads to."""

    setting: str
    old: str
    new: str
    rules: ServerRules | None = None
    """The new rules; None for what is no number of the charter."""

    @property
    def kind(self) -> Kind:
        """The kind of proposal that decides it; housekeeping goes by lazy consent. Source: charter, §4."""
        return Kind.LAZY if self.setting in list(Housekeeping) else Kind.CHARTER

    def facts(self) -> dict[str, Any]:
        """The change as the proposal holds it."""
        facts: dict[str, Any] = {"setting": self.setting, "old": self.old, "new": self.new}
        return facts | ({"rules": self.rules.facts()} if self.rules else {})


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A past decision that would have ended otherwise under a change."""

    decision: DecisionCard
    outcome: Outcome


class CharterService:
    """The only writer of a server's rules is the adoption of a change. Source: charter, §1.4."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def versions(self, guild_id: int) -> Sequence[CharterCard]:
        """Every version of a charter, the newest first."""
        async with self._database.look() as session:
            server = await founded(session, guild_id)
            return [_card(row, server) for row in await servers.charters(session, guild_id)]

    async def check(self, guild_id: int, setting: str, typed: str) -> Change:
        """Read a change that somebody wants, of what will hold once everything that passed is in force.

        Refuses with `NoSuchSetting`, `PartOfTheCore`, `NotAValue`, `OutsideBounds`, `UnknownTimeZone`,
        `NothingChanges` or `ChangeUnderway`.
        """
        async with self._database.look() as session:
            server = await founded(session, guild_id)
            for row in await proposals.alive_of(session, guild_id):
                if row.change and row.change["setting"] == setting:
                    raise ChangeUnderway(setting, row.number)
            return await _read(session, server, setting, typed)

    async def would_have_ended(self, guild_id: int, wanted: Change) -> Sequence[Otherwise]:
        """Which of the last decisions would have ended otherwise, counted by the same ballots.

        What the web shows has no part in any count.
        """
        if wanted.rules is None or wanted.setting in ON_THE_WEB:
            return []
        async with self._database.look() as session:
            rows = await decisions.newest(session, guild_id, limit=JUDGED_AGAIN)
            cards = await decision_cards(session, guild_id, rows)
        return [
            Otherwise(card, ended)
            for card in cards
            if card.outcome in _DECIDED
            and (ended := outcome_of(asked(card.tally, card.approvals, _again(card.rule, wanted.rules))))
            is not card.outcome
        ]

    async def bring_into_force(self) -> int:
        """Let what passed a day ago be the charter from now on, with its seats filled; returns how many versions."""
        now = self._clock.now()
        async with self._database.look() as session:
            waiting = await servers.coming_into_force(session, now)
        for row in waiting:
            async with self._database.turn() as session:
                await servers.bind(session, row.guild_id, charter_version=row.version)
                if row.rules.get(PUBLISHES):
                    await servers.bind(session, row.guild_id, publishes=True)
                await fill_seats(session, row.guild_id, now)
        return len(waiting)


def _again(rule: DecisionRule, rules: ServerRules) -> DecisionRule:
    """The rule that a past decision would have had, with the same active people."""
    is_reworked = rule.kind in (Kind.ACTION, Kind.AGREEMENT) and not rule.blocks
    return freeze(rules, rule.kind, active=rule.active, is_reworked=is_reworked, options=rule.options)


def _card(row: servers.CharterRow, server: servers.ServerRow) -> CharterCard:
    rules = ServerRules.of_facts(row.rules)
    values = {key: setting.read(rules) for key, setting in SETTINGS.items()}
    return CharterCard(
        row.version,
        values,
        row.in_force_at,
        row.version == server.charter_version,
        row.decision_number,
        publishes=bool(row.rules.get(PUBLISHES)),
    )


async def _read(session: Session, server: servers.ServerRow, setting: str, typed: str) -> Change:
    if setting in list(Principle):
        raise PartOfTheCore(setting)
    newest, *older = await servers.charters(session, server.guild_id)
    if setting in SETTINGS:
        rules, old, new = change(ServerRules.of_facts(newest.rules), setting, typed)
        return Change(setting, SETTINGS[setting].text(old), SETTINGS[setting].text(new), rules)
    if setting == PUBLISHES:
        waiting = [row for row in (newest, *older) if row.version > server.charter_version]
        will_publish = server.publishes or any(row.rules.get(PUBLISHES) for row in waiting)
        return _told(setting, "yes" if will_publish else "no", yes_or_no(setting, typed))
    if setting not in list(Housekeeping):
        raise NoSuchSetting(setting)
    bound = getattr(server, COLUMNS[Housekeeping(setting)])
    return _told(setting, NO_ROLE if bound is None else str(bound), _binding(Housekeeping(setting), typed))


def _binding(setting: Housekeeping, typed: str) -> str:
    """The typed value of a binding as it is stored; which languages there are is for whoever speaks them to say."""
    if setting is Housekeeping.TIME_ZONE:
        return check_time_zone(typed)
    if setting is Housekeeping.DIGEST_TIME:
        return digest_time(setting, typed)
    if setting is Housekeeping.COORDINATORS_ROLE:
        return role_id(setting, typed)
    return channel_id(setting, typed) if setting in CHANNELS else typed.strip()


def _told(setting: str, old: str, new: str) -> Change:
    if old == new:
        raise NothingChanges(setting)
    return Change(setting, old, new)


def change_draft(wanted: Change, title: str, body: str) -> Draft:
    """The draft of a proposal that makes this change."""
    return Draft(title, body, kind=wanted.kind, change=wanted.facts())
