"""What the bot says: catalogues, explanations and refusals, for chat and web alike."""

from bot.words.catalogue import Words, language_name, languages, nearest_language, words_in

__all__ = ["Words", "language_name", "languages", "nearest_language", "words_in"]
