"""A small living movement: a tenants' union that decides, works and publishes, made by driving the real bot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.story.driver import Message, Person, Reply, SandboxClient

UNION = "Nordstadt Tenants' Union"
FOUNDER = "Ana"
NEIGHBOURS = ("Bea", "Cem", "Dov", "Eli", "Fatou", "Goran", "Hana", "Ines", "Jamal", "Kofi")
NEWCOMER = "Lena"
ZONE = "Europe/Madrid"

PAST = timedelta(days=6, minutes=1)
"""How long before the present the movement begins, so that its open proposal is a day old."""

_COUNTED = 30.0
"""Seconds that a count may take to stand on its ballot: the bot says 15, counted from when it last wrote it there."""

Tell = Callable[[str], None]


@dataclass(slots=True)
class Movement:
    """A founded server with its people by name and its channels by name; `founding` is what the founder was told."""

    client: SandboxClient
    guild_id: int
    people: dict[str, Person]
    channels: dict[str, int] = field(default_factory=dict)
    founding: Reply | None = None

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    async def ballot(self, number: int, *, reactions: int = 4, after: int = 0) -> Message:
        """The ballot message of a proposal, furnished with so many reactions; that of a run-off is after the first."""
        return await self._post(
            "proposals",
            f"P-{number} ·",
            lambda message: message.id > after and len(message.reactions) >= reactions,
        )

    async def ballot_showing(self, number: int, text: str) -> Message:
        """The ballot message of a proposal, once it shows this text; of a count that may take what the bot promises."""
        return await self._post("proposals", f"P-{number} ·", lambda message: text in message.text, timeout=_COUNTED)

    async def decision(self, number: int, *, timeout: float = 10.0) -> Message:
        """The announcement of a decision; raises `NothingCame` where it does not come in time."""
        return await self._post("decisions", f"D-{number} ·", timeout=timeout)

    async def task(self, number: int) -> Message:
        """The message of a task."""
        return await self._post("decisions", f"T-{number} ·")

    async def _post(
        self,
        channel: str,
        mark: str,
        also: Callable[[Message], bool] = lambda message: True,
        *,
        timeout: float = 10.0,
    ) -> Message:
        founder = self[FOUNDER]
        return await founder.wait_for_message(
            self.channels[channel],
            lambda message: message.is_by_bot and message.text.startswith(f"### {mark}") and also(message),
            timeout,
        )

    async def propose(self, who: str, title: str, body: str, first_tasks: Sequence[str] = ()) -> Reply:
        """Type `/propose` and send the form."""
        person = self[who]
        return await person.submit(
            await person.command("propose"),
            {"Title": title, "What and why": body, "First tasks": "\n".join(first_tasks)},
        )

    async def vote(self, number: int, **choices: Sequence[str]) -> None:
        """Tap reactions: who agrees, disagrees, abstains."""
        emoji = {"agree": "✅", "disagree": "❌", "abstain": "⚪"}
        ballot = await self.ballot(number)
        for choice, names in choices.items():
            for name in names:
                await self[name].react(ballot, emoji[choice])


async def found(client: SandboxClient, *, name: str = UNION) -> Movement:
    """Make a server with a dozen people, bring the bot in and type `/setup`."""
    began = await client.now()
    needed = [
        "view_channel",
        "send_messages",
        "send_messages_in_threads",
        "create_public_threads",
        "embed_links",
        "read_message_history",
        "add_reactions",
        "manage_messages",
    ]
    guild_id, founder_id = await client.add_guild(
        name, FOUNDER, owner_joined_at=began - timedelta(days=400), bot_permissions=needed
    )
    people = {FOUNDER: client.person(founder_id, guild_id)}
    for place, neighbour in enumerate(NEIGHBOURS):
        joined = began - timedelta(days=20 + 30 * place)
        people[neighbour] = await client.add_member(guild_id, neighbour, joined_at=joined)
    movement = Movement(client, guild_id, people)
    for channel in ("proposals", "decisions", "general"):
        movement.channels[channel] = await client.add_channel(guild_id, channel)
    for person in people.values():
        person.channel_id = movement.channels["proposals"]
    founder = movement[FOUNDER]
    movement.founding = await founder.submit(
        await founder.command("setup"),
        {
            "Channel for proposals": movement.channels["proposals"],
            "Channel for decisions and tasks": movement.channels["decisions"],
            "Time zone": ZONE,
            "Publish our decisions on the web?": "yes",
        },
    )
    return movement


async def live(movement: Movement) -> None:
    """Two decided proposals, one open, and three tasks of which one is done and one in hands."""
    client = movement.client
    await movement.propose(
        "Bea",
        "Buy a second hand-truck",
        "The old one broke on Saturday. €80 from the box, and then each door of the yard has one.",
        ["Find a used one", "Bring it to the yard", "Put our name on it"],
    )
    await movement.propose(
        "Goran",
        "Move the assembly to Mondays",
        "Thursdays collide with the language class. Mondays at 19:00 the hall is free.",
    )
    everybody = [FOUNDER, *NEIGHBOURS]
    await movement.vote(1, agree=everybody[:8], disagree=["Ines"], abstain=["Jamal"])
    await movement.vote(2, agree=everybody[:4], disagree=everybody[4:9])
    await client.skip(timedelta(hours=72, minutes=1))
    await movement.decision(1)
    await movement.decision(2)
    found_one, brought = await movement.task(1), await movement.task(2)
    await movement["Cem"].press(found_one, "I'll do it")
    await movement["Dov"].press(brought, "I'll do it")
    await movement["Cem"].press(await movement.task(1), "Done")
    await client.skip(timedelta(days=2))
    movement.people[NEWCOMER] = await client.add_member(movement.guild_id, NEWCOMER)
    await client.skip(timedelta(hours=4))
    await movement.propose(
        "Fatou",
        "Quiet hours in the yard from 22:00",
        "Three families with small children asked for it. Summer parties stay possible: "
        "say so on the board a week before.",
        ["Write the sign", "Tell the bar next door"],
    )
    await movement.vote(3, agree=["Fatou", "Hana", "Kofi"], disagree=["Eli"])
    await client.skip(timedelta(hours=20))
    await movement.ballot_showing(3, "Counted: 4 people")
