"""What is owed and not out yet: how much of it, and for how long, for whoever watches over the bot."""

from datetime import timedelta

from tests.factories import House

A_MINUTE = timedelta(minutes=1)


async def test_the_outbox_knows_how_much_is_owed_and_for_how_long(house: House) -> None:
    assert await house.services.outbox.waiting() == (0, timedelta(0))
    await house.open_proposal(is_posted=False)
    house.clock.advance(A_MINUTE)
    owed, longest = await house.services.outbox.waiting()
    assert (owed > 0, longest) == (True, A_MINUTE)
    await house.services.outbox.deliver_due()
    assert await house.services.outbox.waiting() == (0, timedelta(0))
