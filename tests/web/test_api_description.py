"""The description of the API is sound, its examples are examples, and a tester that believes it finds nothing."""

import asyncio
import json
import re
import sys
from dataclasses import make_dataclass
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from bot.services.knowhow_cards import Writing
from bot.web.api_schema import schemas_of
from bot.web.filed_roads import FiledRoads
from bot.web.site import Site as Pages
from tests.factories import ANN
from tests.sizes import tried
from tests.web.asking import check_schema, described, publish
from tests.web.conftest import SLUG, Site
from tests.web.published_world import live

EXAMPLES = tried(whole=1_000, in_a_check=10)
"""How many questions of each sort the tester asks."""


async def test_the_description_is_sound(site: Site) -> None:
    await publish(site)
    description = await described(site)
    OpenAPIV31SpecValidator(description).validate()
    identifiers = [told["get"]["operationId"] for told in description["paths"].values()]
    assert len(set(identifiers)) == len(identifiers)
    for name, schema in description["components"]["schemas"].items():
        for part, told in schema["properties"].items():
            assert (
                told.get("description") or told.get("$ref") or told.get("format") or "type" in told or "anyOf" in told
            ), f"{name}.{part} is not described"
        assert schema["description"]


async def test_every_example_is_one(site: Site) -> None:
    await publish(site)
    description = await described(site)
    shown = 0
    for holder in (*description["paths"].values(), {"get": {"responses": description["components"]["responses"]}}):
        for response in holder["get"]["responses"].values():
            for media in response.get("content", {}).values():
                check_schema(description, media["schema"], media["example"])
                shown += 1
    assert shown == len(description["paths"]) + 3


async def test_only_what_is_published_is_described(site: Site) -> None:
    assert not {"/api/open", "/api/tasks", "/api/calendar"} & set((await described(site))["paths"])
    await publish(site, "publish_proposals", "publish_calendar")
    assert {"/api/open", "/api/calendar"} <= set((await described(site))["paths"])
    assert "/api/tasks" not in (await described(site))["paths"]


def test_what_no_answer_should_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="no answer can hold"):
        schemas_of(make_dataclass("Wrong", [("held", bytes)]))


async def test_a_tester_that_believes_the_description_finds_nothing(site: Site, tmp_path: Path) -> None:
    await live(site.house)
    await publish(site)
    await site.house.open_proposal(title="Still open")
    await site.house.services.knowhow.share(ANN, Writing("The key", "With the baker.", "hall"))
    tester = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{site.server.url}/{SLUG}/openapi.json"),
        *("--checks=all", "--phases=examples,coverage,fuzzing", "--mode=all", f"--max-examples={EXAMPLES}"),
        *("--seed=1", "--continue-on-failure", "--warnings=off", "--no-color"),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await tester.communicate()
    said = told.decode()
    assert tester.returncode == 0, said
    assert (found := re.search(r"(\d+) generated", said)), said
    assert int(found[1]) > 100


async def test_in_a_folder_the_description_leads_to_files(site: Site) -> None:
    await site.house.decide(title="As a file")
    pages = Pages(site.house.services)
    told = await pages.draw(SLUG, "openapi.json", FiledRoads(SLUG, "openapi.json", "https://logs.example.org"))
    assert told is not None
    description = json.loads(told.body)
    OpenAPIV31SpecValidator(description).validate()
    assert description["servers"] == [{"url": "."}]
    assert {"/api/head.json", "/api/D-{number}.json", "/api/decisions/{first}-{last}.json"} <= description[
        "paths"
    ].keys()
    answer = await pages.draw(SLUG, "api/D-1", FiledRoads(SLUG, "api/D-1"))
    assert answer is not None
    assert json.loads(answer.body)["decision"]["page"] == "../D-1.html"
