"""Stories of what is one's own: everything told in a file, forgotten on one's word, and a name shown and taken off."""

import json

from bot.domain.ballots import Choice
from tests.cogs.reading import Json
from tests.stories.said import Said
from tests.stories.town import VOTERS, Town, seen


async def told(said: Said) -> Json:
    """What stands in the file of an answer."""
    (file,) = said.message.attachments
    content: Json = json.loads(await file.read())
    return content


async def parts(town: Town, name: str) -> dict[str, list[Json]]:
    """What somebody is told that is stored about them, by part."""
    return {part["part"]: part["rows"] for part in (await told(await town.type(name, "my data")))["parts"]}


async def test_everything_about_oneself_comes_as_a_file_that_says_what_it_is(town: Town) -> None:
    await town.decide(Choice.AGREE, "Ask for prices")
    await town.press("Bea", town.task(1), "I'll do it")
    said = await town.type("Bea", "my data")
    assert said.is_private
    assert "**Ballots: 1.**" in said
    content = await told(said)
    assert content["what"] == "What Minga keeps about you in Nordstadt tenants."
    by_name = {part["name"]: part["rows"] for part in content["parts"]}
    assert by_name["Ballots"][0]["choice"] == "agree"
    assert by_name["Ballots"][0]["proposal"] == 1
    assert by_name["Tasks you took"][0]["task"] == 1
    assert all(part["meaning"].endswith(".") for part in content["parts"])
    assert str(town["Ann"].id) not in json.dumps(content)
    assert "Ann" not in json.dumps(content)


async def test_whoever_did_nothing_is_told_that_nothing_is_kept(town: Town) -> None:
    said = await town.type("New", "my data")
    assert "Nothing. Once you vote" in said
    assert not said.message.attachments
    assert "nothing to forget" in await town.type("New", "my forget")


async def test_help_leads_to_ones_data_and_from_there_to_being_forgotten(town: Town) -> None:
    await town.decide(Choice.AGREE)
    data = await town.press("Bea", await town.type("Bea", "help"), "My data")
    preview = await town.press("Bea", data, "Forget me")
    assert "Stays, without you" in preview
    assert "Your choice" not in preview, "she wrote nothing"


async def test_somebody_is_forgotten_only_after_they_have_seen_what_it_does_and_chosen(town: Town) -> None:
    ballot = await town.propose("Ann", "Buy chairs", "Twenty of them.", "Ask for prices")
    await town.all_tap(ballot, Choice.AGREE, *VOTERS)
    await town.wait(hours=72)
    await town.press("Ann", town.task(1), "I'll do it")
    running = await town.propose("Ann", "Paint the hall", "Green.")
    await town.all_tap(running, Choice.AGREE, *VOTERS)
    await town.look()
    assert "Ann proposes" in seen(town.ballot(2))

    preview = await town.type("Ann", "my forget")
    assert preview.is_private
    for sentence in (
        "Your votes on P-2 count",
        "Voting on P-2 goes on, without",
        "T-1: looking for hands",
        "2 proposals, and",
    ):
        assert sentence in preview, str(preview)
    form = await town.press("Ann", preview, "Choose and confirm")
    assert (await parts(town, "Ann"))["member"], "nothing is done yet"

    done = await town.fill("Ann", form, own_texts="erased", own_votes="count")
    assert "Done: you are forgotten here" in done
    assert "Once voting on P-2 is over" in done
    await town.look()
    assert set(await parts(town, "Ann")) == {"ballots", "acts", "proposals", "forgettings"}
    assert "Buy chairs" not in seen(town.announcement(1))
    assert "(text erased)" in seen(town.announcement(1))
    assert "(text erased)" in seen(town.ballot(1))
    assert "I'll do it" in seen(town.task(1))
    assert "Ann" not in seen(town.ballot(2))
    assert "Paint the hall" in seen(town.ballot(2)), "what is voted on stays readable while it is voted on"
    assert "Counted: 5 people" in seen(town.ballot(2))

    await town.wait(hours=72)
    assert "5 agree" in seen(town.announcement(2)), "what was cast was counted"
    assert "Paint the hall" not in seen(town.announcement(2))
    assert await parts_or_none(town, "Ann") == {}


async def parts_or_none(town: Town, name: str) -> dict[str, list[Json]]:
    """The same, also where nothing is stored."""
    said = await town.type(name, "my data")
    return await parts(town, name) if said.message.attachments else {}


async def test_votes_under_way_can_be_taken_back_on_leaving(town: Town) -> None:
    running = await town.propose("Ann")
    await town.all_tap(running, Choice.AGREE, *VOTERS)
    form = await town.press("Bea", await town.type("Bea", "my forget"), "Choose and confirm")
    done = await town.fill("Bea", form, own_texts="stay", own_votes="taken_back")
    assert "Your votes are taken back" in done
    await town.look()
    assert "Counted: 4 people" in seen(town.ballot(1))


async def test_a_form_that_says_nothing_forgets_nobody(town: Town) -> None:
    await town.decide(Choice.AGREE)
    said = await town.send_forged("Bea", "minga/forgetting-confirmed/0/")
    assert "another version" in said
    assert (await parts(town, "Bea"))["ballots"]


async def test_a_name_is_shown_on_ones_word_and_taken_off_again(town: Town) -> None:
    page = await town.type("Bea", "my name")
    assert page.is_private
    assert "name nobody" in page
    shown = await town.press("Bea", page, "Show it")
    assert "the public pages say: **Bea**" in shown
    form = await town.press("Bea", shown, "Another name")
    renamed = await town.fill("Bea", form, public_name="B. of the *hall*")
    assert r"**B. of the \*hall\***" in renamed
    assert "name nobody" in await town.press("Bea", renamed, "Take it off")


async def test_a_name_that_does_not_fit_is_given_back(town: Town) -> None:
    form = await town.press("Bea", await town.type("Bea", "my name"), "Another name")
    said = await town.send_forged("Bea", form.form["custom_id"], public_name="x" * 61)
    assert "“Name on the web” has 61 characters; 60 fit." in said
    assert "x" * 61 in said


async def test_the_buttons_work_after_a_restart(town: Town) -> None:
    await town.decide(Choice.AGREE)
    preview = await town.type("Bea", "my forget")
    await town.restart()
    form = await town.press("Bea", preview, "Choose and confirm")
    assert "Done" in await town.fill("Bea", form, own_texts="stay")
