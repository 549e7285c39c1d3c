"""The operating-system account that the embedded server runs under.

An ordinary person's server is their own. PostgreSQL refuses to run as root, so root's server gets a
system account of its own. Whatever is changed inside that account's folders is changed *as* that
account: root writing there could be led by a planted link to overwrite any file.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringback.engine.signals import deferred
from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SYSTEM_ACCOUNT = "ringback"

BARE_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
"""Secrets of the calling command have no business in the server's environment."""

LIMIT_S = 120
"""How long one short program (initdb, mkdir) may take before it counts as hung."""

_WRITE = 'umask 077 && cat > "$1.new" && mv -f "$1.new" "$1"'


@dataclass(frozen=True, kw_only=True)
class Account:
    """The account of the server's processes and files."""

    name: str
    uid: int
    gid: int

    def identity(self) -> dict[str, Any]:
        """Return what `subprocess` needs to run as this account; nothing when it is ours."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def run(self, *argv: str | Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run one short program as this account, in a bare environment, and return its result.

        When that is broken off, by a signal to stop or by the limit, nothing of it is left: what
        initdb started would go on writing in a folder that the next command clears away.
        """
        program = None
        try:
            with deferred():  # so that there is no moment in which it runs and nobody knows it
                program = self._begin(argv)
            out, err = program.communicate("" if text is None else text, timeout=LIMIT_S)
        except BaseException:
            if program is not None:
                _sweep(program)
            raise
        return subprocess.CompletedProcess(program.args, program.returncode, out, err)

    def _begin(self, argv: Sequence[str | Path]) -> subprocess.Popen[str]:
        """Start it in a session of its own, by which all that it starts can be found."""
        return subprocess.Popen(  # noqa: S603 # nosec B603 # no shell; arguments are ours
            [str(part) for part in argv],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
            env=BARE_ENVIRONMENT,
            start_new_session=True,
            **self.identity(),
        )

    def must(self, *argv: str | Path, text: str | None = None) -> str:
        """Return the output of `run`; raises EngineTrouble with the program's last words."""
        done = self.run(*argv, text=text)
        if done.returncode:
            words = (done.stderr.strip() or done.stdout.strip()).splitlines()
            program = os.path.basename(argv[0])  # noqa: PTH119 - may be a name, not a path
            raise EngineTrouble(f"{program} failed: {words[-1] if words else 'without a word'}")
        return done.stdout

    def write(self, path: Path, text: str) -> None:
        """Replace a file of this account as a whole; readable by nobody else."""
        self.must("/bin/sh", "-c", _WRITE, "write", path, text=text)

    def may_enter(self, folder: Path) -> bool:
        """Whether this account can pass through a folder and everything above it."""
        return self.run("/bin/sh", "-c", 'cd -- "$1"', "enter", folder).returncode == 0


def _sweep(program: subprocess.Popen[str]) -> None:
    """Kill a program with all it started, and see the last of them out.

    They hold the other end of our pipes: when those are closed, nobody is left to write anything.
    """
    with deferred():
        if program.returncode is None:  # not collected yet, so the number is still its own
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
        program.communicate()


def server_account() -> Account:
    """Return the account for this process's server; root's is created when it is missing.

    Raises EngineTrouble when it cannot be created, or when the calling user has no name.
    """
    if os.geteuid() != 0:
        return _named(os.geteuid())
    return _system() or _create()


def _named(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise EngineTrouble(
            f"The user with number {uid} has no name on this system, and PostgreSQL starts only "
            "for a user that has one; add it to the system's users, or set DATABASE_URL."
        ) from None
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _system() -> Account | None:
    try:
        entry = pwd.getpwnam(SYSTEM_ACCOUNT)
    except KeyError:
        return None
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _create() -> Account:
    for command in _creators():
        subprocess.run(  # noqa: S603 # nosec B603 # constant words
            command, capture_output=True, check=False
        )
        # Asked even after a failure: another command may have created it in the same moment.
        if found := _system():
            return found
    raise EngineTrouble(
        f"PostgreSQL does not run as root, and the system account '{SYSTEM_ACCOUNT}' could not be "
        "created for it; create it, or start Ringback as an ordinary user."
    )


def _creators() -> Sequence[list[str]]:
    debian_and_fedora = ["useradd", "--system", "--user-group", "--no-create-home"]
    debian_and_fedora += ["--home-dir", "/var/lib/ringback", "--shell", "/usr/sbin/nologin"]
    alpine = ["adduser", "-S", "-D", "-H", "-h", "/var/lib/ringback", "-s", "/sbin/nologin"]
    offers = (debian_and_fedora, alpine)
    return [[*offer, SYSTEM_ACCOUNT] for offer in offers if shutil.which(offer[0])]
