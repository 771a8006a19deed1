"""Minga without Discord: `minga web` and `minga export` as processes of their own, beside a bot that writes."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.web.shelf import LOOK_AGAIN_SECONDS
from db.lease import lease
from db.places import file_of
from tests.factories import House
from tests.web.conftest import SLUG

TOP = Path(__file__).parent.parent
LONGEST = 60.0
DO_NOT_RESTART = 78

Begin = Callable[..., Awaitable[asyncio.subprocess.Process]]


@pytest.fixture
def url(house: House) -> str:
    """The address of the house's database."""
    return house.database.engine.url.render_as_string()


@pytest.fixture
async def begin(tmp_path: Path, url: str) -> AsyncIterator[Begin]:
    """Starts `python -m bot` with a database to read and without a token; what still runs is ended."""
    begun: list[asyncio.subprocess.Process] = []
    pipe = asyncio.subprocess.PIPE

    async def begin_it(*words: str, **settings: str) -> asyncio.subprocess.Process:
        told = {"PATH": os.environ["PATH"], "PYTHONPATH": str(TOP), "WEB_PORT": "0", "DATABASE_URL": url} | settings
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words), cwd=tmp_path, env=told, stdout=pipe, stderr=pipe
        )
        begun.append(process)
        return process

    yield begin_it
    for process in begun:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, list[str], list[str]]:
    """How it ended, and the lines that it printed and complained of."""
    async with asyncio.timeout(LONGEST):
        printed, complained = await process.communicate()
    return process.returncode, printed.decode().splitlines(), complained.decode().splitlines()


async def address(process: asyncio.subprocess.Process) -> str:
    """Where it says that it listens."""
    assert process.stderr is not None
    async with asyncio.timeout(LONGEST):
        while line := (await process.stderr.readline()).decode():
            if "the decision log is at http" in line:
                return "http" + line.split("the decision log is at http")[1].split()[0].strip('",}')
    raise AssertionError("it ended without listening")


async def test_the_site_stands_beside_the_bot_and_sees_what_it_writes(house: House, begin: Begin, url: str) -> None:
    await house.decide(title="The first")
    with lease(file_of(url)):
        process = await begin("web")
        at = await address(process)
        async with aiohttp.ClientSession() as session:

            async def page(place: str) -> tuple[int, str]:
                async with session.get(f"{at}/{SLUG}/{place}") as answer:
                    return answer.status, await answer.text()

            assert "The first" in (await page("D-1"))[1]
            assert "Another" not in (await page("decisions"))[1]
            await house.decide(title="Another")
            for _ in range(40):
                if "Another" in (await page("decisions"))[1]:
                    break
                await asyncio.sleep(LOOK_AGAIN_SECONDS / 10)
            else:
                raise AssertionError("what the bot wrote is not seen")
            assert (await page("D-2"))[0] == 200
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(LONGEST):
            assert await process.wait() == 0


async def test_a_reader_who_takes_nothing_does_not_keep_it_from_leaving(house: House, begin: Begin) -> None:
    await house.decide(body="x" * 2_400)
    process = await begin("web")
    host, port = (await address(process)).removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=1)
    for _ in range(50):
        writer.write(f"GET /{SLUG}/log.jsonl HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert await reader.read(1)
    began = asyncio.get_running_loop().time()
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(LONGEST):
        assert await process.wait() == 0
    assert asyncio.get_running_loop().time() - began < 10, "a supervisor would have killed it by then"
    writer.close()


async def test_a_port_that_is_taken_is_a_fault_of_configuration(begin: Begin) -> None:
    first = await begin("web")
    port = (await address(first)).rpartition(":")[2]
    code, _, complained = await ended(await begin("web", WEB_PORT=port))
    assert code == DO_NOT_RESTART
    assert complained[-1] == (
        f"- The public log cannot be served with WEB_HOST=127.0.0.1 and WEB_PORT={port}: Address already in use."
    )


@pytest.mark.parametrize("words", [("web",), ("export", "out")])
@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (
            "0001",
            "- The database is older than this Minga, or still empty. Start the bot of the same version first: it "
            "brings the database up to date.",
        ),
        ("9999", "- The database was written by a newer Minga. Install the version that the bot has."),
    ],
)
async def test_another_form_of_the_database_is_a_fault_of_configuration(
    house: House, begin: Begin, words: tuple[str, ...], form: str, sentence: str
) -> None:
    await house.run_sql(f"UPDATE alembic_version SET version_num = '{form}'")
    code, _, complained = await ended(await begin(*words))
    assert code == DO_NOT_RESTART
    assert complained == ["Minga cannot start like this:", sentence]


@pytest.mark.parametrize("words", [("web",), ("export", "out")])
async def test_no_database_is_a_fault_of_configuration(begin: Begin, tmp_path: Path, words: tuple[str, ...]) -> None:
    code, _, complained = await ended(await begin(*words, DATABASE_URL="sqlite+aiosqlite:///nowhere/minga.db"))
    assert code == DO_NOT_RESTART
    assert complained[-1] == "- There is no database at nowhere/minga.db yet. Start the bot first: minga run"
    assert not (tmp_path / "nowhere").exists()
    assert not (tmp_path / "out").exists()


async def test_a_server_that_is_away_may_be_tried_again(begin: Begin, tmp_path: Path) -> None:
    away = f"postgresql+asyncpg://minga@/minga?host={tmp_path}"
    code, _, complained = await ended(await begin("export", "out", DATABASE_URL=away))
    assert code == 1
    assert complained[-1].startswith("The database cannot be read (")
    assert "Traceback" not in "".join(complained)


async def test_an_export_says_what_it_did(house: House, begin: Begin, tmp_path: Path) -> None:
    await house.decide()
    code, printed, complained = await ended(await begin("export", "out"))
    assert (code, complained) == (0, [])
    assert printed[0].startswith("out: 1 log, ")
    assert printed[0].endswith(" files written, 0 as they were, 0 taken away.")
    assert (tmp_path / "out" / SLUG / "D-1.html").is_file()
    code, printed, _ = await ended(await begin("export", "out", "--server", "nobody"))
    assert code == 1
    code, _, complained = await ended(await begin("export", "out", "--base-url", "commons.example"))
    assert code == DO_NOT_RESTART
    assert complained == ["--base-url must be an address that begins with https:// or http://, not 'commons.example'."]


async def test_an_export_that_is_killed_leaves_whole_files_and_the_next_one_finishes(
    house: House, begin: Begin, tmp_path: Path
) -> None:
    for number in range(12):
        await house.decide(title=f"Number {number}", body="Why. " * 300)
    whole = tmp_path / "whole"
    assert (await ended(await begin("export", str(whole))))[0] == 0
    for pages in (1, 5, 9):
        out = tmp_path / f"broken-at-{pages}"
        process = await begin("export", str(out))
        async with asyncio.timeout(LONGEST):
            while len(list(out.rglob("D-*.html"))) < pages and process.returncode is None:
                await asyncio.wait({asyncio.ensure_future(process.wait())}, timeout=0.001)
        process.kill()
        await process.wait()
        seen = files_in(out)
        assert {name: files_in(whole)[name] for name in seen} == seen, "what is there is whole"
        assert (await ended(await begin("export", str(out))))[0] == 0
        assert files_in(out) == files_in(whole)
        assert sorted(each.name for each in out.iterdir()) == sorted(each.name for each in whole.iterdir())


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file but those by which an export remembers."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.startswith(".")
    }


async def test_the_bot_can_run_without_its_own_web_server(begin: Begin) -> None:
    from bot.sandbox.server import Sandbox

    async with Sandbox() as sandbox:
        process = await begin(
            "run",
            DISCORD_TOKEN=sandbox.world.token,
            DISCORD_API_URL=sandbox.api_url,
            DISCORD_GATEWAY_URL=sandbox.gateway_url,
            WEB="no",
        )
        assert process.stderr is not None
        heard = ""
        async with asyncio.timeout(LONGEST):
            while "the public log is served elsewhere" not in heard:
                line = (await process.stderr.readline()).decode()
                assert line, heard
                heard += line
        assert "the decision log is at" not in heard
        process.send_signal(signal.SIGTERM)
        assert (await ended(process))[0] == 0
