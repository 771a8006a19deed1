"""Components of messages: the second version and the first, buttons and selects, and what Discord refuses."""

import asyncio
from typing import Any

import discord
import pytest
from discord.http import Route

from bot.sandbox.world import DiscordError
from bot.sandbox.world.component_kinds import walk
from bot.sandbox.world.interaction import Interaction, State
from tests.wire.sandbox.village import Bot, Village

V2 = 1 << 15


async def _post(bot: Bot, village: Village, **body: Any) -> dict[str, Any]:
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=village.channel.id)
    answer: dict[str, Any] = await bot.http.request(route, json=body)
    return answer


async def _settled(interaction: Interaction) -> Interaction:
    await asyncio.wait_for(interaction.settled.wait(), 10)
    return interaction


def _ballot() -> discord.ui.LayoutView:
    view = discord.ui.LayoutView(timeout=None)
    section: discord.ui.Section[Any] = discord.ui.Section(
        "Paint the bench", accessory=discord.ui.Button(label="Why?", custom_id="why")
    )
    gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery(
        discord.MediaGalleryItem("https://example.org/bench.png", description="The bench")
    )
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow(
        discord.ui.Button(label="Yes", style=discord.ButtonStyle.success, custom_id="yes", emoji="✅"),
        discord.ui.Button(label="Log", url="https://example.org/log"),
    )
    view.add_item(
        discord.ui.Container(
            discord.ui.TextDisplay("# Ballot"), section, discord.ui.Separator(), gallery, row, accent_color=0x2E7D5B
        )
    )
    return view


async def test_a_message_of_components_comes_back_complete_and_numbered(village: Village, bot: Bot) -> None:
    sent = await bot.square(village).send(view=_ballot())
    assert sent.flags.components_v2
    (container,) = (await sent.fetch()).components
    assert isinstance(container, discord.Container)
    assert [type(child).__name__ for child in container.children] == [
        "TextDisplay",
        "SectionComponent",
        "SeparatorComponent",
        "MediaGalleryComponent",
        "ActionRow",
    ]
    stored = village.channel.messages[sent.id].components
    numbers = [part["id"] for part in walk(stored)]
    assert len(set(numbers)) == len(numbers)


async def test_a_message_of_components_stays_one(village: Village, bot: Bot) -> None:
    sent = await bot.square(village).send(view=_ballot())
    with pytest.raises(discord.HTTPException, match="IS_COMPONENTS_V2") as refusal:
        await sent.edit(content="plain again")
    assert refusal.value.code == 50035
    new = discord.ui.LayoutView(timeout=None).add_item(discord.ui.TextDisplay("Closed"))
    edited = await sent.edit(view=new)
    assert edited.flags.components_v2


async def test_text_and_embeds_do_not_stand_beside_such_components(village: Village, bot: Bot) -> None:
    text = {"type": 10, "content": "x"}
    for extra in ({"content": "beside"}, {"embeds": [{"title": "beside"}]}):
        with pytest.raises(discord.HTTPException) as refusal:
            await _post(bot, village, flags=V2, components=[text], **extra)
        assert refusal.value.code == 50035


@pytest.mark.parametrize(
    ("components", "flags"),
    [
        ([{"type": 10, "content": "x"}] * 41, V2),
        ([{"type": 10, "content": "x" * 2001}] * 2, V2),
        ([{"type": 10, "content": "x"}], 0),
        ([{"type": 17, "components": [{"type": 17, "components": []}]}], V2),
        ([{"type": 17, "accent_color": -1, "components": [{"type": 10, "content": "x"}]}], V2),
        (["text"], V2),
        ([{"type": 1, "components": [7]}], 0),
        ([{"type": 9, "components": [{"type": 10, "content": "x"}]}], V2),
        ([{"type": 1, "components": []}], 0),
        ([{"type": 1, "components": [{"type": 2, "style": 1, "label": "x"}]}], 0),
        ([{"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "a"}] * 2}], 0),
        ([{"type": 1, "components": [{"type": 2, "style": 5, "label": "x", "url": "nowhere"}]}], 0),
        ([{"type": 1, "components": [{"type": 2, "style": 1, "label": "x" * 81, "custom_id": "a"}]}], 0),
        ([{"type": 1, "components": [{"type": 3, "custom_id": "a", "options": []}]}], 0),
        ([{"type": 1, "components": [{"type": 5, "custom_id": "a", "min_values": 3, "max_values": 2}]}], 0),
    ],
)
async def test_what_breaks_a_rule_is_refused(
    village: Village, bot: Bot, components: list[dict[str, Any]], flags: int
) -> None:
    with pytest.raises(discord.HTTPException) as refusal:
        await _post(bot, village, flags=flags, components=components)
    assert refusal.value.code == 50035
    assert "components" in refusal.value.text


async def test_forty_components_and_four_thousand_characters_are_allowed(village: Village, bot: Bot) -> None:
    answer = await _post(bot, village, flags=V2, components=[{"type": 10, "content": "x" * 100}] * 40)
    assert len(answer["components"]) == 40


async def test_a_press_updates_the_message_it_stands_on(village: Village, bot: Bot) -> None:
    class Yes(discord.ui.View):
        @discord.ui.button(label="Yes", custom_id="yes")
        async def yes(self, interaction: discord.Interaction, button: discord.ui.Button[Any]) -> None:
            await interaction.response.edit_message(content=f"{interaction.user.display_name} said yes", view=None)
            await interaction.followup.send("Thank you", ephemeral=True)

    sent = await bot.square(village).send("Yes?", view=Yes(timeout=None))
    asked = village.world.interactions.press(village.ann.id, village.channel.id, sent.id, "yes")
    await _settled(asked)
    assert asked.state is State.ACKNOWLEDGED
    assert (await sent.fetch()).content == "Ann said yes"
    with pytest.raises(DiscordError):
        village.world.interactions.press(village.ann.id, village.channel.id, sent.id, "yes")


async def test_a_disabled_button_cannot_be_pressed(village: Village, bot: Bot) -> None:
    view = discord.ui.View(timeout=None).add_item(discord.ui.Button(label="No", custom_id="no", disabled=True))
    sent = await bot.square(village).send("No?", view=view)
    with pytest.raises(DiscordError):
        village.world.interactions.press(village.ann.id, village.channel.id, sent.id, "no")


async def test_a_press_deferred_silently_can_edit_its_message_later(village: Village, bot: Bot) -> None:
    class Later(discord.ui.View):
        @discord.ui.button(label="Go", custom_id="go")
        async def go(self, interaction: discord.Interaction, button: discord.ui.Button[Any]) -> None:
            await interaction.response.defer()
            await interaction.edit_original_response(content="gone")
            bot.dispatch("done")

    sent = await bot.square(village).send("Go?", view=Later(timeout=None))
    village.world.interactions.press(village.ann.id, village.channel.id, sent.id, "go")
    await bot.hears("done")
    assert (await sent.fetch()).content == "gone"


@pytest.mark.parametrize("kind", ["string", "user", "role", "channel", "mentionable"])
async def test_every_select_brings_what_was_chosen(village: Village, bot: Bot, kind: str) -> None:
    selects: dict[str, Any] = {
        "string": discord.ui.Select(options=[discord.SelectOption(label=each) for each in "abc"], max_values=2),
        "user": discord.ui.UserSelect(),
        "role": discord.ui.RoleSelect(),
        "channel": discord.ui.ChannelSelect(),
        "mentionable": discord.ui.MentionableSelect(max_values=2),
    }
    role = village.world.add_role(village.guild.id, "Crew")
    chosen = {
        "string": ["a", "c"],
        "user": [str(village.bea.id)],
        "role": [str(role.id)],
        "channel": [str(village.channel.id)],
        "mentionable": [str(village.bea.id), str(role.id)],
    }[kind]
    select = selects[kind]
    select.custom_id = "pick"

    async def picked(interaction: discord.Interaction) -> None:
        values = [str(getattr(each, "id", each)) for each in select.values]
        await interaction.response.send_message(" ".join(values))

    select.callback = picked
    sent = await bot.square(village).send("Pick", view=discord.ui.View(timeout=None).add_item(select))
    await _settled(village.world.interactions.choose(village.ann.id, village.channel.id, sent.id, "pick", chosen))
    answer = village.world.messages.seen_by(village.ann.id, village.channel.id)[-1]
    assert answer.content.split() == chosen


async def test_a_choice_outside_the_options_is_refused(village: Village, bot: Bot) -> None:
    select: discord.ui.Select[Any] = discord.ui.Select(custom_id="pick", options=[discord.SelectOption(label="a")])
    sent = await bot.square(village).send("Pick", view=discord.ui.View(timeout=None).add_item(select))
    for values in (["z"], []):
        with pytest.raises(DiscordError) as refusal:
            village.world.interactions.choose(village.ann.id, village.channel.id, sent.id, "pick", values)
        assert refusal.value.code == 50035


async def test_a_plain_message_becomes_one_of_components_only_when_its_text_goes(village: Village, bot: Bot) -> None:
    sent = await bot.square(village).send("plain")
    with pytest.raises(discord.HTTPException, match="IS_COMPONENTS_V2"):
        await sent.edit(view=_ballot())
    edited = await sent.edit(content=None, view=_ballot())
    assert edited.flags.components_v2
