"""Digest lines: the contents of a digest with their texts and names as they may be shown now."""

from collections.abc import Sequence

from bot.domain.digest import Contents, PowerUsed, Section
from bot.domain.reminders import Act
from bot.services.decision_cards import decision_cards
from bot.services.digest_cards import (
    ClosingLine,
    DecidedLine,
    Line,
    PageLine,
    PowerLine,
    ReviewLine,
    SkillLine,
    TaskLine,
)
from bot.services.knowhow_cards import page_cards
from bot.services.task_cards import task_cards
from db import decisions, knowhow, mandates, members, openings, proposals, servers, tasks
from db.engine import Session


async def lines_of(session: Session, server: servers.ServerRow, contents: Contents) -> dict[Section, Sequence[Line]]:
    """The lines of every section that has some, in the order of the sections."""
    guild_id, language = server.guild_id, server.language
    decided = await decisions.by_numbers(session, guild_id, {*contents.decided, *contents.reviews})
    told = {card.number: card for card in await decision_cards(session, guild_id, decided)}
    work = await tasks.by_numbers(session, guild_id, {*contents.looking, *contents.done})
    task = {card.number: card for card in await task_cards(session, work, language=language)}
    votes = await proposals.by_numbers(session, guild_id, [number for number, _ in contents.closing])
    lines: dict[Section, Sequence[Line]] = {
        Section.DECIDED: [
            DecidedLine(number, told[number].title, told[number].is_covered, told[number].outcome)
            for number in contents.decided
        ],
        Section.CLOSING: [
            ClosingLine(number, None if votes[number].is_covered else votes[number].title, closes_at)
            for number, closes_at in contents.closing
        ],
        **{
            section: [
                TaskLine(number, None if task[number].is_covered else task[number].title, task[number].effort)
                for number in numbers
            ]
            for section, numbers in ((Section.LOOKING, contents.looking), (Section.DONE, contents.done))
        },
        Section.KNOW_HOW: [
            PageLine(page.number, page.title)
            for page in await page_cards(
                session, guild_id, await knowhow.by_numbers(session, guild_id, contents.know_how)
            )
        ],
        Section.KNOWN_BY_ONE: [
            SkillLine(skill) for skill in await openings.readable_skills(session, guild_id, contents.known_by_one)
        ],
        Section.REVIEWS: [
            ReviewLine(number, card.title, card.is_covered, card.review_on, card.proposal_number)
            for number in contents.reviews
            if (card := told[number]).review_on is not None
        ],
        Section.POWERS: await _power_lines(session, guild_id, contents.powers),
        Section.SKIPPED: contents.skipped,
    }
    return {section: some for section, some in lines.items() if some}


async def _power_lines(session: Session, guild_id: int, powers: Sequence[PowerUsed]) -> list[Line]:
    held = await mandates.of_decisions(session, guild_id, {each.decision for each in powers})
    people = await members.by_ids(session, guild_id, {mandate.member_id for mandate in held.values()})
    names = {number: people[row.member_id].name for number, row in held.items() if row.member_id in people}
    return [PowerLine(names.get(each.decision), each.seat, Act(each.act), each.times) for each in powers]
