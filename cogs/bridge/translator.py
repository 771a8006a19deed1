"""Command descriptions in the reader's language, out of the same catalogues as all other words."""

import discord
from discord import app_commands

from bot.words.catalogue import SOURCE, Words, languages, nearest_language, words_in

_NAMES = (
    app_commands.TranslationContextLocation.command_name,
    app_commands.TranslationContextLocation.group_name,
    app_commands.TranslationContextLocation.parameter_name,
)
"""What people type: a word that catalogues hold for other uses could be no command's name, such as "Mandat"."""


def description_in(words: Words, description: str) -> str:
    """A command's description in the reader's language; it was marked with `locale_str` where it was written."""
    return words.say(description)


class CatalogueTranslator(app_commands.Translator):
    """Translates what is marked with `locale_str`; what a catalogue lacks stays English."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in that locale, None where there is none of its own, and for names, which are the same for all."""
        if context.location in _NAMES:
            return None
        language = nearest_language(locale.value)
        if language == SOURCE or language not in languages():
            return None
        translated = words_in(language).say(string.message)
        return translated if translated != string.message else None
