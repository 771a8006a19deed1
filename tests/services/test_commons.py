"""The commons: a published log can be read and verified by anybody; what is not published leaves no trace."""

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from bot.domain.chain import Break, Link, find_break
from bot.domain.decisions import Outcome
from bot.domain.tasks import State
from bot.services.publications import Head
from tests.factories import ANN, BEA, CAST, GUILD, NEW, OTHER_GUILD, House, elsewhere

SLUG = "riverside-commons"
HIDDEN = "quiet-garden"


@pytest.fixture
async def two_servers(house: House) -> House:
    """One server that publishes its log and one that does not, with decisions in both."""
    await house.found(elsewhere(ANN), name="Quiet Garden", publishes=False, proposals_channel_id=601)
    for title in ("One", "Two", "Three"):
        await house.decide(title=title, first_tasks="Begin\nEnd")
    await house.decide(elsewhere(ANN), title="Hidden")
    return house


def every_value(thing: Any) -> Iterator[Any]:
    """Everything inside frozen facts."""
    if is_dataclass(thing):
        for field in fields(thing):
            yield from every_value(getattr(thing, field.name))
    elif isinstance(thing, list | tuple):
        for inner in thing:
            yield from every_value(inner)
    else:
        yield thing


async def test_only_servers_that_chose_to_publish_are_listed(two_servers: House) -> None:
    (only,) = await two_servers.services.commons.published_servers()
    assert (only.name, only.slug, only.language) == ("Riverside Commons", SLUG, "en")


async def test_a_server_that_does_not_publish_leaves_no_trace(two_servers: House) -> None:
    commons = two_servers.services.commons
    for slug in (HIDDEN, "nobody", "", "%", "riverside"):
        assert await commons.edition(slug) is None
        assert await commons.page(slug, limit=10) is None
        assert await commons.decision(slug, 1) is None
        assert await commons.entries(slug, after=0, limit=10) == ()


async def test_decisions_are_paged_from_the_newest(two_servers: House) -> None:
    page = await two_servers.services.commons.page(SLUG, limit=2)
    assert page is not None
    assert ([one.title for one in page.decisions], page.total, page.head.sequence) == (["Three", "Two"], 3, 4)
    rest = await two_servers.services.commons.page(SLUG, limit=2, before=2)
    assert rest is not None
    assert [one.number for one in rest.decisions] == [1]


async def test_one_decision_is_shown_with_its_tasks_and_their_state(two_servers: House) -> None:
    await two_servers.services.tasks.claim(BEA, 1)
    await two_servers.services.tasks.finish(BEA, 1)
    await two_servers.add_task(title="Added later", decision_number=1)
    entry = await two_servers.services.commons.decision(SLUG, 1)
    assert entry is not None
    assert (entry.decision.title, entry.decision.outcome, entry.total) == ("One", Outcome.PASSED, 3)
    assert [(task.number, task.title, task.state) for task in entry.tasks] == [
        (1, "Begin", State.DONE),
        (2, "End", State.OPEN),
    ]
    assert await two_servers.services.commons.decision(SLUG, 4) is None


async def test_nothing_published_holds_a_name_an_id_or_a_minute(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap([*CAST, NEW], "✅", card)
    decision = await house.settle(card)
    commons = house.services.commons
    told = [
        await commons.published_servers(),
        await commons.page(SLUG, limit=10),
        await commons.decision(SLUG, decision.number),
        await commons.entries(SLUG, after=0, limit=10),
        await commons.edition(SLUG),
    ]
    values = {str(value) for value in every_value(told)}
    secrets = [str(GUILD), str(card.message_id), "12:00", *(one.name for one in (*CAST, NEW))]
    assert not [(secret, value) for secret in secrets for value in values if secret in value]
    ids = {str(one.user_id) for one in (*CAST, NEW)} | {str(card.channel_id), str(card.thread_id)}
    assert not ids & values


async def test_the_head_is_the_last_entry_and_moves_with_every_decision(house: House) -> None:
    commons = house.services.commons
    before = await commons.edition(SLUG)
    decision = await house.decide()
    after = await commons.edition(SLUG)
    assert before is not None
    assert after is not None
    assert after.head == Head(decision.sequence, decision.hash) != before.head
    assert decision.previous == before.head.hash


async def test_an_edition_changes_with_the_head_and_with_an_erased_text_and_with_nothing_else(house: House) -> None:
    commons = house.services.commons
    await house.decide()
    first = await commons.edition(SLUG)
    await house.add_task()
    assert await commons.edition(SLUG) == first
    await house.run_sql("DELETE FROM sealed_texts WHERE text = 'Buy a projector'")
    erased = await commons.edition(SLUG)
    assert erased != first
    await house.decide()
    assert await commons.edition(SLUG) not in (first, erased)


async def test_the_count_of_turns_moves_with_everything_written_and_with_nothing_read(house: House) -> None:
    before = house.services.commons.turns
    await house.services.commons.page(SLUG, limit=5)
    assert house.services.commons.turns == before
    await house.add_task()
    assert house.services.commons.turns > before


async def test_the_entries_handed_out_are_the_chain_with_texts_that_prove_themselves(two_servers: House) -> None:
    entries = await two_servers.services.commons.entries(SLUG, after=0, limit=2)
    entries = [*entries, *await two_servers.services.commons.entries(SLUG, after=2, limit=10)]
    links = [Link(sequence, entry.body, entry.hash) for sequence, entry in enumerate(entries, 1)]
    assert len(links) == 4
    assert find_break(links) is None
    texts = [text for entry in entries for text in entry.texts]
    assert {"One", "Two", "Three", "Begin", "End"} <= {text.text for text in texts}
    for text in texts:
        proof = hashlib.sha256(bytes.fromhex(text.salt) + text.text.encode()).hexdigest()
        assert proof == text.commitment
        assert any(text.commitment in entry.body for entry in entries)
    assert await two_servers.services.commons.entries(SLUG, after=4, limit=10) == ()


async def test_an_erased_text_is_gone_from_everything_published(house: House) -> None:
    decision = await house.decide(first_tasks="Begin")
    await house.run_sql("DELETE FROM sealed_texts")
    entry = await house.services.commons.decision(SLUG, decision.number)
    assert entry is not None
    assert (entry.decision.title, entry.decision.body, entry.tasks[0].title) == (None, None, None)
    (_, handed_out) = await house.services.commons.entries(SLUG, after=0, limit=10)
    assert handed_out.texts == ()


async def test_objections_are_published_and_those_who_raised_them_are_not(house: House) -> None:
    card = await house.open_proposal()
    for person in CAST[:3]:
        await house.tap(person, "⛔", card)
        await house.services.ballots.explain(person, card.number, f"Reason of {person.user_id}")
    decision = await house.settle(card)
    entry = await house.services.commons.decision(SLUG, decision.number)
    assert entry is not None
    assert sorted(str(text) for text in entry.decision.objections) == [f"Reason of {n}" for n in (11, 12, 13)]


async def test_a_whole_chain_verifies(two_servers: House) -> None:
    for guild_id, length in ((GUILD, 4), (OTHER_GUILD, 2)):
        head, fault = await two_servers.services.commons.verify(guild_id)
        assert (head.sequence, fault) == (length, None)


async def test_a_server_without_a_log_has_an_empty_head(house: House) -> None:
    head, fault = await house.services.commons.verify(OTHER_GUILD)
    assert (head.sequence, head.hash, fault) == (0, "0" * 64, None)


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (
            "UPDATE log SET body = replace(body, '\"turnout\"\\:6', '\"turnout\"\\:7') WHERE sequence = 3",
            Break(3, "hash"),
        ),
        ("UPDATE log SET body = body || ' ' WHERE sequence = 2", Break(2, "body")),
        ("UPDATE log SET hash = substr(hash, 2) || '0' WHERE sequence = 4", Break(4, "hash")),
        ("DELETE FROM log WHERE sequence = 2", Break(2, "sequence")),
        ("UPDATE log SET sequence = 99 WHERE sequence = 3", Break(3, "sequence")),
        ("UPDATE log SET body = '{}' WHERE sequence = 1", Break(1, "sequence")),
    ],
)
async def test_a_row_changed_behind_the_bots_back_is_named(house: House, tampering: str, fault: Break) -> None:
    for _ in range(3):
        await house.decide()
    await house.disarm("log")
    await house.run_sql(tampering)
    assert (await house.services.commons.verify(GUILD))[1] == fault


async def test_a_chain_cut_short_is_noticed_by_whoever_knows_its_head(house: House) -> None:
    await house.decide()
    known = await house.services.commons.edition(SLUG)
    assert known is not None
    await house.disarm("log")
    await house.run_sql("DELETE FROM log WHERE sequence = 2")
    head, fault = await house.services.commons.verify(GUILD)
    assert fault is None
    assert head != known.head
