"""Pictures of time: whatever people type, reminders, agendas and notes keep the limits and reach nobody."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.proposals import TITLE_LIMIT
from bot.domain.reminders import ITEM_LIMIT, ITEMS_LIMIT, NOTES_LIMIT, PERSONAL_LIMIT, TEXT_LIMIT
from bot.services.meetings import PROPOSALS_SHOWN
from bot.services.time_cards import AgendaCard, ClosingCard, DueTaskCard, NotesCard
from cogs.ui.meetings import agenda_view, notes_view
from cogs.ui.previews import preview_view
from cogs.ui.prompts import closing_view, due_task_view
from cogs.ui.reminders import occurrence_view, personal_page, personal_view, reminder_page, reminders_page
from tests.cogs.cards import GUILD
from tests.cogs.gallery import ENGLISH
from tests.cogs.gallery_of_time import DUE, asking, came, own, preview, reminder
from tests.cogs.hostile import NAME_LIMIT, hostile, one_line
from tests.cogs.reading import components_of, texts
from tests.cogs.test_pictures import check
from tests.evidence import Evidence
from tests.sizes import RENDERED

names = st.none() | one_line(NAME_LIMIT)


def agenda(items: Sequence[str], titles: Sequence[str | None]) -> AgendaCard:
    """The agenda of R-3, with these items and these proposals."""
    return AgendaCard(GUILD, 3, 41, tuple(items), tuple(enumerate(titles, 1)), 501, 601, "en")


@settings(max_examples=RENDERED)
@given(hostile(TEXT_LIMIT), names, st.booleans())
@example("](" * (TEXT_LIMIT // 2), "*" * NAME_LIMIT, True)
def test_whatever_a_reminder_says_it_keeps_the_limits(
    evidence: Evidence, text: str, name: str | None, is_meeting: bool
) -> None:
    evidence.count("messages drawn")
    check(occurrence_view(came(text=text, author_name=name, is_meeting=is_meeting, coming=12, is_late=True), ENGLISH))
    check(reminder_page(reminder("FREQ=DAILY", text=text, author_name=name), ENGLISH, may_renew=True))
    check(reminders_page([reminder(text=text, author_name=name)] * 200, ENGLISH))
    check(personal_view(own(text=text), ENGLISH))
    check(personal_page([own(number=each, text=text) for each in range(PERSONAL_LIMIT)], ENGLISH))
    check(preview_view(preview("FREQ=DAILY", text=text), ENGLISH))
    check(preview_view(replace(asking(), typed=replace(asking().typed, text=text)), ENGLISH))


@settings(max_examples=RENDERED)
@given(
    st.lists(one_line(ITEM_LIMIT), max_size=ITEMS_LIMIT),
    st.lists(st.none() | one_line(TITLE_LIMIT), max_size=PROPOSALS_SHOWN),
)
@example(["*" * ITEM_LIMIT] * ITEMS_LIMIT, ["_" * TITLE_LIMIT] * PROPOSALS_SHOWN)
def test_whatever_stands_on_an_agenda_keeps_the_limits(
    evidence: Evidence, items: list[str], titles: list[str | None]
) -> None:
    evidence.count("messages drawn")
    check(agenda_view(agenda(items, titles), ENGLISH))


def test_the_fullest_agenda_in_plain_words_is_read_whole() -> None:
    items = [f"{place:02}" + "w" * (ITEM_LIMIT - 2) for place in range(ITEMS_LIMIT)]
    titles = [f"{place:02}" + "t" * (TITLE_LIMIT - 2) for place in range(PROPOSALS_SHOWN)]
    shown = "\n".join(texts(components_of(agenda_view(agenda(items, titles), ENGLISH))))
    assert all(each in shown for each in (*items, *titles))


@settings(max_examples=RENDERED)
@given(hostile(NOTES_LIMIT), names)
@example("](" * (NOTES_LIMIT // 2), "*" * NAME_LIMIT)
def test_whatever_notes_say_they_keep_the_limits(evidence: Evidence, text: str, name: str | None) -> None:
    evidence.count("messages drawn")
    check(notes_view(NotesCard(GUILD, 1, 3, "What we said", text, name, DUE.date(), "en"), ENGLISH))


@settings(max_examples=RENDERED)
@given(st.none() | one_line(TITLE_LIMIT))
def test_whatever_closes_or_is_due_its_prompt_keeps_the_limits(evidence: Evidence, title: str | None) -> None:
    evidence.count("messages drawn")
    check(closing_view(ClosingCard(GUILD, 12, title, DUE, 501, 601, "en"), ENGLISH))
    check(due_task_view(DueTaskCard(GUILD, 3, title, DUE.date(), (701, 702), "en"), ENGLISH))
