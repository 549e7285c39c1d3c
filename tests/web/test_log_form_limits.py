"""What is typed about a phone log is bounded, whatever somebody pastes into it."""

from time import process_time

from django.test import RequestFactory

from ringback.web import log_form
from ringback.web.log_form import OUR_NUMBERS, SHOWN


def told(numbers: str) -> log_form.Form:
    return log_form.read(RequestFactory().post("/audit-day", {"our_number": numbers}))


def test_a_number_typed_twice_is_one() -> None:
    found = told("(202) 555-0100, 202 555 0101,(202) 555-0100,")
    assert found.reading.our_numbers == ("(202) 555-0100", "202 555 0101")
    assert found.problems == ()


def test_more_numbers_than_a_practice_has_are_left_out() -> None:
    found = told(",".join(str(number) for number in range(1000)))
    assert len(found.reading.our_numbers) == OUR_NUMBERS


def test_what_is_no_number_is_told_a_few_times_and_at_once() -> None:
    began = process_time()
    found = told(("1" * 118 + "x,") * 20_000)
    assert len(found.problems) <= SHOWN
    assert process_time() - began < 1
