"""A town: one server in an in-memory Discord with the bot in it, and short ways for its people to do things."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import simcord
from simcord import interactions
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.results import InteractionResult

from bot.app import create_bot
from bot.client import MovementBot
from bot.config import Settings
from bot.domain.ballots import EMOJI_OF, Choice
from tests.cogs.reading import Json, screen
from tests.evidence import Evidence
from tests.stories.said import Said

COMMAND, SUGGESTION, COMPONENT, MODAL = (
    discord.InteractionType.application_command,
    discord.InteractionType.autocomplete,
    discord.InteractionType.component,
    discord.InteractionType.modal_submit,
)

VOTERS = ("Ann", "Bea", "Cal", "Dov", "Eve")

FOUNDING_FORM = {"language": ["en"], "time_zone": "Europe/Paris", "publishes": "yes"}
"""What the founder fills in beside the channels."""


class EnvClock:
    """The in-memory Discord's own time, as the bot's clock."""

    def __init__(self) -> None:
        self.env: simcord.Env | None = None

    def now(self) -> datetime:
        """The present instant of the simulation."""
        assert self.env is not None, "nobody asks before there is a world"
        return self.env.now()


@dataclass(slots=True)
class BotMaker:
    """Builds bots over one database file, each as new as after a restart."""

    file: Path
    clock: EnvClock = field(default_factory=EnvClock)

    def __call__(self) -> MovementBot:
        """A bot that has not started yet."""
        settings = Settings(discord_token="not-a-token", database_url=f"sqlite+aiosqlite:///{self.file}")
        return create_bot(settings, clock=self.clock)


@dataclass(slots=True)
class Town:
    """A server with the bot in it. Everything goes through Discord; time passes when a story says so."""

    env: simcord.Env
    make_bot: BotMaker
    guild: GuildHandle
    proposals: ChannelHandle
    decisions: ChannelHandle
    people: dict[str, MemberActor] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=Evidence)

    @property
    def bot(self) -> MovementBot:
        """The bot that runs at present."""
        bot = self.env.bot
        assert isinstance(bot, MovementBot)
        return bot

    def __getitem__(self, name: str) -> MemberActor:
        return self.people[name]

    def join(self, name: str, *, manages: bool = False, is_bot: bool = False) -> MemberActor:
        """Let somebody join now."""
        roles = []
        if manages:
            roles = [self.guild.create_role(f"{name}'s role", permissions=discord.Permissions(manage_guild=True))]
        user = self.env.create_user(name.lower(), global_name=name, bot=is_bot)
        self.people[name] = self.guild.add_member(user, roles=roles)
        return self.people[name]

    async def wait(self, **span: float) -> None:
        """Let time pass, and have the bot look at what is due; a settling needs no second look."""
        await self.env.advance_time(timedelta(**span).total_seconds())
        await self.look()

    async def wait_in_vain(self) -> None:
        """Let a deadline pass that too few have come to, and the one to which that prolongs the vote."""
        await self.wait(hours=72)
        await self.wait(hours=72)

    async def look(self) -> None:
        """Have the bot do what is due now."""
        await self.bot.tick()
        await self.env.settle()

    # ---- doing

    async def type(self, name: str, command: str, **options: str | int | bool) -> Said:
        """Type a command."""
        return Said(await self[name].slash(self.proposals, command, **options))

    async def suggested(self, name: str, command: str, typed: str) -> list[str]:
        """What is suggested while somebody types a number."""
        offered = await self[name].autocomplete(self.proposals, command, "number", typed)
        return [choice["name"] for choice in offered]

    async def press(self, name: str, on: "Said | discord.Message", label: str) -> Said:
        """Press a button by its label."""
        message = on.message if isinstance(on, Said) else on
        return Said(await self[name].click(message, label=label))

    async def fill(self, name: str, form: Said, **fields: Any) -> Said:
        """Fill a form in and send it."""
        return Said(await self[name].submit_modal(form.result, fields))

    async def found(self, name: str = "Mayor", **changes: Any) -> Said:
        """Set the bot up, in both channels unless told otherwise."""
        form = await self.type(name, "setup")
        chosen = {"proposals": [self.proposals], "decisions": [self.decisions]} | FOUNDING_FORM | changes
        return await self.fill(name, form, **{key: value for key, value in chosen.items() if value is not None})

    async def propose(
        self,
        name: str = "Ann",
        title: str = "Buy a second hand-truck",
        body: str = "The old one broke. €80.",
        *tasks: str,
    ) -> discord.Message:
        """Propose something, and give the ballot that then stands in the channel."""
        form = await self.type(name, "propose")
        answer = await self.fill(name, form, title=title, body=body, first_tasks="\n".join(tasks))
        assert "is open" in answer, str(answer)
        return self.ballot()

    async def tap(self, name: str, on: discord.Message, choice: Choice) -> None:
        """Tap a reaction on a ballot."""
        await self[name].react(on, EMOJI_OF[choice])

    async def untap(self, name: str, on: discord.Message, choice: Choice) -> None:
        """Take one's reaction back."""
        await self[name].unreact(on, EMOJI_OF[choice])

    async def all_tap(self, on: discord.Message, choice: Choice, *names: str) -> None:
        """Tap one after the other."""
        for name in names:
            await self.tap(name, on, choice)

    async def decide(self, choice: Choice = Choice.AGREE, *tasks: str, title: str = "Buy a second hand-truck") -> None:
        """Propose, have all voters say the same, and let the deadline pass."""
        ballot = await self.propose("Ann", title, "The old one broke. €80.", *tasks)
        await self.all_tap(ballot, choice, *VOTERS)
        await self.wait(hours=72)

    # ---- seeing

    def messages(self, channel: ChannelHandle) -> list[discord.Message]:
        """The bot's public pictures in a channel, oldest first."""
        return [one for one in channel.history() if one.components and not one.flags.ephemeral]

    def ballot(self, number: int | None = None) -> discord.Message:
        """The ballot of a proposal, by default the newest."""
        return self._newest(self.proposals, f"### P-{number}" if number else "### P-")

    def announcement(self, number: int | None = None) -> discord.Message:
        """The announcement of a decision, by default the newest."""
        return self._newest(self.decisions, f"### D-{number}" if number else "### D-")

    def task(self, number: int) -> discord.Message:
        """A task's own message."""
        return self._newest(self.decisions, f"### T-{number}")

    def board(self) -> discord.Message:
        """The board of tasks."""
        return self._newest(self.decisions, "### B-")

    def _newest(self, channel: ChannelHandle, mark: str) -> discord.Message:
        found = [one for one in self.messages(channel) if f"┃ {mark}" in seen(one).split(" ·")[0]]
        assert found, f"no {mark} in #{channel.name}:\n" + "\n\n".join(map(seen, self.messages(channel)))
        return found[-1]

    def nobody_was_mentioned(self) -> None:
        """Hold every message that the bot ever sent or changed against the rule that it mentions nobody."""
        for request in self.env.http_requests:
            sent = request.json if isinstance(request.json, dict) else {}
            sent = sent.get("data") or sent
            if sent.get("components") and "custom_id" not in sent:
                assert sent.get("allowed_mentions") == {"parse": []}, request

    # ---- the world's own doings

    async def restart(self, *, meanwhile: Callable[[], Any] | None = None) -> None:
        """Stop the bot and start a new one on the same database, ten seconds later.

        `meanwhile` happens while none runs.
        """
        await self.bot.close()
        await self.env.shutdown()
        self.env.backend.advance_clock(10)
        if meanwhile is not None:
            await meanwhile()
        self.env.bot = self.make_bot()
        await self.env.start()
        await self.look()

    async def press_forged(self, name: str, custom_id: str, on: discord.Message, *, locale: str = "en-US") -> Said:
        """Press a button that is not on the message, or not any more."""
        said = self.post_raw(name, COMPONENT, {"component_type": 2, "custom_id": custom_id}, on=on, locale=locale)
        await self.env.settle()
        return said

    async def send_forged(self, name: str, custom_id: str, locale: str = "en-US", **fields: str | list[str]) -> Said:
        """Send a form that was not asked for, or not by this bot."""
        said = self.post_raw(name, MODAL, form_data(custom_id, fields), locale=locale)
        await self.env.settle()
        return said

    def post_raw(
        self,
        name: str,
        kind: discord.InteractionType,
        data: Json,
        *,
        on: discord.Message | None = None,
        locale: str = "en-US",
    ) -> Said:
        """Put an interaction on its way without waiting for the answer."""
        backend = self.env.backend
        record, payload = interactions.base_payload(
            backend,
            type=kind.value,
            channel_id=on.channel.id if on else self.proposals.id,
            guild_id=self.guild.id,
            user_id=self[name].id,
            data=data,
        )
        payload["locale"] = locale
        if on is not None:
            stored = backend.get_message(on.channel.id, on.id)
            payload["message"] = dict(simcord.backend.serializers.message_payload(backend, stored))
            record.source_message_id = on.id
        backend.emit("INTERACTION_CREATE", payload)
        return Said(InteractionResult(self.env, record))


def form_data(custom_id: str, fields: dict[str, str | list[str]]) -> Json:
    """A filled-in form as Discord sends it."""
    return {
        "custom_id": custom_id,
        "components": [
            {"type": 18, "id": place, "component": {"type": 3, "id": 50 + place, "custom_id": name, "values": value}}
            if isinstance(value, list)
            else {
                "type": 18,
                "id": place,
                "component": {"type": 4, "id": 50 + place, "custom_id": name, "value": value},
            }
            for place, (name, value) in enumerate(fields.items(), 1)
        ],
    }


def seen(message: discord.Message) -> str:
    """A message as people see it."""
    return screen(dict(component.to_dict()) for component in message.components)
