"""Losses: the one notice that says which permissions are missing, and where."""

from bot.services.cards import LossCard
from bot.words.catalogue import Words
from bot.words.refusals import permission_name
from cogs.ui.picture import Picture, card


def loss_view(loss: LossCard, words: Words) -> Picture:
    """What somebody who manages channels has to allow, so that the bot can work again."""
    names = words.listing(permission_name(name, words) for name in loss.missing)
    title = words.say("I can't work in <#{channel}>", channel=loss.channel_id)
    return Picture(
        card(
            f"### {loss.prefix}-{loss.number} · {title}",
            words.say("Somebody with Manage Channels, please allow me there: {names}.", names=names)
            + "\n"
            + words.say("Every vote cast so far counts, and nothing is decided while I can't read the votes."),
        )
    )
