"""Fixtures of the services' tests."""

import pytest

from bot.domain.charter import ON_THE_WEB
from tests.factories import House
from tests.services.under_way import say_so
from tests.services.weekly import DUE, come_to, sent, states


@pytest.fixture
async def week(house: House) -> House:
    """A house a second after the digest of a week in which nothing happened, the first that it knows of."""
    await house.services.digest.send_due()
    await come_to(house, DUE)
    assert await states(house) == ["quiet", "waiting"]
    assert not sent(house)
    return house


@pytest.fixture
async def open_house(house: House) -> House:
    """A house whose charter publishes everything."""
    await say_so(house, dict.fromkeys(ON_THE_WEB, True))
    return house
