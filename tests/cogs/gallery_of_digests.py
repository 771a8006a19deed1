"""The gallery of digests: a usual week, a quiet one, one after an outage, and one too long for a message."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.decisions import Outcome
from bot.domain.digest import Section, Skipped
from bot.domain.reminders import Act
from bot.domain.tasks import Effort
from bot.services.digest_cards import (
    ClosingLine,
    DecidedLine,
    DigestCard,
    Line,
    PageLine,
    PowerLine,
    ReviewLine,
    SkillLine,
    TaskLine,
)
from bot.words.catalogue import Words
from cogs.ui.digest import digest_view, part_view
from cogs.ui.picture import Picture
from tests.cogs.cards import GUILD

DUE = datetime(2026, 5, 11, 16, tzinfo=UTC)

A_WEEK: dict[Section, Sequence[Line]] = {
    Section.DECIDED: [
        DecidedLine(7, "hand-truck", False, Outcome.PASSED),
        DecidedLine(8, "stickers", False, Outcome.REJECTED),
    ],
    Section.CLOSING: [ClosingLine(13, "quiet hours", DUE + timedelta(days=1))],
    Section.LOOKING: [TaskLine(4, "Saturday drive", Effort.SMALL), TaskLine(5, "flyer", Effort.MEDIUM)],
    Section.DONE: [TaskLine(1, "banner", None), TaskLine(2, "minutes", None)],
    Section.KNOW_HOW: [PageLine(2, "booking the hall")],
    Section.KNOWN_BY_ONE: [SkillLine("welding"), SkillLine("sound")],
    Section.REVIEWS: [ReviewLine(3, "kitchen rules", False, date(2026, 5, 15), 5)],
    Section.POWERS: [PowerLine("Leo", 1, Act.MOVE, 1)],
}

HIDDEN: dict[Section, Sequence[Line]] = {
    Section.DECIDED: [DecidedLine(7, None, True, Outcome.PASSED), DecidedLine(8, None, False, Outcome.BLOCKED)],
    Section.CLOSING: [ClosingLine(13, None, DUE + timedelta(days=1))],
    Section.LOOKING: [TaskLine(4, None, None)],
    Section.KNOW_HOW: [PageLine(2, None)],
    Section.REVIEWS: [ReviewLine(3, None, True, date(2026, 5, 15), 5)],
    Section.POWERS: [
        PowerLine(None, 2, Act.SCHEDULE, 3),
        PowerLine("Leo", 1, Act.CANCEL, 2),
        PowerLine("Leo", 1, Act.RENEW, 1),
    ],
    Section.SKIPPED: [Skipped(3, DUE - timedelta(days=3)), Skipped(4, DUE, 5), Skipped(None, DUE - timedelta(days=7))],
}

LONG: dict[Section, Sequence[Line]] = {
    Section.LOOKING: [TaskLine(number, f"Carry box {number}", Effort.LARGE) for number in range(1, 28)]
}

AFTER_MANY: dict[Section, Sequence[Line]] = {Section.SKIPPED: [Skipped(None, DUE - timedelta(days=21), 3)]}


def digest(**changes: Any) -> DigestCard:
    """W-19, as it stands in the channel."""
    facts: dict[str, Any] = {
        "guild_id": GUILD,
        "number": 19,
        "first_on": date(2026, 5, 4),
        "last_on": date(2026, 5, 10),
        "due_at": DUE,
        "is_late": False,
        "lines": A_WEEK,
        "head": "4f9a2c71" + "0" * 56,
        "sequence": 31,
        "language": "en",
    }
    return DigestCard(**(facts | changes))


def of_digests(words: Words) -> dict[str, Picture]:
    """Every picture of a digest by name."""
    long = digest(lines=LONG)
    quiet = digest(lines={}, next_at=DUE, is_quiet=True, last_on=date(2026, 5, 6))
    return {
        "digest": digest_view(digest(), words),
        "digest, texts hidden and reminders left out": digest_view(digest(lines=HIDDEN), words),
        "digest, late, after others were left out": digest_view(digest(is_late=True, lines=AFTER_MANY), words),
        "digest, too long for one message": digest_view(long, words),
        **{f"digest, too long, part {part.number}": part_view(part, words) for part in long.parts},
        "digest of now": digest_view(digest(next_at=DUE, last_on=date(2026, 5, 6)), words),
        "digest of now, quiet, over the turn of the year": digest_view(
            digest(first_on=date(2025, 12, 29), lines={}, next_at=DUE, is_quiet=True), words
        ),
        "digest of now, quiet": digest_view(quiet, words),
    }
