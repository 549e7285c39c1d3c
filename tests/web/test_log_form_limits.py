"""What is typed about a phone log is bounded, whatever somebody pastes into it."""

from time import process_time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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


@pytest.mark.parametrize("field", ["zone", "format", "date", "our_number"])
def test_of_what_is_pasted_into_a_field_little_is_said_back(field: str) -> None:
    request = RequestFactory().post("/audit-day", {field: "x" * 100_000})
    (problem,) = log_form.read(request).problems
    assert "x" * 40 + "…" in problem["words"]
    assert "x" * 41 not in problem["words"]
    assert sum(len(each) for each in log_form.said(request).values()) <= 10_000


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"\0" * 5000, 1), (b"\n\nthe lab\n", 3), (b"\xff\xfe\x00\x01", 1), (b" \n", 1), (b"", 1)],
)
def test_a_list_without_a_number_is_told_with_its_line(content: bytes, line: int) -> None:
    file = SimpleUploadedFile("lab.csv", content)
    request = RequestFactory().post("/audit-day", {"known_callers_file": file})
    (problem,) = log_form.read(request).problems
    assert problem["field"] == "known_callers_file"
    assert problem["words"].startswith(f"Line {line}: the list of callers who are no patients has")


def test_nothing_typed_is_no_list() -> None:
    request = RequestFactory().post("/audit-day", {"known_callers": " \n"})
    assert log_form.read(request).problems == ()
    nothing = RequestFactory().post("/audit-day", {"known_callers": "\0\0"})
    assert len(log_form.read(nothing).problems) == 1
