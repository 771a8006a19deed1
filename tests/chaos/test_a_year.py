"""Time passes for 20 servers in 20 zones: weekly restarts, outages and cuts at random double and lose nothing."""

import os
import random
import shutil
from pathlib import Path

from bot.services.digest_cards import DigestCard
from bot.services.time_cards import OccurrenceCard
from tests.chaos.due import GUILDS
from tests.chaos.faults import Account
from tests.chaos.year import Year

WEEKS = int(os.environ.get("MINGA_WEEKS", "5"))
"""The clocks of most zones change within these; `make chaos` lets a whole year pass."""


async def test_every_reminder_and_every_digest_comes_once_or_late_by_the_rule_and_says_so(
    tmp_path: Path, migrated_file: Path
) -> None:
    seed = int(os.environ.get("MINGA_SEED", random.randrange(10_000)))
    print(f"seed {seed}")
    file = tmp_path / "minga.sqlite3"
    shutil.copyfile(migrated_file, file)
    async with Year.begun(file, weeks=WEEKS, seed=seed) as year:
        await year.live()
        account = Account(year)
        assert account.faults() == []
        came = [len(account.posts(guild, kind)) for guild in GUILDS for kind in (OccurrenceCard, DigestCard)]
        print(f"{sum(came)} reminders and digests came, {len(year.looks)} looks, {year.cut} cut off")
        assert all(came)
        assert year.cut
