"""The host: what extensions need of the bot they are loaded into, and who is speaking to them."""

from typing import Protocol, cast

import discord

from bot.domain.errors import Refusal
from bot.domain.texts import clean_name
from bot.services import Services
from bot.services.cards import Person
from bot.words.catalogue import Words, nearest_language, words_in


class Host(Protocol):
    """The bot, as extensions know it."""

    services: Services


class OnlyInServers(Refusal):
    """The command was used in a private conversation, where there is nobody to decide with."""


class FromAnotherVersion(Refusal):
    """A button, a form or a command that this version of the bot does not know."""


def services_of(interaction: discord.Interaction) -> Services:
    """The use cases of the bot that received an interaction."""
    return cast(Host, interaction.client).services


def person_of(interaction: discord.Interaction) -> Person:
    """Who acts, from the gateway's own payload; refuses with `OnlyInServers` in private conversations."""
    member = interaction.user
    if interaction.guild_id is None or not isinstance(member, discord.Member):
        raise OnlyInServers
    return Person(interaction.guild_id, member.id, clean_name(member.display_name), member.joined_at)


def guild_of(interaction: discord.Interaction) -> int:
    """The server of an interaction; refuses with `OnlyInServers` in private conversations."""
    if interaction.guild_id is None:
        raise OnlyInServers
    return interaction.guild_id


def reader_words(interaction: discord.Interaction) -> Words:
    """The words for a private answer: in the member's own language."""
    return words_in(nearest_language(interaction.locale.value))
