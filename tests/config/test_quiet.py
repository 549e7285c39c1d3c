"""What is written to the terminal about requests that were refused."""

from __future__ import annotations

import logging
import logging.config

import pytest
from django.conf import settings

from ringback.config.quiet import OneLine


def record(status: int | None) -> logging.LogRecord:
    trace = (ValueError, ValueError("made up"), None)
    found = logging.LogRecord("django.request", logging.WARNING, "", 1, "said", (), trace)
    if status is not None:
        found.status_code = status
    return found


@pytest.mark.parametrize(
    ("status", "written", "traced"),
    [
        (422, False, True), (409, False, True), (412, False, True), (400, True, False),
        (404, True, False), (500, True, True), (None, True, True),
    ],
)  # fmt: skip
def test_a_mistake_in_a_form_is_not_written_and_a_made_up_one_is_one_line(
    status: int | None, *, written: bool, traced: bool
) -> None:
    found = record(status)
    assert (OneLine().filter(found), bool(found.exc_info)) == (written, traced)


def test_everything_that_is_written_passes_it() -> None:
    handler = settings.LOGGING["handlers"]["console"]
    assert [settings.LOGGING["filters"][each]["()"] for each in handler["filters"]] == [
        "ringback.config.quiet.OneLine"
    ]
