"""The facts of a call, written as the paragraph the next colleague reads."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import notetext, scope
from ringback.rules.attempt import Result
from ringback.rules.notetext import (
    Answering,
    Channel,
    NextStep,
    NoteFacts,
    Question,
    Verified,
)
from tests.rules.pathways import shipped


def note(result: Result = Result.REACHED_PATIENT, **known: Any) -> str:
    return notetext.paragraph(NoteFacts(result=result, **known))


FRIDAY: dict[str, Any] = {
    "answering": Answering.VOICEMAIL,
    "reason": "rescheduling Friday appointment",
    "verified": Verified.CHECKED_CHART,
    "identifiers": ("DOB",),
    "offered": "next available dates",
    "chosen": "Tuesday at 10:30 a.m.",
    "done": ("Sent confirmation",),
    "no_clinical_questions": True,
}


def test_the_articles_own_facts_read_as_its_own_note() -> None:
    assert note(**FRIDAY) == (
        "Returned voicemail about rescheduling Friday appointment. Patient reached. Verified DOB "
        "against the chart. Offered next available dates. Patient chose Tuesday at 10:30 a.m. Sent "
        "confirmation. No clinical questions asked."
    )


def test_with_everything_known_it_says_when_whom_how_sure_what_and_next() -> None:
    known = FRIDAY | {
        "happened": "Mon Nov 23, 2:14 p.m.",
        "number": "number ending 0142",
        "next_step": NextStep(
            what="visit with Dr. Lee", day="Tue Dec 1, 10:30 a.m.", owner="front desk"
        ),
        "said_back": True,
        "unresolved": "needs a ride",
        "escalated_to": "Mara",
    }
    assert note(**known) == (
        "Mon Nov 23, 2:14 p.m., by phone, number ending 0142. Returned voicemail about "
        "rescheduling Friday appointment. Patient reached. Verified DOB against the chart. Offered "
        "next available dates. Patient chose Tuesday at 10:30 a.m. Sent confirmation. Next: visit "
        "with Dr. Lee, Tue Dec 1, 10:30 a.m. (front desk). Next step said back. Still open: needs "
        "a ride. No clinical questions asked. Escalated to Mara."
    )


def test_a_clinical_question_stands_in_its_exact_words_with_who_took_it() -> None:
    asked = Question(words="Should I stop\nthe water pill?", routed_to="nurse Kim, 10:42 a.m.")
    assert note(question=asked, no_clinical_questions=True) == (
        "Patient reached. Clinical question, in the exact words: “Should I stop the water pill?” "
        "Routed to nurse Kim, 10:42 a.m."
    )
    assert note(question=Question(words="Is it bad?")) == (
        "Patient reached. Clinical question, in the exact words: “Is it bad?”"
    )


@pytest.mark.parametrize(
    ("result", "known", "text"),
    [
        (Result.REACHED_PATIENT, {}, "Patient reached."),
        (
            Result.REACHED_AUTHORISED,
            {"who": "Luis Marin", "relation": "husband"},
            "Reached Luis Marin, husband, who may speak for the patient.",
        ),
        (
            Result.REACHED_AUTHORISED,
            {"relation": "husband"},
            "Reached husband, who may speak for the patient.",
        ),
        (Result.REACHED_AUTHORISED, {}, "Reached somebody who may speak for the patient."),
        (
            Result.REACHED_OTHER,
            {"relation": "son"},
            "Someone else answered (son); nothing disclosed.",
        ),
        (Result.REACHED_OTHER, {}, "Someone else answered; nothing disclosed."),
        (Result.VOICEMAIL_LEFT, {"voicemail": "VM-1"}, "Voicemail left: short voicemail."),
        (Result.VOICEMAIL_LEFT, {"voicemail": "our own"}, "Voicemail left: our own."),
        (Result.VOICEMAIL_LEFT, {}, "Voicemail left."),
        (Result.NO_VOICEMAIL, {}, "No answer, and no voicemail could be left."),
        (Result.NO_ANSWER, {}, "No answer."),
        (Result.BUSY, {}, "Line busy."),
        (Result.WRONG_NUMBER, {}, "Wrong number."),
        (Result.GREETING_MISMATCH, {}, "The greeting did not match, so nothing was left."),
        (Result.DECLINED, {}, "Patient reached and declined; no further call on this."),
        (Result.CALL_LATER, {"call_again": "today after 4"}, "Asked to be called today after 4."),
        (Result.CALL_LATER, {"call_again": " "}, "Asked to be called later."),
        (
            Result.LANGUAGE_BARRIER,
            {"language": "Spanish"},
            "No language in common; Spanish is needed.",
        ),
        (Result.LANGUAGE_BARRIER, {}, "No language in common."),
        (Result.PATIENT_CALLED_US, {}, "The patient called us."),
    ],
)
def test_every_result_has_its_sentence(result: Result, known: dict[str, Any], text: str) -> None:
    assert note(result, **known) == text


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"answering": Answering.VOICEMAIL}, "Returned voicemail."),
        ({"answering": Answering.MISSED_CALL, "reason": "it"}, "Returned missed call about it."),
        ({"answering": Answering.FORM, "reason": "a ride"}, "Answered web form about a ride."),
        ({"answering": Answering.PORTAL_MESSAGE}, "Answered portal message."),
        ({"answering": Answering.EMAIL}, "Answered email."),
        ({"answering": Answering.FAX, "reason": "records"}, "Answered fax about records."),
        ({"answering": Answering.REQUEST}, "Answered request."),
        ({"answering": Answering.OURS}, "Our own call."),
        ({"answering": Answering.OURS, "reason": "Friday"}, "Called about Friday."),
        ({"reason": "a ride"}, "About a ride."),
        ({"party": "Aetna, Carla"}, "Spoke with Aetna, Carla."),
        ({"party": "Aetna", "reference": "7712"}, "Spoke with Aetna, reference 7712."),
    ],
)  # fmt: skip
def test_it_opens_with_what_it_answers_and_why(known: dict[str, Any], text: str) -> None:
    assert note(**known) == f"{text} Patient reached."


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"verified": Verified.MATCHED_HERE}, "Verified, matched here."),
        ({"verified": Verified.CHECKED_CHART}, "Verified against the chart."),
        ({"verified": Verified.NOT_VERIFIED}, "Not verified, nothing disclosed."),
        ({"verified": Verified.NEW_TO_US}, "New to us, so there was nothing to verify."),
        (
            {"verified": Verified.MATCHED_HERE, "identifiers": ("name", "date of birth")},
            "Verified name, date of birth, matched here.",
        ),
        (
            {"verified": Verified.NOT_VERIFIED, "identifiers": ("name",)},
            "Not verified, nothing disclosed.",
        ),
        ({"requested": "an earlier visit."}, "Asked for an earlier visit."),
        ({"confirmed": ("date", "time", "place")}, "Confirmed date, time, place."),
        ({"done": ("Sent form", "Booked a ride")}, "Sent form. Booked a ride."),
        ({"next_step": NextStep(what="we call", day="Friday")}, "Next: we call, Friday."),
        ({"next_step": NextStep(what="we call", owner="Mara")}, "Next: we call (Mara)."),
        ({"next_step": NextStep(what="we call")}, "Next: we call."),
        ({"next_step": NextStep(what="we call", day=" ")}, "Next: we call."),
        ({"nothing_further": True}, "Nothing further is needed."),
        ({"said_back": True}, "Next step said back."),
    ],
)
def test_what_is_known_is_said(known: dict[str, Any], text: str) -> None:
    assert note(**known) == f"Patient reached. {text}"


def test_somebody_who_speaks_for_the_patient_is_not_called_the_patient() -> None:
    assert note(Result.REACHED_AUTHORISED, chosen="Tuesday") == (
        "Reached somebody who may speak for the patient. They chose Tuesday."
    )


@pytest.mark.parametrize(
    ("channel", "text"),
    [
        (Channel.PHONE, "2:14, by phone."),
        (Channel.TEXT, "2:14, by text message."),
        (Channel.PORTAL, "2:14, by portal message."),
        (Channel.EMAIL, "2:14, by email."),
        (Channel.LETTER, "2:14, by letter."),
        (Channel.IN_PERSON, "2:14, in person."),
    ],
)
def test_the_time_comes_with_the_way_they_were_reached(channel: Channel, text: str) -> None:
    assert note(happened="2:14", channel=channel) == f"{text} Patient reached."


def test_a_note_is_told_in_the_readers_language() -> None:
    spanish = {
        "Verified {identifiers}, matched here.": "{identifiers}: verificado aquí.",
        "date of birth": "fecha de nacimiento",
        "Patient reached.": "Se habló con la paciente.",
        "Voicemail left: {voicemail}.": "Mensaje de voz: {voicemail}.",
        "short voicemail": "mensaje corto",
    }
    facts = NoteFacts(
        result=Result.REACHED_PATIENT,
        verified=Verified.MATCHED_HERE,
        identifiers=("date of birth",),
    )
    assert notetext.paragraph(facts, spanish.__getitem__) == (
        "Se habló con la paciente. fecha de nacimiento: verificado aquí."
    )
    left = NoteFacts(result=Result.VOICEMAIL_LEFT, voicemail="VM-1")
    assert notetext.paragraph(left, spanish.__getitem__) == "Mensaje de voz: mensaje corto."


TEXTS = st.text(max_size=12)
TYPED = (
    "happened", "number", "party", "reference", "reason", "who", "relation", "requested",
    "offered", "chosen", "unresolved", "escalated_to", "voicemail", "call_again", "language",
)  # fmt: skip
ANY_FACTS = st.builds(
    NoteFacts,
    result=st.sampled_from(Result),
    channel=st.sampled_from(Channel),
    answering=st.none() | st.sampled_from(Answering),
    verified=st.none() | st.sampled_from(Verified),
    confirmed=st.lists(TEXTS, max_size=3).map(tuple),
    done=st.lists(TEXTS, max_size=3).map(tuple),
    next_step=st.none() | st.builds(NextStep, what=TEXTS, day=TEXTS, owner=TEXTS),
    question=st.none() | st.builds(Question, words=TEXTS, routed_to=TEXTS),
    nothing_further=st.booleans(),
    said_back=st.booleans(),
    no_clinical_questions=st.booleans(),
    **dict.fromkeys(TYPED, TEXTS),
)


@given(ANY_FACTS)
def test_whatever_is_known_each_sentence_is_whole_and_on_one_line(facts: NoteFacts) -> None:
    for each in notetext.composed(facts):
        said = each.told(str)
        assert said == " ".join(said.split())
        assert said[-1:] in {".", "!", "?", "…", "”"}


WORDS = scope.read(shipped("scope"))


@pytest.mark.parametrize("result", Result)
def test_no_composed_sentence_leaves_the_lane(result: Result) -> None:
    known = FRIDAY | {
        "next_step": NextStep(what="we call", day="Friday", owner="front desk"),
        "said_back": True,
        "relation": "husband",
        "voicemail": "VM-A",
        "question": Question(
            words="I think it is just the flu. Should I take ibuprofen?", routed_to="nurse Kim"
        ),
    }
    assert scope.hits(WORDS, note(result, **known)) == ()
