"""A whole site: a log in which every page that there can be stands, for whoever looks at all of them."""

from datetime import timedelta

from bot.domain.charter import ON_THE_WEB
from bot.domain.rules import Kind
from bot.domain.schedule import Schedule
from bot.domain.tasks import Effort
from bot.web.rooms.blocks import PAGE_LENGTH
from bot.web.rooms.knowhow_history import LENGTH
from tests.factories import ANN, BEA, CAL, CAST, House, elsewhere
from tests.services.knowing import opened, send, share
from tests.services.term import make_coordinator, schedule
from tests.web.published_world import live
from tests.web.test_powers_page import use_often

ENOUGH = 2 * PAGE_LENGTH
"""So many are listed on two pages."""
PROSE = f"""**Ring twice**, at https://example.org/{"endless" * 30}.

# Bring
1. ten chairs
2. `{"cable" * 30}`

> Last time we forgot.

```
{"door: left " * 20}
```"""


async def build(house: House) -> None:
    """Fill a log until every sort of page has its parts, and every list more than one block."""
    await house.disarm("charters")
    rules = ", ".join(f"'$.{name}', json('true')" for name in ON_THE_WEB)
    await house.run_sql(f"UPDATE charters SET rules = json_set(rules, {rules})")
    await live(house)
    await house.services.tasks.claim(BEA, 1)
    await house.services.tasks.finish(BEA, 1)
    while (number := (await house.decide(title="Another round", body=PROSE)).number) < ENOUGH:
        house.clock.advance(timedelta(days=9 if number % 7 else 90))
    await _know(house)
    await _go_on(house)
    await house.found(elsewhere(ANN), name="Allotments & Bees")


async def _know(house: House) -> None:
    await share(house, title="Booking the hall", text=PROSE, tags="hall, keys", task_number=1)
    for number in range(2 * LENGTH):
        text = PROSE.replace("ten chairs", f"{number} chairs")
        await send(house, (ANN, BEA)[number % 2], await opened(house), title=f"Booking hall {number}", text=text)
    for number in range(ENOUGH):
        await share(house, (BEA, CAL)[number % 2], title=f"Know-how {number}", text="Ring the *caretaker*.")


async def _go_on(house: House) -> None:
    await use_often(house, ENOUGH)
    await make_coordinator(house, BEA)
    soon = (house.clock.now() + timedelta(days=2)).replace(tzinfo=None)
    long = "Bring the chairs, the table-cloths, the soup, the https://example.org/" + "endless" * 20
    await schedule(house, BEA, Schedule(soon, "Europe/Paris", "FREQ=WEEKLY"), long, is_meeting=True)
    await house.services.tasks.add(
        ANN, "x" * 90, "Both sides.", people_needed=3, effort=Effort.SMALL, skills=["layout"]
    )
    await house.open_proposal(kind=Kind.CHOICE, options="Monday\nTuesday", title="When do we meet?", body=PROSE)
    card = await house.open_proposal(title="Lend the hall to the choir on weekday evenings until the winter festival")
    await house.all_tap(CAST, "✅", card)
