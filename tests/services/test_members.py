"""Members: forgotten on their word, with or without their texts, also in the middle of a vote; and nobody else is."""

from datetime import datetime, timedelta

import pytest

from bot.domain.decisions import Outcome
from bot.domain.errors import MissingText, NotSetUp, TextTooLong
from bot.domain.forgetting import LINKS_KEPT
from bot.domain.proposals import Carried
from bot.domain.reminders import State
from bot.domain.rules import Kind
from bot.services.cards import Person
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, FAY, GUILD, NEW, OTHER_GUILD, House, elsewhere
from tests.services.term import EVENING, ZONE, come_to, make_coordinator, posted, recall, schedule, tick
from tests.services.test_forgetting import recount, voted_on


async def forget(house: House, person: Person, *, with_texts: bool = False, withdraws: bool = False) -> None:
    await house.services.members.forget(person, with_texts=with_texts, withdraws=withdraws)


async def parts(house: House, person: Person) -> set[str]:
    """What is still stored about somebody."""
    return set((await house.services.members.data(person)).parts)


async def entries(house: House) -> list[tuple[object, ...]]:
    return await house.select("SELECT body, hash FROM log ORDER BY sequence")


async def test_one_person_goes_from_a_settled_vote_and_it_counts_as_before(house: House) -> None:
    await voted_on(house)
    log, before, shown = await entries(house), await recount(house), await house.services.decisions.card(GUILD, 1)
    for person in (BEA, CAL, DOV):
        await forget(house, person)
    assert (await entries(house), await recount(house)) == (log, before)
    assert await house.services.decisions.card(GUILD, 1) == shown
    assert await parts(house, BEA) == set()
    assert await parts(house, EVE) == {"member", "ballots", "acts"}


async def test_the_others_still_find_their_own_line_and_are_forgotten_in_time(house: House) -> None:
    card = await voted_on(house)
    await forget(house, BEA)
    own = await house.services.own_lines.find(EVE, card.number)
    assert own is not None
    assert own.is_counted
    gone = await house.services.own_lines.find(BEA, card.number)
    assert gone is not None
    assert not gone.is_counted
    house.clock.advance(LINKS_KEPT)
    assert await house.services.forgetting.destroy_links() == 1
    numbers = {who for (who,) in await house.select("SELECT member_id FROM ledger")}
    people = await house.select("SELECT count(DISTINCT member_id) FROM ledger WHERE member_id < 0")
    assert numbers == set(range(-people[0][0], 0)), "no gap tells who went first"


async def test_a_ballot_in_a_vote_under_way_counts_and_is_nobodys_when_it_ends(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    await forget(house, BEA)
    assert await parts(house, BEA) == {"ballots", "acts", "forgettings"}
    assert (await house.proposal(card)).tally.agree == 6
    decision = await house.settle(card)
    assert decision.tally.agree == 6
    assert await parts(house, BEA) == set()
    assert await parts(house, CAL) == {"member", "ballots", "acts"}


async def test_ballots_under_way_are_taken_back_if_one_says_so_but_not_after_the_deadline(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    await forget(house, BEA, withdraws=True)
    assert (await house.proposal(card)).tally.agree == 5
    house.clock.move_to((await house.proposal(card)).closes_at)
    await forget(house, CAL, withdraws=True)
    assert (await house.settle(card)).tally.agree == 5


async def test_an_author_can_be_forgotten_while_people_vote_and_the_text_goes_when_they_are_done(house: House) -> None:
    card = await house.open_proposal(BEA, title="Buy a piano")
    await house.all_tap(CAST, "✅", card)
    await forget(house, BEA)
    await forget(house, BEA, with_texts=True)
    await house.services.outbox.deliver_due()
    shown = house.board.shown_proposals[-1]
    assert (shown.author_name, shown.title) == ("", "Buy a piano")
    decision = await house.settle(card)
    assert (decision.outcome, decision.title, decision.tally.agree) == (Outcome.PASSED, None, 6)
    assert (await house.proposal(card)).is_erased
    assert await parts(house, BEA) == set()


async def test_whoever_asks_for_texts_once_keeps_having_asked(house: House) -> None:
    card = await house.open_proposal(BEA)
    await forget(house, BEA, with_texts=True)
    await forget(house, BEA)
    assert (await house.settle(card)).title is None


async def test_texts_go_from_decision_tasks_and_reminder_and_messages_are_drawn_anew(house: House) -> None:
    later = Carried("Bring the chairs.", EVENING, ZONE)
    decision = await house.decide(BEA, first_tasks="Find a van", reminder=later, kind=Kind.CHOICE, options="Red\nBlue")
    added = await house.add_task(BEA, "Sweep", why="It is dusty.")
    kept = await house.add_task(CAL, "Cook")
    await house.services.outbox.deliver_due()
    await forget(house, BEA, with_texts=True)
    card = await house.services.decisions.card(GUILD, decision.number)
    assert (card.title, card.body, card.options) == (None, None, (None, None))
    assert (await house.services.tasks.card(GUILD, added.number)).is_erased
    assert not (await house.services.tasks.card(GUILD, kept.number)).is_erased
    await house.services.outbox.deliver_due()
    assert house.board.shown_decisions[-1].title is None
    assert {task.number for task in house.board.shown_tasks} == {added.number}
    assert (await house.services.commons.verify(GUILD))[1] is None


async def test_a_passed_action_loses_its_tasks_texts_and_ends_its_reminder(house: House) -> None:
    later = Carried("Bring the chairs.", EVENING, ZONE)
    await house.decide(BEA, first_tasks="Find a van", reminder=later)
    await house.services.tasks.claim(CAL, 1)
    await forget(house, BEA, with_texts=True)
    task = await house.services.tasks.card(GUILD, 1)
    assert task.is_erased
    assert task.is_held_by(CAL.user_id), "who took it still has it"
    assert (await house.services.reminders.card(GUILD, 1)).state is State.ENDED
    assert not await house.select("SELECT 1 FROM sealed_texts WHERE text LIKE '%chairs%' OR text LIKE '%van%'")


async def test_a_reminder_that_was_too_late_to_be_born_goes_with_the_rest(house: House) -> None:
    soon = Carried("Bring the chairs.", datetime.fromisoformat("2026-05-07T14:30"), "Europe/Paris")
    opened = await house.open_proposal(BEA, reminder=soon)
    await house.come_to_the_deadline(opened)
    await house.all_tap(CAST, "✅", opened)
    decision = await house.settle(opened)
    assert decision.reminder is not None
    assert decision.reminder.number is None
    await forget(house, BEA, with_texts=True)
    assert not await house.select("SELECT 1 FROM sealed_texts WHERE text LIKE '%chairs%'")
    assert (await house.services.commons.verify(GUILD))[1] is None


async def test_an_objection_is_erased_and_another_persons_stays(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    for person, reason in ((EVE, "Too loud."), (FAY, "Too dear.")):
        await house.tap(person, "⛔", card)
        await house.services.ballots.explain(person, card.number, reason)
    decision = await house.settle(card)
    await forget(house, EVE, with_texts=True)
    said = (await house.services.decisions.card(GUILD, decision.number)).objections
    assert sorted(said, key=str) == [None, "Too dear."]


async def test_what_a_person_holds_looks_for_hands_again(house: House) -> None:
    task = await house.add_task(ANN)
    await house.services.outbox.deliver_due()
    await house.services.tasks.claim(BEA, task.number)
    farewell = await house.services.members.farewell(BEA)
    assert farewell.held_tasks == (task.number,)
    await forget(house, BEA)
    assert not (await house.services.tasks.card(GUILD, task.number)).holders
    await house.services.outbox.deliver_due()
    assert not house.board.shown_tasks[-1].holders


async def test_a_coordinator_gives_the_mandate_back_and_their_reminder_loses_its_name(house: House) -> None:
    await make_coordinator(house, BEA)
    await schedule(house, BEA)
    assert (await house.services.members.farewell(BEA)).has_mandate
    await come_to(house, (await house.services.reminders.card(GUILD, 1)).upcoming[0].at)
    assert posted(house)[0].author_name == "Bea"
    await forget(house, BEA)
    assert await house.services.mandates.standing(GUILD) == []
    await house.services.outbox.deliver_due()
    (shown,) = house.board.shown_reminders
    assert (shown.text, shown.author_name) == ("Bring the chairs.", None)


async def test_whoever_was_a_coordinator_leaves_and_the_mandate_ended_when_it_did(house: House) -> None:
    given = await make_coordinator(house, BEA)
    await recall(house, given.number)
    ((ended_at,),) = await house.select("SELECT ended_at FROM mandates")
    assert ended_at is not None
    house.clock.advance(timedelta(days=1))
    assert not (await house.services.members.farewell(BEA)).has_mandate
    await forget(house, BEA)
    assert await house.select("SELECT member_id, ended_at FROM mandates") == [(0, ended_at)]
    assert await parts(house, BEA) == set()


async def test_a_reminder_whose_text_is_erased_before_it_is_posted_is_not_posted(house: House) -> None:
    await make_coordinator(house, BEA)
    await schedule(house, BEA)
    house.clock.move_to((await house.services.reminders.card(GUILD, 1)).upcoming[0].at)
    await house.services.reminders.send_due()
    await forget(house, BEA, with_texts=True)
    await tick(house)
    assert posted(house) == []
    assert (await house.services.reminders.powers_used(GUILD, limit=5))[0].text is None


@pytest.mark.parametrize("is_open", [True, False])
async def test_items_and_notes_go_and_the_agenda_is_drawn_anew_where_it_stands(house: House, is_open: bool) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, is_meeting=True)
    await come_to(house, (await house.services.reminders.card(GUILD, 1)).upcoming[0].at)
    occurrence = posted(house)[0].occurrence_id
    if not is_open:
        await house.run_sql("UPDATE reminder_occurrences SET thread_id = NULL")
    for person in (BEA, CAL):
        await house.services.meetings.add_item(person, occurrence, f"{person.name}'s item")
    await house.services.meetings.file_notes(BEA, occurrence, "We sat.", "Notes")
    await house.services.outbox.deliver_due()
    drawn = len(house.board.shown_agendas)
    await forget(house, BEA, with_texts=True)
    await house.services.outbox.deliver_due()
    assert [card.items for card in house.board.shown_agendas[drawn:]] == ([("Cal's item",)] if is_open else [])
    assert await house.select("SELECT title, text, author_id FROM page_revisions") == [("", "", None)]


async def test_an_offer_is_over_once_either_of_the_two_has_left(house: House) -> None:
    for number, person in enumerate((BEA, CAL), 1):
        await house.add_task(ANN)
        await house.services.offers.ask(ANN, number, person.user_id, hands_on=False, is_person=True)
    await house.services.outbox.deliver_due()
    await forget(house, BEA)
    await house.services.outbox.deliver_due()
    assert [(card.to, card.state.value) for card in house.board.shown_offers] == [(None, "withdrawn")]
    await forget(house, ANN)
    found = await house.select("SELECT offered_by, offered_to, state FROM offers ORDER BY id")
    assert found == [(None, None, "withdrawn"), (None, CAL.user_id, "withdrawn")]


async def test_whoever_stands_and_leaves_meanwhile_gets_no_mandate(house: House) -> None:
    drafted = await house.services.mandates.stand(BEA, "A mandate", "I remember things.")
    receipt = await house.services.proposals.propose(BEA, drafted)
    await house.services.outbox.deliver_due()
    for voter in CAST:
        await house.services.ballots.cast(voter, receipt.number, "agree")
    assert (await house.services.members.farewell(BEA)).stands_in == (receipt.number,)
    await forget(house, BEA)
    decision = await house.settle(await house.services.proposals.card(GUILD, receipt.number))
    assert decision.outcome is Outcome.PASSED
    assert await house.services.mandates.standing(GUILD) == []
    assert await parts(house, BEA) == set()


async def test_whoever_comes_back_starts_anew(house: House) -> None:
    await house.decide()
    await forget(house, BEA)
    back = Person(GUILD, BEA.user_id, BEA.name, house.clock.now() - timedelta(days=1))
    card = await house.open_proposal()
    await house.tap(back, "✅", card)
    assert (await house.proposal(card)).counters.newcomers == 1


async def test_forgetting_in_one_server_leaves_another_alone(house: House) -> None:
    await house.found(elsewhere(ANN), name="Other", proposals_channel_id=601)
    await house.decide()
    await house.decide(elsewhere(ANN))
    await forget(house, BEA, with_texts=True)
    assert await parts(house, elsewhere(BEA)) == {"member", "ballots", "acts"}
    assert await parts(house, BEA) == set()


async def test_where_nothing_is_known_there_is_nothing_to_forget(house: House) -> None:
    assert not (await house.services.members.farewell(NEW)).is_known
    await forget(house, NEW, with_texts=True)
    with pytest.raises(NotSetUp):
        await house.services.members.data(elsewhere(ANN, OTHER_GUILD))


async def test_a_name_is_shown_only_on_ones_word_and_gone_on_ones_word(house: House) -> None:
    own = house.services.members
    assert (await own.shown_name(BEA)).name is None
    assert (await own.show_name(BEA, "  Bea \n of the hall ")).name == "Bea of the hall"
    assert (await own.drop_name(BEA)).name is None
    for name, refusal in (("  ", MissingText), ("x" * 61, TextTooLong)):
        with pytest.raises(refusal):
            await own.show_name(BEA, name)
