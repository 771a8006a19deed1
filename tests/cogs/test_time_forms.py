"""Forms of time: golden files in every language, and Discord's limits; renew them with `pytest --snapshot-update`."""

from collections.abc import Iterator

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.domain.reminders import Repeat
from bot.services.previews import Purpose, Typed
from bot.words.catalogue import Words, languages, words_in
from cogs.bridge.forms import Form
from cogs.bridge.reminding import item_form, notes_form, reminder_form
from tests.cogs.reading import Json, form_screen, shown_form

WRITTEN = Typed(
    Purpose.SCHEDULE,
    "friday 18:00",
    "Bring the chairs.",
    repeat=Repeat.FORTNIGHTLY,
    channel_id=501,
    is_meeting=True,
)


def forms_of_time(words: Words) -> Iterator[Form]:
    """Every form of reminders and meetings, empty and as it comes back."""
    yield reminder_form(Typed(Purpose.SCHEDULE, "", channel_id=501), words)
    yield reminder_form(WRITTEN, words, preview_id=7)
    yield reminder_form(Typed(Purpose.MOVE, "friday 18:00", number=3), words, preview_id=7)
    yield reminder_form(Typed(Purpose.OWN, "friday 18:00", "Call the printer."), words, preview_id=7)
    yield item_form(41, words)
    yield notes_form(41, words)


@pytest.mark.parametrize("language", languages())
def test_every_form_of_time_reads_like_this(language: str, snapshot: SnapshotAssertion) -> None:
    shown = map(shown_form, forms_of_time(words_in(language)))
    assert "\n\n".join(map(form_screen, shown)) == snapshot


@pytest.mark.parametrize("language", languages())
def test_every_form_of_time_keeps_the_limits_in_every_language(language: str) -> None:
    for form in map(shown_form, forms_of_time(words_in(language))):
        check_form(form)


def check_form(form: Json) -> None:
    """Hold a form against what Discord allows."""
    assert 0 < len(form["title"]) <= 45
    assert 0 < len(form["custom_id"]) <= 100
    assert 1 <= len(form["components"]) <= 5
    for label in form["components"]:
        assert 0 < len(label["label"]) <= 45
        assert len(label.get("description") or "") <= 100
        assert label["component"].get("max_length", 1) <= 4_000
        for option in label["component"].get("options", ()):
            assert 0 < len(option["label"]) <= 100
