"""Fixtures of the services' tests."""

import pytest

from tests.factories import House
from tests.services.weekly import DUE, come_to, sent, states


@pytest.fixture
async def week(house: House) -> House:
    """A house a second after the digest of a week in which nothing happened, the first that it knows of."""
    await house.services.digest.send_due()
    await come_to(house, DUE)
    assert await states(house) == ["quiet", "waiting"]
    assert not sent(house)
    return house
