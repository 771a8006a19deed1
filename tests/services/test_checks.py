"""Temperature checks: put up once, counted at their end, and forgotten; they decide nothing."""

from datetime import timedelta

import pytest

from bot.domain.errors import MissingText, NotSetUp, TextTooLong
from bot.services.cards import CheckCard
from tests.factories import ANN, GUILD, OTHER_GUILD, House, elsewhere

CHANNEL = 777
HOUR = timedelta(hours=1)


async def start(house: House, question: str = "Paint the door green?") -> int:
    """Put a check up and have it delivered; the id of its message."""
    await house.services.checks.start(GUILD, CHANNEL, question, HOUR)
    await house.services.outbox.deliver_due()
    return house.board.posted[-1].message_id


async def kept(house: House) -> int:
    return int((await house.select("SELECT count(*) FROM checks"))[0][0])


async def test_a_check_stands_in_the_channel_where_it_was_asked_with_its_reactions(house: House) -> None:
    message_id = await start(house, "  Paint the\ndoor green? ")
    posted = house.board.posted[-1].notice
    assert isinstance(posted.content, CheckCard)
    assert (posted.channel_id, posted.mark, posted.content.question) == (CHANNEL, "C-1", "Paint the door green?")
    assert [card.message_id for card in house.board.furnished_checks] == [message_id]


async def test_a_check_is_counted_when_its_time_is_over_and_nothing_is_kept(house: House) -> None:
    message_id = await start(house)
    for user_id, emoji in ((11, "👍"), (12, "👍🏽"), (13, "🤷"), (14, "🎉")):
        house.box.add(message_id, user_id, emoji)
    house.clock.advance(HOUR - timedelta(seconds=1))
    await house.services.checks.end_due()
    assert house.board.shown_checks == []
    house.clock.advance(timedelta(seconds=1))
    await house.services.checks.end_due()
    assert [(card.message_id, card.counts) for card in house.board.shown_checks] == [(message_id, (2, 1, 0))]
    assert await kept(house) == 0
    await house.services.checks.end_due()
    assert len(house.board.shown_checks) == 1


async def test_a_check_enters_no_log_and_no_ledger(house: House) -> None:
    before = await house.services.commons.verify(GUILD)
    await start(house)
    house.clock.advance(HOUR)
    await house.services.checks.end_due()
    assert await house.services.commons.verify(GUILD) == before
    assert await house.select("SELECT count(*) FROM ledger") == [(0,)]


async def test_a_check_ends_later_where_discord_cannot_be_reached(house: House) -> None:
    await start(house)
    house.clock.advance(HOUR)
    house.box.fail()
    await house.services.checks.end_due()
    assert (house.board.shown_checks, await kept(house)) == ([], 1)
    await house.services.checks.end_due()
    assert (len(house.board.shown_checks), await kept(house)) == (1, 0)


async def test_nothing_is_kept_of_a_check_whose_message_is_gone_or_stays_out_of_reach(house: House) -> None:
    await start(house)
    await start(house, "Or blue?")
    house.clock.advance(HOUR)
    house.box.fail(is_gone=True)
    house.box.fail(times=None)
    await house.services.checks.end_due()
    assert await kept(house) == 1
    house.clock.advance(timedelta(hours=25))
    await house.services.checks.end_due()
    assert await kept(house) == 0


async def test_a_check_that_was_never_posted_is_waited_for_and_then_given_up(house: House) -> None:
    await house.services.checks.start(GUILD, CHANNEL, "Paint?", HOUR)
    house.clock.advance(HOUR)
    await house.services.checks.end_due()
    assert await kept(house) == 1, "its message may stand, though nobody heard of it"
    house.board.fail(is_gone=True)
    await house.services.outbox.deliver_due()
    await house.services.checks.end_due()
    assert await kept(house) == 0


async def test_the_message_of_a_check_that_is_over_is_not_posted_any_more(house: House) -> None:
    await house.services.checks.start(GUILD, CHANNEL, "Paint?", HOUR)
    house.clock.advance(timedelta(hours=26))
    await house.services.checks.end_due()
    await house.services.outbox.deliver_due()
    assert house.board.posted == []
    assert await house.select("SELECT count(*) FROM outbox WHERE given_up_at IS NULL") == [(0,)]


async def test_running_checks_are_numbered_by_server(house: House) -> None:
    await house.found(elsewhere(ANN), name="Other", proposals_channel_id=601)
    numbers = [(await house.services.checks.start(guild, CHANNEL, "Paint?", HOUR)).number for guild in (GUILD, GUILD)]
    numbers.append((await house.services.checks.start(OTHER_GUILD, CHANNEL, "Paint?", HOUR)).number)
    assert numbers == [1, 2, 1]


async def test_a_question_is_asked_for(house: House) -> None:
    with pytest.raises(MissingText):
        await house.services.checks.start(GUILD, CHANNEL, " ", HOUR)
    with pytest.raises(TextTooLong):
        await house.services.checks.start(GUILD, CHANNEL, "x" * 201, HOUR)


async def test_a_check_waits_for_founding(unfounded_house: House) -> None:
    with pytest.raises(NotSetUp):
        await unfounded_house.services.checks.start(GUILD, CHANNEL, "Paint?", HOUR)
