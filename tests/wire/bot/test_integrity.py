"""Over the wire: clearing reactions or deleting a ballot changes no vote, and everybody can read that it happened."""

from datetime import timedelta

from bot.domain.tally import Tally
from tests.wire.bot.hall import A_REDRAW, Hall

BALLOT_GONE = "GET /channels/{channel_id}/messages/{message_id} 404"
READ = r"/channels/\d+/messages/\d+"


def own_reactions(hall: Hall) -> set[str]:
    """The bot's own reactions on the ballot."""
    ballot = hall.ballot()
    world = hall.sandbox.world
    reactions = world.message_of(ballot.channel_id, ballot.id).reactions
    return {each.emoji_name for each in reactions.values() if world.bot.id in each.normal}


async def test_reactions_that_the_founder_clears_come_back_at_once_and_every_vote_counts(hall: Hall) -> None:
    for who in ("Cem", "Dov", "Eli"):
        hall.tap(who, "✅")
    await hall.heard()
    ballot = hall.ballot()
    hall.sandbox.world.reactions.clear(hall.user_id("Ana"), ballot.channel_id, ballot.id)
    assert own_reactions(hall) == set()
    await hall.tick(timedelta(seconds=1))
    assert own_reactions(hall) == {"✅", "❌", "⚪", "⛔"}
    await hall.tick(A_REDRAW)
    assert (await hall.card()).tally == Tally(agree=3)
    assert "Somebody took my reactions off; I put them back. Every vote still counts." in hall.ballot().text
    assert "3 reactions were taken off; the votes behind them still count." in hall.ballot().text


async def test_one_reaction_of_the_bots_own_that_a_moderator_takes_off_comes_back(hall: Hall) -> None:
    hall.untap(hall.sandbox.world.bot.id, "⛔", by="Ana")
    await hall.tick(timedelta(seconds=1))
    assert own_reactions(hall) == {"✅", "❌", "⚪", "⛔"}


async def test_a_deleted_ballot_comes_back_without_its_text_and_the_talk_goes_on_where_it_was(hall: Hall) -> None:
    hall.tap("Cem", "✅")
    await hall.heard()
    old, thread_id = hall.ballot(), (await hall.card()).thread_id
    hall.sandbox.world.messages.delete(hall.user_id("Ana"), old.channel_id, old.id)
    hall.excuse(BALLOT_GONE)
    await hall.bot.timetable.read_all()
    await hall.tick(timedelta(seconds=1))
    again = hall.ballot()
    assert again.id != old.id
    assert "Because." not in again.text
    assert own_reactions(hall) == {"✅", "❌", "⚪", "⛔"}
    card = await hall.card()
    assert (card.tally, card.thread_id, card.body) == (Tally(agree=1), thread_id, "Because.")
    hall.tap("Dov", "❌")
    await hall.heard()
    await hall.tick(A_REDRAW)
    assert "**Counted: 2 people" in hall.ballot().text
    assert "Somebody deleted this message; I put it back. Every vote still counts." in hall.ballot().text


async def test_suppressed_embeds_hide_nothing_of_a_ballot(hall: Hall) -> None:
    ballot = hall.ballot()
    hall.sandbox.world.messages.suppress_embeds(hall.user_id("Ana"), ballot.channel_id, ballot.id)
    hall.tap("Cem", "✅")
    await hall.heard()
    await hall.tick(A_REDRAW)
    assert "Because." in hall.ballot().text
    assert "Counted: 1 person" in hall.ballot().text
