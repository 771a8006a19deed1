"""Published texts: what the web lists of know-how, and the texts among which it searches."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.decisions import DecisionRow
from db.knowhow import PageRow, RevisionRow
from db.proposals import ProposalRow

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list says of a page of know-how: its newest revision, without the text."""

    number: int
    is_covered: bool
    revision: int
    made_at: datetime
    title: str
    tags: Sequence[str]


_HEADING = (
    PageRow.number,
    PageRow.is_covered,
    RevisionRow.number,
    RevisionRow.made_at,
    RevisionRow.title,
    RevisionRow.tags,
)


async def last_page(session: AsyncSession, guild_id: int) -> int:
    """The number of a server's newest page of know-how, which is how many there are; 0 without any."""
    return await session.scalar(select(func.max(PageRow.number)).where(PageRow.guild_id == guild_id)) or 0


async def headings(session: AsyncSession, guild_id: int, *, limit: int, before: int | None = None) -> Sequence[Heading]:
    """The headings of a server's pages, the newest page first; `before` is a number to page on from."""
    found = select(*_HEADING).join(RevisionRow, RevisionRow.id == PageRow.revision_id)
    found = found.where(PageRow.guild_id == guild_id).order_by(PageRow.number.desc()).limit(limit)
    if before is not None:
        found = found.where(PageRow.number < before)
    return [Heading(*row) for row in await session.execute(found)]


async def headings_revised_last(
    session: AsyncSession, guild_id: int, *, limit: int, with_hidden: bool = False
) -> Sequence[Heading]:
    """The headings of a server's pages that can be read, or of all, the one revised last first."""
    found = select(*_HEADING).join(RevisionRow, RevisionRow.id == PageRow.revision_id)
    found = found.where(PageRow.guild_id == guild_id)
    if not with_hidden:
        found = found.where(PageRow.is_covered.is_(False), RevisionRow.title != "")
    return [Heading(*row) for row in await session.execute(found.order_by(PageRow.revision_id.desc()).limit(limit))]


async def readable_revisions(session: AsyncSession, guild_id: int, page_id: int) -> Sequence[int]:
    """The numbers of those revisions of a page of a server whose text was not erased, in their order."""
    mine = (RevisionRow.guild_id == guild_id, RevisionRow.page_id == page_id)
    found = select(RevisionRow.number).where(*mine, RevisionRow.title != "")
    return (await session.scalars(found.order_by(RevisionRow.number))).all()


async def standing_revisions(
    session: AsyncSession, guild_id: int, *, after: int, limit: int
) -> Sequence[tuple[int, RevisionRow]]:
    """Every revision that can be read of so many pages after a number, with the page's number, both in their order."""
    found = (
        select(PageRow.number, RevisionRow)
        .join(RevisionRow, RevisionRow.page_id == PageRow.id)
        .where(PageRow.guild_id == guild_id, PageRow.number > after, PageRow.number <= after + limit)
        .where(PageRow.is_covered.is_(False), RevisionRow.title != "")
        .order_by(PageRow.number, RevisionRow.number)
    )
    return [(number, row) for number, row in await session.execute(found)]


async def standing_mark(session: AsyncSession, guild_id: int) -> tuple[int | None, int, Sequence[int]]:
    """What changes with any text of a server's pages: the newest revision, how many can be read, what is covered."""
    counted = (
        select(func.max(RevisionRow.id), func.count())
        .join(PageRow, PageRow.id == RevisionRow.page_id)
        .where(PageRow.guild_id == guild_id, RevisionRow.title != "")
    )
    newest, readable = (await session.execute(counted)).one()
    covered = select(PageRow.number).where(PageRow.guild_id == guild_id, PageRow.is_covered)
    return newest, readable, (await session.scalars(covered.order_by(PageRow.number))).all()


async def decided_texts(
    session: AsyncSession, guild_id: int, *, most: int
) -> AsyncIterator[Sequence[tuple[int, str, str]]]:
    """Numbers, titles and texts of the newest decisions of a server whose texts no veil hides, in pieces."""
    before: int | None = None
    left = most
    while left > 0:
        found = (
            select(
                DecisionRow.number,
                ProposalRow.title,
                ProposalRow.body,
                ProposalRow.is_covered,
                ProposalRow.stays_inside,
            )
            .join(ProposalRow, ProposalRow.id == DecisionRow.proposal_id)
            .where(DecisionRow.guild_id == guild_id)
            .order_by(DecisionRow.number.desc())
            .limit(min(left, _AT_A_TIME))
        )
        if before is not None:
            found = found.where(DecisionRow.number < before)
        rows = (await session.execute(found)).all()
        if not rows:
            return
        yield [(number, title, body) for number, title, body, *hidden in rows if not any(hidden)]
        before, left = rows[-1][0], left - len(rows)
