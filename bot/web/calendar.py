"""Calendars as files: a server's reminders written by RFC 5545, for the programs that people use already."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from bot.domain.calendars import settings_of
from bot.domain.covers import Veil
from bot.services.calendar import CalendarCard, CalendarEntry
from bot.services.publications import PublishedCalendar
from bot.web.legible import legible
from bot.web.studio import Page, finished
from bot.web.wording import hidden_text
from bot.words import words_in
from bot.words.covers import veil_word

ASK_AGAIN = timedelta(hours=1)
"""How often a calendar program is asked to look again; many look more seldom."""

_SUMMARY = 120
"""Characters of a reminder that are its title; the whole text is the description then."""

_BEFORE, _AFTER = timedelta(days=366), timedelta(days=366 * 5)
"""The span around a first occurrence in which a zone's changes are told."""

_MENTION = re.compile(r"<([@#])[!&]?\d+>")


def calendar_file(calendar: CalendarCard) -> Page:
    """The whole calendar; the same reminders make the same bytes."""
    file = _empty(calendar.server)
    for zone, year in sorted(_zones(calendar)):
        file.add_component(_zone(zone, year))
    for entry in calendar.entries:
        for event in _events(calendar, entry):
            file.add_component(event)
    return finished(file.to_ical(), "text/calendar")


def _empty(name: str) -> Calendar:
    """A calendar of a server with nothing in it yet."""
    file = Calendar()
    file.add("prodid", "-//Minga//Reminders//EN")
    file.add("version", "2.0")
    server = " ".join(legible(name).split())
    file.add("name", server)
    file.add("x-wr-calname", server)
    file.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", ASK_AGAIN)
    return file


def days_file(calendar: PublishedCalendar) -> Page:
    """The days that a server publishes, without hours; the same days make the same bytes."""
    words = words_in(calendar.server.language)
    file = _empty(calendar.server.name)
    for each in calendar.dates:
        event = Event()
        event.add("uid", f"R-{each.number}.{each.on:%Y%m%d}@{calendar.server.slug}.minga")
        event.add("dtstamp", datetime.combine(each.on, time(), UTC))
        event.add("dtstart", each.on)
        for name, said in _told(each.text, hidden_text(each.veil, words)).items():
            event.add(name, said)
        event.add("transp", "TRANSPARENT")
        file.add_component(event)
    return finished(file.to_ical(), "text/calendar", saved_as="calendar.ics")


def _zones(calendar: CalendarCard) -> set[tuple[str, int]]:
    """The zones of all series, each with the year from which it is needed."""
    first: dict[str, int] = {}
    for series in (entry.times.series for entry in calendar.entries):
        if series is not None:
            first[series.zone] = min(first.get(series.zone, series.starts.year), series.starts.year)
    return set(first.items())


@lru_cache(256)
def _zone(zone: str, year: int) -> Timezone:
    """What the clocks of a zone do from the year before on, each change by itself.

    Not by the library: its `Timezone.from_tzid` (7.3) loses changes of Africa/Casablanca and tells the others an hour
    too late. Of changes told as one list, some programs read the first alone.
    """
    told = Timezone()
    told.add("tzid", zone)
    begins = datetime(year, 1, 1, tzinfo=UTC)
    for setting in settings_of(zone, begins - _BEFORE, begins + _AFTER):
        part = TimezoneDaylight() if setting.is_summer else TimezoneStandard()
        part.add("dtstart", (setting.at + setting.before).replace(tzinfo=None))
        part.add("tzoffsetfrom", setting.before)
        part.add("tzoffsetto", setting.after)
        part.add("tzname", setting.name)
        told.add_component(part)
    return told


def _events(calendar: CalendarCard, entry: CalendarEntry) -> Iterator[Event]:
    mark = f"R-{entry.number}"
    series = entry.times.series
    if series is not None:
        zone = ZoneInfo(series.zone)
        rule = vRecur.from_ical(series.rule)
        if series.until is not None:
            rule["UNTIL"] = [series.until]
        event = _event(calendar, entry, mark, series.starts.replace(tzinfo=zone))
        event.add("rrule", rule)
        if series.left_out:
            event.add("exdate", [local.replace(tzinfo=zone) for local in series.left_out])
        yield event
    for each in entry.times.singles:
        own = f"{mark}.{each.at:%Y%m%dT%H%M%SZ}" if entry.repeats else mark
        yield _event(calendar, entry, own, each.at.astimezone(UTC).replace(microsecond=0))


def _event(calendar: CalendarCard, entry: CalendarEntry, mark: str, starts: datetime) -> Event:
    event = Event()
    event.add("uid", f"{mark}@{calendar.guild_id}.minga")
    event.add("dtstamp", entry.changed_at)
    event.add("dtstart", starts)
    for name, said in _texts(calendar, entry).items():
        event.add(name, said)
    event.add("transp", "OPAQUE" if entry.is_meeting else "TRANSPARENT")
    return event


def _texts(calendar: CalendarCard, entry: CalendarEntry) -> dict[str, Any]:
    return _told(entry.text, veil_word(Veil.COVERED, words_in(calendar.language)))


def _told(told: str | None, hidden: str) -> dict[str, Any]:
    """The title of an event, and the whole text where it is longer; what stands in place of a hidden one."""
    if told is None:
        return {"summary": hidden}
    text = _MENTION.sub(r"\1…", legible(told))
    title = " ".join(text.split())
    if len(title) > _SUMMARY:
        title = title[: _SUMMARY - 1].rstrip() + "…"
    return {"summary": title} if title == text else {"summary": title, "description": text}
