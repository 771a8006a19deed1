"""The charter on the web: how a group decides in plain words, its numbers, and every version with what it changed."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.domain.charter import SETTINGS
from bot.domain.rules import Kind, ServerRules
from bot.words import words_in
from bot.words.charters import deciding_sentences
from tests.services.test_charter import a_day_later, adopt
from tests.web.conftest import SLUG, Site
from tests.web.looks import GoldenPage

ENGLISH = words_in("en")


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(GoldenPage)


async def test_the_charter_is_told_in_plain_words_and_in_numbers(site: Site, golden: SnapshotAssertion) -> None:
    answer = await site.get(f"/{SLUG}/charter")
    assert "Voting lasts 3 days and never closes early." in answer.words
    assert "One person, one vote: no weights, no casting vote." in answer.words
    assert len(answer.tree.findall(".//dl[@class='facts settings']/div")) == len(SETTINGS)
    assert "Version 1 in force now from 5 January 2026 founded with the usual numbers" in answer.words
    assert answer.text == golden


async def test_a_change_says_what_it_changed_which_decision_did_it_and_from_when(site: Site) -> None:
    before = await site.get(f"/{SLUG}/charter")
    await adopt(site.house, "voting_hours", "5 days")
    waiting = await site.get(f"/{SLUG}/charter")
    assert "Version 2 will come into force on 12 May 2026." in waiting.words
    assert "will come into force on 12 May 2026 Decided in D-1 How long voting lasts: 3 days → 5 days" in waiting.words
    assert "Voting lasts 3 days" in waiting.words
    await a_day_later(site.house)
    changed = await site.get(f"/{SLUG}/charter")
    assert "Voting lasts 5 days and never closes early." in changed.words
    assert "will come into force" not in changed.words
    version = changed.tree.find(".//*[@id='version-2']")
    assert version is not None
    assert [link.get("href") for link in version.iterfind(".//a")] == [f"/{SLUG}/D-1"]
    assert len({page.headers["ETag"] for page in (before, waiting, changed)}) == 3


async def test_a_decision_leads_to_the_version_by_which_it_was_counted_and_which_it_adopted(site: Site) -> None:
    await adopt(site.house, "voting_hours", "5 days")
    links = [link.get("href") for link in (await site.get(f"/{SLUG}/D-1")).tree.iterfind(".//dl//a")]
    assert f"/{SLUG}/charter#version-1" in links
    assert f"/{SLUG}/charter#version-2" in links
    anchors = {one.get("id") for one in (await site.get(f"/{SLUG}/charter")).tree.iter()}
    assert {"version-1", "version-2"} <= anchors


async def test_what_is_not_published_has_no_charter(site: Site) -> None:
    await site.house.run_sql("UPDATE servers SET publishes = false")
    answer = await site.get(f"/{SLUG}/charter")
    assert (answer.status, answer.body) == (404, (await site.get("/nowhere/charter")).body)


def test_the_plain_words_follow_the_numbers() -> None:
    usual = " ".join(deciding_sentences(ServerRules(), ENGLISH))
    assert "of 10 people who did something here in the last 60 days, 5 must take part; of 100, 15." in usual
    assert "at least twice as many agree as disagree or block" in usual
    assert "three times as many" in usual
    assert "Votes about mandates are always secret." in usual
    rules = ServerRules(seats=1, block_floor=1, tenure=ServerRules().tenure * 0, secret_kinds=frozenset({Kind.CHOICE}))
    other = " ".join(
        deciding_sentences(SETTINGS["threshold"].write(rules, SETTINGS["threshold"].parse("3/5")), ENGLISH)
    )
    assert "Whoever is here when voting opens votes." in other
    assert "at least 3 of every 5 agree, not counting who abstains" in other
    assert "1 such block stops a proposal" in other
    assert "At most 1 coordinator, for 84 days, may schedule" in other
    assert "Here these are, too: choice." in other
