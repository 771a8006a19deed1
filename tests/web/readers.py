"""Two readers of calendars that know nothing of each other, as two programs that people use would not."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import vobject
from dateutil.rrule import rrulestr
from icalendar import Calendar

Happenings = list[tuple[datetime, str]]


def by_icalendar(file: bytes, until: datetime) -> Happenings:
    """What happens until an instant: the icalendar library reads, the zones are those of the machine."""
    found: Happenings = []
    for event in Calendar.from_ical(file).walk("VEVENT"):
        starts: datetime = event["DTSTART"].dt
        summary = str(event["SUMMARY"])
        if "RRULE" not in event:
            found.append((starts.astimezone(UTC), summary))
            continue
        zone = starts.tzinfo
        assert isinstance(zone, ZoneInfo)
        last = event["RRULE"].pop("UNTIL", [until])[0]
        rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=starts.replace(tzinfo=None))
        left_out = {each.dt.replace(tzinfo=None) for each in event["EXDATE"].dts} if "EXDATE" in event else set()
        for local in rule:
            at = local.replace(tzinfo=zone).astimezone(UTC)
            if at > min(last, until):
                break
            if local not in left_out:
                found.append((at, summary))
    return sorted(each for each in found if each[0] <= until)


def by_vobject(file: bytes, until: datetime) -> Happenings:
    """The same by vobject, which knows the zones from the file alone."""
    calendar = vobject.readOne(file.decode())
    found: Happenings = []
    for event in calendar.contents.get("vevent", []):
        starts = event.dtstart.value
        if "rrule" not in event.contents:
            found.append((starts.astimezone(UTC), event.summary.value))
            continue
        for each in _until(event.getrruleset(addRDate=True), until):
            found.append((each.astimezone(UTC), event.summary.value))
    return sorted(each for each in found if each[0] <= until)


def _until(ruleset: Any, until: datetime) -> Iterator[datetime]:
    for each in ruleset:
        if each > until + timedelta(days=1):
            return
        yield each


def by_hand(file: bytes, until: datetime) -> Happenings:
    """The same by some lines of our own, which walk from day to day; for daily and weekly series only."""
    lines = file.decode().replace("\r\n ", "").split("\r\n")
    found: Happenings = []
    event: dict[str, tuple[str, str]] = {}
    for line in lines:
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            found += _walked(event, until)
        else:
            name, _, value = line.partition(":")
            event[name.partition(";")[0]] = (name.partition(";TZID=")[2], value)
    return sorted(each for each in found if each[0] <= until)


def _walked(event: dict[str, tuple[str, str]], until: datetime) -> Happenings:
    (zone, starts), summary = event["DTSTART"], re.sub(r"\\(.)", r"\1", event["SUMMARY"][1])
    if starts.endswith("Z"):
        return [(datetime.fromisoformat(starts), summary)]
    rule = dict(part.split("=") for part in event["RRULE"][1].split(";"))
    first = datetime.fromisoformat(starts)
    last = min(datetime.fromisoformat(rule.pop("UNTIL")), until) if "UNTIL" in rule else until
    left_out = event["EXDATE"][1].split(",") if "EXDATE" in event else []
    found: Happenings = []
    for days in range((until.date() - first.date()).days + 2):
        local = first + timedelta(days=days)
        at = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if _falls(rule, first.date(), local.date()) and f"{local:%Y%m%dT%H%M%S}" not in left_out and at <= last:
            found.append((at, summary))
    return found


def _falls(rule: dict[str, str], first: date, day: date) -> bool:
    rule = dict(rule)
    if rule.pop("FREQ") == "DAILY":
        assert not rule
        return True
    every = int(rule.pop("INTERVAL", "1"))
    days = rule.pop("BYDAY", ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][first.weekday()]).split(",")
    assert not rule
    weeks = (day - timedelta(days=day.weekday()) - first + timedelta(days=first.weekday())).days // 7
    return weeks % every == 0 and ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][day.weekday()] in days
