"""What is known of a callback when it is judged, each fact by its name."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ringback.rules import clock
from ringback.rules.known import Facts, known
from tests.rules.pathways import NEW_YORK

ZONE = ZoneInfo(NEW_YORK)
HOURS = clock.open_hours(
    clock.Calendar(zone=NEW_YORK, closed=frozenset({date(2026, 11, 26)})),
    first=date(2026, 1, 1),
    last=date(2027, 12, 31),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


MONDAY = at("2026-11-23 10:00")


def value(name: str, facts: Facts) -> object:
    return known(facts, HOURS).values.get(name)


@pytest.mark.parametrize(
    ("contacts", "count", "reached"),
    [
        (["10:00"], 1, ["10:00"]),
        (["10:00", "12:00"], 2, ["10:00", "12:00"]),
        (["10:00", "12:01"], 1, ["10:00"]),
        (["10:00", "12:01", "12:30", "14:00"], 3, ["10:00", "12:30", "14:00"]),
        (["12:00", "10:00"], 2, ["10:00", "12:00"]),
    ],
)
def test_calls_within_two_hours_are_counted_wherever_they_fall(
    contacts: list[str], count: int, reached: list[str]
) -> None:
    moments = tuple(at(f"2026-11-23 {each}") for each in contacts)
    found = known(Facts(received_at=min(moments), contacts=moments), HOURS)
    name = "missed_calls_in_two_hours"
    assert found.values[name] == count
    assert found.reached[name] == tuple(at(f"2026-11-23 {each}") for each in reached)


def test_the_arrival_itself_is_the_first_contact() -> None:
    found = known(Facts(received_at=MONDAY), HOURS)
    assert found.reached == {
        "missed_calls_in_two_hours": (MONDAY,),
        "contacts_in_two_days": (MONDAY,),
    }


def test_only_calls_since_our_last_try_count_as_missed_again() -> None:
    contacts = (MONDAY, at("2026-11-23 10:30"), at("2026-11-23 11:00"))
    facts = Facts(received_at=MONDAY, contacts=contacts, answered_at=at("2026-11-23 10:30"))
    assert value("missed_calls_in_two_hours", facts) == 1
    assert value("contacts_in_two_days", facts) == 3


@pytest.mark.parametrize(
    ("received", "visit", "expected"),
    [
        ("2026-11-23 10:00", date(2026, 11, 23), 0),
        ("2026-11-23 10:00", date(2026, 11, 24), 1),
        ("2026-11-23 18:00", date(2026, 11, 23), 0),
        ("2026-11-23 18:00", date(2026, 11, 24), 0),
        ("2026-11-25 10:00", date(2026, 11, 27), 1),
        ("2026-11-27 10:00", date(2026, 11, 28), 1),
        ("2026-11-27 10:00", date(2026, 11, 30), 1),
        ("2026-11-28 10:00", date(2026, 11, 30), 0),
        ("2026-11-23 10:00", date(2026, 12, 1), 5),
        ("2026-11-23 10:00", date(2026, 11, 22), None),
        ("2026-11-23 10:00", None, None),
    ],
)
def test_business_days_until_the_visit(
    received: str, visit: date | None, expected: int | None
) -> None:
    facts = Facts(received_at=at(received), visit_date=visit)
    assert value("business_days_to_visit", facts) == expected


def test_once_we_tried_the_visit_does_not_count_again() -> None:
    facts = Facts(received_at=MONDAY, visit_date=date(2026, 11, 24), answered_at=MONDAY)
    assert value("business_days_to_visit", facts) is None


@pytest.mark.parametrize(
    ("received", "expected"),
    [("16:00", 60), ("16:00:30", 59), ("17:00", None), ("07:00", None)],
)
def test_minutes_until_closing_are_whole_and_only_known_while_open(
    received: str, expected: int | None
) -> None:
    facts = Facts(received_at=at(f"2026-11-23 {received}"))
    assert value("minutes_to_closing", facts) == expected


def test_what_was_heard_and_what_people_recorded_stand_by_name() -> None:
    facts = Facts(
        received_at=MONDAY,
        said=frozenset({"pregnant"}),
        recorded={"days_left": 2, "missing_item": "referral"},
        urgent_open=True,
    )
    found = known(facts, HOURS).values
    assert (found["pregnant"], found["days_left"], found["missing_item"]) == (True, 2, "referral")
    assert found["urgent_open"] is True
