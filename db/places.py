"""Where a database is: its file if it is one, what stands beside it, and its address as other programs write it."""

from pathlib import Path

from sqlalchemy import URL, make_url


def file_of(url: str) -> Path | None:
    """The SQLite file that an address means; None for PostgreSQL, and for what lives in memory only."""
    told = make_url(url)
    if told.get_backend_name() != "sqlite" or not told.database or told.database == ":memory:":
        return None
    return Path(told.database)


def heads_file_of(url: str) -> Path | None:
    """Where published heads are noted by default: beside a SQLite file."""
    file = file_of(url)
    return file.with_name(f"{file.name}.heads") if file else None


def url_of(file: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite+aiosqlite:///{file}"


def plain_address(url: str) -> str:
    """The address of a PostgreSQL database as its own programs understand it, without the password."""
    told = make_url(url)
    bare = URL.create(told.get_backend_name(), told.username, None, told.host, told.port, told.database)
    return bare.render_as_string()
