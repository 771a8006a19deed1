"""Check my vote: everybody finds their own line in the record, privately, for thirty days."""

from bot.domain.ballots import Choice
from tests.stories.town import VOTERS, Town


async def test_ones_own_line_is_shown_to_oneself_and_its_code_only_when_asked_for(town: Town) -> None:
    await town.decide(Choice.AGREE)
    codes = set()
    for name in VOTERS:
        told = await town.press(name, town.ballot(), "Check my vote")
        assert told.is_private
        assert "Your vote was counted: **agree**. Yours is line" in told
        assert "of 5 in the record" in told
        assert "`" not in str(told)
        shown = await town.press(name, told, "Show the code")
        assert "Whoever knows it knows how you voted" in shown
        codes.add(str(shown).split("`")[1])
    assert len(codes) == 5


async def test_whoever_did_not_vote_is_told_so(town: Town) -> None:
    await town.decide(Choice.AGREE)
    assert "No vote of yours was counted here." in await town.press("Mayor", town.ballot(), "Check my vote")


async def test_the_panel_of_a_settled_vote_leads_there(town: Town) -> None:
    await town.decide(Choice.AGREE)
    panel = await town.type("Ann", "vote", number="P-1")
    assert "Your vote was counted" in await town.press("Ann", panel, "Check my vote")


async def test_an_old_press_while_the_vote_runs_shows_the_panel(town: Town) -> None:
    ballot = await town.propose()
    assert "You haven't voted yet." in await town.press_forged("Ann", "minga/check-vote/1/", ballot)
    assert "from another version" in await town.press_forged("Ann", "minga/show-code/1/", ballot)


async def test_after_thirty_days_nobody_can_tell_any_more(town: Town) -> None:
    await town.decide(Choice.AGREE)
    await town.wait(days=30, minutes=1)
    told = await town.press("Bea", town.ballot(), "Check my vote")
    assert "Thirty days after a vote nobody can tell any more" in told
    assert "Show the code" not in told
