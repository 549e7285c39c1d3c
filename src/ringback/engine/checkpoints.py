"""Files of checkpoints: one a practice, lines only ever added, on the disk when told so."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from pathlib import Path

ENDING: Final = ".jsonl"
LONGEST_LINE: Final = 4096


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One file of checkpoints. `torn`: its last line was cut off in the middle of writing."""

    path: Path
    lines: tuple[str, ...]
    torn: bool

    @property
    def name(self) -> str:
        """Whose it says it is."""
        return self.path.name.removesuffix(ENDING)


def append(folder: Path, name: str, line: str, *, make: bool) -> None:
    """Add a line and wait for the disk. Raises EngineTrouble, in a sentence, where that failed.

    A folder that is not there is made only if `make`: one of another machine would be made here,
    where it was to keep safe. A line that was torn by a power cut goes: nobody was told it is kept.
    """
    try:
        if make:
            folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"{name}{ENDING}"
        is_new = not path.exists()
        _append(path, line)
        if is_new:
            _settle(folder)
    except OSError as trouble:
        raise EngineTrouble(
            f"The checkpoint cannot be kept in {folder} ({trouble.strerror})."
        ) from None


def read(folder: Path) -> list[Kept]:
    """Every file of checkpoints in a folder. Raises EngineTrouble where it cannot be read."""
    try:
        return [_read(path) for path in sorted(folder.iterdir()) if path.name.endswith(ENDING)]
    except OSError as trouble:
        words = f"The checkpoints in {folder} cannot be read ({trouble.strerror})."
        raise EngineTrouble(words) from None


def last(folder: Path, name: str) -> str:
    """The last whole line of a file, or "" where there is none."""
    path = folder / f"{name}{ENDING}"
    try:
        lines = _read(path).lines
    except OSError:
        return ""
    return lines[-1] if lines else ""


def _append(path: Path, line: str) -> None:
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # the clock and the command may write at once
        size = file.seek(0, os.SEEK_END)
        begin = file.seek(max(0, size - LONGEST_LINE))
        tail = file.read()
        whole = begin + tail.rfind(b"\n") + 1
        file.truncate(whole)
        file.seek(whole)
        file.write(line.encode("ascii") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """A new file is safe once its folder is written too."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _read(path: Path) -> Kept:
    *whole, rest = path.read_bytes().split(b"\n")
    lines = tuple(line.decode("utf-8", "replace") for line in whole)
    return Kept(path=path, lines=lines, torn=bool(rest))
