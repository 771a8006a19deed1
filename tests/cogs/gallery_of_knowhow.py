"""The gallery of know-how: pages, what is found, histories, differences, and two revisions that met."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.knowhow import Page
from bot.domain.knowhow_merge import differences, merged
from bot.domain.knowhow_search import query_of, snippet
from bot.services.knowhow_cards import (
    ClashCard,
    DifferenceCard,
    FoundCard,
    FoundPage,
    HistoryCard,
    LinkedTask,
    PageCard,
    RevisionLine,
    Writing,
)
from bot.words.catalogue import Words
from cogs.ui.knowhow import clash_view, difference_view, found_view, history_view, page_view, pages_view
from cogs.ui.picture import Picture
from cogs.ui.tasks import asked_after
from tests.cogs.cards import GUILD

TEXT = "# Before\nAsk Mia for the key.\nBring ten chairs.\n\nLock the door. Switch off the light."
REVISED = TEXT.replace("ten", "twelve").replace("light", "heating")
LONG = "This sentence never ends, " * 45
TASKS = (LinkedTask(3, "Book the hall"), LinkedTask(4, None))


def page(**changes: Any) -> PageCard:
    """K-3, as it was revised last."""
    facts: dict[str, Any] = {
        "guild_id": GUILD,
        "number": 3,
        "title": "Booking the hall",
        "text": TEXT,
        "tags": ("hall", "hand truck"),
        "is_covered": False,
        "revision": 2,
        "revised_by": "Ana",
        "revised_on": date(2026, 5, 9),
        "tasks": TASKS,
        "language": "en",
    }
    return PageCard(**(facts | changes))


COVERED = page(number=4, title=None, text=None, tags=(), is_covered=True)


def found(*pages: PageCard, query: str = "chairs", **changes: Any) -> FoundCard:
    """What was found."""
    places = tuple(FoundPage(each, snippet(each.text or "", query_of(query))) for each in pages)
    return replace(FoundCard(query, places, 0, False), **changes)


def revision(number: int, *, name: str | None = "Ana", made_from: int | None = None) -> RevisionLine:
    """One line of a history."""
    return RevisionLine(number, name, date(2026, 5, number), number - 1 if made_from is None else made_from)


def difference(before: str, after: str, **changes: Any) -> DifferenceCard:
    """What revision 2 changed."""
    titles, tags = ("Hall", "Booking the hall"), (("hall",), ("hall", "hand truck"))
    return replace(DifferenceCard(3, revision(2), titles, tags, tuple(differences(before, after))), **changes)


def clash(standing: PageCard, written: str, base: str = TEXT) -> ClashCard:
    """What somebody wrote while somebody else revised the page."""
    text = standing.text or ""
    both = merged(Page("T", base), Page("T", text), Page("T", written))
    writing = Writing("Our hall", written, "hall", 3, 1, 0, 7)
    return ClashCard(standing, writing, both, tuple(differences(text, written)))


def of_knowhow(words: Words) -> dict[str, Picture]:
    """Every picture of know-how by name."""
    long = page(text="A sentence that goes on. " * 97, tags=(), tasks=())
    changed = difference(TEXT, REVISED)
    return {
        "page": page_view(page(), words),
        "page, new, of somebody who left": page_view(page(revision=1, revised_by=None, tasks=(), tags=()), words),
        "page, of many tasks": page_view(page(tasks=TASKS * 4), words),
        "page, long": page_view(long, words),
        "page, long, the end": page_view(long, words, part=9),
        "page, just revised": page_view(page(), words, lead="K-3 is revised."),
        "page, covered": page_view(COVERED, words),
        "know-how, found": found_view(found(page(), page(number=2, tags=(), tasks=())), words),
        "know-how, found, more": found_view(found(page(), start=5, has_more=True), words),
        "know-how, nothing found": found_view(found(query="zebra"), words),
        "know-how, the newest": found_view(found(page(), query=""), words),
        "know-how, none yet": found_view(found(query=""), words),
        "know-how of a task": pages_view([page(), COVERED], 3, words),
        "know-how of a task, one page": pages_view([page()], 3, words),
        "know-how of a task, none": pages_view([], 3, words),
        "know-how, asked after a task": asked_after(3, words),
        "history of a page": history_view(
            HistoryCard(page(), (revision(3, made_from=1), revision(2, name=None), revision(1)), 1), words
        ),
        "history of a page, covered": history_view(HistoryCard(COVERED, (revision(1),), None), words),
        "what changed": difference_view(changed, words),
        "what changed, a new page": difference_view(
            difference("", TEXT, titles=("", "Hall"), tags=((), ()), revision=revision(1)), words
        ),
        "what changed, a great deal": difference_view(difference(f"{LONG} x. " * 2, f"{LONG} y. " * 3), words, part=1),
        "two revised a page": clash_view(
            clash(page(text=TEXT.replace("Mia", "Leo")), TEXT.replace("Mia", "Zoë")), words
        ),
        "two revised a page, of somebody who left": clash_view(clash(page(revised_by=None, text="x"), "y"), words),
    }
