"""Kinds: everything that is no plain action, from being proposed to what follows from it."""

from bot.domain.ballots import Choice
from tests.stories.kinds import EVERYBODY, ballot_of, object_to, put_up, say, tick
from tests.stories.town import Town, seen

AGREE, DISAGREE, ABSTAIN, BLOCK = Choice
LAZY, MEETING = {"kind": "lazy"}, {"kind": "meeting"}
DAYS = "Monday\nTuesday\nWednesday"


async def test_lazy_consent_passes_with_one_more_and_nobody_against(town: Town) -> None:
    ballot = await ballot_of(town, wish=LAZY, first_tasks="Buy paint")
    assert "Ann proposes · lazy consent" in seen(ballot)
    assert "Passes when one more agrees and nobody is against." in seen(ballot)
    await town.all_tap(ballot, AGREE, "Ann", "Bea")
    await town.wait(hours=72)
    announced = seen(town.announcement())
    assert "D-1 · Passed: Paint the stairwell" in announced
    assert "2 agree. 2 took part." in announced
    assert "1 task looks for hands." in announced
    why = await town.press("Cal", town.announcement(), "Why?")
    assert "Did somebody agree besides the author? 1 did, 1 needed: yes." in why


async def test_lazy_consent_that_nobody_else_agrees_with_has_no_support(town: Town) -> None:
    ballot = await ballot_of(town, wish=LAZY)
    await town.tap("Ann", ballot, AGREE)
    await town.all_tap(ballot, ABSTAIN, "Bea", "Cal")
    await town.wait(hours=72)
    assert "D-1 · No support: Paint the stairwell" in seen(town.announcement())
    assert "Nobody else agreed in time." in seen(town.announcement())


async def test_the_first_against_makes_an_action_vote_of_lazy_consent_for_good(town: Town) -> None:
    ballot = await ballot_of(town, wish=LAZY)
    await town.all_tap(ballot, AGREE, "Ann", "Bea")
    await town.wait(hours=48)
    await town.tap("Cal", ballot, DISAGREE)
    await town.wait(seconds=20)
    shown = seen(town.ballot())
    assert "Somebody is against it, so everybody votes now." in shown
    assert "**Counted: 3 people, 3 needed.** 2 agree, 1 disagrees." in shown
    await town.tap("Cal", ballot, AGREE)
    await town.wait(hours=71)
    assert "**D-" not in seen(town.ballot()), "72 hours began with that tap"
    assert "Passes when one more agrees" not in seen(town.ballot())
    await town.wait(hours=2)
    assert "3 agree. 3 took part, 3 needed." in seen(town.announcement())


async def test_a_disagreement_in_the_panel_turns_lazy_consent_too(town: Town) -> None:
    ballot = await ballot_of(town, wish=LAZY)
    await say(town, "Disagree", ballot, "Bea")
    await town.wait(seconds=20)
    assert "so everybody votes now" in seen(town.ballot())


async def test_what_a_meeting_agreed_says_when_and_how_many_and_takes_one_more(town: Town) -> None:
    ballot = await ballot_of(town, wish=MEETING, met_on="2026-01-15", present="14")
    assert "Agreed at a meeting on 15 January 2026; 14 people were there." in seen(ballot)
    await town.tap("Bea", ballot, AGREE)
    await town.wait(hours=72)
    assert "D-1 · Passed: Paint the stairwell" in seen(town.announcement())
    read = await town.press("Cal", town.announcement(), "Read")
    assert "Agreed at a meeting on 15 January 2026; 14 people were there." in read


async def test_a_meeting_without_a_day_or_people_gives_the_text_back(town: Town) -> None:
    refused = await put_up(town, wish=MEETING, met_on="in May", present="14")
    assert "Write it like 2026-05-11." in refused
    assert "The landlord won't." in refused
    refused = await put_up(town, wish=MEETING, met_on="2026-01-15", present="many")
    assert "takes a whole number" in refused


async def test_an_agreement_is_voted_on_like_an_action(town: Town) -> None:
    ballot = await ballot_of(town, wish={"kind": "agreement"})
    assert "Ann proposes · agreement" in seen(ballot)
    await town.all_tap(ballot, AGREE, *EVERYBODY)
    await town.wait(hours=72)
    assert "5 agree. 5 took part, 3 needed." in seen(town.announcement())


async def test_every_tap_on_a_choice_adds_and_the_checklist_replaces(town: Town) -> None:
    ballot = await ballot_of(town, wish={"kind": "choice"}, options=DAYS)
    assert [str(reaction) for reaction in town.ballot().reactions] == ["1️⃣", "2️⃣", "3️⃣", "💬"]
    for emoji in ("1️⃣", "2️⃣"):
        await town["Bea"].react(ballot, emoji)
    panel = await town.press("Bea", ballot, "My vote")
    assert "Your vote: **Monday and Tuesday**" in panel
    panel = await tick(town, "Bea", ballot, 2, 3)
    assert "Your vote: **Tuesday and Wednesday**" in panel
    await tick(town, "Cal", ballot, 2)
    await tick(town, "Dov", ballot, 0)
    await town.wait(seconds=20)
    assert "**Counted: 3 people, 3 needed.** Tuesday 2, Wednesday 1, keep discussing 1." in seen(town.ballot())
    panel = await town.press("Dov", ballot, "My vote")
    await town.press("Dov", panel, "Withdraw")
    await town["Dov"].react(ballot, "2️⃣")
    await town.wait(hours=72)
    announced = seen(town.announcement())
    assert "**Tuesday** it is. Tuesday 3, Wednesday 1. 3 took part, 3 needed." in announced


async def test_a_tie_on_top_of_a_choice_leads_to_a_run_off_once(town: Town) -> None:
    first = await ballot_of(town, wish={"kind": "choice"}, options=DAYS)
    for name, emoji in (("Ann", "1️⃣"), ("Bea", "1️⃣"), ("Cal", "2️⃣"), ("Dov", "2️⃣"), ("Eve", "3️⃣")):
        await town[name].react(first, emoji)
    await town.wait(hours=72)
    second = town.ballot()
    assert second.id != first.id
    assert "**A run-off among those on top, for 24 hours.** Everybody votes anew." in seen(second)
    assert [str(reaction) for reaction in second.reactions] == ["1️⃣", "2️⃣"]
    assert "Wednesday" not in seen(second)
    before = next(message for message in town.messages(town.proposals) if message.id == first.id)
    assert "Several were on top, so a run-off decides among them." in seen(before)
    assert "My vote" not in seen(before)
    await town["Eve"].react(before, "3️⃣")
    for name in ("Ann", "Cal", "Dov"):
        await town[name].react(second, "2️⃣")
    assert "Wednesday" not in str(await town.press("Ann", second, "My vote"))
    await town.wait(hours=24)
    assert "**Tuesday** it is. Tuesday 3. 3 took part, 3 needed." in seen(town.announcement())
    why = await town.press("Ann", town.announcement(), "Why?")
    assert "These were level on top and went into a run-off: Monday and Tuesday." in why


async def test_keep_discussing_on_top_decides_nothing(town: Town) -> None:
    ballot = await ballot_of(town, wish={"kind": "choice"}, options=DAYS)
    for name in ("Ann", "Bea", "Cal"):
        await town[name].react(ballot, "💬")
    await town.wait(hours=72)
    assert "D-1 · Not decided: Paint the stairwell" in seen(town.announcement())
    assert "“Keep discussing” is on top, so talk on." in seen(town.announcement())


async def test_a_choice_has_two_to_nine_options(town: Town) -> None:
    refused = await put_up(town, wish={"kind": "choice"}, options="Monday")
    assert "A choice has 2 to 9 options, one a line; I found 1." in refused
    assert "Monday" in refused


async def test_what_was_blocked_is_reworked_without_blocks(town: Town) -> None:
    ballot = await ballot_of(town, wish={"kind": "agreement"})
    await town.all_tap(ballot, AGREE, "Ann", "Bea", "Cal")
    await object_to(town, "Dov", ballot, "The smell.")
    await object_to(town, "Eve", ballot, "The colour.")
    await town.wait(hours=72)
    blocked = town.announcement()
    assert "D-1 · Blocked: Paint the stairwell" in seen(blocked)
    assert "2 blocks stand. Rework it and propose anew." in seen(blocked)
    form = await town.press("Ann", blocked, "Propose anew")
    assert form.form["title"] == "Propose: agreement"
    await town.fill("Ann", form, title="Paint it white, by night", body="Odourless.", first_tasks="")
    again = town.ballot()
    assert "Reworks D-1, which was blocked." in seen(again)
    assert [str(reaction) for reaction in again.reactions] == ["✅", "❌", "⚪"]
    await town.all_tap(again, AGREE, "Ann", "Bea", "Cal")
    await town.tap("Dov", again, DISAGREE)
    await town.tap("Eve", again, DISAGREE)
    await town.wait(hours=72)
    assert "It needed three times as many to agree" in seen(town.announcement())


async def test_only_what_was_blocked_is_reworked(town: Town) -> None:
    await town.decide()
    assert await town["Ann"].autocomplete(town.proposals, "propose", "reworks", "") == []
    refused = await put_up(town, wish={"reworks": "D-1"})
    assert "D-1 was not blocked" in refused
    refused = await put_up(town, wish={"reworks": "D-7"})
    assert "There is no decision D-7 here." in refused


async def test_a_proposal_is_talked_over_first_and_edited_freely(town: Town) -> None:
    ballot = await ballot_of(town, wish={"discuss": 24})
    assert "voting opens" in seen(ballot)
    assert "Talk it over first; its author can still change every word." in seen(ballot)
    assert ballot.reactions == []
    early = await town.type("Bea", "vote", number="P-1")
    assert "Voting opens" in early
    assert early.labels == []
    mine = await town.type("Ann", "vote", number="P-1")
    assert mine.labels == ["Change the text", "Take the proposal back"]
    form = await town.press("Ann", mine, "Change the text")
    assert form.form["components"][0]["component"]["value"] == "Paint the stairwell"
    changed = await town.fill("Ann", form, title="Paint the hall", body="Better.", first_tasks="Buy paint")
    assert "P-1 has its new text." in changed
    assert "P-1 · Paint the hall" in seen(town.ballot())
    await town.wait(hours=25)
    opened = town.ballot()
    assert [str(reaction) for reaction in opened.reactions] == ["✅", "❌", "⚪", "⛔"]
    await town.all_tap(opened, AGREE, *EVERYBODY)
    await town.wait(hours=72)
    assert "D-1 · Passed: Paint the hall" in seen(town.announcement())
