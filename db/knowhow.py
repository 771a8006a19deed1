"""Know-how: pages, every revision of them, the tasks that they came from, and what somebody wrote and did not send."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Parts, Snowflake, parts_found


class PageRow(Base):
    """One page; what it says is its newest revision."""

    __tablename__ = "pages"
    __table_args__ = (
        UniqueConstraint("guild_id", "number"),
        Index("ix_pages_born", "guild_id", "born_at"),
        Index("uq_pages_newest", "guild_id", "revision_id", unique=True),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    number: Mapped[int]
    revision_id: Mapped[int | None] = mapped_column(Key)
    """Its newest revision, by which the index of words knows the page; None only in the turn in which it is born."""
    is_covered: Mapped[bool] = mapped_column(default=False)
    born_at: Mapped[datetime]


class RevisionRow(Base):
    """What a page said from one moment on; none is ever changed, but that its writer may have its text erased."""

    __tablename__ = "page_revisions"
    # An index that began with the server would tempt SQLite to walk all revisions of one.
    __table_args__ = (UniqueConstraint("page_id", "number"), Index("ix_page_revisions_author", "author_id", "guild_id"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    number: Mapped[int]
    made_from: Mapped[int | None]
    """The revision that its author had before them; None for the first."""
    title: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    author_id: Mapped[int | None] = mapped_column(Snowflake)
    made_at: Mapped[datetime]

    @property
    def is_erased(self) -> bool:
        """Whether its writer had its text erased: no page is without a title otherwise."""
        return not self.title


class PageTaskRow(Base):
    """One link between a page and a task."""

    __tablename__ = "page_tasks"
    __table_args__ = (Index("ix_page_tasks_task", "task_id"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    linked_at: Mapped[datetime]


class WritingRow(Base):
    """What somebody wrote and could not send yet; `page_number` is the page that it revises, 0 for a new one."""

    __tablename__ = "page_writings"
    __table_args__ = (Index("ix_page_writings_member", "guild_id", "member_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    member_id: Mapped[int] = mapped_column(Snowflake)
    page_number: Mapped[int]
    made_from: Mapped[int]
    """The revision that they had before them; 0 for a new page."""
    task_number: Mapped[int]
    """The task that a new page came from; 0 for none."""
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    tags: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


async def get(session: AsyncSession, guild_id: int, number: int, *, locked: bool = False) -> PageRow | None:
    """The page of a server by its number; `locked` holds its row until the turn ends."""
    found = select(PageRow).where(PageRow.guild_id == guild_id, PageRow.number == number)
    return (await session.scalars(found.with_for_update() if locked else found)).one_or_none()


async def by_numbers(session: AsyncSession, guild_id: int, numbers: Iterable[int]) -> Sequence[PageRow]:
    """The pages of a server with these numbers, in their order."""
    found = select(PageRow).where(PageRow.guild_id == guild_id, PageRow.number.in_(list(numbers)))
    return (await session.scalars(found.order_by(PageRow.number))).all()


async def by_revisions(session: AsyncSession, guild_id: int, revision_ids: Sequence[int]) -> Sequence[PageRow]:
    """The pages of a server that these are the newest revisions of, in the order given."""
    found = select(PageRow).where(PageRow.guild_id == guild_id, PageRow.revision_id.in_(revision_ids))
    pages = {row.revision_id: row for row in await session.scalars(found)}
    return [pages[each] for each in revision_ids if each in pages]


async def newest(session: AsyncSession, guild_id: int, *, limit: int, after: int = 0) -> Sequence[PageRow]:
    """The readable pages of a server, the one that was revised last first; `after` so many of them."""
    found = select(PageRow).where(PageRow.guild_id == guild_id, PageRow.is_covered.is_(False))
    return (await session.scalars(found.order_by(PageRow.revision_id.desc()).offset(after).limit(limit))).all()


async def born_between(session: AsyncSession, guild_id: int, since: datetime, until: datetime) -> Sequence[PageRow]:
    """The pages of a server that were shared since an instant and before another, by number."""
    found = select(PageRow).where(PageRow.guild_id == guild_id, PageRow.born_at >= since, PageRow.born_at < until)
    return (await session.scalars(found.order_by(PageRow.number))).all()


async def revise(session: AsyncSession, page: PageRow, revision: RevisionRow) -> None:
    """Add a revision to a page, which says from now on what it says."""
    revision.guild_id, revision.page_id = page.guild_id, page.id
    session.add(revision)
    await session.flush()
    page.revision_id = revision.id
    await session.flush()


async def revisions(session: AsyncSession, guild_id: int, pages: Iterable[PageRow]) -> dict[int, RevisionRow]:
    """What pages of a server say, by the page's id."""
    found = select(RevisionRow).where(
        RevisionRow.guild_id == guild_id, RevisionRow.id.in_([page.revision_id for page in pages])
    )
    return {row.page_id: row for row in await session.scalars(found)}


async def revision(session: AsyncSession, guild_id: int, page_id: int, number: int) -> RevisionRow | None:
    """One revision of a page of a server."""
    found = select(RevisionRow).where(
        RevisionRow.guild_id == guild_id, RevisionRow.page_id == page_id, RevisionRow.number == number
    )
    return (await session.scalars(found)).one_or_none()


async def history(
    session: AsyncSession, guild_id: int, page_id: int, *, limit: int, before: int | None = None
) -> Sequence[RevisionRow]:
    """The revisions of a page of a server, the newest first; those `before` one of them."""
    found = select(RevisionRow).where(RevisionRow.guild_id == guild_id, RevisionRow.page_id == page_id)
    if before is not None:
        found = found.where(RevisionRow.number < before)
    return (await session.scalars(found.order_by(RevisionRow.number.desc()).limit(limit))).all()


async def link(session: AsyncSession, guild_id: int, page_id: int, task_id: int, now: datetime) -> bool:
    """Link a page to a task; False where it was."""
    if await session.get(PageTaskRow, (page_id, task_id)) is not None:
        return False
    session.add(PageTaskRow(page_id=page_id, task_id=task_id, guild_id=guild_id, linked_at=now))
    await session.flush()
    return True


async def unlink(session: AsyncSession, guild_id: int, page_id: int, task_id: int) -> None:
    """Take the link between a page and a task away, if there is one."""
    mine = (PageTaskRow.guild_id == guild_id, PageTaskRow.page_id == page_id, PageTaskRow.task_id == task_id)
    await session.execute(delete(PageTaskRow).where(*mine))


async def tasks_of(session: AsyncSession, guild_id: int, page_ids: Iterable[int]) -> dict[int, list[int]]:
    """The ids of the tasks that pages of a server are linked to, by the page's id."""
    found = (
        select(PageTaskRow.page_id, PageTaskRow.task_id)
        .where(PageTaskRow.guild_id == guild_id, PageTaskRow.page_id.in_(list(page_ids)))
        .order_by(PageTaskRow.task_id)
    )
    by_page: dict[int, list[int]] = {}
    for page_id, task_id in await session.execute(found):
        by_page.setdefault(page_id, []).append(task_id)
    return by_page


async def numbers_of_tasks(session: AsyncSession, guild_id: int, task_ids: Iterable[int]) -> dict[int, list[int]]:
    """The numbers of the pages that are linked to tasks of a server, by the task's id."""
    found = (
        select(PageTaskRow.task_id, PageRow.number)
        .join(PageRow, PageRow.id == PageTaskRow.page_id)
        .where(PageTaskRow.guild_id == guild_id, PageTaskRow.task_id.in_(list(task_ids)))
        .order_by(PageRow.number)
    )
    by_task: dict[int, list[int]] = {}
    for task_id, number in await session.execute(found):
        by_task.setdefault(task_id, []).append(number)
    return by_task


async def writing(session: AsyncSession, guild_id: int, member_id: int, writing_id: int) -> WritingRow | None:
    """What a person of a server wrote and did not send."""
    found = select(WritingRow).where(
        WritingRow.guild_id == guild_id, WritingRow.member_id == member_id, WritingRow.id == writing_id
    )
    return (await session.scalars(found)).one_or_none()


async def sent(session: AsyncSession, guild_id: int, member_id: int, writing_id: int) -> None:
    """Keep no more what a person wrote, because it was sent."""
    mine = (WritingRow.guild_id == guild_id, WritingRow.member_id == member_id, WritingRow.id == writing_id)
    await session.execute(delete(WritingRow).where(*mine))


async def forget_older(session: AsyncSession, before: datetime) -> None:
    """Keep nothing that nobody sent."""
    await session.execute(delete(WritingRow).where(WritingRow.created_at < before))


async def written_alone(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[PageRow]:
    """The pages of a server of which every revision is one person's, by number."""
    theirs = RevisionRow.author_id == member_id
    of_page = select(RevisionRow.id).where(RevisionRow.page_id == PageRow.id)
    others = of_page.where(RevisionRow.author_id.is_(None) | (RevisionRow.author_id != member_id))
    found = select(PageRow).where(PageRow.guild_id == guild_id, of_page.where(theirs).exists(), ~others.exists())
    return (await session.scalars(found.order_by(PageRow.number))).all()


async def written_by(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[tuple[int, bool]]:
    """The page of every revision that somebody wrote, and whether it is what the page says now."""
    found = (
        select(RevisionRow.page_id, RevisionRow.id == PageRow.revision_id)
        .join(PageRow, PageRow.id == RevisionRow.page_id)
        .where(RevisionRow.guild_id == guild_id, RevisionRow.author_id == member_id)
        .order_by(RevisionRow.id)
    )
    return [(page_id, is_newest) for page_id, is_newest in await session.execute(found)]


async def erase_earlier(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Erase what somebody wrote that no page says any more; that they revised, and when, stays."""
    is_newest = select(PageRow.id).where(PageRow.guild_id == guild_id, PageRow.revision_id == RevisionRow.id).exists()
    erased = update(RevisionRow).where(RevisionRow.guild_id == guild_id, RevisionRow.author_id == member_id, ~is_newest)
    await session.execute(erased.values(title="", text="", tags=[]))


async def erase_texts(session: AsyncSession, page_id: int) -> None:
    """Let a page stand without a text; its number and its days stay."""
    erased = update(RevisionRow).where(RevisionRow.page_id == page_id)
    await session.execute(erased.values(title="", text="", tags=[]))


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """Which revisions of pages somebody wrote, and what they did not send."""
    revised = (
        select(RevisionRow, PageRow.number.label("page"))
        .join(PageRow, PageRow.id == RevisionRow.page_id)
        .where(RevisionRow.guild_id == guild_id, RevisionRow.author_id == member_id)
    )
    writings = select(WritingRow).where(WritingRow.guild_id == guild_id, WritingRow.member_id == member_id)
    return await parts_found(
        session,
        page_revisions=(revised.order_by(RevisionRow.id), ("page_id", "author_id")),
        page_writings=(writings.order_by(WritingRow.id), ("member_id",)),
    )


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget who wrote which revision, and what somebody did not send; the texts stay, they are a commons."""
    theirs = (RevisionRow.guild_id == guild_id, RevisionRow.author_id == member_id)
    await session.execute(update(RevisionRow).where(*theirs).values(author_id=None))
    await session.execute(delete(WritingRow).where(WritingRow.guild_id == guild_id, WritingRow.member_id == member_id))
