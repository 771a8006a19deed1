"""Atom 1.0: a log's news as XML, written by the standard library. Source: RFC 4287."""

from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bot.web.api_telling import TEXT_LICENCE
from bot.web.feeds import Feed, FeedEntry
from bot.web.roads import Roads

TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
OURS = "urn:uuid:5b1c7a52-9d0e-4f3b-8a64-2f6d0c9e7b11"
"""The namespace of what we say in a feed beside Atom: `head`, with the number of the last entry and its hash."""

PLACE = "feed.atom"


def atom(feed: Feed, roads: Roads) -> bytes:
    """The feed as a file; links are whole where somebody has told where the log is reached."""
    root = Element("feed", {"xmlns": ATOM, "xmlns:minga": OURS, "xml:lang": feed.language})
    _say(root, "id", feed.name)
    _say(root, "title", feed.title)
    _say(root, "subtitle", feed.lead)
    _say(root, "updated", midnight(feed.on))
    _say(SubElement(root, "author"), "name", feed.author)
    _lead(root, "self", TYPE, roads, PLACE)
    _lead(root, "alternate", "text/html", roads, "")
    SubElement(root, "link", {"rel": "license", "href": TEXT_LICENCE})
    _say(root, "rights", feed.licence)
    _say(root, "generator", "Minga")
    SubElement(root, "minga:head", {"entry": str(feed.head.sequence), "hash": feed.head.hash})
    for entry in feed.entries:
        _write(SubElement(root, "entry"), entry, roads)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def midnight(day: date) -> str:
    """The first instant of a day, as if it were a day in UTC: the hour is nobody's business."""
    return f"{day.isoformat()}T00:00:00Z"


def _write(into: Element, entry: FeedEntry, roads: Roads) -> None:
    _say(into, "id", entry.name)
    _say(into, "title", entry.title)
    _say(into, "updated", midnight(entry.on))
    if entry.since is not None:
        _say(into, "published", midnight(entry.since))
    _lead(into, "alternate", "text/html", roads, entry.place)
    for tag in entry.tags:
        SubElement(into, "category", {"term": tag})
    _say(into, "content", entry.content, type="html")


def _say(into: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(into, name, attributes).text = text


def _lead(into: Element, rel: str, content_type: str, roads: Roads, place: str) -> None:
    SubElement(into, "link", {"rel": rel, "type": content_type, "href": link_to(place, roads)})


def link_to(place: str, roads: Roads) -> str:
    """The link to a place, which may name a spot on its page: whole where that can be, else from the feed's own."""
    page, mark, spot = place.partition("#")
    return (roads.address(page) or roads.to(page)) + mark + spot
