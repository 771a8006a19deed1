"""The command line, as whoever runs Minga meets it: what it prints, and the code with which it ends."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from bot.sandbox.world.world import World

TOP = Path(__file__).parent.parent
LONGEST = 60.0
DO_NOT_RESTART = 78
LEAST = (6, 10, 11, 13, 14, 16, 35, 38)
"""Discord's bits of the permissions that may be asked for: reacting, seeing, sending, tidying, embedding, reading back,
opening public threads, sending in threads. Source: integrity page, §3, "Permissions asked for".
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    code: int
    printed: str
    complained: str


Begin = Callable[..., Awaitable[asyncio.subprocess.Process]]


@pytest.fixture
async def begin(tmp_path: Path) -> AsyncIterator[Begin]:
    """Starts `python -m bot` in an empty folder with these settings and no others; what still runs is ended."""
    begun: list[asyncio.subprocess.Process] = []

    async def begin_it(*words: str, **settings: str) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words),
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(TOP), "WEB_PORT": "0"} | settings,
            stdout=pipe,
            stderr=pipe,
        )
        begun.append(process)
        return process

    yield begin_it
    for process in begun:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: asyncio.subprocess.Process) -> Ended:
    """Wait until it ends by itself."""
    async with asyncio.timeout(LONGEST):
        printed, complained = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, printed.decode(), complained.decode())


def pointing_at(sandbox: Sandbox, **changes: str) -> dict[str, str]:
    """The settings of a bot that belongs to a sandbox."""
    return {
        "DISCORD_TOKEN": sandbox.world.token,
        "DISCORD_API_URL": sandbox.api_url,
        "DISCORD_GATEWAY_URL": sandbox.gateway_url,
    } | changes


async def test_all_that_is_wrong_is_said_at_once(begin: Begin) -> None:
    run = await ended(await begin("run", DISCORD_TOKEN="half a-token", WEB_PORT="door", LOG_LEVEL="DEBUG"))

    assert run.code == DO_NOT_RESTART
    assert run.complained.splitlines() == [
        "Minga cannot start like this:",
        "- The Discord token has a space or a line break in it; copy it again.",
        "- WEB_PORT must be a port from 0 to 65535, not 'door'.",
        "- LOG_LEVEL must be one of INFO, WARNING, ERROR, not 'DEBUG'.",
    ]


async def test_a_token_too_short_to_be_one_is_a_fault_of_configuration(begin: Begin) -> None:
    run = await ended(await begin("run", DISCORD_TOKEN="e"))

    assert run.code == DO_NOT_RESTART
    assert run.complained.splitlines() == [
        "Minga cannot start like this:",
        "- The Discord token is too short to be one; copy it again, all of it.",
    ]


async def test_a_settings_file_that_is_no_text_is_a_fault_of_configuration(begin: Begin, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"DISCORD_TOKEN=\xff\xfe")

    run = await ended(await begin("run"))

    assert run.code == DO_NOT_RESTART
    assert ".env cannot be read (UnicodeDecodeError)" in run.complained


async def test_a_token_that_discord_refuses_is_a_fault_of_configuration(begin: Begin) -> None:
    async with Sandbox() as sandbox:
        run = await ended(await begin("run", **pointing_at(sandbox, DISCORD_TOKEN="a-token-of-yesterday")))

    assert run.code == DO_NOT_RESTART
    assert "Discord does not accept the token." in run.complained
    assert "a-token-of-yesterday" not in run.printed + run.complained


async def test_an_intent_that_is_not_switched_on_is_a_fault_of_configuration(begin: Begin) -> None:
    async with Sandbox(World(privileged_intents=False)) as sandbox:
        run = await ended(await begin("run", **pointing_at(sandbox, MEMBERS_INTENT="yes")))

    assert run.code == DO_NOT_RESTART
    assert "MEMBERS_INTENT is on, but not switched on in the developer portal" in run.complained


async def test_being_told_to_stop_is_a_good_end(begin: Begin) -> None:
    async with Sandbox() as sandbox:
        process = await begin("run", **pointing_at(sandbox))
        assert process.stderr is not None
        heard = b""
        async with asyncio.timeout(LONGEST):
            while b"the public log is at http://127.0.0.1:" not in heard:
                line = await process.stderr.readline()
                assert line, heard.decode()
                heard += line
        process.send_signal(signal.SIGTERM)
        run = await ended(process)

    assert run.code == 0
    assert sandbox.world.token not in heard.decode() + run.complained


@pytest.mark.parametrize("named", [(), ("--application",)])
async def test_the_invitation_asks_for_the_least_and_needs_no_more_than_an_id(
    begin: Begin, named: tuple[str, ...]
) -> None:
    run = await ended(await begin("invite", *named, "123456789012345678"))

    assert run.code == 0
    assert "client_id=123456789012345678" in run.printed
    assert f"permissions={sum(1 << bit for bit in LEAST)}" in run.printed


async def test_an_invitation_can_be_made_from_the_token_alone(begin: Begin) -> None:
    run = await ended(await begin("invite", DISCORD_TOKEN="MTIzNDU2Nzg5MDEyMzQ1Njc4.later.parts"))

    assert run.code == 0
    assert "client_id=123456789012345678" in run.printed


@pytest.mark.parametrize("words", [("invite",), ("invite", "my-bot")])
async def test_an_invitation_without_token_and_id_says_where_to_find_the_id(
    begin: Begin, words: tuple[str, ...]
) -> None:
    run = await ended(await begin(*words))

    assert run.code == DO_NOT_RESTART
    assert "minga invite --application 123456789012345678" in run.complained
    assert "developer portal shows it under General Information" in run.complained


async def test_what_is_no_command_is_answered_with_help(begin: Begin) -> None:
    run = await ended(await begin("vote"))

    assert run.code == 2
    assert "No such command" in run.complained


@pytest.mark.parametrize("words", [("--port", "-1"), ("--port", "99999"), ("--web-port", "65536")])
async def test_what_is_no_port_is_said_to_be_none(begin: Begin, words: tuple[str, ...]) -> None:
    run = await ended(await begin("sandbox", *words))

    assert run.code == 2
    assert words[0] in run.complained
    assert "or equal to" in run.complained
    assert "Traceback" not in run.complained


async def test_an_address_that_is_not_discords_is_a_fault_of_configuration(begin: Begin) -> None:
    async with Sandbox() as sandbox:
        elsewhere = f"{sandbox.url}/somewhere/else"
        run = await ended(await begin("run", **pointing_at(sandbox, DISCORD_API_URL=elsewhere)))

    assert run.code == DO_NOT_RESTART
    assert run.complained.splitlines()[-2:] == [
        "Minga cannot start like this:",
        f"- DISCORD_API_URL={elsewhere} answers 404; is it Discord's?",
    ]
    assert "Traceback" not in run.complained
