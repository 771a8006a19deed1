"""Phrases: whatever is typed becomes a schedule or a question, and never a guess."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.phrases import LANGUAGES, LONGEST, Asks, Question, read
from bot.domain.phrases.folding import fold
from bot.domain.phrases.grammar import STEPS, Parser
from bot.domain.phrases.lexer import cut
from bot.domain.phrases.portuguese import LEXICON as PORTUGUESE
from bot.domain.schedule import Schedule, instant_of

MADRID = "Europe/Madrid"
NOW = datetime(2026, 11, 23, 11, 38, tzinfo=UTC)
"""A Monday, 12:38 in Madrid."""

WORDS = """
    every each next this in at on of the first second third last monday friday mondays weekday weekend day week month
    year hour today tomorrow tonight noon midnight morning evening am pm half past quarter to from now and other 0 1 2 6
    12 15 18 31 18:00 9.30 1/12 30.2. 2026-12-01 1st 31st cada los lunes segunda mañana de la tarde próximo que viene
    menos cuarto media toutes les quinze jours sur deux le lundi prochain demie jeden zweiten montags halb sieben morgen
    uhr 15. übermorgen toda sexta-feira depois amanhã dia mês , . - ( ) ; UTC Europe/Madrid
"""


def said(phrase: str, *languages: str, now: datetime = NOW, zone: str = MADRID) -> Schedule | Question:
    return read(phrase, languages=languages, zone=zone, now=now)


def asked(phrase: str, *languages: str, now: datetime = NOW) -> Question:
    question = said(phrase, *languages, now=now)
    assert isinstance(question, Question), question
    return question


def at(text: str, rule: str | None = None, zone: str = MADRID) -> Schedule:
    return Schedule(datetime.fromisoformat(text), zone, rule)


def test_the_first_language_that_understands_wins() -> None:
    assert said("1/12 18:00", "de", "en") == at("2026-12-01 18:00")
    assert asked("1/12 18:00", "en", "de").kind is Asks.WHICH_DATE
    assert said("mañana 9:00", "en", "es-ES") == at("2026-11-24 09:00")


def test_without_a_language_all_that_understand_must_agree() -> None:
    assert said("mañana 9:00") == at("2026-11-24 09:00")
    question = asked("1/12 18:00")
    assert (question.kind, question.candidates) == (
        Asks.WHICH_DATE,
        (at("2026-12-01 18:00"), at("2027-01-12 18:00")),
    )


def test_a_language_that_is_not_spoken_is_left_out() -> None:
    assert said("tomorrow 9:00", "ja") == at("2026-11-24 09:00")


def test_a_zone_at_the_end_is_taken_however_it_is_written() -> None:
    for name in ("America/New_York", "america/new_york", "America/New York", "(America/New_York)"):
        assert said(f"next friday 18:00 {name}") == at("2026-11-27 18:00", zone="America/New_York")
    assert said("next friday 18:00 UTC") == at("2026-11-27 18:00", zone="UTC")


def test_a_zone_that_does_not_exist_is_named() -> None:
    assert asked("next friday 18:00 Europe/Madird") == Question(Asks.UNKNOWN_ZONE, "Europe/Madird")


def test_the_word_that_was_not_understood_is_named_as_it_was_typed() -> None:
    assert asked("buy Milk tomorrow 9") == Question(Asks.NOT_UNDERSTOOD, "buy")
    assert asked("tomorrow 9 Élan") == Question(Asks.NOT_UNDERSTOOD, "Élan")
    assert asked("every") == Question(Asks.NOT_UNDERSTOOD, "every")
    assert asked("") == Question(Asks.NOT_UNDERSTOOD, "")


def test_a_long_text_is_no_phrase() -> None:
    assert said("tomorrow 9" + " " * (LONGEST - 10)) == at("2026-11-24 09:00")
    assert asked("tomorrow 9" + " " * (LONGEST - 9)).kind is Asks.TOO_LONG
    assert asked("ﷺ" * LONGEST).kind is Asks.TOO_LONG


def test_an_instant_that_the_clocks_show_a_second_time_is_kept_in_utc() -> None:
    october = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    assert said("in 2 hours", now=october) == at("2026-10-25 02:30")
    assert said("in 3 hours", now=october) == at("2026-10-25 01:30", zone="UTC")
    assert said("2026-10-25T02:30+01:00", now=october) == at("2026-10-25 01:30", zone="UTC")


def test_a_span_counts_hours_and_not_what_clocks_show() -> None:
    march = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert said("in 3 hours", now=march) == at("2026-03-29 04:30")


@given(st.text(max_size=LONGEST), st.sampled_from(((), *((language,) for language in LANGUAGES))))
@settings(max_examples=300, deadline=None)
def test_any_text_becomes_a_schedule_or_a_question(text: str, languages: tuple[str, ...]) -> None:
    assert isinstance(said(text, *languages), Schedule | Question)


@given(
    st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=9),
    st.sampled_from(((), *((language,) for language in LANGUAGES))),
    st.integers(0, 15 * 366 * 24),
    st.sampled_from((MADRID, "Pacific/Apia", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca")),
)
@settings(max_examples=300, deadline=None)
def test_any_words_become_what_is_to_come_and_near_enough(
    words: list[str], languages: tuple[str, ...], hours: int, zone: str
) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    outcome = said(" ".join(words)[:LONGEST], *languages, now=now, zone=zone)
    offered = (outcome,) if isinstance(outcome, Schedule) else outcome.candidates
    for schedule in offered:
        ahead = instant_of(schedule.starts, schedule.zone) - now
        assert timedelta(0) < ahead
        assert schedule.rule or ahead <= timedelta(days=731) or isinstance(outcome, Question)
        assert ZoneInfo(schedule.zone)


@pytest.mark.parametrize(
    "phrase", ["1.1." * 25, "1 " * 50, "mo " * 33, "segunda " * 12, "le " * 33, ", " * 50, "1h" * 50]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_cut_in_countless_ways_is_given_up(phrase: str, language: str) -> None:
    assert isinstance(said(phrase[:LONGEST], language), Question)


def test_what_is_too_winding_is_given_up_before_it_takes_long() -> None:
    winding = "mar sete dez dez dezessete as a quinze dias vinte e um semanas agosto ontem diario jul duas"
    parser = Parser(cut(fold(winding), PORTUGUESE))
    assert parser.readings() == []
    assert parser.steps == STEPS + 1
    assert asked(winding, "pt").kind is Asks.NOT_UNDERSTOOD
