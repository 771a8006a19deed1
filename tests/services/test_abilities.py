"""Abilities: kept for one person alone, and open tasks ranked by what fits, what is due and what waits longest."""

from datetime import date, timedelta

import pytest

from bot.domain.errors import NotSetUp, TextTooLong
from bot.domain.task_refusals import TooManySkills
from bot.services.abilities import A_PAGE, MOST
from bot.services.cards import Person
from db import abilities
from tests.factories import ANN, BEA, CAL, DOV, GUILD, House, elsewhere

DAY = timedelta(days=1)


async def fitting(house: House, person: Person = BEA, start: int = 0) -> list[tuple[int, tuple[str, ...]]]:
    """The numbers of the tasks that fit somebody, each with what they know of it."""
    page = await house.services.abilities.fitting(person, start)
    return [(entry.task.number, entry.known) for entry in page.entries]


async def test_what_somebody_can_do_is_written_like_the_skills_of_tasks(house: House) -> None:
    assert await house.services.abilities.write(BEA, " Welding,FRENCH\n#driving  a van, welding ,, ") == (
        "welding",
        "french",
        "driving a van",
    )
    assert list(await house.services.abilities.of(BEA)) == ["welding", "french", "driving a van"]
    assert list(await house.services.abilities.of(CAL)) == []


async def test_writing_again_replaces_and_adding_adds(house: House) -> None:
    await house.services.abilities.write(BEA, "welding, french")
    await house.services.abilities.write(BEA, "french")
    await house.services.abilities.add(BEA, "cooking")
    await house.services.abilities.add(BEA, "FRENCH")
    assert list(await house.services.abilities.of(BEA)) == ["french", "cooking"]
    await house.services.abilities.write(BEA, "")
    assert list(await house.services.abilities.of(BEA)) == []


async def test_too_many_and_too_long_ones_are_refused_and_nothing_changes(house: House) -> None:
    await house.services.abilities.write(BEA, ",".join(f"skill {place}" for place in range(MOST)))
    with pytest.raises(TooManySkills):
        await house.services.abilities.add(BEA, "one more")
    with pytest.raises(TextTooLong):
        await house.services.abilities.write(BEA, "x" * 31)
    assert len(await house.services.abilities.of(BEA)) == MOST


async def test_in_another_server_they_are_not_known(house: House) -> None:
    await house.services.abilities.write(BEA, "welding")
    for ask in (house.services.abilities.of, house.services.abilities.fitting):
        with pytest.raises(NotSetUp):
            await ask(elsewhere(BEA))
    await house.found(elsewhere(ANN))
    assert list(await house.services.abilities.of(elsewhere(BEA))) == []


async def test_most_of_ones_skills_come_first_then_what_is_due_then_what_waits_longest(house: House) -> None:
    await house.services.abilities.write(BEA, "welding, french, driving")
    await house.add_task(title="Oldest")
    house.clock.advance(DAY)
    await house.add_task(title="Due later", due_on=date(2026, 6, 9))
    await house.add_task(title="Due soon", due_on=date(2026, 5, 9))
    await house.add_task(title="One", skills=("welding", "singing"))
    await house.add_task(title="Two", skills=("french", "cooking", "driving"))
    await house.add_task(title="One, due", skills=("driving",), due_on=date(2026, 7, 1))
    assert await fitting(house) == [
        (5, ("french", "driving")),
        (6, ("driving",)),
        (4, ("welding",)),
        (3, ()),
        (2, ()),
        (1, ()),
    ]
    assert [number for number, _known in await fitting(house, CAL)] == [3, 2, 6, 1, 4, 5]


async def test_only_what_has_a_free_place_and_is_not_theirs_is_shown(house: House) -> None:
    for needed in (1, 2, 2, 1):
        await house.add_task(people_needed=needed)
    await house.services.tasks.claim(CAL, 1)
    await house.services.tasks.claim(CAL, 2)
    await house.services.tasks.claim(BEA, 3)
    await house.services.tasks.claim(DOV, 4)
    await house.services.tasks.finish(DOV, 4)
    assert [number for number, _known in await fitting(house)] == [2]


async def test_they_are_paged(house: House) -> None:
    for _ in range(A_PAGE + 1):
        await house.add_task()
    first = await house.services.abilities.fitting(BEA)
    assert (len(first.entries), first.is_more, first.start) == (A_PAGE, True, 0)
    second = await house.services.abilities.fitting(BEA, A_PAGE)
    assert ([entry.task.number for entry in second.entries], second.is_more) == ([A_PAGE + 1], False)
    assert (await house.services.abilities.fitting(BEA, 900)).entries == ()


async def test_a_covered_task_does_not_tell_what_it_takes(house: House) -> None:
    await house.services.abilities.write(BEA, "welding")
    await house.add_task(skills=("welding",))
    await house.run_sql("UPDATE tasks SET is_covered = 1")
    assert await fitting(house) == [(1, ())]


async def test_skills_in_use_are_offered_those_of_most_tasks_first(house: House) -> None:
    await house.add_task(skills=("welding", "french"))
    await house.add_task(skills=("french",))
    assert list(await house.services.abilities.skills_in_use(GUILD)) == ["french", "welding"]
    assert list(await house.services.abilities.skills_in_use(404)) == []


async def test_forgetting_somebody_forgets_what_they_can_do(house: House) -> None:
    await house.services.abilities.write(BEA, "welding")
    await house.services.abilities.write(CAL, "welding")
    async with house.database.turn() as session:
        await abilities.forget(session, GUILD, BEA.user_id)
    assert await house.select("SELECT member_id FROM abilities") == [(CAL.user_id,)]


async def test_tasks_are_suggested_by_number_and_by_title_whatever_the_accents(house: House) -> None:
    for title in ("Café putzen", "Print flyers", "CAFE abends"):
        await house.add_task(title=title)
    suggest = house.services.tasks.suggest
    assert await suggest(GUILD, "cafe", limit=25) == [(1, "Café putzen"), (3, "CAFE abends")]
    assert await suggest(GUILD, "CAFÉ ", limit=1) == [(1, "Café putzen")]
    assert await suggest(GUILD, "T-2", limit=25) == [(2, "Print flyers")]
    assert len(await suggest(GUILD, "", limit=2)) == 2
    assert await suggest(GUILD, "%_'\"", limit=25) == []
    assert await suggest(404, "", limit=25) == []
    await house.services.tasks.claim(BEA, 2)
    await house.services.tasks.finish(BEA, 2)
    assert await suggest(GUILD, "flyers", limit=25) == []


async def test_a_covered_task_is_not_suggested_by_its_words(house: House) -> None:
    await house.add_task(title="Ring Bea's mother")
    await house.run_sql("UPDATE tasks SET is_covered = 1")
    assert await house.services.tasks.suggest(GUILD, "mother", limit=25) == []
    assert await house.services.tasks.suggest(GUILD, "1", limit=25) == [(1, "")]
