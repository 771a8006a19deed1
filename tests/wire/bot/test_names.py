"""Names: discussions of proposals and threads of tasks bear their titles as they are, and none that was covered."""

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


async def test_the_thread_of_a_task_bears_its_title_as_it_is_and_none_that_is_covered(hall: Hall) -> None:
    form = await hall.movement["Bea"].command("task add")
    await hall.movement["Bea"].submit(form, {"What is to be done": "Visit Maria Lopez"})
    await hall.tick()
    await hall.movement["Cem"].press(await hall.movement.task(1), "I'll do it")
    await hall.tick()
    assert names(hall)[-1] == "T-1 · Visit Maria Lopez"
    form = await hall.movement["Dov"].command("task edit", number="T-1")
    await hall.movement["Dov"].submit(form, {"What is to be done": "Visit M. Lopez"})
    await hall.tick()
    assert names(hall)[-1] == "T-1 · Visit M. Lopez"
    for who in ("Cem", "Dov"):
        question = await hall.movement[who].command("exposes", number="T-1")
        await hall.movement[who].press(question.message, "Yes, it does")
    await hall.tick()
    assert "T-1" in names(hall)
    assert not [name for name in names(hall) if "Lopez" in name]
