"""Suggestions while somebody types a number, and reading the numbers people type."""

import contextlib
import re
from collections.abc import Callable, Iterable, Sequence

import discord
from discord import app_commands

from bot.domain.decisions import Outcome
from bot.domain.errors import NoSuchDecision, NoSuchProposal, NoSuchTask, NotSetUp, Refusal
from bot.domain.knowhow_refusals import NoSuchPage
from bot.domain.reminder_refusals import NoSuchReminder
from bot.domain.skills import skill_of
from cogs.bridge.host import guild_of, services_of

_LONGEST = 100
"""Characters of a suggestion."""

_LIMIT = 25
"""Suggestions that Discord shows. Source: integrity page, §4."""

_TAGS = 5
"""Tags that are suggested beside pages."""

_TYPED = re.compile(r"\s*(?P<prefix>[PDTRKpdtrk]?)\s*-?\s*(?P<number>[0-9]{1,9})(?:\s*|\s+·\s.*)", re.DOTALL)
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


def page_number(typed: str) -> int:
    """The page of know-how that was typed; refuses with `NoSuchPage`, of number 0 for what is no number of one."""
    return _number(typed, "K", NoSuchPage)


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
    found = await services_of(interaction).tasks.suggest(guild_of(interaction), typed, limit=_LIMIT)
    named = [(f"T-{number}", title) for number, title in found]
    return [app_commands.Choice(name=f"{name} · {title}"[:100] if title else name, value=name) for name, title in named]


async def suggest_skills(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Skills that tasks take, those of most tasks first."""
    skills = await services_of(interaction).abilities.skills_in_use(guild_of(interaction))
    wanted = skill_of(typed)
    return [app_commands.Choice(name=skill, value=skill) for skill in skills if wanted in skill][:_LIMIT]


async def suggest_several_skills(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """What was typed with its last skill completed by those in use."""
    before, comma, last = typed.rpartition(",")
    written = f"{before.strip()}, " if comma else ""
    offered = await suggest_skills(interaction, last)
    return [
        app_commands.Choice(name=written + each.value, value=written + each.value)
        for each in offered
        if len(written + each.value) <= _LONGEST
    ]


async def suggest_pages(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Pages of know-how by number and title, those that were revised last first."""
    pages, _tags = await _known(interaction, typed)
    return [app_commands.Choice(name=f"K-{number} · {title}"[:100], value=f"K-{number}") for number, title in pages]


async def suggest_know_how(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Tags and pages of know-how whose titles or tags hold what is being typed."""
    pages, tags = await _known(interaction, typed)
    found = [(f"#{tag}", f"#{tag}") for tag in tags[:_TAGS]]
    found += [(f"K-{number} · {title}"[:100], f"K-{number}") for number, title in pages]
    return [app_commands.Choice(name=name, value=value) for name, value in found[:_LIMIT]]


async def _known(interaction: discord.Interaction, typed: str) -> tuple[Sequence[tuple[int, str]], Sequence[str]]:
    services, guild_id = services_of(interaction), guild_of(interaction)
    if await services.servers.find(guild_id) is None:
        return [], []
    found = reference(typed)
    if found is not None and found[0] == "K":
        with contextlib.suppress(NoSuchPage):
            page = await services.knowhow.card(guild_id, found[1])
            return [(page.number, page.title or "")], []
    return await services.knowhow.suggest(guild_id, typed)


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
