"""Commands of the program: run the bot, open the sandbox, show and check the log, print the invitation.

What plays on a stage is imported where it is asked for: a bot on a server never needs the sandbox, and saves 7 MB.
"""

import asyncio
import base64
import binascii
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.app import run as run_bot
from bot.client import closing_code
from bot.config import LEVELS, ConfigurationFault, Settings, has_token, is_web_address, read_settings
from bot.invitation import invitation
from bot.log import set_up_logging
from bot.services.leases import LeaseLost
from bot.standalone import serve, write_out

TAKEN_OVER = 75
"""The exit code of who lost its place to another process; a restart stands by (sysexits.h, EX_TEMPFAIL)."""

CONFIGURATION = 78
"""The exit code of a fault that a restart does not mend (sysexits.h, EX_CONFIG)."""

PAGE_PORT = 8080
WEB_PORT = 8090
LAST_PORT = 65_535

_CLOSED_FOR_GOOD = {
    4004: "Discord does not accept the token. Reset it in the developer portal under Bot, and put in the new one.",
    4013: "Discord does not know the intents that were asked for. Is this version of Minga up to date?",
    4014: "MEMBERS_INTENT is on, but not switched on in the developer portal under Bot, Privileged Gateway Intents.",
}

_WHOSE_LINK = """\
Whose link is it? Give the application's id: minga invite --application 123456789012345678
Discord's developer portal shows it under General Information. With DISCORD_TOKEN set it is read from the token."""

app = typer.Typer(
    name="minga",
    help="Minga: propose, vote and take up work together in Discord.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run() -> None:
    """Run the bot; without DISCORD_TOKEN, open the sandbox instead."""
    if not _has_token():
        from bot.story.commands import open_sandbox

        print("No DISCORD_TOKEN is set, so this is the sandbox: a small Discord on your own machine.")
        sys.exit(_played(open_sandbox(port=PAGE_PORT, web_port=WEB_PORT, data=None, empty=False)))
    settings = _settings()
    set_up_logging(LEVELS[settings.log_level], settings.log_format, secrets=settings.secrets)
    try:
        asyncio.run(run_bot(settings))
    except ConfigurationFault as fault:
        _end_misconfigured(fault.faults)
    except LeaseLost:
        print("Another Minga has taken this one's place; started again, this one stands by.", file=sys.stderr)
        sys.exit(TAKEN_OVER)
    except Exception as fault:
        code = closing_code(fault)
        if code in _CLOSED_FOR_GOOD:
            _end_misconfigured([_CLOSED_FOR_GOOD[code]])
        raise


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(min=0, max=LAST_PORT, help="Port of the page; 0 takes any.")] = PAGE_PORT,
    web_port: Annotated[
        int, typer.Option(min=0, max=LAST_PORT, help="Port of the bot's public log; 0 takes any.")
    ] = WEB_PORT,
    data: Annotated[
        Path | None, typer.Option(help="Folder to keep database and log in; must not hold one yet.")
    ] = None,
    story: Annotated[bool, typer.Option("--story", help="Play the whole job without a browser, and end.")] = False,
    empty: Annotated[bool, typer.Option("--empty", help="Begin without the living movement.")] = False,
    bot: Annotated[bool, typer.Option(help="Start the bot too; --no-bot prints how to point one here.")] = True,
) -> None:
    """Open the sandbox: a small Discord on loopback, with a page to use it in the browser."""
    from bot.story.commands import open_alone, open_sandbox, tell_story

    if story:
        sys.exit(_played(tell_story(data)))
    playing = open_sandbox(port=port, web_port=web_port, data=data, empty=empty) if bot else open_alone(port)
    sys.exit(_played(playing))


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(help="JSON list of real votes with their published figures.")],
    is_json: Annotated[
        bool, typer.Option("--json", help="Print a list of id, quorum, tally and outcome, and nothing else.")
    ] = False,
) -> None:
    """Cast real votes again through the real bot, and print where it decides otherwise and why."""
    from bot.story.commands import replay_votes

    sys.exit(_played(replay_votes(file, is_json=is_json)))


@app.command()
def when(
    phrase: Annotated[str, typer.Argument(help="A time as people type it: “every monday 19:30”.")],
    zone: Annotated[str, typer.Option(help="Time zone, like Europe/Madrid.")],
    lang: Annotated[str, typer.Option(help="Language of phrase and answer: en, es, fr, de or pt.")] = "",
    since: Annotated[str, typer.Option("--from", help="ISO 8601 time to count from; now if left out.")] = "",
    count: Annotated[int, typer.Option(help="How many occurrences to print, 1 to 100.")] = 3,
    is_json: Annotated[
        bool, typer.Option("--json", help="Print a list of local, utc and note, or a question.")
    ] = False,
) -> None:
    """Print when the bot would remind of something, or what it would ask; then the exit code is 1."""
    from bot.when import tell_when

    sys.exit(tell_when(phrase, zone=zone, lang=lang, since=since, count=count, is_json=is_json))


@app.command()
def verify(
    place: Annotated[str, typer.Argument(metavar="FILE|DIR|URL", help="log.jsonl, a folder, or a log's address.")],
    head: Annotated[
        list[str] | None, typer.Option(help="A hash that you noted elsewhere, like 57:3f2a9c41; repeat it.")
    ] = None,
) -> None:
    """Check a published log: its chain, its texts and every count; exit code 1 where something does not hold."""
    from bot.web.verify import run as run_verification

    sys.exit(run_verification(place, head or []))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty folder, or one that an export made.")],
    server: Annotated[str, typer.Option(help="Only the log at this address, like riverside-commons.")] = "",
    base_url: Annotated[
        str, typer.Option(help="Where people will reach the folder, for feeds and search engines.")
    ] = "",
) -> None:
    """Write the public pages into a folder, as files for any web host; only what has changed is written again."""
    if base_url and not is_web_address(base_url):
        print(f"--base-url must be an address that begins with https:// or http://, not {base_url!r}.", file=sys.stderr)
        sys.exit(CONFIGURATION)
    settings = _settings(needs_token=False)
    sys.exit(_alone(write_out(settings, folder, only=server or None, base_url=base_url.rstrip("/") or None)))


@app.command()
def web() -> None:
    """Serve the public pages as a process of its own, beside the bot or without it; it only reads."""
    settings = _settings(needs_token=False)
    set_up_logging(LEVELS[settings.log_level], settings.log_format, secrets=settings.secrets)
    sys.exit(_alone(serve(settings)))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write the copy; what is there is replaced.")]) -> None:
    """Copy the database while Minga runs, and look whether the copy holds."""
    from bot.backup import back_up

    sys.exit(_with_settings(lambda: back_up(file)))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A copy that `minga backup` made.")],
    yes: Annotated[bool, typer.Option("--yes", help="Put it in the place of a database that is there.")] = False,
) -> None:
    """Put a copy of the database back, while Minga is stopped."""
    from bot.backup import restore as put_back

    sys.exit(_with_settings(lambda: put_back(file, is_sure=yes)))


@app.command()
def recover(
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only say what would be lost.")] = False,
) -> None:
    """Go on with a database older than what was published, where no newer copy is left; each log then says so."""
    from bot.backup import recover as go_on

    sys.exit(_with_settings(lambda: go_on(is_sure=yes)))


@app.command("copy-database")
def copy_database(
    origin: Annotated[str, typer.Argument(metavar="FROM", help="A SQLite file, or an address like DATABASE_URL's.")],
    destination: Annotated[str, typer.Argument(metavar="TO", help="An empty database of the other kind.")],
) -> None:
    """Copy everything from SQLite to PostgreSQL or back, while Minga is stopped, and compare it there."""
    from bot.copying import copy_database as copy_all

    sys.exit(_with_settings(lambda: copy_all(origin, destination)))


@app.command()
def doctor() -> None:
    """Look at everything that Minga needs, and say what to do where something is wrong; it changes nothing."""
    from bot.doctor.visit import examine

    sys.exit(_alone(examine(_settings())))


@app.command()
def invite(
    application: Annotated[str, typer.Argument(help="The application's id; read from the token if left out.")] = "",
    application_id: Annotated[str, typer.Option("--application", help="The same, by name.")] = "",
) -> None:
    """Print the link that invites the bot with the least permissions."""
    application = application or application_id or (_application_of(_settings().discord_token) if _has_token() else "")
    if not application.isdecimal():
        print(_WHOSE_LINK, file=sys.stderr)
        sys.exit(CONFIGURATION)
    print(invitation(int(application)))


def main() -> None:
    """Run the command line."""
    app()


def _played(playing: Coroutine[None, None, int]) -> int:
    """Run what happens on a stage and return its exit code."""
    try:
        return asyncio.run(playing)
    except KeyboardInterrupt:
        return 130


def _alone(doing: Coroutine[None, None, int]) -> int:
    """Run what needs no Discord and return its exit code."""
    try:
        return asyncio.run(doing)
    except ConfigurationFault as fault:
        _end_misconfigured(fault.faults)
    except KeyboardInterrupt:
        return 130


def _settings(*, needs_token: bool = True) -> Settings:
    try:
        return read_settings(needs_token=needs_token)
    except ConfigurationFault as fault:
        _end_misconfigured(fault.faults)


def _with_settings(doing: Callable[[], int]) -> int:
    """Do what reads the settings by itself."""
    try:
        return doing()
    except ConfigurationFault as fault:
        _end_misconfigured(fault.faults)


def _has_token() -> bool:
    try:
        return has_token()
    except ConfigurationFault as fault:
        _end_misconfigured(fault.faults)


def _end_misconfigured(faults: list[str]) -> NoReturn:
    print("Minga cannot start like this:", file=sys.stderr)
    for fault in faults:
        print(f"- {fault}", file=sys.stderr)
    sys.exit(CONFIGURATION)


def _application_of(token: str) -> str:
    """The application's id, which is the first part of a bot token in base64."""
    head = token.split(".")[0]
    try:
        return base64.b64decode(head + "=" * (-len(head) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
