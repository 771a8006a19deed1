"""News: the newest of everything that a log publishes, for those who follow it from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.texts import without_ids
from bot.services.chronicle import ChronicleService
from bot.services.chronicle_cards import CharterVersion, PublishedPowers
from bot.services.commons import CommonsService
from bot.services.days import local_day
from bot.services.publications import Edition, LookingTask, PublishedDecision, PublishedProposal
from bot.services.published_knowhow import PublishedHeading, heading_of
from db import decisions, knowhow, proposals, published_texts, servers, tasks
from db.engine import Database, Session

NEWEST = 50
"""How many of each sort are told at most, and how many in all."""


@dataclass(frozen=True, slots=True)
class NewsMark:
    """All that the news depends on, cheaply: while it stays equal, so do they.

    `charter` is the version in force. `proposals` and `tasks` are empty where the charter does not publish them.
    """

    edition: Edition
    charter: int
    headings: tuple[PublishedHeading, ...]
    proposals: tuple[PublishedProposal, ...]
    tasks: tuple[LookingTask, ...]


@dataclass(frozen=True, slots=True)
class News:
    """The newest of everything, each sort in an order of its own; `texts` are those of the know-how that can be read.

    `founding` is the hash of the log's first entry, which no other log of that name has. `opened_on` and `born_on` say
    since when a proposal is voted on and a task is there.
    """

    mark: NewsMark
    founding: str
    decisions: tuple[PublishedDecision, ...]
    texts: dict[int, str]
    charters: tuple[CharterVersion, ...]
    powers: PublishedPowers
    opened_on: dict[int, date]
    born_on: dict[int, date]


class NewsService:
    """Reads what is new for whoever follows a log; what a server does not publish is not found here."""

    def __init__(self, database: Database, commons: CommonsService, chronicle: ChronicleService) -> None:
        self._database = database
        self._commons = commons
        self._chronicle = chronicle

    async def mark(self, slug: str) -> NewsMark | None:
        """What the news depends on; None where nothing is published."""
        edition = await self._commons.edition(slug)
        open_ones = await self._commons.open_proposals(slug)
        looking = await self._commons.tasks_looking(slug, limit=NEWEST)
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None or edition is None:
                return None
            found = await published_texts.headings_revised_last(session, row.guild_id, limit=NEWEST, with_hidden=True)
            return NewsMark(
                edition=edition,
                charter=row.charter_version,
                headings=tuple(heading_of(each, row.time_zone) for each in found),
                proposals=open_ones.proposals if open_ones else (),
                tasks=looking.tasks if looking else (),
            )

    async def news(self, slug: str, mark: NewsMark) -> News | None:
        """What is new; None where nothing is published."""
        page = await self._commons.page(slug, limit=NEWEST)
        charters = await self._chronicle.charters(slug)
        powers = await self._chronicle.powers(slug, limit=NEWEST)
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None or page is None or charters is None or powers is None:
                return None
            voted_on = await proposals.by_numbers(session, row.guild_id, [each.number for each in mark.proposals])
            looking = await tasks.by_numbers(session, row.guild_id, [each.number for each in mark.tasks])
            return News(
                mark=mark,
                founding=(await decisions.entry(session, row.guild_id, 1)).hash,
                decisions=page.decisions,
                texts=await _texts(session, row.guild_id, mark.headings),
                charters=charters.versions,
                powers=powers,
                opened_on={each.number: local_day(each.opened_at, row.time_zone) for each in voted_on.values()},
                born_on={each.number: local_day(each.created_at, row.time_zone) for each in looking},
            )


async def _texts(session: Session, guild_id: int, headings: Sequence[PublishedHeading]) -> dict[int, str]:
    """What pages say, by number, but for those that are hidden or erased."""
    pages = await knowhow.by_numbers(session, guild_id, [each.number for each in headings if each.title is not None])
    said = await knowhow.revisions(session, guild_id, pages)
    return {
        page.number: without_ids(said[page.id].text)
        for page in pages
        if not (page.is_covered or said[page.id].is_erased)
    }
