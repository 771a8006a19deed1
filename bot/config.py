"""Settings: read once from the environment and `.env`, with every fault named at once."""

import logging
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

DISCORD_API = "https://discord.com/api/v10"
LOG_LEVELS = ("INFO", "WARNING", "ERROR")
LOG_FORMATS = ("text", "json")
SHORTEST_TOKEN = 10
"""Characters. Discord's own have six times as many; a log with something as short taken out could not be read."""


class ConfigurationFault(Exception):
    """Settings that cannot be used; `faults` says each in a sentence."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator can set; `.env.example` explains each."""

    discord_token: str = field(repr=False)
    api_url: str = DISCORD_API
    gateway_url: str | None = None
    """None for the gateway that Discord names."""
    clock_url: str | None = None
    """A sandbox's clock; None for the machine's own."""
    database_url: str = field(default="sqlite+aiosqlite:///data/minga.db", repr=False)
    heads_file: Path | None = None
    """Where it stands how far each log was told to the world; None for beside a SQLite file."""
    lease_seconds: int = 20
    """How long a process that died keeps its place from one that stands by, on PostgreSQL."""
    serves_web: bool = True
    """Whether the bot itself serves the web pages; `minga web` does so in any case."""
    web_host: str = "127.0.0.1"
    web_port: int = 8090
    web_url: str | None = None
    """Where people reach the web pages; None where nobody from outside does."""
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """The web servers in front of ours, which say in X-Forwarded-For who reads."""
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = None
    """Where figures about the process are served; None for nowhere."""
    has_members_intent: bool = False
    log_level: str = "INFO"
    log_format: str = "text"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never stand in a log: the token, and the database's password where it has one."""
        return tuple(filter(None, (self.discord_token, urlsplit(self.database_url).password)))


def has_token(environment: Mapping[str, str] | None = None) -> bool:
    """Whether a token is given at all, good or bad."""
    values = _values(environment)
    return any(values.get(name, "").strip() for name in ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE"))


def read_settings(environment: Mapping[str, str] | None = None, *, needs_token: bool = True) -> Settings:
    """Read the settings from the environment, and from `.env` what the environment does not say.

    Who does not need the token is not given it. Raises `ConfigurationFault` with every fault. A test passes its own
    environment, and no file is read then.
    """
    reader = _Reader(_values(environment))
    settings = Settings(
        discord_token=reader.token() if needs_token else "",
        api_url=reader.url("DISCORD_API_URL", DISCORD_API, ("http", "https")) or DISCORD_API,
        gateway_url=reader.url("DISCORD_GATEWAY_URL", None, ("ws", "wss")),
        clock_url=reader.url("SANDBOX_CLOCK_URL", None, ("http",)),
        database_url=reader.database(),
        heads_file=reader.file("HEADS_FILE"),
        lease_seconds=reader.number("LEASE_SECONDS", 20, 3, 60),
        serves_web=reader.switch("WEB", "yes"),
        web_host=reader.text("WEB_HOST", "127.0.0.1"),
        web_port=reader.port("WEB_PORT", 8090),
        web_url=reader.url("WEB_URL", None, ("https", "http")),
        trusted_proxies=reader.networks("TRUSTED_PROXIES"),
        metrics_host=reader.text("METRICS_HOST", "127.0.0.1"),
        metrics_port=reader.port("METRICS_PORT", 0) if reader.text("METRICS_PORT", "") else None,
        has_members_intent=reader.switch("MEMBERS_INTENT"),
        log_level=reader.one_of("LOG_LEVEL", LOG_LEVELS),
        log_format=reader.one_of("LOG_FORMAT", LOG_FORMATS),
    )
    if reader.faults:
        raise ConfigurationFault(reader.faults)
    return settings


def read_database_settings(environment: Mapping[str, str] | None = None) -> tuple[str, Path | None]:
    """Where the database is, and the file of published heads: all that is needed to copy or to put back.

    Raises `ConfigurationFault`.
    """
    reader = _Reader(_values(environment))
    found = reader.database(), reader.file("HEADS_FILE")
    if reader.faults:
        raise ConfigurationFault(reader.faults)
    return found


def _values(environment: Mapping[str, str] | None) -> Mapping[str, str]:
    if environment is not None:
        return environment
    try:
        from_file = {key: value for key, value in dotenv_values(".env").items() if value is not None}
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigurationFault(
            [f".env cannot be read ({fault.__class__.__name__}); it must be a text file."]
        ) from None
    return from_file | os.environ


class _Reader:
    """Takes values one by one and remembers what is wrong with them."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self._values.get(name, "").strip() or default

    def token(self) -> str:
        token, file = self.text("DISCORD_TOKEN", ""), self.text("DISCORD_TOKEN_FILE", "")
        if token and file:
            self.faults.append("DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set; keep one of them.")
        elif file:
            token = self._token_in(Path(file))
        elif not token:
            self.faults.append("DISCORD_TOKEN is not set; the developer portal shows it under Bot.")
        if any(char.isspace() for char in token):
            self.faults.append("The Discord token has a space or a line break in it; copy it again.")
        elif 0 < len(token) < SHORTEST_TOKEN:
            self.faults.append("The Discord token is too short to be one; copy it again, all of it.")
        return token

    def _token_in(self, file: Path) -> str:
        try:
            if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                self.faults.append(f"DISCORD_TOKEN_FILE: others can read {file}; run: chmod 600 {file}")
            token = file.read_text(encoding="utf-8").strip()
            if not token:
                self.faults.append(f"DISCORD_TOKEN_FILE: {file} is empty.")
            return token
        except (OSError, UnicodeDecodeError) as fault:
            self.faults.append(f"DISCORD_TOKEN_FILE: {file} cannot be read ({fault.__class__.__name__}).")
            return ""

    def url(self, name: str, default: str | None, schemes: tuple[str, ...]) -> str | None:
        value = self.text(name, default or "")
        if value and not _is_address(value, schemes):
            beginnings = " or ".join(f"{scheme}://" for scheme in schemes)
            self.faults.append(f"{name} must be an address that begins with {beginnings}, not {value!r}.")
        return value.rstrip("/") or None

    def database(self) -> str:
        value = self.text("DATABASE_URL", "sqlite+aiosqlite:///data/minga.db")
        known = ("sqlite+aiosqlite://", "postgresql+asyncpg://")
        if not value.startswith(known):
            self.faults.append(f"DATABASE_URL must begin with {' or '.join(known)}.")
        elif not _is_readable(value):
            self.faults.append("DATABASE_URL must look like postgresql+asyncpg://user:password@host:port/name.")
        elif value.startswith("postgresql") and find_spec("asyncpg") is None:
            self.faults.append("DATABASE_URL needs the driver for PostgreSQL; install minga[postgres].")
        return value

    def file(self, name: str) -> Path | None:
        value = self.text(name, "")
        return Path(value) if value else None

    def port(self, name: str, default: int) -> int:
        return self.number(name, default, 0, 65_535, "a port")

    def number(self, name: str, default: int, least: int, most: int, what: str = "a number") -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or len(value) > len(str(most)) or not least <= int(value) <= most:
            self.faults.append(f"{name} must be {what} from {least} to {most}, not {value!r}.")
            return default
        return int(value)

    def networks(self, name: str) -> tuple[IPv4Network | IPv6Network, ...]:
        told = self.text(name, "").replace(",", " ").split()
        try:
            return tuple(map(ip_network, told))
        except ValueError as fault:
            self.faults.append(f"{name} must be addresses or networks like 127.0.0.1 or 10.0.0.0/8: {fault}.")
            return ()

    def switch(self, name: str, default: str = "no") -> bool:
        value = self.text(name, default).casefold()
        if value not in ("yes", "no", "true", "false", "1", "0", "on", "off"):
            self.faults.append(f"{name} must be yes or no, not {value!r}.")
        return value in ("yes", "true", "1", "on")

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, allowed[0])
        matching = next((known for known in allowed if known.casefold() == value.casefold()), None)
        if matching is None:
            self.faults.append(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
        return matching or allowed[0]


def is_web_address(value: str) -> bool:
    """Whether the value is an address that a browser opens."""
    return _is_address(value, ("https", "http"))


def _is_address(value: str, schemes: tuple[str, ...]) -> bool:
    """Whether the value is an address with one of the schemes and a host."""
    return _is_readable(value) and urlsplit(value).scheme in schemes and bool(urlsplit(value).hostname)


def _is_readable(address: str) -> bool:
    """Whether an address can be taken apart: its brackets match, and its port, if it has one, is a port."""
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


LEVELS = {name: getattr(logging, name) for name in LOG_LEVELS}
