"""When in words: every question has its sentence in every language, and the examples are understood in it."""

from datetime import UTC, datetime

import pytest

from bot.domain.phrases import Asks, Question, read
from bot.domain.schedule import Schedule, occurrences
from bot.words import languages, words_in
from bot.words.when import candidate_words, examples, examples_of_days, note_words, question_sentence

NOW = datetime(2026, 11, 23, 11, 38, tzinfo=UTC)


@pytest.mark.parametrize("language", languages())
def test_the_examples_are_understood_in_their_language(language: str) -> None:
    read_as = [
        read(each, languages=(language,), zone="Europe/Madrid", now=NOW) for each in examples(words_in(language))
    ]
    assert read_as == [
        Schedule(datetime.fromisoformat("2026-11-27 18:00"), "Europe/Madrid"),
        Schedule(datetime.fromisoformat("2026-11-23 19:30"), "Europe/Madrid", "FREQ=WEEKLY;BYDAY=MO"),
        Schedule(datetime.fromisoformat("2026-11-23 15:38"), "Europe/Madrid"),
    ]


@pytest.mark.parametrize("language", languages())
def test_the_examples_of_days_are_understood_in_their_language(language: str) -> None:
    shown = [f"{each} 12:00" for each in examples_of_days(words_in(language))]
    read_as = [read(each, languages=(language,), zone="Europe/Madrid", now=NOW) for each in shown]
    days = ("2026-11-27 12:00", "2026-12-01 12:00", "2026-12-07 12:00")
    assert read_as == [Schedule(datetime.fromisoformat(day), "Europe/Madrid") for day in days]


@pytest.mark.parametrize("language", languages())
def test_every_question_has_a_sentence_of_its_own(language: str) -> None:
    said = [question_sentence(Question(kind, "Yesteryear"), words_in(language)) for kind in Asks]
    assert len(set(said)) == len(said)
    assert all(sentence.endswith((".", "?")) for sentence in said)
    assert "Yesteryear" in said[0]


def test_an_empty_phrase_is_asked_for() -> None:
    sentence = question_sentence(Question(Asks.NOT_UNDERSTOOD), words_in("en"))
    assert sentence == "When? Type it like this: next friday 18:00, every monday 19:30 or in 3 hours."


@pytest.mark.parametrize(
    ("starts", "zone", "note"),
    [
        ("2026-03-28 02:30", "Europe/Madrid", None),
        ("2026-03-29 02:30", "Europe/Madrid", "the clocks skip 02:30"),
        ("2026-10-25 02:30", "Europe/Madrid", "the clocks show 02:30 twice, this is the first"),
        ("2011-12-30 18:00", "Pacific/Apia", "the clocks skip Friday, 30 December 2011, 18:00"),
    ],
)
def test_a_change_of_the_clocks_is_told(starts: str, zone: str, note: str | None) -> None:
    (found,) = occurrences(Schedule(datetime.fromisoformat(starts), zone), datetime(2000, 1, 1, tzinfo=UTC), 1)
    assert note_words(found, words_in("en")) == note


def test_a_candidate_is_told_by_its_day_or_its_next_three() -> None:
    english = words_in("en")
    once = Schedule(datetime.fromisoformat("2026-11-27 18:00:30"), "Europe/Madrid")
    assert candidate_words(once, (), english) == "Friday, 27 November 2026, 18:00"
    weekly = Schedule(datetime.fromisoformat("2026-11-23 18:00"), "Europe/Madrid", "FREQ=WEEKLY;BYDAY=MO")
    following = occurrences(weekly, NOW, 3)
    assert candidate_words(weekly, following, english) == "Mon 23 Nov, Mon 30 Nov, Mon 7 Dec … 18:00"
    assert candidate_words(weekly, following, words_in("de")) == "Mo. 23. Nov., Mo. 30. Nov., Mo. 7. Dez. … 18:00"
