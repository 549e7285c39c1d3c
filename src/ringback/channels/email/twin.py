"""The harmless twin of a mail server: it takes mail and keeps it, and nothing leaves the machine.

The demo's mail goes here, and the tests'. It can be told to be busy, to refuse, to say nothing any
more, or to take a mail and hang up without a word.
"""

from __future__ import annotations

import os
import socketserver
import threading
import time
from base64 import b64decode
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from ringback.engine.parent import exit_with_parent
from ringback.engine.signals import stoppable
from ringback.engine.supervisor import DOOR

if TYPE_CHECKING:
    from datetime import datetime
    from socket import socket

FOLDER: Final = "RINGBACK_DEMO_MAIL"
"""The environment variable that names the folder where the demo's mail is kept."""

LARGEST: Final = 1_000_000
MOST_KEPT: Final = 200
WRONG: Final = "wrong"
"""The one password it does not accept."""

IDLE_S: Final = 30.0

Mood = Literal["takes", "busy", "refuses", "refuses_address", "says_nothing", "drops"]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One mail as it came."""

    to: str
    sender: str
    subject: str
    at: datetime
    message_id: str
    text: str


class Twin(socketserver.ThreadingTCPServer):
    """Listens on this machine only. What came is in `kept`, newest last, and in the folder."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 100

    def __init__(self, folder: Path | None = None, door: socket | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Talk, bind_and_activate=door is None)
        if door is not None:
            self.socket.close()
            self.socket, self.server_address = door, door.getsockname()
        self.folder = folder
        self.kept: list[bytes] = []
        self.mood: Mood = "takes"
        self.let_go = threading.Event()
        """In the mood that says nothing: set it, and the answers come after all."""

        self.reached = threading.Event()
        """Set as soon as a mail is wholly here, whatever is answered."""

        self._turn = threading.Lock()

    @property
    def url(self) -> str:
        """What EMAIL_URL says to reach it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def begin(self) -> Twin:
        """Serve from a thread, for tests."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}).start()
        return self

    def end(self) -> None:
        """Stop that thread and let go of whoever waits."""
        self.let_go.set()
        self.shutdown()
        self.server_close()

    def keep(self, mail: bytes) -> None:
        """A mail is here: remember it, and write it down where the demo shows it."""
        with self._turn:
            self.kept.append(mail)
            del self.kept[:-100_000]
            if self.folder is not None:
                _write(self.folder, mail)
        self.reached.set()


class _Talk(socketserver.StreamRequestHandler):
    """One conversation: as much of RFC 5321 as a mail needs."""

    timeout = IDLE_S
    server: Twin

    def handle(self) -> None:
        with suppress(OSError):
            self._say("220 twin")
            while line := self.rfile.readline(2000):
                word, _, rest = line.decode("ascii", "replace").strip().partition(" ")
                if not self._answer(word.upper(), rest.strip()):
                    return

    def _answer(self, word: str, rest: str) -> bool:
        """Answer one command; False ends the conversation."""
        mood = self.server.mood
        if word == "QUIT":
            self._say("221 goodbye")
            return False
        if word == "DATA":
            return self._data()
        if word == "EHLO":
            self._say("250-twin\r\n250-8BITMIME\r\n250 AUTH PLAIN")
        elif word == "AUTH":
            wrong = _password(rest) == WRONG
            self._say("535 that is not your password" if wrong else "235 come in")
        elif word == "MAIL" and mood == "busy":
            self._say("451 come back later")
        elif word == "RCPT" and mood == "refuses_address":
            self._say("550 nobody here by that name")
        elif word in {"HELO", "MAIL", "RCPT", "RSET", "NOOP"}:
            self._say("250 well")
        else:
            self._say("502 not here")
        return True

    def _data(self) -> bool:
        self._say("354 go on")
        mail = self._mail()
        mood = self.server.mood
        if mood == "refuses":
            self._say("554 not this one")
            return True
        self.server.keep(mail)
        if mood == "says_nothing":
            self.server.let_go.wait(IDLE_S)
        if mood == "drops":
            return False
        self._say("250 kept")
        return True

    def _mail(self) -> bytes:
        """Everything up to the line with one dot; a doubled dot stands for one."""
        lines: list[bytes] = []
        size = 0
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            size += len(line)
            if size <= LARGEST:
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode("ascii"))


def _password(plain: str) -> str:
    """What AUTH PLAIN says: a name, a user and a password, with NUL between them."""
    with suppress(ValueError):
        return b64decode(plain.partition(" ")[2]).decode("utf-8", "replace").split("\0")[-1]
    return ""


def read(mail: bytes) -> Kept:
    """A mail in its parts."""
    found = message_from_bytes(mail, policy=policy.default)
    return Kept(
        to=str(found["To"]),
        sender=str(found["From"]),
        subject=str(found["Subject"]),
        at=parsedate_to_datetime(str(found["Date"])),
        message_id=str(found["Message-ID"]),
        text=found.get_content().replace("\r\n", "\n"),
    )


def kept_in(folder: Path, most: int = 50) -> list[Kept]:
    """What the demo's twin has kept, the newest first."""
    return [read(each.read_bytes()) for each in _files(folder)[:most]]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.eml"), reverse=True) if folder.is_dir() else []


def _write(folder: Path, mail: bytes) -> None:
    """Whole or not at all; the oldest go when there are too many."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{time.time_ns():020}.eml"
    draft = path.with_suffix(".draft")
    draft.write_bytes(mail)
    draft.rename(path)
    for each in _files(folder)[MOST_KEPT:]:
        each.unlink(missing_ok=True)


def main() -> None:
    """Keep the demo's mail until told to stop; `ringback demo` starts it with a socket."""
    import socket  # noqa: PLC0415 - only the process needs it

    exit_with_parent()
    with (
        stoppable(),
        Twin(Path(os.environ[FOLDER]), socket.socket(fileno=int(os.environ[DOOR]))) as twin,
    ):
        twin.serve_forever()


if __name__ == "__main__":
    main()
