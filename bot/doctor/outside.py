"""What the doctor finds at Discord, asked over HTTP alone: the token, the clock, intents, servers and permissions."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime, timedelta

import aiohttp
import discord

from bot.clock import listen_to_the_time
from bot.config import Settings
from bot.doctor.findings import Finding, bad, look, well
from bot.services.clock_watch import LITTLE_SKEW, MUCH_SKEW, surely_ahead
from bot.services.ports import Clock
from bot.words.catalogue import words_in
from bot.words.refusals import permission_name
from cogs.bridge.permissions import NEEDED
from db import servers
from db.engine import is_outage
from db.reading import NoDatabase, OtherForm, ReadingDatabase
from db.servers import ServerRow

LONGEST_ANSWER = 20.0
"""Seconds for all that is asked of one server."""

_KEEP_TIME = "Have the machine keep its time: timedatectl set-ntp true"
_RESET_TOKEN = "Reset it in the developer portal under Bot, and put in the new one."


async def at_discord(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Whether Discord takes the token, and what it says of everything that hangs on it."""
    skews: list[timedelta] = []
    client = discord.Client(intents=discord.Intents.none(), http_trace=_dated(clock, skews), max_ratelimit_timeout=60.0)
    try:
        async with asyncio.timeout(LONGEST_ANSWER):
            await client.login(settings.discord_token)
        assert client.user is not None, "whoever is logged in is somebody"
        yield well(f"Discord takes the token; Minga is {client.user} there.")
        for finding in _clock(skews):
            yield finding
        yield _intents(settings, await client.application_info())
        async for finding in _servers(settings, client):
            yield finding
    except discord.LoginFailure:
        yield bad("Discord does not accept the token.", _RESET_TOKEN)
    except (aiohttp.ClientError, OSError, TimeoutError, discord.HTTPException) as fault:
        yield bad(f"Discord cannot be reached ({type(fault).__name__}).", "Look at this machine's way to the internet.")
    finally:
        await client.close()


def _dated(clock: Clock, skews: list[timedelta]) -> aiohttp.TraceConfig:
    """Notes with each answer of Discord's how far this machine's clock is ahead of it."""

    def note(told: datetime, *, asked_at: datetime, heard_at: datetime) -> None:
        skews.append(surely_ahead(told, asked_at, heard_at))

    answers = aiohttp.TraceConfig()
    listen_to_the_time(answers, clock, note)
    return answers


def _clock(skews: Sequence[timedelta]) -> Iterator[Finding]:
    if not skews:
        return
    skew = min(skews, key=abs)
    seconds = abs(skew) / timedelta(seconds=1)
    seen = f"This machine's clock is {seconds:,.0f} s {'ahead of' if skew > timedelta(0) else 'behind'} Discord's."
    if abs(skew) <= LITTLE_SKEW:
        yield well("This machine's clock agrees with Discord's.")
    elif abs(skew) <= MUCH_SKEW:
        yield look(seen, _KEEP_TIME)
    else:
        yield bad(f"{seen} Votes would close at the wrong time.", _KEEP_TIME)


def _intents(settings: Settings, application: discord.AppInfo) -> Finding:
    flags = application.flags
    is_on = flags.gateway_guild_members or flags.gateway_guild_members_limited
    if settings.has_members_intent and not is_on:
        return bad(
            "MEMBERS_INTENT is on, but the Server Members Intent is off in the developer portal.",
            "Switch it on there under Bot, Privileged Gateway Intents, or set MEMBERS_INTENT=no.",
        )
    return well("The intents that are asked for are switched on.")


async def _servers(settings: Settings, client: discord.Client) -> AsyncIterator[Finding]:
    founded = await _founded(settings)
    if not founded:
        yield well("No server was set up yet. `minga invite` prints the link that brings Minga into one.")
    for server in founded:
        async with asyncio.timeout(LONGEST_ANSWER):
            findings = [finding async for finding in _server(client, server)]
        for finding in findings:
            yield finding


async def _founded(settings: Settings) -> Sequence[ServerRow]:
    """The servers of the database, none where it cannot be read: that is told elsewhere."""
    reading = ReadingDatabase(settings.database_url)
    try:
        await reading.check()
        async with reading.look() as session:
            return await servers.all_founded(session)
    except (NoDatabase, OtherForm):
        return ()
    except Exception as fault:
        if not is_outage(fault):
            raise
        return ()
    finally:
        await reading.close()


async def _server(client: discord.Client, server: ServerRow) -> AsyncIterator[Finding]:
    try:
        guild = await client.fetch_guild(server.guild_id)
        channels = {channel.id: channel for channel in await guild.fetch_channels()}
        assert client.user is not None, "whoever is logged in is somebody"
        me = await guild.fetch_member(client.user.id)
    except (discord.NotFound, discord.Forbidden):
        yield look(f"Minga is not in {server.name} any more.", "To bring it back, use the link of: minga invite")
        return
    wrong = False
    for channel_id, what in _bound(server).items():
        channel = channels.get(channel_id)
        if channel is None:
            wrong = True
            yield bad(
                f"{server.name}: the channel for {what} is gone, or Minga may not see it.",
                "Let it see the channel, or name another one: /setup",
            )
            continue
        allowed = channel.permissions_for(me)
        if missing := [name for name in NEEDED if not getattr(allowed, name)]:
            wrong = True
            yield _may_not(server, channel, missing)
    if not wrong:
        yield well(f"{server.name}: Minga may do in its channels what it needs.")


def _bound(server: ServerRow) -> dict[int, str]:
    """The channels of a server by what they are for; one may be for several things."""
    bound: dict[int, list[str]] = {}
    for channel_id, what in (
        (server.proposals_channel_id, "proposals"),
        (server.decisions_channel_id, "decisions"),
        (server.tasks_channel_id, "tasks"),
    ):
        bound.setdefault(channel_id, []).append(what)
    return {channel_id: " and ".join(whats) for channel_id, whats in bound.items()}


def _may_not(server: ServerRow, channel: discord.abc.GuildChannel, missing: Sequence[str]) -> Finding:
    english = words_in("en")
    names = ", ".join(permission_name(name, english) for name in missing)
    return bad(
        f"{server.name}: in #{channel.name} Minga lacks: {names}.",
        f"Allow that for Minga's role in #{channel.name}: Edit Channel, Permissions.",
    )
