"""Powers used on the web: every act of a coordinator, by seat and day, without a name and without when people meet."""

import json

from tests.factories import ANN, House
from tests.services.term import EVENINGS, make_coordinator, move, schedule
from tests.web.conftest import SLUG, Site


async def test_the_log_tells_every_use_of_a_coordinators_power(site: Site, house: House) -> None:
    await make_coordinator(house, ANN)
    assert "Every use of a power" not in (await site.get(f"/{SLUG}")).words
    await schedule(house, ANN, text="Meet behind the station")
    await move(house, ANN, 1, EVENINGS)
    await house.services.reminders.cancel(ANN, 1)
    page = await site.get(f"/{SLUG}")
    for told in ("Seat 1 scheduled R-1", "Seat 1 moved R-1", "Seat 1 cancelled R-1"):
        assert told in page.words
    assert "station" not in page.text
    assert "Ann" not in page.text


async def test_the_exported_log_commits_to_a_reminder_and_does_not_hand_out_its_text(site: Site, house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, text="Meet behind the station")
    entries = await house.services.commons.entries(SLUG, after=0, limit=100)
    (used,) = [entry for entry in entries if json.loads(entry.body)["kind"] == "power"]
    assert used.texts == ()
    assert not any("station" in text.text for entry in entries for text in entry.texts)
    assert (await house.services.commons.verify(ANN.guild_id))[1] is None
