"""Again: a refused form gives back what was typed, and *Write again* opens it with all of that in it."""

from typing import Any

import discord
from discord import ui

from bot.domain.errors import Refusal
from bot.services.unsent_forms import Fields
from cogs.bridge.answer import give_back
from cogs.bridge.forms import Form
from cogs.bridge.host import guild_of, services_of
from cogs.bridge.router import Act
from cogs.ui.picture import Picture

AGAIN = ":again"
"""At the end of the detail of a button *Write again*: it opens the form, and not for the first time."""


def once(act: Act) -> str:
    """The detail of a press on a button that opens a form, whether for the first time or again."""
    return act.detail.removesuffix(AGAIN)


async def refuse_form(interaction: discord.Interaction, refusal: Refusal, act: Act, again: ui.Button[Picture]) -> None:
    """Refuse a form, give back every word that was typed, and keep them for writing again."""
    data: Any = interaction.data or {}
    form = _known_as(data["custom_id"])
    await services_of(interaction).unsent_forms.keep(guild_of(interaction), interaction.user.id, form, act.fields)
    await give_back(interaction, refusal, act.typed(), again)


async def refuse_before(
    interaction: discord.Interaction, refusal: Refusal, form: Form, typed: Fields, again: ui.Button[Picture]
) -> None:
    """Refuse what was picked with a command before its form opened; what has a field there is kept for it."""
    kept = services_of(interaction).unsent_forms
    await kept.keep(guild_of(interaction), interaction.user.id, _known_as(form.custom_id), typed)
    await give_back(interaction, refusal, "\n\n".join(str(each) for each in typed.values() if each), again)


async def open_form(interaction: discord.Interaction, form: Form, act: Act | None = None) -> None:
    """Open a form, with what was typed into it before where it is opened again."""
    if act is not None and act.detail.endswith(AGAIN):
        kept = services_of(interaction).unsent_forms
        form.fill(await kept.find(guild_of(interaction), interaction.user.id, _known_as(form.custom_id)))
    await interaction.response.send_modal(form)


def _known_as(form_id: str) -> str:
    """A form's id without what makes it unique."""
    return form_id.rpartition(":")[0]
