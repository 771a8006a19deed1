"""Kinds and rules: the stories of the charter and of mandates."""

import pytest

from bot.domain.ballots import Choice
from tests.stories.kinds import ballot_of, deadline, object_to, say
from tests.stories.town import Town, seen

AGREE, DISAGREE, ABSTAIN, BLOCK = Choice
LAZY, MEETING = {"kind": "lazy"}, {"kind": "meeting"}
DAYS = "Monday\nTuesday\nWednesday"


async def test_the_text_is_changed_until_somebody_else_has_voted(town: Town) -> None:
    ballot = await ballot_of(town)
    await town.tap("Ann", ballot, AGREE)
    await town.wait(hours=10)
    form = await town.press("Ann", await town.press("Ann", ballot, "My vote"), "Change the text")
    await town.fill("Ann", form, title="Paint the hall", body="Better.", first_tasks="")
    await town.wait(seconds=20)
    shown = seen(town.ballot())
    assert "P-1 · Paint the hall" in shown
    assert "**Counted: 0 people, 3 needed.**" in shown, "ballots are cleared"
    await town.bot.timetable.read_all()
    await town.wait(seconds=20)
    assert "**Counted: 0 people, 3 needed.**" in seen(town.ballot()), "the old reaction is forgotten"
    await town.wait(hours=70)
    assert "**D-" not in seen(town.ballot()), "the clock began anew"
    await town.tap("Bea", ballot, AGREE)
    panel = await town.press("Ann", ballot, "My vote")
    assert "Change the text" not in panel.labels
    refused = await town.press_forged("Ann", "minga/amend/1/", ballot)
    assert "P-1 stays as it is: somebody else has voted" in refused


async def test_what_somebody_writes_is_given_back_when_another_voted_meanwhile(town: Town) -> None:
    ballot = await ballot_of(town)
    form = await town.press("Ann", await town.press("Ann", ballot, "My vote"), "Change the text")
    await town.tap("Bea", ballot, AGREE)
    refused = await town.fill("Ann", form, title="Paint the hall", body="Better.", first_tasks="")
    assert "P-1 stays as it is: somebody else has voted" in refused
    assert "Paint the hall" in refused
    anew = await town.press("Ann", refused, "Propose anew")
    await town.fill("Ann", anew, title="Paint the hall", body="Better.", first_tasks="")
    assert "Follows P-1." in seen(town.ballot(2))


async def test_every_kind_can_be_amended(town: Town) -> None:
    await ballot_of(town, wish={"kind": "choice"}, options=DAYS)
    await ballot_of(town, "Bea", wish=MEETING, met_on="2026-01-15", present="14")
    for name, number, fields in (("Ann", 1, {"options": "Thursday\nFriday"}), ("Bea", 2, {})):
        form = await town.press(name, await town.press(name, town.ballot(number), "My vote"), "Change the text")
        changed = await town.fill(name, form, title="Something else", body="Better.", first_tasks="", **fields)
        assert f"P-{number} has its new text." in changed
    await town.wait(seconds=20)
    assert "Thursday" in seen(town.ballot(1))
    assert "14 people were there." in seen(town.ballot(2))


async def test_only_the_author_takes_a_proposal_back(town: Town) -> None:
    ballot = await ballot_of(town)
    assert "Take the proposal back" not in (await town.press("Bea", ballot, "My vote")).labels
    refused = await town.press_forged("Bea", "minga/withdraw-proposal/1/", ballot)
    assert "Only whoever proposed P-1 can do that." in refused
    panel = await town.press("Ann", ballot, "My vote")
    question = await town.press("Ann", panel, "Take the proposal back")
    assert "Take P-1 back for good?" in question
    taken = await town.press("Ann", question, "Yes, take it back")
    assert "P-1 is taken back. The log keeps that." in taken
    await town.wait(seconds=20)
    assert "D-1 · Withdrawn: Paint the stairwell" in seen(town.announcement())
    assert "Its author took it back." in seen(town.announcement())
    assert "My vote" not in seen(town.ballot())


async def test_authors_find_what_they_may_still_do_where_they_read_and_list_their_own(town: Town) -> None:
    ballot = await ballot_of(town)
    await ballot_of(town, title="Paint the hall")
    own = ["Change the text", "Take the proposal back"]
    assert (await town.press("Ann", ballot, "Read")).labels == [*own, "Exposes a person"]
    assert not set(own) & set((await town.press("Bea", ballot, "Read")).labels)
    mine = await town.type("Ann", "proposals mine")
    assert mine.labels == ["Change P-1", "Take P-1 back", "Change P-2", "Take P-2 back"]
    form = await town.press("Ann", mine, "Change P-2")
    assert form.form["components"][0]["component"]["value"] == "Paint the hall"
    assert "Take P-1 back for good?" in await town.press("Ann", mine, "Take P-1 back")

    await town.tap("Bea", ballot, Choice.AGREE)
    assert (await town.press("Ann", ballot, "Read")).labels == ["Exposes a person"]
    assert (await town.type("Ann", "proposals mine")).labels == ["Change P-2", "Take P-2 back"]
    await town.tap("Bea", town.ballot(2), Choice.AGREE)
    assert "Somebody else has voted on them" in await town.type("Ann", "proposals mine")


async def test_who_has_nothing_under_way_is_told_just_that(town: Town) -> None:
    await ballot_of(town)
    mine = await town.type("Bea", "proposals mine")
    assert "You have no proposal under way." in mine
    assert mine.labels == ["Propose"]


async def test_who_was_asked_whether_to_take_back_and_answers_too_late_is_refused(town: Town) -> None:
    ballot = await ballot_of(town)
    question = await town.press("Ann", await town.press("Ann", ballot, "Read"), "Take the proposal back")
    await town.tap("Bea", ballot, Choice.AGREE)
    refused = await town.press("Ann", question, "Yes, take it back")
    assert "P-1 stays as it is: somebody else has voted" in refused


@pytest.mark.parametrize("typed", ["T-3", "P-1; drop", "soon"])
async def test_what_cannot_be_explained_gets_both_forms_of_number_to_type(town: Town, typed: str) -> None:
    refused = await town.type("Ann", "why", number=typed)
    assert "type it like D-7 for a decision or P-12 for what is being voted on" in refused


async def test_why_says_of_a_choice_without_votes_only_what_can_be_said(town: Town) -> None:
    await ballot_of(town, wish={"kind": "choice"}, options=DAYS)
    why = await town.type("Bea", "why", number="P-1")
    assert "0 took part, 3 needed: no." in why
    assert "Was one option ahead of the others? Nobody approved of any: no." in why
    assert "half is 0" not in why


async def test_a_secret_vote_is_cast_in_the_panel_only_and_counted_at_the_end(town: Town) -> None:
    ballot = await ballot_of(town, wish={"secret": True})
    assert ballot.reactions == []
    assert "A secret vote: press My vote." in seen(ballot)
    await say(town, "Agree", ballot, "Ann", "Bea")
    await town.wait(seconds=20)
    assert "The count stays closed until the end." in seen(town.ballot())
    await say(town, "Disagree", ballot, "Cal")
    await town.wait(seconds=20)
    assert "**Counted: 3 people, 3 needed.**" in seen(town.ballot())
    assert "disagree" not in seen(town.ballot()).replace("disagrees", "")
    await town.wait(hours=72)
    assert "2 agree, 1 disagrees. 3 took part, 3 needed." in seen(town.announcement())
    own = await town.press("Cal", await town.type("Cal", "vote", number="P-1"), "Check my vote")
    assert "kept nowhere" in own
    assert "disagree" not in own


async def test_what_stands_against_a_proposal_is_read_with_its_reasons(town: Town) -> None:
    ballot = await ballot_of(town)
    nothing = await town.type("Ann", "objections", number="P-1")
    assert "No block stands against it." in nothing
    await object_to(town, "Bea", ballot, "The smell.")
    read = await town.type("Ann", "objections", number="P-1")
    assert "Bea: The smell." in read
    panel = await town.press("Bea", ballot, "My vote")
    resolved = await town.press("Bea", panel, "It is resolved")
    assert "Your vote: **abstain**" in resolved
    assert "No block stands against it." in await town.type("Ann", "objections", number="P-1")


async def test_proposals_are_listed_with_those_that_close_first_in_front(town: Town) -> None:
    assert "Nothing is being decided right now." in await town.type("Ann", "proposals list")
    await ballot_of(town, wish={"discuss": 48}, title="Later")
    await ballot_of(town, "Bea", title="Sooner", wish={"follows": "P-1"})
    listed = str(await town.type("Ann", "proposals list"))
    assert listed.index("Sooner") < listed.index("Later")
    assert "Sooner" not in await town.type("Ann", "proposals mine")
    assert "Follows P-1." in await town.type("Ann", "proposals show", number="P-2")


async def test_too_few_prolong_a_vote_once(town: Town) -> None:
    ballot = await ballot_of(town)
    await town.all_tap(ballot, AGREE, "Ann", "Bea")
    await town.wait(hours=72)
    assert "Too few had taken part: voting lasts until" in seen(town.ballot())
    said = await deadline(town, 1)
    assert "2 took part, 3 needed. Nothing is decided" in said
    why = await town.press("Ann", town.announcement(), "Why?")
    assert "It lasted 72 hours longer, because too few had taken part." in why


async def test_a_turn_in_the_last_six_hours_prolongs_a_vote_once(town: Town) -> None:
    ballot = await ballot_of(town)
    await town.all_tap(ballot, AGREE, "Ann", "Bea", "Cal")
    await town.wait(hours=70)
    await town.all_tap(ballot, DISAGREE, "Dov", "Eve")
    await town.wait(hours=2)
    assert "The result turned in the last six hours: voting lasts until" in seen(town.ballot())
    await town.tap("Eve", ballot, AGREE)
    assert "4 agree, 1 disagrees." in await deadline(town, 1)
    why = await town.press("Ann", town.announcement(), "Why?")
    assert "It lasted 24 hours longer, because the result turned in the last six hours." in why
