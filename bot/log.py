"""Logging: one line an event, in words or JSON, with every secret out of it."""

import logging
import re
import sys
from collections.abc import Iterable
from types import TracebackType

import structlog
from structlog.typing import EventDict, WrappedLogger

_SECRETS = re.compile(
    r"(?P<path>/(?:webhooks|interactions)/\d+/)[\w\-.]+"  # an interaction's token in an address
    r"|(?P<person>/(?:members|users|reactions/[^/\s?]+)/|[?&]after=)\d{5,}"  # who it is about: a reaction is a vote
    r"|(?P<calendar>/calendar/)[\w-]{16,}"  # the secret in the link to a calendar
    r"|(?P<user>://[^\s/:@]*:)[^\s/@]+(?=@)"  # a password in an address
    r"|(?P<bot>\b(?:Bot|Bearer)\s+)[\w\-.]+"
    r"|[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # a bot token by its shape
)
_TELLING = 6
"""Characters from which a secret is looked for wherever it stands; shorter ones are parts of ordinary words."""


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without the secrets given, tokens, passwords, and people's ids in addresses."""
    for secret in secrets:
        if len(secret) >= _TELLING:
            text = text.replace(secret, "[redacted]")
    return _SECRETS.sub(_without, text)


def _without(found: re.Match[str]) -> str:
    return (
        "".join(before for before in found.group("path", "person", "calendar", "user", "bot") if before) + "[redacted]"
    )


def set_up_logging(level: int, form: str, *, secrets: Iterable[str] = ()) -> None:
    """Write the log to standard error as "text" or "json".

    discord.py's own logger never goes below INFO, because its DEBUG prints whole requests. What ends the program
    unforeseen is logged too, so that its traceback loses its tokens like all others.
    """
    kept = tuple(secrets)

    def redact(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
        return {key: redacted(value, kept) if isinstance(value, str) else value for key, value in event.items()}

    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _in_one_line,
        structlog.processors.format_exc_info,
        redact,
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("discord").setLevel(max(level, logging.INFO))
    for quiet in ("apscheduler", "aiohttp.access", "alembic"):
        logging.getLogger(quiet).setLevel(max(level, logging.WARNING))
    # A sweep that takes longer than a second skips looks: that is what it should do.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    sys.excepthook = _log_the_end


def _in_one_line(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """A lost connection is one line, without the traceback into discord.py's own code."""
    if isinstance(event.get("exc_info"), tuple) and str(event["event"]).startswith("Attempting a reconnect"):
        fault = event.pop("exc_info")[1]
        event["event"] += f", the connection to Discord being lost ({fault or type(fault).__name__})"
    return event


def _log_the_end(kind: type[BaseException], fault: BaseException, traceback: TracebackType | None) -> None:
    if isinstance(fault, Exception):
        logging.getLogger(__name__).critical("an unforeseen fault ends the program", exc_info=(kind, fault, traceback))
    else:
        sys.__excepthook__(kind, fault, traceback)
