"""Voting: by reaction and by panel, with and without a reason, and what is not counted."""

from bot.domain.ballots import Choice
from tests.stories.town import Town, seen

AGREE, DISAGREE, ABSTAIN, BLOCK = Choice


async def counted(town: Town) -> str:
    """The newest ballot, redrawn."""
    await town.wait(seconds=20)
    return seen(town.ballot())


async def test_the_last_tap_counts_and_the_earlier_one_is_tidied_away(town: Town) -> None:
    ballot = await town.propose()
    for choice in (AGREE, DISAGREE, BLOCK, ABSTAIN):
        await town.tap("Bea", ballot, choice)
    shown = await counted(town)
    assert "**Counted: 1 person, 3 needed.** 0 agree, 1 abstains." in shown
    assert "taken off" not in shown
    standing = {str(reaction): reaction.count for reaction in town.ballot().reactions}
    assert standing == {"✅": 1, "❌": 1, "⚪": 2, "⛔": 1}


async def test_the_panel_is_the_second_road(town: Town) -> None:
    ballot = await town.propose()
    panel = await town.press("Bea", ballot, "My vote")
    assert panel.is_private
    assert "You haven't voted yet." in panel
    assert panel.labels == ["Agree", "Disagree", "Abstain", "Block", "Keep the text inside the server"]

    agreed = await town.press("Bea", panel, "Agree")
    assert agreed.message.id == panel.message.id
    assert "Your vote: **agree**, since" in agreed
    switched = await town.press("Bea", agreed, "Disagree")
    assert "Your vote: **disagree**" in switched
    assert "0 agree, 1 disagrees." in await counted(town)

    await town.tap("Bea", ballot, AGREE)
    again = await town.type("Bea", "vote", number="P-1")
    assert "Your vote: **agree**" in again
    assert "1 agrees." in await counted(town)


async def test_voting_in_the_panel_takes_the_earlier_reaction_off_and_tapping_again_counts_again(town: Town) -> None:
    ballot = await town.propose()
    await town.tap("Bea", ballot, AGREE)
    panel = await town.press("Bea", ballot, "My vote")
    await town.press("Bea", panel, "Disagree")
    shown = await counted(town)
    assert "0 agree, 1 disagrees." in shown
    assert "taken off" not in shown
    assert {reaction.count for reaction in town.ballot().reactions} == {1}

    await town.tap("Bea", ballot, AGREE)
    assert "1 agrees." in await counted(town)
    await town.bot.timetable.read_all()
    assert "1 agrees." in await counted(town)


async def test_a_block_that_was_taken_back_asks_for_its_reason_anew(town: Town) -> None:
    ballot = await town.propose()
    panel = await town.press("Bea", ballot, "My vote")
    panel = await town.press("Bea", panel, "Block")
    form = await town.press("Bea", panel, "Give a reason")
    panel = await town.fill("Bea", form, reason="It does not fit into the lift.")
    panel = await town.press("Bea", panel, "Abstain")
    assert "lift" not in panel
    panel = await town.press("Bea", panel, "Block")
    assert "Your block has no reason yet" in panel


async def test_a_withdrawn_ballot_stays_withdrawn_until_its_owner_votes_again(town: Town) -> None:
    ballot = await town.propose()
    await town.tap("Bea", ballot, AGREE)
    panel = await town.press("Bea", ballot, "My vote")
    withdrawn = await town.press("Bea", panel, "Withdraw")
    assert "Your vote is withdrawn" in withdrawn
    await town.bot.timetable.read_all()
    assert "**Counted: 0 people" in await counted(town)

    await town.untap("Bea", ballot, AGREE)
    await town.tap("Bea", ballot, AGREE)
    assert "**Counted: 1 person" in await counted(town)


async def test_withdrawing_twice_is_refused_in_a_sentence(town: Town) -> None:
    ballot = await town.propose()
    panel = await town.press("Bea", ballot, "My vote")
    panel = await town.press("Bea", panel, "Agree")
    await town.press("Bea", panel, "Withdraw")
    refused = await town.press_forged("Bea", "minga/withdraw/1/", ballot)
    assert "You have no vote on P-1 yet. Pick a choice first." in refused


async def test_a_block_without_a_reason_counts_as_disagree_until_it_has_one(town: Town) -> None:
    ballot = await town.propose()
    await town.tap("Bea", ballot, BLOCK)
    shown = await counted(town)
    assert "1 block has no reason yet, so it counts as disagree." in shown
    assert "Bea" not in shown

    panel = await town.press("Bea", ballot, "My vote")
    assert "Your block has no reason yet, so it counts as disagree." in panel
    form = await town.press("Bea", panel, "Give a reason")
    answered = await town.fill("Bea", form, reason="It does not fit into the lift.")
    assert answered.message.id == panel.message.id
    assert "Your reason: It does not fit into the lift." in answered
    shown = await counted(town)
    assert "no reason" not in shown
    assert "1 blocks" in shown

    filled = await town.press("Bea", answered, "Change reason")
    assert filled.form["components"][0]["component"]["value"] == "It does not fit into the lift."


async def test_a_newcomers_tap_is_support_and_the_panel_says_since_when_they_vote(town: Town) -> None:
    ballot = await town.propose()
    await town.tap("New", ballot, AGREE)
    shown = await counted(town)
    assert "**Counted: 0 people" in shown
    assert "1 newcomer's tap not counted." in shown

    panel = await town.press("New", ballot, "My vote")
    assert panel.is_private
    assert "so your tap shows support but isn't counted." in panel
    assert "Today you can discuss, propose and take tasks." in panel
    assert panel.labels == ["Discuss", "Tasks"]
    refused = await town.press_forged("New", "minga/vote/1/agree", ballot)
    assert "isn't counted" in refused


async def test_an_untapped_ballot_still_counts_and_the_ballot_says_so(town: Town) -> None:
    ballot = await town.propose()
    await town.tap("Bea", ballot, AGREE)
    await town.untap("Bea", ballot, AGREE)
    shown = await counted(town)
    assert "**Counted: 1 person, 3 needed.** 1 agrees." in shown
    assert "1 reaction was taken off; the vote behind it still counts." in shown
    assert "Un-tapping doesn't: use My vote." in shown


async def test_bots_have_no_vote(town: Town) -> None:
    town.join("Gadget", is_bot=True)
    ballot = await town.propose()
    await town.tap("Gadget", ballot, AGREE)
    await town.untap("Gadget", ballot, AGREE)
    await town.tap("Gadget", ballot, DISAGREE)
    await town.bot.timetable.read_all()
    shown = await counted(town)
    assert "**Counted: 0 people, 3 needed.**" in shown
    assert "-#" not in shown


async def test_other_reactions_and_other_messages_are_no_votes(town: Town) -> None:
    ballot = await town.propose()
    await town["Bea"].react(ballot, "🎉")
    chat = await town["Bea"].send(town.proposals, "Nice one!")
    await town.tap("Bea", chat, AGREE)
    assert "**Counted: 0 people, 3 needed.**" in await counted(town)


async def test_a_settled_proposal_shows_its_end_instead_of_choices(town: Town) -> None:
    ballot = await town.propose()
    await town.wait_in_vain()
    panel = await town.press_forged("Bea", "minga/my-vote/1/", ballot)
    assert "Voting closed" in panel
    assert panel.labels == ["Check my vote", "Why?"]
    by_command = await town.type("Bea", "vote", number="1")
    assert str(by_command) == str(panel)


async def test_fourth_open_proposal_of_one_author_waits_for_room(town: Town) -> None:
    for number in range(3):
        await town.propose("Ann", f"Idea {number}")
    form = await town.type("Ann", "propose")
    refused = await town.fill("Ann", form, title="One more", body="I have\nso many ideas.", first_tasks="think")
    assert "You have 3 open proposals, the most one person may have." in refused
    assert "One more" in refused
    assert "I have\nso many ideas." in refused
    assert "think" in refused
    assert refused.labels == ["Write again"]
