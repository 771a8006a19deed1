"""The Nu Html Checker, which the W3C's own service runs: where it is, and what it says of files."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest

ARGUED = ("Trailing slash on void elements has no effect",)
"""What it says and we keep: pages are well-formed XML too, so that any reader of XML can take them apart."""
BROUGHT = Path(__file__).parents[2] / "build/validator/node_modules/vnu-jar/build/dist/vnu.jar"
"""Where `make validator` puts it."""


def checker() -> list[str]:
    """The command that starts it; without it the test is skipped.

    It does not guess languages: a page's is its server's, whatever its members write in.
    """
    java = shutil.which("java")
    if java is None or not BROUGHT.is_file():
        pytest.skip("`make validator` brings the checker of HTML; it needs npm and Java.")
    return [java, "-jar", str(BROUGHT), "--format", "json", "--stdout", "--exit-zero-always", "--no-langdetect"]


async def check(*files: Path) -> list[str]:
    """Have it look at pages, style sheets and drawings; errors, warnings and hints all count, one line each."""
    command = [*checker(), "--also-check-css", "--also-check-svg", *map(str, files)]
    started = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    told, _ = await started.communicate()
    messages = json.loads(told)["messages"]
    return [
        f"{one.get('url')}:{one.get('lastLine')}: {one['type']}: {one['message']} {one.get('extract', '')!r}"
        for one in messages
        if not one["message"].startswith(ARGUED)
    ]
