"""Settings: what is taken, and that whatever is wrong is named at once, in words."""

import os
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.config import DISCORD_API, ConfigurationFault, Settings, has_token, read_settings

TOKEN = "a-token-of-ten-or-more-characters"
NAMES = ("DISCORD_", "DATABASE_", "WEB_", "LOG_", "MEMBERS_", "SANDBOX_", "TRUSTED_")


def faults_of(**environment: str) -> list[str]:
    """What is said of an environment, which holds a good token unless it says otherwise."""
    with pytest.raises(ConfigurationFault) as caught:
        read_settings({"DISCORD_TOKEN": TOKEN} | environment)
    return caught.value.faults


def write_secret(path: Path, text: str, mode: int = 0o600) -> Path:
    """A file that holds a secret, with a mode."""
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_token_is_all_that_must_be_set() -> None:
    assert read_settings({"DISCORD_TOKEN": TOKEN}) == Settings(discord_token=TOKEN)


def test_what_is_left_empty_counts_as_not_set() -> None:
    blank = {"WEB_PORT": "", "DATABASE_URL": " ", "LOG_LEVEL": "", "DISCORD_API_URL": "", "MEMBERS_INTENT": ""}

    assert read_settings({"DISCORD_TOKEN": TOKEN} | blank) == Settings(discord_token=TOKEN)


def test_every_setting_is_taken() -> None:
    settings = read_settings(
        {
            "DISCORD_TOKEN": f" {TOKEN} ",
            "DISCORD_API_URL": "http://127.0.0.1:8080/api/v10/",
            "DISCORD_GATEWAY_URL": "ws://127.0.0.1:8080/gateway",
            "SANDBOX_CLOCK_URL": "http://127.0.0.1:8080/sandbox/clock",
            "DATABASE_URL": "postgresql+asyncpg://minga:secret@db.example/minga",
            "WEB_HOST": "0.0.0.0",
            "WEB_PORT": "0",
            "WEB_URL": "https://minga.example/",
            "TRUSTED_PROXIES": "127.0.0.1, ::1  10.0.0.0/8",
            "MEMBERS_INTENT": "Yes",
            "LOG_LEVEL": "warning",
            "LOG_FORMAT": "JSON",
        }
    )

    assert settings == Settings(
        discord_token=TOKEN,
        api_url="http://127.0.0.1:8080/api/v10",
        gateway_url="ws://127.0.0.1:8080/gateway",
        clock_url="http://127.0.0.1:8080/sandbox/clock",
        database_url="postgresql+asyncpg://minga:secret@db.example/minga",
        web_host="0.0.0.0",
        web_port=0,
        web_url="https://minga.example",
        trusted_proxies=(ip_network("127.0.0.1"), ip_network("::1"), ip_network("10.0.0.0/8")),
        has_members_intent=True,
        log_level="WARNING",
        log_format="json",
    )


def test_every_fault_is_named_at_once() -> None:
    faults = faults_of(
        DISCORD_TOKEN="",
        DISCORD_API_URL="ftp://discord.example",
        DISCORD_GATEWAY_URL="https://gateway.example",
        SANDBOX_CLOCK_URL="clock",
        DATABASE_URL="mysql://localhost/minga",
        WEB_PORT="70000",
        WEB_URL="minga.example",
        MEMBERS_INTENT="perhaps",
        LOG_LEVEL="DEBUG",
        LOG_FORMAT="xml",
    )

    assert faults == [
        "DISCORD_TOKEN is not set; the developer portal shows it under Bot.",
        "DISCORD_API_URL must be an address that begins with http:// or https://, not 'ftp://discord.example'.",
        "DISCORD_GATEWAY_URL must be an address that begins with ws:// or wss://, not 'https://gateway.example'.",
        "SANDBOX_CLOCK_URL must be an address that begins with http://, not 'clock'.",
        "DATABASE_URL must begin with sqlite+aiosqlite:// or postgresql+asyncpg://.",
        "WEB_PORT must be a port from 0 to 65535, not '70000'.",
        "WEB_URL must be an address that begins with https:// or http://, not 'minga.example'.",
        "MEMBERS_INTENT must be yes or no, not 'perhaps'.",
        "LOG_LEVEL must be one of INFO, WARNING, ERROR, not 'DEBUG'.",
        "LOG_FORMAT must be one of text, json, not 'xml'.",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_API_URL", "https://"),
        ("DISCORD_API_URL", "https://[::1"),
        ("DISCORD_API_URL", "https://discord.example:port"),
        ("DISCORD_API_URL", "https://discord.example:99999"),
        ("DATABASE_URL", "postgresql+asyncpg://user:password@host:port/name"),
        ("DATABASE_URL", "postgresql+asyncpg://[::1/name"),
        ("WEB_PORT", "-1"),
        ("LEASE_SECONDS", "2"),
        ("LEASE_SECONDS", "61"),
        ("WEB_PORT", "8090.0"),
        ("WEB_PORT", "http"),
        ("TRUSTED_PROXIES", "nginx"),
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("WEB_PORT", "9" * 5_000),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_breaks_nothing(name: str, value: str) -> None:
    (fault,) = faults_of(**{name: value})

    assert fault.startswith(name)


def test_a_fault_of_the_database_never_shows_its_password() -> None:
    assert "hunter2" not in "".join(faults_of(DATABASE_URL="postgres://minga:hunter2@db.example/minga"))


def test_settings_can_be_printed_without_giving_a_secret_away() -> None:
    settings = read_settings({"DISCORD_TOKEN": TOKEN, "DATABASE_URL": "postgresql+asyncpg://minga:hunter2@db/minga"})

    assert TOKEN not in repr(settings)
    assert "hunter2" not in repr(settings)
    assert settings.secrets == (TOKEN, "hunter2")


def test_a_database_on_a_socket_needs_no_host() -> None:
    url = "postgresql+asyncpg:///minga?host=/run/postgresql"

    assert read_settings({"DISCORD_TOKEN": TOKEN, "DATABASE_URL": url}).database_url == url


def test_the_token_can_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    file = write_secret(tmp_path / "token", f"{TOKEN}\n")

    assert read_settings({"DISCORD_TOKEN_FILE": str(file)}).discord_token == TOKEN


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o601])
def test_a_token_file_that_others_can_open_is_refused_with_what_mends_it(tmp_path: Path, mode: int) -> None:
    file = write_secret(tmp_path / "token", TOKEN, mode)

    assert faults_of(DISCORD_TOKEN="", DISCORD_TOKEN_FILE=str(file)) == [
        f"DISCORD_TOKEN_FILE: others can read {file}; run: chmod 600 {file}"
    ]


def test_a_token_file_that_is_missing_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nowhere"

    assert faults_of(DISCORD_TOKEN="", DISCORD_TOKEN_FILE=str(file)) == [
        f"DISCORD_TOKEN_FILE: {file} cannot be read (FileNotFoundError)."
    ]


def test_an_empty_token_file_is_named(tmp_path: Path) -> None:
    file = write_secret(tmp_path / "token", "\n")

    assert faults_of(DISCORD_TOKEN="", DISCORD_TOKEN_FILE=str(file)) == [f"DISCORD_TOKEN_FILE: {file} is empty."]


def test_two_places_for_one_token_are_one_too_many(tmp_path: Path) -> None:
    file = write_secret(tmp_path / "token", TOKEN)

    assert faults_of(DISCORD_TOKEN_FILE=str(file)) == [
        "DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set; keep one of them."
    ]


def test_a_token_copied_with_a_space_is_named_without_being_shown() -> None:
    assert faults_of(DISCORD_TOKEN="half a-token") == [
        "The Discord token has a space or a line break in it; copy it again."
    ]


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(NAMES)]:
        monkeypatch.delenv(name)
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\nWEB_PORT=8001\nLOG_FORMAT=json\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WEB_PORT", "8002")

    settings = read_settings()

    assert (settings.discord_token, settings.web_port, settings.log_format) == (TOKEN, 8002, "json")
    assert settings.api_url == DISCORD_API


def test_a_token_that_is_given_is_known_to_be_given_good_or_bad() -> None:
    assert has_token({"DISCORD_TOKEN": "not good at all"})
    assert has_token({"DISCORD_TOKEN_FILE": "nowhere"})
    assert not has_token({"DISCORD_TOKEN": ""})
    assert not has_token({"DISCORD_TOKEN": " "})
    assert not has_token({})
