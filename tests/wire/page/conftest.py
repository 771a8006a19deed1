"""A furnished sandbox, with and without the small bot connected."""

from collections.abc import AsyncIterator

import pytest

from tests.wire.page.echo import Place, connected, furnished


@pytest.fixture
async def quiet_place() -> AsyncIterator[Place]:
    """People, and no bot process."""
    async with furnished() as place:
        yield place


@pytest.fixture
async def place(quiet_place: Place) -> AsyncIterator[Place]:
    """People and the bot."""
    async with connected(quiet_place.sandbox):
        yield quiet_place
