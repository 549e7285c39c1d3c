"""Where the mail server is: read strictly, and its password never in the open nor in words."""

from __future__ import annotations

import pytest

from ringback.channels.email import address
from ringback.channels.email.address import Post, Server
from ringback.engine.trouble import EngineTrouble


def server(host: str, port: int, security: str, user: str = "", password: str = "") -> Server:
    return Server(host=host, port=port, security=security, user=user, password=password)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://mail.example.org", server("mail.example.org", 587, "starttls")),
        ("smtp://MAIL.example.org:25/", server("mail.example.org", 25, "starttls")),
        ("smtps://mail.example.org", server("mail.example.org", 465, "tls")),
        ("smtps://a:b@mail.example.org:1465", server("mail.example.org", 1465, "tls", "a", "b")),
        (
            "smtp://ana%40example.org:p%3Aw%2F@mail.example.org",
            server("mail.example.org", 587, "starttls", "ana@example.org", "p:w/"),
        ),
        ("smtp://127.0.0.1:1025", server("127.0.0.1", 1025, "none")),
        ("smtp://a:b@localhost:1025", server("localhost", 1025, "none", "a", "b")),
        ("smtp://[::1]:1025", server("::1", 1025, "none")),
        ("smtp://[2001:db8::7]", server("2001:db8::7", 587, "starttls")),
    ],
)
def test_an_address_is_read(url: str, found: Server) -> None:
    assert address.parse(url) == found


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mail.example.org", "must begin with smtp:// or smtps://"),
        ("http://mail.example.org", "must begin with smtp:// or smtps://"),
        ("smtp://", "must name a host"),
        ("smtp://mail example.org", "must name a host, and has no spaces"),
        ("smtp://mail.example.org:99999", "port or a host that cannot be read"),
        ("smtp://mail.example.org:x", "port or a host that cannot be read"),
        ("smtp://mail.example.org:0", "port or a host that cannot be read"),
        ("smtp://[::1", "port or a host that cannot be read"),
        ("smtp://mail.example.org/inbox", "nothing may follow it"),
        ("smtp://mail.example.org?tls=no", "nothing may follow it"),
        ("smtp://mail.example.org#tls", "nothing may follow it"),
        ("smtp://ana@mail.example.org", "a user and a password, or neither"),
        ("smtp://:secret@mail.example.org", "a user and a password, or neither"),
        ("smtp://ana:secret%0d%0aRSET@mail.example.org", "characters no server takes"),
    ],
)
def test_what_cannot_be_used_is_said_without_its_password(url: str, words: str) -> None:
    with pytest.raises(EngineTrouble) as no:
        address.parse(url)
    assert words in str(no.value)
    assert "secret" not in str(no.value)


def test_a_password_is_never_printed() -> None:
    assert "hidden" not in repr(address.parse("smtps://ana:hidden@mail.example.org"))


def read(*, demo: bool = False, **environ: str) -> Post | None:
    return address.from_environment(environ, demo=demo)


OURS = {"EMAIL_URL": "smtp://mail.example.org", "EMAIL_FROM": "calls@cedar.example"}
SITE = {"RINGBACK_URL": "https://calls.cedar.example/"}


def test_no_server_is_no_mail() -> None:
    assert (read(), read(EMAIL_URL="")) == (None, None)


def test_a_server_of_this_machine_needs_nothing_else() -> None:
    assert read(EMAIL_URL="smtp://127.0.0.1:1025", RINGBACK_PORT="8100") == Post(
        server=server("127.0.0.1", 1025, "none"),
        sender="ringback@localhost",
        site="http://127.0.0.1:8100",
    )


def test_the_sender_is_the_user_where_that_is_an_address() -> None:
    found = read(EMAIL_URL="smtp://ana%40cedar.example:b@mail.example.org", **SITE)
    assert found is not None
    assert (found.sender, found.site) == ("ana@cedar.example", "https://calls.cedar.example")


@pytest.mark.parametrize(
    "given",
    ["", "cedar", "a@b@c", "Cedar <calls@cedar.example>", "a@cedar.example\r\nBcc: x@y.example"],
)
def test_a_sender_is_one_address(given: str) -> None:
    with pytest.raises(EngineTrouble, match="EMAIL_FROM must be the one e-mail address"):
        read(**{**OURS, **SITE, "EMAIL_FROM": given})


@pytest.mark.parametrize(
    "given",
    ["", "calls.cedar.example", "http://calls.cedar.example", "ftp://calls.cedar.example",
     "https://", "https://a:b@calls.cedar.example", "https://calls.cedar.example/?x=1"],
)  # fmt: skip
def test_links_lead_to_an_encrypted_page(given: str) -> None:
    with pytest.raises(EngineTrouble, match="RINGBACK_URL must be the address people open"):
        read(**OURS, RINGBACK_URL=given)


def test_the_demo_sends_nothing_from_this_machine() -> None:
    with pytest.raises(EngineTrouble, match="The demo sends nothing from this machine"):
        read(demo=True, **OURS, **SITE)
    assert read(demo=True, EMAIL_URL="smtp://127.0.0.1:1025") is not None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("ana@example.org", True),
        ("ana.o'neill+x@mail.example.org", True),
        ("ana@localhost", True),
        ("", False),
        ("ana", False),
        ("@example.org", False),
        ("ana@", False),
        ("ana@-example.org", False),
        ("a..b@example.org", False),
        ("ana @example.org", False),
        ('"a b"@example.org', False),
        ("ana@example.org, bob@example.org", False),
        ("ana@example.org\nBcc: bob@example.org", False),
        ("ana@example.org\n", False),
        ("añа@example.org", False),  # noqa: RUF001 - a letter that looks like another
        (f"{'a' * 250}@example.org", False),
    ],
)
def test_an_address_mail_can_be_sent_to(text: str, is_one: bool) -> None:
    assert address.is_mailbox(text) == is_one
