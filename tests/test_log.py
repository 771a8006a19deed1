"""The log: one line an event, in words or JSON, and no secret in any of it."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest

from bot.log import redacted, set_up_logging

BOT_TOKEN = ".".join(("MTIzNDU2Nzg5MDEyMzQ1Njc4", "GabcDe", "abcdefghijklmnopqrstuvwxyz0123456789AB"))
"""Put together, so that nobody's scanner takes it for a token that leaked."""

INTERACTION_TOKEN = "aW50ZXJhY3Rpb246MTIz.abc-def_ghi"
PASSWORD = "hunter2"
SOMEBODY = "234567890123456789"
"""Discord's id of a person."""

NAMED = ("", "discord", "apscheduler", "aiohttp.access", "alembic")


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Logging is the process's own: put back what a test changes."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, levels = root.handlers[:], {name: logging.getLogger(name).level for name in NAMED}
    yield
    root.handlers[:], sys.excepthook = handlers, hook
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def say_everything_secret() -> None:
    """Log tokens in every way in which they come: in a message, in its facts, in an exception, from a library."""
    log, library = logging.getLogger("bot.trial"), logging.getLogger("discord.http")
    log.info("started with %s", BOT_TOKEN)
    log.info("headers: %r", {"Authorization": f"Bot {BOT_TOKEN}"})
    library.warning("POST https://discord.com/api/v10/interactions/123/%s/callback", INTERACTION_TOKEN)
    library.warning("PATCH https://discord.com/api/v10/webhooks/42/%s/messages/@original", INTERACTION_TOKEN)
    try:
        try:
            raise ConnectionError(f"postgresql://minga:{PASSWORD}@db.example refused")
        except ConnectionError as fault:
            raise RuntimeError(f"/webhooks/42/{INTERACTION_TOKEN} with {BOT_TOKEN}") from fault
    except RuntimeError:
        log.exception("it failed")


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_token_and_no_password_is_ever_written(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(logging.INFO, form, secrets=[PASSWORD])

    say_everything_secret()

    written = capsys.readouterr().err
    assert "ConnectionError" in written
    assert "RuntimeError" in written
    for secret in (BOT_TOKEN, INTERACTION_TOKEN, PASSWORD):
        assert secret not in written


def test_what_was_taken_out_leaves_the_rest_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(logging.INFO, "text")

    say_everything_secret()

    written = capsys.readouterr().err
    assert "POST https://discord.com/api/v10/interactions/123/[redacted]/callback" in written
    assert "/api/v10/webhooks/42/[redacted]/messages/@original" in written
    assert "'Authorization': 'Bot [redacted]'" in written


def test_json_is_one_object_a_line_with_its_traceback_inside(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(logging.INFO, "json")

    say_everything_secret()

    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [event["level"] for event in events] == ["info", "info", "warning", "warning", "error"]
    assert all({"event", "logger", "timestamp"} <= event.keys() for event in events)
    assert "Traceback" in events[-1]["exception"]


def test_the_secrets_given_are_taken_out_whatever_they_look_like() -> None:
    assert redacted("the key is Pa$$(word.*", ["Pa$$(word.*", ""]) == "the key is [redacted]"


@pytest.mark.parametrize(
    "address",
    [
        f"/channels/1/messages/2/reactions/%E2%9C%85/{SOMEBODY}",
        f"/channels/1/messages/2/reactions/%E2%9C%85?limit=100&after={SOMEBODY}",
        f"/guilds/1/members/{SOMEBODY}",
        f"/guilds/1/members?limit=1000&after={SOMEBODY}",
        f"/users/{SOMEBODY}",
    ],
)
def test_whom_a_request_is_about_is_not_told_when_discord_asks_for_patience(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging(logging.INFO, "text")
    warning = "We are being rate limited. %s %s responded with 429. Retrying in %.2f seconds."

    logging.getLogger("discord.http").warning(warning, "DELETE", f"https://discord.com/api/v10{address}", 0.5)

    written = capsys.readouterr().err
    assert f"https://discord.com/api/v10{address.replace(SOMEBODY, '[redacted]')} responded" in written


def test_a_password_is_taken_out_of_an_address_and_too_short_a_one_leaves_words_alone() -> None:
    told = redacted("a cat cannot reach postgresql://minga:cat@db.example", ["cat"])

    assert told == "a cat cannot reach postgresql://minga:[redacted]@db.example"


@pytest.mark.parametrize(
    "text",
    [
        "D-12 · Passed: Buy a second hand-truck",
        "4f9a2c71d0c1b2a394857600aabbccddeeff00112233445566778899aabbccdd",
        "https://discord.com/channels/123456789012345678/123456789012345679",
        "discord.http.HTTPException and bot.services.proposals.ProposalService",
    ],
)
def test_what_is_no_secret_stays_as_it_is(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR])
def test_the_library_is_never_heard_at_debug(level: int, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(level, "text")

    for name in ("discord", "discord.http", "discord.gateway", "discord.client"):
        assert logging.getLogger(name).getEffectiveLevel() >= max(level, logging.INFO)
        logging.getLogger(name).debug("a whole request with its headers")

    assert capsys.readouterr().err == ""


def test_setting_up_twice_writes_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(logging.INFO, "text")
    set_up_logging(logging.INFO, "text")

    logging.getLogger("bot.trial").info("only once")

    assert capsys.readouterr().err.count("only once") == 1


def test_what_ends_the_program_unforeseen_loses_its_tokens_too(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(logging.INFO, "text")
    fault = RuntimeError(f"the token {BOT_TOKEN} was not taken")

    sys.excepthook(RuntimeError, fault, None)

    written = capsys.readouterr().err
    assert "an unforeseen fault ends the program" in written
    assert "the token [redacted] was not taken" in written


def test_a_lost_connection_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(logging.INFO, "text")

    try:
        raise ConnectionResetError("Cannot write to closing transport")
    except ConnectionResetError:
        logging.getLogger("discord.client").exception("Attempting a reconnect in %.2fs", 1.5)

    (line,) = capsys.readouterr().err.splitlines()
    assert "Attempting a reconnect in 1.50s, the connection to Discord being lost (Cannot write" in line


def test_stopping_by_hand_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(logging.INFO, "json")

    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert capsys.readouterr().err.strip() == "KeyboardInterrupt"


def test_the_secret_of_a_calendar_link_is_in_no_log() -> None:
    secret = "x-_9" * 10 + "abc"
    assert redacted(f"GET /calendar/{secret}.ics 500") == "GET /calendar/[redacted].ics 500"
    assert redacted("GET /calendar/D-7") == "GET /calendar/D-7"
