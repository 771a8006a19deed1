"""The doctor's visit: every finding as soon as it is made, and in the end how many there were."""

import contextlib
from collections.abc import AsyncIterator

import aiohttp

from bot.app import point_at
from bot.clock import SandboxClock, SystemClock
from bot.config import Settings
from bot.doctor import machine, outside
from bot.doctor.findings import Finding, Grade, summary
from bot.services.ports import Clock

DONE, NOT_DONE = 0, 1
"""Exit codes: 1 where something is to be mended."""


async def examine(settings: Settings) -> int:
    """Look at everything, print it, and return the exit code."""
    findings: list[Finding] = []
    async for finding in _all(settings):
        print(finding, flush=True)
        findings.append(finding)
    print(f"\n{summary(findings)}")
    return NOT_DONE if any(finding.grade is Grade.BAD for finding in findings) else DONE


async def _all(settings: Settings) -> AsyncIterator[Finding]:
    yield machine.versions()
    for finding in (*machine.settings_file(), *machine.disk(settings)):
        yield finding
    async for finding in machine.database(settings):
        yield finding
    point_at(settings)
    async for finding in outside.at_discord(settings, await _clock(settings)):
        yield finding


async def _clock(settings: Settings) -> Clock:
    """This machine's clock, or the one that a sandbox stands for it."""
    if settings.clock_url is None:
        return SystemClock()
    clock = SandboxClock(settings.clock_url)
    with contextlib.suppress(aiohttp.ClientError, OSError):
        await clock.ask()
    return clock
