import json

import pytest

from bot.story.driver import NoAnswer, NotThere, Refused
from tests.wire.page.echo import Place


async def test_a_command_is_answered_in_public(place: Place) -> None:
    reply = await place.bea.command("echo", text="Hello", loud=True)
    assert reply.text == "HELLO"
    assert reply.message.raw["interaction"]["name"] == "echo"
    assert reply.message.id in [message.id for message in await place.cyrus.messages(place.channel_id)]


async def test_commands_are_listed_with_their_subcommands_and_in_ones_own_language(place: Place) -> None:
    offered = await place.bea.commands()
    assert {"echo", "thing list", "thing show"} <= offered.keys()
    assert offered["thing list"]["options"][0]["max_value"] == 20
    german = (await place.cyrus.commands())["echo"]
    assert (german["label"], german["description"]) == ("echo-auf-deutsch", "Sagt, was du sagst")


async def test_a_subcommand_takes_numbers_and_people(place: Place) -> None:
    assert "5 things" in (await place.bea.command("thing list", count=5)).text
    shown = await place.bea.command("thing show", name="T-1", of=place.cyrus.user_id)
    assert shown.text == "T-1 of Cyrus"


async def test_an_option_that_does_not_fit_is_refused_before_the_bot_hears_of_it(place: Place) -> None:
    with pytest.raises(Refused) as refusal:
        await place.bea.command("thing list", count=50)
    assert refusal.value.code == 50035
    with pytest.raises(Refused, match="10063"):
        await place.bea.command("nonsense")


async def test_the_bot_suggests_while_one_types(place: Place) -> None:
    assert await place.bea.suggestions("thing show", "name", "!") == {"Thing 1!": "T-1", "Thing 2!": "T-2"}


async def test_a_private_answer_is_seen_by_its_reader_only_until_dismissed(place: Place) -> None:
    reply = await place.bea.command("secret")
    assert reply.message.is_private
    assert reply.message.id in [message.id for message in await place.bea.messages(place.channel_id)]
    assert reply.message.id not in [message.id for message in await place.ana.messages(place.channel_id)]
    await place.bea.delete(reply.message)
    assert await place.bea.messages(place.channel_id) == []


async def test_a_command_that_thinks_is_waited_for(place: Place) -> None:
    reply = await place.bea.command("slow")
    assert reply.text == "Thought about it."
    assert not reply.message.is_thinking


async def test_a_bot_that_never_answers_is_an_error(place: Place) -> None:
    place.sandbox.world.interactions.answer_within = 0.2
    with pytest.raises(NoAnswer):
        await place.bea.command("silent")


async def test_a_button_changes_its_own_message(place: Place) -> None:
    panel = (await place.bea.command("panel")).message
    assert "Pressed 0 times." in panel.text
    reply = await place.cyrus.press(panel, "Press")
    assert reply.state == "acknowledged"
    assert "Pressed 1 times." in reply.text
    assert list(reply.buttons) == ["Why?", "Press", "Form", "Silence", "Home"]


async def test_a_button_that_is_a_link_or_not_there_cannot_be_pressed(place: Place) -> None:
    panel = (await place.bea.command("panel")).message
    for label in ("Home", "Elsewhere"):
        with pytest.raises(NotThere):
            await place.bea.press(panel, label)


async def test_choices_are_made_by_label(place: Place) -> None:
    panel = (await place.bea.command("panel")).message
    reply = await place.bea.choose(panel, "Which task?", ["Flyer", "Drive"])
    assert reply.text == "You took flyer, drive."
    with pytest.raises(NotThere):
        await place.bea.choose(panel, "Which task?", "Nothing")


async def test_a_form_is_filled_in_by_its_labels(place: Place) -> None:
    reply = await place.bea.command("form")
    assert reply.form is not None
    assert reply.form.title == "Tell me more"
    assert "All of this is **public**." in reply.text
    sent = await place.bea.submit(reply, Name="Banner", Size="Large", Needs=["Money", "Hands"])
    assert json.loads(sent.text) == {"name": "Banner", "more": "As before.", "size": "l", "needs": ["m", "h"]}


async def test_a_form_that_was_refused_can_be_sent_again(place: Place) -> None:
    reply = await place.bea.command("form")
    with pytest.raises(Refused) as refusal:
        await place.bea.submit(reply, Name="ab", Size="Small")
    assert refusal.value.code == 50035
    assert json.loads((await place.bea.submit(reply, Name="abc", Size="Small", More="")).text)["more"] == ""


async def test_a_form_takes_people_and_ticks(place: Place) -> None:
    reply = await place.bea.command("pick")
    sent = await place.bea.submit(reply, {"Kind": "Two", "Who": place.cyrus.user_id, "Sure?": True})
    assert json.loads(sent.text) == [["two"], ["Cyrus"], True]


async def test_a_button_may_open_a_form(place: Place) -> None:
    panel = (await place.bea.command("panel")).message
    reply = await place.bea.press(panel, "Form")
    assert "Banner" in (await place.bea.submit(reply, Name="Banner", Size="Small")).text


async def test_the_clock_goes_to_the_next_deadline_that_is_shown(place: Place) -> None:
    with pytest.raises(Refused, match="shows a time still to come"):
        await place.client.skip_to_deadline(place.guild_id)
    await place.bea.command("panel")
    await place.bea.say(place.channel_id, "### Assembly\nat <t:1778061600:f>")
    answer = await place.client.ask("POST", f"/guilds/{place.guild_id}/skip-to-deadline", {})
    assert (answer["deadline"][:19], answer["shown_by"]) == ("2026-05-06T10:00:00", "Assembly")
    now = await place.client.skip_to_deadline(place.guild_id)
    assert now.isoformat(timespec="seconds") == "2026-05-07T09:00:01+00:00"
