"""Whatever somebody does to a log is found, and the right record named, by both programs that verify."""

import random
from pathlib import Path

from tests.evidence import Evidence
from tests.factories import House
from tests.sizes import SEED, tried
from tests.web.published_world import lines, live
from tests.web.tampering import Log
from tests.web.verifying import arguments, by_minga, each_by_script

HOW_MANY = tried(whole=10_000, in_a_check=500)

AT_ONCE = 250


async def test_every_tampering_is_found_and_the_right_record_named_by_both_programs(
    house: House, tmp_path: Path, evidence: Evidence
) -> None:
    await live(house)
    print(f"seed {SEED}")
    log = Log(await lines(house), random.Random(SEED))
    for _ in range(0, HOW_MANY, AT_ONCE):
        tampered = [log.tamper() for _ in range(AT_ONCE)]
        files = [tmp_path / f"{place}.jsonl" for place in range(AT_ONCE)]
        for file, one in zip(files, tampered, strict=True):
            file.write_bytes(one.log)
        asked = [arguments(file, one.heads) for file, one in zip(files, tampered, strict=True)]
        for one, each, theirs in zip(tampered, asked, each_by_script(asked), strict=True):
            ours = by_minga(each)
            assert ours == theirs, one.how
            assert ours.code == 1, (one.how, one.heads, ours)
            name = ours.said.split("\n\n")[1].split(":")[0].split(" (")[0]
            assert name == f"Record {one.record}", (one.how, one.heads, ours)
            evidence.count(f"{one.how}, found and named")
