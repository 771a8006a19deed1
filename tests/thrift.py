"""What two thousand tests, each with a house of its own, need not do anew: compile a statement, search for litter."""

import gc
from collections.abc import Iterator, MutableMapping
from typing import Any

from sqlalchemy import Connection, Engine, event

_Key = tuple[Any, ...]


class _Compiled(MutableMapping[_Key, Any]):
    """Statements as they were compiled, for every engine of one sort, while SQLAlchemy keeps them for each engine.

    A key begins with the engine's dialect, of which there is one for each engine; here its sort stands for it.
    """

    def __init__(self) -> None:
        self._kept: dict[_Key, Any] = {}

    def __getitem__(self, key: _Key) -> Any:
        return self._kept[_of_a_sort(key)]

    def __setitem__(self, key: _Key, compiled: Any) -> None:
        self._kept[_of_a_sort(key)] = compiled

    def __delitem__(self, key: _Key) -> None:
        del self._kept[_of_a_sort(key)]

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def _of_a_sort(key: _Key) -> _Key:
    dialect, *statement = key
    return (type(dialect), *statement)


_COMPILED = _Compiled()


def share_what_is_compiled() -> None:
    """Have every engine of this process take its compiled statements from one place."""

    @event.listens_for(Engine, "engine_connect")
    def _share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=_COMPILED)


def look_for_litter_less_often() -> None:
    """Leave out of every search for litter what libraries keep for good, and search rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
