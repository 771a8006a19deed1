"""Bindings: another channel in place of one that is gone, and nothing else."""

import json
from datetime import timedelta

import pytest

from bot.domain.errors import AlreadySetUp, NotAFounder, NotSetUp
from bot.domain.proposals import State
from bot.domain.tally import Tally
from bot.services.bindings import Binding
from tests.factories import ANN, BEA, CAST, DECISIONS_CHANNEL, GUILD, PROPOSALS_CHANNEL, TASKS_CHANNEL, House

NEW = 900


def everything(channel_id: int = NEW) -> dict[Binding, int]:
    """The same channel for all."""
    return dict.fromkeys(Binding, channel_id)


async def test_while_all_channels_are_there_nothing_can_be_bound(house: House) -> None:
    with pytest.raises(AlreadySetUp):
        await house.services.bindings.check_may_bind(GUILD, manages_server=True)
    with pytest.raises(AlreadySetUp):
        await house.services.bindings.bind(ANN, everything(), manages_server=True)


async def test_binding_takes_manage_server(house: House) -> None:
    house.register.gone.add(PROPOSALS_CHANNEL)
    with pytest.raises(NotAFounder):
        await house.services.bindings.bind(ANN, everything(), manages_server=False)


async def test_a_server_that_was_never_founded_has_nothing_to_bind(unfounded_house: House) -> None:
    with pytest.raises(NotSetUp):
        await unfounded_house.services.bindings.check_may_bind(GUILD, manages_server=True)


async def test_what_discord_does_not_say_is_not_gone(house: House) -> None:
    house.register.gone.add(PROPOSALS_CHANNEL)
    house.register.fail(times=None)
    with pytest.raises(AlreadySetUp):
        await house.services.bindings.check_may_bind(GUILD, manages_server=True)


async def test_only_what_is_gone_is_bound_anew(house: House) -> None:
    house.register.gone.add(DECISIONS_CHANNEL)
    lost = await house.services.bindings.check_may_bind(GUILD, manages_server=True)
    assert lost == {Binding.DECISIONS}
    server = await house.services.bindings.bind(ANN, everything(), manages_server=True)
    bound = (server.proposals_channel_id, server.decisions_channel_id, server.tasks_channel_id)
    assert bound == (PROPOSALS_CHANNEL, NEW, TASKS_CHANNEL)
    ((body,),) = await house.select("SELECT body FROM log WHERE kind = 'integrity'")
    facts = json.loads(body)
    assert (facts["what"], facts["channels"]) == ("channels_set_again", ["decisions"])
    assert str(NEW) not in body


async def test_ballots_come_back_in_the_new_channel_and_go_on_with_the_time_left(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    house.clock.move_to(card.closes_at - timedelta(hours=3))
    house.register.gone.add(PROPOSALS_CHANNEL)
    await house.services.interruptions.lose_channel(GUILD, PROPOSALS_CHANNEL)
    house.clock.advance(timedelta(days=2))
    await house.services.bindings.bind(ANN, everything(), manages_server=True)
    assert house.services.servers.holds_ballots(NEW)
    await house.services.outbox.deliver_due()
    after = await house.proposal(card)
    assert (after.state, after.channel_id, after.tally) == (State.OPEN, NEW, Tally(agree=6))
    assert after.closes_at == house.clock.now() + timedelta(hours=3)
    assert after.message_id not in (None, card.message_id)
    assert after.thread_id not in (None, card.thread_id)
    await house.tap(BEA, "❌", after)
    assert (await house.proposal(card)).tally == Tally(agree=5, disagree=1)
    assert len([one for one in house.board.posted if one.notice.channel_id == NEW]) == 1


async def test_only_ballots_of_the_channel_that_is_gone_move(house: House) -> None:
    before = await house.open_proposal()
    await house.run_sql("UPDATE servers SET proposals_channel_id = 777")
    lost = await house.open_proposal()
    house.register.gone.add(777)
    await house.services.bindings.bind(ANN, everything(), manages_server=True)
    await house.services.outbox.deliver_due()
    stands, moved = await house.proposal(before), await house.proposal(lost)
    assert (stands.channel_id, stands.message_id) == (PROPOSALS_CHANNEL, before.message_id)
    assert (moved.channel_id, moved.state) == (NEW, State.OPEN)


async def test_a_ballot_that_was_still_owed_is_posted_once(house: House) -> None:
    card = await house.open_proposal(is_posted=False)
    house.register.gone.add(PROPOSALS_CHANNEL)
    await house.services.bindings.bind(ANN, everything(), manages_server=True)
    await house.services.outbox.deliver_due()
    assert [one.notice.channel_id for one in house.board.standing(f"P-{card.number}")] == [NEW]


async def test_a_decision_that_could_not_be_announced_is_announced_in_the_new_channel(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    house.board.fail(is_place_gone=True)
    await house.settle(card)
    await house.services.outbox.deliver_due()
    assert not house.board.standing("D-1")
    house.register.gone.add(DECISIONS_CHANNEL)
    await house.services.bindings.bind(ANN, everything(), manages_server=True)
    await house.services.outbox.deliver_due()
    assert [one.notice.channel_id for one in house.board.standing("D-1")] == [NEW]
