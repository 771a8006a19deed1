"""A long log: one decision made through the services, and as many like it as are wanted behind it."""

import json
import random
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from bot.domain.chain import commitment, link
from db import decisions, proposals, servers
from tests.factories import GUILD, House, crowd

_AT_A_TIME = 1_000
_VOTERS = 12
_WORDS = (
    "the",
    "group",
    "meets",
    "on",
    "monday",
    "to",
    "repair",
    "bicycles",
    "and",
    "asks",
    "who",
    "can",
    "weld",
    "with",
)


async def fill(house: House, *, count: int) -> None:
    """Give a founded house so many decisions. Chain, commitments and counts of all of them hold."""
    chance = random.Random(5)
    first = await house.decide(voters=crowd(_VOTERS), title=_text(chance, 6), body=_text(chance, 80))
    async with house.database.look() as session:
        decision = await decisions.get(session, GUILD, first.number)
        assert decision is not None
        entry = await decisions.entry(session, GUILD, decision.sequence)
        proposal = (await proposals.by_ids(session, [decision.proposal_id]))[decision.proposal_id]
        sequence, head = await decisions.head(session, GUILD)
        last_id = max(await session.scalars(select(proposals.ProposalRow.id)))
    facts = json.loads(entry.body)
    decided, proposed = _columns(decision), _columns(proposal)
    for start in range(1, count, _AT_A_TIME):
        rows: dict[Any, list[dict[str, Any]]] = {
            table: []
            for table in (proposals.ProposalRow, decisions.LogRow, decisions.DecisionRow, decisions.SealedTextRow)
        }
        for number in range(start + 1, min(start + _AT_A_TIME, count) + 1):
            texts = {"title": _text(chance, 6), "text": _text(chance, 80)}
            salts = {name: chance.randbytes(16) for name in texts}
            sealed = {name: commitment(salts[name], text) for name, text in texts.items()}
            forged = link(sequence + 1, head, facts | sealed | {"number": number, "proposal": number})
            sequence, head, later = forged.sequence, forged.hash, timedelta(hours=number)
            rows[proposals.ProposalRow].append(
                proposed
                | {"id": last_id + number, "number": number, "message_id": None, "thread_id": None}
                | {"title": texts["title"], "body": texts["text"]}
            )
            rows[decisions.LogRow].append(
                {"guild_id": GUILD, "sequence": sequence, "kind": entry.kind, "body": forged.body, "hash": head}
                | {"entered_at": entry.entered_at + later}
            )
            rows[decisions.DecisionRow].append(
                decided
                | {"id": decision.id + number, "number": number, "proposal_id": last_id + number}
                | {"sequence": sequence, "decided_at": decision.decided_at + later}
            )
            rows[decisions.SealedTextRow] += [
                {"guild_id": GUILD, "commitment": sealed[name], "salt": salts[name], "text": texts[name]}
                for name in texts
            ]
        async with house.database.turn() as session:
            for table, made in rows.items():
                await session.execute(insert(table), made)
    async with house.database.turn() as session:
        await servers.bind(session, GUILD, last_proposal=count, last_decision=count)


def _columns(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."
