"""The chain: canonical form, commitments, and that no tampering goes unnoticed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chain import GENESIS, SALT_BYTES, Break, Link, canonical, commitment, digest, find_break, link

LARGEST = 2**53 - 1
whole_text = st.text(st.characters(exclude_categories=["Cs"]))
keys = st.text(st.characters(max_codepoint=127))
records = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | whole_text,
    lambda inner: st.lists(inner) | st.dictionaries(keys, inner),
    max_leaves=20,
)
plain = st.integers(-9, 99) | st.booleans() | st.text('aé€😀\n"', max_size=6)
names = st.sampled_from(["kind", "title", "tally", "zone"])
facts = st.dictionaries(names, plain | st.lists(plain, max_size=3) | st.dictionaries(names, plain), max_size=3)


def forge(entries: Sequence[dict[str, Any]]) -> list[Link]:
    chain: list[Link] = []
    for sequence, entry in enumerate(entries, 1):
        chain.append(link(sequence, chain[-1].hash if chain else GENESIS, entry))
    return chain


chains = st.lists(facts, min_size=1, max_size=6).map(forge)


def head_of(chain: Sequence[Link]) -> str:
    return chain[-1].hash if chain else GENESIS


def holds_up_to(chain: Sequence[Link], head: str) -> bool:
    """What a reader asks who knows the head from elsewhere."""
    return find_break(chain) is None and head_of(chain) == head


@given(records)
def test_canonical_text_reads_back_as_the_same_record(record: Any) -> None:
    assert json.loads(canonical(record)) == record


@given(records)
def test_canonical_text_is_sorted_json_without_a_space_to_spare(record: Any) -> None:
    assert canonical(record) == json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@given(records)
def test_canonical_text_is_a_fixed_point(record: Any) -> None:
    assert canonical(json.loads(canonical(record))) == canonical(record)


def test_canonical_text_is_what_the_standard_shows() -> None:
    record = {"b": [1, True, None, ("x",)], "a": '€"\\\n\x0f\u2028', "A": {}}
    assert canonical(record) == '{"A":{},"a":"€\\"\\\\\\n\\u000f\u2028","b":[1,true,null,["x"]]}'


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), b"x", {1: "one"}, {"é": 1}, {"a": {"b": [0.5]}}, {1, 2}, Ellipsis],
    ids=repr,
)
def test_what_cannot_be_counted_exactly_has_no_place_in_a_record(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("number", [LARGEST + 1, -LARGEST - 1])
def test_a_number_that_other_readers_would_round_has_no_place_in_a_record(number: int) -> None:
    assert canonical([LARGEST, -LARGEST]) == f"[{LARGEST},{-LARGEST}]"
    with pytest.raises(TypeError):
        canonical([number])


def test_half_a_character_has_no_place_in_a_record() -> None:
    with pytest.raises(TypeError):
        canonical({"title": "\ud83d"})
    with pytest.raises(TypeError):
        canonical({"title": ["\udc00"]})


def test_a_link_names_its_place_and_the_hash_before() -> None:
    entry = link(7, "ab" * 32, {"kind": "decision"})
    assert entry.body == '{"kind":"decision","previous":"' + "ab" * 32 + '","sequence":7}'
    assert entry.hash == hashlib.sha256(entry.body.encode()).hexdigest() == digest(entry.body)


def test_facts_cannot_speak_for_their_place_in_the_chain() -> None:
    entry = link(2, GENESIS, {"sequence": 99, "previous": "mine"})
    assert json.loads(entry.body) == {"sequence": 2, "previous": GENESIS}


@given(chains)
def test_a_chain_as_it_was_forged_holds(chain: list[Link]) -> None:
    assert find_break(chain) is None


def test_an_empty_chain_holds() -> None:
    assert find_break([]) is None


@given(chains, st.data())
def test_a_part_of_a_chain_holds_from_where_it_begins(chain: list[Link], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(chain) - 1))
    assert find_break(chain[start:], previous=head_of(chain[:start]), first=start + 1) is None


@given(chains, st.data())
def test_any_changed_character_is_found_at_its_entry(chain: list[Link], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(chain) - 1))
    body = chain[at].body
    place = data.draw(st.integers(0, len(body) - 1))
    other = data.draw(st.characters(exclude_characters=body[place]))
    forged = replace(chain[at], body=body[:place] + other + body[place + 1 :])
    found = find_break([*chain[:at], forged, *chain[at + 1 :]])
    assert found is not None
    assert found.sequence == at + 1


@given(chains, st.data())
def test_a_changed_hash_is_found_at_its_entry(chain: list[Link], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(chain) - 1))
    wrong = data.draw(st.text("0123456789abcdef", min_size=64, max_size=64).filter(lambda one: one != chain[at].hash))
    assert find_break([*chain[:at], replace(chain[at], hash=wrong), *chain[at + 1 :]]) == Break(at + 1, "hash")


@given(chains.filter(lambda chain: len(chain) > 1), st.data())
def test_a_deleted_entry_is_found_where_it_is_missing(chain: list[Link], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(chain) - 2))
    assert find_break(chain[:at] + chain[at + 1 :]) == Break(at + 1, "sequence")


@given(chains, facts, st.data())
def test_an_entry_slipped_in_is_found(chain: list[Link], strange: dict[str, Any], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(chain) - 1))
    slipped_in = link(at + 1, head_of(chain[:at]), strange)
    found = find_break([*chain[:at], slipped_in, *chain[at:]])
    assert found == Break(at + 2, "sequence")


@given(chains.filter(lambda chain: len(chain) > 1), st.data())
def test_entries_in_another_order_are_found_at_the_first_out_of_place(chain: list[Link], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(chain).filter(lambda order: order != chain))
    first = next(place for place, (was, now) in enumerate(zip(chain, shuffled, strict=True), 1) if was != now)
    assert find_break(shuffled) == Break(first, "sequence")


@given(chains, st.data())
def test_a_truncated_chain_is_found_by_whoever_knows_its_head(chain: list[Link], data: st.DataObject) -> None:
    left = data.draw(st.integers(0, len(chain) - 1))
    assert holds_up_to(chain, head_of(chain))
    assert not holds_up_to(chain[:left], head_of(chain))


@given(chains, facts, st.data())
def test_history_forged_anew_with_all_hashes_right_is_found_by_whoever_knows_the_head(
    chain: list[Link], strange: dict[str, Any], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(chain) - 1))
    told = [json.loads(entry.body) for entry in chain]
    if told[at] == {**strange, "previous": told[at]["previous"], "sequence": at + 1}:
        strange = {**strange, "changed": len(strange)}
    retold = forge([*told[:at], strange, *told[at + 1 :]])
    assert find_break(retold) is None
    assert not holds_up_to(retold, head_of(chain))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "7",
        '{"sequence": 1}',
        '{"sequence":1,"previous":"x"}',
        '{"x":1.5}',
        '{"x":NaN}',
        '{"x":1,"x":1}',
        '{"x":"\ud800"}',
        '{"x":' + "9" * 6_000 + "}",
        "[" * 200_000,
    ],
    ids=range(12),
)
def test_whatever_is_no_canonical_record_is_a_break_and_never_a_crash(body: str) -> None:
    assert find_break([Link(1, body, "0" * 64)]) == Break(1, "body")


def test_an_entry_that_names_another_hash_before_it_is_found() -> None:
    first = link(1, GENESIS, {"x": 1})
    stray = link(2, "f" * 64, {"x": 2})
    assert find_break([first, stray]) == Break(2, "previous")


def test_an_entry_is_found_whose_row_says_another_place_than_its_body() -> None:
    assert find_break([replace(link(1, GENESIS, {"x": 1}), sequence=2)]) == Break(1, "sequence")


@given(whole_text, st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES))
def test_a_commitment_is_the_hash_of_salt_and_text(text: str, salt: bytes) -> None:
    assert commitment(salt, text) == hashlib.sha256(salt + text.encode()).hexdigest()


@given(whole_text, st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES), st.binary(min_size=16, max_size=16))
def test_the_same_text_under_another_salt_cannot_be_recognised(text: str, salt: bytes, other: bytes) -> None:
    assert (commitment(salt, text) == commitment(other, text)) == (salt == other)


def test_a_salt_has_128_bits() -> None:
    assert SALT_BYTES * 8 == 128
