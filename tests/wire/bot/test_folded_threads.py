"""Folded threads: what stands in a thread that folded itself away is redrawn all the same."""

from datetime import timedelta

from tests.wire.bot.hall import Hall


async def test_an_offer_that_is_over_and_a_title_that_is_covered_are_so_in_a_folded_thread_too(hall: Hall) -> None:
    cem, dov = hall.movement["Cem"], hall.movement["Dov"]
    form = await hall.movement["Bea"].command("task add")
    await hall.movement["Bea"].submit(form, {"What is to be done": "Visit Maria Lopez"})
    await hall.tick()
    task = await hall.movement.task(1)
    await cem.press(task, "I'll do it")
    await hall.tick()
    await hall.movement["Bea"].press(await hall.movement.task(1), "Shadow")
    picking = (await cem.press(await hall.movement.task(1), "Hand on")).message
    await cem.choose(picking, "Pick somebody", dov.user_id)
    await hall.tick()
    offer = await cem.wait_for_message(task.id, lambda message: "hand this on" in message.text)
    assert len([each for each in await cem.messages(task.id) if "Lopez" in each.text]) == 2

    hall.sandbox.world.skip(timedelta(days=8))
    hall.sandbox.world.threads.archive_idle()
    await hall.tick()
    assert "This offer is over." in (await cem.again(offer)).text

    hall.sandbox.world.skip(timedelta(days=8))
    hall.sandbox.world.threads.archive_idle()
    for who in ("Bea", "Dov"):
        question = await hall.movement[who].command("exposes", number="T-1")
        await hall.movement[who].press(question.message, "Yes, it does")
    await hall.tick()
    assert not [each for each in await cem.messages(task.id) if "Lopez" in each.text]
