"""Temperature checks: the question with its reactions, and the counts when its time is over."""

from bot.domain.checks import EMOJI
from bot.services.cards import CheckCard
from bot.words.catalogue import Words
from cogs.ui.picture import Picture, card
from cogs.ui.text import line, stamp


def check_view(check: CheckCard, words: Words) -> Picture:
    """The message of a temperature check, while it runs and afterwards."""
    title = f"### C-{check.number} · {line(check.question)}"
    if check.counts is None:
        meanings = (words.say("warm"), words.say("unsure"), words.say("cold"))
        legend = "  ".join(f"{emoji} {meaning}" for emoji, meaning in zip(EMOJI, meanings, strict=True))
        ends = words.say("-# A temperature check, not a decision. I count {when}.", when=stamp(check.ends_at, "R"))
        return Picture(card(title, f"{legend}\n{ends}"))
    warm, unsure, cold = check.counts
    counted = (
        words.count("{n} warm", "{n} warm", warm),
        words.count("{n} unsure", "{n} unsure", unsure),
        words.count("{n} cold", "{n} cold", cold),
    )
    told = "  ".join(f"{emoji} {said}" for emoji, said in zip(EMOJI, counted, strict=True))
    over = words.say("-# It was a temperature check, not a decision. Want to decide? Type /propose.")
    return Picture(card(title, f"**{told}**\n{over}"))
