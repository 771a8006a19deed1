"""One's own over the wire: the file arrives as Discord takes it, and forgetting ends in the form's own message."""

import json

from aiohttp import ClientSession

from tests.wire.bot.hall import Hall


async def test_ones_data_arrives_as_a_file_for_oneself_and_goes_on_ones_word(hall: Hall) -> None:
    bea = hall.movement["Bea"]
    data = await bea.command("my data")
    (file,) = data.message.raw["attachments"]
    async with ClientSession(hall.sandbox.url) as session, session.get(file["url"]) as answer:
        told = json.loads(await answer.read())
    assert [part["part"] for part in told["parts"]] == ["member", "proposals"]
    assert data.message.raw["flags"] & 64, "only she sees it"

    preview = await bea.press(data.message, "Forget me")
    assert "Voting on P-1 goes on" in preview.text
    await bea.submit(await bea.press(preview.message, "Choose and confirm"), own_texts="erased")

    async def is_told() -> bool:
        return "Done: you are forgotten here" in (await bea.again(preview.message)).text

    await hall.until(is_told)
    await hall.tick()
    await hall.until(lambda: "A member proposes" in hall.ballot().text)
    assert not hall.unexcused()
