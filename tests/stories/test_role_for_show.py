"""Stories of the role for show: everybody can bind it, it shows who coordinates, and it grants nothing."""

import pytest

from bot.domain.ballots import Choice
from tests.stories.kinds import change
from tests.stories.said import Said
from tests.stories.town import Town, seen

SHOWS = "The role “Crew” shows who coordinates; it gives no power here."


@pytest.fixture
async def crew(town: Town) -> int:
    """A role of Discord's that Kim holds, bound by lazy consent."""
    role = town.guild.create_role("Crew")
    user = town.env.create_user("kim", global_name="Kim")
    town.people["Kim"] = town.guild.add_member(user, roles=[role])
    ballot = await change(town, "Ann", "coordinators_role", "@crew")
    assert f"The role that shows who coordinates: no role → <@&{role.id}>" in seen(ballot)
    assert "lazy consent" in seen(ballot)
    await town.tap("Bea", ballot, Choice.AGREE)
    await town.wait(hours=72)
    assert "D-1 · Passed: The role that shows who coordinates" in seen(town.announcement())
    town.nobody_was_mentioned()
    return int(role.id)


async def told(town: Town) -> tuple[Said, Said]:
    """What both pages say that tell who coordinates."""
    return await town.type("New", "coordinator list"), await town.type("New", "powers")


@pytest.mark.usefixtures("crew")
async def test_who_holds_the_role_without_a_mandate_is_refused(town: Town) -> None:
    for page in await told(town):
        assert SHOWS in page
    for command, typed in (
        ("remind schedule", {"what": "Bring the chairs.", "when": "in 3 hours"}),
        ("remind move", {"number": "R-1", "when": "in 3 hours"}),
        ("remind cancel", {"number": "R-1"}),
    ):
        refused = await town.type("Kim", command, **typed)
        assert "Only coordinators remind everybody, and you are none now." in refused, command
    assert "as a coordinator" not in await town.type("Kim", "help")
    assert "Nobody holds a mandate." in await town.type("Kim", "coordinator list")


async def test_a_role_that_is_gone_or_unbound_is_not_told_of(town: Town, crew: int) -> None:
    ballot = await change(town, "Ann", "coordinators_role", "no")
    await town.tap("Bea", ballot, Choice.AGREE)
    town.env.backend.delete_role(town.guild.id, crew)
    for page in await told(town):
        assert SHOWS not in page
    await town.wait(hours=72)
    for page in await told(town):
        assert SHOWS not in page


@pytest.mark.parametrize("typed", ["everyone", "@everyone", "Captains", "<@&12345>", "<#12345>", "12345"])
async def test_what_is_no_role_of_a_few_is_refused(town: Town, typed: str) -> None:
    refused = await town.type("Ann", "charter propose", setting="coordinators_role", value=typed)
    assert "I can't read that as “the role that shows who coordinates”. Write it like: @…." in refused
