"""Upserts: a ballot replaced, a person met again; what is known is never overwritten by what is not."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db import ballots, ledger, members, outbox, servers
from tests.factories import GUILD, LONG_AGO, START, House

HOUR = timedelta(hours=1)
WHO = 7


@pytest.fixture
async def turn(house: House) -> AsyncIterator[AsyncSession]:
    """A turn in a house with one open proposal, whose id is 1."""
    await house.open_proposal(is_posted=False)
    async with house.database.turn() as session:
        yield session


def ballot(choice: str, *, cast_at: datetime = START, member_id: int = WHO) -> dict[str, Any]:
    return {
        "proposal_id": 1,
        "member_id": member_id,
        "choice": choice,
        "standing": "on_roll",
        "cast_at": cast_at,
    }


def person(**known: Any) -> dict[str, Any]:
    return {"guild_id": GUILD, "user_id": WHO, "name": None, "joined_at": None, "acted_at": None} | known


def act(number: int, **changes: Any) -> dict[str, Any]:
    line = {
        "proposal_id": 1,
        "member_id": number,
        "act": "cast",
        "choice": "agree",
        "source": "tap",
        "is_super": False,
        "verdict": "counted",
        "received_at": START,
    }
    return line | changes


async def met(session: AsyncSession) -> members.MemberRow:
    session.expire_all()
    found = await members.get(session, GUILD, WHO)
    assert found is not None
    return found


async def standing(session: AsyncSession) -> ballots.BallotRow:
    session.expire_all()
    found = await ballots.get(session, 1, WHO)
    assert found is not None
    return found


async def test_a_ballot_is_cast_and_replaced_and_never_doubled(turn: AsyncSession) -> None:
    await ballots.put(turn, [ballot("agree")])
    await ballots.put(turn, [ballot("disagree", cast_at=START + HOUR)])
    assert [(row.choice, row.cast_at) for row in await ballots.all_standing(turn, 1)] == [("disagree", START + HOUR)]


async def test_the_same_choice_again_keeps_the_hour_and_the_reason_of_the_first(turn: AsyncSession) -> None:
    await ballots.put(turn, [ballot("block")])
    await ballots.explain(turn, 1, WHO, "No.")
    await ballots.put(turn, [ballot("block", cast_at=START + HOUR)])
    kept = await standing(turn)
    assert (kept.cast_at, kept.reason) == (START, "No.")
    await ballots.put(turn, [ballot("agree", cast_at=START + HOUR)])
    kept = await standing(turn)
    assert (kept.cast_at, kept.reason) == (START + HOUR, None)


async def test_many_ballots_go_in_at_once(turn: AsyncSession) -> None:
    await ballots.put(turn, [ballot("agree", member_id=number) for number in range(2_000)])
    await ballots.put(turn, [ballot("disagree", member_id=number) for number in range(1_000)])
    assert sorted(await ballots.tallies(turn, [1])) == [
        (1, "agree", "on_roll", False, 1_000),
        (1, "disagree", "on_roll", False, 1_000),
    ]


async def test_nothing_to_write_is_no_error(turn: AsyncSession) -> None:
    await ballots.put(turn, [])
    await members.remember(turn, [])
    await ledger.append(turn, [])
    assert not await ballots.all_standing(turn, 1)


async def test_a_ballot_that_does_not_stand_cannot_be_taken_back_or_explained(turn: AsyncSession) -> None:
    assert not await ballots.withdraw(turn, 1, WHO)
    assert not await ballots.explain(turn, 1, WHO, "No.")
    await ballots.put(turn, [ballot("agree")])
    assert await ballots.explain(turn, 1, WHO, "Yes.")
    assert await ballots.withdraw(turn, 1, WHO)
    assert not await ballots.withdraw(turn, 1, WHO)


async def test_the_earliest_join_date_stays_whichever_comes_first(turn: AsyncSession) -> None:
    for joined_at in (START, LONG_AGO, None, START + HOUR):
        await members.remember(turn, [person(joined_at=joined_at)])
    assert (await met(turn)).joined_at == LONG_AGO


async def test_the_latest_act_stays_whichever_comes_first(turn: AsyncSession) -> None:
    for acted_at in (LONG_AGO, START, None, LONG_AGO):
        await members.remember(turn, [person(acted_at=acted_at)])
    assert (await met(turn)).acted_at == START


async def test_the_latest_name_stays_and_no_name_forgets_none(turn: AsyncSession) -> None:
    for name in ("Old", "New", None):
        await members.remember(turn, [person(name=name)])
    assert (await met(turn)).name == "New"


async def test_of_somebody_of_whom_nothing_is_known_nothing_is_known(turn: AsyncSession) -> None:
    await members.remember(turn, [person()])
    row = await met(turn)
    assert (row.name, row.joined_at, row.acted_at) == (None, None, None)


async def test_a_crowd_is_found_by_its_ids_in_parts(turn: AsyncSession) -> None:
    crowd = range(1_000, 2_234)
    await members.remember(turn, [person(user_id=number, joined_at=LONG_AGO) for number in crowd])
    assert (await members.by_ids(turn, GUILD, [*crowd, 9_999])).keys() == set(crowd)
    assert await members.by_ids(turn, GUILD, []) == {}


async def test_the_ledger_keeps_acts_as_they_were_and_in_order(turn: AsyncSession) -> None:
    await ledger.append(
        turn,
        [
            act(3, received_at=START + timedelta(microseconds=1), is_super=True),
            act(1, choice=None, act="withdraw", source="panel"),
            act(2, verdict="late"),
        ],
    )
    rows = await ledger.of_proposal(turn, 1)
    assert [(row.member_id, row.choice, row.is_super, row.act, row.verdict) for row in rows] == [
        (3, "agree", True, "cast", "counted"),
        (1, None, False, "withdraw", "counted"),
        (2, "agree", False, "cast", "late"),
    ]
    assert rows[0].received_at == START + timedelta(microseconds=1)


async def test_an_instant_compares_the_same_by_whichever_road_it_was_written(turn: AsyncSession) -> None:
    await members.remember(turn, [person(acted_at=START)])
    turn.add(members.MemberRow(guild_id=GUILD, user_id=WHO + 1, acted_at=START))
    await turn.flush()
    assert {WHO, WHO + 1} <= (await members.active_since(turn, GUILD, START)).keys()
    later = await members.active_since(turn, GUILD, START + timedelta(microseconds=1))
    assert not {WHO, WHO + 1} & later.keys()


async def test_numbers_are_drawn_one_after_the_other(turn: AsyncSession) -> None:
    assert [await servers.next_number(turn, GUILD, "last_task") for _ in range(3)] == [1, 2, 3]
    assert await servers.next_number(turn, GUILD, "last_decision") == 1


async def test_a_notice_is_owed_until_it_is_delivered_or_given_up(turn: AsyncSession) -> None:
    (notice,) = await outbox.due(turn, START, limit=10)
    assert await outbox.try_now(turn, notice.id, START)
    await outbox.postpone(turn, notice.id, START + HOUR, "down")
    assert not await outbox.due(turn, START, limit=10)
    assert [due.id for due in await outbox.due(turn, START + HOUR, limit=10)] == [notice.id]
    await outbox.delivered(turn, notice.id, START + HOUR)
    assert not await outbox.try_now(turn, notice.id, START + HOUR)
    assert not await outbox.due(turn, START + HOUR, limit=10)
