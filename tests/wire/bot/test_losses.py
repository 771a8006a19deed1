"""Over the wire: missing permissions are named where the bot may still speak, and who goes during a vote is counted."""

import json
from datetime import timedelta

from bot.sandbox.world.permissions import Permission
from bot.services.cards import Person
from db import decisions
from tests.wire.bot.hall import A_REDRAW, Hall

FORBIDDEN = "PATCH /channels/{channel_id}/messages/{message_id} 403"


async def test_one_clear_notice_names_the_permissions_and_the_channel(hall: Hall) -> None:
    hall.may_not(Permission.VIEW_CHANNEL, Permission.ADD_REACTIONS, in_channel="proposals")
    hall.excuse(FORBIDDEN)
    hall.tap("Cem", "✅")
    for _ in range(3):
        await hall.bot.services.tally_board.mark_all_open_stale()
        await hall.tick(A_REDRAW)
    (notice,) = hall.messages("decisions", "H-1")
    assert f"I can't work in <#{hall.movement.channels['proposals']}>" in notice.text
    assert "View Channel" in notice.text
    assert "Add Reactions" in notice.text
    assert "Manage Messages" not in notice.text


async def test_with_the_members_intent_kicks_and_time_outs_during_a_vote_are_counted(hall: Hall) -> None:
    await hall.stop()
    hall.has_members_intent = True
    await hall.wake()
    members, guild_id, founder = hall.sandbox.world.members, hall.movement.guild_id, hall.user_id("Ana")
    members.kick(founder, guild_id, hall.user_id("Cem"))
    members.time_out(founder, guild_id, hall.user_id("Dov"), hall.now() + timedelta(hours=1))
    members.rename(founder, guild_id, hall.user_id("Dov"), "Dov the quiet")
    await hall.tick()
    await hall.tick(timedelta(minutes=10))
    async with hall.bot.services.database.look() as session:
        entries = [json.loads(row.body) for row in await decisions.entries(session, guild_id)]
    (entry,) = [entry for entry in entries if entry["kind"] == "integrity"]
    assert (entry["gone"], entry["timed_out"], entry["proposals"]) == (1, 1, [1])


async def test_without_the_members_intent_nothing_of_it_is_known(hall: Hall) -> None:
    members, guild_id, founder = hall.sandbox.world.members, hall.movement.guild_id, hall.user_id("Ana")
    members.kick(founder, guild_id, hall.user_id("Cem"))
    await hall.tick()
    await hall.tick(timedelta(minutes=10))
    card = await hall.card()
    assert card.notes == ()


async def test_with_the_members_intent_the_calendar_link_of_who_leaves_opens_nothing(hall: Hall) -> None:
    await hall.stop()
    hall.has_members_intent = True
    await hall.wake()
    calendar, guild_id = hall.bot.services.calendar, hall.movement.guild_id
    calendar.web_url = "https://minga.example"
    secrets = {}
    for name in ("Cem", "Dov"):
        link = await calendar.renew_link(Person(guild_id, hall.user_id(name), name, None))
        secrets[name] = str(link.url).removeprefix("https://minga.example/calendar/").removesuffix(".ics")
    hall.sandbox.world.members.leave(guild_id, hall.user_id("Cem"))

    async def is_closed() -> bool:
        return await calendar.read(secrets["Cem"]) is None

    await hall.until(is_closed)
    assert await calendar.read(secrets["Dov"]) is not None
