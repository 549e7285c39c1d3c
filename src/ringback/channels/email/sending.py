"""One mail handed to the mail server, within time limits; every ending is one of a few codes."""

from __future__ import annotations

import smtplib
import ssl
from typing import TYPE_CHECKING, Final

from ringback.channels.email.message import Unsendable
from ringback.rules.outbox import Trouble

if TYPE_CHECKING:
    from email.message import EmailMessage

    from ringback.channels.email.address import Post, Server

LASTING: Final = 500
"""Replies from here on say that trying again changes nothing (RFC 5321, 4.2.1)."""


def send(mail: EmailMessage, *, post: Post, limit_s: float) -> None:
    """Hand it over. Raises Unsendable, whose code says whether another try is worth it.

    Returning means that the server took it; what went wrong after it did is no matter any more.
    """
    try:
        _hand_over(mail, post, limit_s)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise Unsendable(trouble_of(error)) from error


def _hand_over(mail: EmailMessage, post: Post, limit_s: float) -> None:
    server = _connected(post, limit_s)
    try:
        if post.server.security == "starttls":
            _encrypt(server)
        if post.server.user:
            _log_in(server, post.server)
        server.send_message(mail, from_addr=post.sender, to_addrs=[str(mail["To"])])
    finally:
        server.close()  # without goodbye: a server that is slow to say it keeps nobody waiting


def _connected(post: Post, limit_s: float) -> smtplib.SMTP:
    """The greeting names our own domain: asking the machine's name may take long, and tells it."""
    host, port, name = post.server.host, post.server.port, post.sender.rpartition("@")[2]
    if post.server.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, name, timeout=limit_s, context=context)
    return smtplib.SMTP(host, port, name, timeout=limit_s)


def _encrypt(server: smtplib.SMTP) -> None:
    """Before anything is said that matters. A server that cannot, or will not, gets nothing."""
    try:
        server.starttls(context=ssl.create_default_context())
    except smtplib.SMTPResponseException as error:
        raise Unsendable(Trouble.NOT_ENCRYPTED) from error


def _log_in(server: smtplib.SMTP, known: Server) -> None:
    try:
        server.login(known.user, known.password)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as error:
        raise Unsendable(Trouble.NOT_LET_IN) from error


def trouble_of(error: Exception) -> Trouble:
    """Which of our codes this is."""
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return Trouble.NOT_ENCRYPTED
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return Trouble.REFUSED_ADDRESS if min(codes, default=0) >= LASTING else Trouble.BUSY
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return Trouble.BUSY  # turned away at the door says nothing about this mail
    if isinstance(error, smtplib.SMTPResponseException):
        return Trouble.REFUSED if error.smtp_code >= LASTING else Trouble.BUSY
    if isinstance(error, ValueError):
        return Trouble.UNREADABLE
    return Trouble.UNREACHABLE
