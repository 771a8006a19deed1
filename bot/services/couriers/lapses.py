"""Couriers of lapses: the question whether somebody is still on a task, and that their place is free again."""

from datetime import datetime, timedelta

from bot.domain.lapses import release_due
from bot.services.couriers.task_threads import TaskThreadPoster
from bot.services.notices import Content
from bot.services.ports import NothingToTell, Unreachable
from bot.services.servers import founded
from bot.services.standing_cards import QuestionCard, ReleasedCard
from db import lapses, members, outbox, tasks
from db.engine import Session

_ASKED_AGAIN = timedelta(days=1)
"""Where the question could not be put, it is put again after this time."""


class _ClaimPoster(TaskThreadPoster):
    """Posts what is told of one claim; the notice's subject is the claim."""

    async def claim(self, session: Session, row: outbox.NoticeRow) -> tasks.ClaimRow:
        """The claim, as far as it was not forgotten."""
        claim = await lapses.claim(session, row.guild_id, row.subject)
        if claim is None:
            raise NothingToTell("the claim was forgotten")
        return claim

    async def task(self, session: Session, row: outbox.NoticeRow) -> tasks.TaskRow:
        """The task on which the claim is."""
        return await lapses.task_of(session, await self.claim(session, row))


class QuestionPoster(_ClaimPoster):
    """Asks a holder whether they are still on it: the one whom it mentions, once per question."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The question, unless they acted or left meanwhile."""
        claim = await self.claim(session, row)
        if claim.ended_at is not None or claim.due_at is not None:
            raise NothingToTell("they have answered already")
        task = await lapses.task_of(session, claim)
        return QuestionCard(
            guild_id=row.guild_id,
            task=task.number,
            place=await lapses.place(session, claim),
            holder_id=claim.member_id,
            until=release_due(self.desk.clock.now()),
            language=(await founded(session, row.guild_id)).language,
        )

    async def mentions(self, session: Session, row: outbox.NoticeRow) -> tuple[int, ...]:
        """The holder. Source: charter, §9."""
        return ((await self.claim(session, row)).member_id,)

    async def posted(self, session: Session, row: outbox.NoticeRow, message_id: int, now: datetime) -> None:
        """From now on they have seven days."""
        await lapses.asked(session, row.subject, now, release_due(now))

    async def given_up(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """Where there is no place for the question, put it again another day: without it nobody is released."""
        await super().given_up(session, row, fault)
        if not await outbox.waits(session, row.guild_id, row.subject, [row.kind]):
            await lapses.ask_again(session, row.subject, self.desk.clock.now() + _ASKED_AGAIN)


class ReleasedPoster(_ClaimPoster):
    """Thanks somebody whose place is free again; nobody is mentioned."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """Whose place it was."""
        claim = await self.claim(session, row)
        task = await lapses.task_of(session, claim)
        member = await members.get(session, row.guild_id, claim.member_id)
        return ReleasedCard(
            guild_id=row.guild_id,
            task=task.number,
            place=await lapses.place(session, claim),
            name=member.name if member else None,
            language=(await founded(session, row.guild_id)).language,
        )
