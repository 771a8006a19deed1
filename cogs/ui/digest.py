"""The digest: one message that reads well on a phone, and the messages in its thread for what is too long for it."""

from collections.abc import Sequence

import discord

from bot.domain.chain import SHORT
from bot.domain.covers import Veil
from bot.domain.digest import Section, Skipped
from bot.domain.reminders import Act
from bot.services.digest_cards import (
    SHOWN,
    ClosingLine,
    DecidedLine,
    DigestCard,
    DigestPart,
    Line,
    PageLine,
    PowerLine,
    ReviewLine,
    SkillLine,
    TaskLine,
)
from bot.words.catalogue import Words
from bot.words.covers import erased_word, veil_word
from bot.words.explanations import outcome_word
from bot.words.tasks import effort_word
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.text import line, shortened, stamp

WEEK = discord.Colour(0x3B7A57)

_TITLE = 60
"""Characters of a title in a digest."""

_IN_A_ROW = 90
"""Characters that one section tells in a row; what is longer stands one below the other."""


def digest_view(digest: DigestCard, words: Words) -> Picture:
    """The digest as everybody sees it, or, where it is not due yet, as one reader does."""
    return Picture(
        card(
            f"### {digest.prefix}-{digest.number} · {_title(digest, words)}",
            "\n".join(_section(section, lines, words) for section, lines in digest.lines.items()),
            words.say("Nothing has happened yet. A week in which nothing happens gets no digest.")
            if digest.is_quiet
            else None,
            _when(digest, words),
            row(
                [
                    button(words.say("Tasks"), "tasks"),
                    button(words.say("Proposals"), "proposals"),
                ]
            ),
            row(_reviews(digest, words)),
            words.say("-# log {head}", head=digest.head[:SHORT]),
            accent=WEEK,
        )
    )


def part_view(part: DigestPart, words: Words) -> Picture:
    """One message of the thread: lines of one section, whole."""
    heading = _heading(part.section, words)
    lines = "\n".join(f"- {_line(each, words)}" for each in part.lines)
    return Picture(card(f"**{part.prefix}-{part.number} · {heading}**", lines))


def _title(digest: DigestCard, words: Words) -> str:
    days = words.days(digest.first_on, digest.last_on)
    if digest.next_at is not None:
        return words.say("Our week so far, {days}", days=days)
    return words.say("Our week, {days}", days=days)


def _when(digest: DigestCard, words: Words) -> str | None:
    if digest.next_at is not None:
        return words.say("-# The next digest is due {when}.", when=stamp(digest.next_at))
    if digest.is_late:
        return words.say("-# This was due {when}; I was away then.", when=stamp(digest.due_at))
    return None


def _reviews(digest: DigestCard, words: Words) -> list[discord.ui.Button[Picture] | None]:
    """A vote alone ends an agreement; a button for each opens the form of the proposal that changes it."""
    return [
        button(words.say("Propose a change of D-{number}", number=each.number), "propose-review", each.proposal_number)
        for each in digest.lines.get(Section.REVIEWS, ())[:SHOWN]
        if isinstance(each, ReviewLine)
    ]


def _heading(section: Section, words: Words) -> str:
    """The heading of a section with its colon, before which some languages put a space."""
    match section:
        case Section.DECIDED:
            # For translators: stands over all outcomes, those that did not pass too.
            return words.say("Decided:")
        case Section.CLOSING:
            return words.say("Closing soon:")
        case Section.LOOKING:
            return words.say("Looking for hands:")
        case Section.DONE:
            return words.say("Done, thank you all:")
        case Section.KNOW_HOW:
            return words.say("New know-how:")
        case Section.KNOWN_BY_ONE:
            return words.say("Only one of us does this; *Shadow* such a task to learn it:")
        case Section.REVIEWS:
            return words.say("Review due:")
        case Section.POWERS:
            return words.say("Powers used:")
        case Section.SKIPPED:
            return words.say("Left out, because I was away too long:")


def _section(section: Section, lines: Sequence[Line], words: Words) -> str:
    told = [_line(each, words) for each in lines[:SHOWN]]
    more = len(lines) - SHOWN
    rest = [words.count("{n} more in the thread", "{n} more in the thread", more)] if more > 0 else []
    told += rest
    if len(told) > 1 and len(", ".join(told)) > _IN_A_ROW:
        return "\n- ".join([f"**{_heading(section, words)}**", *told])
    return f"**{_heading(section, words)}** {', '.join(told)}"


def _line(each: Line, words: Words) -> str:
    match each:
        case DecidedLine():
            outcome = outcome_word(each.outcome, words).lower()
            title = _titled(each.title, words, is_covered=each.is_covered)
            return words.say("D-{number} {title} ({outcome})", number=each.number, title=title, outcome=outcome)
        case ClosingLine():
            title = _titled(each.title, words)
            return words.say("P-{number} {title}, {when}", number=each.number, title=title, when=stamp(each.closes_at))
        case TaskLine():
            effort = f" ({effort_word(each.effort, words)})" if each.effort else ""
            return f"T-{each.number} {_titled(each.title, words)}{effort}"
        case PageLine():
            return f"K-{each.number} {_titled(each.title, words)}"
        case SkillLine():
            return line(each.skill)
        case ReviewLine():
            title = _titled(each.title, words, is_covered=each.is_covered)
            return words.say(
                "D-{number} {title}, {day}",
                number=each.number,
                title=title,
                day=words.days(each.review_on, each.review_on),
            )
        case PowerLine():
            return _power(each, words)
        case Skipped():
            return _skipped(each, words)


def _titled(title: str | None, words: Words, *, is_covered: bool = True) -> str:
    """A title for a line of ours, or why there is none."""
    if title is None:
        return veil_word(Veil.COVERED, words) if is_covered else erased_word(words)
    if not title:
        return erased_word(words)
    return line(shortened(" ".join(title.split()), _TITLE, lines=1)[0])


def _power(power: PowerLine, words: Words) -> str:
    who = line(power.name) if power.name else words.say("Seat {seat}", seat=power.seat)
    match power.act:
        case Act.SCHEDULE:
            return words.count("{who} scheduled {n} reminder", "{who} scheduled {n} reminders", power.times, who=who)
        case Act.MOVE:
            return words.count("{who} moved {n} reminder", "{who} moved {n} reminders", power.times, who=who)
        case Act.CANCEL:
            return words.count("{who} cancelled {n} reminder", "{who} cancelled {n} reminders", power.times, who=who)
        case Act.RENEW:
            return words.count("{who} renewed {n} reminder", "{who} renewed {n} reminders", power.times, who=who)


def _skipped(skipped: Skipped, words: Words) -> str:
    when = stamp(skipped.due_at)
    if skipped.reminder is None:
        return words.count(
            "the digest of {when}", "{n} digests, the first of {when}", skipped.times, when=stamp(skipped.due_at, "D")
        )
    return words.count(
        "R-{number} of {when}",
        "R-{number} {n} times, first {when}",
        skipped.times,
        number=skipped.reminder,
        when=when,
    )
