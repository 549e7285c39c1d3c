"""What a practice sets about reaching its patients."""

from typing import Any

import pytest

from ringback.rules import contactpolicy
from ringback.rules.contact import Settings
from ringback.rules.contactpolicy import HOLDS, NEVER, ContactError
from ringback.rules.patientrule import Channel, Level
from ringback.rules.placeholder import LANGUAGES
from ringback.rules.voicemail import Template
from tests.rules.contacts import DATA, SETTINGS, TEXTS
from tests.rules.pathways import NEW_YORK
from tests.rules.reasons import places

VALUES = {
    "caller": "Dana",
    "practice": "Cedar Family Practice",
    "number": "(202) 555-0101",
    "hours": "8 to 5",
    "emergency": "911",
    "reference": "R-204",
    "visit": "Thursday",
}


def test_what_the_product_comes_with() -> None:
    assert contactpolicy.mistakes(DATA) == ()
    settings, texts = contactpolicy.read(DATA, zone=NEW_YORK)
    assert Settings(
        zone=NEW_YORK,
        consent_needed=frozenset({Channel.TEXT, Channel.EMAIL}),
        text_from=480,
        text_until=1260,
        level=Level.MINIMAL,
        neutral_name="",
        redisclosure="42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
        redisclosure_es=DATA["redisclosure_es"],
    ) == settings  # fmt: skip
    assert (settings, texts) == (SETTINGS, TEXTS)
    assert {each: tuple(said) for each, said in texts.items()} == dict.fromkeys(Template, LANGUAGES)


def test_what_was_kept_before_the_sentence_of_the_law_was_asked_for_is_still_read() -> None:
    old = {**DATA, "redisclosure": "Federal rules protect these records."}
    del old["redisclosure_es"]
    settings, _ = contactpolicy.read(old, zone=NEW_YORK)
    assert (settings.redisclosure, settings.redisclosure_es) == (old["redisclosure"], "")


def test_a_voicemail_in_the_patients_language_reads_like_this() -> None:
    english = contactpolicy.words(TEXTS, Template.VM_1, "en").format(**VALUES)
    assert english == (
        "Hello, this is Dana from Cedar Family Practice. Please call us at (202) 555-0101. "
        "We are here 8 to 5. If this is an emergency, call 911."
    )
    spanish = contactpolicy.words(TEXTS, Template.VM_A, "es").format(**VALUES)
    assert spanish == (
        "Hola, le habla Dana, de Cedar Family Practice, sobre su cita del Thursday. Por favor, "
        "llámenos al (202) 555-0101. Atendemos 8 to 5. Si es una emergencia, llame al 911."
    )
    assert contactpolicy.words(TEXTS, Template.VM_E, "vi") == TEXTS[Template.VM_E]["en"]


def test_only_the_visits_text_says_that_there_is_a_visit() -> None:
    assert [each for each, held in HOLDS.items() if "visit" in held] == [Template.VM_A]
    assert [each for each, held in HOLDS.items() if "reference" in held] == [Template.VM_2]


@pytest.mark.parametrize(
    "word",
    ["result", "tests", "lab", "x-ray", "prescription", "refills", "medication", "balance",
     "bill", "payment", "cancer", "oncology", "cardiologist", "psychiatry", "surgery",
     "resultados", "exámenes", "receta", "medicamento", "saldo", "factura", "cirugía",
     "diagnóstico", "análisis"],
)  # fmt: skip
def test_a_word_that_tells_why_has_no_place_in_a_voicemail(word: str) -> None:
    text = DATA["voicemail"]["VM-1"]["en"] + f" About your {word}."
    found = mistakes_in({"voicemail": DATA["voicemail"] | {"VM-1": both(text)}})
    assert found == [f"tells_why voicemail.VM-1.{language}" for language in LANGUAGES]


@pytest.mark.parametrize(
    "word", ["latest", "labour", "billet", "scanner", "here", "visita", "cita"]
)
def test_words_that_only_look_like_those_are_free(word: str) -> None:
    assert NEVER.search(word) is None


def test_a_channel_without_a_name_is_told_in_words() -> None:
    found = contactpolicy.mistakes(DATA | {"consent_needed": ["text", "email", ""]})
    said = ["consent_needed:  is no way to reach somebody. Take it out."]
    assert [str(each) for each in found] == said


@pytest.mark.parametrize("blank", ["{caller:>999999999}", "{caller!r}", "{caller:{number}}"])
def test_a_blank_of_a_voicemail_is_its_name_and_nothing_more(blank: str) -> None:
    text = DATA["voicemail"]["VM-1"]["en"].replace("{caller}", blank)
    found = mistakes_in({"voicemail": DATA["voicemail"] | {"VM-1": both(text)}})
    assert found == [
        f"{code} voicemail.VM-1.{language}"
        for language in LANGUAGES
        for code in ("does_not_hold", "must_hold")
    ]


def both(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def mistakes_in(change: dict[str, Any]) -> list[str]:
    found = contactpolicy.mistakes(DATA | change)
    return places(found)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"consent_needed": ["text", "email", "portal"]}, []),
        ({"consent_needed": ["text"]}, ["text_and_email consent_needed"]),
        ({"consent_needed": "text, email"}, ["text_and_email consent_needed"]),
        (
            {"consent_needed": ["text", "email", "pigeon"]},
            ["unknown_channel consent_needed"],
        ),
        ({"text_from": "09:30", "text_until": "18:00"}, []),
        ({"text_from": "07:59"}, ["too_wide text_from"]),
        ({"text_until": "21:01"}, ["too_wide text_until"]),
        ({"text_until": "07:00"}, ["too_wide text_until", "no_time_left text_until"]),
        ({"text_from": "21:00"}, ["no_time_left text_until"]),
        ({"text_from": "8:00"}, ["not_a_time text_from"]),
        ({"text_until": 21}, ["not_a_time text_until"]),
        ({"text_until": "24:00"}, ["not_a_time text_until"]),
        ({"voicemail_level": "some"}, ["unknown_level voicemail_level"]),
        ({"voicemail_level": None}, ["unknown_level voicemail_level"]),
        ({"neutral_name": "Elm Street"}, []),
        ({"neutral_name": None}, ["a_text neutral_name"]),
        ({"neutral_name": "Elm Street Cancer Center"}, ["tells_why neutral_name"]),
        ({"redisclosure": " "}, ["a_text redisclosure"]),
        ({"redisclosure": None}, ["a_text redisclosure"]),
        ({"redisclosure": "Federal rules protect these records."}, ["verbatim redisclosure"]),
        ({"redisclosure": f"Please note. {contactpolicy.STATUTORY}"}, []),
        ({"redisclosure_es": None}, ["a_text redisclosure_es"]),
        ({"redisclosure_es": ""}, []),
    ],
)
def test_every_mistake_names_its_place(change: dict[str, Any], expected: list[str]) -> None:
    assert mistakes_in(change) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["a_text"]),
        (None, ["a_text"]),
        ("Hello {caller", ["braces"]),
        (
            "{caller} {practice} {number} {emergency} {hours}",
            ["does_not_hold"],
        ),
        ("{caller} {practice} {number}", ["must_hold"]),
        ("{practice}", ["must_hold", "must_hold", "must_hold"]),
        ("{caller} {practice} {number} {emergency} {surname} {balance}", ["does_not_hold"] * 2),
        ("{caller} {practice} {number} {emergency} {}", ["does_not_hold"]),
        ("{caller} {practice} {number} {emergency}", []),
    ],
)
def test_a_voicemail_names_all_of_what_its_kind_may_name_and_nothing_else(
    text: str | None, expected: list[str]
) -> None:
    texts = DATA["voicemail"] | {"VM-E": {"en": text, "es": DATA["voicemail"]["VM-E"]["es"]}}
    found = mistakes_in({"voicemail": texts})
    assert found == [f"{code} voicemail.VM-E.en" for code in expected]


def test_a_text_is_there_in_each_language_and_there_are_no_others() -> None:
    without = {code: said for code, said in DATA["voicemail"].items() if code != "VM-2"}
    more = without | {"VM-9": both("Hi"), "VM-1": "Hi"}
    assert mistakes_in({"voicemail": more}) == [
        "unknown_text voicemail.VM-9",
        "a_text voicemail.VM-1",
        "a_text voicemail.VM-2",
    ]
    assert mistakes_in({"voicemail": {**DATA["voicemail"], "VM-2": {"es": "x"}}})[0] == (
        "a_text voicemail.VM-2.en"
    )
    assert mistakes_in({"voicemail": []}) == ["a_text voicemail"]
    assert len(mistakes_in({"voicemail": {}})) == len(Template)


def test_a_mistake_is_an_error_in_words() -> None:
    texts = DATA["voicemail"] | {"VM-E": both("{caller} {practice} {number} {emergency} {balance}")}
    with pytest.raises(ContactError) as error:
        contactpolicy.read(DATA | {"voicemail": texts}, zone=NEW_YORK)
    assert str(error.value) == "voicemail.VM-E.en: this voicemail must not name {balance}."
    with pytest.raises(ContactError) as error:
        contactpolicy.read(DATA | {"neutral_name": "Elm Cancer Center"}, zone=NEW_YORK)
    assert (
        str(error.value)
        == 'neutral_name: "cancer" tells a listener why you called. Say it in other words.'
    )


def test_what_a_voicemail_must_name_is_named() -> None:
    texts = DATA["voicemail"] | {"VM-E": both("{caller} {practice} {emergency}")}
    found = contactpolicy.mistakes(DATA | {"voicemail": texts})
    assert [str(each) for each in found] == [
        f"voicemail.VM-E.{language}: this voicemail must name {{number}}." for language in LANGUAGES
    ]


def test_a_mistake_has_no_more_to_say_than_its_sentence() -> None:
    (found,) = contactpolicy.mistakes(DATA | {"text_from": "soon"})
    assert found.values == (("place", "text_from"),)
