"""Where the mail server is, who our mail is from, and where its links lead: read once, strictly.

`EMAIL_URL` is `smtp://user:password@host:587` (encrypted after the greeting, unless the server is
this machine) or `smtps://` (encrypted from the first byte). A password never travels in the open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote, urlsplit

from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

Security = Literal["tls", "starttls", "none"]

PORTS: Final[dict[str, int]] = {"smtp": 587, "smtps": 465}
MAILBOX: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
)
"""A plain address as every mail server takes it: no quotes, no comments, nothing to inject."""

LONGEST_MAILBOX: Final = 254


@dataclass(frozen=True, kw_only=True)
class Server:
    """A mail server and how to speak to it."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Post:
    """How this installation sends mail: through whom, from whom, and where its links lead."""

    server: Server
    sender: str
    site: str


def is_mailbox(text: str) -> bool:
    """Whether this is one address mail can be sent to."""
    return len(text) <= LONGEST_MAILBOX and MAILBOX.fullmatch(text) is not None


def from_environment(environ: Mapping[str, str], *, demo: bool) -> Post | None:
    """How mail is sent; None where EMAIL_URL names no server.

    Raises EngineTrouble, in words and without the password, where something cannot be used.
    """
    url = environ.get("EMAIL_URL")
    if not url:
        return None
    server = parse(url)
    if demo and not is_loopback(server.host):
        raise EngineTrouble(
            "The demo sends nothing from this machine, and EMAIL_URL names another one. Unset it."
        )
    return Post(server=server, sender=_sender(environ, server), site=_site(environ, server))


def parse(url: str) -> Server:
    """Read a mail server's address. Raises EngineTrouble, without repeating the password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong("has a port or a host that cannot be read") from None
    if parts.scheme not in PORTS:
        raise _wrong("must begin with smtp:// or smtps://")
    host = (parts.hostname or "").lower()
    if not host or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise _wrong("must name a host, and has no spaces")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise _wrong("ends with the port: nothing may follow it")
    if port == 0:
        raise _wrong("has a port or a host that cannot be read")
    user, password = _credentials(parts)
    return Server(
        host=host,
        port=port or PORTS[parts.scheme],
        security=_security(parts.scheme, host),
        user=user,
        password=password,
    )


def is_loopback(host: str) -> bool:
    """Whether this is the machine itself: what is sent there is seen by nobody on the way."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _security(scheme: str, host: str) -> Security:
    """Encrypted wherever it leaves the machine, with a password or without."""
    if scheme == "smtps":
        return "tls"
    return "none" if is_loopback(host) else "starttls"


def _credentials(parts: SplitResult) -> tuple[str, str]:
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise _wrong("must have a user and a password, or neither")
    if not (user + password).isprintable():
        raise _wrong("has a user or a password with characters no server takes")
    return user, password


def _sender(environ: Mapping[str, str], server: Server) -> str:
    given = environ.get("EMAIL_FROM") or server.user
    if not given and is_loopback(server.host):
        given = "ringback@localhost"
    if not is_mailbox(given):
        raise EngineTrouble("EMAIL_FROM must be the one e-mail address our mail is from.")
    return given


def _site(environ: Mapping[str, str], server: Server) -> str:
    """Where links lead. A page of another machine is opened encrypted, or not at all."""
    port = environ.get("RINGBACK_PORT") or "8008"
    given = environ.get("RINGBACK_URL") or (
        f"http://127.0.0.1:{port}/" if is_loopback(server.host) else ""
    )
    parts = urlsplit(given)
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not safe or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise EngineTrouble(
            "RINGBACK_URL must be the address people open, such as https://calls.example.org/: "
            "mail holds links to it."
        )
    return given.rstrip("/")


def _wrong(words: str) -> EngineTrouble:
    return EngineTrouble(f"EMAIL_URL {words}, like smtp://user:password@mail.example.org:587.")
