"""The chronicle reads charters, powers, years and sums out of a published log, in days and without anybody in it."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.decisions import Outcome
from bot.domain.reminders import Act
from bot.services.chronicle import LAST_DECISIONS, ChronicleService
from bot.services.chronicle_cards import MonthCard, Neighbour, PublishedPowers, TermCard, WorkMonth
from bot.services.sums import LAST_MONTHS
from db import mandates
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, FAY, GUILD, House
from tests.services.knowing import share
from tests.services.term import EVENINGS, come_to, make_coordinator, move, recall, schedule
from tests.services.test_charter import a_day_later, adopt

SLUG = "riverside-commons"
A_DAY = timedelta(days=1)


async def powers_of(house: House, **asked: int) -> PublishedPowers:
    """A page of the uses of power, at most ten."""
    found = await house.services.chronicle.powers(SLUG, limit=10, **asked)
    assert found is not None
    return found


async def test_what_is_not_published_has_no_chronicle(house: House) -> None:
    await house.decide()
    await house.run_sql("UPDATE servers SET publishes = false")
    chronicle = house.services.chronicle
    for slug in (SLUG, "nowhere"):
        assert await chronicle.charters(slug) is None
        assert await chronicle.powers(slug, limit=1) is None
        assert await chronicle.year(slug, 2026) is None
        assert await chronicle.years(slug) == ()
        assert await chronicle.work_mark(slug) is None
        assert await chronicle.sums(slug) is None
        assert await chronicle.ties(slug, 1) is None


async def test_every_version_of_a_charter_says_what_it_changed_and_whether_it_waits(house: House) -> None:
    await adopt(house, "seats", "3")
    charters = await house.services.chronicle.charters(SLUG)
    assert charters is not None
    newest, first = charters.versions
    assert [(key, int(old), int(new)) for key, old, new in newest.changed] == [("seats", 2, 3)]
    assert (newest.waits, newest.is_in_force, newest.decision_number) == (True, False, 1)
    assert (first.changed, first.decision_number, charters.in_force) == ((), None, first)
    assert charters.rules.seats == 2
    await a_day_later(house)
    charters = await house.services.chronicle.charters(SLUG)
    assert charters is not None
    assert charters.in_force.version == 2
    assert not charters.in_force.waits
    assert charters.rules.seats == 3


async def test_terms_are_told_by_seat_and_day_and_a_recall_ends_one(house: House) -> None:
    await make_coordinator(house, ANN)
    await make_coordinator(house, BEA)
    await make_coordinator(house, CAL)
    assert [(term.decision_number, term.seat) for term in (await powers_of(house)).terms] == [(1, 1), (2, 2), (3, None)]
    assert (await powers_of(house)).terms[2].begins_on is None, "it waits"
    await recall(house, 1)
    first, second, over = (await powers_of(house)).terms
    assert [(term.decision_number, term.seat) for term in (first, second)] == [(2, 1), (3, 2)]
    assert (over.decision_number, over.seat, over.recalled_by, over.ended_on) == (1, None, 4, house.clock.now().date())
    ends_at = max(row.ends_at for row in await _standing(house) if row.ends_at)
    await come_to(house, ends_at)
    assert [term.recalled_by for term in (await powers_of(house)).terms] == [None, None, 4], "two ended by the clock"


async def _standing(house: House) -> list[mandates.MandateRow]:
    async with house.database.look() as session:
        return list(await mandates.standing(session, GUILD))


async def test_of_two_recalls_at_one_instant_nobody_can_say_which_was_whose(house: House) -> None:
    await make_coordinator(house, ANN)
    await make_coordinator(house, BEA)
    await recall(house, 1)
    await recall(house, 2)
    await house.disarm("decisions")
    await house.run_sql("UPDATE decisions SET decided_at = (SELECT max(decided_at) FROM decisions) WHERE number >= 3")
    await house.run_sql("UPDATE mandates SET ended_at = (SELECT max(ended_at) FROM mandates)")
    assert [term.recalled_by for term in (await powers_of(house)).terms] == [None, None]
    ties = await house.services.chronicle.ties(SLUG, 3)
    assert ties is not None
    assert ties.term is None


async def test_uses_of_power_are_counted_from_the_first_and_carry_no_text(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, text="Behind the station")
    await move(house, ANN, 1, EVENINGS)
    await house.services.reminders.cancel(ANN, 1)
    page = await powers_of(house)
    assert [(used.act, used.text) for used in page.uses] == [(Act.CANCEL, None), (Act.MOVE, None), (Act.SCHEDULE, None)]
    assert (page.newest, page.total) == (3, 3)
    older = await powers_of(house, last=2)
    assert [used.act for used in older.uses] == [Act.MOVE, Act.SCHEDULE]
    assert (older.newest, older.total, older.terms) == (2, 3, ())


async def test_years_are_those_in_which_something_was_decided(house: House) -> None:
    assert await house.services.chronicle.years(SLUG) == ()
    await house.decide(title="Now")
    assert await house.services.chronicle.years(SLUG) == (2026,)
    house.clock.move_to(datetime(2028, 12, 30, tzinfo=UTC))
    await house.decide(title="Into the next year")
    house.clock.move_to(datetime(2030, 2, 3, tzinfo=UTC))
    await house.decide(voters=CAST[:2], title="Too few")
    chronicle = house.services.chronicle
    assert await chronicle.years(SLUG) == (2026, 2029, 2030), "the vote closed in 2029"
    year = await chronicle.year(SLUG, 2029)
    assert year is not None
    assert year.months == (MonthCard(date(2029, 1, 1), {Outcome.PASSED: 1}, 2, 2),)
    assert [each.title for each in year.decisions] == ["Into the next year"]
    assert await chronicle.year(SLUG, 2028) is None
    assert await chronicle.year(SLUG, 2031) is None
    brief = await ChronicleService(house.database, listed_in_a_year=0).year(SLUG, 2029)
    assert brief is not None
    assert (brief.months, brief.decisions, brief.total) == (year.months, (), 3)


async def test_sums_count_months_up_to_the_last_in_which_anything_happened(house: House) -> None:
    empty = await house.services.chronicle.sums(SLUG)
    assert empty is not None
    assert (empty.turnouts, empty.months, empty.work) == ((), (), ())
    await house.decide(first_tasks="Ask\nFetch")
    await house.add_task(title="By hand, which is nobody's business outside")
    await house.services.tasks.claim(BEA, 1)
    house.clock.move_to(datetime(2026, 7, 1, tzinfo=UTC))
    await house.services.tasks.finish(BEA, 1)
    await share(house)
    house.clock.move_to(datetime(2026, 8, 1, tzinfo=UTC))
    sums = await house.services.chronicle.sums(SLUG)
    assert sums is not None
    may, june, july = (date(2026, month, 1) for month in (5, 6, 7))
    assert [(each.number, each.took_part, each.needed) for each in sums.turnouts] == [(1, 6, 3)]
    assert [(each.month, each.total) for each in sums.months] == [(may, 1), (june, 0), (july, 0)]
    assert sums.work == (WorkMonth(may, 2, 0, 0), WorkMonth(june, 0, 0, 0), WorkMonth(july, 0, 1, 1))
    assert await house.services.chronicle.work_mark(SLUG) == (2, 1, 1)


async def test_sums_show_the_last_decisions_and_months_only(house: House) -> None:
    for _ in range(LAST_DECISIONS + 1):
        await house.decide(voters=CAST[:2])
        house.clock.advance(31 * A_DAY)
    sums = await house.services.chronicle.sums(SLUG)
    assert sums is not None
    assert [each.number for each in sums.turnouts] == list(range(2, LAST_DECISIONS + 2))
    assert len(sums.months) == len(sums.work) == LAST_MONTHS
    assert sums.months[-1].last == LAST_DECISIONS + 1


async def test_a_decision_knows_its_neighbours_in_the_chain(house: House) -> None:
    await house.decide()
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    first, second = [await house.services.chronicle.ties(SLUG, number) for number in (1, 2)]
    assert first is not None
    assert second is not None
    assert (first.before, first.after) == (Neighbour(1, "charter", 1), Neighbour(3, "decision", 2))
    assert second.after == Neighbour(4, "power")
    assert await house.services.chronicle.ties(SLUG, 3) is None


async def test_a_decision_knows_what_reworked_it_once_that_is_decided(house: House) -> None:
    card = await house.open_proposal()
    for person in (EVE, FAY):
        await house.tap(person, "⛔", card)
        await house.services.ballots.explain(person, card.number, "Harm.")
    await house.all_tap([ANN, BEA, CAL, DOV], "✅", card)
    await house.settle(card)
    again = await house.open_proposal(title="Again", reworks=1)
    ties = await house.services.chronicle.ties(SLUG, 1)
    assert ties is not None
    assert ties.reworked_by == ()
    await house.settle(again)
    ties = await house.services.chronicle.ties(SLUG, 1)
    assert ties is not None
    assert ties.reworked_by == (2,)


async def test_a_mandate_and_its_recall_know_the_same_term(house: House) -> None:
    await make_coordinator(house, ANN)
    given = await house.services.chronicle.ties(SLUG, 1)
    assert given is not None
    assert given.term is not None
    assert given.term.ended_on is None
    await recall(house, 1)
    today = house.clock.now().date()
    terms = [ties.term for number in (1, 2) if (ties := await house.services.chronicle.ties(SLUG, number))]
    assert terms == [TermCard(1, None, given.term.begins_on, given.term.ends_on, today, recalled_by=2)] * 2
