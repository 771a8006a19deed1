"""Founding: once, by somebody with Manage Server, with the charter's defaults and a log that begins."""

import asyncio
import json

import pytest
from sqlalchemy import text

from bot.domain.chain import GENESIS, digest
from bot.domain.errors import AlreadySetUp, NotAFounder, NotSetUp, UnknownTimeZone
from bot.domain.rules import ServerRules
from bot.services.servers import RESERVED_SLUGS, check_time_zone
from tests.factories import (
    ANN,
    BEA,
    DECISIONS_CHANNEL,
    FOUNDED_AT,
    GUILD,
    OTHER_GUILD,
    PROPOSALS_CHANNEL,
    TASKS_CHANNEL,
    House,
    elsewhere,
    founding,
)


async def test_a_server_is_founded_with_what_the_founder_chose(unfounded_house: House) -> None:
    await unfounded_house.found()
    card = await unfounded_house.services.servers.get(GUILD)
    assert (card.name, card.slug, card.founded_at) == ("Riverside Commons", "riverside-commons", FOUNDED_AT)
    assert (card.language, card.time_zone, card.publishes) == ("en", "Europe/Paris", True)
    assert (card.proposals_channel_id, card.decisions_channel_id, card.tasks_channel_id) == (
        PROPOSALS_CHANNEL,
        DECISIONS_CHANNEL,
        TASKS_CHANNEL,
    )
    assert await unfounded_house.services.servers.find(GUILD) == card


async def test_nobody_founds_without_manage_server(unfounded_house: House) -> None:
    with pytest.raises(NotAFounder):
        await unfounded_house.services.servers.check_may_found(GUILD, manages_server=False)
    with pytest.raises(NotAFounder):
        await unfounded_house.services.servers.found(ANN, founding(), manages_server=False)
    assert await unfounded_house.services.servers.find(GUILD) is None


async def test_a_server_is_founded_once_and_for_all(house: House) -> None:
    before = await house.services.servers.get(GUILD)
    with pytest.raises(AlreadySetUp):
        await house.services.servers.check_may_found(GUILD, manages_server=True)
    with pytest.raises(AlreadySetUp):
        await house.services.servers.found(BEA, founding(publishes=False), manages_server=True)
    assert await house.services.servers.get(GUILD) == before


async def test_of_two_who_found_at_once_one_is_refused(unfounded_house: House) -> None:
    servers = unfounded_house.services.servers
    ends = await asyncio.gather(
        servers.found(ANN, founding(name="One"), manages_server=True),
        servers.found(BEA, founding(name="Two"), manages_server=True),
        return_exceptions=True,
    )
    assert [type(end) for end in ends if isinstance(end, Exception)] == [AlreadySetUp]


async def test_the_founder_is_a_member_like_all_afterwards(house: House) -> None:
    card = await house.open_proposal(BEA)
    await house.tap(ANN, "❌", card)
    await house.tap(BEA, "✅", card)
    assert (await house.proposal(card)).tally.turnout == 2


async def test_the_log_begins_with_charter_version_one_and_its_defaults(house: House) -> None:
    ((sequence, kind, body, entry_hash),) = await house.select("SELECT sequence, kind, body, hash FROM log")
    assert (sequence, kind, entry_hash) == (1, "charter", digest(body))
    facts = json.loads(body)
    assert (facts["version"], facts["rules"], facts["previous"]) == (1, ServerRules().facts(), GENESIS)
    assert facts["in_force_on"] == "2026-01-05"
    head, fault = await house.services.commons.verify(GUILD)
    assert (head.sequence, head.hash, fault) == (1, entry_hash, None)


async def test_a_day_in_the_log_is_the_servers_own_day(unfounded_house: House) -> None:
    await unfounded_house.found(at=FOUNDED_AT.replace(hour=20), time_zone="Pacific/Auckland")
    ((body,),) = await unfounded_house.select("SELECT body FROM log")
    assert json.loads(body)["in_force_on"] == "2026-01-06"


async def test_a_server_that_was_never_founded_is_not_set_up(unfounded_house: House) -> None:
    with pytest.raises(NotSetUp):
        await unfounded_house.services.servers.get(GUILD)
    assert await unfounded_house.services.servers.find(GUILD) is None


async def test_only_the_proposals_channel_holds_ballots_also_after_a_restart(house: House) -> None:
    servers = house.services.servers
    assert servers.holds_ballots(PROPOSALS_CHANNEL)
    assert not servers.holds_ballots(DECISIONS_CHANNEL)
    restarted = house.restarted().services.servers
    assert not restarted.holds_ballots(PROPOSALS_CHANNEL)
    await restarted.open()
    assert restarted.holds_ballots(PROPOSALS_CHANNEL)


async def test_where_nothing_was_written_the_channels_are_not_looked_up_again(house: House) -> None:
    servers = house.services.servers
    await servers.follow()
    async with house.database.look() as session:
        # No turn of this house: only who looks can find it.
        await session.execute(text("UPDATE servers SET proposals_channel_id = 777"))
        await session.commit()
    await servers.follow()
    assert not servers.holds_ballots(777)
    await house.add_task()
    await servers.follow()
    assert servers.holds_ballots(777)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("  europe/PARIS ", "Europe/Paris"),
        ("america/new york", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_a_time_zone_is_found_however_it_is_typed(typed: str, name: str) -> None:
    assert check_time_zone(typed) == name


@pytest.mark.parametrize(
    ("typed", "near"),
    [("Paris", "Europe/Paris"), ("Europe/Pariss", "Europe/Paris"), ("buenos aires", "America/Buenos_Aires")],
)
def test_an_unknown_time_zone_is_refused_with_what_comes_close(typed: str, near: str) -> None:
    with pytest.raises(UnknownTimeZone) as refused:
        check_time_zone(typed)
    assert refused.value.name == typed
    assert near.rsplit("/", 1)[-1] in {name.rsplit("/", 1)[-1] for name in refused.value.near}


def test_a_time_zone_like_nothing_is_refused_with_nothing() -> None:
    with pytest.raises(UnknownTimeZone) as refused:
        check_time_zone("qqqqqqqq")
    assert refused.value.near == ()


async def test_founding_refuses_an_unknown_time_zone_and_founds_nothing(unfounded_house: House) -> None:
    with pytest.raises(UnknownTimeZone):
        await unfounded_house.found(time_zone="Middle/Earth")
    assert await unfounded_house.services.servers.find(GUILD) is None


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Riverside Commons", "riverside-commons"),
        ("  Café -- Ñandú!  ", "cafe-nandu"),
        ("水と緑", "server"),
        ("x" * 60, "x" * 48),
        ("a" * 47 + " b", "a" * 47),
        ("static", "static-2"),
        ("Verify", "verify-2"),
    ],
)
async def test_a_server_has_a_plain_address(unfounded_house: House, name: str, slug: str) -> None:
    await unfounded_house.found(name=name)
    assert (await unfounded_house.services.servers.get(GUILD)).slug == slug
    assert slug not in RESERVED_SLUGS


async def test_servers_of_one_name_have_addresses_of_their_own(unfounded_house: House) -> None:
    slugs = []
    for guild_id in range(1, 5):
        await unfounded_house.found(elsewhere(ANN, guild_id))
        slugs.append((await unfounded_house.services.servers.get(guild_id)).slug)
    assert slugs == ["riverside-commons", "riverside-commons-2", "riverside-commons-3", "riverside-commons-4"]


async def test_an_address_that_only_begins_like_another_is_free(unfounded_house: House) -> None:
    await unfounded_house.found(name="River")
    await unfounded_house.found(elsewhere(ANN, OTHER_GUILD), name="Riv")
    assert (await unfounded_house.services.servers.get(OTHER_GUILD)).slug == "riv"
