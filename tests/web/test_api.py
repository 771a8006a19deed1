"""The JSON API tells what the pages tell, to programs."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.covers import Covered, Holder
from bot.domain.tally import Tally
from bot.services.knowhow_cards import Writing
from bot.web.api_pages import answered
from bot.web.api_telling import decision_answer, full_answer
from bot.web.legible import legible
from bot.web.roads import ServedRoads
from bot.web.site import Site as Pages
from tests.evidence import Evidence
from tests.factories import ANN, BEA, CAST, DECISIONS_CHANNEL, GUILD, crowd, elsewhere
from tests.services.exposed import cover, open_about_somebody, text_of
from tests.services.term import EVENINGS, make_coordinator, move, schedule
from tests.sizes import RENDERED
from tests.web.asking import ask, publish
from tests.web.conftest import SLUG, Site
from tests.web.published_world import live
from tests.web.test_hostile import TEXT, published
from tests.web.test_names import AUTHOR, decide_with_everybody, without_hashes


async def test_the_head_is_told(site: Site) -> None:
    await site.house.decide()
    edition = await site.house.services.commons.edition(SLUG)
    assert edition is not None
    told = await ask(site, "api/head")
    assert (told["entries"], told["head"], told["decisions"]) == (edition.head.sequence, edition.head.hash, 1)
    assert told["name"] == "Riverside Commons"
    assert (await site.get(told["lines"])).status == 200
    assert (await site.get(told["verifier"])).status == 200


async def test_a_decision_is_told_in_full(site: Site) -> None:
    opened = await site.house.open_proposal(title="A hand-truck", body="€80.\r\n\r\nFor all.", first_tasks="Ask\nBuy")
    await site.house.all_tap(crowd(7), "✅", opened)
    await site.house.tap(BEA, "⛔", opened)
    await site.house.services.ballots.explain(BEA, opened.number, "Too dear.")
    await site.house.settle(opened)
    await site.house.services.tasks.claim(BEA, 2)
    told = await ask(site, "api/D-1")
    decision = told["decision"]
    assert (decision["title"], decision["text"], decision["hidden"]) == ("A hand-truck", "€80.\n\nFor all.", None)
    assert (decision["outcome"], decision["turnout"], decision["tally"]["agree"]) == ("passed", 8, 7)
    assert decision["objections"] == [{"text": "Too dear.", "is_resolved": False}]
    assert decision["rule"]["threshold"] == "2/3"
    assert [(task["title"], task["state"]) for task in told["tasks"]] == [("Ask", "open"), ("Buy", "claimed")]
    assert (await site.get(decision["page"])).status == 200


async def test_whatever_was_decided_is_told_as_described(site: Site) -> None:
    await live(site.house)
    head = await ask(site, "api/head")
    listed = (await ask(site, "api/decisions"))["decisions"]
    assert [each["number"] for each in listed] == list(range(head["decisions"], 0, -1))
    for each in listed:
        assert (await ask(site, f"api/D-{each['number']}"))["decision"] == each
    chosen = [each for each in listed if each["winner"]]
    assert chosen
    assert all(each["options"][each["winner"]]["number"] == each["winner"] for each in chosen)
    assert any(each["options"] == [] and each["changes"] for each in listed)
    assert any(each["meeting"] == {"met_on": "2026-05-02", "present": 14} for each in listed)
    assert any(each["hidden"] == "inside" and each["title"] is None for each in listed)
    charter = (await ask(site, "api/charter"))["versions"]
    assert [each["version"] for each in charter] == list(range(len(charter), 0, -1))
    assert charter[-1]["decision"] is None
    assert charter[-2]["changed"] == ["threshold"]
    assert {"key": "threshold", "value": "3/5", "unit": "share"} in charter[-2]["settings"]
    assert (await ask(site, "api/powers"))["powers"][0]["act"] == "schedule"


async def test_blocks_of_older_decisions_stay_as_they_are(site: Site) -> None:
    for number in range(1, 101):
        await site.house.services.amending.withdraw(ANN, (await site.house.open_proposal(title=f"No {number}")).number)
        if number in (49, 50, 99):
            assert (await ask(site, "api/decisions"))["next"] is None
    newest = await ask(site, "api/decisions")
    assert [each["number"] for each in newest["decisions"]] == list(range(100, 50, -1))
    older = json.loads((await site.get(newest["next"])).body)
    assert newest["next"].endswith("/api/decisions/1-50")
    assert [each["number"] for each in older["decisions"]] == list(range(50, 0, -1))
    assert (older["total"], older["next"]) == (100, None)
    assert older["previous"] == f"/{SLUG}/api/decisions"
    for wrong in ("2-51", "1-49", "51-100", "101-150", "0-49", "1-50/", "51-1"):
        assert (await site.get(f"/{SLUG}/api/decisions/{wrong}")).status == (200 if wrong == "51-100" else 404)


async def test_every_use_of_a_power_is_told_without_its_text(site: Site) -> None:
    await make_coordinator(site.house, BEA)
    card = await schedule(site.house, BEA, EVENINGS, "Behind the mill.")
    for _ in range(99):
        await move(site.house, BEA, card.number, EVENINGS)
    newest = await ask(site, "api/powers")
    assert [each["number"] for each in newest["powers"]] == list(range(100, 50, -1))
    assert {(each["act"], each["seat"]) for each in newest["powers"]} == {("move", 1)}
    assert [(each["decision"], each["seat"], each["ended_on"]) for each in newest["terms"]] == [(1, 1, None)]
    older = await ask(site, newest["next"].removeprefix(f"/{SLUG}/"))
    assert older["terms"] == []
    assert older["powers"][-1] | {"on": ""} == {
        "number": 1,
        "act": "schedule",
        "reminder": 1,
        "seat": 1,
        "decision": 1,
        "on": "",
    }
    assert "mill" not in json.dumps([newest, older])
    assert (await site.get(f"/{SLUG}/api/powers/51-101")).status == 404


async def test_know_how_is_told_with_the_work_that_it_came_from(site: Site) -> None:
    await site.house.decide(first_tasks="Open the hall")
    knowhow = site.house.services.knowhow
    await knowhow.share(BEA, Writing("The key", "With the baker.", "hall, key", task_number=1))
    await knowhow.revise(CAST[2], Writing("The key", "With the baker until six.", "hall", page_number=1, made_from=1))
    (listed,) = (await ask(site, "api/know-how"))["pages"]
    told = await ask(site, "api/K-1")
    assert told["heading"] == listed
    assert (listed["title"], listed["tags"], listed["revision"]) == ("The key", ["hall"], 2)
    assert (told["text"], told["works"]) == ("With the baker until six.", [{"task": 1, "decision": 1}])
    assert (await site.get(listed["page"])).status == 200
    await cover(site.house, Covered(Holder.PAGE, 1))
    covered = await ask(site, "api/K-1")
    assert (covered["heading"]["title"], covered["heading"]["hidden"], covered["text"]) == (None, "covered", None)
    assert (await site.get(f"/{SLUG}/api/K-2")).status == 404


async def test_blocks_of_older_know_how_stay_as_they_are(site: Site) -> None:
    for number in range(1, 101):
        await site.house.services.knowhow.share(ANN, Writing(f"No {number}", "A text."))
    newest = await ask(site, "api/know-how")
    assert [each["number"] for each in newest["pages"]] == list(range(100, 50, -1))
    older = await ask(site, newest["next"].removeprefix(f"/{SLUG}/"))
    assert [each["number"] for each in older["pages"]] == list(range(50, 0, -1))
    assert (older["previous"], older["next"]) == (f"/{SLUG}/api/know-how", None)
    assert (await site.get(f"/{SLUG}/api/know-how/51-101")).status == 404


async def test_what_is_under_way_is_told_where_the_charter_says_so(site: Site) -> None:
    await site.house.decide(first_tasks="Ask for prices")
    await site.house.open_proposal(title="Cook together")
    await make_coordinator(site.house, BEA)
    await schedule(site.house, BEA, EVENINGS)
    for place in ("open", "tasks", "calendar"):
        answer = await site.get(f"/{SLUG}/api/{place}")
        assert answer.status == 404
    await publish(site)
    assert [each["title"] for each in (await ask(site, "api/open"))["proposals"]] == ["Cook together"]
    assert [each["title"] for each in (await ask(site, "api/tasks"))["tasks"]] == ["Ask for prices"]
    assert (await ask(site, "api/calendar"))["days"][0]["on"] == "2026-05-22"


async def test_a_covered_text_is_told_to_nobody(site: Site) -> None:
    await publish(site)
    card = await open_about_somebody(site.house)
    await cover(site.house, text_of(card))
    (told,) = [each for each in (await ask(site, "api/open"))["proposals"] if each["number"] == card.number]
    assert (told["title"], told["text"], told["hidden"]) == (None, None, "covered")
    await site.house.all_tap(CAST, "✅", card)
    await site.house.settle(card)
    (decided,) = [each for each in (await ask(site, "api/decisions"))["decisions"] if each["proposal"] == card.number]
    assert (decided["title"], decided["text"], decided["hidden"]) == (None, None, "covered")


@pytest.mark.parametrize("place", ["head", "decisions", "D-1", "charter", "powers", "nothing", "D-1/x", "D-0", "D-01"])
async def test_who_does_not_publish_has_no_api(site: Site, place: str) -> None:
    await site.house.found(elsewhere(ANN), name="Quiet Ones", publishes=False)
    for slug in ("quiet-ones", "nobody"):
        answer = await site.get(f"/{slug}/api/{place}")
        assert answer.status == 404
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert json.loads(answer.body)["status"] == 404
    assert (await site.get("/quiet-ones/openapi.json")).status == 404


async def test_nothing_can_be_sent_to_the_api(site: Site) -> None:
    answer = await site.get(f"/{SLUG}/api/decisions", method="POST")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert json.loads(answer.body)["title"]


async def test_the_name_of_an_author_is_on_their_page_alone(site: Site) -> None:
    await site.house.services.members.show_name(ANN, "Ann of the Mill")
    await site.house.decide()
    assert "Ann of the Mill" in (await site.get(f"/{SLUG}/D-1")).text
    for place in ("api/D-1", "api/decisions", "api/head"):
        assert "Ann" not in (await site.get(f"/{SLUG}/{place}")).text


async def test_no_byte_for_programs_tells_who_anybody_is(site: Site) -> None:
    await publish(site)
    forbidden = await decide_with_everybody(site.house)
    told_of = f"<@{AUTHOR.user_id}> knows, see https://discord.com/channels/{GUILD}/{DECISIONS_CHANNEL}"
    await site.house.services.knowhow.share(AUTHOR, Writing("The key", told_of, "hall"))
    await site.house.open_proposal(AUTHOR, title="Still open", body=told_of)
    await site.house.decide(title="With a link", body=told_of)
    seen = 0
    async for place in Pages(site.house.services).every_place(SLUG):
        if place.startswith(("api/", "feed.")) or place == "openapi.json":
            answer = await site.get(f"/{SLUG}/{place}")
            told = without_hashes(answer.text) + str(dict(answer.headers))
            assert answer.status == 200, place
            assert not [one for one in forbidden if re.search(rf"(?<!\d){one}(?!\d)", told)], place
            assert not re.search(r"\d\d:\d\d", answer.text.replace("T00:00:00Z", "")), place
            seen += 1
    assert seen == 14


@settings(max_examples=RENDERED)
@given(TEXT, TEXT, TEXT, st.integers(0, 90), st.integers(0, 90))
def test_any_text_can_be_told(evidence: Evidence, name: str, title: str, body: str, agree: int, block: int) -> None:
    evidence.count("answers of the API drawn")
    entry = published(name, title, body, Tally(agree, 1, 0, block, block % 2))
    told = json.loads(answered(full_answer(entry, ServedRoads("here"))).body)
    assert (told["decision"]["title"], told["decision"]["text"]) == (legible(title), legible(body))
    assert json.loads(answered(decision_answer(entry.decision, ServedRoads("here"))).body) == told["decision"]
