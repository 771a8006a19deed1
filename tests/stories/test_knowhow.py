"""Know-how: what is written down after a task is found by whoever comes next, and revised by anybody."""

from bot.domain.ballots import Choice
from bot.domain.knowhow import MARK, TEXT_LIMIT
from tests.stories.said import Said
from tests.stories.town import Town, seen

TEXT = "Ask Mia for the key.\n\nBring ten chairs.\n\nLock the door."


async def share(town: Town, name: str = "Ann", **fields: str) -> Said:
    """Share a page by command."""
    form = await town.type(name, "knowhow share")
    return await town.fill(name, form, **({"title": "Booking the hall", "know_how": TEXT, "tags": ""} | fields))


def typed_into(form: Said) -> dict[str, str]:
    """What stands in each field of a form as it opens."""
    fields = [label["component"] for label in form.form["components"]]
    return {field["custom_id"]: field.get("value") or "" for field in fields}


async def test_what_is_written_down_after_a_task_is_found_by_a_word_with_a_missing_accent(town: Town) -> None:
    await town.decide(Choice.AGREE, "Bake the crêpes")
    await town.press("Bea", town.task(1), "I'll do it")
    done = await town.press("Bea", town.task(1), "Done")
    assert "**Done.** Thank you, Bea." in seen(town.task(1))
    (asked,) = done.result.followups
    assert asked.ephemeral
    assert "What would the next person need to know?" in done

    form = Said(await town["Bea"].click(asked, label="Write it down"))
    assert list(typed_into(form)) == ["know_how", "title", "tags"]
    assert typed_into(form)["title"] == "Bake the crêpes"
    told = await town.fill("Bea", form, know_how="The pan is at Zoë’s café.", title="Bake the crêpes", tags="Küche")
    assert told.is_private
    assert "Thank you. K-1 goes with T-1, for whoever does it next." in told

    await town.look()
    assert "know-how: K-1" in seen(town.task(1))
    found = await town.type("New", "knowhow find", words="zoe cafe")
    assert "**K-1** · Bake the crêpes" in found
    assert "The pan is at **Zoë**’s café." in found
    assert "from T-1 Bake the crêpes · #küche" in found
    page = await town.press("New", found, "Read")
    assert "### K-1 · Bake the crêpes" in page
    assert "-# Shared by Bea" in page
    assert "### K-1 · Bake the crêpes" in await town.press("New", town.task(1), "Know-how")
    assert "K-1 Bake the crêpes" in await town.type("New", "digest now")
    assert "read what others have learnt (1 page): /knowhow find" in await town.type("New", "help")


async def test_to_write_nothing_down_is_as_good_an_answer(town: Town) -> None:
    await town.decide(Choice.AGREE, "fetch it")
    await town.press("Bea", town.task(1), "I'll do it")
    await town.press("Bea", town.task(1), "Done")
    later = await town.press("Cal", town.task(1), "Write it down")
    assert typed_into(later)["title"] == "fetch it"
    await town.fill("Cal", later, know_how="Mind the step.", title="fetch it")
    await town.look()
    assert "Know-how" in seen(town.task(1))


async def test_pages_are_suggested_found_and_read_page_by_page(town: Town) -> None:
    assert "Nothing is written down yet." in await town.type("New", "knowhow find")
    for number in range(7):
        await share(town, title=f"Page {number}", tags="kitchen, keys")
    assert await town.suggested("New", "knowhow show", "page 3") == ["K-4 · Page 3"]
    assert await town.suggested("New", "knowhow show", "K-2") == ["K-2 · Page 1"]
    offered = await town["New"].autocomplete(town.proposals, "knowhow find", "words", "kit")
    assert [choice["value"] for choice in offered][:2] == ["#kitchen", "K-7"]
    first = await town.type("New", "knowhow find", words="#kitchen")
    assert "Page 2" in first
    assert "Page 1" not in first
    second = await town.press("New", first, "More")
    assert "Page 1" in second
    assert "Page 2" not in second
    assert "Page 6" in await town.press("New", second, "Earlier")
    assert "### K-3 · Page 2" in await town.type("New", "knowhow find", words="K-3")
    assert "Nothing holds all of these words." in await town.type("New", "knowhow find", words="K-99 zebra")
    assert "There is no page K-99 here." in await town.type("New", "knowhow show", number="K-99")
    assert "That isn't the number of a page." in await town.type("New", "knowhow revise", number="T-1")


async def test_a_long_page_is_read_in_parts(town: Town) -> None:
    sentence = "This is how it goes, step by step. "
    await share(town, know_how=(sentence * 200)[: TEXT_LIMIT - 10] + " The end.")
    first = await town.type("New", "knowhow show", number="1")
    assert "The end." not in first
    second = await town.press("New", first, "More")
    assert "The end." in second
    assert "More" not in second.labels
    assert "The end." not in await town.press("New", second, "Earlier")


async def test_anybody_revises_and_every_revision_and_its_changes_can_be_read(town: Town) -> None:
    await share(town)
    form = await town.type("New", "knowhow revise", number="K-1")
    assert typed_into(form) == {"title": "Booking the hall", "know_how": TEXT, "tags": ""}
    revised = TEXT.replace("ten", "twelve")
    told = await town.fill("New", form, title="Booking the hall", know_how=revised, tags="hall")
    assert "K-1 is revised." in told
    assert "-# Revised by New" in told
    history = await town.press("New", told, "History")
    assert "**2** · New, " in history
    assert "**1** · Ann, " in history
    changes = Said(await town["New"].click(history.message, custom_id="minga/page-changes/1/2.0"))
    assert "+ #hall" in changes
    assert "- Bring ten chairs.\n┃ + Bring twelve chairs." in changes
    same = await town.type("Bea", "knowhow revise", number="K-1")
    assert "K-1 says that already" in await town.fill("Bea", same, **typed_into(same))


async def test_of_two_who_revise_the_same_sentence_the_second_one_sees_both_and_brings_them_together(
    town: Town,
) -> None:
    await share(town)
    of_bea = await town.type("Bea", "knowhow revise", number="K-1")
    of_cal = await town.type("Cal", "knowhow revise", number="K-1")
    same = {"title": "Booking the hall", "tags": ""}
    await town.fill("Bea", of_bea, know_how=TEXT.replace("Mia", "Leo"), **same)
    clash = await town.fill("Cal", of_cal, know_how=TEXT.replace("Mia", "Zoë"), **same)
    assert clash.is_private
    assert "Bea revised K-1 while you wrote, in the same place. Nothing is lost" in clash
    assert "- Ask Leo for the key.\n┃ + Ask Zoë for the key." in clash
    assert "Ask Leo for the key." in await town.type("Dov", "knowhow show", number="K-1")

    await town.restart()
    form = await town.press("Cal", clash, "Bring both together")
    both = typed_into(form)["know_how"]
    assert f"{MARK} as it is now\nAsk Leo for the key.\n{MARK} as you wrote it\nAsk Zoë for the key.\n{MARK}" in both
    left = await town.fill("Cal", form, know_how=both, **same)
    assert f"A line still begins with {MARK}." in left
    again = await town.press("Cal", left, "Write again")
    assert typed_into(again)["know_how"] == both
    told = await town.fill("Cal", again, know_how=TEXT.replace("Mia", "Leo or Zoë"), **same)
    assert "K-1 is revised." in told
    assert "Ask Leo or Zoë for the key." in told


async def test_of_two_who_revise_different_sentences_both_are_followed(town: Town) -> None:
    await share(town)
    of_bea = await town.type("Bea", "knowhow revise", number="K-1")
    of_cal = await town.type("Cal", "knowhow revise", number="K-1")
    same = {"title": "Booking the hall", "tags": ""}
    await town.fill("Bea", of_bea, know_how=TEXT.replace("Mia", "Leo"), **same)
    told = await town.fill("Cal", of_cal, know_how=TEXT.replace("door", "gate"), **same)
    assert "Somebody else revised K-1 while you wrote. Both are in it now." in told
    assert "Ask Leo for the key." in told
    assert "Lock the gate." in told


async def test_nothing_of_a_form_that_is_refused_is_lost(town: Town) -> None:
    refused = await share(town, tags="a, b, c, d, e, f")
    assert "That is 6 tags; 5 fit." in refused
    assert "Ask Mia for the key." in refused
    await town.restart()
    form = await town.press("Ann", refused, "Write again")
    assert typed_into(form) == {"title": "Booking the hall", "know_how": TEXT, "tags": "a, b, c, d, e, f"}
    strange = await town.send_forged("Bea", "minga/write-page-again/1/")
    assert "What you wrote here is sent already, or too old." in strange
    told = await town.fill("Ann", form, title="Booking the hall", know_how=TEXT, tags="a, b")
    assert "Thank you. K-1 is there for everybody" in told
    assert "sent already" in await town.press("Ann", refused, "Write again")


async def test_a_page_and_a_task_are_linked_and_unlinked_by_anybody(town: Town) -> None:
    await town.decide(Choice.AGREE, "fetch it")
    await share(town)
    linked = await town.type("New", "knowhow link", number="K-1", task="T-1")
    assert "K-1 and T-1 name each other now." in linked
    await town.look()
    assert "know-how: K-1" in seen(town.task(1))
    undone = await town.press("New", linked, "Undo")
    assert "K-1 and T-1 don't name each other any more." in undone
    await town.look()
    assert "know-how" not in seen(town.task(1))
    assert "name each other now" in await town.press("New", undone, "Undo")
    assert "There is no task T-9 here." in await town.type("New", "knowhow link", number="K-1", task="T-9")


async def test_two_members_cover_a_page_that_exposes_a_person(town: Town) -> None:
    await share(town, know_how="Mia lives in no. 4.")
    page = await town.type("Bea", "knowhow show", number="K-1")
    await town.press("Bea", await town.press("Bea", page, "Exposes a person"), "Yes, it does")
    covered = await town.press("Cal", await town.type("Cal", "exposes", number="K-1"), "Yes, it does")
    assert "K-1 is covered everywhere." in covered
    for command, options in (("knowhow show", {"number": "K-1"}), ("knowhow find", {"words": "lives"})):
        assert "Mia lives" not in await town.type("Dov", command, **options)
    assert "K-1 is covered, because two members say" in await town.type("Dov", "knowhow revise", number="K-1")
    history = await town.type("Dov", "knowhow history", number="K-1")
    assert "What changed" not in history.labels
    town.nobody_was_mentioned()
