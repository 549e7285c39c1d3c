"""Where the embedded server's own folder is, and what lies in it.

    data/                PostgreSQL's data folder
    socket/              the private folder of its socket
    socket-folder        where that is instead, when this path is too long for one
    server.log           what the server said; never what was in a statement
    binaries-VERSION/    a copy of the programs, when the server cannot reach the installed ones

The folder is owned by the server's account and closed to everyone else (0700). It lies in the home
where that account can enter; else under /var/lib/ringback. No folder above it is ever opened.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from ringback.engine.account import Account
    from ringback.engine.binaries import Binaries
    from ringback.engine.home import Home

SYSTEM_FOLDER = Path("/var/lib/ringback")

SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432")
"""A unix socket's path has at most 107 bytes; this many remain for its folder."""

PLAIN_PATH = re.compile(r"[\w/.+@ -]+", re.ASCII)
"""libpq splits a host at commas, so a socket's folder keeps to plain characters."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """The server's folder, which exists and belongs to `account`."""

    path: Path
    account: Account

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder; made by initdb."""
        return self.path / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.path / "server.log"


def open_place(home: Home, account: Account) -> Place:
    """Find the server's folder, or make one. Call it under the home's lock.

    Raises EngineTrouble when the folder that the home points to is gone.
    """
    if home.pointer.exists():
        return _pointed(home, account)
    inside = home.path / "engine"
    if inside.exists() or account.may_enter(home.path):
        _make(inside, account)
        return Place(path=inside, account=account)
    return _outside(home, account)


def reachable(found: Binaries, place: Place) -> Binaries:
    """Programs that the server's account can run: the installed ones, else a copy of them.

    The copy belongs to the caller, so that the server cannot change its own programs.
    Raises EngineTrouble when neither runs on this machine.
    """
    if _runs(found, place.account):
        return found
    target = place.path / f"binaries-{found.version}"
    if not target.exists():
        _copy(found, target, place)
    copied = type(found)(folder=target, version=found.version)
    if not _runs(copied, place.account):
        words = place.account.run(copied.tool("postgres"), "--version").stderr.strip()
        raise EngineTrouble(f"PostgreSQL's programs do not run on this machine: {words[-200:]}")
    return copied


def remove_old_copies(place: Place, current: Binaries) -> None:
    """Remove copies of other versions. Not while a server runs: it loads its libraries late."""
    for copy in place.path.glob("binaries-*"):
        if copy != current.folder:
            shutil.rmtree(copy)


def socket_folder(place: Place) -> Path:
    """Return a folder for the socket, closed to others and short; the same one each time.

    A folder that was there before is used only when it belongs to the server's account and nobody
    else can enter it.
    """
    own = place.path / "socket"
    if len(os.fsencode(own)) <= SOCKET_LIMIT and PLAIN_PATH.fullmatch(str(own)):
        place.account.must("mkdir", "-m", "700", "-p", own)
        return own
    noted = place.path / "socket-folder"
    if noted.exists():
        before = Path(noted.read_text(encoding="utf-8").strip())
        if _claim(before, place.account):
            return before
    fresh = _short_folder()
    if os.geteuid() != place.account.uid:
        os.chown(fresh, place.account.uid, place.account.gid)
    place.account.write(noted, f"{fresh}\n")
    return fresh


def release_socket_folder(place: Place) -> None:
    """Take a stopped server's short socket folder away from the shared temporary folder."""
    noted = place.path / "socket-folder"
    if noted.exists():
        place.account.run("rmdir", noted.read_text(encoding="utf-8").strip())


def _pointed(home: Home, account: Account) -> Place:
    path = Path(home.pointer.read_text(encoding="utf-8").strip())
    if not path.is_dir():
        raise EngineTrouble(
            f"{home.pointer} says that the data is in {path}, which is gone; bring it back from a "
            "backup, or remove that file to begin with an empty database."
        )
    return Place(path=path, account=account)


def _outside(home: Home, account: Account) -> Place:
    if os.geteuid() == account.uid:
        raise EngineTrouble(f"The folder {home.path} cannot be entered; set RINGBACK_HOME.")
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    tail = hashlib.sha256(os.fsencode(home.path) + secrets.token_bytes(8)).hexdigest()[:12]
    path = SYSTEM_FOLDER / tail
    _make(path, account)
    draft = home.pointer.with_suffix(".new")
    draft.write_text(f"{path}\n", encoding="utf-8")
    draft.replace(home.pointer)
    return Place(path=path, account=account)


def _make(path: Path, account: Account) -> None:
    """Made by us, as its parent is ours, and given away while still empty."""
    path.mkdir(mode=0o700, exist_ok=True)
    if path.stat().st_uid != account.uid:
        os.chown(path, account.uid, account.gid)


def _runs(found: Binaries, account: Account) -> bool:
    try:
        done = account.run(found.tool("postgres"), "--version")
    except OSError:
        return False
    return done.returncode == 0


def _copy(found: Binaries, target: Path, place: Place) -> None:
    # Made where only we can write, then moved as a whole: half a copy is never run, and a link
    # planted in the server's folder leads nowhere.
    with tempfile.TemporaryDirectory(prefix=".copy-", dir=place.path.parent) as draft:
        copy = Path(draft) / "binaries"
        found.copy(copy)
        copy.chmod(0o755)
        copy.rename(target)


def _claim(folder: Path, account: Account) -> bool:
    account.run("mkdir", "-m", "700", folder)
    try:
        found = folder.lstat()
    except OSError:
        return False
    closed = not stat.S_IMODE(found.st_mode) & 0o077
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and closed


def _short_folder() -> Path:
    # mkdtemp makes a folder there whose name nobody guesses, closed to everybody else
    for base in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 # nosec B108 # see above
        if len(os.fsencode(base)) + len("/ringback-12345678") <= SOCKET_LIMIT:
            return Path(tempfile.mkdtemp(prefix="ringback-", dir=base))
    raise EngineTrouble("The system's folder for temporary files has too long a name for a socket.")
