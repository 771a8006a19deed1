"""Couriers of losses: where permissions are missing, and that records are lost."""

import json

from bot.services.couriers.courier import Poster
from bot.services.loss_cards import RestoredCard
from bot.services.losses import loss_card
from bot.services.notices import Content
from bot.services.ports import NothingToTell
from bot.services.servers import founded
from db import decisions, outbox
from db.engine import Session


class LossPoster(Poster):
    """Tells what the bot lacks, while it lacks it."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """What is missing now."""
        card = await loss_card(session, self.desk.register, row.guild_id, row.subject)
        if card is None:
            raise NothingToTell("nothing is missing any more")
        return card


class RestoredPoster(Poster):
    """Tells that an older copy of the record was put back."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """What the log's entry says of it."""
        server = await founded(session, row.guild_id)
        facts = json.loads((await decisions.entry(session, row.guild_id, row.subject)).body)
        return RestoredCard(row.guild_id, row.subject, facts["kept"], facts["published"], server.language)
