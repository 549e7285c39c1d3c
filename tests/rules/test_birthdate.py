"""Dates of birth as they are said and typed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules import birthdate
from tests.rules.reasons import codes

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

TODAY = date(2026, 11, 23)
MARCH = date(1979, 3, 14)


def said(text: str, country: str = "US") -> date | str:
    found = birthdate.said(text, today=TODAY, country=country)
    return found.day or codes(found.ask_again)[0]


@pytest.mark.parametrize(
    "text",
    [
        "3/14/79",
        "03/14/1979",
        "3-14-1979",
        "3.14.79",
        "3 14 79",
        "031479",
        "03141979",
        "19790314",
        "1979-03-14",
        "1979/3/14",
        "March 14 1979",
        "march 14th, 1979",
        "MARCH THE 14TH 1979",
        "Mar. 14, '79",
        "14 March 1979",
        "14-Mar-79",
        "the 14th of March 1979",
        "14 marzo 1979",
        "14 de marzo de 1979",
        "el 14 de marzo del 79",
        "el día 14 de Marzo de 1979",
        " 3/14/79. ",
        "14/3/79",
    ],
)
def test_one_day_has_many_ways_of_being_said(text: str) -> None:
    assert said(text) == MARCH


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("3/4/79", "US", date(1979, 3, 4)),
        ("3/4/79", "MX", date(1979, 4, 3)),
        ("3/4/79", "GB", date(1979, 4, 3)),
        ("030479", "GB", date(1979, 4, 3)),
        ("3/14/79", "GB", MARCH),
        ("3/4/79", "CA", "two_days"),
        ("3/3/79", "CA", date(1979, 3, 3)),
        ("3/14/79", "CA", MARCH),
        ("4 March 1979", "CA", date(1979, 3, 4)),
        ("1979-03-04", "CA", date(1979, 3, 4)),
    ],
)
def test_digits_are_read_as_the_country_writes_them_and_never_guessed(
    text: str, country: str, expected: date | str
) -> None:
    assert said(text, country) == expected


@pytest.mark.parametrize(
    ("text", "day", "other"),
    [
        ("3/14/79", MARCH, None),
        ("3/14/1919", date(1919, 3, 14), None),
        ("3/14/19", date(2019, 3, 14), date(1919, 3, 14)),
        ("031419", date(2019, 3, 14), date(1919, 3, 14)),
        ("03142019", date(2019, 3, 14), None),
        ("11/23/26", TODAY, date(1926, 11, 23)),
        ("11/24/26", date(1926, 11, 24), None),
        ("11/24/2026", None, None),
        ("3/14/01", date(2001, 3, 14), date(1901, 3, 14)),
        ("3/14/00", date(2000, 3, 14), None),
        ("2/29/00", date(2000, 2, 29), None),
        ("2/29/24", date(2024, 2, 29), date(1924, 2, 29)),
        ("2/29/04", date(2004, 2, 29), date(1904, 2, 29)),
    ],
)
def test_two_digits_of_a_year_never_mean_one_still_to_come(
    text: str, day: date | None, other: date | None
) -> None:
    found = birthdate.said(text, today=TODAY, country="US")
    assert (found.day, found.other_century) == (day, other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "not_a_date"),
        ("march", "not_a_date"),
        ("March 1979", "not_a_date"),
        ("31479", "not_a_date"),
        ("79", "not_a_date"),
        ("my birthday is in spring", "not_a_date"),
        ("March 14 1979" + "9" * 60, "not_a_date"),
        ("2/30/1979", "no_such_day"),
        ("February 29 1979", "no_such_day"),
        ("14/14/1979", "no_such_day"),
        ("0/0/79", "no_such_day"),
        ("99999999", "no_such_day"),
        ("3/14/2027", "in_the_future"),
        ("3/14/1900", "too_long_ago"),
        ("3/14/1901", date(1901, 3, 14)),
        ("1 de marzo de 1979", date(1979, 3, 1)),
        ("primero de marzo de 1979", date(1979, 3, 1)),
        ("1º de marzo de 1979", date(1979, 3, 1)),
    ],
)
def test_what_cannot_be_read_is_asked_again(text: str, expected: date | str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "on_file", "expected"),
    [
        ("3/14/79", MARCH, True),
        ("3/14/79", date(1979, 3, 15), False),
        ("3/14/24", date(1924, 3, 14), True),
        ("3/14/24", date(2024, 3, 14), True),
        ("3/14/2024", date(1924, 3, 14), False),
        ("who knows", MARCH, False),
    ],
)
def test_somebody_a_hundred_years_old_is_known_by_two_digits_too(
    text: str, on_file: date, expected: bool
) -> None:
    assert birthdate.said(text, today=TODAY, country="US").matches(on_file) is expected


def test_no_reason_repeats_what_was_said() -> None:
    for text in ("3/4/79", "2/30/1979", "3/14/2027", "3/14/1800", "who knows"):
        found = birthdate.said(text, today=TODAY, country="CA")
        assert [each.values for each in found.ask_again] == [()]


BORN = st.dates(date(1902, 1, 1), TODAY)


@UNHURRIED
@given(BORN, st.sampled_from(["US", "MX", "CA"]))
def test_every_day_said_with_its_months_name_is_understood_everywhere(
    born: date, country: str
) -> None:
    for text in (f"{born:%B} {born.day}, {born.year}", f"{born.day} {born:%b} {born.year}"):
        assert said(text, country) == born


@UNHURRIED
@given(BORN)
def test_every_day_in_digits_is_understood_in_a_countrys_own_order(born: date) -> None:
    assert said(f"{born:%m/%d/%Y}", "US") == said(f"{born:%d/%m/%Y}", "GB") == born
    assert said(f"{born:%m%d%Y}", "US") == said(f"{born:%Y%m%d}", "GB") == born
    if TODAY - born < timedelta(days=36000):
        assert said(f"{born:%m%d%y}", "US") == born


@UNHURRIED
@given(st.text(max_size=80))
def test_whatever_is_typed_becomes_a_day_that_was_or_a_reason(text: str) -> None:
    found = birthdate.said(text, today=TODAY, country="US")
    assert (found.day is None) == bool(found.ask_again)
    assert found.day is None or found.day <= TODAY
