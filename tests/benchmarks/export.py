"""The export: a long log written into a folder, and written again when nothing has changed."""

import asyncio
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from db.engine import Database
from tests.benchmarks.figures import Figure
from tests.benchmarks.subject import ROOT, Failed
from tests.factories import House
from tests.long_log import fill

_MEGABYTE = 1_000_000
_COPY = "copying the files"


async def measure(folder: Path, *, decisions: int, say: Callable[[str], None]) -> list[Figure]:
    """Seconds, megabytes of memory at most, and megabytes of files; beside it, copying what came out."""
    database = folder / "export.db"
    opened = Database(f"sqlite+aiosqlite:///{database}")
    await opened.migrate()
    house = House.build(opened)
    await house.found()
    await fill(house, count=decisions)
    await opened.close()
    out = folder / "out"
    first, memory = await asyncio.to_thread(_exported, database, out)
    again, _ = await asyncio.to_thread(_exported, database, out)
    copying, size = _copied(out, folder / "copy")
    say(f"export: {decisions} decisions in {first:.0f} s, {memory:.0f} MB; again in {again:.0f} s")
    return [
        Figure.of_rounds("export", "s", [first], _COPY, [copying]),
        Figure.of_rounds("export-again", "s", [again], _COPY, [copying]),
        Figure.of_rounds("export-memory", "MB", [memory], "its files", [size]),
    ]


def _exported(database: Path, out: Path) -> tuple[float, float]:
    """Seconds that `minga export` took, and the megabytes of memory that it had at most."""
    began = time.perf_counter()
    told = {"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite+aiosqlite:///{database}", "PYTHONPATH": str(ROOT)}
    process = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "bot", "export", str(out)],
        told,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(process, 0)
    if status:
        raise Failed(f"the export ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - began, used.ru_maxrss * 1024 / _MEGABYTE


def _copied(out: Path, to: Path) -> tuple[float, float]:
    """Seconds to copy the files, and how many megabytes they are."""
    began = time.perf_counter()
    shutil.copytree(out, to)
    seconds = time.perf_counter() - began
    return seconds, sum(file.stat().st_size for file in to.rglob("*") if file.is_file()) / _MEGABYTE
