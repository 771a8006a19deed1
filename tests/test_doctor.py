"""`minga doctor`: each finding says what is wrong and what to do, and a healthy Minga gets nothing but ticks."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from bot.sandbox.world.clock import Clock
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.world import World
from bot.story.driver import SandboxClient
from bot.story.movement import Movement, found
from tests.postgres import running_cluster
from tests.test_command_line import DO_NOT_RESTART, Begin, Ended, begin, ended, pointing_at
from tests.test_starting import heard, stopped

__all__ = ["begin"]
TO_BE_MENDED = 1


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


async def examined(begin: Begin, sandbox: Sandbox, **changes: str) -> Ended:
    return await ended(await begin("doctor", **pointing_at(sandbox, **changes)))


@contextlib.asynccontextmanager
async def working(begin: Begin, sandbox: Sandbox) -> AsyncIterator[Movement]:
    """A bot at work, in whose server `/setup` was typed."""
    process = await begin("run", **pointing_at(sandbox))
    await heard(process, "ready in ")
    async with SandboxClient(sandbox.url) as client:
        yield await found(client)
    await stopped(process)


async def test_before_the_first_start_all_is_well_and_the_invitation_is_named(begin: Begin, sandbox: Sandbox) -> None:
    run = await examined(begin, sandbox)

    assert (run.code, run.complained) == (0, "")
    assert "✓ There is no database yet; the first start makes one." in run.printed
    assert "✓ This machine's clock agrees with Discord's." in run.printed
    assert "`minga invite` prints the link" in run.printed
    assert run.printed.endswith("\nAll is well.\n")


async def test_while_minga_works_all_is_well_and_the_permissions_are_looked_at(begin: Begin, sandbox: Sandbox) -> None:
    async with working(begin, sandbox):
        run = await examined(begin, sandbox)

    assert (run.code, run.complained) == (0, "")
    assert "✓ The database is whole and of this version's form; Minga works on it now." in run.printed
    assert "✓ No log was published further than the database goes." in run.printed
    assert "✓ Nordstadt Tenants' Union: Minga may do in its channels what it needs." in run.printed


async def test_missing_permissions_and_channels_are_named_with_their_remedy(begin: Begin, sandbox: Sandbox) -> None:
    async with working(begin, sandbox) as movement:
        world, owner = sandbox.world, sandbox.world.guild_of(movement.guild_id).owner_id
        world.rooms.set_overwrite(
            owner,
            movement.channels["proposals"],
            world.bot.id,
            is_member=True,
            allow=0,
            deny=Permission.ADD_REACTIONS | Permission.EMBED_LINKS,
        )
        world.rooms.delete_channel(owner, movement.channels["decisions"])
        run = await examined(begin, sandbox)

    assert run.code == TO_BE_MENDED
    assert (
        "✗ Nordstadt Tenants' Union: in #proposals Minga lacks: Embed Links, Add Reactions.\n  → Allow" in run.printed
    )
    assert "✗ Nordstadt Tenants' Union: the channel for decisions and tasks is gone" in run.printed
    assert "\n2 to be mended, 0 worth a look, " in run.printed


async def test_a_server_that_put_minga_out_is_told(begin: Begin, sandbox: Sandbox) -> None:
    async with working(begin, sandbox) as movement:
        sandbox.world.guilds.kick_bot(movement.guild_id)
        run = await examined(begin, sandbox)

    assert run.code == 0
    assert "! Minga is not in Nordstadt Tenants' Union any more.\n  → To bring it back" in run.printed


@pytest.mark.parametrize(
    ("by", "code", "mark"), [(30, 0, "! This machine's clock is"), (-300, TO_BE_MENDED, "✗ This machine's clock is")]
)
async def test_a_clock_that_is_wrong_is_told_with_its_remedy(begin: Begin, by: int, code: int, mark: str) -> None:
    clock = Clock()
    clock.start_at(datetime.now(UTC) - timedelta(seconds=by))
    async with Sandbox(World(clock)) as sandbox:
        run = await examined(begin, sandbox)

    assert run.code == code
    assert mark in run.printed
    assert ("ahead of" if by > 0 else "behind") + " Discord's." in run.printed
    assert "→ Have the machine keep its time" in run.printed


async def test_a_token_that_discord_refuses_is_told_and_never_printed(begin: Begin, sandbox: Sandbox) -> None:
    run = await examined(begin, sandbox, DISCORD_TOKEN="a-token-of-yesterday")

    assert run.code == TO_BE_MENDED
    assert "✗ Discord does not accept the token.\n  → Reset it in the developer portal" in run.printed
    assert "a-token-of-yesterday" not in run.printed + run.complained


async def test_an_intent_that_is_off_in_the_portal_is_told(begin: Begin) -> None:
    async with Sandbox(World(privileged_intents=False)) as sandbox:
        run = await examined(begin, sandbox, MEMBERS_INTENT="yes")

    assert run.code == TO_BE_MENDED
    assert "✗ MEMBERS_INTENT is on, but the Server Members Intent is off in the developer portal." in run.printed


async def test_a_discord_out_of_reach_is_told(begin: Begin, sandbox: Sandbox) -> None:
    run = await examined(begin, sandbox, DISCORD_API_URL="http://127.0.0.1:9/api/v10")

    assert run.code == TO_BE_MENDED
    assert "✗ Discord cannot be reached" in run.printed


async def test_a_damaged_database_is_told_with_the_way_back(
    begin: Begin, sandbox: Sandbox, founded_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "damaged.db"
    whole = await asyncio.to_thread(founded_file.read_bytes)
    await asyncio.to_thread(file.write_bytes, whole[:4_096] + b"?" * (len(whole) - 4_096))
    run = await examined(begin, sandbox, DATABASE_URL=f"sqlite+aiosqlite:///{file}")

    assert run.code == TO_BE_MENDED
    assert "✗ The database is damaged (" in run.printed
    assert "→ Stop Minga, keep the file as it is, and put back a copy: minga restore FILE --yes" in run.printed


@pytest.mark.parametrize(
    ("form", "code", "told"),
    [
        ("9999", TO_BE_MENDED, "✗ The database was written by a newer Minga."),
        ("0001", 0, "! The database is of an older version, or empty."),
    ],
)
async def test_a_database_of_another_version_is_told(
    begin: Begin, sandbox: Sandbox, founded_file: Path, tmp_path: Path, form: str, code: int, told: str
) -> None:
    file = tmp_path / "other.db"
    await asyncio.to_thread(file.write_bytes, await asyncio.to_thread(founded_file.read_bytes))
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (form,))
        connection.commit()
    run = await examined(begin, sandbox, DATABASE_URL=f"sqlite+aiosqlite:///{file}")

    assert run.code == code
    assert told in run.printed


async def test_settings_that_others_can_read_are_told(begin: Begin, sandbox: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    await asyncio.to_thread(file.write_text, "LOG_LEVEL=INFO\n")
    await asyncio.to_thread(file.chmod, 0o644)
    run = await examined(begin, sandbox)

    assert run.code == 0
    assert "! Others on this machine can read .env, and the token may stand in it.\n  → chmod 600 .env" in run.printed


async def test_settings_that_make_no_sense_end_the_visit(begin: Begin, sandbox: Sandbox) -> None:
    run = await examined(begin, sandbox, WEB_PORT="door")

    assert run.code == DO_NOT_RESTART
    assert "- WEB_PORT must be a port from 0 to 65535, not 'door'." in run.complained


async def test_on_postgresql_the_same_is_told(begin: Begin, sandbox: Sandbox) -> None:
    with running_cluster() as address:
        run = await examined(begin, sandbox, DATABASE_URL=address)
        refused = await examined(begin, sandbox, DATABASE_URL=address.replace("/postgres?", "/elsewhere?"))

    assert run.code == 0
    assert "! The database is of an older version, or empty." in run.printed
    assert refused.code == TO_BE_MENDED
    assert "✗ The database " in refused.printed
