"""Whatever a form builder sends is read as what somebody did, or says why it cannot be."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.actions.inbound import Raw, Unreadable
from ringback.channels.formhook.reading import FORM, known_by, read
from ringback.rules.arrival import Kind

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
PHONE = "(202) 555-0147"


def raw(document: Any, content_type: str = "application/json") -> Raw:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return Raw(body=body, content_type=content_type, at=NOON)


def test_each_box_goes_where_it_belongs() -> None:
    found = read(
        raw(
            {
                "id": "f-1",
                "name": "Ana  Ruiz",
                "phone": PHONE,
                "reason": "My knee.\nBoth.",
                "best_time": "after 4",
                "language": "Spanish",
                "category": "NEWPT",
            }
        ),
        {},
    )
    assert (found.kind, found.happened_at, found.phone) == (Kind.WEB_FORM, NOON, PHONE)
    assert (found.name, found.text, found.best_time) == ("Ana  Ruiz", "My knee.\nBoth.", "after 4")
    assert (found.language, found.category) == ("es", "NEWPT")


DEEP = {"data": {"fields": [{"label": "Your phone", "value": PHONE}, 7, {"label": "Why"}]}}
ANSWERS = {"answers": [{"field": {"ref": "tel"}, "phone_number": PHONE}, {"field": 1}]}


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"tel": PHONE}, "tel"),
        ({"a.b": PHONE}, "a.b"),
        ({"a": {"b": PHONE}}, "a.b"),
        ({"a": {"b.c": PHONE}}, "a.b.c"),
        (DEEP, "data.fields.your phone"),
        (ANSWERS, "answers.tel"),
        ({"tel": {"area": "(202)", "rest": "555-0147"}}, "tel"),
    ],
)
def test_the_practice_says_where_what_stands(document: Any, place: str) -> None:
    assert read(raw(document), {"phone": place}).phone == PHONE


@pytest.mark.parametrize("place", ["", "no", "phone.more", "data.fields.no", "data.fields.why"])
def test_where_nothing_stands_there_is_nothing(place: str) -> None:
    assert read(raw({"name": "Ana", "phone": PHONE, **DEEP}), {"phone": place}).phone == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a", "a"), (7, "7"), (1.5, "1.5"), (True, "yes"), (False, "no"), (None, ""),
        (["a", "b"], "a, b"), (["a", None], "a"), ({"first": "A", "last": "B"}, "A B"), ([], ""),
    ],
)  # fmt: skip
def test_a_value_becomes_words(value: Any, words: str) -> None:
    assert read(raw({"name": "Ana", "reason": value}), {}).text == words


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("English", "en"),
        ("ES", "es"),
        ("es-MX", "es"),
        ("Español", "es"),
        ("klingon", ""),
        ("", ""),
    ],
)
def test_a_language_is_two_letters(language: str, code: str) -> None:
    assert read(raw({"name": "Ana", "language": language}), {}).language == code


@pytest.mark.parametrize(
    ("document", "content_type", "trouble"),
    [
        (b"", "", "no_document"),
        (b"\xff\xfe\xfd", "", "no_document"),
        (b"[1]", "", "no_document"),
        (b'"a"', "", "no_document"),
        (b"[" * 100_000, "", "no_document"),
        (b"1" * 5_000, "", "no_document"),
        (b"\xff", FORM, "no_document"),
        (b"", FORM, "no_document"),
        (b"&".join(b"a=1" for _ in range(1001)), FORM, "no_document"),
        ({}, "", "empty"),
        ({"name": " \t ", "phone": None}, "", "empty"),
        ({"phone": [[1]]}, "", "not_text"),
        ({"phone": {"a": {"b": 1}}}, "", "not_text"),
    ],
)
def test_what_cannot_be_read_says_why(document: Any, content_type: str, trouble: str) -> None:
    with pytest.raises(Unreadable) as no:
        read(raw(document, content_type), {})
    assert str(no.value.trouble) == trouble
    assert known_by(raw(document, content_type), {}) == ""


def test_a_plain_form_is_read_too() -> None:
    sent = raw(b"id=f-2&name=Ana+Ruiz&phone=2025550147", f"{FORM}; charset=utf-8")
    assert (read(sent, {}).name, known_by(sent, {})) == ("Ana Ruiz", "f-2")


def test_an_event_has_its_builders_name() -> None:
    assert known_by(raw({"id": 17}), {}) == "17"
    assert known_by(raw({"event": {"id": "e"}}), {"id": "event.id"}) == "e"


def test_what_moves_cursors_or_turns_letters_is_taken_out() -> None:
    found = read(raw({"name": "A\u0000n\u202ea\ud800", "reason": "a\r\nb\u0007"}), {})
    assert (found.name, found.text) == ("A na", "a\nb")


def test_what_is_too_long_is_cut_and_no_trouble() -> None:
    found = read(raw({"name": "n" * 900, "phone": "1" * 900, "reason": "w" * 90_000}), {})
    assert (len(found.name), len(found.phone), len(found.text)) == (120, 40, 20_000)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON | st.dictionaries(st.sampled_from(["id", "name", "phone", "reason"]), JSON))
def test_nothing_it_could_send_is_a_crash(document: Any) -> None:
    event = raw(document)
    known_by(event, {})
    try:
        found = read(event, {})
    except Unreadable:
        return
    assert found.phone or found.name or found.text


@given(st.binary())
def test_no_bytes_are_a_crash(body: bytes) -> None:
    for content_type in ("", FORM):
        event = Raw(body=body, content_type=content_type, at=NOON)
        known_by(event, {})
        try:
            read(event, {})
        except Unreadable:
            continue
