"""Holds every exchange of every wire test against Discord's OpenAPI description, where `DISCORD_OPENAPI` names it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.rest.pipeline import Exchange
from bot.sandbox.server import Sandbox
from tests.wire.openapi import Description

SETTING = "DISCORD_OPENAPI"


class Inspector:
    """Watches exchanges; what it thinks of them is told when it is asked, not in the middle of an answer."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._seen: list[Exchange] = []

    def watch(self, exchange: Exchange) -> None:
        """Keep an exchange in mind."""
        self._seen.append(exchange)

    def objections(self) -> list[str]:
        """What the description has against the exchanges seen, each said once."""
        said = [str(found) for exchange in self._seen for found in self._description.violations(exchange)]
        return list(dict.fromkeys(said))


@pytest.fixture(scope="session")
def description() -> Description | None:
    """Discord's description, None where nobody says where it is."""
    path = os.environ.get(SETTING)
    return Description.read(Path(path)) if path else None


@pytest.fixture(autouse=True)
def keeps_to_the_description(description: Description | None) -> Iterator[None]:
    """Fail the test in which the bot asked or the sandbox answered what Discord's description does not allow."""
    if description is None:
        yield
        return
    inspector = Inspector(description)
    Sandbox.first_observers.append(inspector.watch)
    try:
        yield
    finally:
        Sandbox.first_observers.remove(inspector.watch)
    objections = inspector.objections()
    assert not objections, "\n".join(["Discord's description objects:", *objections])
