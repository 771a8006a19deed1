"""Work by free choice: adding, taking up, handing back and finishing, each by one's own act."""

import asyncio

import pytest

from bot.domain.errors import (
    AlreadyClaimed,
    MissingText,
    NoSuchDecision,
    NoSuchTask,
    NotSetUp,
    NotYourTask,
    Refusal,
    TaskIsDone,
    TaskIsFull,
    TooManyClaims,
    WrongPeopleNeeded,
)
from bot.domain.tasks import Effort, State
from bot.services.cards import TaskCard
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, GUILD, OTHER_GUILD, TASKS_CHANNEL, House, elsewhere


def holders(card: TaskCard) -> list[str]:
    return [holder.name for holder in card.holders]


async def test_anybody_may_add_a_task(house: House) -> None:
    card = await house.add_task(BEA, " Print \n flyers ", why=" All gone. ", people_needed=2, effort=Effort.SMALL)
    assert card == TaskCard(
        guild_id=GUILD,
        number=1,
        title="Print flyers",
        why="All gone.",
        state=State.OPEN,
        people_needed=2,
        holders=(),
        effort=Effort.SMALL,
        due_on=None,
        decision_number=None,
        channel_id=None,
        message_id=None,
        language="en",
    )
    assert await house.services.tasks.card(GUILD, 1) == card


async def test_an_added_task_is_posted_in_the_tasks_channel(house: House) -> None:
    await house.add_task()
    await house.services.outbox.deliver_due()
    card = await house.services.tasks.card(GUILD, 1)
    assert (card.channel_id, card.message_id) == (TASKS_CHANNEL, house.board.posted[0].message_id)


async def test_a_task_may_serve_a_decision_that_exists(house: House) -> None:
    await house.found(elsewhere(ANN))
    await house.decide()
    assert (await house.add_task(decision_number=1)).decision_number == 1
    assert [task.number for task in (await house.services.decisions.card(GUILD, 1)).tasks] == [1]
    with pytest.raises(NoSuchDecision):
        await house.add_task(decision_number=2)
    with pytest.raises(NoSuchDecision):
        await house.add_task(elsewhere(ANN), decision_number=1)


async def test_a_task_needs_a_title_and_a_founded_server(house: House) -> None:
    with pytest.raises(MissingText):
        await house.add_task(title=" ")
    with pytest.raises(NotSetUp):
        await house.add_task(elsewhere(ANN))
    assert not await house.select("SELECT 1 FROM tasks")


async def test_somebody_takes_up_a_task_by_their_own_act(house: House) -> None:
    await house.add_task()
    card = await house.services.tasks.claim(BEA, 1)
    assert (card.state, holders(card), card.is_held_by(BEA.user_id)) == (State.CLAIMED, ["Bea"], True)
    assert not card.is_held_by(ANN.user_id)


async def test_several_may_share_a_task_until_nobody_more_is_needed(house: House) -> None:
    await house.add_task(people_needed=2)
    assert (await house.services.tasks.claim(CAL, 1)).state is State.OPEN
    card = await house.services.tasks.claim(BEA, 1)
    assert (card.state, holders(card)) == (State.CLAIMED, ["Cal", "Bea"])
    with pytest.raises(TaskIsFull) as refused:
        await house.services.tasks.claim(DOV, 1)
    assert refused.value.people_needed == 2


async def test_on_the_last_place_one_of_two_who_come_at_once_is_told_that_it_is_full(house: House) -> None:
    await house.add_task(people_needed=2)
    ends = await asyncio.gather(
        *(house.services.tasks.claim(person, 1) for person in (ANN, BEA, CAL, DOV)), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["TaskCard", "TaskCard", "TaskIsFull", "TaskIsFull"]
    assert len((await house.services.tasks.card(GUILD, 1)).holders) == 2


async def test_pressing_twice_claims_once(house: House) -> None:
    await house.add_task(people_needed=2)
    ends = await asyncio.gather(*(house.services.tasks.claim(BEA, 1) for _ in range(2)), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["AlreadyClaimed", "TaskCard"]


async def test_nobody_holds_more_than_three_tasks_at_once(house: House) -> None:
    for _ in range(4):
        await house.add_task()
    for number in (3, 1, 2):
        await house.services.tasks.claim(BEA, number)
    with pytest.raises(TooManyClaims) as refused:
        await house.services.tasks.claim(BEA, 4)
    assert (refused.value.limit, refused.value.held) == (3, (1, 2, 3))
    await house.services.tasks.finish(BEA, 1)
    await house.services.tasks.claim(BEA, 4)
    await house.add_task()
    await house.services.tasks.release(BEA, 2)
    await house.services.tasks.claim(BEA, 5)
    with pytest.raises(TooManyClaims):
        await house.services.tasks.claim(BEA, 2)


async def test_tasks_in_another_server_do_not_fill_ones_hands(house: House) -> None:
    await house.found(elsewhere(ANN))
    for _ in range(3):
        task = await house.add_task(elsewhere(ANN))
        await house.services.tasks.claim(elsewhere(BEA), task.number)
    await house.add_task()
    assert holders(await house.services.tasks.claim(BEA, 1)) == ["Bea"]


async def test_handing_back_needs_no_reason_and_frees_the_place(house: House) -> None:
    await house.add_task()
    await house.services.tasks.claim(BEA, 1)
    card = await house.services.tasks.release(BEA, 1)
    assert (card.state, card.holders) == (State.OPEN, ())
    assert holders(await house.services.tasks.claim(CAL, 1)) == ["Cal"]


async def test_one_who_handed_back_may_take_it_up_again(house: House) -> None:
    await house.add_task()
    for _ in range(3):
        await house.services.tasks.claim(BEA, 1)
        await house.services.tasks.release(BEA, 1)
    assert holders(await house.services.tasks.claim(BEA, 1)) == ["Bea"]


async def test_handing_back_leaves_the_others_on_it(house: House) -> None:
    await house.add_task(people_needed=3)
    for person in (ANN, BEA, CAL):
        await house.services.tasks.claim(person, 1)
    assert holders(await house.services.tasks.release(BEA, 1)) == ["Ann", "Cal"]


async def test_one_holders_word_finishes_a_shared_task_and_thanks_all_who_held_it(house: House) -> None:
    await house.add_task(people_needed=3)
    for person in (ANN, BEA, CAL):
        await house.services.tasks.claim(person, 1)
    await house.services.tasks.release(CAL, 1)
    card = await house.services.tasks.finish(BEA, 1)
    assert (card.state, holders(card)) == (State.DONE, ["Ann", "Bea"])


@pytest.mark.parametrize("act", ["release", "finish"])
async def test_only_a_holder_hands_back_or_finishes(house: House, act: str) -> None:
    await house.add_task(people_needed=2)
    await house.services.tasks.claim(BEA, 1)
    with pytest.raises(NotYourTask):
        await getattr(house.services.tasks, act)(ANN, 1)
    assert holders(await house.services.tasks.card(GUILD, 1)) == ["Bea"]


@pytest.mark.parametrize("act", ["claim", "release", "finish"])
async def test_what_is_done_stays_done(house: House, act: str) -> None:
    await house.add_task(people_needed=2)
    await house.services.tasks.claim(BEA, 1)
    await house.services.tasks.finish(BEA, 1)
    for person in (ANN, BEA):
        with pytest.raises(TaskIsDone):
            await getattr(house.services.tasks, act)(person, 1)


@pytest.mark.parametrize("act", ["claim", "release", "finish"])
async def test_a_task_that_does_not_exist_or_stands_elsewhere_is_refused(house: House, act: str) -> None:
    await house.found(elsewhere(ANN))
    await house.add_task()
    for person, number in ((BEA, 2), (elsewhere(BEA), 1)):
        with pytest.raises(NoSuchTask):
            await getattr(house.services.tasks, act)(person, number)
    with pytest.raises(NoSuchTask):
        await house.services.tasks.card(OTHER_GUILD, 1)


async def test_a_refused_act_leaves_no_trace(house: House) -> None:
    await house.add_task()
    await house.services.tasks.claim(BEA, 1)
    before = await house.select("SELECT * FROM claims")
    refused: list[type[Refusal]] = [AlreadyClaimed, TaskIsFull]
    for person, refusal in zip((BEA, EVE), refused, strict=True):
        with pytest.raises(refusal):
            await house.services.tasks.claim(person, 1)
    assert await house.select("SELECT * FROM claims") == before
    assert not await house.select("SELECT 1 FROM members WHERE user_id = :who", who=EVE.user_id)


async def test_unfinished_tasks_are_listed_from_the_oldest_with_who_holds_them(house: House) -> None:
    assert not await house.services.tasks.unfinished(GUILD)
    for title in ("One", "Two", "Three"):
        await house.add_task(title=title)
    await house.services.tasks.claim(BEA, 3)
    await house.services.tasks.claim(BEA, 2)
    await house.services.tasks.finish(BEA, 2)
    listed = await house.services.tasks.unfinished(GUILD)
    assert [(card.title, holders(card)) for card in listed] == [("One", []), ("Three", ["Bea"])]


async def test_a_holder_who_was_forgotten_is_nobody_by_name(house: House) -> None:
    await house.add_task()
    await house.services.tasks.claim(BEA, 1)
    await house.run_sql("DELETE FROM members WHERE user_id = :who", who=BEA.user_id)
    (holder,) = (await house.services.tasks.card(GUILD, 1)).holders
    assert (holder.user_id, holder.name, holder.joined_at) == (BEA.user_id, "", None)


async def test_whoever_works_is_active(house: House) -> None:
    await house.add_task(people_needed=6)
    for person in CAST:
        await house.services.tasks.claim(person, 1)
    await house.services.tasks.release(BEA, 1)
    assert (await house.open_proposal()).rule.active == len(CAST)


async def test_a_tasks_own_message_is_redrawn_where_it_stands(house: House) -> None:
    card = await house.add_task()
    await house.services.tasks.show(card)
    assert not house.board.shown_tasks, "it stands nowhere yet"
    await house.services.outbox.deliver_due()
    claimed = await house.services.tasks.claim(BEA, 1)
    await house.services.tasks.show(claimed)
    assert house.board.shown_tasks == [claimed]


async def test_a_tasks_message_that_cannot_be_reached_changes_nothing(house: House) -> None:
    await house.add_task()
    await house.services.outbox.deliver_due()
    claimed = await house.services.tasks.claim(BEA, 1)
    house.board.fail()
    await house.services.tasks.show(claimed)
    assert not house.board.shown_tasks
    assert (await house.services.tasks.card(GUILD, 1)).is_held_by(BEA.user_id)


async def test_a_task_for_more_people_than_it_can_hold_is_refused_and_not_written(house: House) -> None:
    with pytest.raises(WrongPeopleNeeded):
        await house.add_task(people_needed=21)
    assert not await house.services.tasks.unfinished(GUILD)
