"""Catalogues: every language says everything, with every fact in it, and within what Discord takes."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.words.catalogue import LOCALES, SOURCE, language_name, languages, nearest_language, words_in

TOP = LOCALES.parent.parent.parent
SPEAKING = ("bot/words", "bot/web", "cogs")
KEYWORDS = {"say": None, "count": (1, 2), "_": None}
TRANSLATED = [language for language in languages() if language != SOURCE]

FIELDS = ("text_field", "radio_field", "select_field", "channel_field")
LABEL, HINT, FORM_TITLE, BUTTON, DESCRIPTION, OPTION = 45, 100, 45, 80, 100, 100
"""Characters that Discord takes: a form's labels, hints and title, a button, a command's description, an option."""

Id = str | tuple[str, ...]


@cache
def catalogue(language: str) -> Catalog:
    """A language's catalogue as it stands in its file."""
    with (LOCALES / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


def messages(language: str) -> dict[Id, Message]:
    """A language's messages by what they translate; both forms of a plural make one key."""
    return {_id_of(message): message for message in catalogue(language) if message.id}


def _id_of(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def forms(said: object) -> tuple[str, ...]:
    """Everything a message can turn into: one text, or one for each plural form."""
    return (said,) if isinstance(said, str) else tuple(said)  # type: ignore[arg-type]


def facts_in(text: str) -> set[str]:
    """The names in a text's braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def signs_in(text: str) -> dict[str, object]:
    """What a translation must leave as it is: marks of emphasis, commands, numbers, the beginnings of lines."""
    return {
        "emphasis": text.count("**"),
        "code": text.count("`"),
        "lines": text.count("\n"),
        "beginning": re.findall(r"(?m)^(?:#{1,3} |-# )", text),
        "commands": sorted(re.findall(r"(?<!\w)/[a-z]+(?: (?:add|list|show)\b)?", text)),
        "channels": sorted(re.findall(r"#[a-z]+|<#\{\w+\}>", text)),
        "numbers": sorted(re.findall(r"\b[DPT]-(?:\{number\}|\d+)", text)),
        "edges": (text[:1].isspace(), text[-1:].isspace()),
    }


def calls(*names: str) -> Iterator[ast.Call]:
    """Every call of these names in everything that speaks."""
    for part in SPEAKING:
        for file in sorted((TOP / part).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name_of(node.func) in names:
                    yield node


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def said_within(node: ast.AST) -> set[str]:
    """The texts that are said anywhere within an expression."""
    return {
        call.args[0].value
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and _name_of(call.func) == "say"
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def hint_functions() -> Iterator[ast.FunctionDef]:
    """Every function that picks a form's hint."""
    for file in sorted((TOP / "cogs").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.endswith("_hint"):
                yield node


def limited() -> dict[str, int]:
    """The texts for which Discord has only so much room, with the least room that one is given."""
    found: dict[str, int] = {}

    def note(texts: set[str], limit: int) -> None:
        for text in texts:
            found[text] = min(limit, found.get(text, limit))

    for call in calls("_"):
        note({argument.value for argument in call.args if isinstance(argument, ast.Constant)}, DESCRIPTION)
    for asking in hint_functions():
        note(said_within(asking), HINT)
    for call in calls("button", "link_button"):
        note(said_within(call.args[0]), BUTTON)
    for call in calls("Form"):
        note(said_within(call.args[0]), FORM_TITLE)
    for call in calls(*FIELDS):
        note(said_within(call.args[1]), LABEL)
        for options in call.args[2:]:
            note(said_within(options), OPTION)
        for keyword in call.keywords:
            if keyword.arg == "hint":
                note(said_within(keyword.value), HINT)
    return found


def test_the_template_holds_what_the_code_says_today() -> None:
    said = {
        message
        for part in SPEAKING
        for _, _, message, _, _ in extract_from_dir(TOP / part, keywords=KEYWORDS)  # type: ignore[arg-type]
    }
    with (LOCALES / "minga.pot").open("rb") as template:
        known = {_id_of(message) for message in read_po(template) if message.id}

    assert known == said, "run `make words`"


def test_the_languages_of_the_first_groups_are_there() -> None:
    assert {"de", "es", "fr", "pt"} <= set(languages())


@pytest.mark.parametrize(
    ("tag", "language"),
    [("es-419", "es"), ("es-ES", "es"), ("pt-BR", "pt"), ("fr", "fr"), ("de", "de"), ("en-GB", "en"), ("ja", "en")],
)
def test_what_discord_calls_a_locale_finds_its_language(tag: str, language: str) -> None:
    assert nearest_language(tag) == language


@pytest.mark.parametrize("language", TRANSLATED)
class TestEachLanguage:
    """What holds for every translation."""

    def test_it_says_everything_and_nothing_else(self, language: str) -> None:
        with (LOCALES / "minga.pot").open("rb") as template:
            wanted = {_id_of(message) for message in read_po(template) if message.id}
        said = messages(language)

        missing = [key for key, message in said.items() if message.fuzzy or not all(forms(message.string))]

        assert missing == []
        assert said.keys() == wanted
        assert not catalogue(language).obsolete

    def test_it_has_each_plural_form_of_its_own(self, language: str) -> None:
        count = catalogue(language).num_plurals

        assert [
            key for key, message in messages(language).items() if message.pluralizable and len(message.string) != count
        ] == []

    def test_no_fact_is_lost_or_invented(self, language: str) -> None:
        for key, message in messages(language).items():
            known = [facts_in(form) for form in forms(key)]
            for form in filter(None, forms(message.string)):
                assert set.intersection(*known) <= facts_in(form) <= set.union(*known), form

    def test_marks_commands_and_numbers_stay(self, language: str) -> None:
        for key, message in messages(language).items():
            for form in filter(None, forms(message.string)):
                assert signs_in(form) == signs_in(forms(key)[-1])

    @pytest.mark.parametrize(
        ("saying", "label"),
        [
            ("Start: `Set up`", "Set up"),
            ("use My vote", "My vote"),
            ("Open My vote again", "My vote"),
            ("here in My vote", "My vote"),
            ("Press Done", "Done"),
            ("Press Read", "Read"),
        ],
    )
    def test_what_a_text_names_is_named_as_it_stands_on_its_button(
        self, language: str, saying: str, label: str
    ) -> None:
        words = words_in(language)
        text = next(key for key in messages(language) if isinstance(key, str) and saying in key)

        assert words.say(label) in str(messages(language)[text].string)

    def test_it_fits_where_discord_has_little_room(self, language: str) -> None:
        known = messages(language)
        said = {text: (len(str(known[text].string)), limit) for text, limit in limited().items()}

        assert {text: room for text, room in said.items() if room[0] > room[1]} == {}

    def test_it_has_a_name_for_itself_and_counts(self, language: str) -> None:
        words = words_in(language)

        assert language_name(language)[0].isupper()
        one, two, thirty = (words.count("{n} decision", "{n} decisions", n) for n in (1, 2, 30))
        assert one.removeprefix("1 ") != two.removeprefix("2 ") == thirty.removeprefix("30 ")


def test_english_fits_where_discord_has_little_room() -> None:
    found = limited()

    assert len(found) > 40
    assert any(True for _ in hint_functions())
    assert {text for text, limit in found.items() if len(text) > limit} == set()


def test_no_catalogue_lies_where_nobody_looks() -> None:
    strays = [file for file in Path(LOCALES).rglob("*") if file.suffix not in {".po", ".pot"} or file.parent != LOCALES]

    assert strays == []
