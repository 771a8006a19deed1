"""Outgoing: whatever leaves the house, held against Discord's limits, and searched for people and for mentions."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.services import Services
from bot.services.cards import DecisionCard
from bot.services.notices import Content
from bot.web.lines import line_of
from bot.web.roads import ServedRoads
from bot.web.site import Site
from cogs.bridge.notice_board import view_of
from tests.cogs.reading import buttons, components_of, texts, walk

MOST_TEXT = 4_000
MOST_COMPONENTS = 40
MOST_LABEL = 80
MOST_ID = 100

_OURS = re.compile(r"<t:\d+:[fFdDtTR]>|<#\d+>|\[D-\d+\]\(https://discord\.com/channels/\d+/\d+/\d+\)")
"""What the house writes itself: times, channels, and ways to a decision's message."""

_REACHES = re.compile(r"<[@#/:ati]|@everyone|@here|\]\(", re.IGNORECASE)
"""What Discord would make a mention, a command, an emoji or a masked link of."""


def look_at(card: Content) -> None:
    """Hold the message that shows a card against all that Discord refuses, and against all that reaches somebody."""
    components = components_of(view_of(card))
    said = texts(components)
    assert sum(map(len, said)) <= MOST_TEXT, "more text than a message holds"
    assert sum(1 for _ in walk(components)) <= MOST_COMPONENTS, "more components than a message holds"
    for text in said:
        assert text.strip(), "Discord refuses an empty text"
        assert not _REACHES.search(_OURS.sub("", text)), text
    for button in buttons(components):
        assert 0 < len(button.get("label") or button["emoji"]["name"]) <= MOST_LABEL
        assert len(button.get("custom_id", "")) <= MOST_ID
    ids = [button["custom_id"] for button in buttons(components) if "custom_id" in button]
    assert len(ids) == len(set(ids)), "Discord refuses two buttons of one id"
    if isinstance(card, DecisionCard):
        search("\n".join(said))


PERSONAL = re.compile(r"\b9000000000000000\d\d\b|Voter (?:Number|Latecomer|Unknown)")
"""The ids and the names of the people in these histories."""


def search(published: str) -> None:
    """Hold that nothing published says who anybody is."""
    found = PERSONAL.search(published)
    assert found is None, f"{found} stands in what everybody can read"


async def published(services: Services) -> Iterable[str]:
    """Everything that the web gives out: the list of logs, every page of each, and every line."""
    site = Site(services)
    servers = await services.commons.published_servers()
    given = [site.studio.servers(servers, "en").body]
    for server in servers:
        async for place in site.every_place(server.slug):
            page = await site.draw(server.slug, place, ServedRoads(server.slug))
            assert page is not None, place
            given.append(page.body)
        given += [line_of(entry) for entry in await services.commons.entries(server.slug, after=0, limit=10_000)]
    return _decoded(given)


def _decoded(given: Iterable[bytes]) -> Iterator[str]:
    return (body.decode() for body in given)


class Requests:
    """Counts what Discord would have called invalid requests: fewer than a hundred in ten minutes."""

    def __init__(self) -> None:
        self._at: deque[datetime] = deque()

    def refused(self, now: datetime) -> None:
        """One more."""
        self._at.append(now)
        while self._at[0] <= now - timedelta(minutes=10):
            self._at.popleft()
        assert len(self._at) < 100, "Discord bans whoever asks in vain so often"
