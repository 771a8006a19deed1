"""Pictures: whatever members type, every picture keeps Discord's limits and reaches nobody."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import validate_components

from bot.domain.approvals import MOST_OPTIONS, ApprovalTally
from bot.domain.proposals import BODY_LIMIT, FIRST_TASKS_LIMIT, OPTION_LIMIT, TITLE_LIMIT
from bot.domain.rules import Kind, ServerRules, freeze
from bot.domain.tally import Tally
from bot.domain.tasks import PEOPLE_LIMIT, WHY_LIMIT, Wanted
from bot.domain.tasks import TITLE_LIMIT as TASK_TITLE_LIMIT
from bot.services.ballots import REASON_LIMIT
from bot.services.cards import DecisionCard, ObjectionCard, PanelCard, ProposalCard, TaskCard
from bot.words.catalogue import languages, words_in
from cogs.ui.ballots import ballot_view, proposal_page
from cogs.ui.decisions import A_PAGE as A_PAGE_OF_DECISIONS
from cogs.ui.decisions import decision_pages, decision_view, decisions_page, why_decision_view, why_proposal_view
from cogs.ui.panel import panel_view
from cogs.ui.picture import Picture, note
from cogs.ui.proposals import objections_page, own_proposals_page, proposals_page
from cogs.ui.task_lists import A_PAGE, Place, tasks_page
from cogs.ui.tasks import task_page, task_view
from cogs.ui.text import code_block, line, plain
from tests.cogs.cards import decision, panel, proposal, task
from tests.cogs.gallery import ENGLISH, pictures
from tests.cogs.gallery_of_work import offer
from tests.cogs.hostile import PIECES, decisions, hostile, one_line, panels, proposals, tasks
from tests.cogs.reading import buttons, components_of, texts
from tests.evidence import Evidence
from tests.sizes import RENDERED

COMPONENTS_V2 = 1 << 15

OUR_STAMP = re.compile(r"<t:\d{10}:[fdDR]>")
OUR_CHANNEL = re.compile(r"<#50[123]>")
OUR_DECISION = re.compile(r"\[D-\d+\]\(https://discord\.com/channels/[\d/]+\)")
OUR_HOLDER = re.compile(r"<@70[12]>")
REACHES = re.compile(
    r"<(?:@|#|/|:|a:|t:|id:)|@everyone|@here|discord(?:app)?\.(?:gg|com/invite)|\]\s*\(", re.IGNORECASE
)
"""What Discord would turn into a mention, a command, an emoji, an instant, an invitation or a masked link."""

BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")


def check(picture: Picture) -> None:
    """Hold a picture against everything that Discord and our own rules ask of it."""
    sent = components_of(picture)
    validate_components(sent, flags=COMPONENTS_V2)
    assert picture.content_length() <= 4_000
    assert picture.total_children_count <= 40
    for text in texts(sent):
        assert text.strip()
        ours = OUR_DECISION.sub("", text)
        ours = OUR_HOLDER.sub("", OUR_CHANNEL.sub("", OUR_STAMP.sub("", ours)))
        assert not REACHES.search(ours), text
        assert not BIDI.search(text), text
    for button in buttons(sent):
        assert 0 < len(button["label"]) <= 80
        assert len(button.get("custom_id", "")) <= 100


@pytest.mark.parametrize("language", languages())
def test_every_picture_of_the_gallery_keeps_the_limits_in_every_language(language: str) -> None:
    for picture in pictures(words_in(language)).values():
        check(picture)


def test_the_longest_proposal_in_plain_words_is_read_whole() -> None:
    body = ("word " * BODY_LIMIT)[: BODY_LIMIT - 1] + "."
    first_tasks = tuple(f"{place}" * TASK_TITLE_LIMIT for place in range(FIRST_TASKS_LIMIT))
    read = "\n".join(texts(components_of(proposal_page(proposal(body=body, first_tasks=first_tasks), ENGLISH))))
    assert body in read
    assert all(task in read for task in first_tasks)


def test_every_objection_is_read_whole() -> None:
    objections = tuple(f"{place}" * REASON_LIMIT for place in range(8))
    body = "b" * BODY_LIMIT
    card = decision(Tally(agree=9, block=8), body=body, objections=objections)
    read = "\n".join(text for page in decision_pages(card, ENGLISH) for text in texts(components_of(page)))
    assert all(text in read for text in (body, *objections))


@pytest.mark.parametrize("piece", [*filter(str.strip, PIECES), "]( ", "\n# x", "*a"])
def test_every_field_filled_to_the_brim_keeps_the_limits(piece: str) -> None:
    filled = proposal(
        title=brim(piece, TITLE_LIMIT),
        body=brim(piece, BODY_LIMIT),
        first_tasks=(brim(piece, TASK_TITLE_LIMIT),) * FIRST_TASKS_LIMIT,
        author_name=brim(piece, 32),
    )
    offered = (brim(piece, OPTION_LIMIT),) * MOST_OPTIONS
    among = replace(filled, **_of_choice(offered))
    for picture in (ballot_view(among, ENGLISH), proposal_page(among, ENGLISH), panel_view(panel(among), ENGLISH)):
        check(picture)
    check(proposals_page([filled] * 30, ENGLISH))
    own = [replace(filled, number=number) for number in range(1, 31)]
    check(own_proposals_page(own, {each.number for each in own}, ENGLISH))
    check(objections_page(filled, [ObjectionCard(brim(piece, 32), brim(piece, REASON_LIMIT))] * 30, ENGLISH))
    check(ballot_view(filled, ENGLISH))
    check(proposal_page(filled, ENGLISH))
    holders = [brim(piece, 32)] * PEOPLE_LIMIT
    full = [
        task(number, *holders, title=brim(piece, TASK_TITLE_LIMIT), why=brim(piece, WHY_LIMIT), people_needed=30)
        for number in range(A_PAGE)
    ]
    check(task_view(full[0], ENGLISH))
    check(task_page(full[0], 700, ENGLISH))
    check(tasks_page(full, 99, 0, ENGLISH, place=Place(start=A_PAGE)))
    asked = [offer(number=each, title=brim(piece, TASK_TITLE_LIMIT), by_name=brim(piece, 32)) for each in range(9)]
    check(tasks_page(full, 99, 700, ENGLISH, place=Place(wanted=Wanted.MINE), asked=asked))
    decided = decision(
        Tally(agree=9, block=8),
        title=brim(piece, TITLE_LIMIT),
        body=brim(piece, BODY_LIMIT),
        objections=(brim(piece, REASON_LIMIT),) * 8,
    )
    for picture in (decision_view(decided, ENGLISH), *decision_pages(decided, ENGLISH)):
        check(picture)
    check(decisions_page([decided] * A_PAGE_OF_DECISIONS, ENGLISH, more_before=1))


def _of_choice(offered: tuple[str, ...]) -> dict[str, Any]:
    """A choice among these, as many of them approved of as can be."""
    rule = freeze(ServerRules(), Kind.CHOICE, active=30, options=len(offered))
    return {"kind": Kind.CHOICE, "rule": rule, "options": offered, "approvals": ApprovalTally((9_999,) * 10, 9_999)}


def brim(piece: str, limit: int) -> str:
    """The piece again and again, as much as fits."""
    return piece * (limit // len(piece))


@settings(max_examples=RENDERED)
@given(proposals())
def test_whatever_is_proposed_the_ballot_keeps_the_limits(evidence: Evidence, card: ProposalCard) -> None:
    evidence.count("messages drawn")
    for picture in (ballot_view(card, ENGLISH), proposal_page(card, ENGLISH), why_proposal_view(card, ENGLISH)):
        check(picture)
        assert texts(components_of(picture))[0].startswith(f"### P-{card.number} · ")


@settings(max_examples=RENDERED)
@given(st.lists(proposals(), min_size=1, max_size=30))
def test_however_many_are_under_way_their_list_keeps_the_limits(evidence: Evidence, cards: list[ProposalCard]) -> None:
    evidence.count("messages drawn")
    check(proposals_page(cards, ENGLISH))


@settings(max_examples=RENDERED)
@given(proposals(), st.lists(st.builds(ObjectionCard, st.none() | one_line(32), hostile(REASON_LIMIT)), max_size=30))
def test_whatever_stands_against_it_its_pages_keep_the_limits(
    evidence: Evidence, card: ProposalCard, against: list[ObjectionCard]
) -> None:
    evidence.count("messages drawn")
    check(objections_page(card, against, ENGLISH))


@settings(max_examples=RENDERED)
@given(panels())
def test_whatever_reason_is_given_the_panel_keeps_the_limits(evidence: Evidence, card: PanelCard) -> None:
    evidence.count("messages drawn")
    check(panel_view(card, ENGLISH))


@settings(max_examples=RENDERED)
@given(decisions())
def test_whatever_was_decided_its_pictures_keep_the_limits(evidence: Evidence, card: DecisionCard) -> None:
    evidence.count("messages drawn")
    check(decision_view(card, ENGLISH))
    check(why_decision_view(card, ENGLISH))
    for page in decision_pages(card, ENGLISH):
        check(page)
    check(decisions_page([card] * 10, ENGLISH, more_before=1))


@settings(max_examples=RENDERED)
@given(st.lists(tasks(), min_size=1, max_size=A_PAGE + 2, unique_by=lambda card: card.number), st.integers(0, 20))
def test_whatever_is_to_be_done_its_pictures_keep_the_limits(
    evidence: Evidence, cards: list[TaskCard], start: int
) -> None:
    evidence.count("messages drawn")
    check(task_view(cards[0], ENGLISH))
    check(task_page(cards[0], 700, ENGLISH))
    check(tasks_page(cards[:A_PAGE], 99, 700, ENGLISH, place=Place(start=start)))


@settings(max_examples=RENDERED)
@given(hostile(4_000))
def test_what_is_given_back_stays_in_its_block_and_comes_whole(evidence: Evidence, typed: str) -> None:
    evidence.count("messages drawn")
    block = code_block(typed[:2_600])
    assert len(block) <= 4_000
    inside = block.removeprefix("```\n").removesuffix("\n```")
    assert "```" not in inside
    assert inside.replace("\u2060", "") == typed[:2_600].replace("\u2060", "")
    assert note(block).content_length() == len(block)


@settings(max_examples=RENDERED)
@given(hostile(500))
def test_a_line_stays_a_line_without_markdown(evidence: Evidence, typed: str) -> None:
    evidence.count("messages drawn")
    shown = line(typed)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`~|]", re.sub(r"https?://\S+", "", shown)), shown


@settings(max_examples=RENDERED)
@given(hostile(500))
def test_making_text_harmless_loses_nothing_that_can_be_read(evidence: Evidence, typed: str) -> None:
    evidence.count("messages drawn")

    def legible(text: str) -> str:
        return re.sub(r"[\u2060\\]", "", BIDI.sub("", text))

    assert legible(plain(typed)) == legible(typed)


def test_a_heading_below_empty_lines_is_made_harmless_once() -> None:
    assert plain("First.\n\n\n# Second\n  -# third") == "First.\n\n\n\\# Second\n  \\-# third"
