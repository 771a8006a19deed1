"""Offers: the question by which a task is offered to somebody, and whom to pick for it."""

import discord
from discord import ui

from bot.domain.covers import Veil
from bot.domain.offers import State
from bot.services.work_cards import OfferCard
from bot.words.catalogue import Words
from bot.words.covers import erased_word, veil_word
from cogs.ui.picture import Picture, button, card, custom_id, row
from cogs.ui.text import line, stamp


def offer_view(offer: OfferCard, words: Words) -> Picture:
    """The question, for the one who is asked: the only one whom it mentions."""
    return Picture(
        card(
            f"**{offer.mark} · {_title(offer, words)}**\n{_told(offer, words)}",
            row(
                [
                    accept_button(offer, words),
                    button(words.say("No, thanks"), "decline-offer", offer.number),
                    button(words.say("More"), "show-task", offer.task),
                ]
            )
            if offer.state is State.OFFERED
            else None,
        )
    )


def accept_button(offer: OfferCard, words: Words, place: str = "") -> ui.Button[Picture]:
    """The one press that changes anything; `place` says in which list the button stands, where it does in one."""
    label = words.say("I'll take it over") if offer.hands_on else words.say("I'll do it")
    return button(label, "accept-offer", offer.number, place, style=discord.ButtonStyle.primary)


def offered_to_you(offer: OfferCard, words: Words) -> str:
    """The question, among others, for the one who is asked."""
    name = line(offer.by_name) or words.say("Somebody")
    told = (
        words.say("{name} would like to hand it on to you. Open until {when}.", name=name, when=_until(offer))
        if offer.hands_on
        else words.say("{name} asks whether you would do it. Open until {when}.", name=name, when=_until(offer))
    )
    return f"**T-{offer.task}** · {_title(offer, words)}\n{told}"


def _title(offer: OfferCard, words: Words) -> str:
    return veil_word(Veil.COVERED, words) if offer.title is None else line(offer.title) or erased_word(words)


def _told(offer: OfferCard, words: Words) -> str:
    name, asked = line(offer.by_name) or words.say("Somebody"), _asked(offer, words)
    match offer.state:
        case State.OFFERED:
            question = (
                words.say("{asked}: {name} would like to hand this on to you.", asked=asked, name=name)
                if offer.hands_on
                else words.say("{asked}: {name} asks whether you would do this.", asked=asked, name=name)
            )
            until = words.say("-# Only if you like. If not, nobody is told. Open until {when}.", when=_until(offer))
            return f"{question}\n{until}"
        case State.ACCEPTED:
            return words.say("{asked} has taken it up. Thank you.", asked=asked)
        case State.WITHDRAWN | State.LAPSED:
            return words.say("This offer is over.")


def _asked(offer: OfferCard, words: Words) -> str:
    return words.say("Somebody") if offer.to is None else f"<@{offer.to}>"


def offered_page(offer: OfferCard, words: Words) -> Picture:
    """The standing offer for the one who made it, with the way to take it back."""
    number, asked, when = offer.task, _asked(offer, words), _until(offer)
    told = (
        words.say(
            "T-{number} is offered to {asked} until {when}. It stays yours until they say yes.",
            number=number,
            asked=asked,
            when=when,
        )
        if offer.hands_on
        else words.say(
            "T-{number} is offered to {asked} until {when}. Anybody may still take it.",
            number=number,
            asked=asked,
            when=when,
        )
    )
    return Picture(card(told, row([button(words.say("Take back"), "withdraw-offer", offer.number)])))


def hand_on_page(number: int, words: Words) -> Picture:
    """Whom to hand a task on to."""
    return _picking(number, custom_id("hand-on-to", number), words)


def offering_page(number: int, words: Words) -> Picture:
    """Whom to offer a task to."""
    return _picking(number, custom_id("offer-to", number), words)


def _picking(number: int, act: str, words: Words) -> Picture:
    picker: ui.UserSelect[Picture] = ui.UserSelect(custom_id=act, placeholder=words.say("Pick somebody"))
    asked = words.say(
        "Whom shall I ask about T-{number}? They are asked once, in the open. Only their own yes changes anything.",
        number=number,
    )
    return Picture(card(asked, ui.ActionRow(picker)))


def _until(offer: OfferCard) -> str:
    return stamp(offer.expires_at, "D")
