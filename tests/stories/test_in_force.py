"""In force: whoever proposes a change, votes on it or reads what came of it is told from when on it holds."""

from bot.domain.ballots import Choice
from tests.stories.kinds import EVERYBODY, change, say
from tests.stories.town import Town, seen

A_DAY_LATER = "If it passes, it is in force a day later."


async def test_publication_is_gone_at_once_and_comes_back_a_day_after_the_vote(town: Town) -> None:
    off = await change(town, "Ann", "publishes", "no")
    assert A_DAY_LATER not in seen(off)
    await say(town, "Agree", off, *EVERYBODY)
    await town.wait(hours=73)
    assert "In force now." in seen(town.announcement())
    assert not await town.bot.services.commons.published_servers()

    on = await change(town, "Ann", "publishes", "yes")
    assert A_DAY_LATER in seen(on)
    await town.all_tap(on, Choice.AGREE, *EVERYBODY)
    await town.wait(days=7, minutes=1)
    assert "In force from" in seen(town.announcement())
    assert not await town.bot.services.commons.published_servers()
    await town.wait(hours=24)
    assert await town.bot.services.commons.published_servers()
    assert "D-2" in await town.type("Cal", "charter history")


async def test_who_proposes_housekeeping_is_not_told_to_wait_a_day_for_it(town: Town) -> None:
    shown = await town.type("Ann", "charter propose", setting="time_zone", value="America/Lima")
    form = await town.press("Ann", shown, "Propose this change")
    answer = await town.fill("Ann", form, title="Our new zone", body="We moved.")
    assert "P-1 is open." in answer
    assert A_DAY_LATER not in answer
