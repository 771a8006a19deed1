"""What members write is text and nothing else, whatever it looks like."""

import html
import re
from datetime import date
from fractions import Fraction
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.decisions import decide, steps
from bot.domain.records import Counters
from bot.domain.rules import DecisionRule, Kind
from bot.domain.tally import Tally
from bot.domain.tasks import State
from bot.services.chronicle_cards import Ties
from bot.services.publications import (
    Head,
    PublishedDecision,
    PublishedEntry,
    PublishedPage,
    PublishedServer,
    PublishedTask,
)
from bot.web.legible import legible
from bot.web.roads import ServedRoads
from bot.web.rooms.decision import decision_page
from bot.web.rooms.decisions import list_page
from bot.web.studio import Page, Studio
from tests.evidence import Evidence
from tests.factories import BEA, CAST, crowd
from tests.services.knowing import opened, send, share
from tests.sizes import RENDERED
from tests.web.conftest import SLUG, Site

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]></title></svg><style>*{display:none}</style>",
    "{{ 7 * 7 }} {% raw %} {# x #} {0} {n} %s",
    "[here](https://example.org) https://example.org <https://example.org> javascript:alert(1)",
    "&lt;b&gt; &amp;amp; &#x3c;script&#x3e;",
    "<!-- --> <![CDATA[ x ]]> <?php ?>",
    "\u202egnihton\u202c \u2066a\u2069 \u2028b\u2029c",
    "zero\x00bell\x07escape\x1b[31m del\x7f nel\x85 \ufffe \ufdd0",
)
TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=60)
STUDIO = Studio()
ROADS = ServedRoads("here")


async def test_hostile_text_is_shown_and_does_nothing(site: Site) -> None:
    for number, text in enumerate(HOSTILE, 1):
        card = await site.house.open_proposal(title=text[:80], body=f"{text}\n\n{text}", first_tasks=text[:90])
        await site.house.all_tap(crowd(5), "✅", card)
        await site.house.tap(BEA, "⛔", card)
        await site.house.services.ballots.explain(BEA, card.number, text)
        await site.house.settle(card)
        for path in (f"/{SLUG}", f"/{SLUG}/decisions", f"/{SLUG}/D-{number}"):
            check_inert((await site.get(path)).text)
    plain = (await site.get(f"/{SLUG}/D-1")).tree
    assert plain.findtext(".//h1/bdi") == HOSTILE[0]
    assert [one.text for one in plain.iterfind(".//div[@class='prose']/p")] == [HOSTILE[0]] * 3
    templates = (await site.get(f"/{SLUG}/D-4")).tree
    assert templates.findtext(".//h1/bdi") == HOSTILE[3]
    turned = (await site.get(f"/{SLUG}/D-8")).tree
    assert turned.findtext(".//h1/bdi") == "gnihton a b c"


async def test_hostile_know_how_is_shown_and_does_nothing(site: Site) -> None:
    for number, text in enumerate(HOSTILE, 1):
        await share(site.house, title=text, text=f"{text}\n\n{text}", tags=re.sub("[,;\n]", "", text)[:30])
        await send(site.house, BEA, await opened(site.house, number), title=f"Or {text}", text=f"# {text}\n- {text}")
        for place in ("", "know-how", f"K-{number}", f"K-{number}/1", f"K-{number}/history"):
            check_inert((await site.get(f"/{SLUG}/{place}" if place else f"/{SLUG}")).text)


async def test_a_server_may_be_called_anything(site: Site) -> None:
    await site.house.decide(voters=CAST)
    for name in HOSTILE:
        await site.house.run_sql("update servers set name = :name", name=name)
        for path in (f"/{SLUG}", f"/{SLUG}/D-1"):
            check_inert((await site.get(path)).text)


async def test_line_breaks_and_paragraphs_stay(site: Site) -> None:
    await site.house.decide(body="One\nTwo\r\nThree\n\n\n  \nFour\n\n")
    tree = (await site.get(f"/{SLUG}/D-1")).tree
    assert ["".join(one.itertext()) for one in tree.iterfind(".//div[@class='prose']/p")] == [
        "One\nTwo\nThree",
        "Four",
    ]


@given(TEXT)
@settings(max_examples=RENDERED)
def test_what_is_legible_can_stand_in_any_page(evidence: Evidence, text: str) -> None:
    evidence.count("pages drawn")
    once = legible(text)
    assert legible(once) == once
    assert ElementTree.fromstring(f"<p>{html.escape(once)}</p>").text == (once or None)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", once)


@given(TEXT, TEXT, TEXT, st.integers(0, 90), st.integers(0, 90), st.integers(0, 90))
@settings(max_examples=RENDERED)
def test_every_record_makes_a_well_formed_page(
    evidence: Evidence, name: str, title: str, body: str, agree: int, disagree: int, block: int
) -> None:
    evidence.count("pages drawn")
    entry = published(name, title, body, Tally(agree, disagree, agree % 3, block, block % 2))
    page = PublishedPage(entry.server, (entry.decision,), 1, entry.head)
    drawn = check_inert(text_of(decision_page(STUDIO, entry, Ties(None, None), ROADS)))
    assert drawn.findtext(".//h1/bdi") == (legible(title) or None) or not legible(title)
    check_inert(text_of(list_page(STUDIO, page, ROADS)))
    check_inert(text_of(STUDIO.servers([entry.server], "en")))


def check_inert(text: str) -> ElementTree.Element:
    """The page's elements, all of them ours."""
    tree = ElementTree.fromstring(text)
    assert {one.tag for one in tree.iter()} <= OURS
    assert all(one.get("href", "/").startswith(("/", "#", "https://creativecommons.org/")) for one in tree.iter())
    assert all(one.get("action", "/").startswith("/") for one in tree.iter())
    assert {one.get("src", "/static/icon.svg") for one in tree.iter()} == {"/static/icon.svg"}
    return tree


def text_of(page: Page) -> str:
    return page.body.decode()


OURS = {
    *("html", "head", "meta", "title", "link", "body"),
    *("header", "main", "footer", "nav", "article", "section", "figure", "blockquote", "div"),
    *("h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "a", "span", "bdi", "code", "strong", "time", "img"),
    *("em", "s", "pre", "br", "hr", "ins", "del", "mark", "form", "label", "input", "button", "details", "summary"),
    *("svg", "defs", "pattern", "rect", "circle", "line"),
}
"""The elements that the templates use: none that runs, loads or sends anything."""


def published(name: str, title: str, body: str, tally: Tally) -> PublishedEntry:
    """A record that says what the test wants."""
    rule = DecisionRule(Kind.ACTION, 20, 7, Fraction(2, 3), 4, True, 2, Fraction(1, 10))
    day = date(2026, 5, 7)
    decision = PublishedDecision(
        number=1,
        proposal_number=1,
        title=title,
        body=body,
        objections=(body, None),
        outcome=decide(tally, rule),
        tally=tally,
        rule=rule,
        counters=Counters(1, 2, 3, 4, 5),
        steps=steps(tally, rule),
        opened_on=day,
        closed_on=day,
        decided_on=day,
        charter_version=1,
        sequence=2,
        hash="ab" * 32,
        previous="cd" * 32,
    )
    tasks = tuple(PublishedTask(number, title, state) for number, state in enumerate(State, 1))
    return PublishedEntry(PublishedServer(name, "here", "en"), decision, tasks, 1, Head(2, "ab" * 32))
