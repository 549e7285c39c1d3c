"""What no browser of ours sends gets a plain answer, never a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from ringback.cli import web
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("path", ["/", "/sign-in", "/people/"])
def test_a_cookie_with_a_nul_is_no_session(path: str) -> None:
    with_it, without = Client(), Client()
    with_it.cookies["sessionid"] = "abcdefgh\0ij"
    answers = [each.get(path).status_code for each in (with_it, without)]
    assert answers[0] == answers[1]


def test_a_nul_is_refused_where_everybody_may_write_too() -> None:
    found = Client().post("/sign-in/forgotten", {"email": "a\0@example.org"})
    assert found.status_code == 400


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_the_record_of_a_day_that_never_was_is_that_of_today(cedar: Cast, day: str) -> None:
    manager = signed_in(cedar.mara)
    asked = manager.get(reverse("ledger"), {"day": day})
    assert (asked.status_code, asked.context["day"]) == (200, asked.context["today"])


def test_a_number_longer_than_any_is_none(cedar: Cast) -> None:
    found = signed_in(cedar.mara).get(reverse("setup-people"), {"returned": "9" * 5000})
    assert (found.status_code, found.context["returned"]) == (200, 0)


@pytest.mark.parametrize(("proxies", "believed"), [("", False), ("0", False), ("1", True)])
def test_where_a_request_came_from_is_believed_of_a_proxy_of_ours_only(
    monkeypatch: pytest.MonkeyPatch, proxies: str, *, believed: bool
) -> None:
    monkeypatch.setenv("RINGBACK_PROXIES", proxies)
    assert web.stands_behind_a_proxy() is believed
