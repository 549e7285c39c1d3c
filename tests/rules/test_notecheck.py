"""What a note still lacks before the next colleague can act on it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import note, notecheck, notetext
from ringback.rules.attempt import Result
from ringback.rules.notetext import Answering, NextStep, NoteFacts, Question, Verified
from tests.rules.lane import ARTICLES_NOTE

REACHED = ["reason", "verified", "agreed", "next_step", "clinical"]


def missing(result: Result, text: str = "", **known: Any) -> list[str]:
    facts = NoteFacts(result=result, **known)
    return [each.code for each in notecheck.completeness(facts, text)]


def test_the_articles_good_note_is_complete() -> None:
    assert missing(Result.REACHED_PATIENT, ARTICLES_NOTE) == []
    assert note.missing_in_note(ARTICLES_NOTE) == ()


def test_its_bad_notes_are_refused_and_each_missing_piece_is_named() -> None:
    called = notecheck.completeness(NoteFacts(result=Result.REACHED_PATIENT), "called patient")
    assert [str(each) for each in called] == [
        "what the call was about",
        "how you made sure who it was, or that nothing was disclosed",
        "what was confirmed, asked for or agreed",
        "the next step, with its day and who sees to it",
        "whether a clinical question was asked",
    ]
    left = notecheck.completeness(NoteFacts(result=Result.VOICEMAIL_LEFT), "left message")
    assert [str(each) for each in left] == [
        "which voicemail was left",
        "the number it was left at",
    ]


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (Result.REACHED_PATIENT, REACHED),
        (Result.REACHED_AUTHORISED, ["who", *REACHED]),
        (Result.PATIENT_CALLED_US, REACHED),
        (Result.DECLINED, ["reason", "verified", "clinical"]),
        (Result.VOICEMAIL_LEFT, ["voicemail", "number"]),
        (Result.CALL_LATER, ["call_again"]),
        (Result.LANGUAGE_BARRIER, ["language"]),
        (Result.REACHED_OTHER, []),
        (Result.NO_VOICEMAIL, []),
        (Result.NO_ANSWER, []),
        (Result.BUSY, []),
        (Result.WRONG_NUMBER, []),
        (Result.GREETING_MISMATCH, []),
    ],
)
def test_each_result_asks_for_its_own_pieces(result: Result, expected: list[str]) -> None:
    assert missing(result) == expected


FACTS: dict[str, Any] = {
    "reason": "a new time",
    "verified": Verified.MATCHED_HERE,
    "chosen": "Tuesday",
    "next_step": NextStep(what="visit", day="Tuesday", owner="front desk"),
    "no_clinical_questions": True,
}


def test_facts_that_were_picked_need_no_words() -> None:
    assert missing(Result.REACHED_PATIENT, **FACTS) == []


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        ({"reason": " "}, ["reason"]),
        ({"verified": None}, ["verified"]),
        ({"chosen": ""}, ["agreed"]),
        ({"chosen": "", "offered": "Tuesday"}, []),
        ({"chosen": "", "requested": "a ride"}, []),
        ({"chosen": "", "confirmed": ("date",)}, []),
        ({"chosen": "", "done": ("Sent form",)}, []),
        ({"next_step": None}, ["next_step"]),
        ({"next_step": NextStep(what=" ", day="Tuesday", owner="Mara")}, ["next_step"]),
        ({"next_step": None, "nothing_further": True}, []),
        ({"next_step": NextStep(what="visit", owner="Mara")}, ["next_day"]),
        ({"next_step": NextStep(what="visit", day="Tuesday")}, ["next_owner"]),
        ({"next_step": NextStep(what="visit")}, ["next_day", "next_owner"]),
        ({"no_clinical_questions": False}, ["clinical"]),
        (
            {"no_clinical_questions": False, "question": Question(words=" ", routed_to="Kim")},
            ["clinical"],
        ),
        ({"no_clinical_questions": False, "question": Question(words="Why?")}, ["routed"]),
        ({"question": Question(words="Why?", routed_to="nurse Kim")}, []),
        ({"question": Question(words="Why?"), "escalated_to": "nurse Kim"}, []),
        ({"chosen": "", "verified": Verified.NOT_VERIFIED}, []),
        ({"verified": None, "no_clinical_questions": False, "party": "Aetna"}, []),
        ({"verified": None, "party": " "}, ["verified"]),
    ],
)  # fmt: skip
def test_a_fact_left_out_is_the_one_that_is_named(
    gone: dict[str, Any], expected: list[str]
) -> None:
    assert missing(Result.REACHED_PATIENT, **(FACTS | gone)) == expected


@pytest.mark.parametrize(
    ("gone", "text", "expected"),
    [
        ({"reason": ""}, "Returned her call about the ride.", []),
        ({"reason": ""}, "Llamó por la cita; quiere cambiarla.", []),
        ({"reason": ""}, "Roundabout way of saying hello.", ["reason"]),
        ({"verified": None}, "Verified name and DOB.", []),
        ({"verified": None}, "Nothing disclosed.", []),
        ({"verified": None}, "Confirmé fecha de nacimiento.", []),
        ({"verified": None}, "Nice talk.", ["verified"]),
        ({"chosen": ""}, "She accepted the 3 pm slot.", []),
        ({"chosen": ""}, "Eligió el martes.", []),
        ({"chosen": ""}, "Nice talk.", ["agreed"]),
        ({"next_step": None}, "Nurse will call by Friday.", []),
        ({"next_step": None}, "Dr. Lee will call Friday.", []),
        ({"next_step": None}, "Will call back tomorrow.", []),
        ({"next_step": None}, "We call again in 3 days.", []),
        ({"next_step": None}, "Patient will bring the card on 12/3.", []),
        ({"next_step": None}, "La enfermera llamará mañana.", []),
        ({"next_step": None}, "No further action needed.", []),
        ({"next_step": None}, "Will call back.", ["next_step"]),
        ({"next_step": None}, "Friday.", ["next_step"]),
        ({"next_step": None}, "Patient was glad. Friday. Will see.", ["next_step"]),
        ({"next_step": NextStep(what="call")}, "Nurse will call by Friday.", []),
        ({"next_step": NextStep(what="call")}, "Soon.", ["next_day", "next_owner"]),
        ({"no_clinical_questions": False}, "No clinical questions.", []),
        ({"no_clinical_questions": False}, "Sin preguntas clínicas.", []),
        ({"no_clinical_questions": False}, "No questions.", ["clinical"]),
        ({"question": Question(words="Why?")}, "Routed to nurse Kim.", []),
        ({"question": Question(words="Why?")}, "Se lo pasé a la enfermera.", []),
        ({"question": Question(words="Why?")}, "Hm.", ["routed"]),
    ],
)
def test_what_the_text_says_in_its_own_words_counts_as_said(
    gone: dict[str, Any], text: str, expected: list[str]
) -> None:
    assert missing(Result.REACHED_PATIENT, text, **(FACTS | gone)) == expected


@pytest.mark.parametrize(
    ("result", "text", "expected"),
    [
        (Result.REACHED_AUTHORISED, "Her husband.", []),
        (Result.REACHED_AUTHORISED, "Su esposo.", []),
        (Result.REACHED_AUTHORISED, "Luis.", ["who"]),
        (Result.VOICEMAIL_LEFT, "Left VM-1 on the mobile.", []),
        (Result.VOICEMAIL_LEFT, "Short voicemail, number ending 0142.", []),
        (Result.VOICEMAIL_LEFT, "Dejé el mensaje corto en el celular.", []),
        (Result.VOICEMAIL_LEFT, "Short voicemail.", ["number"]),
        (Result.VOICEMAIL_LEFT, "0142", ["voicemail"]),
        (Result.CALL_LATER, "Call after 4.", []),
        (Result.CALL_LATER, "Llamar a las 4.", []),
        (Result.CALL_LATER, "Call later.", ["call_again"]),
        (Result.LANGUAGE_BARRIER, "Speaks Vietnamese.", []),
        (Result.LANGUAGE_BARRIER, "Habla español.", []),
        (Result.LANGUAGE_BARRIER, "Could not talk.", ["language"]),
        (Result.NO_ANSWER, "", []),
    ],
)
def test_so_do_the_pieces_of_the_other_results(
    result: Result, text: str, expected: list[str]
) -> None:
    known = FACTS if result is Result.REACHED_AUTHORISED else {}
    assert missing(result, text, **known) == expected


@pytest.mark.parametrize(
    ("result", "known"),
    [
        (Result.REACHED_AUTHORISED, {**FACTS, "relation": "husband"}),
        (Result.VOICEMAIL_LEFT, {"voicemail": "VM-1", "number": "number ending 0142"}),
        (Result.CALL_LATER, {"call_again": "at 4"}),
        (Result.LANGUAGE_BARRIER, {"language": "Spanish"}),
    ],
)
def test_and_their_facts(result: Result, known: dict[str, Any]) -> None:
    assert missing(result, **known) == []


def test_the_composed_note_says_what_its_facts_say() -> None:
    facts = NoteFacts(
        result=Result.REACHED_PATIENT,
        answering=Answering.VOICEMAIL,
        identifiers=("date of birth",),
        **FACTS,
    )
    alone = NoteFacts(result=Result.REACHED_PATIENT)
    assert notecheck.completeness(alone, notetext.paragraph(facts)) == ()


@given(st.sampled_from(Result), st.text(max_size=80), st.text(max_size=80))
def test_more_words_never_make_more_missing(result: Result, text: str, more: str) -> None:
    assert set(missing(result, f"{text}\n{more}")) <= set(missing(result, text))


def test_a_very_long_note_is_judged_at_once() -> None:
    for text in ("patient " * 20_000, "Dr. " * 20_000, "1" * 100_000, "at 10 a.m. " * 10_000):
        notecheck.completeness(NoteFacts(result=Result.REACHED_PATIENT), text)
