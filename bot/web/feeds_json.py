"""JSON Feed 1.1: a log's news for those who would rather read JSON. Source: jsonfeed.org."""

from typing import Any

import orjson

from bot.web.api_telling import TEXT_LICENCE
from bot.web.feeds import Feed, FeedEntry
from bot.web.feeds_atom import link_to, midnight
from bot.web.roads import Roads

TYPE = "application/feed+json"
PLACE = "feed.json"


def json_feed(feed: Feed, roads: Roads) -> bytes:
    """The feed as a file; without addresses where nobody has told where the log is reached."""
    addresses = {"home_page_url": roads.address(), "feed_url": roads.address(PLACE)}
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        **{name: address for name, address in addresses.items() if address},
        "description": feed.lead,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "_minga": {
            "about": "The head of the log: how many entries it has, and the hash of the last.",
            "entries": feed.head.sequence,
            "head": feed.head.hash,
            "license": TEXT_LICENCE,
        },
        "items": [_item(entry, roads) for entry in feed.entries],
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _item(entry: FeedEntry, roads: Roads) -> dict[str, Any]:
    item: dict[str, Any] = {"id": entry.name, "title": entry.title, "content_html": entry.content}
    if roads.address():
        item["url"] = link_to(entry.place, roads)
    if entry.since is not None:
        item["date_published"] = midnight(entry.since)
    item["date_modified"] = midnight(entry.on)
    return item | ({"tags": list(entry.tags)} if entry.tags else {})
