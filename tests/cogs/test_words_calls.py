"""Words: every sentence in the code can be found for translation and is given the facts it speaks of."""

from string import Formatter

from tests.cogs.sources import calls, keywords, literal

DESCRIBING = "cogs/bridge/translator.py"
"""Says descriptions of commands, which are marked and found where they stand."""


def braces(message: str) -> set[str]:
    """The facts that a message speaks of."""
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def test_every_sentence_is_a_literal_and_gets_exactly_the_facts_it_speaks_of() -> None:
    found = [(place, call) for place, call in calls("say") if not place.startswith(DESCRIBING)]
    assert len(found) > 100
    for place, call in found:
        message = literal(call.args[0])
        assert len(call.args) == 1, place
        assert message, f"{place}: nobody can translate what is put together at run time"
        assert braces(message) == set(keywords(call)), place


def test_every_plural_has_two_literals_that_speak_of_the_same_facts() -> None:
    found = list(calls("count"))
    plurals = [(place, call) for place, call in found if len(call.args) == 3]
    assert len(plurals) > 10
    for place, call in plurals:
        one, many = literal(call.args[0]), literal(call.args[1])
        assert one, place
        assert many, place
        assert braces(many) - {"n"} == set(keywords(call)), place
        assert braces(one) <= braces(many), place


def test_every_description_of_a_command_is_marked_for_translation() -> None:
    described = [
        (f"{place} {name}", value)
        for function in ("command", "Group", "describe")
        for place, call in calls(function)
        for name, value in keywords(call).items()
        if function == "describe" or name == "description"
    ]
    assert len(described) > 10
    for place, value in described:
        marked = getattr(getattr(value, "func", None), "id", "") == "_"
        assert marked, f"{place}: not marked with _"
        message = literal(value.args[0])  # type: ignore[attr-defined]  # a call, or it would not be marked
        assert message, place
        assert not braces(message), f"{place}: nobody fills braces in there"
