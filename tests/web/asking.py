"""Asking the API: answers read as JSON, each held against the description that the log gives of itself."""

import json
import re
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from bot.domain.charter import ON_THE_WEB
from tests.web.conftest import SLUG, Answer, Site

Described = dict[str, Any]


async def publish(site: Site, *keys: str) -> None:
    """Have the charter in force show these beside the log; without any, all that it can."""
    rules = json.dumps(dict.fromkeys(keys or ON_THE_WEB, True))
    await site.house.run_sql(
        "INSERT INTO charters (guild_id, version, rules, in_force_at) "
        "SELECT guild_id, version + 1, json_patch(rules, :rules), in_force_at FROM charters "
        "ORDER BY version DESC LIMIT 1",
        rules=rules,
    )
    await site.house.run_sql("UPDATE servers SET charter_version = (SELECT MAX(version) FROM charters)")


async def described(site: Site) -> Described:
    """The description of the log's API."""
    answer = await site.get(f"/{SLUG}/openapi.json")
    assert answer.status == 200
    found: Described = json.loads(answer.body)
    return found


async def ask(site: Site, place: str) -> Any:
    """What the API tells at a place; whatever it is, it is as described."""
    answer = await site.get(f"/{SLUG}/{place}")
    assert answer.status == 200, answer.text
    check_described(await described(site), f"/{place}", answer)
    return json.loads(answer.body)


def check_described(description: Described, path: str, answer: Answer) -> None:
    """Hold an answer against its schema."""
    (operation,) = [told["get"] for asked, told in description["paths"].items() if _is_asked(asked, path)]
    response = operation["responses"][str(answer.status)]
    if "$ref" in response:
        response = description["components"]["responses"][str(answer.status)]
    schema = response["content"][answer.headers["Content-Type"].partition(";")[0]]["schema"]
    check_schema(description, schema, json.loads(answer.body))


def check_schema(description: Described, schema: dict[str, Any], told: Any) -> None:
    """Hold something told against a schema of the description."""
    whole = schema | {"components": description["components"]}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(told)


def _is_asked(asked: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"\\{\w+\\}", "[0-9]+", re.escape(asked)), path) is not None
