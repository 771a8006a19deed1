"""Stories of writing a reminder: what is asked back, what is refused, and that nothing typed is lost."""

from tests.stories.test_reminders import reminders, schedule, vote_in
from tests.stories.town import Town, seen


async def test_an_unclear_time_is_asked_about_with_a_button_for_each_and_nothing_is_lost(town: Town) -> None:
    await vote_in(town, "Bea")
    asked = await town.type("Bea", "remind schedule", what="Assembly", when="tomorrow 6")
    assert "In which half of the day?" in asked
    assert "Assembly" in asked
    assert len(asked.labels) == 3
    picked = await town.press("Bea", asked, asked.labels[1])
    assert picked.labels == ["Save", "Change"]
    form = await town.press("Bea", picked, "Change")
    assert form.form["title"] == "Remind everybody"
    again = await town.fill("Bea", form, what="Assembly", when="sometime soon", meeting="no")
    assert "I don't understand" in again
    assert "Assembly" in again
    form = await town.press("Bea", again, "Change")
    done = await town.fill("Bea", form, what="Assembly", when="in 2 hours", meeting="no")
    assert "R-1 is scheduled." in await town.press("Bea", done, "Save")
    twice = await town.press_forged("Bea", "minga/save-reminder/2/", town.ballot())
    assert "saved already or too old" in twice


async def test_the_eleventh_reminder_of_a_week_is_refused_before_anything_is_typed_and_gives_back_what_was(
    town: Town,
) -> None:
    await vote_in(town, "Bea")
    early = await town.type("Bea", "remind schedule", what="The eleventh", when="in 3 hours")
    for number in range(10):
        await schedule(town, what=f"Thing {number}", when="in 5 hours")
    told = "You scheduled 10 reminders within a week, as many as one coordinator may."
    assert told in await town.type("Bea", "remind schedule")
    refused = await town.type("Bea", "remind schedule", what="Bring the chairs", when="tomorrow 18:00")
    assert told in refused
    assert "Bring the chairs" in refused
    assert "tomorrow 18:00" in refused
    assert told in await town.press("Bea", early, "Save")
    assert "Only you know." in await town.press(
        "Bea", await town.type("Bea", "remind me", what="Call", when="in 2 hours"), "Save"
    )
    await town.wait(days=7)
    assert "### Not saved yet" in await town.type("Bea", "remind schedule", what="Chairs", when="tomorrow 18:00")


async def test_what_is_too_long_or_repeats_twice_is_given_back_with_a_way_to_write_it_again(town: Town) -> None:
    await vote_in(town, "Bea")
    refused = await town.type("Bea", "remind schedule", what="Chairs! " * 80, when="in 3 hours")
    assert "characters; 500 fit" in refused
    assert str(refused).count("Chairs!") == 80
    form = await town.press("Bea", refused, "Write again")
    assert form.form["title"] == "Remind everybody"
    twice = await town.fill("Bea", form, what="Chairs", when="every monday 18:00", repeat=["daily"], meeting="no")
    assert "The time says already how it repeats." in twice
    assert "every monday 18:00" in twice
    own = await town.type("New", "remind me", what="x" * 501, when="in 3 hours")
    assert (await town.press("New", own, "Write again")).form["title"] == "Remind me"


async def test_what_comes_once_after_the_term_is_listed_with_its_time(town: Town) -> None:
    await vote_in(town, "Bea")
    await schedule(town, what="Every day", when="every day 9:00")
    await schedule(town, what="Next year", when="in 40 weeks at 18:00")
    listed = await town.type("New", "remind list")
    assert "Next year" in listed
    assert "ends with its coordinator's term" not in listed


async def test_a_form_asks_for_what_was_left_out(town: Town) -> None:
    await vote_in(town, "Bea")
    form = await town.type("Bea", "remind schedule", what="Assembly")
    preview = await town.fill("Bea", form, what="Assembly", when="in 2 hours", repeat=["weekly"], meeting="yes")
    assert "every week, " in preview
    assert "It ends with your mandate" in preview
    await town.press("Bea", preview, "Save")
    await town.wait(hours=2)
    assert "Will you be there?" in seen(reminders(town)[0])
