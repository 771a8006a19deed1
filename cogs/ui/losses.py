"""Losses: the notices that say which permissions are missing and where, and that records are lost."""

from bot.services.loss_cards import LossCard, RestoredCard
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


def restored_view(restored: RestoredCard, words: Words) -> Picture:
    """That an older copy of the record was put back, and what that means for what was said since."""
    title = words.say("An older copy of my records was put back")
    return Picture(
        card(
            f"### {restored.prefix}-{restored.number} · {title}",
            words.say(
                "What I told here after entry {kept} of the log, up to entry {published}, is lost: proposals, votes, "
                "decisions and tasks. Messages about them still stand here, but they count no more, and their numbers "
                "come again.",
                kept=restored.kept,
                published=restored.published,
            )
            + "\n"
            + words.say(
                "If you remember something that was decided, propose it again. The log says that this happened."
            ),
        )
    )
