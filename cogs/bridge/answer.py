"""Answers: showing pictures to whoever asked, and ending every error in one way."""

import logging
from typing import Any

import aiohttp
import discord
from discord import ui
from discord.app_commands import CommandNotFound, CommandSignatureMismatch

from bot.domain.errors import AlreadySetUp, NotSetUp, Refusal
from bot.services.ailing import takes_nothing
from bot.words.catalogue import Words
from bot.words.refusals import refusal_sentence
from cogs.bridge.host import FromAnotherVersion, OnlyInServers, reader_words, services_of
from cogs.bridge.reach import NotAnswered
from cogs.ui.picture import Picture, button, note
from cogs.ui.reminders import undelivered_view
from cogs.ui.text import code_block, stamp

_log = logging.getLogger(__name__)

_BLOCK = 2_600
"""Characters of typed text given back in one message; breaking its fences can make them half as many again."""

_UNKNOWN_INTERACTION = 10062


async def show(interaction: discord.Interaction, picture: Picture) -> None:
    """Answer with a picture that only the asker sees."""
    if interaction.response.is_done():
        await interaction.followup.send(view=picture, ephemeral=True, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(view=picture, ephemeral=True, allowed_mentions=NOBODY)


async def redraw(interaction: discord.Interaction, picture: Picture) -> None:
    """Redraw the message whose button was pressed; the picture is the confirmation."""
    if interaction.message is None:
        await show(interaction, picture)
    elif interaction.response.is_done():
        await interaction.edit_original_response(view=picture, allowed_mentions=NOBODY)
    else:
        await interaction.response.edit_message(view=picture, allowed_mentions=NOBODY)


NOBODY = discord.AllowedMentions.none()
"""Given with every message and edit: nobody is mentioned. Source: charter, §9."""


async def end_error(interaction: discord.Interaction, error: BaseException, typed: str = "") -> None:
    """End any error with a private sentence and whatever was typed; what is not a refusal is logged in full."""
    words = reader_words(interaction)
    error = _root(error)
    if isinstance(error, discord.NotFound) and error.code == _UNKNOWN_INTERACTION:
        _log.warning("an interaction was answered too late: %s", interaction.id)
        return
    if isinstance(error, NotAnswered):
        _log.warning("an interaction could not be answered: %s", interaction.id)
        return
    try:
        await _tell(interaction, _sentence(error, words), typed, *_way_out(error, words))
    except (discord.HTTPException, aiohttp.ClientError, NotAnswered) as fault:
        _log.warning("an error could not be told: %s", fault)


def _sentence(error: BaseException, words: Words) -> str:
    match error:
        case OnlyInServers():
            return words.say("That works only inside a server, where there is somebody to decide with.")
        case FromAnotherVersion() | CommandNotFound() | CommandSignatureMismatch():
            return words.say("That comes from another version of me. Type / to see what I can do now.")
        case Refusal():
            return refusal_sentence(error, words, stamp)
        case discord.RateLimited():
            return words.say("Discord asks me to slow down. Please try again in a minute.")
        case _ if takes_nothing(error):
            _log.error("an act was refused, because the database takes nothing in")
            return words.say(
                "I can't write anything down right now, so that did not count. Please try again later; whoever runs me "
                "finds the reason in my log."
            )
        case _:
            _log.error("an act failed", exc_info=error)
            return words.say("Something broke on my side. Please see whether it worked, and try again if it didn't.")


def _way_out(error: BaseException, words: Words) -> list[ui.Button[Picture]]:
    match error:
        case NotSetUp():
            return [button(words.say("Set up"), "set-up")]
        case AlreadySetUp():
            return [button(words.say("Propose"), "propose"), button(words.say("How we decide"), "how-we-decide")]
        case _:
            return []


def _root(error: BaseException) -> BaseException:
    """The error that an extension raised, out of the library's wrapping."""
    while (inner := getattr(error, "original", None)) is not None:
        error = inner
    return error


async def give_back(interaction: discord.Interaction, refusal: Refusal, typed: str, *again: ui.Button[Picture]) -> None:
    """Refuse a form and give back every word that was typed, in blocks that can be copied."""
    await _tell(interaction, _sentence(refusal, reader_words(interaction)), typed, *again)


async def _tell(interaction: discord.Interaction, sentence: str, typed: str, *buttons: ui.Button[Picture]) -> None:
    if typed:
        sentence += "\n" + reader_words(interaction).say("Nothing is lost; this is what you wrote:")
    await show(interaction, note(sentence, *buttons))
    for start in range(0, len(typed), _BLOCK):
        await show(interaction, note(code_block(typed[start : start + _BLOCK])))


async def show_undelivered(interaction: discord.Interaction) -> None:
    """Show, after an act of somebody's, what they asked to be told and could not be sent. Source: charter, §8."""
    if interaction.guild_id is None or not interaction.response.is_done():
        return
    own = services_of(interaction).personal_reminders
    cards = await own.take_undelivered(interaction.guild_id, interaction.user.id)
    if cards:
        await show(interaction, undelivered_view(cards, reader_words(interaction)))


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
