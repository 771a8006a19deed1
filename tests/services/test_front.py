"""The front of a log: the newest of everything, and what is open only where the charter says so."""

from tests.factories import ANN, House
from tests.services.knowing import share
from tests.services.term import make_coordinator, schedule
from tests.services.test_under_way import say_so

SLUG = "riverside-commons"


async def test_the_newest_of_everything_is_told_and_how_much_there_is(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, text="Meet behind the station")
    for number in range(6):
        await house.decide(title=f"Decision {number}")
        await share(house, title=f"Page {number}")
    front = await house.services.front.front(SLUG)
    assert front is not None
    assert [each.title for each in front.decided] == [f"Decision {number}" for number in range(5, 0, -1)]
    assert [each.title for each in front.known] == [f"Page {number}" for number in range(5, 0, -1)]
    assert (front.decided_in_all, front.known_in_all) == (7, 6)
    assert [used.text for used in front.powers] == [None]
    assert (front.proposals, front.tasks, front.tasks_in_all) == (None, None, 0)


async def test_what_is_open_is_told_where_the_charter_says_so(house: House) -> None:
    await house.open_proposal(title="Lend the hall")
    await house.add_task(title="Paint it")
    await say_so(house, {"publish_proposals": True, "publish_tasks": True})
    front = await house.services.front.front(SLUG)
    assert front is not None
    assert front.proposals is not None
    assert front.tasks is not None
    assert [each.title for each in front.proposals] == ["Lend the hall"]
    assert ([each.title for each in front.tasks], front.tasks_in_all) == (["Paint it"], 1)
