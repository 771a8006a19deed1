"""Changing: the charter, its bindings and its mandates change by everybody's vote and by nothing else."""

import aiohttp
import pytest

from bot.domain.ballots import Choice
from bot.domain.charter import PUBLISHES, SETTINGS, Housekeeping, Principle
from bot.web import LogServer
from bot.words.catalogue import words_in
from bot.words.settings import principle_sentence, setting_name
from tests.stories.kinds import EVERYBODY, ballot_of, change, deadline, object_to, say
from tests.stories.town import Town, seen

AGREE, DISAGREE, ABSTAIN, BLOCK = Choice


async def adopted(town: Town, name: str, setting: str, value: str) -> str:
    """Propose a change, have everybody agree, and let the days pass; what is announced."""
    ballot = await change(town, name, setting, value)
    await town.all_tap(ballot, AGREE, *EVERYBODY)
    await town.wait(days=7, minutes=1)
    return seen(town.announcement())


async def test_a_passed_change_is_in_force_a_day_later_and_running_proposals_keep_their_numbers(town: Town) -> None:
    ballot = await change(town, "Ann", "voting_hours", "5 days")
    assert "P-1 · How long voting lasts: 3 days → 5 days" in seen(ballot)
    assert "Ann proposes · charter change" in seen(ballot)
    assert "If it passes, it is in force a day later." in seen(ballot)
    await town.all_tap(ballot, AGREE, *EVERYBODY)
    await town.wait(days=7, minutes=1)
    announced = seen(town.announcement())
    assert "D-1 · Passed" in announced
    assert "How long voting lasts: 3 days → 5 days" in announced
    assert "In force from" in announced

    running = await ballot_of(town, "Bea", title="Still three days")
    await town.wait(hours=25)
    shown = await town.type("Cal", "charter show")
    assert "Our charter, version 2" in shown
    assert "how long voting lasts: **5 days**" in shown
    await town.all_tap(running, AGREE, *EVERYBODY)
    await town.wait(hours=48)
    assert "D-2 · Passed: Still three days" in seen(town.announcement())

    longer = await ballot_of(town, "Bea", title="Five days now")
    await town.all_tap(longer, AGREE, *EVERYBODY)
    await town.wait(days=4, hours=23)
    assert "D-3" not in seen(town.announcement())
    await town.wait(hours=2)
    assert "D-3 · Passed: Five days now" in seen(town.announcement())

    history = str(await town.type("Cal", "charter history"))
    assert "how long voting lasts: 3 days → 5 days" in history
    assert "D-1" in history
    assert "founded with the usual numbers" in history


async def test_a_change_says_what_it_changes_even_under_another_title(town: Town) -> None:
    ballot = await change(town, "Ann", "voting_hours", "5 days", title="Something harmless")
    assert "**How long voting lasts: 3 days → 5 days**" in seen(ballot)
    read = await town.press("Bea", ballot, "Read")
    assert "**How long voting lasts: 3 days → 5 days**" in read


async def test_the_text_of_a_change_can_be_amended_and_the_change_stays(town: Town) -> None:
    ballot = await change(town, "Ann", "voting_hours", "5 days")
    form = await town.press("Ann", await town.press("Ann", ballot, "My vote"), "Change the text")
    await town.fill("Ann", form, title="More time to think", body="We are slow.")
    await town.wait(seconds=20)
    assert "P-1 · More time to think" in seen(town.ballot())
    assert "**How long voting lasts: 3 days → 5 days**" in seen(town.ballot())


async def test_one_change_of_a_setting_at_a_time(town: Town) -> None:
    await change(town, "Ann", "voting_hours", "5 days")
    refused = await town.type("Bea", "charter propose", setting="voting_hours", value="4 days")
    assert "P-1 is about “how long voting lasts” already. One change of it at a time" in refused
    assert "seats" not in refused
    await change(town, "Bea", "seats", "3")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("one_vote", "One person, one vote: no weights, no casting vote."),
        ("free_choice", "Nobody gives work to anybody"),
        ("only_reminders", "Coordinators schedule reminders, and nothing else."),
        ("only_by_vote", "The rules change only by our own vote."),
        ("open_log", "Everybody can read, copy and check the whole log"),
        ("full_time", "Votes last at least 24 hours and never close early."),
        ("easier_back", "A power is easier to take back than to give."),
    ],
)
async def test_no_vote_changes_the_core_and_the_refusal_names_the_principle(
    town: Town, setting: str, said: str
) -> None:
    refused = await town.type("Ann", "charter propose", setting=setting, value="yes")
    assert said in refused
    assert "That is our core: no vote, no role and no setting changes it." in refused
    assert refused.labels == []


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("voting_hours", "12 hours", "can be anything from 1 day to 14 days"),
        ("voting_hours", "72", "72 hours or 72 days? Please write the unit too, like: 5 days."),
        ("voting_hours", "soon", "Write it like: 5 days."),
        ("tenure_days", "31 days", "can be anything from 0 days to 30 days"),
        ("threshold", "1/2", "9 of every 10"),
        ("threshold", "2/3", "is just that already"),
        ("quorum_factor", "3", "can be anything from"),
        ("favourite_colour", "red", "Our charter has no such setting."),
    ],
)
async def test_a_value_that_cannot_be_is_refused_with_what_can(town: Town, setting: str, value: str, said: str) -> None:
    assert said in await town.type("Ann", "charter propose", setting=setting, value=value)


async def test_settings_and_principles_are_suggested_by_their_names(town: Town) -> None:
    found = await town["Ann"].autocomplete(town.proposals, "charter propose", "setting", "vot")
    names = [each["name"] for each in found]
    assert "how long voting lasts" in names
    assert any("One person, one vote" in name for name in names)


async def test_typing_finds_what_the_first_suggestions_have_no_room_for(town: Town) -> None:
    async def found(typed: str) -> list[str]:
        offered = await town["Ann"].autocomplete(town.proposals, "charter propose", "setting", typed)
        return [str(each["value"]) for each in offered]

    assert len(await found("")) == 25
    words = words_in("en")
    named = {key: setting_name(key, words) for key in (*SETTINGS, *Housekeeping, PUBLISHES)}
    named |= {principle.value: principle_sentence(principle, words) for principle in Principle}
    assert len(named) > 25
    for key, name in named.items():
        assert key in await found(name[:100]), name
    assert await found(" TASKS  channel") == ["tasks_channel"]
    assert await found("nothing like it") == []


async def test_a_change_shows_which_decisions_would_have_ended_otherwise(town: Town) -> None:
    ballot = await town.propose("Ann", "Buy a projector")
    await town.all_tap(ballot, AGREE, "Ann", "Bea", "Cal")
    await town.tap("Dov", ballot, DISAGREE)
    await town.wait(hours=72)
    assert "Passed" in seen(town.announcement())
    shown = await town.type("Ann", "charter propose", setting="threshold", value="9/10")
    assert "**How many must agree**: 2 of every 3 → 9 of every 10" in shown
    assert "- D-1 Buy a projector: Passed → Not passed" in shown
    other = await town.type("Ann", "charter propose", setting="seats", value="3")
    assert "None of our last 10 decisions would have ended differently." in other


async def test_a_change_is_blocked_like_an_action_and_goes_on_when_the_objection_is_resolved(town: Town) -> None:
    ballot = await change(town, "Ann", "voting_hours", "5 days")
    await town.all_tap(ballot, AGREE, "Ann", "Bea", "Cal")
    for name in ("Dov", "Eve"):
        await object_to(town, name, ballot, "Urgent things could not wait.")
    await town.wait(seconds=20)
    assert "2 block" in seen(town.ballot())
    panel = await town.press("Dov", ballot, "My vote")
    await town.press("Dov", panel, "It is resolved")
    await town.tap("Eve", ballot, AGREE)
    await town.wait(days=7, minutes=1)
    assert "4 agree, 1 abstains. 5 took part, 5 needed." in seen(town.announcement())
    read = await town.press("Ann", town.announcement(), "Read")
    assert "Urgent things could not wait. (resolved)" in read


async def test_a_blocked_change_is_proposed_anew_by_its_command_only(town: Town) -> None:
    ballot = await change(town, "Ann", "voting_hours", "5 days")
    await town.all_tap(ballot, AGREE, "Ann", "Bea", "Cal")
    for name in ("Dov", "Eve"):
        await object_to(town, name, ballot, "No.")
    await town.wait(days=7, minutes=1)
    assert "D-1 · Blocked" in seen(town.announcement())
    assert "Propose anew" not in seen(town.announcement())
    assert "how long voting lasts: **3 days**" in await town.type("Ann", "charter show")
    await change(town, "Ann", "voting_hours", "4 days")


async def test_a_change_for_fewer_to_agree_is_judged_by_the_old_number(town: Town) -> None:
    ballot = await change(town, "Ann", "strong_threshold", "3/5")
    await town.all_tap(ballot, AGREE, "Ann", "Bea", "Cal")
    await town.all_tap(ballot, DISAGREE, "Dov", "Eve")
    await town.wait(days=7, minutes=1)
    assert "It needed three times as many to agree" in seen(town.announcement())


async def test_housekeeping_goes_by_lazy_consent_and_is_done_at_once(town: Town) -> None:
    ballot = await change(town, "Ann", "time_zone", "America/Lima")
    assert "Passes when one more agrees and nobody is against." in seen(ballot)
    await town.tap("Bea", ballot, AGREE)
    await town.wait(hours=72)
    assert "Our time zone: Europe/Paris → America/Lima" in seen(town.announcement())
    assert "In force now." in seen(town.announcement())
    refused = await town.type("Ann", "charter propose", setting="time_zone", value="America/Lima")
    assert "is just that already" in refused
    refused = await town.type("Ann", "charter propose", setting="time_zone", value="Lima-ish")
    assert "I don't know a time zone of that name." in refused


async def test_switching_publication_off_is_decided_like_a_recall_and_empties_the_web(town: Town) -> None:
    await town.decide()
    web = LogServer(town.bot.services, host="127.0.0.1", port=0)
    await web.start()
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{web.url}/nordstadt-tenants") as answer:
            assert "Buy a second hand-truck" in await answer.text()
        ballot = await change(town, "Ann", "publishes", "no")
        assert "A secret vote: press My vote." in seen(ballot)
        await say(town, "Agree", ballot, "Ann", "Bea", "Cal")
        await say(town, "Disagree", ballot, "Dov", "Eve")
        await town.wait(hours=73)
        assert "3 agree, 2 disagree." in seen(town.announcement())
        for path in ("nordstadt-tenants", "nordstadt-tenants/D-1", "nordstadt-tenants/log.jsonl"):
            async with session.get(f"{web.url}/{path}") as answer:
                assert answer.status == 404, path
                assert "hand-truck" not in await answer.text()
        async with session.get(web.url) as answer:
            assert "Nothing is published here yet." in await answer.text()
    await web.close()


async def test_a_mandate_is_stood_for_given_by_secret_vote_and_taken_back(town: Town) -> None:
    assert "Nobody holds a mandate." in await town.type("Ann", "coordinator list")
    form = await town.type("Cal", "coordinator stand")
    stood = await town.fill("Cal", form, body="I like reminding.")
    assert "P-1 is open, as a secret vote." in stood
    ballot = town.ballot()
    assert "P-1 · A mandate to schedule reminders" in seen(ballot)
    assert ballot.reactions == []
    again = await town.type("Cal", "coordinator stand")
    assert "You hold a mandate or stand for one already" in again
    why = await town.type("Ann", "why", number="P-1")
    assert "The count stays closed until the end." in why
    assert "0 took part" not in why
    await say(town, "Agree", ballot, "Ann", "Bea", "Cal")
    await town.wait(hours=72)
    assert "D-1 · Passed: A mandate to schedule reminders" in seen(town.announcement())
    assert "Seat 1: Cal, until" in await town.type("Ann", "coordinator list")

    form = await town.type("Ann", "coordinator recall", mandate="D-1")
    blank = await town.fill("Ann", form, body=" ")
    assert "“What and why” is empty." in blank
    form = await town.press("Ann", blank, "Write again")
    await town.fill("Ann", form, body="We had no reminders.")
    recall = town.ballot()
    assert "P-2 · Take back the mandate of D-1" in seen(recall)
    twice = await town.type("Bea", "coordinator recall", mandate="D-1")
    assert "its recall is being voted on" in twice
    assert (await town.press("Bea", recall, "My vote")).labels[:3] == ["Agree", "Disagree", "Abstain"]
    await say(town, "Agree", recall, "Ann", "Bea")
    await say(town, "Disagree", recall, "Cal")
    assert "Seat 1: Cal" in await town.type("Ann", "coordinator list"), "until it is decided"
    await town.wait(hours=72)
    assert "D-2 · Passed: Take back the mandate of D-1" in seen(town.announcement())
    assert "Nobody holds a mandate." in await town.type("Ann", "coordinator list")
    assert "There is no such mandate" in await town.type("Ann", "coordinator recall", mandate="D-1")


async def test_who_stands_when_the_seats_are_full_waits_for_one(town: Town) -> None:
    for name in ("Cal", "Dov", "Eve"):
        form = await town.type(name, "coordinator stand")
        await town.fill(name, form, body="I like reminding.")
        await say(town, "Agree", town.ballot(), "Ann", "Bea", "Cal")
        await town.wait(hours=72)
    listed = await town.type("Ann", "coordinator list")
    assert "Seat 1: Cal" in listed
    assert "Seat 2: Dov" in listed
    assert "Eve waits for a seat (D-3)" in listed
    form = await town.type("Ann", "coordinator recall", mandate="D-1")
    await town.fill("Ann", form, body="Time to share.")
    await say(town, "Agree", town.ballot(), "Ann", "Bea", "Dov")
    await town.wait(hours=72)
    listed = await town.type("Ann", "coordinator list")
    assert "waits" not in listed
    assert "Cal" not in listed
    assert "Eve, until" in listed


async def test_too_few_for_a_change_is_said_as_such(town: Town) -> None:
    ballot = await change(town, "Ann", "seats", "3")
    await town.all_tap(ballot, AGREE, "Ann", "Bea", "Cal", "Dov")
    said = await deadline(town, 1)
    assert "4 took part, 5 needed. Nothing is decided" in said
    assert "In force" not in said
