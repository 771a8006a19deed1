"""The gallery: every picture that the bot draws, in each of its states, by name."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome
from bot.domain.members import Standing
from bot.domain.proposals import State
from bot.domain.records import Counters
from bot.domain.tally import Tally
from bot.words.catalogue import Words, words_in
from cogs.ui.ballots import ballot_view, proposal_page
from cogs.ui.decisions import decision_pages, decision_view, decisions_page, why_decision_view, why_proposal_view
from cogs.ui.panel import panel_view
from cogs.ui.picture import Picture
from cogs.ui.setup import at_work_view, founded_view, hello_view
from tests.cogs.cards import OPENED_AT, decision, panel, proposal, server, task, voted
from tests.cogs.gallery_of_deciding import of_deciding
from tests.cogs.gallery_of_digests import of_digests
from tests.cogs.gallery_of_knowhow import of_knowhow
from tests.cogs.gallery_of_standing import of_standing
from tests.cogs.gallery_of_time import of_time
from tests.cogs.gallery_of_work import of_work

ENGLISH = words_in("en")

PASSED = Tally(agree=10, disagree=2, abstain=1)
REJECTED = Tally(agree=5, disagree=4)
TOO_FEW_AGREE = Tally(agree=4, disagree=1, abstain=5)
BLOCKED = Tally(agree=8, block=2)
TOO_FEW = Tally(agree=6)
EVERY_COUNTER = Counters(newcomers=2, unknown=1, late=1, unclear=1, untapped=2)
LONG = "\n".join(f"{place}. A line about the hand-truck." for place in range(1, 40))


def _settled(words: Words, outcome: Outcome, tally: Tally, counters: Counters = EVERY_COUNTER) -> Picture:
    card = proposal(state=State.SETTLED, outcome=outcome, decision_number=7, tally=tally, counters=counters)
    return ballot_view(card, words)


def pictures(words: Words = ENGLISH) -> dict[str, Picture]:
    """Every picture by name, in a language."""
    return {
        **_of_ballots(words),
        **_of_panels(words),
        **_of_decisions(words),
        **of_work(words),
        **_of_founding(words),
        **of_deciding(words),
        **of_time(words),
        **of_digests(words),
        **of_knowhow(words),
        **of_standing(words),
    }


def _of_ballots(words: Words) -> dict[str, Picture]:
    return {
        "ballot, just opened": ballot_view(proposal(thread_id=None), words),
        "ballot, counted": ballot_view(proposal(tally=Tally(agree=5, disagree=1)), words),
        "ballot, one person": ballot_view(proposal(tally=Tally(block=1)), words),
        "ballot, first tasks and everything that is not counted": ballot_view(
            proposal(
                first_tasks=("get three offers", "fetch it"),
                tally=Tally(agree=5, disagree=1, abstain=2, block=1, unexplained=1),
                counters=EVERY_COUNTER,
            ),
            words,
        ),
        "ballot, long text of somebody who left": ballot_view(proposal(body=LONG, author_name=""), words),
        "ballot, passed": _settled(words, Outcome.PASSED, PASSED),
        "ballot, too few": _settled(words, Outcome.NO_QUORUM, TOO_FEW, Counters()),
        "ballot, blocked": _settled(words, Outcome.BLOCKED, BLOCKED, Counters()),
        "ballot, not passed": _settled(words, Outcome.REJECTED, REJECTED, Counters()),
        "read all": proposal_page(proposal(first_tasks=("get three offers", "fetch it")), words),
        "why, running, nothing yet": why_proposal_view(proposal(), words),
        "why, running": why_proposal_view(proposal(tally=PASSED, counters=EVERY_COUNTER), words),
    }


def _of_panels(words: Words) -> dict[str, Picture]:
    newcomer = panel(
        standing=Standing.NEWCOMER,
        joined_at=OPENED_AT - timedelta(days=3),
        votes_from=OPENED_AT + timedelta(days=4),
    )
    return {
        "my vote, none yet": panel_view(panel(), words),
        "my vote, agree": panel_view(voted(Choice.AGREE), words),
        "my vote, disagree with a reason": panel_view(voted(Choice.DISAGREE, "Renting is cheaper."), words),
        "my vote, block without a reason": panel_view(voted(Choice.BLOCK), words),
        "my vote, block with a reason": panel_view(voted(Choice.BLOCK, "It blocks the stairs."), words),
        "my vote, withdrawn": panel_view(panel(), words, is_withdrawn=True),
        "my vote, newcomer": panel_view(newcomer, words),
        "my vote, who joined after it opened": panel_view(
            replace(newcomer, joined_at=OPENED_AT + timedelta(days=1), votes_from=OPENED_AT + timedelta(days=1)), words
        ),
        "my vote, since when unknown": panel_view(
            panel(standing=Standing.UNKNOWN, joined_at=None, votes_from=None), words
        ),
        "my vote, closed": panel_view(panel(proposal(state=State.SETTLED)), words),
    }


def _of_decisions(words: Words) -> dict[str, Picture]:
    passed = decision(PASSED, tasks=(task(1), task(2)), counters=EVERY_COUNTER)
    blocked = decision(BLOCKED, objections=("It blocks the stairs. A folding one would not.", None))
    erased = decision(REJECTED, title=None, body=None)
    every = {
        "passed": passed,
        "not passed, too many against": decision(REJECTED),
        "not passed, too few for it": decision(TOO_FEW_AGREE),
        "blocked": blocked,
        "too few": decision(TOO_FEW),
        "erased": erased,
    }
    return {
        **{f"decision, {name}": decision_view(card, words) for name, card in every.items()},
        **{f"why, {name}": why_decision_view(card, words) for name, card in every.items()},
        "read, passed": decision_pages(passed, words)[0],
        "read, blocked": decision_pages(blocked, words)[0],
        "read, blocked, the objections": decision_pages(blocked, words)[1],
        "read, erased": decision_pages(erased, words)[0],
        "our decisions": decisions_page(
            [replace(card, number=9 - place) for place, card in enumerate(every.values())], words, more_before=4
        ),
        "our decisions, none yet": decisions_page([], words, more_before=None),
    }


def _of_founding(words: Words) -> dict[str, Picture]:
    return {
        "hello": hello_view(words),
        "hello, once it is set up": at_work_view(words),
        "set up": founded_view(server(), words),
        "set up, one channel": founded_view(server(decisions_channel_id=501, tasks_channel_id=501), words),
        "set up, three channels": founded_view(server(tasks_channel_id=503), words),
    }
