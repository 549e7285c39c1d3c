"""One mail as it goes out: plain words, one address, nothing anybody could slip a header into."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - a field of a dataclass

from ringback.channels.email.address import is_mailbox
from ringback.rules.oneline import in_lines, in_one_line
from ringback.rules.outbox import Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.channels.email.address import Post


class Unsendable(Exception):  # noqa: N818 - it is an answer, not an error
    """It cannot go out, or not now: the code says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


class NotNeeded(Exception):  # noqa: N818 - it is an answer, not an error
    """Nobody waits for it any more."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is said to whom. `name` is who it is from, beside our address: the practice."""

    to: str
    name: str
    subject: str
    body: str
    language: str = "en"


def message_id(practice_id: UUID, dedupe_key: str, sender: str) -> str:
    """The same for every repeat of one mail, so that whoever gets it twice can tell."""
    named = hashlib.sha256(practice_id.bytes + dedupe_key.encode()).hexdigest()[:40]
    return f"<{named}@{sender.rpartition('@')[2]}>"


def written(message: Message, *, post: Post, known_as: str, now: datetime) -> EmailMessage:
    """The mail as the server takes it. Raises Unsendable where there is no address."""
    if not is_mailbox(message.to):
        raise Unsendable(Trouble.NO_ADDRESS)
    mail = EmailMessage(policy=SMTP)
    user, _, domain = post.sender.rpartition("@")
    mail["From"] = Address(display_name=_line(message.name, 100), username=user, domain=domain)
    mail["To"] = message.to
    mail["Subject"] = _line(message.subject, 200)
    mail["Date"] = now
    mail["Message-ID"] = known_as
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(in_lines(message.body) + "\n", charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = message.language  # last: setting the content takes others away
    return mail


def _line(text: str, most: int) -> str:
    """Words of a header: one line, whatever somebody called themselves.

    "=?" begins an encoded word (RFC 2047), which the library would decode, line ends and all.
    """
    return " ".join(in_one_line(text).replace("=?", "= ?").split())[:most]
