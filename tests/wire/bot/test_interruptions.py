"""Interruptions over the wire: kicked or without a channel the bot stops the clock, and goes on when it can."""

from datetime import timedelta

from bot.domain.prolongations import Cause
from bot.domain.proposals import State
from bot.domain.tally import Tally
from bot.sandbox.world.permissions import EVERYTHING
from tests.wire.bot.hall import A_REDRAW, Hall

A_DAY = timedelta(days=1)
CHANNEL_GONE = "GET /channels/{channel_id} 404"


async def is_in(hall: Hall, state: State) -> bool:
    return (await hall.card()).state is state


async def test_kicked_and_invited_again_the_bot_lets_the_vote_go_on_with_the_time_left(hall: Hall) -> None:
    hall.tap("Cem", "✅")
    await hall.heard()
    left = (await hall.card()).closes_at - hall.now()
    guilds = hall.sandbox.world.guilds
    guilds.kick_bot(hall.movement.guild_id)
    await hall.until(lambda: is_in(hall, State.INTERRUPTED))
    hall.sandbox.world.skip(5 * A_DAY)
    hall.tap("Dov", "❌")
    guilds.invite_bot(hall.movement.guild_id, int(EVERYTHING))
    await hall.until(lambda: is_in(hall, State.OPEN))
    await hall.heard()
    await hall.bot.timetable.read_all()
    card = await hall.card()
    assert (card.tally, card.closes_at) == (Tally(agree=1, disagree=1), hall.now() + left)
    await hall.tick(A_REDRAW)
    assert "I couldn't work here for a while; then voting went on with the time left." in hall.ballot().text


async def test_a_server_that_the_bot_was_taken_out_of_while_it_was_stopped_is_found_out_at_the_start(
    hall: Hall,
) -> None:
    await hall.tick()
    left = (await hall.card()).closes_at - hall.now()
    await hall.stop()
    hall.sandbox.world.guilds.kick_bot(hall.movement.guild_id)
    hall.sandbox.world.skip(A_DAY)
    await hall.wake()
    await hall.until(lambda: is_in(hall, State.INTERRUPTED))
    await hall.stop()
    hall.sandbox.world.guilds.invite_bot(hall.movement.guild_id, int(EVERYTHING))
    await hall.wake()
    await hall.until(lambda: is_in(hall, State.OPEN))
    assert (await hall.card()).closes_at == hall.now() + left


async def test_where_the_channel_was_deleted_setup_binds_another_one_and_the_ballot_comes_back_there(
    hall: Hall,
) -> None:
    hall.tap("Cem", "✅")
    await hall.heard()
    left = (await hall.card()).closes_at - hall.now()
    hall.delete_channel("proposals")
    await hall.until(lambda: is_in(hall, State.INTERRUPTED))
    hall.sandbox.world.skip(A_DAY)
    founder = hall.movement["Ana"]
    founder.channel_id = hall.movement.channels["general"]
    hall.excuse(CHANNEL_GONE, CHANNEL_GONE)
    form = await founder.command("setup")
    assert form.form is not None
    assert form.form.title == "Pick another channel"
    reply = await founder.submit(form, {"Channel for proposals": hall.movement.channels["general"]})
    assert "I can work again" in reply.text
    hall.movement.channels["proposals"] = hall.movement.channels["general"]
    await hall.tick()
    await hall.until(lambda: bool(hall.ballots()))
    card = await hall.card()
    assert (card.state, card.tally, card.closes_at) == (State.OPEN, Tally(agree=1), hall.now() + left)
    hall.tap("Dov", "❌")
    await hall.heard()
    assert (await hall.card()).tally == Tally(agree=1, disagree=1)


async def test_while_all_channels_are_there_setup_says_that_the_rules_change_by_vote(hall: Hall) -> None:
    reply = await hall.movement["Ana"].command("setup")
    assert "I'm set up here already." in reply.text


async def test_who_wants_to_vote_without_the_channel_reads_that_the_vote_waits(hall: Hall) -> None:
    hall.delete_channel("proposals")
    await hall.until(lambda: is_in(hall, State.INTERRUPTED))
    neighbour = hall.movement["Bea"]
    neighbour.channel_id = hall.movement.channels["general"]
    assert "The vote is interrupted" in (await neighbour.command("vote", number="P-1")).text


async def test_an_outage_of_the_server_is_no_removal_and_prolongs(hall: Hall) -> None:
    hall.tap("Cem", "✅")
    await hall.heard()
    await hall.tick((await hall.card()).closes_at - hall.now() - timedelta(minutes=10))
    guilds, guild_id = hall.sandbox.world.guilds, hall.movement.guild_id
    guilds.make_unavailable(guild_id)
    await hall.until(
        lambda: hall.bot.get_guild(guild_id) is not None and bool(hall.bot.get_guild(guild_id).unavailable)
    )  # type: ignore[union-attr]
    hall.sandbox.world.skip(timedelta(hours=2))
    hall.tap("Dov", "✅")
    guilds.make_available(guild_id)

    async def is_read() -> bool:
        return (await hall.card()).tally == Tally(agree=2)

    await hall.until(is_read)
    await hall.tick()
    card = await hall.card()
    assert card.state is State.OPEN
    assert [by.cause for by in card.prolongations] == [Cause.BOT_AWAY]
