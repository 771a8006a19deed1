"""Own texts: what of the record is somebody's own words, and erasing those of pages and tasks that are everybody's.

What a page or a task says is a commons as soon as others have written on it, and stays; what somebody wrote there
before, and it does not say any more, is theirs alone. ADR: docs/adr/0033.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.erasing import show_tasks
from bot.services.knowhow_pages import index, show_page_anew
from bot.services.task_words import erase_words, own_words_on_tasks
from bot.services.veils import show_digests_anew
from db import knowhow, knowhow_search
from db.engine import Session


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """How many texts somebody can have erased, so far as anybody still knows that they are theirs."""

    proposals: int = 0
    objections: int = 0
    tasks: int = 0
    """Tasks that they put up and that stand in their words."""
    reasons: int = 0
    """Tasks that they dropped, with why."""
    reminders: int = 0
    agenda_items: int = 0
    pages: int = 0
    """Pages of know-how that nobody else wrote on."""
    earlier: int = 0
    """Revisions of other pages and tasks by them that those do not say any more."""
    shared: int = 0
    """Pages and tasks that others wrote, too, and that keep what they say now."""

    @property
    def how_many(self) -> int:
        """How many there are to erase."""
        written = (self.proposals, self.objections, self.tasks, self.reasons, self.reminders, self.agenda_items)
        return sum(written) + self.pages + self.earlier


async def own_texts(
    session: Session, guild_id: int, member_id: int, stored: Mapping[str, Sequence[Mapping[str, object]]]
) -> OwnTexts:
    """What somebody's texts are, before any is erased; `stored` is what is stored about them."""
    alone = {page.id for page in await knowhow.written_alone(session, guild_id, member_id)}
    revised = await knowhow.written_by(session, guild_id, member_id)
    elsewhere = [(page_id, is_newest) for page_id, is_newest in revised if page_id not in alone]
    words = await own_words_on_tasks(session, guild_id, member_id)
    return OwnTexts(
        proposals=len(stored.get("proposals", ())),
        objections=len(stored.get("objections", ())),
        tasks=len({each.task.id for each in words if each.stands and each.is_theirs}),
        reasons=len(stored.get("dropped_tasks", ())),
        reminders=len(stored.get("reminders", ())),
        agenda_items=len(stored.get("agenda_items", ())),
        pages=len(alone),
        earlier=sum(not is_newest for _, is_newest in elsewhere)
        + len({row.id for each in words for row in each.earlier}),
        shared=len({page_id for page_id, _ in elsewhere})
        + len({each.task.id for each in words if each.stands and not each.is_theirs}),
    )


async def erase_pages(session: Session, guild_id: int, member_id: int, now: datetime) -> None:
    """Let pages that nobody else wrote on stand without a text; of others only what they do not say any more goes."""
    await knowhow.erase_earlier(session, guild_id, member_id)
    alone = await knowhow.written_alone(session, guild_id, member_id)
    for page in alone:
        await knowhow.erase_texts(session, page.id)
        await index(session, page)
        await show_page_anew(session, page, now)
        await show_digests_anew(session, guild_id, page.born_at, now)
    await knowhow_search.compact(session)


async def erase_task_words(session: Session, guild_id: int, member_id: int, now: datetime) -> None:
    """Erase what somebody wrote on tasks; who holds one still holds it, and what others wrote stays."""
    words = await own_words_on_tasks(session, guild_id, member_id, is_locked=True)
    shown = {row.id: row for row in await erase_words(session, words)}
    await show_tasks(session, shown.values(), now)
    if shown:
        await show_digests_anew(session, guild_id, min(row.created_at for row in shown.values()), now)
