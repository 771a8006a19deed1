"""The one reminder of a proposal: after the vote, frozen with it, and born by the decision in the settling turn."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.covers import Covered, Holder
from bot.domain.decisions import Outcome
from bot.domain.errors import TextTooLong
from bot.domain.proposals import Carried, Meeting, draft
from bot.domain.reminder_refusals import BeforeTheClose, DecidedReminder, NotRepeating, UnclearTime
from bot.domain.reminders import Origin
from bot.domain.rules import Kind
from bot.services.cards import DecisionCard
from tests.factories import ANN, BEA, CAL, CAST, DECISIONS_CHANNEL, GUILD, START, House
from tests.services.term import EVENING as FRIDAY
from tests.services.term import come_to, make_coordinator, move, posted, schedule

LATER = Carried("Bring the chairs.", FRIDAY, "Europe/Paris")
"""Friday 22 May, 18:00: 16:00 in UTC."""


async def entry_of(house: House, decision: DecisionCard) -> dict[str, Any]:
    """The log's entry of a decision."""
    ((body,),) = await house.select("SELECT body FROM log WHERE sequence = :at", at=decision.sequence)
    found: dict[str, Any] = json.loads(body)
    return found


async def test_a_decision_gives_birth_to_the_reminder_of_its_proposal(house: House) -> None:
    decision = await house.decide(reminder=LATER)
    assert decision.reminder is not None
    assert (decision.reminder.number, str(decision.reminder.on)) == (1, "2026-05-22")
    entry = await entry_of(house, decision)
    assert (entry["reminder"]["number"], entry["reminder"]["on"]) == (1, "2026-05-22")
    assert "chairs" not in json.dumps(entry)
    card = await house.services.reminders.card(GUILD, 1)
    assert (card.origin, card.author_name, card.decision_number) == (Origin.DECISION, None, decision.number)
    assert card.channel_id == DECISIONS_CHANNEL
    await come_to(house, datetime(2026, 5, 22, 16, tzinfo=UTC))
    (came,) = posted(house)
    assert (came.text, came.decision_number) == ("Bring the chairs.", decision.number)
    assert (await house.services.commons.verify(GUILD))[1] is None


async def test_what_does_not_pass_reminds_nobody(house: House) -> None:
    opened = await house.open_proposal(reminder=LATER)
    await house.all_tap(CAST, "❌", opened)
    decision = await house.settle(opened)
    assert decision.outcome is Outcome.REJECTED
    assert decision.reminder is None
    assert "reminder" not in await entry_of(house, decision)
    assert await house.services.reminders.upcoming(GUILD) == []


async def test_a_decision_without_a_reminder_is_recorded_as_before(house: House) -> None:
    assert "reminder" not in await entry_of(house, await house.decide())


async def test_a_reminder_before_the_close_is_refused_and_nothing_opens(house: House) -> None:
    too_soon = Carried("Hurry.", datetime.fromisoformat("2026-05-07T14:00"), "Europe/Paris")
    with pytest.raises(BeforeTheClose) as refused:
        await house.open_proposal(reminder=too_soon)
    assert refused.value.closes_at == START + timedelta(hours=72)
    assert await house.services.proposals.open_cards(GUILD) == []
    with pytest.raises(BeforeTheClose):
        await house.open_proposal(reminder=LATER, discuss=timedelta(hours=24 * 20))


async def test_a_reminder_whose_time_passed_by_prolongations_is_not_born_and_the_record_says_so(house: House) -> None:
    soon = Carried("Bring the chairs.", datetime.fromisoformat("2026-05-07T14:30"), "Europe/Paris")
    opened = await house.open_proposal(reminder=soon)
    await house.come_to_the_deadline(opened)
    await house.all_tap(CAST, "✅", opened)
    decision = await house.settle(opened)
    assert decision.outcome is Outcome.PASSED
    assert decision.reminder is not None
    assert decision.reminder.number is None
    assert (await entry_of(house, decision))["reminder"]["number"] is None
    assert await house.services.reminders.upcoming(GUILD) == []


async def test_an_author_changes_the_reminder_with_the_text_and_the_same_rule_holds(house: House) -> None:
    opened = await house.open_proposal(reminder=LATER)
    changed = draft("Buy chairs", "We sit.", reminder=Carried("Sit.", FRIDAY, "Europe/Paris"))
    card = await house.services.amending.amend(ANN, opened.number, changed)
    assert card.reminder is not None
    assert card.reminder.text == "Sit."
    too_soon = draft("Buy chairs", "We sit.", reminder=Carried("Sit.", START.replace(tzinfo=None), "UTC"))
    with pytest.raises(BeforeTheClose):
        await house.services.amending.amend(ANN, opened.number, too_soon)
    assert (await house.services.amending.amend(ANN, opened.number, draft("Buy chairs", "Sit."))).reminder is None


async def test_what_a_meeting_agreed_gets_its_reminder_by_a_change_of_the_text(house: House) -> None:
    met = Meeting(START.date(), 14)
    opened = await house.open_proposal(kind=Kind.MEETING, meeting=met)
    changed = draft(opened.title, opened.body, kind=Kind.MEETING, reminder=LATER)
    card = await house.services.amending.amend(ANN, opened.number, changed)
    assert (card.meeting, card.reminder) == (met, LATER)
    await house.tap(BEA, "✅", card)
    assert (await house.settle(card)).outcome is Outcome.PASSED
    assert [each.origin for each in await house.services.reminders.upcoming(GUILD)] == [Origin.DECISION]


async def test_no_coordinator_moves_or_cancels_what_was_decided(house: House) -> None:
    await house.decide(reminder=LATER)
    await make_coordinator(house, BEA)
    await schedule(house, BEA)
    with pytest.raises(DecidedReminder):
        await house.services.reminders.cancel(BEA, 1)
    with pytest.raises(DecidedReminder):
        await move(house, BEA, 1, (await house.services.reminders.card(GUILD, 2)).schedule)


async def test_a_covered_text_hides_its_reminder_too(house: House) -> None:
    await house.decide(reminder=LATER)
    await house.run_sql("UPDATE proposals SET is_covered = 1")
    (card,) = await house.services.reminders.upcoming(GUILD)
    assert card.text is None
    await come_to(house, datetime(2026, 5, 22, 16, tzinfo=UTC))
    assert posted(house)[0].text is None
    assert (await house.services.proposals.card(GUILD, 1)).reminder is None


async def test_a_reminder_that_came_is_drawn_without_a_text_that_is_covered_afterwards(house: House) -> None:
    await house.decide(reminder=LATER)
    await come_to(house, datetime(2026, 5, 22, 16, tzinfo=UTC))
    vote = draft("Does it stay covered?", "Agree: yes.", kind=Kind.COVER)
    for person in (BEA, CAL):
        await house.services.covers.ask(person, Covered(Holder.PROPOSAL, 1), vote)
    await house.services.outbox.deliver_due()
    (drawn,) = house.board.shown_reminders
    assert (drawn.number, drawn.text, drawn.message_id) == (1, None, house.board.standing("R-1")[0].message_id)


async def test_the_typed_reminder_says_when_in_its_first_line_and_what_in_the_others(house: House) -> None:
    read = house.services.proposals.carried
    found = await read(GUILD, "22 may 18:00\nBring\nthe chairs.", "A title", "en")
    assert found == Carried("Bring\nthe chairs.", FRIDAY, "Europe/Paris")
    assert await read(GUILD, "22 mai 18h", "Un titre", "fr") == Carried("Un titre", FRIDAY, "Europe/Paris")
    assert await read(GUILD, "  \n ", "A title", "en") is None
    with pytest.raises(UnclearTime):
        await read(GUILD, "someday\nBring chairs", "A title", "en")
    with pytest.raises(NotRepeating):
        await read(GUILD, "every monday 19:30", "A title", "en")
    with pytest.raises(TextTooLong):
        await read(GUILD, "22 may 18:00\n" + "x" * 501, "A title", "en")
