"""A busy world: twenty people with ids and names like nothing else, and six among them who have done it all."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.covers import Covered, Holder
from bot.domain.proposals import Carried, Draft, draft
from bot.domain.rules import Kind
from bot.services.cards import Person, ProposalCard
from bot.services.knowhow_cards import Writing
from bot.services.previews import Purpose, Typed
from bot.services.task_edits import TypedTask
from tests.factories import GUILD, House, member
from tests.services.exposed import VOTE
from tests.services.term import EVENING, EVENINGS, ZONE, ask, come_to, posted, schedule, tick

PEOPLE = [member(712_345_678_901_234_500 + 7 * place, f"Nameof Person{place:02}") for place in range(20)]
LEAVING, STAYING = PEOPLE[:6], PEOPLE[6:]
"""The first six leave: 30 %."""

AUTHOR, BLOCKER, REMINDER, COVERER, RUNNING, CLEARER = LEAVING


def says(person: Person, what: str = "something") -> str:
    """A text that tells whose it is."""
    return f"{person.name} says {what}"


async def live_busily(house: House) -> None:
    """Let everybody do everything that leaves a trace; two votes are still under way at the end."""
    await _decide_an_action(house)
    await _decide_in_secret_and_among_options(house)
    await _amend_and_turn(house)
    await _cover(house)
    await _remind(house)
    await _work(house)
    await _share_work(house)
    await _leave_votes_under_way(house)


async def _decide_an_action(house: House) -> None:
    card = await house.open_proposal(
        AUTHOR,
        title=says(AUTHOR),
        body=says(AUTHOR, "why"),
        first_tasks=f"{says(AUTHOR, 'a task')}\n{says(AUTHOR, 'another')}",
        reminder=Carried(says(AUTHOR, "remember"), EVENING + timedelta(days=60), ZONE),
    )
    await house.all_tap(PEOPLE, "✅", card)
    await house.tap(BLOCKER, "⛔", card)
    await house.services.ballots.explain(BLOCKER, card.number, says(BLOCKER, "no"))
    await house.tap(CLEARER, "⛔", card)
    await house.services.ballots.explain(CLEARER, card.number, says(CLEARER, "no, for a while"))
    await house.services.ballots.resolve(CLEARER, card.number)
    await house.services.ballots.explain(REMINDER, card.number, says(REMINDER, "a private reason"))
    await house.services.ballots.withdraw(RUNNING, card.number)
    await house.untap(COVERER, "✅", card)
    await house.settle(card)
    await house.tap(RUNNING, "❌", card)
    await tick(house)


async def _decide_in_secret_and_among_options(house: House) -> None:
    secret = await house.open_proposal(BLOCKER, title=says(BLOCKER), body=says(BLOCKER, "it"), is_secret=True)
    for person in PEOPLE:
        await house.services.ballots.cast(person, secret.number, "disagree" if person is COVERER else "agree")
    await house.settle(secret)
    options = "\n".join(says(COVERER, day) for day in ("Monday", "Friday"))
    choice = await house.open_proposal(
        COVERER, title=says(COVERER), body=says(COVERER, "when"), kind=Kind.CHOICE, options=options
    )
    await house.all_tap(PEOPLE, "1️⃣", choice)
    await house.all_tap(LEAVING, "2️⃣", choice)
    await house.settle(choice)


async def _amend_and_turn(house: House) -> None:
    card = await house.open_proposal(CLEARER, title=says(CLEARER, "first"), body=says(CLEARER, "this"))
    await house.tap(CLEARER, "✅", card)
    again = draft(says(CLEARER, "second"), says(CLEARER, "that"))
    await house.services.amending.amend(CLEARER, card.number, again)
    await house.all_tap(PEOPLE, "❌", await house.proposal(card))
    await house.settle(card)
    lazy = await house.open_proposal(STAYING[0], title=says(STAYING[0]), kind=Kind.LAZY)
    await house.all_tap(STAYING[:4], "✅", lazy)
    await house.tap(CLEARER, "❌", lazy)
    await house.settle(lazy)


async def _cover(house: House) -> None:
    card = await house.open_proposal(STAYING[1], title=says(STAYING[1]))
    await house.all_tap(PEOPLE, "✅", card)
    await house.settle(card)
    text = Covered(Holder.PROPOSAL, card.number)
    for person in (COVERER, STAYING[2]):
        receipt = await house.services.covers.ask(person, text, VOTE)
    await house.services.outbox.deliver_due()
    assert receipt.vote_number is not None
    vote = await house.services.proposals.card(GUILD, receipt.vote_number)
    await house.all_tap(PEOPLE, "❌", vote)
    await house.settle(vote)


async def _stand(house: House, person: Person) -> ProposalCard:
    drafted = await house.services.mandates.stand(person, says(person, "I stand"), says(person, "I remember"))
    return await _people_vote(house, person, drafted)


async def _people_vote(house: House, person: Person, drafted: Draft) -> ProposalCard:
    receipt = await house.services.proposals.propose(person, drafted)
    await house.services.outbox.deliver_due()
    for voter in PEOPLE:
        await house.services.ballots.cast(voter, receipt.number, "agree")
    return await house.services.proposals.card(GUILD, receipt.number)


async def _remind(house: House) -> None:
    decided = await house.settle(await _stand(house, CLEARER))
    recalled = await house.services.mandates.recall(GUILD, decided.number, "Take it back", "Thank you.")
    await house.settle(await _people_vote(house, STAYING[3], recalled))
    await house.settle(await _stand(house, REMINDER))
    await tick(house)
    tomorrow = EVENINGS.starts.replace(year=house.clock.now().year, month=house.clock.now().month)
    later = datetime.combine((house.clock.now() + timedelta(days=2)).date(), tomorrow.time())
    meets = type(EVENINGS)(later, ZONE, "FREQ=DAILY")
    reminder = await schedule(house, REMINDER, meets, says(REMINDER, "meet"), is_meeting=True)
    await come_to(house, reminder.upcoming[0].at)
    occurrence = posted(house, reminder.number)[0].occurrence_id
    for person in PEOPLE[:9]:
        await house.services.meetings.toggle(person, occurrence)
        await house.services.meetings.add_item(person, occurrence, says(person, "an item"))
    await house.services.meetings.file_notes(
        REMINDER, occurrence, says(REMINDER, "what was said"), says(REMINDER, "notes")
    )
    when = type(EVENINGS)(later + timedelta(days=400), ZONE)
    house.services.calendar.web_url = "https://minga.example"
    for person in LEAVING:
        await ask(house, person, when, says(person, "remind me"))
        await house.services.calendar.renew_link(person)
        typed = Typed(Purpose.OWN, "tomorrow 9:00", says(person, "not saved"))
        await house.services.previews.begin(person, typed, "en")
    await tick(house)


async def _work(house: House) -> None:
    for person in (*LEAVING, *STAYING[:2]):
        task = await house.add_task(person, says(person, "to do"), why=says(person, "because"))
        await house.services.tasks.claim(person, task.number)
    await house.services.tasks.finish(AUTHOR, task.number - 7)
    await house.services.tasks.release(BLOCKER, task.number - 6)
    await house.services.members.show_name(AUTHOR, says(AUTHOR, "hello"))
    await house.services.members.show_name(STAYING[0], "Somebody who stays")


async def _share_work(house: House) -> None:
    """Drop, offer, learn, know and write: each by all who leave, and an offer to each of them by somebody who stays."""
    work, helper = house.services, STAYING[5]
    held = await house.add_task(helper, says(helper, "to hold"))
    await work.tasks.claim(helper, held.number)
    for place, person in enumerate(LEAVING):
        dropped = await house.add_task(person, says(person, "not to do"))
        await work.task_edits.drop(person, dropped.number, says(person, "it is not needed"))
        offered = await house.add_task(person, says(person, "to offer"), skills=["carpentry"])
        await work.offers.ask(person, offered.number, helper.user_id, hands_on=False, is_person=True)
        asking = STAYING[6 + place]
        asked = await house.add_task(asking, says(asking, "to ask about"))
        await work.offers.ask(asking, asked.number, person.user_id, hands_on=False, is_person=True)
        await work.shadows.toggle(person, held.number)
        await work.abilities.write(person, "carpentry, french")
        await work.knowhow.share(person, Writing(says(person, "a page"), says(person, "how")))
        await _write_with_others(house, person)
        await work.knowhow.keep(person, Writing(says(person, "a page"), says(person, "not sent")))
        await work.unsent_forms.keep(GUILD, person.user_id, "propose", {"title": says(person, "refused")})


async def _write_with_others(house: House, person: Person) -> None:
    """Write on a page and a task of somebody who stays, who then writes both anew."""
    work, other = house.services, STAYING[4]
    page = (await work.knowhow.share(other, Writing(says(other, "a page"), says(other, "how")))).page.number
    task = (await house.add_task(other, says(other, "to edit"), why=says(other, "because"))).number
    for writer in (person, other):
        now = await work.knowhow.to_revise(GUILD, page)
        await work.knowhow.revise(writer, replace(now, title=says(writer, "better"), text=says(writer, "anew")))
        base, _ = await work.task_edits.contents(GUILD, task)
        typed = TypedTask(says(writer, "edited"), says(writer, "why"), 1, "", "", "en")
        await work.task_edits.edit(writer, task, typed, base=base)


async def _leave_votes_under_way(house: House) -> None:
    for author in (RUNNING, STAYING[4]):
        card = await house.open_proposal(author, title=says(author, "now"), body=says(author, "soon"))
        await house.all_tap(PEOPLE, "✅", card)
        await house.tap(BLOCKER, "⛔", card)
        await house.services.ballots.explain(BLOCKER, card.number, says(BLOCKER, "never"))
    await _stand(house, RUNNING)
    await house.services.covers.ask(COVERER, Covered(Holder.PROPOSAL, card.number), VOTE)
    await tick(house)
