"""Kinds: short ways for a town's people to propose, change and vote on everything that is no plain action."""

from typing import Any

import discord

from tests.stories.said import Said
from tests.stories.town import VOTERS, Town, seen

TEXT = {"title": "Paint the stairwell", "body": "The landlord won't.", "first_tasks": ""}


async def put_up(town: Town, name: str = "Ann", *, wish: dict[str, Any] | None = None, **fields: str) -> Said:
    """Type `/propose` with what is picked before the form, fill it in, and give the answer."""
    form = await town.type(name, "propose", **(wish or {}))
    return await town.fill(name, form, **(TEXT | fields))


async def ballot_of(
    town: Town, name: str = "Ann", *, wish: dict[str, Any] | None = None, **fields: str
) -> discord.Message:
    """Propose, and give the ballot that then stands."""
    answer = await put_up(town, name, wish=wish, **fields)
    assert "is open." in answer or "is up for discussion" in answer, str(answer)
    return town.ballot()


async def change(town: Town, name: str, setting: str, value: str, **fields: str) -> discord.Message:
    """Propose a change of the charter, the title as it is offered, and give its ballot."""
    shown = await town.type(name, "charter propose", setting=setting, value=value)
    form = await town.press(name, shown, "Propose this change")
    offered = form.form["components"][0]["component"]["value"]
    answer = await town.fill(name, form, **({"title": offered, "body": "It would do us good."} | fields))
    assert "is open." in answer, str(answer)
    return town.ballot()


async def say(town: Town, label: str, on: discord.Message, *names: str) -> Said:
    """Vote in the panel, one after the other, and give what the last one sees."""
    for name in names:
        panel = await town.press(name, on, "My vote")
        panel = await town.press(name, panel, label)
    return panel


async def object_to(town: Town, name: str, on: discord.Message, reason: str) -> Said:
    """Block, with a reason."""
    panel = await say(town, "Block", on, name)
    form = await town.press(name, panel, "Give a reason")
    return await town.fill(name, form, reason=reason)


async def tick(town: Town, name: str, on: discord.Message, *options: int) -> Said:
    """Tick options in the checklist of a choice."""
    panel = await town.press(name, on, "My vote")
    select = next(each for each in _walk(panel.message.components) if each["type"] == 3)
    return Said(
        await town[name].select(panel.message, values=[str(one) for one in options], custom_id=select["custom_id"])
    )


def _walk(components: Any) -> Any:
    for each in components:
        yield each
        yield from _walk(each.get("components", ()))


async def deadline(town: Town, number: int) -> str:
    """Let deadline after deadline pass until a proposal is decided; what its announcement says."""
    for _ in range(6):
        await town.wait(hours=24 * 7 + 1)
        if "**D-" in seen(town.ballot(number)):
            return seen(town.announcement())
    raise AssertionError(f"P-{number} was not decided:\n{seen(town.ballot(number))}")


EVERYBODY = VOTERS
