"""A small bot that shows every kind of answer, and the place where it lives."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import discord
from discord import app_commands, ui
from discord.app_commands import locale_str
from yarl import URL

from bot.sandbox.server import Sandbox
from bot.sandbox.world import Clock, World
from bot.story.driver import Person, SandboxClient

START = datetime(2026, 5, 6, 9, 0, tzinfo=UTC)
READY_WITHIN = 10.0
Interaction = discord.Interaction[discord.Client]


class German(app_commands.Translator):
    """Knows one word."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        german = {"Says what you say": "Sagt, was du sagst", "echo": "echo-auf-deutsch"}
        return german.get(string.message) if locale is discord.Locale.german else None


class ProposalForm(ui.Modal):
    """A form with texts, one choice and several."""

    def __init__(self) -> None:
        super().__init__(title="Tell me more", timeout=None)
        self.name = ui.TextInput[ProposalForm](min_length=3, max_length=20)
        self.more = ui.TextInput[ProposalForm](style=discord.TextStyle.paragraph, required=False, default="As before.")
        sizes = [("Small", "s", "an hour"), ("Large", "l", "beyond a day")]
        self.size = ui.RadioGroup[ProposalForm](
            options=[discord.RadioGroupOption(label=a, value=b, description=c) for a, b, c in sizes]
        )
        self.needs = ui.CheckboxGroup[ProposalForm](
            required=False,
            min_values=0,
            options=[discord.CheckboxGroupOption(label=each, value=each[0].lower()) for each in ("Money", "Hands")],
        )
        self.add_item(ui.TextDisplay("All of this is **public**."))
        self.add_item(ui.Label(text="Name", description="A short one", component=self.name))
        self.add_item(ui.Label(text="More", component=self.more))
        self.add_item(ui.Label(text="Size", component=self.size))
        self.add_item(ui.Label(text="Needs", component=self.needs))

    async def on_submit(self, interaction: Interaction) -> None:
        """Tell what was entered."""
        told = {
            "name": self.name.value,
            "more": self.more.value,
            "size": self.size.value,
            "needs": self.needs.values,
        }
        await interaction.response.send_message(json.dumps(told), ephemeral=True)


class PickForm(ui.Modal):
    """A form with selects and a tick."""

    def __init__(self) -> None:
        super().__init__(title="Pick", timeout=None)
        options = [discord.SelectOption(label=each, value=each.lower()) for each in ("One", "Two")]
        self.kind = ui.Select[PickForm](options=options)
        self.who = ui.UserSelect[PickForm]()
        self.sure = ui.Checkbox[PickForm]()
        self.add_item(ui.Label(text="Kind", component=self.kind))
        self.add_item(ui.Label(text="Who", component=self.who))
        self.add_item(ui.Label(text="Sure?", component=self.sure))

    async def on_submit(self, interaction: Interaction) -> None:
        """Tell what was entered."""
        people = [user.display_name for user in self.who.values]
        await interaction.response.send_message(json.dumps([self.kind.values, people, self.sure.value]))


class Act(ui.Button["Panel"]):
    """A button that does one thing."""

    def __init__(
        self,
        label: str,
        act: Callable[[Interaction], Awaitable[None]],
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        super().__init__(label=label, style=style, custom_id=label)
        self.act = act

    async def callback(self, interaction: Interaction) -> None:
        """Do it."""
        await self.act(interaction)


class Tasks(ui.Select["Panel"]):
    """A select of up to two tasks."""

    def __init__(self) -> None:
        options = [discord.SelectOption(label=each, value=each.lower()) for each in ("Flyer", "Drive")]
        super().__init__(placeholder="Which task?", custom_id="task", max_values=2, options=options)

    async def callback(self, interaction: Interaction) -> None:
        """Tell what was chosen."""
        await interaction.response.send_message(f"You took {', '.join(self.values)}.", ephemeral=True)


class Panel(ui.LayoutView):
    """A card of new components."""

    def __init__(self, home: str) -> None:
        super().__init__(timeout=None)
        self.count = 0
        closes = int(START.timestamp()) + 86_400
        self.counted = ui.TextDisplay[Panel]("Pressed 0 times.")
        press = Act("Press", self.press, discord.ButtonStyle.primary)
        ask = Act("Form", self.ask, discord.ButtonStyle.success)
        mute = Act("Silence", self.mute, discord.ButtonStyle.danger)
        tell = Act("Why?", self.why)
        self.add_item(
            ui.Container[Panel](
                ui.Section[Panel](f"### P-1 · A panel\nCloses <t:{closes}:F>, <t:{closes}:R>", accessory=tell),
                ui.Separator[Panel](),
                self.counted,
                ui.ActionRow[Panel](press, ask, mute, ui.Button[Panel](label="Home", url=home)),
                ui.ActionRow[Panel](Tasks()),
                accent_colour=0x2F8F7A,
            )
        )

    async def press(self, interaction: Interaction) -> None:
        self.count += 1
        self.counted.content = f"Pressed {self.count} times."
        await interaction.response.edit_message(view=self)

    async def why(self, interaction: Interaction) -> None:
        await interaction.response.send_message("Because.", ephemeral=True)

    async def ask(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(ProposalForm())

    async def mute(self, interaction: Interaction) -> None:
        """Never answer."""


class EchoBot(discord.Client):
    """Answers in every way."""

    def __init__(self) -> None:
        quiet = discord.AllowedMentions.none()
        super().__init__(intents=discord.Intents.default(), allowed_mentions=quiet, guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.ready = asyncio.Event()
        self._add_commands()

    def _add_commands(self) -> None:
        @self.tree.command(name=locale_str("echo"), description=locale_str("Says what you say"))
        @app_commands.describe(text="What to say", loud="In capitals")
        async def echo(interaction: Interaction, text: app_commands.Range[str, 1, 50], loud: bool = False) -> None:
            await interaction.response.send_message(text.upper() if loud else text)

        @self.tree.command(description="Answers only you")
        async def secret(interaction: Interaction) -> None:
            await interaction.response.send_message("Between us: **yes**.", ephemeral=True)

        @self.tree.command(description="Answers only you, in two messages")
        async def twice(interaction: Interaction) -> None:
            await interaction.response.send_message("First.", ephemeral=True)
            await interaction.followup.send("```\n" + "word" * 200 + "\n```", ephemeral=True)

        @self.tree.command(description="Shows a card")
        async def panel(interaction: Interaction) -> None:
            home = f"https://discord.com/channels/{interaction.guild_id}/{interaction.channel_id}"
            await interaction.response.send_message(view=Panel(home))

        @self.tree.command(description="Asks you something")
        async def form(interaction: Interaction) -> None:
            await interaction.response.send_modal(ProposalForm())

        @self.tree.command(description="Lets you pick")
        async def pick(interaction: Interaction) -> None:
            await interaction.response.send_modal(PickForm())

        @self.tree.command(description="Thinks first")
        async def slow(interaction: Interaction) -> None:
            await interaction.response.defer(thinking=True)
            await interaction.followup.send("Thought about it.")

        @self.tree.command(description="Never answers")
        async def silent(interaction: Interaction) -> None:
            """Say nothing."""

        thing = app_commands.Group(name="thing", description="Things")

        @thing.command(name="list", description="The latest things")
        async def list_things(interaction: Interaction, count: app_commands.Range[int, 1, 20] = 3) -> None:
            await interaction.response.send_message(
                f"{count} things", embed=discord.Embed(title="T-1", description="A.")
            )

        @thing.command(name="show", description="One thing")
        async def show(interaction: Interaction, name: str, of: discord.Member | None = None) -> None:
            await interaction.response.send_message(f"{name} of {of.display_name if of else 'nobody'}")

        @show.autocomplete("name")
        async def names(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"Thing {each}{typed}", value=f"T-{each}") for each in (1, 2)]

        self.tree.add_command(thing)

    async def setup_hook(self) -> None:
        await self.tree.set_translator(German())
        await self.tree.sync()

    async def on_ready(self) -> None:
        self.ready.set()


@dataclass
class Place:
    """A server with a channel, three people and the bot; Ana owns it and moderates."""

    sandbox: Sandbox
    client: SandboxClient
    guild_id: int
    channel_id: int
    ana: Person
    bea: Person
    cyrus: Person


@asynccontextmanager
async def connected(sandbox: Sandbox) -> AsyncIterator[EchoBot]:
    """The bot, connected to a sandbox; discord.py forgets about it afterwards."""
    base, gateway = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    discord.http.Route.BASE = sandbox.api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(sandbox.gateway_url)
    bot = EchoBot()
    running = asyncio.create_task(bot.start(sandbox.world.token))
    try:
        ready = asyncio.create_task(bot.ready.wait())
        await asyncio.wait({running, ready}, timeout=READY_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if running.done():
            running.result()
        assert bot.is_ready(), "the bot did not get ready in time"
        yield bot
    finally:
        await bot.close()
        await asyncio.gather(running, return_exceptions=True)
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def furnished() -> AsyncIterator[Place]:
    """A sandbox whose time stands at START, with people, without a bot process."""
    clock = Clock()
    clock.start_at(START)
    async with Sandbox(World(clock)) as sandbox, SandboxClient(sandbox.url) as client:
        guild_id, owner_id = await client.add_guild("Doors Open", "Ana Quispe", bot_permissions=["administrator"])
        channel_id = await client.add_channel(guild_id, "general", topic="All and sundry")
        bea = await client.add_member(guild_id, "Bea", joined_at=START.replace(year=2025))
        cyrus = await client.add_member(guild_id, "Cyrus", locale="de")
        ana = client.person(owner_id, guild_id)
        yield Place(sandbox, client, guild_id, channel_id, ana, bea, cyrus)
