"""Faults: what came twice, not at all, late without saying so, or was left out and never told."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.digest import Section, Skipped
from bot.services.digest_cards import DigestCard, TaskLine
from bot.services.time_cards import OccurrenceCard
from tests.chaos.due import GUILDS, NUMBERS, digests_due, done_at, reminders_due
from tests.chaos.year import A_MINUTE, Year

PUNCTUAL = timedelta(minutes=5)
REMINDER_LATE = timedelta(hours=6)
DIGEST_LATE = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Account:
    """What a year's Discord shows, held against what was due."""

    year: Year

    @property
    def until(self) -> datetime:
        """The last look."""
        return self.year.looks[-1]

    def posts(self, guild: int, kind: type[Any]) -> list[tuple[datetime, Any]]:
        """What stands in a server's channels, with when it was posted."""
        return [
            (one.posted_at, one.notice.content)
            for one in self.year.house.board.posted
            if one.notice.guild_id == guild and isinstance(one.notice.content, kind)
        ]

    def seen_at(self, due_at: datetime) -> datetime:
        """When the bot first looked after something was due."""
        return next(look for look in self.year.looks if look >= due_at)

    def faults(self) -> list[str]:
        """Everything that came twice, not at all, late without saying so, or too late."""
        return [
            fault
            for guild in GUILDS
            for fault in (*self._reminder_faults(guild), *self._digest_faults(guild), *self._untold(guild))
        ]

    def _reminder_faults(self, guild: int) -> list[str]:
        faults = []
        posted = [(at, card) for at, card in self.posts(guild, OccurrenceCard)]
        for number in NUMBERS:
            due = reminders_due(guild, number, self.until)
            came = [(at, card) for at, card in posted if card.number == number]
            twice = Counter(card.due_at for _, card in came)
            faults += [f"{guild} R-{number} {at}: {times} times" for at, times in twice.items() if times > 1]
            faults += [f"{guild} R-{number} {at}: nothing was due" for at in twice.keys() - set(due)]
            for at, card in came:
                if card.is_late != (at - card.due_at > PUNCTUAL) or at - card.due_at > REMINDER_LATE:
                    faults.append(f"{guild} R-{number} {card.due_at}: came {at}, late is {card.is_late}")
            for place, each in enumerate(due):
                seen = self.seen_at(each)
                is_newest = place + 1 == len(due) or due[place + 1] > seen
                if is_newest and seen - each <= REMINDER_LATE - 30 * A_MINUTE and each not in twice:
                    faults.append(f"{guild} R-{number} {each}: was seen {seen} and did not come")
        return faults

    def _digest_faults(self, guild: int) -> list[str]:
        faults = []
        came = {card.due_at: (at, card) for at, card in self.posts(guild, DigestCard)}
        due = digests_due(guild, self.until)
        if len(came) != len(self.posts(guild, DigestCard)):
            faults.append(f"{guild}: two digests of one week")
        faults += [f"{guild} {at}: no digest was due" for at in came.keys() - set(due.values())]
        for week, at in due.items():
            seen = self.seen_at(at)
            if at not in came and seen - at <= DIGEST_LATE - 30 * A_MINUTE and at > done_at(0):
                faults.append(f"{guild} {week}: seen {seen}, and no digest came")
            if at in came and came[at][0] - at > DIGEST_LATE:
                faults.append(f"{guild} {week}: came {came[at][0]}, which is too late")
            if at in came and came[at][1].is_late != (came[at][0] - at > PUNCTUAL):
                faults.append(f"{guild} {week}: came {came[at][0]}, late is {came[at][1].is_late}")
        return faults

    def _untold(self, guild: int) -> list[str]:
        """What was left out and is in no digest, or in two; and tasks of which none or two tell."""
        digests = [card for _, card in self.posts(guild, DigestCard)]
        told: Counter[int | None] = Counter()
        done: Counter[int] = Counter()
        for card in digests:
            for each in card.lines.get(Section.SKIPPED, ()):
                assert isinstance(each, Skipped)
                told[each.reminder] += each.times
            done.update(each.number for each in card.lines.get(Section.DONE, ()) if isinstance(each, TaskLine))
        last_told = max(at for at, _ in self.posts(guild, DigestCard))
        came = {(card.number, card.due_at) for _, card in self.posts(guild, OccurrenceCard)}
        faults = []
        for number in NUMBERS:
            left_out = [each for each in reminders_due(guild, number, self.until) if (number, each) not in came]
            before = sum(self.seen_at(each) < last_told for each in left_out)
            # What is found in the look of the last digest stands in it when it is found before that is written.
            along_with = sum(self.seen_at(each) == last_told for each in left_out)
            if not before <= told[number] <= before + along_with:
                faults.append(f"{guild} R-{number}: {before} were left out, of {told[number]} the digests tell")
        due = [at for at in digests_due(guild, self.until).values() if at < last_told and at > done_at(0)]
        left_out_digests = len(set(due) - {card.due_at for card in digests})
        if told[None] != left_out_digests:
            faults.append(f"{guild}: {left_out_digests} digests were left out, of {told[None]} the others tell")
        expected = {week + 1 for week in range(self.year.weeks) if done_at(week) < last_told - 31 * A_MINUTE}
        if set(done) < expected or max(done.values()) > 1:
            faults.append(f"{guild}: tasks told {sorted(done.items())}")
        return faults
