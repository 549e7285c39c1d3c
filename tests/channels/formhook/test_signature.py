"""Only the secret's own signature over these very bytes counts."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode

import pytest

from ringback.channels.formhook import twin
from ringback.channels.formhook.signature import signed

BODY, SECRET = b'{"name": "Ana"}', "a shared secret"
DIGEST = hmac.new(SECRET.encode(), BODY, hashlib.sha256)


def holds(
    given: str, body: bytes = BODY, *, header: str = "X-Signature", secret: str = SECRET
) -> bool:
    return signed(body, {header: given}, {}, secret)


@pytest.mark.parametrize("before", ["", "sha256="])
def test_it_counts_in_both_ways_of_writing_it(before: str) -> None:
    for written in (DIGEST.hexdigest(), b64encode(DIGEST.digest()).decode()):
        assert holds(f"{before}{written}")


@pytest.mark.parametrize(
    "given", ["", "sha256=", "é", DIGEST.hexdigest()[:-1], "sha1=" + DIGEST.hexdigest(), SECRET]
)
def test_nothing_else_does(given: str) -> None:
    assert not holds(given)


def test_one_of_other_bytes_or_another_secret_does_not() -> None:
    assert not holds(DIGEST.hexdigest(), BODY + b" ")
    assert not holds(DIGEST.hexdigest(), secret="another")
    assert not holds(DIGEST.hexdigest(), header="X-Other")


def test_the_practice_says_in_which_header_it_stands() -> None:
    given = {"Typeform-Signature": DIGEST.hexdigest()}
    assert signed(BODY, given, {"header": "Typeform-Signature"}, SECRET)
    assert signed(BODY, {"X-Signature": DIGEST.hexdigest()}, {"header": ""}, SECRET)


def test_the_twin_signs_as_the_real_ones_do() -> None:
    sent = twin.filled_in({"name": "Ana"}, secret=SECRET)
    assert signed(sent.body, sent.headers, {}, SECRET)
    assert "X-Signature" not in twin.filled_in({"name": "Ana"}).headers
