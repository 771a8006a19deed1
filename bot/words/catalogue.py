"""Catalogues: what the bot says, in the reader's language, with English as the source."""

import gettext
import io
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, get_day_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, English first."""
    return (SOURCE, *sorted(path.stem for path in LOCALES.glob("*.po")))


def nearest_language(tag: str | None) -> str:
    """The language for somebody whose locale is `tag` ("pt-BR", "es-ES"): exact, else its stem, else English."""
    wanted = (tag or SOURCE).replace("-", "_")
    for candidate in (wanted, wanted.split("_")[0]):
        if candidate in languages():
            return candidate
    return SOURCE


def language_name(language: str) -> str:
    """A language's name for itself, with a capital."""
    try:
        own = Locale.parse(language).get_display_name()
    except (ValueError, UnknownLocaleError):
        own = None
    return (own or language).capitalize()


class Words:
    """One language's words. `say` and `count` mark the messages that are extracted into the catalogues."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue
        self.locale = Locale("en", "GB") if language == SOURCE else Locale.parse(language)

    def say(self, message: str, **facts: Any) -> str:
        """The message in this language, its braces filled with the facts."""
        return self._catalogue.gettext(message).format(**facts)

    def count(self, one: str, many: str, n: int, **facts: Any) -> str:
        """The message in the plural form that `n` takes in this language; `{n}` is filled with it."""
        return self._catalogue.ngettext(one, many, n).format(n=n, **facts)

    def day(self, on: date) -> str:
        """A date as people write it: "11 May 2026"."""
        return format_date(on, format="long", locale=self.locale)

    def days(self, first: date, last: date) -> str:
        """A span of days as people write it: "5–11 May", with the years where there are two."""
        pattern = "MMMd" if first.year == last.year else "yMMMd"
        return format_interval(first, last, pattern, locale=self.locale)

    def weekday(self, number: int) -> str:
        """The name of a weekday, Monday being 0."""
        return str(get_day_names("wide", "stand-alone", self.locale)[number])

    def listing(self, items: Iterable[str]) -> str:
        """Items as people list them: "a, b and c"."""
        return format_list(list(items), locale=self.locale)

    def either(self, items: Iterable[str]) -> str:
        """Items of which one is meant, as people list them: "a, b or c"."""
        return format_list(list(items), style="or", locale=self.locale)


@cache
def words_in(language: str) -> Words:
    """The words of a language that has a catalogue; of English for any other."""
    known = nearest_language(language)
    if known == SOURCE:
        return Words(SOURCE, gettext.NullTranslations())
    with (LOCALES / f"{known}.po").open("rb") as source:
        catalogue = read_po(source, locale=known)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(known, gettext.GNUTranslations(compiled))
