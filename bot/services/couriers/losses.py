"""The courier that tells where permissions are missing."""

from bot.services.couriers.courier import Poster
from bot.services.losses import loss_card
from bot.services.notices import Content
from bot.services.ports import NothingToTell
from db import outbox
from db.engine import Session


class LossPoster(Poster):
    """Tells what the bot lacks, while it lacks it."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """What is missing now."""
        card = await loss_card(session, self.desk.register, row.guild_id, row.subject)
        if card is None:
            raise NothingToTell("nothing is missing any more")
        return card
