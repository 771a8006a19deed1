"""Forms: golden files of every form as it opens; renew them with `pytest --snapshot-update`."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.words.catalogue import languages
from tests.cogs.reading import Json, form_screen
from tests.stories.said import Said
from tests.stories.town import Town


@pytest.fixture
async def forms(new_town: Town) -> list[Json]:
    """Every form as it is sent, in the order in which a server meets them."""
    town = new_town
    opened = [await town.type("Mayor", "setup")]
    await town.found()
    opened.append(await town.type("Ann", "propose"))
    opened.append(await town.type("Ann", "task add"))
    panel = await town.press("Bea", await town.propose(), "My vote")
    agreed = await town.press("Bea", panel, "Agree")
    opened.append(await town.press("Bea", agreed, "Give a reason"))
    blocked = await town.press("Bea", agreed, "Block")
    opened.append(await town.press("Bea", blocked, "Give a reason"))
    return [said.form for said in opened]


async def test_every_form_reads_like_this(forms: list[Json], snapshot: SnapshotAssertion) -> None:
    assert "\n\n".join(map(form_screen, forms)) == snapshot


@pytest.mark.parametrize("language", languages())
async def test_every_form_keeps_within_discords_limits_in_every_language(new_town: Town, language: str) -> None:
    town = new_town
    standing = await town["Mayor"].send(town.proposals, "A message whose buttons are forged")
    forms = [await town.press_forged("Mayor", "minga/set-up/0/", standing, locale=language)]
    await town.found()
    ballot = await town.propose()
    forms += [
        await town.press_forged("Bea", f"minga/{act}/", ballot, locale=language)
        for act in ("propose/0", "add-task/0", "explain/1")
    ]
    for form in (said.form for said in forms):
        assert len(form["title"]) <= 45
        assert len(form["custom_id"]) <= 100
        assert 1 <= len(form["components"]) <= 5
        for label in form["components"]:
            assert len(label["label"]) <= 45
            assert len(label.get("description") or "") <= 100
            assert label["component"].get("max_length", 1) <= 4_000


async def test_two_forms_are_never_taken_for_each_other(town: Town) -> None:
    first, second = await town.type("Ann", "propose"), await town.type("Bea", "propose")
    assert first.form["custom_id"] != second.form["custom_id"]


async def reason_form(town: Town) -> str:
    """The form for the reason of a block, as it opens."""
    panel = await town.press("Bea", town.ballot(), "My vote")
    blocked = await town.press("Bea", panel, "Block")
    return form_screen((await town.press("Bea", blocked, "Give a reason")).form)


async def test_the_form_for_a_block_says_who_reads_the_reason(new_town: Town) -> None:
    await new_town.found(publishes="yes")
    await new_town.propose()
    assert "Members see your name, the web doesn't." in await reason_form(new_town)


async def test_where_nothing_is_published_the_form_for_a_block_says_who_reads_it_here(new_town: Town) -> None:
    await new_town.found(publishes="no")
    await new_town.propose()
    assert "Everybody here can read it, with your name." in await reason_form(new_town)


async def test_on_a_secret_vote_the_form_for_a_block_says_that_it_stands_without_a_name(new_town: Town) -> None:
    await new_town.found()
    form = Said(await new_town["Ann"].slash(new_town.proposals, "propose", secret=True))
    await new_town.fill("Ann", form, title="Paint the stairwell", body="It is grey.", first_tasks="")
    assert "Everybody can read it, without your name." in await reason_form(new_town)
