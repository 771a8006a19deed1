"""Time passes for 20 servers in 20 zones: weekly restarts, outages and cuts at random double and lose nothing."""

import shutil
from pathlib import Path

from bot.services.digest_cards import DigestCard
from bot.services.time_cards import OccurrenceCard
from tests.chaos.due import GUILDS
from tests.chaos.faults import Account
from tests.chaos.year import Year
from tests.evidence import Evidence
from tests.sizes import SEED, tried

WEEKS = tried(whole=52, in_a_check=5)
"""The clocks of most zones change within five."""


async def test_every_reminder_and_every_digest_comes_once_or_late_by_the_rule_and_says_so(
    tmp_path: Path, migrated_file: Path, evidence: Evidence
) -> None:
    print(f"seed {SEED}")
    file = tmp_path / "minga.sqlite3"
    shutil.copyfile(migrated_file, file)
    async with Year.begun(file, weeks=WEEKS, seed=SEED) as year:
        await year.live()
        account = Account(year)
        assert account.faults() == []
        came = [len(account.posts(guild, kind)) for guild in GUILDS for kind in (OccurrenceCard, DigestCard)]
        evidence.count("weeks", WEEKS)
        evidence.count("reminders and digests that came", sum(came))
        evidence.count("looks", len(year.looks))
        evidence.count("looks cut off", year.cut)
        assert all(came)
        assert year.cut
