"""Refused: every way in which the rules say no, built from its own fields, so that none can be forgotten."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain import errors
from bot.domain.charter import SETTINGS, Principle
from bot.domain.errors import Refusal
from bot.domain.knowhow_refusals import NoSuchPage
from bot.domain.phrases import Asks, Question
from bot.domain.reminder_refusals import NoSuchReminder
from bot.domain.schedule import Schedule
from bot.domain.task_refusals import OfferIsOver

WHEN = datetime(2026, 5, 8, 18, tzinfo=UTC)

SAMPLES: dict[str, tuple[Any, ...]] = {
    "name": ("Paaris",),
    "near": ((), ("Europe/Paris",), ("Europe/Paris", "America/Paramaribo")),
    "channel_id": (0, 501),
    "names": (("add_reactions",), ("embed_links", "add_reactions")),
    "field": ("body",),
    "length": (4_001,),
    "limit": (3,),
    "count": (12,),
    "number": (12,),
    "room_at": (WHEN,),
    "closed_at": (WHEN,),
    "opened_at": (WHEN,),
    "joined_at": (None, WHEN + timedelta(days=1), WHEN - timedelta(days=3)),
    "votes_from": (WHEN + timedelta(days=4),),
    "people_needed": (1, 2),
    "mark": ("P-12",),
    "vote": (13,),
    "met_on": (WHEN.date(),),
    "held": ((1, 4, 9),),
    "opens_at": (WHEN,),
    "setting": ("threshold", "tenure_days", "time_zone", "publishes", "voting_hours"),
    "typed": ("soon",),
    "low": ("24",),
    "high": ("336",),
    "principle": tuple(Principle),
    "waits": (False, True),
    "ended_at": (WHEN,),
    "decision": (7,),
    "closes_at": (WHEN,),
    "holding": (1, 2),
    "fields": (("title",), ("title", "due_on")),
    "until": (WHEN,),
    "again_at": (WHEN,),
    "question": tuple(
        Question(kind, "friday", (Schedule(datetime.fromisoformat("2026-05-08T18:00"), "Europe/Paris"),))
        for kind in (Asks.WHICH_DAY, Asks.NOT_UNDERSTOOD)
    ),
}
"""What a field of a refusal can hold; each value is tried while the others keep their last."""

TYPED = (errors.NoSuchProposal, errors.NoSuchDecision, errors.NoSuchTask, NoSuchPage, NoSuchReminder, OfferIsOver)
"""What is said about a number that somebody typed; 0 stands for what is no number at all."""


OF_NUMBERS = (errors.OutsideBounds,)
"""What is said about a number of the charter only, never about a channel or a language."""


def kinds(of: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Every kind of refusal that the domain knows."""
    found = [kind for kind in of.__subclasses__() if kind.__module__.startswith("bot.domain.")]
    return [*found, *(deeper for kind in found for deeper in kinds(kind))]


def refusals() -> Iterator[tuple[str, Refusal]]:
    """Every refusal with the samples of its fields, by name."""
    for kind in kinds():
        parts = fields(kind)  # type: ignore[arg-type]  # each is a dataclass, which their common class cannot say
        usual: dict[str, Any] = {part.name: SAMPLES[part.name][-1] for part in parts}
        yield _name(kind, {}), kind(**usual)
        for name in usual:
            for sample in SAMPLES[name][:-1] if kind not in TYPED else (0,):
                if name == "setting" and kind in OF_NUMBERS and sample not in SETTINGS:
                    continue
                yield _name(kind, {name: sample}), kind(**usual | {name: sample})


def _name(kind: type[Refusal], changes: dict[str, Any]) -> str:
    return f"{kind.__name__} {', '.join(f'{name}={value!r}' for name, value in changes.items())}".strip()
