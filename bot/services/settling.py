"""Settling: at a deadline a vote is prolonged, goes into a run-off, or becomes an outcome and a record, in one turn."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.ballots import Act, Choice, Source, Verdict
from bot.domain.charter import recorded
from bot.domain.decisions import Outcome
from bot.domain.history import Line, Standing, standing_at
from bot.domain.judging import Judgement, judge
from bot.domain.late import waiting_taps
from bot.domain.members import Standing as RollStanding
from bot.domain.prolongations import LATE, Prolongation, for_result
from bot.domain.records import PublishedBallot, decision_facts, prolongation_facts
from bot.domain.rules import RUN_OFF_HOURS, DecisionRule, Kind, ServerRules
from bot.services.acts import ledger_act
from bot.services.aftermath import follow_up
from bot.services.agendas import draw_agendas_again
from bot.services.away import is_unseen, prolongation
from bot.services.carrying import bear_carried
from bot.services.days import local_day
from bot.services.entering import enter as enter
from bot.services.finding import Reaction, count_found
from bot.services.integrity import forget_reactions
from bot.services.letting_go import let_go_after
from bot.services.owing import owe
from bot.services.proposal_cards import proposal_card
from bot.services.sealing import seal
from bot.services.servers import founded
from bot.services.tasks import bear_tasks
from bot.services.veils import end_vote
from db import ballots, decisions, ledger, members, objections, proposals, servers
from db.engine import Session

_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Count:
    """What stands on the roll, and what it amounts to."""

    rows: Sequence[ballots.BallotRow]
    judgement: Judgement


async def settle_one(session: Session, row: proposals.ProposalRow, now: datetime) -> bool:
    """Do what the deadline of one open proposal asks; True where that ended it.

    Source: charter, §4, "Prolongations" and "Outcome, the first that applies".
    """
    if await is_unseen(session, row):
        return False
    away = await prolongation(session, row)
    if away is not None:
        await _prolong(session, row, away, now)
        return False
    so_far = [Prolongation.of_facts(facts) for facts in row.prolongations]
    count = await _count(session, row)
    longer = await _longer_for_result(session, row, count.judgement, so_far)
    if longer is not None:
        await _prolong(session, row, longer, now)
        return False
    if count.judgement.needs_run_off:
        await _begin_run_off(session, row, count.judgement.on_top, now)
        return False
    return await conclude(session, row, count.judgement.outcome, now)


async def _count(session: Session, row: proposals.ProposalRow) -> _Count:
    rule = DecisionRule.of_facts(row.rule)
    standing = [
        ballot for ballot in await ballots.all_standing(session, row.id) if ballot.standing == RollStanding.ON_ROLL
    ]
    said = {ballot.member_id: Standing(ballot.choice, ballot.reason is not None) for ballot in standing}
    return _Count(standing, judge(said, rule, author_id=row.author_id, is_run_off=bool(row.run_off)))


async def _longer_for_result(
    session: Session, row: proposals.ProposalRow, now_judged: Judgement, so_far: Sequence[Prolongation]
) -> Prolongation | None:
    rule = DecisionRule.of_facts(row.rule)
    if rule.is_secret and row.six_hours_before is None:
        before, winner_before = now_judged.outcome, now_judged.winner
    elif rule.is_secret:
        assert row.six_hours_before is not None
        before, winner_before = Outcome(row.six_hours_before["outcome"]), row.six_hours_before["winner"]
    else:
        lines = [_line(line) for line in await ledger.of_proposal(session, row.id)]
        said = standing_at(lines, until=row.closes_at - LATE, gathers=bool(rule.options))
        judged = judge(said, rule, author_id=row.author_id, is_run_off=bool(row.run_off))
        before, winner_before = judged.outcome, judged.winner
    turned_winner = winner_before != now_judged.winner
    return for_result(row.closes_at, before=before, now=now_judged.outcome, turned_winner=turned_winner, so_far=so_far)


def _line(row: ledger.LedgerRow) -> Line:
    return Line(row.member_id, Act(row.act), row.choice, Source(row.source), Verdict(row.verdict), row.received_at)


def _reaction(line: Line) -> Reaction:
    assert line.choice is not None, "a tap says something"
    return line.choice, line.source in (Source.SUPER_TAP, Source.SUPER_READ)


async def look_six_hours_before(session: Session, row: proposals.ProposalRow) -> None:
    """Write down what a secret vote amounts to six hours before its deadline: its ledger cannot tell later."""
    judged = (await _count(session, row)).judgement
    seen = {"outcome": judged.outcome.value, "winner": judged.winner, "closes_at": row.closes_at.isoformat()}
    await proposals.change(session, row.id, six_hours_before=seen)


async def _prolong(session: Session, row: proposals.ProposalRow, by: Prolongation, now: datetime) -> None:
    """Prolong a vote: on the ballot and in the log. What was tapped since its deadline was tapped while it went on."""
    server = await founded(session, row.guild_id)
    facts = prolongation_facts(row.number, by, until_on=local_day(by.until, server.time_zone))
    await enter(session, row.guild_id, "prolongation", facts, now)
    await proposals.change(
        session,
        row.id,
        closes_at=by.until,
        prolongations=[*row.prolongations, by.facts()],
        six_hours_before=None,
    )
    lines = [_line(line) for line in await ledger.of_proposal(session, row.id)]
    waiting = waiting_taps((line for line in lines if line.received_at < by.until), gathers=bool(row.options))
    found = {who: [_reaction(tap) for tap in taps] for who, taps in waiting.items()}
    joined = await members.joined(session, row.guild_id, found)
    await count_found(session, row, found, joined, closes_at=max(by.until, now + _A_MOMENT), when=now)


async def _begin_run_off(session: Session, row: proposals.ProposalRow, on_top: Sequence[int], now: datetime) -> None:
    """Begin the run-off among those on top: ballots cleared, a ballot message of its own, 24 hours."""
    await ballots.clear(session, row.id)
    await ledger.append(session, [cleared(row, now)])
    # Whoever approves of the same option again taps what is known to stand, but on another message.
    await forget_reactions(session, row.id, now)
    await proposals.change(
        session,
        row.id,
        run_off=list(on_top),
        closes_at=now + timedelta(hours=RUN_OFF_HOURS),
        former_messages=[*row.former_messages, *([row.message_id] if row.message_id else [])],
        message_id=None,
        thread_id=None,
        read_at=None,
        six_hours_before=None,
    )
    await owe(session, row.guild_id, row.channel_id, "run-off", row.number, now)
    await owe(session, row.guild_id, row.channel_id, "show-ballot", row.number, now)


def cleared(row: proposals.ProposalRow, now: datetime) -> dict[str, object]:
    """The ledger's line that all ballots were cleared."""
    return ledger_act(
        row.id,
        row.author_id,
        Act.CLEAR,
        choice=None,
        source=Source.PANEL,
        verdict=Verdict.COUNTED,
        received_at=now,
    )


async def conclude(session: Session, row: proposals.ProposalRow, outcome: Outcome, now: datetime) -> bool:
    """End a proposal: record, tasks, announcement and what follows from it; False where it had ended before."""
    card = await proposal_card(session, row)
    count = await _count(session, row)
    if not await proposals.settle(session, row.id, outcome.value, now):
        return False
    rule, judged = DecisionRule.of_facts(row.rule), count.judgement
    server = await founded(session, row.guild_id)
    number = await servers.next_number(session, row.guild_id, "last_decision")
    first_tasks = row.first_tasks if outcome is Outcome.PASSED else []
    tasks = await bear_tasks(session, server, first_tasks, decision_number=number, now=now)
    # Sealed by their words, since whose they are must not show in the order either.
    standing = sorted(ballot.reason for ballot in count.rows if ballot.choice == Choice.BLOCK and ballot.reason)
    resolved = sorted({each.text for each in await objections.of_proposal(session, row.id)} - {*standing})
    lines, codes = await _publish(session, row, count.rows, is_secret=rule.is_secret)
    zone = server.time_zone
    facts = decision_facts(
        number=number,
        proposal=row.number,
        kind=row.kind,
        title=await seal(session, row.guild_id, row.title),
        text=await seal(session, row.guild_id, row.body),
        options=[await seal(session, row.guild_id, option) for option in row.options],
        winner=judged.winner if outcome is Outcome.PASSED else None,
        run_off=row.run_off,
        reworks=row.reworks,
        change=recorded(row.change) if row.change else None,
        meeting=row.meeting,
        review_on=await _review_on(session, row, outcome, now),
        rule=rule,
        charter=row.charter_version,
        tally=(judged.approvals or judged.tally).facts(),
        turnout=judged.turnout,
        counters=card.counters,
        outcome=outcome,
        prolongations=[
            {"cause": by.cause.value, "until_on": local_day(by.until, zone).isoformat()} for by in card.prolongations
        ],
        opened_on=local_day(row.opened_at, zone),
        closed_on=local_day(row.closes_at, zone),
        decided_on=local_day(now, zone),
        objections=sorted([await seal(session, row.guild_id, text) for text in standing]),
        resolved=sorted([await seal(session, row.guild_id, text) for text in resolved]),
        tasks=[{"number": task.number, "title": await seal(session, row.guild_id, task.title)} for task in tasks],
        ballots=lines,
        participants=codes,
        reminder=await bear_carried(session, row, number, now) if outcome is Outcome.PASSED else None,
    )
    sequence, _ = await enter(session, row.guild_id, "decision", facts, now)
    session.add(
        decisions.DecisionRow(
            guild_id=row.guild_id,
            number=number,
            proposal_id=row.id,
            sequence=sequence,
            outcome=outcome.value,
            decided_at=now,
        )
    )
    await session.flush()
    await owe(session, row.guild_id, server.decisions_channel_id, "decision", number, now)
    for task in tasks:
        await owe(session, row.guild_id, server.tasks_channel_id, "task", task.number, now)
    if outcome is Outcome.PASSED:
        await follow_up(session, row, number, now)
    if row.kind == Kind.COVER:
        await end_vote(session, row, outcome, now)
    await draw_agendas_again(session, row.guild_id, now)
    await let_go_after(session, row, now)
    return True


async def _review_on(session: Session, row: proposals.ProposalRow, outcome: Outcome, now: datetime) -> date | None:
    """When an agreement that passed is due to be looked at again. Source: charter, §3."""
    if outcome is not Outcome.PASSED or row.kind != Kind.AGREEMENT:
        return None
    server = await founded(session, row.guild_id)
    charter = await servers.charter(session, row.guild_id, row.charter_version)
    return local_day(now + ServerRules.of_facts(charter.rules).review, server.time_zone)


async def _publish(
    session: Session, row: proposals.ProposalRow, on_roll: Sequence[ballots.BallotRow], *, is_secret: bool
) -> tuple[list[PublishedBallot], list[str]]:
    """Draw a pseudonym for each counted ballot and write down whose it is, for *Check my vote*.

    Of a secret vote the choices go out shuffled, the codes apart from them, and what each person said is forgotten.
    """
    lines, codes = [], []
    for ballot in on_roll:
        code = secrets.token_hex(8)
        await ballots.name_line(session, row.id, ballot.member_id, code)
        codes.append(code)
        objects = ballot.choice == Choice.BLOCK and ballot.reason is not None
        lines.append(PublishedBallot(code, ballot.choice, objects))
    if not is_secret:
        return lines, []
    await ballots.forget_choices(session, row.id, row.opened_at)
    await objections.forget_order(session, row.id)
    said = [PublishedBallot("", line.choice, line.explained) for line in lines]
    secrets.SystemRandom().shuffle(said)
    return said, sorted(codes)
