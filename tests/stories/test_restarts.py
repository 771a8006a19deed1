"""Restarts: a new bot on the same database knows the old one's buttons and forms, and reads what it missed."""

from bot.domain.ballots import Choice
from tests.stories.town import Town, seen

AGREE, DISAGREE, ABSTAIN, BLOCK = Choice


async def test_buttons_from_before_the_restart_still_work(town: Town) -> None:
    ballot = await town.propose("Ann", "Buy a hand-truck", "Old one broke.", "fetch it")
    panel = await town.press("Bea", ballot, "My vote")
    await town.restart()
    assert "Your vote: **agree**" in await town.press("Bea", panel, "Agree")
    assert "Your vote: **agree**" in await town.press("Bea", ballot, "My vote")
    assert "Old one broke." in await town.press("New", ballot, "Read")

    await town.all_tap(ballot, AGREE, "Ann", "Cal")
    await town.wait(hours=72)
    announcement = town.announcement()
    assert "3 agree. 3 took part" in seen(announcement)
    await town.restart()
    assert "So the outcome is: Passed." in await town.press("New", announcement, "Why?")
    await town.press("New", town.task(1), "I'll do it")
    assert "**In hands:** New." in seen(town.task(1))


async def test_a_form_opened_before_the_restart_still_arrives(town: Town) -> None:
    form = await town.type("Ann", "propose")
    await town.restart()
    answer = await town.fill("Ann", form, title="Written slowly", body="Across a restart.")
    assert "P-1 is open." in answer
    assert "### P-1 · Written slowly" in seen(town.ballot())


async def test_taps_missed_while_the_bot_was_away_are_read(town: Town) -> None:
    ballot = await town.propose()
    await town.tap("Ann", ballot, AGREE)
    await town.tap("Bea", ballot, AGREE)

    async def meanwhile() -> None:
        await town.tap("Bea", ballot, DISAGREE)
        await town.untap("Ann", ballot, AGREE)
        await town.tap("Cal", ballot, BLOCK)
        await town.all_tap(ballot, AGREE, "Dov", "New")
        await town.tap("Dov", ballot, DISAGREE)

    await town.restart(meanwhile=meanwhile)
    await town.wait(seconds=20)
    shown = seen(town.ballot())
    assert "**Counted: 3 people, 3 needed.** 1 agrees, 1 disagrees, 1 blocks without a reason." in shown
    assert "1 newcomer's tap not counted." in shown
    assert "1 ballot unclear, not counted: several choices were tapped while I was away." in shown
    assert "1 reaction was taken off; the vote behind it still counts." in shown


async def test_a_deadline_that_passed_while_the_bot_was_away_is_moved_and_what_was_tapped_meanwhile_counts(
    town: Town,
) -> None:
    ballot = await town.propose()
    await town.all_tap(ballot, AGREE, "Ann", "Bea", "Cal")

    async def meanwhile() -> None:
        town.env.backend.advance_clock(73 * 3600)
        await town.tap("Dov", ballot, DISAGREE)

    await town.restart(meanwhile=meanwhile)
    shown = seen(town.ballot())
    assert "3 agree, 1 disagrees" in shown
    assert "I was away near the end: voting lasts until" in shown
    assert not town.messages(town.decisions)


async def test_nothing_is_announced_twice_after_restarts(town: Town) -> None:
    await town.decide(AGREE, "fetch it")
    for _ in range(2):
        await town.restart()
        await town.wait(hours=1)
    assert len([one for one in town.messages(town.decisions) if "### D-1" in seen(one)]) == 1
    assert len([one for one in town.messages(town.decisions) if "### T-1" in seen(one)]) == 1
    assert len(town.messages(town.proposals)) == 1
