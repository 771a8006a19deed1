"""The main job: propose, vote, decide, take up work; and every other way in which a vote can end."""

from bot.domain.ballots import Choice
from tests.stories.town import VOTERS, Town, seen

AGREE, DISAGREE, ABSTAIN, BLOCK = Choice


async def test_a_proposal_becomes_a_decision_whose_tasks_find_hands(town: Town) -> None:
    form = await town.type("Ann", "propose")
    answer = await town.fill(
        "Ann", form, title="Buy a hand-truck", body="The old one broke.", first_tasks="- fetch it\npaint it"
    )
    assert answer.is_private
    assert "P-1 is open. Voting closes" in answer

    ballot = town.ballot()
    assert {str(reaction) for reaction in ballot.reactions} == {"✅", "❌", "⚪", "⛔"}
    assert "P-1 · Buy a hand-truck" in [thread.name for thread in town.proposals.threads]
    assert "**Counted: 0 people, 3 needed.**" in seen(ballot)

    await town.all_tap(ballot, AGREE, "Ann", "Bea", "Cal", "Dov")
    await town.tap("Eve", ballot, DISAGREE)
    await town.wait(seconds=20)
    assert "**Counted: 5 people, 3 needed.** 4 agree, 1 disagrees." in seen(town.ballot())

    await town.wait(hours=72)
    announced = seen(town.announcement())
    assert "### D-1 · Passed: Buy a hand-truck" in announced
    assert "4 agree, 1 disagrees. 5 took part, 3 needed." in announced
    assert "2 tasks look for hands." in announced
    await town.wait(seconds=20)
    settled = seen(town.ballot())
    assert "**D-1 · Passed.** 4 agree, 1 disagrees." in settled
    assert "My vote" not in settled
    assert "Last tap counts" not in settled

    await town.press("Dov", town.task(1), "I'll do it")
    assert "**In hands:** Dov." in seen(town.task(1))
    await town.press("Dov", town.task(1), "Done")
    assert "**Done.** Thank you, Dov." in seen(town.task(1))
    assert "**Looks for hands:** 1 person." in seen(town.task(2))


async def test_nothing_is_decided_a_moment_before_the_deadline(town: Town) -> None:
    ballot = await town.propose()
    await town.all_tap(ballot, AGREE, *VOTERS)
    await town.wait(hours=71, minutes=59)
    assert not town.messages(town.decisions)
    await town.wait(minutes=1)
    assert "Passed" in seen(town.announcement())


async def test_the_deadline_itself_is_too_late(town: Town) -> None:
    ballot = await town.propose()
    await town.all_tap(ballot, AGREE, "Ann", "Bea", "Cal")
    panel = await town.press("Dov", ballot, "My vote")
    await town.env.advance_time(72 * 3600)
    await town.tap("Eve", ballot, DISAGREE)
    refused = await town.press("Dov", panel, "Disagree")
    assert refused.is_private
    assert "Voting on P-1 closed" in refused

    await town.look()
    assert "3 agree. 3 took part, 3 needed." in seen(town.announcement())
    why = await town.type("Ann", "why", number="D-1")
    assert "2 votes came too late." in why


async def test_too_few_decide_nothing(town: Town) -> None:
    ballot = await town.propose()
    await town.all_tap(ballot, AGREE, "Ann", "Bea")
    await town.wait(hours=72)
    await town.wait(seconds=20)
    assert not town.messages(town.decisions)
    assert "Too few had taken part: voting lasts until" in seen(town.ballot())
    await town.wait(hours=72)
    announced = seen(town.announcement())
    assert "### D-1 · Too few took part: Buy a second hand-truck" in announced
    assert "2 took part, 3 needed. Nothing is decided; propose again any time." in announced


async def test_what_too_many_disagree_with_does_not_pass(town: Town) -> None:
    ballot = await town.propose()
    await town.all_tap(ballot, AGREE, "Ann", "Bea", "Cal")
    await town.all_tap(ballot, DISAGREE, "Dov", "Eve")
    await town.wait(hours=72)
    announced = seen(town.announcement())
    assert "### D-1 · Not passed: Buy a second hand-truck" in announced
    assert "3 agree, 2 disagree. It needed twice as many to agree as to disagree or block." in announced


async def test_two_blocks_with_reasons_stop_a_proposal_and_it_can_be_proposed_anew(town: Town) -> None:
    ballot = await town.propose()
    await town.all_tap(ballot, AGREE, "Ann", "Bea", "Cal")
    for name in ("Dov", "Eve"):
        await town.tap(name, ballot, BLOCK)
        panel = await town.press(name, ballot, "My vote")
        form = await town.press(name, panel, "Give a reason")
        await town.fill(name, form, reason=f"{name} cannot carry it. A lighter one would do.")
    await town.wait(hours=72)
    announcement = town.announcement()
    assert "### D-1 · Blocked: Buy a second hand-truck" in seen(announcement)
    assert "2 blocks stand." in seen(announcement)

    read = await town.press("Ann", announcement, "Read")
    assert "Dov cannot carry it. A lighter one would do." in read
    assert "Eve cannot carry it. A lighter one would do." in read
    anew = await town.press("Ann", announcement, "Propose anew")
    assert anew.form["title"] == "Propose"


async def test_what_did_not_pass_bears_no_tasks(town: Town) -> None:
    ballot = await town.propose("Ann", "Buy a hand-truck", "Old one broke.", "fetch it")
    await town.all_tap(ballot, DISAGREE, *VOTERS)
    await town.wait(hours=72)
    assert "Not passed" in seen(town.announcement())
    assert "No task is open." in await town.type("Ann", "task list")


async def test_everybody_can_ask_why(town: Town) -> None:
    ballot = await town.propose()
    running = await town.type("New", "why", number="P-1")
    assert "As it stands now:" in running
    assert "Did enough people take part? 0 took part, 3 needed: no." in running
    assert "Nobody can close it early: no admin, no coordinator, not me." in running

    await town.all_tap(ballot, AGREE, *VOTERS)
    await town.wait(hours=72)
    await town.wait(seconds=20)
    on_decision = await town.press("New", town.announcement(), "Why?")
    on_ballot = await town.press("New", town.ballot(), "Why?")
    by_proposal = await town.type("New", "why", number="P-1")
    by_decision = await town.type("New", "why", number="d 1")
    assert on_decision.is_private
    assert "So the outcome is: Passed." in on_decision
    assert str(on_decision) == str(on_ballot) == str(by_proposal) == str(by_decision)


async def test_the_log_is_read_page_by_page(town: Town) -> None:
    assert "Nothing is decided yet." in await town.type("New", "decisions list")
    for number in range(1, 13):
        await town.propose("Ann" if number % 2 else "Bea", f"Idea {number}")
        if number % 4 == 0:
            await town.wait_in_vain()

    first = await town.type("New", "decisions list")
    assert "**D-12** · Too few took part: Idea" in first
    assert "**D-2**" not in first
    second = await town.press("New", first, "Older")
    assert "**D-2**" in second
    assert "**D-1**" in second
    assert "**D-3**" not in second
    assert second.labels == []

    one = await town.type("New", "decisions show", number="D-3")
    assert one.is_private
    assert "### D-3 · Too few took part" in one


async def test_the_whole_text_is_one_press_away(town: Town) -> None:
    body = "\n".join(f"Line {place} of a long story." for place in range(80))
    ballot = await town.propose("Ann", "A long story", body)
    assert "Line 79" not in seen(ballot)
    read = await town.press("New", ballot, "Read all")
    assert read.is_private
    assert "Line 79 of a long story." in read
    await town.wait_in_vain()
    assert "Line 79 of a long story." in await town.press("New", town.announcement(), "Read")
