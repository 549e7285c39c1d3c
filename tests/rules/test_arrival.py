"""What counts as an arrival, and when two are one matter."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import arrival
from ringback.rules.arrival import Kind, OpenCallback

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
BEGINS_AS = {
    Kind.MISSED_CALL: "MISSED",
    Kind.APPOINTMENT_REQUEST: "NEWPT",
    Kind.INCOMPLETE_INTAKE: "INTAKE",
}


def still_open(number: int, category: str, minute: int = 0) -> OpenCallback:
    at = NINE + timedelta(minutes=minute)
    return OpenCallback(id=UUID(int=number), category=category, received_at=at)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_begins_on_its_pathway_or_waits_to_be_read(kind: Kind) -> None:
    assert arrival.starting_category(kind) == BEGINS_AS.get(kind, "UNSORTED")


def test_a_category_that_was_asked_for_wins() -> None:
    assert arrival.starting_category(Kind.MISSED_CALL, "INTAKE") == "INTAKE"


def test_a_missed_call_joins_the_oldest_open_one_whatever_its_kind() -> None:
    found = [still_open(1, "NEWPT", 5), still_open(2, "INTAKE", 1), still_open(3, "MISSED", 9)]
    assert arrival.joins(kind=Kind.MISSED_CALL, category="MISSED", same_number=found) == found[1]


def test_a_message_joins_only_its_own_kind_of_request() -> None:
    found = [still_open(1, "MISSED"), still_open(2, "NEWPT", 3), still_open(3, "NEWPT", 2)]
    joined = arrival.joins(kind=Kind.APPOINTMENT_REQUEST, category="NEWPT", same_number=found)
    assert joined == found[2]


def test_another_matter_stays_a_matter_of_its_own() -> None:
    found = [still_open(1, "MISSED")]
    assert arrival.joins(kind=Kind.WEB_FORM, category="UNSORTED", same_number=found) is None


@pytest.mark.parametrize("kind", Kind)
def test_where_nothing_is_open_nothing_is_joined(kind: Kind) -> None:
    assert arrival.joins(kind=kind, category="MISSED", same_number=[]) is None


@given(st.permutations([still_open(n, "MISSED", n // 2) for n in range(5)]), st.sampled_from(Kind))
def test_the_order_they_are_found_in_does_not_matter(found: list[OpenCallback], kind: Kind) -> None:
    joined = arrival.joins(kind=kind, category="MISSED", same_number=found)
    assert joined == still_open(0, "MISSED")


@pytest.mark.parametrize(
    ("away", "codes"),
    [
        (timedelta(minutes=5), []),
        (timedelta(minutes=5, seconds=1), ["in_the_future"]),
        (-timedelta(days=5 * 365), []),
        (-timedelta(days=5 * 365, seconds=1), ["too_long_ago"]),
    ],
)
def test_nobody_acted_in_the_future_or_in_another_age(away: timedelta, codes: list[str]) -> None:
    found = arrival.refusals(happened_at=NINE + away, now=NINE)
    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("kind", "text", "more", "expected"),
    [
        (Kind.VOICEMAIL, "uh hello", {}, True),
        (Kind.VOICEMAIL, "please call me back", {}, False),
        (Kind.VOICEMAIL, "", {}, True),
        (Kind.VOICEMAIL, " \n ", {}, True),
        (Kind.VOICEMAIL, "-- ... ## please call ?? me back !! -- //", {}, True),
        (Kind.VOICEMAIL, "please call me at 555 01 43", {}, False),
        (Kind.VOICEMAIL, "please call me back", {"unsure": True}, True),
        (Kind.VOICEMAIL, "por favor llámeme hoy mismo", {"language": "es"}, True),
        (Kind.VOICEMAIL, "please call me back", {"language": "en"}, False),
        (Kind.WEB_FORM, "call me", {}, False),
        (Kind.WEB_FORM, "llámeme", {"language": "es", "unsure": True}, False),
        (Kind.MISSED_CALL, "", {}, False),
    ],
)
def test_a_voicemail_that_was_hardly_made_out_is_listened_to_soon(
    kind: Kind, text: str, more: dict[str, Any], expected: bool
) -> None:
    assert arrival.hard_to_hear(kind, text, **more) is expected


def named(number: int, name: str) -> OpenCallback:
    return OpenCallback(id=UUID(int=number), category="UNSORTED", received_at=NINE, name=name)


def on_a_list(name: str, found: list[OpenCallback]) -> OpenCallback | None:
    return arrival.joins(kind=Kind.ON_A_LIST, category="UNSORTED", same_number=found, name=name)


def test_what_is_written_on_a_list_joins_only_what_may_be_the_same_persons() -> None:
    found = [named(1, "Ada Whitfield"), named(2, "Tom Whitfield")]
    assert on_a_list("Whitfield, Tom", found) == found[1]
    assert on_a_list("Peter Whitfield", found) is None
    assert on_a_list("", found) == found[0]
    assert on_a_list("José", [named(1, ""), *found]) == named(1, "")


@pytest.mark.parametrize(
    ("one", "two", "may_be"),
    [
        ("Tom Whitfield", "whitfield, TOM", True),
        ("Tom", "Tom Whitfield", True),
        ("José Peña", "Jose Pena", True),
        ("Tom Whitfield", "Ada Whitfield", False),
        ("Tom", "", True),
    ],
)
def test_two_names_are_one_persons_where_one_says_no_more_than_the_other(
    one: str, two: str, *, may_be: bool
) -> None:
    assert arrival.may_be_one_person(one, two) is arrival.may_be_one_person(two, one) is may_be
