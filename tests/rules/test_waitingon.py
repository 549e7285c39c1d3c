"""What has to be said before we wait for somebody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ringback.rules import waitingon
from ringback.rules.access import Role
from ringback.rules.lifecycle import Party
from ringback.rules.waitingon import NAMES, Asked, Whom
from tests.rules.test_handover import DANA, VIK, actor

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"promised": True}, ["told"]),
        ({"whom": None}, ["whom"]),
        ({"what": "\n"}, ["for_what"]),
        ({"what": "x" * 201}, ["what_too_long"]),
        ({"asks": None}, ["who_asks"]),
        ({"asks": VIK}, ["who_asks"]),
        ({"asks": actor(7, Role.AUDITOR)}, ["who_asks"]),
        ({"review_at": None}, ["review_at"]),
        ({"review_at": NOW}, ["review_at"]),
        ({"review_at": NOW + 91 * DAY}, ["review_too_far"]),
        ({"review_at": NOW + 90 * DAY}, []),
        (
            {"whom": None, "what": "", "asks": None, "review_at": None},
            ["whom", "for_what", "who_asks", "review_at"],
        ),
    ],
)
def test_everything_missing_is_named(changed: dict[str, Any], codes: list[str]) -> None:
    usual = {
        "whom": Whom.RECORDS, "what": "the letter", "review_at": NOW + DAY, "asks": DANA,
        "category": "APPT",
    }  # fmt: skip
    found = waitingon.refusals(Asked(**{**usual, **changed}), NOW)
    assert [each.code for each in found] == codes


def test_who_owes_the_next_step() -> None:
    assert {each: waitingon.party(each) for each in Whom} == {
        Whom.PATIENT: Party.PATIENT,
        Whom.OFFICE: Party.THIRD_PARTY,
        Whom.INSURER: Party.THIRD_PARTY,
        Whom.RECORDS: Party.THIRD_PARTY,
        Whom.COLLEAGUE: Party.THIRD_PARTY,
    }
    assert set(NAMES) == set(Whom)


def test_one_line_says_for_whom_and_what() -> None:
    assert waitingon.in_line("Valley Imaging", "the report") == "Valley Imaging: the report"
    assert waitingon.in_line("", "the report") == "the report"
