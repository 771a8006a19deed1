"""Days: which day an instant is for a server."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def local_day(instant: datetime, zone: str) -> date:
    """The date on the server's clocks at this instant."""
    return instant.astimezone(ZoneInfo(zone)).date()
