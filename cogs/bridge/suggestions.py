"""Suggestions while somebody types a number, and reading the numbers people type."""

import contextlib
import re
from collections.abc import Callable, Iterable

import discord
from discord import app_commands

from bot.domain.decisions import Outcome
from bot.domain.errors import NoSuchDecision, NoSuchProposal, NoSuchTask, NotSetUp, Refusal
from bot.domain.reminder_refusals import NoSuchReminder
from cogs.bridge.host import guild_of, services_of

_LIMIT = 25
"""Suggestions that Discord shows. Source: integrity page, §4."""

_TYPED = re.compile(r"\s*(?P<prefix>[PDTRpdtr]?)\s*-?\s*(?P<number>[0-9]{1,9})(?:\s*|\s+·\s.*)", re.DOTALL)
"""A prefix and a number, and after it nothing, or what a suggestion says beside it."""


def reference(typed: str) -> tuple[str, int] | None:
    """What "P-12", "d 7", "7" or a suggestion that was picked refers to: a prefix, perhaps empty, and a number."""
    found = _TYPED.fullmatch(typed)
    return (found["prefix"].upper(), int(found["number"])) if found else None


def proposal_number(typed: str) -> int:
    """The proposal that was typed; refuses with `NoSuchProposal`, of number 0 for what is no number of one."""
    return _number(typed, "P", NoSuchProposal)


def decision_number(typed: str) -> int:
    """The decision that was typed; refuses with `NoSuchDecision`, of number 0 for what is no number of one."""
    return _number(typed, "D", NoSuchDecision)


def task_number(typed: str) -> int:
    """The task that was typed; refuses with `NoSuchTask`, of number 0 for what is no number of one."""
    return _number(typed, "T", NoSuchTask)


def reminder_number(typed: str) -> int:
    """The reminder that was typed; refuses with `NoSuchReminder`, of number 0 for what is no number of one."""
    return _number(typed, "R", NoSuchReminder)


def _number(typed: str, prefix: str, refusal: Callable[[int], Refusal]) -> int:
    found = reference(typed)
    if found is None or found[0] not in ("", prefix):
        raise refusal(0)
    return found[1]


async def suggest_open_proposals(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Open proposals by number and title."""
    cards = await services_of(interaction).proposals.open_cards(guild_of(interaction))
    return _matching(((f"P-{card.number}", card.title) for card in cards), typed)


async def suggest_proposals(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Proposals by number and title, the newest first, whatever became of them."""
    if await services_of(interaction).servers.find(guild_of(interaction)) is None:
        return []
    cards = await services_of(interaction).proposals.newest_cards(guild_of(interaction), limit=100)
    return _matching(((f"P-{card.number}", card.title) for card in cards), typed)


async def suggest_blocked(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Decisions that were blocked, by number and title, the newest first."""
    if await services_of(interaction).servers.find(guild_of(interaction)) is None:
        return []
    cards = await services_of(interaction).decisions.newest(guild_of(interaction), limit=100)
    blocked = ((f"D-{card.number}", card.title or "") for card in cards if card.outcome is Outcome.BLOCKED)
    return _matching(blocked, typed)


async def suggest_decisions(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Decisions by number and title, the newest first."""
    services = services_of(interaction)
    with contextlib.suppress(NotSetUp):
        cards = await services.decisions.newest(guild_of(interaction), limit=100)
        return _matching(((f"D-{card.number}", card.title or "") for card in cards), typed)
    return []


async def suggest_tasks(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Unfinished tasks by number and title."""
    services = services_of(interaction)
    with contextlib.suppress(NotSetUp):
        cards = await services.tasks.unfinished(guild_of(interaction))
        return _matching(((f"T-{card.number}", card.title) for card in cards), typed)
    return []


async def suggest_reminders(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Reminders to come by number and text, the next one first."""
    services = services_of(interaction)
    with contextlib.suppress(NotSetUp):
        cards = await services.reminders.upcoming(guild_of(interaction))
        return _matching(((f"R-{card.number}", " ".join((card.text or "").split())) for card in cards), typed)
    return []


def _matching(entries: Iterable[tuple[str, str]], typed: str) -> list[app_commands.Choice[str]]:
    wanted = typed.casefold().strip()
    named = ((name, f"{name} · {title}"[:100] if title else name) for name, title in entries)
    return [app_commands.Choice(name=label, value=name) for name, label in named if wanted in label.casefold()][:_LIMIT]
