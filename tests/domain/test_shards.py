"""Shards: every server belongs to exactly one process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.shards import Shards

SNOWFLAKES = st.integers(0, 2**63 - 1)


@given(SNOWFLAKES)
def test_where_nothing_is_said_every_server_is_ours(guild_id: int) -> None:
    assert Shards().hold(guild_id)


@given(SNOWFLAKES, st.integers(1, 40))
def test_every_server_is_held_by_exactly_one_of_all_shards(guild_id: int, count: int) -> None:
    holding = [shard for shard in range(count) if Shards(count, frozenset({shard})).hold(guild_id)]
    assert holding == [(guild_id >> 22) % count]


@given(SNOWFLAKES)
def test_one_process_can_hold_several_shards(guild_id: int) -> None:
    first, second = Shards(3, frozenset({0, 2})), Shards(3, frozenset({1}))
    assert first.hold(guild_id) is not second.hold(guild_id)


@pytest.mark.parametrize(("count", "ids"), [(1, set()), (2, {2}), (2, {-1}), (0, {0}), (3, {0, 3})])
def test_shards_that_do_not_exist_are_refused(count: int, ids: set[int]) -> None:
    with pytest.raises(ValueError, match="there are none numbered"):
        Shards(count, frozenset(ids))


@pytest.mark.parametrize(
    ("shards", "is_all"), [(Shards(), True), (Shards(2, frozenset({0, 1})), True), (Shards(2, frozenset({1})), False)]
)
def test_all_shards_together_are_everybodys(shards: Shards, is_all: bool) -> None:
    assert shards.is_all is is_all
