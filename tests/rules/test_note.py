"""A note the next colleague can act on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import note

GOOD = (
    "Returned voicemail about rescheduling Friday appointment. Patient reached. Verified DOB. "
    "Offered next available dates. Patient chose Tuesday at 10:30 a.m. Sent confirmation. "
    "No clinical questions asked."
)


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_note_is_missing(text: str) -> None:
    assert [str(each) for each in note.missing_in_note(text)] == [
        "a note the next colleague can act on"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "called patient",
        "Left message.",
        "LVM",
        "Called the patient, no answer, left a message.",
        "I called the patient and left a voicemail",
        "tried again, no answer",
        "Llamé al paciente, no contestó, dejé un mensaje.",
        "dejé mensaje de voz en el buzón",
        "ok",
        "?? ?? ?? ??",
        "... - ... - ... - ...",
    ],
)
def test_a_vague_note_is_refused_and_the_pieces_are_named(text: str) -> None:
    assert [(each.code, str(each)) for each in note.missing_in_note(text)] == [
        ("note", "the note: who was reached, what was said, and what happens next")
    ]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "Daughter answered; she asks us to call after 4.",
        "Llamé, pidió cita para el lunes.",
        "Dejé mensaje de voz; vuelvo a llamar el martes.",
    ],
)
def test_a_note_that_says_who_what_and_what_next_passes(text: str) -> None:
    assert note.missing_in_note(text) == ()


@given(st.text(max_size=200))
def test_what_is_kept_can_be_stored_and_loses_nothing_else(text: str) -> None:
    dirty = text + "\x00\ud800"
    assert note.kept(dirty) == text.replace("\x00", "")
    assert note.keepable(note.kept(dirty))
    assert not note.keepable(dirty)


def test_a_very_long_note_is_judged_at_once() -> None:
    assert note.missing_in_note("message " * 50_000) != ()
    assert note.missing_in_note("message" * 50_000 + " !Z z z z z") == ()
