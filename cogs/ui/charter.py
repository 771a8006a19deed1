"""The charter: its numbers in words, its versions, and a change before it is proposed."""

from collections.abc import Sequence

import discord

from bot.domain.charter import ON_THE_WEB
from bot.services.charter import Change, CharterCard, Otherwise
from bot.services.mandates import MandateCard
from bot.words.catalogue import Words
from bot.words.charters import change_sentences
from bot.words.explanations import outcome_word
from bot.words.settings import sentence_case, setting_name, setting_value, text_value, web_sentences
from cogs.ui.decisions import decision_title
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.powers import role_sentence
from cogs.ui.text import line, stamp


def charter_page(charter: CharterCard, words: Words) -> Picture:
    """The numbers in force, and what no vote changes."""
    told = {
        key: f"- {setting_name(key, words)}: **{setting_value(key, value, words)}**"
        for key, value in charter.values.items()
    }
    return Picture(
        card(
            words.say("### Our charter, version {version}", version=charter.version),
            "\n".join(line for key, line in told.items() if key not in ON_THE_WEB),
            words.say(
                "Only while we publish our decisions on the web:\n{settings}",
                settings="\n".join(told[key] for key in ON_THE_WEB),
            ),
            words.say(
                "Every number changes only by our own vote: /charter propose.\n"
                "One person, one vote; nobody gives work to anybody; nobody closes a vote early: no vote changes that."
            ),
        )
    )


def history_page(versions: Sequence[CharterCard], words: Words) -> Picture:
    """Every version: what changed, when, and which decision did it."""
    lines = []
    for newer, older in zip(versions, [*versions[1:], None], strict=True):
        changed = words.say("founded with the usual numbers") if older is None else _changed(newer, older, words)
        by = f" · D-{newer.decision_number}" if newer.decision_number else ""
        lines.append(f"**{newer.version}** · {stamp(newer.in_force_at, 'D')}{by}\n-# {changed}")
    return Picture(card(words.say("### Versions of our charter"), "\n".join(lines)))


def _changed(newer: CharterCard, older: CharterCard, words: Words) -> str:
    """What one version changed against the one before."""
    changed = [(key, older.values[key], value) for key, value in newer.values.items() if value != older.values[key]]
    return "; ".join(change_sentences(changed, words, switched_on=newer.publishes))


def change_view(wanted: Change, otherwise: Sequence[Otherwise], words: Words) -> Picture:
    """A change before it is proposed: old and new in words, and which decisions would have ended otherwise.

    Of what the web shows it says who could read it instead.
    """
    told = words.say(
        "**{setting}**: {old} → {new}",
        setting=sentence_case(setting_name(wanted.setting, words)),
        old=text_value(wanted.setting, wanted.old, words),
        new=text_value(wanted.setting, wanted.new, words),
    )
    would = "\n".join(
        words.say(
            "- D-{number} {title}: {was} → {would}",
            number=each.decision.number,
            title=decision_title(each.decision, words),
            was=outcome_word(each.decision.outcome, words),
            would=outcome_word(each.outcome, words),
        )
        for each in otherwise
    )
    looked = (
        words.say("Of our last 10 decisions these would have ended differently:\n{would}", would=would)
        if would
        else words.say("None of our last 10 decisions would have ended differently.")
    )
    if wanted.setting in ON_THE_WEB:
        looked = web_sentences(wanted.setting, words, is_on=wanted.new == "yes")
    propose = button(
        words.say("Propose this change"),
        "propose-change",
        0,
        f"{wanted.setting}={wanted.new}",
        style=discord.ButtonStyle.primary,
    )
    return Picture(card(told, looked if wanted.rules else None, row([propose])))


def mandates_page(
    mandates: Sequence[MandateCard], words: Words, *, may_stand: bool, role: str | None = None
) -> Picture:
    """Who may remind, until when, and who waits for a seat; and the role that is bound for show.

    `may_stand` says that its reader neither has a mandate nor stands for one.
    """
    for_show = role_sentence(role, words) if role else None
    stand = button(words.say("I stand"), "stand") if may_stand else None
    if not mandates:
        nobody = words.say("Nobody holds a mandate. Everything works without one; all it allows is reminders.")
        return Picture(card(nobody, for_show, row([stand])))
    return Picture(
        card(
            words.say("### Coordinators"),
            "\n".join(_mandate(each, words) for each in mandates),
            words.say("They schedule reminders, and nothing else."),
            for_show,
            row([stand, button(words.say("Powers used"), "powers-used")]),
        )
    )


def _mandate(each: MandateCard, words: Words) -> str:
    name = line(each.name) or words.say("a member")
    if each.seat is None or each.ends_at is None:
        return words.say("{name} waits for a seat (D-{number})", name=name, number=each.decision_number)
    return words.say(
        "Seat {seat}: {name}, until {until} (D-{number})",
        seat=each.seat,
        name=name,
        until=stamp(each.ends_at, "D"),
        number=each.decision_number,
    )
