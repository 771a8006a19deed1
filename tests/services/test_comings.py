"""Comings: who went or was timed out while votes were open is counted in the log, and nobody is named."""

import json
from datetime import timedelta
from typing import Any

from tests.factories import ANN, BEA, CAST, GUILD, OTHER_GUILD, House

A_SPELL = timedelta(minutes=10)


async def noted(house: House) -> list[dict[str, Any]]:
    """What the log says."""
    house.clock.advance(A_SPELL)
    await house.services.comings.enter_due()
    return [json.loads(body) for (body,) in await house.select("SELECT body FROM log WHERE kind = 'integrity'")]


async def test_people_who_go_or_are_timed_out_during_a_vote_are_counted(house: House) -> None:
    card = await house.open_proposal()
    comings = house.services.comings
    for _ in range(2):
        comings.note_gone(GUILD)
    comings.note_time_out(GUILD, BEA.user_id, house.clock.now() + timedelta(hours=1))
    (entry,) = await noted(house)
    assert (entry["what"], entry["gone"], entry["timed_out"]) == ("people", 2, 1)
    assert entry["proposals"] == [card.number]
    # In a hash the digits may stand by chance.
    assert str(BEA.user_id) not in json.dumps({name: entry[name] for name in entry if name != "previous"})


async def test_where_nothing_is_voted_on_nothing_is_noted(house: House) -> None:
    house.services.comings.note_gone(GUILD)
    house.services.comings.note_gone(OTHER_GUILD)
    assert not await noted(house)


async def test_a_vote_that_ended_within_the_spell_was_open_all_the_same(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    house.clock.move_to(card.closes_at - timedelta(minutes=1))
    house.services.comings.note_gone(GUILD)
    await house.settle(card)
    assert [entry["proposals"] for entry in await noted(house)] == [[card.number]]


async def test_a_time_out_that_is_heard_of_twice_is_one_and_one_that_is_over_is_none(house: House) -> None:
    await house.open_proposal()
    until = house.clock.now() + timedelta(hours=1)
    for _ in range(3):
        house.services.comings.note_time_out(GUILD, BEA.user_id, until)
    house.services.comings.note_time_out(GUILD, ANN.user_id, None)
    house.services.comings.note_time_out(GUILD, ANN.user_id, house.clock.now())
    assert [entry["timed_out"] for entry in await noted(house)] == [1]


async def test_what_happens_within_ten_minutes_is_one_entry(house: House) -> None:
    await house.open_proposal()
    house.services.comings.note_gone(GUILD)
    house.clock.advance(timedelta(minutes=9))
    await house.services.comings.enter_due()
    house.services.comings.note_gone(GUILD)
    assert [entry["gone"] for entry in await noted(house)] == [2]


async def test_what_was_not_yet_noted_is_noted_when_the_process_ends(house: House) -> None:
    await house.open_proposal()
    house.services.comings.note_gone(GUILD)
    await house.services.comings.enter_all()
    assert [entry["gone"] for entry in await noted(house)] == [1]
