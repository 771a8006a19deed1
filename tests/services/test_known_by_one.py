"""Kinds of work that one person alone does: told in the digest without a name, and only where it is a kind of work."""

from datetime import timedelta

from bot.domain.digest import Section
from bot.services.cards import Person
from bot.services.digest_cards import SkillLine, TaskLine
from tests.factories import ANN, BEA, CAL, DOV, GUILD, START, House

DAY = timedelta(days=1)


async def done(house: House, *people: Person, skills: tuple[str, ...] = ("welding",)) -> int:
    """A task that some have done together."""
    task = await house.add_task(skills=skills, people_needed=len(people))
    for person in people:
        await house.services.tasks.claim(person, task.number)
    await house.services.tasks.finish(people[0], task.number)
    return task.number


async def told(house: House) -> list[str]:
    lines = (await house.services.digest.now(GUILD)).lines.get(Section.KNOWN_BY_ONE, ())
    return [line.skill for line in lines if isinstance(line, SkillLine)]


async def test_what_one_person_alone_did_twice_is_told_without_a_name(house: House) -> None:
    await done(house, BEA)
    assert await told(house) == []
    await done(house, BEA, skills=("welding", "driving"))
    assert await told(house) == ["welding"]


async def test_what_two_have_done_apart_or_together_is_not_told(house: House) -> None:
    await done(house, BEA)
    await done(house, BEA)
    await done(house, CAL, DOV, skills=("cooking",))
    await done(house, CAL, DOV, skills=("cooking",))
    assert await told(house) == ["welding"]
    await done(house, CAL)
    assert await told(house) == []


async def test_after_ninety_days_it_says_nothing_of_who_can_do_it_now(house: House) -> None:
    await done(house, BEA)
    await done(house, BEA)
    house.clock.advance(90 * DAY - timedelta(seconds=1))
    assert await told(house) == ["welding"]
    house.clock.advance(timedelta(seconds=1))
    assert await told(house) == []


async def test_who_handed_back_has_not_done_it(house: House) -> None:
    for _ in range(2):
        task = await house.add_task(skills=("welding",))
        await house.services.tasks.claim(CAL, task.number)
        await house.services.tasks.release(CAL, task.number)
        await house.services.tasks.claim(BEA, task.number)
        await house.services.tasks.finish(BEA, task.number)
    assert await told(house) == ["welding"]


async def test_the_skills_of_covered_tasks_are_not_told(house: House) -> None:
    await done(house, BEA)
    number = await done(house, BEA)
    await house.run_sql("UPDATE tasks SET is_covered = 1 WHERE number = :n", n=number)
    assert await told(house) == []


async def test_it_brings_no_digest_alone(house: House) -> None:
    await done(house, BEA)
    await done(house, BEA)
    await house.run_sql("UPDATE tasks SET done_at = :at", at=str((START - 30 * DAY).replace(tzinfo=None)))
    card = await house.services.digest.now(GUILD)
    assert (card.is_quiet, await told(house)) == (True, ["welding"])


async def test_what_nobody_took_for_fourteen_days_stands_first_among_what_looks_for_hands(house: House) -> None:
    for _ in range(3):
        await house.add_task()
    await house.services.tasks.claim(ANN, 2)
    house.clock.advance(14 * DAY)
    await house.services.tasks.release(ANN, 2)
    await house.run_sql("UPDATE tasks SET created_at = :at WHERE number = 1", at=str(START.replace(tzinfo=None) + DAY))
    lines = (await house.services.digest.now(GUILD)).lines[Section.LOOKING]
    assert [line.number for line in lines if isinstance(line, TaskLine)] == [2, 3, 1]
