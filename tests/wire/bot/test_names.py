"""Names: the discussion of a proposal bears its title as it is now, and no title that was covered."""

from datetime import timedelta

from tests.wire.bot.hall import Hall


def names(hall: Hall) -> list[str]:
    """What the server's threads are called."""
    guild = hall.sandbox.world.guild_of(hall.movement.guild_id)
    return [thread.name for thread in guild.threads.values()]


async def test_the_discussion_of_an_amended_proposal_is_renamed(hall: Hall) -> None:
    await hall.propose("Bea")
    assert names(hall)[-1] == "P-2 · Proposal 2"
    panel = await hall.movement["Bea"].press(hall.ballot(2), "My vote")
    form = await hall.movement["Bea"].press(panel.message, "Change the text")
    await hall.movement["Bea"].submit(form, {"Title": "A better title", "What and why": "Because."})
    await hall.tick()
    assert names(hall)[-1] == "P-2 · A better title"


async def test_the_discussion_of_a_covered_text_says_nothing_of_it_though_it_had_folded_itself_away(hall: Hall) -> None:
    assert names(hall) == ["P-1 · Proposal 1"]
    hall.sandbox.world.skip(timedelta(days=8))
    hall.sandbox.world.threads.archive_idle()
    for who in ("Cem", "Dov"):
        question = await hall.movement[who].command("exposes", number="P-1")
        await hall.movement[who].press(question.message, "Yes, it does")
    await hall.tick()
    assert names(hall)[0] == "P-1"
