"""Tasks over the wire: however many press at once, and however answers get lost, work is had by one's own act only."""

import asyncio
from datetime import timedelta

from bot.sandbox.world.posts import Message as WorldMessage
from bot.story.driver import Message, Person
from bot.story.seen import Reply
from tests.wire.bot.hall import Hall

SEND = r"/channels/\d+/messages"


async def put_up(hall: Hall, people: int = 1) -> Message:
    """Have Bea put T-1 up by command, and wait for its message."""
    bea = hall.movement["Bea"]
    form = await bea.command("task add")
    await bea.submit(form, {"What is to be done": "Carry the piano", "How many people": str(people)})
    await hall.until(lambda: len(hall.messages("decisions", "T-1")) == 1)
    return task(hall)


def task(hall: Hall) -> Message:
    """The task's own message."""
    (found,) = hall.messages("decisions", "T-1")
    return found


async def holders(hall: Hall) -> dict[int, str]:
    """Who holds the task, by the record: names by id."""
    card = await hall.bot.services.tasks.card(hall.movement.guild_id, 1)
    assert len({holder.user_id for holder in card.holders}) == len(card.holders)
    return {holder.user_id: holder.name for holder in card.holders}


def saying(hall: Hall, words: str) -> list[tuple[int, WorldMessage]]:
    """Every message that says something, with the channel or thread in which it stands."""
    return [
        (channel.id, message)
        for channel in list(hall.sandbox.world.channels.values())
        for message in channel.messages.values()
        if words in str(message.components)
    ]


async def test_of_twenty_who_press_at_once_exactly_three_hold_the_task_and_the_others_are_told(hall: Hall) -> None:
    put = await put_up(hall, people=3)
    guild_id = hall.movement.guild_id
    crowd: list[Person] = [hall.client.person(each, guild_id) for each in hall.join(20)]
    replies: list[Reply] = await asyncio.gather(*(person.press(put, "I'll do it") for person in crowd))
    held = await holders(hall)
    assert len(held) == 3
    assert set(held) <= {person.user_id for person in crowd}
    for person, reply in zip(crowd, replies, strict=True):
        if person.user_id in held:
            assert reply.messages == (), "the task's message is their confirmation"
        else:
            (told,) = reply.messages
            assert told.is_private
            assert "Others were quicker: T-1 has the 3 people it needs." in told.text
    await hall.tick()
    shown = task(hall)
    assert all(name in shown.text for name in held.values())
    assert "I'll do it" not in shown.buttons


async def test_a_question_whose_answer_was_lost_is_asked_and_mentions_once(hall: Hall) -> None:
    put = await put_up(hall)
    await hall.movement["Cem"].press(put, "I'll do it")
    await hall.tick()
    lost = hall.sandbox.faults.reset(method="POST", path=SEND, after=True)
    page = (await hall.movement["Cem"].press(task(hall), "Hand on")).message
    await hall.movement["Cem"].choose(page, "Pick somebody", hall.user_id("Dov"))
    for _ in range(3):
        await hall.tick(timedelta(minutes=20))
    assert lost.struck == 1
    ((place, question),) = saying(hall, "🤝 T-1")
    assert question.mention_ids == [hall.user_id("Dov")]
    dov = hall.movement["Dov"]
    seen = next(one for one in await dov.messages(place) if one.id == question.id)
    await dov.press(seen, "I'll take it over")
    assert await holders(hall) == {hall.user_id("Dov"): "Dov"}
    await hall.until(lambda: "**In hands:** Dov." in task(hall).text)


async def test_whether_somebody_is_still_on_it_is_asked_and_thanked_for_once_though_the_answers_were_lost(
    hall: Hall,
) -> None:
    await hall.movement["Cem"].press(await put_up(hall), "I'll do it")
    await hall.tick()
    for pause, words in ((14, "are you still on it?"), (7, "Thank you, Cem, for taking this up.")):
        lost = hall.sandbox.faults.reset(method="POST", path=SEND, after=True)
        await hall.tick(timedelta(days=pause))
        for _ in range(3):
            await hall.tick(timedelta(minutes=20))
        assert lost.struck == 1
        assert len(saying(hall, words)) == 1
