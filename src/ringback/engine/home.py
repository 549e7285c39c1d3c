"""RINGBACK_HOME: the one folder in which an installation keeps what is its own.

    secret-key      stable secrets, one file each, 0600; ledger.key signs checkpoints
    ledger.pub      the public halves of that key, one a line
    checkpoints/    signed checkpoints of the record, one file for each practice
    engine/         the embedded server: data, socket, log (see place.py)
    engine-place    where that is instead, when the server's account cannot enter this folder
    engine.lock     held while the server is started or stopped
    engine.users    held, shared, by every command that uses the server

The folder belongs to the person who runs Ringback and is closed to everyone else.
"""

from __future__ import annotations

import os
import pwd
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ringback.engine.account import Account

OTHERS = 0o077
"""The permission bits of everyone but the owner."""

MARK = "engine.lock"
"""Made first in every home, so it tells a home from somebody's folder named by mistake."""


@dataclass(frozen=True, kw_only=True)
class Home:
    """A home that exists, is ours, and is closed to others."""

    path: Path

    @property
    def pointer(self) -> Path:
        """Names the engine's folder where that is not inside the home."""
        return self.path / "engine-place"

    @property
    def lock(self) -> Path:
        """The lock that serialises starting and stopping."""
        return self.path / MARK

    @property
    def users(self) -> Path:
        """The lock that every user of the running server shares."""
        return self.path / "engine.users"

    def secret(self, name: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(64)) -> str:
        """Return a stable secret (64 random bytes as text), made on first use in a 0600 file.

        Raises EngineTrouble when the file can be read by others.
        """
        path = self.path / name
        if not path.exists():
            _create_once(path, make())
        if path.stat().st_mode & OTHERS:
            raise EngineTrouble(f"The secret file {path} can be read by others; chmod 600 it.")
        return path.read_text(encoding="ascii").strip()


def resolve(environ: Mapping[str, str]) -> Path:
    """Choose the home: RINGBACK_HOME, else `.ringback` in the checkout, else the data folder."""
    if named := environ.get("RINGBACK_HOME"):
        return Path(named).expanduser().absolute()
    if checkout := _checkout():
        return checkout / ".ringback"
    shared = environ.get("XDG_DATA_HOME") or ""
    base = Path(shared) if shared.startswith("/") else Path.home() / ".local" / "share"
    return base / "ringback"


def open_home(path: Path, account: Account) -> Home:
    """Create the home if needed, close it to others, and return it.

    Under root the server's account may pass through (not list, not write): nobody else is in its
    group. A folder that was already closed keeps its mode. Raises EngineTrouble when the folder
    belongs to someone else, cannot be made, or holds somebody's other files in the open.
    """
    path = path.absolute()
    try:
        if not path.exists():
            _make(path, account)
        _close(path, account)
        (path / MARK).touch(mode=0o600)
    except OSError as error:
        raise EngineTrouble(
            f"The folder {path} cannot be used ({error.strerror}); set RINGBACK_HOME to one "
            "that is yours."
        ) from error
    return Home(path=path)


def _make(path: Path, account: Account) -> None:
    """Appear with the right mode at once: a second command may be looking in this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".ringback-", dir=path.parent))
    _restrict(draft, account)
    try:
        draft.rename(path)
    except OSError:
        draft.rmdir()
        if not path.is_dir():
            raise


def _checkout() -> Path | None:
    source = Path(__file__).resolve().parents[2]
    root = source.parent
    return root if source.name == "src" and (root / "pyproject.toml").is_file() else None


def _close(path: Path, account: Account) -> None:
    found = path.stat()
    if found.st_uid != os.geteuid():
        owner = _name(found.st_uid)
        raise EngineTrouble(f"The folder {path} belongs to {owner}; run this command as {owner}.")
    if not stat.S_IMODE(found.st_mode) & OTHERS:
        return
    names = {entry.name for entry in path.iterdir()}
    if names and MARK not in names:
        raise EngineTrouble(
            f"The folder {path} holds other files and is open to others; set RINGBACK_HOME to an "
            "empty folder or to one that does not exist yet."
        )
    _restrict(path, account)


def _restrict(path: Path, account: Account) -> None:
    if account.uid == os.geteuid():
        path.chmod(0o700)
    else:
        os.chown(path, -1, account.gid)
        path.chmod(0o710)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the user with number {uid}"


def _create_once(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link, not a rename: of two commands that start together, the first one's secret stays.
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
