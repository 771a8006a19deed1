"""The ballot box over Discord: the reactions on a ballot, all pages, normal and super."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence

import discord
from discord.http import Route

from bot.domain.ballots import EMOJI, OPTION_EMOJI, bare_emoji
from bot.domain.forms import emoji_of
from bot.services.cards import BallotPlace
from bot.services.ports import Listing, StandingReaction
from cogs.bridge.reach import Rests

_SPEAKING = {bare_emoji(emoji) for emoji in (*EMOJI, *OPTION_EMOJI)}
"""The reactions that can say something on any ballot."""

_A_PAGE = 100
_NORMAL, _SUPER = 0, 1


class DiscordBallotBox:
    """The port `BallotBox` over discord.py's client."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._rests = Rests(client)

    async def standing_reactions(self, place: BallotPlace) -> Listing:
        """Every person's reactions; the message's own counts say which pages there are to read.

        `Reaction.users` stops at the count it knows, so the pages are read here until one is short. That somebody
        suppressed the message's embeds changes nothing: a ballot is made of components.
        """
        found: list[StandingReaction] = []
        own = set()
        with self._rests.reaching("read", place.channel_id, place.message_id):
            message = await self._client.http.get_message(place.channel_id, place.message_id)
            for reaction in message.get("reactions", []):
                emoji = reaction["emoji"].get("name") or ""
                if reaction["emoji"].get("id") is not None or bare_emoji(emoji) not in _SPEAKING:
                    continue
                if reaction.get("me"):
                    own.add(bare_emoji(emoji))
                counts = reaction["count_details"]
                for kind, count in ((_NORMAL, counts["normal"]), (_SUPER, counts["burst"])):
                    if count:
                        found += [
                            StandingReaction(user_id, bare_emoji(emoji), kind == _SUPER)
                            async for user_id in self._people(place, emoji, kind)
                        ]
        return Listing(found, frozenset(own))

    async def _people(self, place: BallotPlace, emoji: str, kind: int) -> AsyncIterator[int]:
        """The people, not bots, behind one reaction, by ascending id."""
        after = 0
        while True:
            route = Route(
                "GET",
                "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}",
                channel_id=place.channel_id,
                message_id=place.message_id,
                emoji=emoji,
            )
            page = await self._client.http.request(route, params={"limit": _A_PAGE, "after": after, "type": kind})
            for user in page:
                if not user.get("bot", False):
                    yield int(user["id"])
            if len(page) < _A_PAGE:
                return
            after = max(int(user["id"]) for user in page)

    async def reaction_counts(self, place: BallotPlace, emoji: Sequence[str]) -> tuple[int, ...]:
        """The message's own counts; skin tones do not matter, and what the bot itself put there is left out."""
        counted: Counter[str] = Counter()
        with self._rests.reaching("read", place.channel_id, place.message_id):
            message = await self._client.http.get_message(place.channel_id, place.message_id)
        for reaction in message.get("reactions", []):
            if reaction["emoji"].get("id") is None:
                counted[bare_emoji(reaction["emoji"].get("name") or "")] += reaction["count"] - bool(reaction["me"])
        return tuple(counted[bare_emoji(one)] for one in emoji)

    async def take_off(self, place: BallotPlace, user_id: int, said: str) -> None:
        """Take a reaction off with Manage Messages."""
        channel = self._client.get_partial_messageable(place.channel_id, guild_id=place.guild_id)
        with self._rests.reaching("tidy", place.channel_id):
            await channel.get_partial_message(place.message_id).remove_reaction(emoji_of(said), discord.Object(user_id))
