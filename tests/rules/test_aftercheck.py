"""Before the check one reads why they called; what may be said, once somebody was verified."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ringback.rules.aftercheck import Reader, kept_back

NOON, DANA, VIK = datetime(2026, 11, 23, 17, tzinfo=UTC), UUID(int=1), UUID(int=2)


def reader(*, always: bool = False, verified: bool = False) -> Reader:
    return Reader(person_id=DANA, always=always, verified=verified, since=NOON)


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("booked_for", "2026-12-01T10:30", True),
        ("booked_where", "Suite 200", True),
        ("received", 3, True),
        ("of_another_practice", "whatever they noted", True),
        ("read_back_done", True, False),
        ("read_back_done", False, False),
        ("reason_learned", "a refill", False),
        ("exact_words", "it hurts", False),
        ("callback_number", "(202) 555-0147", False),
        ("best_time", "after four", False),
        ("words_for_clinician_2", "it hurts", False),
        ("answer", "take it with food", True),
    ],
)
def test_what_a_colleague_noted_waits_for_the_check_unless_it_is_why_they_called(
    code: str, value: object, expected: bool
) -> None:
    assert kept_back(code, value, by=VIK, at=NOON, reader=reader()) == expected
    assert not kept_back(code, value, by=VIK, at=NOON, reader=reader(verified=True))
    assert not kept_back(code, value, by=VIK, at=NOON, reader=reader(always=True))


@pytest.mark.parametrize(("minutes", "expected"), [(-1, True), (0, False), (1, False)])
def test_what_they_have_just_noted_themselves_they_read(minutes: int, expected: bool) -> None:
    at = NOON + timedelta(minutes=minutes)
    assert kept_back("booked_for", "x", by=DANA, at=at, reader=reader()) == expected
