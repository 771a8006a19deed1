"""Answers: showing pictures to whoever asked, and ending every error in one way."""

import logging
from typing import Any

import discord
from discord import ui

from bot.domain.errors import NotSetUp, Refusal
from bot.words.catalogue import Words
from bot.words.refusals import refusal_sentence
from cogs.bridge.host import OnlyInServers, reader_words
from cogs.ui.picture import Picture, button, note
from cogs.ui.text import code_block, stamp

_log = logging.getLogger(__name__)

_BLOCK = 3_500
"""Characters of typed text given back in one message."""

_UNKNOWN_INTERACTION = 10062


async def show(interaction: discord.Interaction, picture: Picture) -> None:
    """Answer with a picture that only the asker sees."""
    if interaction.response.is_done():
        await interaction.followup.send(view=picture, ephemeral=True, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(view=picture, ephemeral=True, allowed_mentions=NOBODY)


async def redraw(interaction: discord.Interaction, picture: Picture) -> None:
    """Redraw the message whose button was pressed; the picture is the confirmation."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=picture, allowed_mentions=NOBODY)
    else:
        await interaction.response.edit_message(view=picture, allowed_mentions=NOBODY)


NOBODY = discord.AllowedMentions.none()
"""Given with every message and edit: nobody is mentioned. Source: charter, §9."""


async def end_error(interaction: discord.Interaction, error: BaseException) -> None:
    """End any error with a private sentence; what is not a refusal is logged in full."""
    words = reader_words(interaction)
    error = _root(error)
    if isinstance(error, discord.NotFound) and error.code == _UNKNOWN_INTERACTION:
        _log.warning("an interaction was answered too late: %s", interaction.id)
        return
    try:
        await show(interaction, _picture_of(error, words))
    except discord.HTTPException as fault:
        _log.warning("an error could not be told: %s", fault)


def _picture_of(error: BaseException, words: Words) -> Picture:
    match error:
        case OnlyInServers():
            return note(words.say("That works only inside a server, where there is somebody to decide with."))
        case NotSetUp():
            return note(refusal_sentence(error, words, stamp), button(words.say("Set up"), "set-up"))
        case Refusal():
            return note(refusal_sentence(error, words, stamp))
        case discord.RateLimited():
            return note(words.say("Discord asks me to slow down. Please try again in a minute."))
        case _:
            _log.error("an act failed", exc_info=error)
            return note(words.say("Something broke on my side, and nothing was changed. Please try again."))


def _root(error: BaseException) -> BaseException:
    """The error that an extension raised, out of the library's wrapping."""
    while (inner := getattr(error, "original", None)) is not None:
        error = inner
    return error


async def give_back(interaction: discord.Interaction, refusal: Refusal, typed: str, *again: ui.Button[Picture]) -> None:
    """Refuse a form and give back every word that was typed, in blocks that can be copied."""
    words = reader_words(interaction)
    told = f"{refusal_sentence(refusal, words, stamp)}\n{words.say('Nothing is lost; this is what you wrote:')}"
    await show(interaction, note(told, *again))
    for start in range(0, len(typed), _BLOCK):
        await show(interaction, note(code_block(typed[start : start + _BLOCK])))


class SealedTree(discord.app_commands.CommandTree[Any]):
    """The command tree whose every error ends in a sentence."""

    async def on_error(
        self, interaction: discord.Interaction[Any], error: discord.app_commands.AppCommandError, /
    ) -> None:
        """End a command's error; a command that this version does not know is old, not broken."""
        if interaction.type is discord.InteractionType.autocomplete:
            _log.error("suggestions failed", exc_info=error)
            return
        await end_error(interaction, error)
