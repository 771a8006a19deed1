"""The charter's settings: how numbers are typed, within which bounds, and what changing one leaves alone."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.charter import (
    CHANNELS,
    NO_ROLE,
    ON_THE_WEB,
    PUBLISHES,
    SETTINGS,
    Housekeeping,
    KindSwitch,
    Setting,
    change,
    channel_id,
    recorded,
    role_id,
    takes_back,
    waits,
    yes_or_no,
)
from bot.domain.errors import NotAValue, NothingChanges, OutsideBounds
from bot.domain.misreadings import NoUnit
from bot.domain.rules import Kind, ServerRules

RULES = ServerRules()


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("voting_hours", "5 days", 120),
        ("voting_hours", " 5 Tage ", 120),
        ("voting_hours", "36h", 36),
        ("voting_hours", "1.5 days", 36),
        ("voting_hours", "2 semanas", 336),
        ("charter_voting_hours", "10 jours", 240),
        ("tenure_days", "0", 0),
        ("tenure_days", "10 days", 10),
        ("threshold", "3/4", Fraction(3, 4)),
        ("threshold", "3 of 4", Fraction(3, 4)),
        ("threshold", "75%", Fraction(3, 4)),
        ("threshold", "66,5 %", Fraction(133, 200)),
        ("threshold", "0.7", Fraction(7, 10)),
        ("quorum_factor", "1,5", Fraction(3, 2)),
        ("quorum_factor", "150 %", Fraction(3, 2)),
        ("block_floor", "3", 3),
        ("claims", "5 tasks", 5),
        ("secret_action", "Sí", 1),
        ("secret_choice", "no", 0),
        ("publish_tasks", "ja", 1),
    ],
)
def test_a_value_is_read_as_people_type_it(key: str, typed: str, value: Fraction) -> None:
    assert SETTINGS[key].parse(typed) == value


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("voting_hours", ""),
        ("voting_hours", "soon"),
        ("voting_hours", "0120"),
        ("voting_hours", "120 %"),
        ("voting_hours", "5 parsecs"),
        ("voting_hours", "24.5 hours"),
        ("voting_hours", "-3 days"),
        ("tenure_days", "1.5"),
        ("tenure_days", "3 hours"),
        ("tenure_days", "3 %"),
        ("threshold", "3/0"),
        ("threshold", "3/4/5"),
        ("threshold", "3 days"),
        ("threshold", "NaN"),
        ("threshold", "1e-1"),
        ("block_floor", "2.5"),
        ("block_floor", "3 %"),
        ("claims", "many"),
        ("claims", "9" * 40),
        ("secret_action", "1"),
        ("secret_action", "perhaps"),
        ("publish_calendar", "1"),
        ("invite_search_engines", ""),
    ],
)
def test_what_cannot_be_read_as_a_value_is_refused(key: str, typed: str) -> None:
    with pytest.raises(NotAValue) as refused:
        SETTINGS[key].parse(typed)
    assert (refused.value.setting, refused.value.typed) == (key, typed)


@pytest.mark.parametrize("typed", ["120", " 3 ", "0"])
def test_a_span_without_a_unit_is_asked_about(typed: str) -> None:
    with pytest.raises(NoUnit) as refused:
        SETTINGS["voting_hours"].parse(typed)
    assert (refused.value.setting, refused.value.typed) == ("voting_hours", typed.strip())


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("voting_hours", "0 hours"),
        ("voting_hours", "23 hours"),
        ("voting_hours", "337 hours"),
        ("charter_voting_hours", "23 hours"),
        ("charter_voting_hours", "15 days"),
        ("tenure_days", "31"),
        ("threshold", "1/2"),
        ("threshold", "50%"),
        ("threshold", "91%"),
        ("strong_threshold", "1/2"),
        ("strong_threshold", "1"),
        ("quorum_factor", "0.49"),
        ("quorum_factor", "2.01"),
        ("block_floor", "0"),
        ("open_proposals", "0"),
    ],
)
def test_what_lies_outside_the_entrenched_bounds_is_refused(key: str, typed: str) -> None:
    with pytest.raises(OutsideBounds) as refused:
        SETTINGS[key].parse(typed)
    setting = SETTINGS[key]
    assert (refused.value.setting, refused.value.low, refused.value.high) == (key, str(setting.low), str(setting.high))


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("voting_hours", "24 hours"),
        ("voting_hours", "14 days"),
        ("tenure_days", "0"),
        ("tenure_days", "30"),
        ("threshold", "9/10"),
        ("threshold", "501/1000"),
        ("quorum_factor", "0.5"),
        ("quorum_factor", "2"),
    ],
)
def test_the_bounds_themselves_are_within(key: str, typed: str) -> None:
    SETTINGS[key].parse(typed)


@pytest.mark.parametrize("key", [key for key, setting in SETTINGS.items() if isinstance(setting, Setting)])
def test_a_number_stands_in_the_charter_under_its_own_name(key: str) -> None:
    setting = SETTINGS[key]
    changed = setting.write(RULES, setting.high)
    before, after = RULES.facts(), changed.facts()
    assert {name for name in before if before[name] != after[name]} == {key}
    assert str(after[key]) == str(setting.high)
    assert type(after[key]) is type(before[key])


@pytest.mark.parametrize(("typed", "found"), [("<#123>", "123"), (" 123 ", "123"), ("<#123", "123")])
def test_a_channel_is_typed_as_a_mention_or_as_its_number(typed: str, found: str) -> None:
    assert channel_id("tasks_channel", typed) == found


@pytest.mark.parametrize("typed", ["", "#general", "<@123>", "12 3", "1" * 21])
def test_what_is_no_channel_is_refused(typed: str) -> None:
    with pytest.raises(NotAValue) as refused:
        channel_id("tasks_channel", typed)
    assert (refused.value.setting, refused.value.typed) == ("tasks_channel", typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("yes", "yes"), (" Sí ", "yes"), ("OUI", "yes"), ("ja", "yes"), ("off", "no"), ("Não", "no"), ("nein", "no")],
)
def test_yes_and_no_are_read_in_every_language_of_the_bot(typed: str, meant: str) -> None:
    assert yes_or_no("publishes", typed) == meant


@pytest.mark.parametrize("typed", ["", "perhaps", "yes and no"])
def test_what_is_neither_yes_nor_no_is_refused(typed: str) -> None:
    with pytest.raises(NotAValue) as refused:
        yes_or_no("publishes", typed)
    assert (refused.value.setting, refused.value.typed) == ("publishes", typed)


@pytest.mark.parametrize(("typed", "meant"), [("<@&77>", "77"), (" 77 ", "77"), ("no", NO_ROLE), (" Kein", None)])
def test_a_role_is_typed_as_a_mention_and_a_no_unbinds_it(typed: str, meant: str | None) -> None:
    if meant:
        assert role_id("coordinators_role", typed) == meant
        return
    with pytest.raises(NotAValue) as refused:
        role_id("coordinators_role", typed)
    assert (refused.value.setting, refused.value.typed) == ("coordinators_role", typed)


def test_the_log_tells_what_a_change_changed_but_neither_which_channel_nor_which_role() -> None:
    told = {"setting": "threshold", "old": "2/3", "new": "3/4"}
    assert recorded(told) == told
    assert recorded({"setting": "time_zone", "old": "UTC", "new": "Europe/Paris"})["new"] == "Europe/Paris"
    for bound in (*CHANNELS, Housekeeping.COORDINATORS_ROLE):
        assert recorded({"setting": bound, "old": "1", "new": "2"}) == {"setting": bound, "old": None, "new": None}


def test_numbers_and_publication_wait_a_day_and_what_is_taken_back_or_kept_in_order_does_not() -> None:
    assert all(waits({"setting": key, "new": "1"}) for key in SETTINGS)
    assert [waits({"setting": PUBLISHES, "new": new}) for new in ("yes", "no")] == [True, False]
    assert not any(waits({"setting": key, "new": "1"}) for key in Housekeeping)


def test_a_change_changes_its_own_number_and_no_other() -> None:
    rules, old, new = change(RULES, "voting_hours", "5 days")
    assert (old, new) == (72, 120)
    assert rules == replace(RULES, voting=timedelta(days=5))


@pytest.mark.parametrize("key", SETTINGS)
def test_a_change_to_what_holds_already_is_refused(key: str) -> None:
    setting = SETTINGS[key]
    today = setting.read(RULES)
    typed = f"{today} hours" if setting.unit == "hours" else setting.text(today)
    with pytest.raises(NothingChanges) as refused:
        change(RULES, key, typed)
    assert refused.value.setting == key


@pytest.mark.parametrize("key", SETTINGS)
def test_every_default_lies_within_its_bounds(key: str) -> None:
    setting = SETTINGS[key]
    assert setting.low <= setting.read(RULES) <= setting.high


def test_each_kind_for_which_an_author_can_ask_it_is_secret_or_not_by_a_setting_of_its_own() -> None:
    secret = {setting.kind: key for key, setting in SETTINGS.items() if isinstance(setting, KindSwitch)}
    assert secret == {Kind.ACTION: "secret_action", Kind.AGREEMENT: "secret_agreement", Kind.CHOICE: "secret_choice"}
    rules = RULES
    for kind, key in secret.items():
        rules, old, new = change(rules, key, "yes")
        assert (old, new, SETTINGS[key].text(old), SETTINGS[key].text(new)) == (0, 1, "no", "yes")
        assert kind in rules.secret_kinds
    assert rules.secret_kinds == frozenset(secret)
    assert replace(rules, secret_kinds=frozenset()) == RULES
    back, _, _ = change(rules, "secret_agreement", "nein")
    assert back.secret_kinds == {Kind.ACTION, Kind.CHOICE}
    assert SETTINGS["secret_action"].write(RULES, Fraction(0)) == RULES


@pytest.mark.parametrize("key", ON_THE_WEB)
def test_each_thing_on_the_web_is_switched_on_and_off_by_itself_and_stands_under_its_own_name(key: str) -> None:
    switched_on, old, new = change(RULES, key, "sim")
    assert (old, new, SETTINGS[key].text(new)) == (0, 1, "yes")
    before, after = RULES.facts(), switched_on.facts()
    assert {name for name in before if before[name] != after[name]} == {key}
    assert (before[key], after[key]) == (False, True)
    switched_off, old, new = change(switched_on, key, "nein")
    assert (switched_off, old, new, SETTINGS[key].text(new)) == (RULES, 1, 0, "no")


def test_only_what_goes_off_the_web_is_as_easy_as_a_recall() -> None:
    assert all(takes_back({"setting": key, "new": "no"}) for key in (PUBLISHES, *ON_THE_WEB))
    assert not any(takes_back({"setting": key, "new": "yes"}) for key in (PUBLISHES, *ON_THE_WEB))
    others = [*(key for key in SETTINGS if key not in ON_THE_WEB), *Housekeeping]
    assert not any(takes_back({"setting": key, "new": "no"}) for key in others)


@pytest.mark.parametrize("key", SETTINGS)
def test_a_value_is_read_back_from_the_text_in_which_a_change_holds_it(key: str) -> None:
    setting = SETTINGS[key]
    for value in (setting.low, setting.high):
        assert setting.of_text(setting.text(value)) == value
    assert SETTINGS["threshold"].text(Fraction(3, 4)) == "3/4"


@given(st.sampled_from(sorted(SETTINGS)), st.data())
def test_what_is_written_is_what_is_read_back(key: str, data: st.DataObject) -> None:
    setting = SETTINGS[key]
    if setting.unit in ("share", "factor"):
        value = data.draw(st.fractions(setting.low, setting.high, max_denominator=1_000))
    else:
        value = Fraction(data.draw(st.integers(int(setting.low), int(setting.high))))
    changed = setting.write(RULES, value)
    assert setting.read(changed) == value
    others = {other for other in SETTINGS if SETTINGS[other].read(changed) != SETTINGS[other].read(RULES)}
    assert others <= {key}


@given(st.sampled_from(sorted(SETTINGS)), st.text(max_size=20))
def test_whatever_is_typed_is_read_or_refused(key: str, typed: str) -> None:
    try:
        value = SETTINGS[key].parse(typed)
    except (NotAValue, OutsideBounds):
        return
    assert SETTINGS[key].low <= value <= SETTINGS[key].high
