"""Exposed: texts in which a person is exposed, and the short ways to have them covered."""

import json
from typing import Any

from bot.domain.covers import Covered, Holder
from bot.domain.proposals import draft
from bot.domain.rules import Kind
from bot.services.cards import Person, ProposalCard
from bot.services.covering import CoverReceipt
from tests.factories import ANN, BEA, CAL, DOV, GUILD, House

NAME = "Maria Lopez"
"""What exposes a person in these texts."""

VOTE = draft("Does it stay covered?", "Agree: yes.", kind=Kind.COVER)


def text_of(proposal: ProposalCard) -> Covered:
    """What is covered when this proposal is."""
    return Covered(Holder.PROPOSAL, proposal.number)


async def open_about_somebody(house: House, **changes: Any) -> ProposalCard:
    """A proposal in whose every text a person is exposed."""
    facts = {"title": f"Help {NAME}", "body": f"{NAME} lives in no. 4.", "first_tasks": f"Visit {NAME}\nCook"}
    return await house.open_proposal(ANN, **facts | changes)


async def cover(house: House, text: Covered, *people: Person) -> CoverReceipt:
    """Have two people say that a text exposes somebody, and everything be delivered."""
    for person in people or (BEA, CAL):
        receipt = await house.services.covers.ask(person, text, VOTE)
    await house.services.outbox.deliver_due()
    return receipt


async def vote_of(house: House, receipt: CoverReceipt) -> ProposalCard:
    """The vote that was opened."""
    assert receipt.vote_number is not None
    return await house.services.proposals.card(GUILD, receipt.vote_number)


async def log_of(house: House, kind: str) -> list[dict[str, Any]]:
    """The entries of one kind, in order."""
    rows = await house.select("SELECT body FROM log WHERE kind = :kind ORDER BY sequence", kind=kind)
    return [json.loads(body) for (body,) in rows]


async def everything_shown(house: House, proposal: ProposalCard) -> str:
    """All that cards of a proposal, its decision, its tasks and its objections say now."""
    services = house.services
    said: list[object] = [await house.proposal(proposal), await services.proposals.objections(GUILD, proposal.number)]
    said += await services.proposals.newest_cards(GUILD, limit=9)
    said += await services.decisions.newest(GUILD, limit=9)
    said += await services.tasks.unfinished(GUILD)
    said.append((await services.ballots.panel(DOV, proposal.number)).proposal)
    return repr(said)
