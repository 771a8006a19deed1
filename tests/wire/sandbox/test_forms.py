"""Forms: opened by commands and buttons, filled in, refused, sent."""

import asyncio
from collections.abc import Callable
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.sandbox.world import DiscordError
from bot.sandbox.world.interaction import Interaction, State
from tests.wire.sandbox.village import Bot, Village


class Proposal(discord.ui.Modal, title="New proposal"):
    intro: discord.ui.TextDisplay[Any] = discord.ui.TextDisplay("Write plainly.")
    heading: discord.ui.Label[Any] = discord.ui.Label(
        text="Title", component=discord.ui.TextInput(custom_id="title", min_length=3, max_length=20)
    )
    rule: discord.ui.Label[Any] = discord.ui.Label(
        text="How to decide",
        description="Consent is the usual way",
        component=discord.ui.RadioGroup(
            custom_id="rule",
            options=[discord.RadioGroupOption(label=each, value=each.lower()) for each in ("Consent", "Majority")],
        ),
    )
    reach: discord.ui.Label[Any] = discord.ui.Label(
        text="Whom it touches",
        component=discord.ui.CheckboxGroup(
            custom_id="reach",
            required=False,
            min_values=0,
            options=[discord.CheckboxGroupOption(label=each, value=each.lower()) for each in ("Garden", "Kitchen")],
        ),
    )
    urgent: discord.ui.Label[Any] = discord.ui.Label(text="Urgent", component=discord.ui.Checkbox(custom_id="urgent"))


class Carers(discord.ui.Modal, title="Who cares"):
    who: discord.ui.Label[Any] = discord.ui.Label(
        text="Who", component=discord.ui.UserSelect(custom_id="who", max_values=2)
    )
    where: discord.ui.Label[Any] = discord.ui.Label(text="Where", component=discord.ui.ChannelSelect(custom_id="where"))
    when: discord.ui.Label[Any] = discord.ui.Label(
        text="When",
        component=discord.ui.Select(
            custom_id="when", options=[discord.SelectOption(label=each) for each in ("Mon", "Tue")]
        ),
    )


async def _opened(
    village: Village, bot: Bot, form: Callable[[], discord.ui.Modal], sent: Callable[[discord.ui.Modal], str]
) -> Interaction:
    class Filled(form):  # type: ignore[valid-type,misc]
        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.send_message(sent(self), ephemeral=True)

    @app_commands.command(name="open", description="Open the form")
    async def open_form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Filled())

    bot.tree.add_command(open_form)
    await bot.tree.sync()
    asked = village.world.interactions.invoke(village.ann.id, village.channel.id, "open")
    await asyncio.wait_for(asked.settled.wait(), 10)
    assert asked.state is State.FORM
    return asked


def _proposal(form: discord.ui.Modal) -> str:
    assert isinstance(form, Proposal)
    parts: list[Any] = [form.heading, form.rule, form.reach, form.urgent]
    inner = [part.component for part in parts]
    return f"{inner[0].value}|{inner[1].value}|{inner[2].values}|{inner[3].value}"


async def _last_words(village: Village, asked: Interaction) -> str:
    await asyncio.wait_for(asked.settled.wait(), 10)
    return village.world.messages.seen_by(village.ann.id, village.channel.id)[-1].content


async def test_a_form_carries_text_radio_checkboxes_and_a_checkbox(village: Village, bot: Bot) -> None:
    asked = await _opened(village, bot, Proposal, _proposal)
    assert asked.form is not None
    assert [part["type"] for part in asked.form["components"]] == [10, 18, 18, 18, 18]
    values = {"title": "Benches", "rule": "majority", "reach": ["garden", "kitchen"], "urgent": True}
    sent = village.world.interactions.submit(village.ann.id, asked.id, values)
    assert await _last_words(village, sent) == "Benches|majority|['garden', 'kitchen']|True"
    assert not asked.form_is_open


async def test_what_is_optional_may_stay_empty(village: Village, bot: Bot) -> None:
    asked = await _opened(village, bot, Proposal, _proposal)
    sent = village.world.interactions.submit(village.ann.id, asked.id, {"title": "Benches", "rule": "consent"})
    assert await _last_words(village, sent) == "Benches|consent|[]|False"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"rule": "consent"}, "title"),
        ({"title": "xy", "rule": "consent"}, "title"),
        ({"title": "x" * 21, "rule": "consent"}, "title"),
        ({"title": "Benches"}, "rule"),
        ({"title": "Benches", "rule": "dice"}, "rule"),
        ({"title": "Benches", "rule": "consent", "reach": ["moon"]}, "reach"),
        ({"title": "Benches", "rule": "consent", "colour": "red"}, "colour"),
    ],
)
async def test_a_wrong_entry_is_refused_at_its_field_and_the_form_stays_open(
    village: Village, bot: Bot, values: dict[str, object], field: str
) -> None:
    asked = await _opened(village, bot, Proposal, _proposal)
    with pytest.raises(DiscordError) as refusal:
        village.world.interactions.submit(village.ann.id, asked.id, values)
    assert refusal.value.code == 50035
    assert set(refusal.value.errors or {}) == {field}
    assert asked.form_is_open


async def test_selects_in_a_form_bring_people_and_channels(village: Village, bot: Bot) -> None:
    def carers(form: discord.ui.Modal) -> str:
        assert isinstance(form, Carers)
        parts: list[Any] = [form.who.component, form.where.component, form.when.component]
        people = sorted(person.display_name for person in parts[0].values)
        return f"{people}|{parts[1].values[0].name}|{parts[2].values}"

    asked = await _opened(village, bot, Carers, carers)
    values = {
        "who": [str(village.ann.id), str(village.bea.id)],
        "where": [str(village.channel.id)],
        "when": ["Tue"],
    }
    sent = village.world.interactions.submit(village.ann.id, asked.id, values)
    assert await _last_words(village, sent) == "['Ann', 'Bea']|square|['Tue']"


async def test_another_person_cannot_send_ones_form(village: Village, bot: Bot) -> None:
    asked = await _opened(village, bot, Proposal, _proposal)
    with pytest.raises(DiscordError) as refusal:
        village.world.interactions.submit(village.bea.id, asked.id, {"title": "Benches", "rule": "consent"})
    assert refusal.value.code == 10062


async def test_a_form_the_bot_does_not_answer_stays_open(village: Village, bot: Bot) -> None:
    asked = await _opened(village, bot, Proposal, _proposal)
    village.world.interactions.answer_within = 0.05
    village.sandbox.faults.gateway.drop("INTERACTION_CREATE")
    sent = village.world.interactions.submit(village.ann.id, asked.id, {"title": "Benches", "rule": "consent"})
    await asyncio.wait_for(sent.settled.wait(), 10)
    assert sent.state is State.FAILED
    assert asked.form_is_open


async def test_a_form_must_be_the_first_answer(village: Village, bot: Bot) -> None:
    codes: list[int] = []

    @app_commands.command(name="tardy", description="Tardy")
    async def tardy(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        interaction.response._response_type = None
        try:
            await interaction.response.send_modal(Proposal())
        except discord.HTTPException as error:
            codes.append(error.code)

    bot.tree.add_command(tardy)
    await bot.tree.sync()
    village.world.interactions.invoke(village.ann.id, village.channel.id, "tardy")
    await bot.hears("app_command_completion")
    assert codes == [40060]


async def test_a_form_opened_by_a_button_can_update_its_message(village: Village, bot: Bot) -> None:
    class Note(discord.ui.Modal, title="Note"):
        text: discord.ui.TextInput[Any] = discord.ui.TextInput(label="Text", custom_id="text", required=False)

        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.edit_message(content=f"Note: {self.text.value or 'none'}")

    class Card(discord.ui.View):
        @discord.ui.button(label="Note", custom_id="note")
        async def note(self, interaction: discord.Interaction, button: discord.ui.Button[Any]) -> None:
            await interaction.response.send_modal(Note())

    sent = await bot.square(village).send("Card", view=Card(timeout=None))
    asked = village.world.interactions.press(village.ann.id, village.channel.id, sent.id, "note")
    await asyncio.wait_for(asked.settled.wait(), 10)
    submitted = village.world.interactions.submit(village.ann.id, asked.id, {"text": "damp"})
    await asyncio.wait_for(submitted.settled.wait(), 10)
    assert (await sent.fetch()).content == "Note: damp"
