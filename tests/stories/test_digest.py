"""Stories of the digest: a week of life, a quiet week, and what happens to a digest while the bot is away."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import discord
import pytest

from tests.stories.town import VOTERS, Town, seen


async def come_to_monday(town: Town, *, hours_late: float = 0) -> None:
    """Let the time pass until the next Monday, 18:00 in the town, and so many hours more."""
    now = town.env.now().astimezone(ZoneInfo("Europe/Paris"))
    monday = (now - timedelta(days=now.weekday())).replace(hour=18, minute=0, second=0, microsecond=0)
    if monday <= now:
        monday += timedelta(days=7)
    await town.wait(seconds=(monday - now).total_seconds() + 1 + hours_late * 3600)


@pytest.fixture
async def monday(town: Town) -> Town:
    """A town right after the Monday on which it had nothing to tell."""
    await come_to_monday(town)
    return town


def digests(town: Town) -> list[discord.Message]:
    """The digests that stand in the decisions channel."""
    return [one for one in town.messages(town.decisions) if "### W-" in seen(one)]


async def decide(town: Town, title: str) -> None:
    """Have a proposal pass."""
    await town.propose("Ann", title)
    for name in VOTERS:
        await town.press(name, await town.press(name, town.ballot(), "My vote"), "Agree")
    await town.wait(hours=72)


async def test_a_week_of_life_is_told_and_every_button_leads_on(monday: Town) -> None:
    town = monday
    await decide(town, "Buy a hand-truck")
    await come_to_monday(town)
    (digest,) = digests(town)
    assert "· Our week, " in seen(digest)
    assert "**Decided:** D-1 Buy a hand-truck (passed)" in seen(digest)
    assert "-# log " in seen(digest)
    assert "No task is open" in await town.press("New", digest, "Tasks")
    assert "Nothing is being decided right now." in await town.press("New", digest, "Proposals")
    await come_to_monday(town)
    assert len(digests(town)) == 1, "nothing happened in the second week"
    town.nobody_was_mentioned()


async def test_a_quiet_week_is_passed_over_in_silence(monday: Town) -> None:
    await come_to_monday(monday)
    assert not digests(monday)
    asked = await monday.type("Ann", "digest now")
    assert asked.is_private
    assert "A week in which nothing happens gets no digest." in asked


async def test_what_happened_is_shown_before_the_digest_comes_to_whoever_asks(monday: Town) -> None:
    await decide(monday, "Buy a hand-truck")
    asked = await monday.type("New", "digest now")
    assert asked.is_private
    assert "Our week so far, " in asked
    assert "D-1 Buy a hand-truck (passed)" in asked
    assert not digests(monday)


async def test_after_thirty_hours_away_it_comes_late_and_says_so(monday: Town) -> None:
    await decide(monday, "Buy a hand-truck")
    await come_to_monday(monday, hours_late=30)
    (digest,) = digests(monday)
    assert "I was away then." in seen(digest)


async def test_after_sixty_hours_away_it_is_left_out_and_the_next_one_says_so(monday: Town) -> None:
    await decide(monday, "Buy a hand-truck")
    await come_to_monday(monday, hours_late=60)
    assert not digests(monday)
    await come_to_monday(monday)
    (digest,) = digests(monday)
    assert "**Left out, because I was away too long:** the digest of <t:" in seen(digest)
    assert "D-1 Buy a hand-truck (passed)" in seen(digest), "what it would have told is not lost"
    assert "I was away then." not in seen(digest)
