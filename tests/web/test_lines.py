"""The log as JSON Lines: whoever copies it can recompute the chain and open the texts."""

import json
from typing import Any

from bot.domain.chain import Link, commitment, digest, find_break
from tests.factories import crowd
from tests.web.conftest import SLUG, Site

PATH = f"/{SLUG}/log.jsonl"


async def read(site: Site) -> list[dict[str, Any]]:
    answer = await site.get(PATH)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/jsonl; charset=utf-8"
    assert answer.body.endswith(b"\n")
    return [json.loads(line) for line in answer.body.splitlines()]


async def test_a_new_log_has_its_founding(site: Site) -> None:
    (entry,) = await read(site)
    assert json.loads(entry["body"])["kind"] == "charter"
    assert entry["texts"] == []


async def test_the_chain_holds_up_to_the_head_that_the_pages_show(site: Site) -> None:
    for _ in range(3):
        await site.house.decide(voters=crowd(6))
    entries = await read(site)
    links = [Link(place, entry["body"], entry["hash"]) for place, entry in enumerate(entries, 1)]
    assert find_break(links) is None
    shown = (await site.get(f"/{SLUG}")).tree.find(".//footer//code")
    assert shown is not None
    assert "".join(shown.itertext()) == links[-1].hash
    changed = links[2].body.replace('"agree":6', '"agree":5')
    assert find_break([*links[:2], Link(3, changed, digest(changed)), *links[3:]]) is not None


async def test_every_text_opens_its_commitment(site: Site) -> None:
    await site.house.decide(title="Café\u2028au lait", body="Ein Satz.\n\nNoch einer ☕", first_tasks="Buy milk")
    entry = (await read(site))[1]
    facts = json.loads(entry["body"])
    opened = {text["commitment"]: text["text"] for text in entry["texts"]}
    for text in entry["texts"]:
        assert commitment(bytes.fromhex(text["salt"]), text["text"]) == text["commitment"]
    assert opened[facts["text"]] == "Ein Satz.\n\nNoch einer ☕"
    assert opened[facts["tasks"][0]["title"]] == "Buy milk"
    assert len(opened) == 3


async def test_an_erased_text_is_missing_and_the_chain_still_holds(site: Site) -> None:
    await site.house.decide(title="Secret garden")
    before = await site.get(PATH)
    await site.house.run_sql("delete from sealed_texts where text = 'Secret garden'")
    after = await site.get(PATH, If_None_Match=before.headers["ETag"])
    assert after.status == 200
    entries = [json.loads(line) for line in after.body.splitlines()]
    assert "Secret garden" not in after.text
    assert len(entries[1]["texts"]) == 1
    assert find_break(Link(place, entry["body"], entry["hash"]) for place, entry in enumerate(entries, 1)) is None
