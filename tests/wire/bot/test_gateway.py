"""Over the gateway: what was missed is counted once, whichever way the connection broke."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.domain.tally import Tally
from tests.wire.bot.hall import Hall

MEMBER = r"/guilds/\d+/members/\d+"
REACTIONS = r"/channels/\d+/messages/\d+/reactions/.+"


async def test_a_tap_made_while_the_connection_was_cut_is_replayed_and_counts_once(hall: Hall) -> None:
    hall.sandbox.hub.drop_connections()
    hall.tap("Cem", "✅")
    await hall.until(lambda: hall.sandbox.hub.resumed == 1)
    await hall.heard()
    await hall.bot.timetable.read_all()
    assert (await hall.card()).tally == Tally(agree=1)
    assert await hall.acts("Cem") == ["cast agree: counted"]
    assert hall.sandbox.hub.identified == 1


async def test_a_tap_that_no_replay_brings_is_read_on_resuming(hall: Hall) -> None:
    hall.sandbox.faults.gateway.drop("MESSAGE_REACTION_ADD")
    hall.tap("Cem", "✅")
    hall.sandbox.hub.drop_connections()

    async def is_counted() -> bool:
        return (await hall.card()).tally == Tally(agree=1)

    await hall.until(is_counted)
    assert await hall.acts("Cem") == ["cast agree: counted"]


async def test_when_discord_asks_to_come_again_nothing_is_lost(hall: Hall) -> None:
    hall.tap("Cem", "✅")
    hall.sandbox.hub.ask_to_reconnect()
    hall.tap("Dov", "❌")
    await hall.until(lambda: hall.sandbox.hub.resumed == 1)
    hall.tap("Eli", "⚪")
    await hall.heard()
    assert (await hall.card()).tally == Tally(agree=1, disagree=1, abstain=1)


async def test_after_an_invalid_session_260_voters_are_read_page_by_page_and_each_counts_once(hall: Hall) -> None:
    voters, newcomers = hall.join(260), hall.join(7, since=timedelta(days=2))
    hall.sandbox.hub.drop_connections(resumable=False)
    for voter in voters[:150]:
        hall.tap(voter, "✅")
    for voter in voters[140:255]:
        hall.tap(voter, "✅", burst=True)
    for voter in voters[255:]:
        hall.tap(voter, "❌")
    for newcomer in newcomers:
        hall.tap(newcomer, "✅", burst=True)

    async def all_are_counted() -> bool:
        return (await hall.card()).tally == Tally(agree=255, disagree=5)

    await hall.until(all_are_counted)
    assert hall.sandbox.hub.identified == 2
    assert (await hall.card()).counters.newcomers == 7
    questions = Counter(request.exchange.path for request in hall.asked("GET", MEMBER))
    assert questions == {f"/guilds/{hall.movement.guild_id}/members/{who}": 1 for who in voters + newcomers}
    pages = hall.asked("GET", REACTIONS)
    assert {request.exchange.query["limit"] for request in pages} == {"100"}
    assert max(len(request.exchange.response_json) for request in pages) == 100

    await hall.bot.timetable.read_all()
    assert len(hall.asked("GET", MEMBER)) == 267, "who was asked about once is remembered"
    assert (await hall.card()).tally == Tally(agree=255, disagree=5)
    assert await hall.acts(voters[145]) == ["cast agree: counted", "cast agree: counted"]


@pytest.mark.parametrize("event", ["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"])
async def test_events_that_come_twice_change_nothing(hall: Hall, event: str) -> None:
    hall.sandbox.faults.gateway.duplicate(event, times=3)
    hall.tap("Cem", "✅")
    hall.tap("Cem", "❌")
    hall.untap("Cem", "✅")
    hall.tap("Cem", "✅")
    hall.untap("Cem", "❌")
    await hall.heard()
    card = await hall.card()
    assert (card.tally, card.counters.untapped) == (Tally(agree=1), 0)
