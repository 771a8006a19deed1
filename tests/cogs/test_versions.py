"""The versions of a charter: each says what it changed, also where that is no number."""

from datetime import UTC, datetime
from fractions import Fraction

from bot.domain.charter import PUBLISHES, SETTINGS
from bot.domain.rules import ServerRules
from bot.services.charter import CharterCard
from bot.words.catalogue import words_in
from bot.words.settings import setting_name
from cogs.ui.charter import history_page
from tests.cogs.reading import picture_screen

FOUNDED_AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def version(number: int, *, claims: int = 3, publishes: bool = False) -> CharterCard:
    """One version of a charter; each but the first was adopted by a decision."""
    values = {key: setting.read(ServerRules()) for key, setting in SETTINGS.items()} | {"claims": Fraction(claims)}
    return CharterCard(number, values, FOUNDED_AT, False, number if number > 1 else None, publishes)


def test_a_version_that_switched_publication_on_says_so_and_those_around_it_say_theirs() -> None:
    words = words_in("en")
    shown = picture_screen(history_page([version(3, claims=5), version(2, publishes=True), version(1)], words))
    told = [line.partition("-# ")[2] for line in shown.splitlines() if "-# " in line]
    assert told[:2] == [f"{setting_name('claims', words)}: 3 → 5", f"{setting_name(PUBLISHES, words)}: yes"]
    assert "founded" in told[2]
