"""Words that must reach a clinician may raise a callback, and never lower it."""

import re
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules import redflag
from ringback.rules.queue import Level
from ringback.rules.redflag import SEVERITY, Ask, Hit, Reading
from ringback.rules.redflaglexicon import FACTS, Lexicon
from ringback.rules.redflagtaken import How
from tests.rules.redflaglists import level, lexicon, read, sentences

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

NOTHING, CLINICAL, URGENT, EMERGENCY = "nothing", "clinical", "urgent", "emergency"
WEIGHT = {NOTHING: 0, CLINICAL: 1, URGENT: 2, EMERGENCY: 3}


@pytest.mark.parametrize(("said", "wanted"), sentences())
def test_each_sentence_of_the_tables_rises_to_its_level(said: str, wanted: str) -> None:
    assert level(said) == wanted


def test_the_tables_are_as_large_as_promised() -> None:
    found = sentences()
    quiet = [said for said, wanted in found if wanted == NOTHING]
    assert (len(found) > 200, len(quiet) > 60, len({said for said, _ in found})) == (
        True,
        True,
        len(found),
    )


TRAPS = [
    ("Hello, Dr. Payne speaking, returning your call", NOTHING),
    ("it's the drugstore at 14 Stroke St, which form do you need", NOTHING),
    ("what number do I call", NOTHING),
    ("my number is 555-0138 and I'm at extension 103", NOTHING),
    ("call me at 5550139 about the form from 10/3/1939", NOTHING),
    ("the appointment was at 10:45 and I paid $103", NOTHING),
    ("temp is 39", URGENT),
    ("a temperature of 39,2", URGENT),
    ("temperature of 98.6", NOTHING),
    ("fever line is 555-0103", URGENT),
    ("this is not an emergency but I can't breathe", EMERGENCY),
    ("this is not an emergency, it's about my address", NOTHING),
    ("calling for my mother, she has pain in her chest", EMERGENCY),
    ("hi I'm fifteen, my mom passed out and I'm alone with her", EMERGENCY),
    ("my son's fever is gone but my daughter can't breathe", EMERGENCY),
    ("My wife is fine. My husband has chest pain.", EMERGENCY),
    ("her face drooped but it resolved yesterday", URGENT),
    ("the bleeding stopped yesterday", CLINICAL),
    ("the bleeding went away but came back again", URGENT),
    ("wrote a few letters for the kids, what's the point", EMERGENCY),
    ("who is listed as my emergency contact", NOTHING),
    ("I have a fever", URGENT),
    ("my baby is nine weeks old and has a fever", EMERGENCY),
    ("pregnant and bleeding", EMERGENCY),
    ("on chemo with a fever", EMERGENCY),
    ("two days after my surgery the incision is leaking", URGENT),
    ("sugar 425", URGENT),
    ("sugar 45", URGENT),
    ("bp 195/110", URGENT),
    ("bp 120/80", NOTHING),
    ("I'm out of insulin", URGENT),
    ("out of warfarin since monday", URGENT),
    ("bad reaction to the new pill", URGENT),
    ("he was given the wrong dose", URGENT),
    ("lab calling with a critical value", URGENT),
    ("STAT read on your patient", URGENT),
    ("SHORT OF BREADTH", EMERGENCY),
    ("chess pain", EMERGENCY),
    ("cant breath", EMERGENCY),
    ("heeeelp me, chest paaaain", EMERGENCY),
    ("can\u2019t breathe", EMERGENCY),
    ("c\u200ban't bre\u00adathe", EMERGENCY),
    ("i can not breathe", EMERGENCY),
    ("🚑🚑", EMERGENCY),
    ("thanks 🙏🎉", NOTHING),
    ("no puedo respirar", EMERGENCY),
    ("me quiero morir", EMERGENCY),
    ("no siento que se mueva", EMERGENCY),
    ("tengo dolor de pecho", EMERGENCY),
    ("mi hija tiene 39 de fiebre", URGENT),
    ("PRESIÓN EN EL PECHO", EMERGENCY),
    ("no tengo dolor de pecho", CLINICAL),
    ("mi tío has dolor en el pecho, please call", EMERGENCY),
    ("", NOTHING),
    ("   \n ", NOTHING),
]


@pytest.mark.parametrize(("said", "wanted"), TRAPS)
def test_known_traps(said: str, wanted: str) -> None:
    assert level(said) == wanted


@pytest.mark.parametrize(
    ("said", "how", "wanted"),
    [
        ("chest pain", How.SAID, EMERGENCY),
        ("no chest pain", How.DENIED, CLINICAL),
        ("chest pain ten years ago", How.PAST, URGENT),
        ("what if he gets chest pain", How.IF, URGENT),
    ],
)
def test_what_is_denied_past_or_feared_still_reaches_a_clinician(
    said: str, how: How, wanted: str
) -> None:
    found = read(said)
    hits = [(hit.code, hit.how) for hit in found.hits if hit.code == "chest_pain"]
    assert (hits, found.level) == ([("chest_pain", how)], Level(wanted))


@pytest.mark.parametrize(
    "said",
    [
        "can't breathe",
        "won't wake up",
        "the baby hasn't moved",
        "no wet diaper all day",
        "I don't want to be here anymore",
        "not able to stop the bleeding",
        "no puede respirar",
    ],
)
@pytest.mark.parametrize("before", ["", "no fever ", "denies cough, ", "No, "])
def test_symptoms_that_are_negations_are_not_eaten(before: str, said: str) -> None:
    assert WEIGHT[level(before + said)] >= WEIGHT[URGENT]
    assert [hit for hit in read(said).hits if hit.how is How.DENIED] == []


@pytest.mark.parametrize("said", ["if I don't get help I'll kill myself", "what if I kill myself"])
def test_an_if_does_not_soften_despair(said: str) -> None:
    assert level(said) == EMERGENCY


REARRANGED: list[Callable[[str], str]] = [
    str.upper,
    str.lower,
    lambda said: re.sub(r"[.,!?;:¿¡]", " ", said),
    lambda said: said.replace("'", "’"),
    lambda said: said.replace(" ", " um ", 1),
    lambda said: said.replace(" ", "\n", 1),
    lambda said: f"Hi, this is Pat Doe, my number is 555-0101. {said}",
    lambda said: f"hi this is pat doe my number is 5 5 5 0 1 0 1 {said}",
    lambda said: f"{said}. Thank you so much, bye.",
    lambda said: f"{said} thank you so much bye bye",
]


@pytest.mark.parametrize("rearranged", REARRANGED)
def test_however_it_is_written_nothing_is_heard_less(rearranged: Callable[[str], str]) -> None:
    lowered = [
        said for said, wanted in sentences() if WEIGHT[level(rearranged(said))] < WEIGHT[wanted]
    ]
    assert lowered == []


@UNHURRIED
@given(st.sampled_from(sentences()), st.sampled_from(sentences()))
def test_another_patient_in_the_same_message_takes_nothing_away(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    both = level(f"{one[0]}.\n\n{other[0]}.")
    assert WEIGHT[both] >= max(WEIGHT[one[1]], WEIGHT[other[1]])


@UNHURRIED
@given(
    st.text() | st.lists(st.sampled_from(sentences())).map(lambda all_: " ".join(map(str, all_)))
)
def test_any_text_is_read_and_every_hit_stands_in_it(text: str) -> None:
    found = read(text)
    places = [(0 <= each.start < each.end <= len(text)) for each in (*found.hits, *found.asks)]
    assert all(places)
    assert found == read(text)


@UNHURRIED
@given(st.sampled_from(Level), st.sampled_from([None, *Level]))
def test_a_reading_never_lowers(present: Level, heard: Level | None) -> None:
    reading = Reading(version="1", level=heard, hits=(), asks=())
    expected = min(present, heard or present, key=SEVERITY.index)
    assert redflag.raised(present, reading) == expected
    assert SEVERITY.index(redflag.raised(present, reading)) <= SEVERITY.index(present)


def test_the_words_are_shown_as_they_were_said() -> None:
    text = "Hello. My CHEST\nreally Hurts, please don’t leave a message"
    found = read(text)
    hits = [(hit.code, text[hit.start : hit.end]) for hit in found.hits if hit.code != "symptom"]
    asks = [(ask.code, text[ask.start : ask.end]) for ask in found.asks]
    assert (hits, asks) == (
        [("chest_pain", "CHEST\nreally Hurts")],
        [("no_voicemail", "don’t leave a message")],
    )


def test_the_reasons_say_most_pressing_first_what_was_heard_and_how() -> None:
    text = "no cough. he cannot  breathe. what if he faints. don't call the house"
    found = read(text)
    assert [str(each) for each in redflag.reasons(found, text)] == [
        "They speak of trouble breathing: “cannot breathe”.",
        (
            "They speak of passing out, not waking, or a seizure as something that might happen:"
            " “faints”."
        ),
        "They say it is not a symptom, but they speak of it: “cough”.",
        (
            "They asked: do not call a certain number. In their words: “don't call the house”."
            " Confirm it with them."
        ),
    ]


def test_no_hit_is_no_all_clear() -> None:
    said = "what time do you open"
    found = read(said)
    assert found == Reading(version=lexicon().version, level=None, hits=(), asks=())
    told = [(each.code, str(each)) for each in redflag.reasons(found, said)]
    assert told == [("not_checked", "Not checked by a person.")]


def test_a_reader_that_fails_raises() -> None:
    def broken(text: str, lexicon: Lexicon) -> Reading:
        raise RuntimeError(text, lexicon)

    found = redflag.safely("hello", lexicon(), broken)
    assert (found.level, [str(each) for each in redflag.reasons(found, "hello")]) == (
        Level.URGENT,
        ["The message could not be checked for urgent words. Read it now, whole."],
    )
    assert redflag.raised(Level.ROUTINE, found) == Level.URGENT


def test_a_reader_that_works_is_not_in_the_way() -> None:
    assert redflag.safely("chest pain", lexicon()) == read("chest pain")


def fastest(text: str, times: int = 9) -> float:
    """Milliseconds of our own time that reading takes at best: what else runs costs nothing."""
    found = []
    for _ in range(times):
        began = time.thread_time_ns()
        read(text)
        found.append(time.thread_time_ns() - began)
    return min(found) / 1_000_000


BUDGET = 1.0 if sys.gettrace() is None else 10.0
"""Milliseconds for a usual message; a run that counts lines takes several times as long."""

USUAL = 300
"""Letters of a long voicemail or a filled-in form."""


def messages() -> list[str]:
    """Every sentence of the tables, several in a message of the usual length."""
    found = [""]
    for said, _ in sentences():
        if len(found[-1]) + len(said) >= USUAL:
            found.append("")
        found[-1] = f"{found[-1]} {said}.".strip()
    return found


def test_a_usual_message_is_read_within_a_millisecond() -> None:
    """The tables are dense with what is listened for, so half of them stand for the usual."""
    took = sorted(fastest(each) for each in messages())
    assert took[len(took) // 2] < BUDGET


def test_twice_the_message_takes_twice_the_time() -> None:
    text = " ".join(said for said, _ in sentences())
    short, long = text[:4_000], (text * 3)[:32_000]
    assert fastest(long) < 8 * 2 * fastest(short)  # in proportion would be 8, squared 64


HOSTILE = [
    "can't ",
    "can't breathe ",
    "no chest pain ",
    "fever 102 ",
    "not stop bleeding pills took all my chest pain sugar of in the 45 baby no if ",
    "a",
    "1",
    "1 ",
    "1,000,",
    "555-",
    "\n",
    "(",
    "a'",
    "e\u0301",
    "a\u200b",
    "? no ",
    "🆘",
    ". ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 5


def test_a_message_that_says_too_much_is_read_by_a_person() -> None:
    text = "no chest pain. " * redflag.MOST_HITS
    found = read(text)
    assert (found.level, str(redflag.reasons(found, text)[0])) == (
        Level.URGENT,
        "The message says too much to be checked to its end. Read it now, whole.",
    )


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("my 3 week old has a fever", {"infant_fever"}),
        ("I took my pills twice by accident", {"reaction_or_wrong_dose"}),
        ("it is getting worse", {"worse_or_worried"}),
        ("critical value on your patient", {"critical_or_stat"}),
        ("my mammogram was abnormal", {"abnormal_result"}),
        ("my boyfriend hit me", {"threat_or_violence"}),
        ("I got somebody else's results in the mail", {"privacy_breach"}),
        ("this was sent to collections", {"hardship_or_collections"}),
        ("I am pregnant", {"pregnant"}),
        ("I had surgery on monday", {"recent_operation"}),
        ("I take eliquis", {"high_risk_medicine"}),
        ("I'm not pregnant", set()),
        ("what are your hours", set()),
    ],
)
def test_the_facts_the_pathways_lean_on(said: str, names: set[str]) -> None:
    assert redflag.facts(read(said)) == {name: name in names for name in FACTS}


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("please do not leave a voicemail", ["no_voicemail"]),
        ("never leave messages", ["no_voicemail"]),
        ("only when my husband is at work", ["call_when_alone"]),
        ("don't call when my husband is home", ["call_when_alone"]),
        ("don't say who is calling", ["do_not_say_who"]),
        ("do not tell my wife", ["keep_from"]),
        ("don't call my work", ["not_this_number"]),
        ("only call my cell", ["only_this_number"]),
        ("please don't text me", ["no_text"]),
        ("don't mail anything to the house", ["no_mail"]),
        ("text me instead", ["text_only"]),
        ("no dejen mensaje", ["no_voicemail"]),
        ("llame cuando mi esposo esté en el trabajo", ["call_when_alone"]),
        ("no diga quién llama", ["do_not_say_who"]),
        ("no le diga nada a mi mamá", ["keep_from"]),
        ("no me llamen al trabajo", ["not_this_number"]),
        ("solo llámeme al celular", ["only_this_number"]),
        ("please leave a voicemail", []),
        ("if I don't answer leave a message", []),
        ("don't hesitate to leave a message", []),
        ("I don't mind if you leave a voicemail", []),
    ],
)
def test_wishes_about_contact_are_heard(said: str, codes: list[str]) -> None:
    assert [ask.code for ask in read(said).asks] == codes


def test_a_hit_and_a_wish_carry_their_level_and_words() -> None:
    found = read("don't call the house, I have a fever")
    assert found.asks == (
        Ask(
            code="not_this_number",
            words="do not call a certain number",
            level=Level.URGENT,
            start=0,
            end=20,
        ),
    )
    assert [hit for hit in found.hits if hit.code == "fever"] == [
        Hit(code="fever", words="a fever", how=How.SAID, level=Level.URGENT, start=31, end=36)
    ]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("I have a rash on my arm and would like a visit", "symptoms_in_text"),
        ("me duele la rodilla, quiero una cita", "symptoms_in_text"),
        ("the referral to cardiology is urgent", "urgent_referral"),
        ("la referencia es urgente", "urgent_referral"),
        ("I need a copy of my medical records", "records_request"),
        ("necesito una copia de mi expediente", "records_request"),
        ("how much will my visit cost", "coverage_question"),
        ("is the procedure covered by my plan", "coverage_question"),
        ("¿cuánto me van a cobrar por la visita?", "coverage_question"),
        ("do you take Aetna", "coverage_question"),
    ],
)
def test_what_they_ask_for_is_told_by_name(text: str, fact: str) -> None:
    assert redflag.facts(read(text))[fact] is True


def test_what_they_ask_for_raises_nothing_by_itself() -> None:
    asked = ["I need a copy of my medical records", "how much will my visit cost"]
    assert [read(text).level for text in asked] == [None, None]
