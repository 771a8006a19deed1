"""Lists of tasks: those that are wanted, page by page, without reading the others."""

from typing import Any

import pytest

from bot.domain.errors import NoSuchDecision
from bot.domain.tasks import Wanted
from tests.factories import ANN, BEA, GUILD, OTHER_GUILD, House, elsewhere


async def listed(
    house: House, wanted: Wanted = Wanted.ALL, *, start: int = 0, limit: int = 9, **picked: Any
) -> list[str]:
    """The titles on a page, and how many there are in all."""
    cards, total = await house.services.tasks.page(GUILD, wanted, start=start, limit=limit, **picked)
    return [*(card.title for card in cards), str(total)]


@pytest.fixture
async def busy(house: House) -> House:
    """Four tasks, of which one is in hands, one half so, one done and one dropped; and one in another server."""
    await house.add_task(title="Drive", skills=["drive", "carry"], is_first=True)
    await house.add_task(title="Print", skills=["print"], people_needed=2)
    await house.add_task(title="Paint", skills=["paint"])
    await house.add_task(title="Over")
    await house.add_task(title="Gone", skills=["drive"])
    for number in (2, 3, 4):
        await house.services.tasks.claim(BEA, number)
    await house.services.tasks.finish(BEA, 4)
    await house.services.task_edits.drop(ANN, 5, "Not needed.")
    await house.found(elsewhere(ANN))
    await house.add_task(elsewhere(ANN), title="Elsewhere", skills=["drive"])
    return house


async def test_each_list_holds_what_its_name_says(busy: House) -> None:
    assert await listed(busy) == ["Drive", "Print", "Paint", "3"]
    assert await listed(busy, Wanted.LOOKING) == ["Drive", "Print", "2"]
    assert await listed(busy, Wanted.IN_HANDS) == ["Print", "Paint", "2"]
    assert await listed(busy, Wanted.FIRST) == ["Drive", "1"]
    assert await listed(busy, Wanted.MINE, reader_id=BEA.user_id) == ["Print", "Paint", "2"]
    assert await listed(busy, Wanted.MINE, reader_id=ANN.user_id) == ["0"]
    assert await listed(busy, skill="#Carry") == ["Drive", "1"]
    assert await listed(busy, Wanted.LOOKING, skill="paint") == ["0"]


async def test_a_page_says_how_many_there_are_in_all(busy: House) -> None:
    assert await listed(busy, start=1, limit=1) == ["Print", "3"]
    assert await listed(busy, start=9) == ["3"]


async def test_the_tasks_of_a_decision_are_listed_finished_or_not(house: House) -> None:
    await house.decide(first_tasks="One\nTwo\nThree")
    await house.services.tasks.claim(BEA, 1)
    await house.services.tasks.finish(BEA, 1)
    assert await listed(house, of_decision=1, limit=2) == ["One", "Two", "3"]
    assert await listed(house, of_decision=1, start=2, limit=2) == ["Three", "3"]
    with pytest.raises(NoSuchDecision):
        await listed(house, of_decision=2)
    await house.found(elsewhere(ANN))
    with pytest.raises(NoSuchDecision):
        await house.services.tasks.page(OTHER_GUILD, of_decision=1, limit=9)
