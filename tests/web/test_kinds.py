"""Kinds on the web: every kind of vote is told with its numbers, its way and what followed, without a name."""

import re
from collections.abc import Iterable
from datetime import timedelta

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.domain.charter import PUBLISHES
from bot.domain.proposals import Draft, draft
from bot.domain.proposals import meeting as meeting_of
from bot.domain.rules import Kind
from bot.services.cards import Person, ProposalCard
from bot.services.charter import change_draft
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, FAY, GUILD, House
from tests.web.conftest import SLUG, Site
from tests.web.looks import GoldenPage

DAYS = "Monday\nTuesday\nWednesday"


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(GoldenPage)


async def opened(house: House, written: Draft, author: Person = ANN) -> ProposalCard:
    """A draft as an open proposal whose ballot stands."""
    receipt = await house.services.proposals.propose(author, written)
    await house.services.outbox.deliver_due()
    house.clock.advance(timedelta(seconds=1))
    return await house.services.proposals.card(GUILD, receipt.number)


async def in_panel(house: House, proposal: ProposalCard, said: str, people: Iterable[Person]) -> None:
    """Vote in the panel, one after the other."""
    for person in people:
        await house.services.ballots.cast(person, proposal.number, said)


async def changed(house: House, setting: str, value: str, title: str = "Another number") -> ProposalCard:
    """A change of the charter that is voted on."""
    wanted = await house.services.charter.check(GUILD, setting, value)
    return await opened(house, change_draft(wanted, title, "It would do us good."))


def choice() -> Draft:
    return draft("Which day do we meet?", "Say all you could live with.", kind=Kind.CHOICE, options=DAYS)


async def test_a_choice_shows_a_bar_for_each_option_and_the_one_chosen(site: Site, golden: SnapshotAssertion) -> None:
    proposal = await opened(site.house, choice())
    for person, emojis in zip(CAST, (("2️⃣",), ("2️⃣", "1️⃣"), ("2️⃣",), ("3️⃣",), ("2️⃣", "3️⃣"), ("💬",)), strict=True):
        for emoji in emojis:
            await site.house.tap(person, emoji, proposal)
    await site.house.settle(proposal)
    answer = await site.get(f"/{SLUG}/D-1")
    assert "Tuesday it is. Tuesday 4, Wednesday 2, Monday 1, keep discussing 1. 6 took part, 3 needed." in answer.words
    assert "Tuesday chosen 4 approve" in answer.words
    assert "keep discussing 1 approves" in answer.words
    assert "3 is half of those taking part" in answer.words
    widths = [bar.get("width") for bar in answer.tree.iterfind(".//ul[@class='options']/li/svg/rect[2]")]
    assert widths == ["16.67%", "66.67%", "33.33%", "16.67%"]
    assert answer.text == golden
    listed = (await site.get(f"/{SLUG}/decisions")).words
    assert "choice Which day do we meet?" in listed
    assert "Tuesday it is." in listed


async def test_a_run_off_is_told_and_shows_only_what_was_on_offer(site: Site) -> None:
    proposal = await opened(site.house, choice())
    for person, emoji in zip(CAST, ("1️⃣", "1️⃣", "2️⃣", "2️⃣", "3️⃣", "3️⃣"), strict=True):
        await site.house.tap(person, emoji, proposal)
    await site.house.tap(ANN, "2️⃣", proposal)
    await site.house.tap(BEA, "2️⃣", proposal)
    await site.house.tap(DOV, "1️⃣", proposal)
    await site.house.tap(CAL, "1️⃣", proposal)
    await site.house.come_to_the_deadline(proposal)
    await site.house.services.outbox.deliver_due()
    second = await site.house.proposal(proposal)
    assert second.run_off == (1, 2)
    await site.house.all_tap(CAST[:4], "1️⃣", second)
    await site.house.settle(second)
    words = (await site.get(f"/{SLUG}/D-1")).words
    assert "These were level on top and went into a run-off: Monday and Tuesday." in words
    assert "Monday chosen 4 approve" in words
    assert "Tuesday 0 approve" in words
    assert "Wednesday" not in words.split("How the votes fell")[-1].split("What was proposed")[0].split("took part")[-1]


async def test_keep_discussing_on_top_is_told(site: Site) -> None:
    proposal = await opened(site.house, choice())
    await site.house.all_tap(CAST, "💬", proposal)
    await site.house.settle(proposal)
    answer = await site.get(f"/{SLUG}/D-1")
    assert "Not decided keep discussing 6. “Keep discussing” is on top, so talk on." in answer.words
    assert answer.tree.findall(".//li[@class='chosen']") == []


async def test_lazy_consent_asks_for_no_number_and_shows_no_mark(site: Site, golden: SnapshotAssertion) -> None:
    proposal = await opened(site.house, draft("Paint it blue", "The pots stand in the cellar.", kind=Kind.LAZY))
    await site.house.all_tap([ANN, BEA], "✅", proposal)
    await site.house.settle(proposal)
    answer = await site.get(f"/{SLUG}/D-1")
    assert "Passed 2 agree. 2 took part." in answer.words
    assert "needed to take part" not in answer.words
    assert answer.tree.findall(".//line[@class='needed']") == []
    assert answer.text == golden


async def test_lazy_consent_that_somebody_was_against_says_that_everybody_voted(site: Site) -> None:
    proposal = await opened(site.house, draft("Paint it blue", "Why not.", kind=Kind.LAZY))
    await site.house.all_tap(CAST[:5], "✅", proposal)
    await site.house.tap(FAY, "❌", proposal)
    await site.house.settle(proposal)
    words = (await site.get(f"/{SLUG}/D-1")).words
    assert "On the way Somebody was against it, so everybody voted." in words
    assert "6 took part, 3 needed." in words


async def test_a_meeting_says_when_and_how_many(site: Site) -> None:
    written = draft("New locks", "We agreed.", kind=Kind.MEETING, meeting=meeting_of("2026-05-01", "12"))
    proposal = await opened(site.house, written)
    await site.house.tap(BEA, "✅", proposal)
    await site.house.settle(proposal)
    words = (await site.get(f"/{SLUG}/D-1")).words
    assert "agreed at a meeting New locks" in words
    assert "Agreed at a meeting on 1 May 2026; 12 people were there." in words


async def test_an_agreement_says_when_it_is_looked_at_again(site: Site) -> None:
    proposal = await opened(site.house, draft("Quiet after ten", "Please.", kind=Kind.AGREEMENT))
    await site.house.all_tap(CAST, "✅", proposal)
    await site.house.settle(proposal)
    assert "To be looked at again5 November 2026" in (await site.get(f"/{SLUG}/D-1")).words


async def test_a_reworked_decision_names_the_blocked_one(site: Site) -> None:
    first = await site.house.open_proposal(title="Paint it blue")
    await site.house.all_tap(CAST[:4], "✅", first)
    for person in (EVE, FAY):
        await site.house.tap(person, "⛔", first)
        await site.house.services.ballots.explain(person, first.number, "The smell.")
    await site.house.settle(first)
    again = await opened(site.house, draft("Paint it white", "Odourless.", reworks=1))
    await site.house.all_tap(CAST, "✅", again)
    await site.house.settle(again)
    assert "Reworks D-1, which was blocked." in (await site.get(f"/{SLUG}/D-2")).words


async def test_a_resolved_objection_stays_on_record_as_resolved(site: Site) -> None:
    proposal = await site.house.open_proposal(title="Lend the hall")
    await site.house.all_tap(CAST, "✅", proposal)
    await site.house.tap(FAY, "⛔", proposal)
    await site.house.services.ballots.explain(FAY, proposal.number, "The neighbours asked for quiet.")
    await site.house.services.ballots.resolve(FAY, proposal.number)
    await site.house.settle(proposal)
    words = (await site.get(f"/{SLUG}/D-1")).words
    assert "Objections Resolved, and kept on record: The neighbours asked for quiet." in words


async def test_prolongations_are_told_with_their_causes(site: Site) -> None:
    proposal = await site.house.open_proposal(title="Lend the hall")
    site.house.clock.move_to(proposal.closes_at - timedelta(hours=2))
    await site.house.all_tap(CAST, "✅", proposal)
    await site.house.settle(proposal)
    words = (await site.get(f"/{SLUG}/D-1")).words
    assert "On the way It lasted 24 hours longer, because the result turned in the last six hours." in words


async def test_a_charter_change_says_what_changed_and_from_when(site: Site, golden: SnapshotAssertion) -> None:
    proposal = await changed(site.house, "voting_hours", "5 days")
    await site.house.all_tap(CAST, "✅", proposal)
    await site.house.settle(proposal)
    answer = await site.get(f"/{SLUG}/D-1")
    assert "charter change Another number" in answer.words
    assert "What was proposed How long voting lasts: 3 days → 5 days It would do us good." in answer.words
    assert "Charterversion 1, its numbers fixed when voting opened" in answer.words
    assert "Charter from then onversion 2, in force from 12 May 2026" in answer.words
    assert answer.text == golden


async def test_a_change_of_a_channel_names_no_channel(site: Site) -> None:
    proposal = await changed(site.house, "proposals_channel", "987654321098765432")
    await site.house.tap(BEA, "✅", proposal)
    await site.house.settle(proposal)
    page, lines = await site.get(f"/{SLUG}/D-1"), await site.get(f"/{SLUG}/log.jsonl")
    assert "What was proposed The channel for proposals" in page.words
    for answer in (page, lines):
        assert "987654321098765432" not in answer.text
        assert not re.search(r"<#|&lt;#", answer.text)


async def test_a_secret_vote_says_that_it_was_one_and_shows_the_count_of_the_end(site: Site) -> None:
    proposal = await opened(site.house, draft("Move out", "It is time.", is_secret=True))
    await in_panel(site.house, proposal, "agree", CAST[:4])
    await in_panel(site.house, proposal, "disagree", CAST[4:])
    await site.house.settle(proposal)
    words = (await site.get(f"/{SLUG}/D-1")).words
    assert "secret vote Move out" in words
    assert "4 agree, 2 disagree. 6 took part, 3 needed." in words


async def test_mandates_and_recalls_name_nobody(site: Site) -> None:
    services = site.house.services
    stood = await opened(
        site.house, await services.mandates.stand(CAL, "A mandate to schedule reminders", "I'd like to."), CAL
    )
    await in_panel(site.house, stood, "agree", CAST)
    await site.house.settle(stood)
    recall = await services.mandates.recall(GUILD, 1, "Take back the mandate of D-1", "No reminders came.")
    proposal = await opened(site.house, recall)
    await in_panel(site.house, proposal, "agree", CAST[:4])
    await in_panel(site.house, proposal, "disagree", CAST[4:])
    await site.house.settle(proposal)
    for path, said in ((f"/{SLUG}/D-1", "mandate, secret vote"), (f"/{SLUG}/D-2", "recall, secret vote")):
        answer = await site.get(path)
        assert said in answer.words
        for person in CAST:
            assert not re.search(rf"\b{person.name}\b", answer.words)
            assert str(person.user_id) not in re.sub(r"[0-9a-f]{8,}|\d{4}", "", answer.words).split()


async def test_what_was_taken_back_is_not_explained_by_numbers(site: Site) -> None:
    proposal = await site.house.open_proposal(title="Lend the hall")
    await site.house.services.amending.withdraw(ANN, proposal.number)
    answer = await site.get(f"/{SLUG}/D-1")
    assert "Withdrawn Its author took it back." in answer.words
    assert answer.tree.findall(".//figure") == []
    assert "Did enough people take part?" not in answer.words


async def test_a_covered_choice_shows_its_numbers_only(site: Site) -> None:
    proposal = await opened(site.house, choice())
    await site.house.all_tap(CAST, "2️⃣", proposal)
    await site.house.settle(proposal)
    await site.house.run_sql("update proposals set is_covered = true")
    answer = await site.get(f"/{SLUG}/D-1")
    assert "Tuesday" not in answer.text
    assert "option 2 chosen 6 approve" in answer.words


async def test_publication_that_was_switched_off_leaves_nothing_behind(site: Site) -> None:
    await site.house.decide(title="Buy a projector")
    proposal = await changed(site.house, PUBLISHES, "no")
    await in_panel(site.house, proposal, "agree", CAST[:4])
    await in_panel(site.house, proposal, "disagree", CAST[4:])
    assert "Buy a projector" in (await site.get(f"/{SLUG}")).text
    await site.house.settle(proposal)
    for path in (f"/{SLUG}", f"/{SLUG}/D-1", f"/{SLUG}/log.jsonl"):
        answer = await site.get(path)
        assert answer.status == 404
        assert "projector" not in answer.text
