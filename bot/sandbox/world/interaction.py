"""An interaction: what somebody asked of the bot, and how far the bot has come with its answer."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

Json = dict[str, Any]


class Asked(IntEnum):
    """Discord's kinds of interaction."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    FORM = 5


class State(StrEnum):
    """How far an answer has come.

    waiting: no answer yet; deferred: "is thinking"; acknowledged: a component's tap was taken without a new message;
    answered: a message stands; form: a form is open; choices: autocomplete was answered; failed: no answer in time.
    """

    WAITING = "waiting"
    DEFERRED = "deferred"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    FORM = "form"
    CHOICES = "choices"
    FAILED = "failed"


@dataclass(slots=True)
class Interaction:
    """One interaction; `deadline` is on the real monotonic clock, `created_at` on the world's.

    `original_id` is the message `@original` means; `message_ids` are all messages that came in answer, oldest first;
    `source_id` the message whose component was used. `answered` is set at the first answer or at failure, `settled`
    when nothing is pending any more (not waiting, not deferred).
    """

    id: int
    token: str
    kind: Asked
    user_id: int
    guild_id: int | None
    channel_id: int
    created_at: datetime
    deadline: float
    data: Json
    command_name: str | None = None
    source_id: int | None = None
    opened_by: "Interaction | None" = None
    state: State = State.WAITING
    original_id: int | None = None
    message_ids: list[int] = field(default_factory=list)
    form: Json | None = None
    form_is_open: bool = False
    choices: list[Json] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def move_to(self, state: State) -> None:
        """Go to a state and wake who waits for it."""
        self.state = state
        if state is not State.WAITING:
            self.answered.set()
            if state is not State.DEFERRED:
                self.settled.set()

    def shape(self) -> Json:
        """The interaction as the page is told of it (`SANDBOX_INTERACTION`)."""
        return {
            "id": str(self.id),
            "kind": self.kind.name.lower(),
            "state": self.state.value,
            "user_id": str(self.user_id),
            "guild_id": str(self.guild_id) if self.guild_id else None,
            "channel_id": str(self.channel_id),
            "command_name": self.command_name,
            "source_id": str(self.source_id) if self.source_id else None,
            "custom_id": self.data.get("custom_id"),
            "original_id": str(self.original_id) if self.original_id else None,
            "message_ids": [str(message_id) for message_id in self.message_ids],
            "form": self.form if self.form_is_open else None,
            "choices": self.choices,
        }
