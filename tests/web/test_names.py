"""No name and no id of anybody ever leaves: every byte that the web hands out is searched."""

import json
import re
from datetime import timedelta

from bot.domain.ballots import Choice
from tests.factories import DECISIONS_CHANNEL, GUILD, PROPOSALS_CHANNEL, TASKS_CHANNEL, House, member
from tests.web.conftest import SLUG, Site

PEOPLE = [member(700_000_000_000_000_000 + number, f"Nameof Person{number:02}") for number in range(9)]
AUTHOR, BLOCKER, CLAIMER, *VOTERS = PEOPLE
PATHS = ("/", "/log", f"/{SLUG}", f"/{SLUG}/D-1", f"/{SLUG}/log.jsonl", "/nowhere", "/healthz")


async def decide_with_everybody(house: House) -> set[str]:
    """Have everybody do something; returns what must not be seen."""
    opened = await house.open_proposal(AUTHOR, title="Buy a projector", first_tasks="Ask for prices\nFetch it")
    await house.all_tap(VOTERS, "✅", opened)
    await house.tap(BLOCKER, "⛔", opened)
    await house.services.ballots.explain(BLOCKER, opened.number, "It is too loud.")
    await house.services.ballots.cast(CLAIMER, opened.number, Choice.ABSTAIN)
    house.clock.advance(timedelta(minutes=37))
    decision = await house.settle(opened)
    await house.services.tasks.claim(CLAIMER, 1)
    await house.services.tasks.claim(AUTHOR, 2)
    await house.services.tasks.finish(AUTHOR, 2)
    ids = [GUILD, PROPOSALS_CHANNEL, DECISIONS_CHANNEL, TASKS_CHANNEL, opened.message_id, decision.thread_id]
    assert None not in ids
    return {"Nameof", *(str(one) for one in ids), *(str(person.user_id) for person in PEOPLE)}


async def test_no_byte_tells_who_anybody_is(site: Site) -> None:
    forbidden = await decide_with_everybody(site.house)
    for path in PATHS:
        answer = await site.get(path)
        told = without_hashes(answer.text) + str(dict(answer.headers))
        assert not [one for one in forbidden if re.search(rf"(?<!\d){one}(?!\d)", told)], path


async def test_days_are_told_and_never_minutes(site: Site) -> None:
    await decide_with_everybody(site.house)
    for path in PATHS:
        answer = await site.get(path)
        assert not re.search(r"\d\d:\d\d", answer.text), path
    for time in (await site.get(f"/{SLUG}/D-1")).tree.iter("time"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", time.get("datetime") or "")


async def test_published_ballots_carry_pseudonyms_that_no_other_vote_has(site: Site) -> None:
    await decide_with_everybody(site.house)
    await site.house.decide(voters=PEOPLE)
    bodies = [json.loads(json.loads(line)["body"]) for line in (await site.get(f"/{SLUG}/log.jsonl")).text.splitlines()]
    voters = [ballot["voter"] for body in bodies for ballot in body.get("ballots") or ()]
    assert len(voters) == 8 + 9
    assert len(set(voters)) == len(voters)


def without_hashes(text: str) -> str:
    """The text without salts, pseudonyms and hashes, long and short, in which a number might stand by chance."""
    return re.sub(r"\b(?:[0-9a-f]{8}|[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{56}|[0-9a-f]{64})\b", "", text)
