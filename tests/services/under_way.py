"""What is under way and published: a charter that says so, and readers of what it shows."""

import json
from typing import Any

from bot.services.publications import LookingTask, PublishedCalendar, PublishedProposal
from tests.factories import House

SLUG = "riverside-commons"


async def say_so(house: House, rules: dict[str, Any]) -> None:
    """Have another version of the charter be in force, in which these rules are otherwise."""
    await house.run_sql(
        "INSERT INTO charters (guild_id, version, rules, in_force_at) "
        "SELECT guild_id, 2, json_patch(rules, :rules), in_force_at FROM charters",
        rules=json.dumps(rules),
    )
    await house.run_sql("UPDATE servers SET charter_version = 2")


async def voted_on(house: House) -> tuple[PublishedProposal, ...]:
    """The open proposals that anybody reads."""
    found = await house.services.commons.open_proposals(SLUG)
    assert found is not None
    return found.proposals


async def looking(house: House, limit: int = 50) -> tuple[LookingTask, ...]:
    """The tasks looking for hands that anybody reads."""
    found = await house.services.commons.tasks_looking(SLUG, limit=limit)
    assert found is not None
    return found.tasks


async def calendar(house: House) -> PublishedCalendar:
    """The calendar that anybody reads."""
    found = await house.services.commons.calendar_ahead(SLUG)
    assert found is not None
    return found
