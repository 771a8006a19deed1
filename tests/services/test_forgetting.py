"""Forgetting: thirty days after settling nobody can say any more whose vote was which, and the record stays."""

import struct
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.ballots import Act, Choice, Source, Verdict
from bot.domain.covers import Covered, Holder
from bot.domain.forgetting import LINKS_KEPT
from bot.domain.history import Line, standing_at
from bot.domain.judging import judge
from bot.domain.proposals import Draft, draft
from bot.domain.rules import Kind
from bot.services.cards import ProposalCard
from db.base import Base, Moment
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, GUILD, NEW, House, member

ALMOST = timedelta(microseconds=1)


async def forget(house: House) -> int:
    """Do what is due and leave nothing in the files."""
    destroyed = await house.services.forgetting.destroy_links()
    await house.services.forgetting.scrub()
    return destroyed


async def voted_on(house: House) -> ProposalCard:
    """A settled vote with a change of mind, a withdrawal, a block, a newcomer and somebody too late."""
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    await house.tap(BEA, "❌", card)
    await house.tap(CAL, "⛔", card)
    await house.services.ballots.explain(CAL, card.number, "The lease forbids it.")
    await house.services.ballots.withdraw(DOV, card.number)
    await house.tap(NEW, "❌", card)
    await house.untap(EVE, "✅", card)
    await house.settle(card)
    await house.tap(DOV, "⛔", card)
    return await house.proposal(card)


async def recount(house: House, proposal_id: int = 1) -> Counter[str]:
    """What the ledger says that stood, by choice."""
    lines = [
        Line(who, Act(act), choice, Source(source), Verdict(verdict), datetime.fromisoformat(str(at)))
        for who, act, choice, source, verdict, at in await house.select(
            "SELECT member_id, act, choice, source, verdict, received_at FROM ledger "
            "WHERE proposal_id = :id AND verdict <> 'late' ORDER BY id",
            id=proposal_id,
        )
    ]
    return Counter(standing.choice for standing in standing_at(lines).values())


async def whose(house: House) -> set[int]:
    """Everybody who can be told from a ballot, a line or an objection."""
    rows = await house.select(
        "SELECT member_id FROM ballots UNION SELECT member_id FROM ledger UNION SELECT member_id FROM objections"
    )
    return {who for (who,) in rows if who is not None}


async def test_the_links_last_thirty_days_and_not_a_moment_longer(house: House) -> None:
    await voted_on(house)
    (settled_at,) = (await house.select("SELECT settled_at FROM proposals"))[0]
    house.clock.move_to(datetime.fromisoformat(settled_at + "+00:00") + LINKS_KEPT - ALMOST)
    assert await forget(house) == 0
    assert {one.user_id for one in CAST} <= await whose(house)
    house.clock.advance(ALMOST)
    assert await forget(house) == 1
    assert not {who for who in await whose(house) if who > 0}
    assert await forget(house) == 0


async def test_the_record_stays_when_the_links_go(house: House) -> None:
    card = await voted_on(house)
    decision = await house.services.decisions.card(GUILD, 1)
    log = await house.select("SELECT * FROM log")
    before = await recount(house)
    house.clock.advance(LINKS_KEPT)
    await forget(house)
    assert await house.proposal(card) == card
    assert await house.services.decisions.card(GUILD, 1) == decision
    assert await house.select("SELECT * FROM log") == log
    assert await recount(house) == before == {"agree": 3, "disagree": 1, "block": 1}
    assert (await house.services.commons.verify(GUILD))[1] is None


async def test_the_ledger_keeps_every_line_and_says_neither_who_nor_when(house: House) -> None:
    await voted_on(house)
    kept = "SELECT id, act, choice, source, is_super, verdict FROM ledger ORDER BY id"
    before = await house.select(kept)
    house.clock.advance(LINKS_KEPT)
    await forget(house)
    assert await house.select(kept) == before
    assert await house.select("SELECT count(DISTINCT received_at) FROM ledger") == [(1,)]


async def instants(house: House) -> dict[str, set[str]]:
    """All instants that the database keeps, by table and column."""
    columns = [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Moment)
    ]
    found = {}
    for table, column in columns:
        rows = await house.select(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")
        found[f"{table}.{column}"] = {str(instant) for (instant,) in rows}
    return found


async def test_no_table_keeps_an_instant_by_which_somebody_is_found_in_a_vote_that_was_forgotten(house: House) -> None:
    await voted_on(house)
    lazy = await house.open_proposal(kind=Kind.LAZY)
    await house.tap(BEA, "❌", lazy)
    covered = Covered(Holder.PROPOSAL, lazy.number)
    for person in (CAL, DOV):
        await house.services.covers.ask(person, covered, Draft("Stay covered?", "P-2", kind=Kind.COVER))
        house.clock.advance(timedelta(seconds=1))
    await house.services.outbox.deliver_due()
    house.miss_tap(EVE, "✅", lazy)
    await house.services.reading.read_open()
    lines = {at for (at,) in await house.select("SELECT received_at FROM ledger UNION SELECT asked_at FROM cover_asks")}
    for person in (BEA, CAL, DOV, EVE):
        (acted,) = await house.select("SELECT acted_at FROM members WHERE user_id = :who", who=person.user_id)
        assert acted[0].endswith(" 00:00:00.000000")
    found = await instants(house)
    assert found["proposals.turned_at"] <= lines, "what turned a vote is told to the microsecond"
    await house.settle(lazy)
    await house.settle(await house.services.proposals.card(GUILD, 3))
    house.clock.advance(LINKS_KEPT)
    assert await forget(house) == 3
    found = await instants(house)
    of_people = found.pop("members.acted_at") | found.pop("members.joined_at")
    for place, kept in found.items():
        assert not kept & of_people, place
    assert not (found["ledger.received_at"] | found["objections.raised_at"]) & (lines - found["proposals.opened_at"])
    assert not found["ballots.cast_at"] | found["cover_asks.asked_at"]


async def test_stand_ins_come_in_an_order_that_tells_nothing(house: House) -> None:
    orders = set()
    for _ in range(12):
        card = await house.open_proposal()
        await house.all_tap(CAST, "✅", card)
        await house.settle(card)
        house.clock.advance(LINKS_KEPT)
        await forget(house)
        rows = await house.select("SELECT member_id FROM ledger WHERE proposal_id = :id ORDER BY id", id=card.number)
        orders.add(tuple(who for (who,) in rows))
    assert all(set(order) == {-1, -2, -3, -4, -5, -6} for order in orders)
    assert len(orders) > 1


async def test_who_clears_the_ballots_is_known_and_betrays_no_other_line(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(ANN, "✅", card)
    await house.services.amending.amend(ANN, card.number, draft("Buy two", "One for each door."))
    await house.all_tap(CAST, "❌", card)
    await house.settle(card)
    house.clock.advance(LINKS_KEPT)
    await forget(house)
    first, cleared, *after = [who for (who,) in await house.select("SELECT member_id FROM ledger ORDER BY id")]
    assert cleared == 0
    assert first < 0
    assert first not in after
    assert await recount(house) == {"disagree": 6}


async def test_whoever_taps_long_after_the_end_is_forgotten_as_well(house: House) -> None:
    card = await voted_on(house)
    house.clock.advance(LINKS_KEPT)
    await forget(house)
    await house.tap(BEA, "✅", card)
    assert BEA.user_id in await whose(house)
    assert await forget(house) == 1
    assert BEA.user_id not in await whose(house)
    assert (await house.proposal(card)).counters.late == 2


async def test_running_votes_and_those_just_settled_keep_their_links(house: House) -> None:
    await voted_on(house)
    house.clock.advance(LINKS_KEPT)
    running = await house.open_proposal()
    await house.all_tap(CAST, "✅", running)
    await forget(house)
    assert {who for who in await whose(house) if who > 0} == {one.user_id for one in CAST}
    assert await house.choice_of(BEA, running) == Choice.AGREE


async def test_who_asked_for_a_cover_is_forgotten_with_the_vote_on_it(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    covered = Covered(Holder.PROPOSAL, card.number)
    for person in (ANN, BEA):
        receipt = await house.services.covers.ask(person, covered, Draft("Stay covered?", "P-1", kind=Kind.COVER))
    assert receipt.vote_number is not None
    await house.services.outbox.deliver_due()
    await house.settle(await house.services.proposals.card(GUILD, receipt.vote_number))
    assert await house.select("SELECT count(*) FROM cover_asks") == [(2,)]
    house.clock.advance(LINKS_KEPT)
    await forget(house)
    assert await house.select("SELECT count(*) FROM cover_asks") == [(0,)]


def files_of(house: House) -> dict[str, bytes]:
    """The bytes of the database file and of everything beside it."""
    path = Path(str(house.database.engine.url.database))
    return {file.name: file.read_bytes() for file in path.parent.glob(f"{path.name}*")}


async def test_the_files_hold_the_links_until_then_and_no_byte_of_them_after(house: House) -> None:
    stranger = 987_654_321_012_345_678
    voter = member(stranger, "Gus")
    card = await house.open_proposal()
    await house.all_tap([*CAST, voter], "❌", card)
    decision = await house.settle(card)
    assert decision.number == 1
    beside_a_choice = struct.pack(">q", stranger)

    def linked() -> list[str]:
        return [
            name
            for name, content in files_of(house).items()
            for place in range(len(content))
            if content.startswith(beside_a_choice, place) and b"disagree" in content[place : place + 40]
        ]

    assert linked(), "a test that finds nothing before finds nothing after"
    house.clock.advance(LINKS_KEPT)
    await forget(house)
    assert not linked()


async def test_scrubbing_waits_for_nobody_who_reads_and_is_made_up_for(house: House) -> None:
    await voted_on(house)
    house.clock.advance(LINKS_KEPT)
    async with house.database.look() as reader:
        await reader.execute(text("SELECT * FROM ballots"))
        assert await house.services.forgetting.destroy_links() == 1
        assert not await house.database.scrub()
        await house.services.forgetting.scrub()
        assert files_of(house)["founded.sqlite3-wal"]
    await house.services.forgetting.scrub()
    assert not files_of(house)["founded.sqlite3-wal"]


@pytest.mark.parametrize("kind", [Kind.ACTION, Kind.CHOICE])
async def test_a_vote_forgotten_can_still_be_judged_from_its_ledger(house: House, kind: Kind) -> None:
    options = "Monday\nFriday" if kind is Kind.CHOICE else ""
    receipt = await house.services.proposals.propose(ANN, draft("When?", "Which day.", kind=kind, options=options))
    await house.services.outbox.deliver_due()
    house.clock.advance(timedelta(seconds=1))
    card = await house.services.proposals.card(GUILD, receipt.number)
    for person, emoji in zip(CAST, ["1️⃣", "1️⃣", "2️⃣", "1️⃣", "2️⃣", "1️⃣"] if options else "✅✅❌✅⚪✅", strict=True):
        await house.tap(person, emoji, card)
    decision = await house.settle(card)
    house.clock.advance(LINKS_KEPT)
    await forget(house)
    rows = await house.select("SELECT member_id, act, choice, source, verdict FROM ledger ORDER BY id")
    lines = [
        Line(who, Act(act), choice, Source(source), Verdict(verdict), house.clock.now())
        for who, act, choice, source, verdict in rows
    ]
    again = judge(standing_at(lines, gathers=bool(options)), decision.rule, author_id=ANN.user_id)
    assert (again.outcome, again.tally, again.approvals) == (decision.outcome, decision.tally, decision.approvals)
