"""The folder of an export: files are put in whole or not at all, and only what an export made is ever taken away."""

import contextlib
import fcntl
import filecmp
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

LIST = ".minga-export"
"""Names the files that exports have made in a folder."""

_UNFINISHED_LIST = f"{LIST}.unfinished"
_UNFINISHED_FILE = f"{LIST}.file"
_HEAD = "# Written by `minga export`, which takes away no other files than these."
_OF = "# Server: "


class ExportRefused(Exception):
    """The export cannot be made like this; the message says what to do."""


class Folder:
    """An opened folder. `is_of` is the server of which it is the export alone; empty where it is of all."""

    def __init__(self, path: Path, is_of: str) -> None:
        self.path = path
        self.written = self.kept = self.removed = 0
        self.was_of, self._others = _listed(path / LIST)
        self._make_up_for_a_break()
        self._folders: set[Path] = {path}
        self._list = open(path / _UNFINISHED_LIST, "wb")  # noqa: SIM115  # it is closed with the folder
        self._note(_HEAD)
        if is_of:
            self._note(f"{_OF}{is_of}")

    def put(self, name: str, body: bytes) -> None:
        """Let a file have these bytes; one that has them already is not touched."""
        target = self.path / name
        if _is_file(target) and target.stat().st_size == len(body) and target.read_bytes() == body:
            self._keep(name)
            return
        with self.putting(name) as file:
            file.write(body)

    @contextlib.contextmanager
    def putting(self, name: str) -> Iterator[BinaryIO]:
        """Let a file have the bytes that the block writes, piece by piece, once it has ended."""
        new, target = self.path / _UNFINISHED_FILE, self.path / name
        with open(new, "wb") as file:
            yield file
        if _is_file(target) and filecmp.cmp(new, target, shallow=False):
            self._keep(name)
            return
        if name not in self._others and os.path.lexists(target):
            raise ExportRefused(f"{target} is not of an export and would be overwritten. Move it away.")
        self._make_room(target.parent)
        self._others.discard(name)
        self._note(name)
        # Were it named only afterwards, a break between the two would leave a file that nobody takes away.
        self._list.flush()
        new.replace(target)
        self.written += 1

    def _keep(self, name: str) -> None:
        self._others.discard(name)
        self._note(name)
        self.kept += 1

    def finish(self) -> None:
        """Take away what earlier exports made and this one did not, and remember what it made."""
        for name in sorted(self._others):
            self._remove(self.path / name)
        self._list.close()
        done, known = self.path / _UNFINISHED_LIST, self.path / LIST
        if known.exists() and filecmp.cmp(done, known, shallow=False):
            done.unlink()
        else:
            done.replace(known)

    def close(self) -> None:
        """Leave the folder, also where the export was broken off."""
        self._list.close()
        (self.path / _UNFINISHED_FILE).unlink(missing_ok=True)

    def _note(self, line: str) -> None:
        self._list.write(line.encode() + b"\n")

    def _make_up_for_a_break(self) -> None:
        """An export that was broken off has made files, too."""
        unfinished = self.path / _UNFINISHED_LIST
        if not unfinished.exists():
            return
        was_of, made = _listed(unfinished)
        self.was_of = self.was_of or was_of
        self._others |= made
        lines = [_HEAD, *([_OF + self.was_of] if self.was_of else ()), *sorted(self._others)]
        new = self.path / _UNFINISHED_FILE
        new.write_text("\n".join(lines) + "\n", encoding="utf-8")
        new.replace(self.path / LIST)

    def _make_room(self, folder: Path) -> None:
        if folder in self._folders:
            return
        for each in (*reversed(folder.relative_to(self.path).parents), folder.relative_to(self.path)):
            if (self.path / each).is_symlink() and each.parts:
                raise ExportRefused(f"{self.path / each} leads out of the folder. Put a folder there, or nothing.")
        folder.mkdir(parents=True, exist_ok=True)
        self._folders.add(folder)

    def _remove(self, file: Path) -> None:
        inside = file.parent.relative_to(self.path)
        if any((self.path / each).is_symlink() for each in (inside, *inside.parents) if each.parts):
            return
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            file.unlink()
            self.removed += 1
        for each in (inside, *inside.parents):
            if each.parts:
                with contextlib.suppress(OSError):
                    (self.path / each).rmdir()


@contextlib.contextmanager
def opened(path: Path, *, is_of: str) -> Iterator[Folder]:
    """A folder to export into, made where there is none; raises `ExportRefused`."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as fault:
        raise ExportRefused(f"{path} cannot be a folder to export into ({fault.strerror}).") from fault
    try:
        _refuse_what_is_in_use(path, handle)
        folder = Folder(path, is_of)
        try:
            yield folder
        finally:
            folder.close()
    except OSError as fault:
        raise ExportRefused(
            f"{path}: a file cannot be written ({fault.strerror}). Every file there is whole; mend it and export again."
        ) from fault
    finally:
        os.close(handle)


def _refuse_what_is_in_use(path: Path, handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ExportRefused(f"Another export writes into {path} just now. Wait until it has ended.") from None
    if (path / LIST).exists() or (path / _UNFINISHED_LIST).exists():
        return
    # A hidden file or folder belongs to a program, like .git.
    others = sorted(each.name for each in path.iterdir() if not each.name.startswith("."))
    if others:
        raise ExportRefused(
            f"{path} holds something else, like {others[0]}. Name an empty folder, or one that an export made."
        )


def _listed(file: Path) -> tuple[str, set[str]]:
    """The server and the files that a list names; a last line that was not written to its end is none."""
    if not file.exists():
        return "", set()
    *lines, _unfinished = file.read_text(encoding="utf-8").split("\n")
    of = next((line.removeprefix(_OF) for line in lines if line.startswith(_OF)), "")
    return of, {line for line in lines if line and not line.startswith("#") and _stays_inside(line)}


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _stays_inside(name: str) -> bool:
    """Whether a name means a file in the folder; a list that somebody has changed must not lead elsewhere."""
    return not name.startswith("/") and ".." not in name.split("/")
