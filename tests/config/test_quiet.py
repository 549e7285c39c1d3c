"""What is written to the terminal about requests that were refused."""

from __future__ import annotations

import logging
import logging.config

import pytest
from django.conf import settings

from ringback.config.quiet import OneLine, WithoutWords


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


def failing(words: str) -> None:
    try:
        int(words)
    except ValueError as error:
        raise RuntimeError(words) from error


def written(error: BaseException, name: str = "ringback", line: str = "said") -> str:
    trace = (type(error), error, error.__traceback__)
    return WithoutWords().format(logging.LogRecord(name, logging.ERROR, "", 1, line, (), trace))


def test_a_mistake_is_written_with_its_place_and_kind_and_without_its_words() -> None:
    name = "Grace Lindqvist"
    with pytest.raises(RuntimeError) as caught:
        failing(name)
    said = written(caught.value)
    assert name not in said
    assert said.startswith("said\n  File ")
    assert "in failing\n    int(words)" in said
    assert [said.index("ValueError") < said.index("RuntimeError"), said[-12:]] == [
        True, "RuntimeError"
    ]  # fmt: skip


def test_what_led_to_a_mistake_is_left_out_where_it_was_hidden() -> None:
    error = RuntimeError("Grace")
    error.__context__, error.__suppress_context__ = ValueError("Lindqvist"), True
    assert written(error) == "said\nRuntimeError"


def test_a_mistake_that_leads_to_itself_is_written_once() -> None:
    error = RuntimeError("Grace")
    error.__context__ = error
    assert written(error) == "said\nRuntimeError"


def test_of_a_lost_task_only_the_first_line_is_written() -> None:
    lost = "Task exception was never retrieved\nfuture: <Task exception=ValueError('Grace')>"
    assert written(ValueError("Grace"), "asyncio", lost) == f"{lost.splitlines()[0]}\nValueError"


def test_every_handler_writes_without_words() -> None:
    formatters = settings.LOGGING["formatters"]
    used = [formatters[each["formatter"]]["()"] for each in settings.LOGGING["handlers"].values()]
    assert used == ["ringback.config.quiet.WithoutWords"]
