"""What is said on a call."""

from typing import Any

import pytest

from ringback.rules import categoryfile, roster, script, scriptcheck
from ringback.rules.agreement import CLINICAL, handed_on
from ringback.rules.category import CLINICAL_POSTS, Post
from ringback.rules.placeholder import LANGUAGES, PLACEHOLDERS
from ringback.rules.script import MayNot, Moment, Refusal, Script, ScriptError
from tests.rules.pathways import data, shipped
from tests.rules.policies import whole

CATEGORIES = [
    "EMERG", "URGENT", "CLIN", "RX", "RESULT", "PRO", "MISSED", "UNSORTED", "NEWPT", "APPT",
    "CONFIRM", "INTAKE", "REFER", "BILL", "ACCESS", "CONCERN", "a kind of the practice's own",
]  # fmt: skip

PATHWAYS = {each["code"]: categoryfile.read(each) for each in whole()["pathways"]}

OPENING = (
    "Hi, this is [Name] calling from [Practice]. I’m returning your call from earlier today. "
    "Before we continue, can I verify your name and date of birth?"
)
SCOPE = (
    "I see your message was about scheduling. I can help with available appointment options, and "
    "if your question becomes clinical, I’ll route it to the care team."
)
ESCALATION = (
    "That question needs to be reviewed by the clinical team. I’m going to document what you "
    "shared and send it through the proper channel."
)


def default() -> Script:
    return script.read(shipped("scripts"))


def refused(may_not: MayNot) -> Refusal:
    return {each.line.code: each for each in default().refusals}[may_not]


def said(code: str, language: str = "en", **values: str) -> str:
    return script.filled(default().line(code), values, language)


def test_the_articles_opening_follows_once_the_patient_is_on_the_line() -> None:
    known = {"caller_name": "[Name]", "safe_practice_name": "[Practice]"}
    assert script.path(PATHWAYS["MISSED"])[:2] == ("ask_by_name", "missed_call")
    assert said("missed_call", when_they_called="earlier today", **known) == OPENING


def test_the_articles_scope_sentence_is_said_after_verification() -> None:
    values = script.values_of_kind(default(), PATHWAYS["APPT"], "en")
    assert said("scope", **values) == SCOPE
    assert default().line("scope").moment is Moment.AFTER


def test_the_articles_escalation_phrase_may_be_said_at_any_moment() -> None:
    assert said("escalate") == ESCALATION
    assert default().line("escalate").moment is Moment.ANY


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "May I speak with Rosa, please?"), ("es", "¿Puedo hablar con Rosa, por favor?")],
)
def test_the_first_thing_said_is_the_name_and_nothing_else(language: str, words: str) -> None:
    everything = {name: f"<{name}>" for name in PLACEHOLDERS} | {"patient_first_name": "Rosa"}
    assert said("ask_by_name", language, **everything) == words


def test_the_next_step_is_said_back_in_the_close() -> None:
    assert said("close", next_step="we see you Tuesday", practice_phone="212-555-0142") == (
        "Let me say it back so that we both have it: we see you Tuesday. Did I get that right? If "
        "anything changes, call us at 212-555-0142. Thank you for your time."
    )


def test_a_language_without_a_script_is_answered_in_the_first_one() -> None:
    assert said("verify", "pt") == said("verify", "en")


def test_a_protected_value_is_not_said_before_verification_even_when_it_is_known() -> None:
    line = script.read(
        shipped("scripts") | {"step": [{"code": "why", "en": "About {topic}.", "es": "x"}]}
    ).line("why")
    assert script.filled(line, {"topic": "your knee"}, "en") == "About a question for our office."


def test_the_preview_shows_examples() -> None:
    assert script.preview(default().line("who_is_calling"), "es") == (
        "Buenos días, habla Ana, de Cedar Street."
    )


@pytest.mark.parametrize(
    ("category", "language", "words"),
    [
        ("NEWPT", "en", "I’m calling about the appointment request you sent us."),
        ("NEWPT", "es", "Le llamo por la solicitud de cita que nos envió."),
        ("MISSED", "en", "I’m calling about your call to us."),
        ("CLIN", "en", "I’m calling about your call or message to us."),
        ("RESULT", "en", "I’m calling about your call or message to us."),
        ("RX", "es", "Le llamo por su llamada o mensaje."),
        ("BILL", "en", "I’m calling about your call or message to us."),
        ("REFER", "en", "I’m calling about your call or message to us."),
        ("DOCUMENT", "en", "I’m calling about your call or message to us."),
    ],
)
def test_why_is_said_only_as_the_kind_of_request_and_never_for_telling_kinds(
    category: str, language: str, words: str
) -> None:
    assert (
        said("why", language, **script.values_of_kind(default(), PATHWAYS[category], language))
        == words
    )


def test_a_language_a_kind_has_no_words_in_brings_none() -> None:
    assert script.values_of_kind(default(), PATHWAYS["NEWPT"], "pt") == {
        "kind_of_request": "",
        "topic": "",
        "help_with": "",
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("may_not", MayNot)
def test_every_may_not_has_a_sentence_and_a_post_in_every_kind_of_request(
    category: str, may_not: MayNot, language: str
) -> None:
    practice = default()
    refusal = refused(may_not)
    to = practice.posts[refusal.post(category)][language]
    assert to in script.filled(refusal.line, {"goes_to": to}, language)


@pytest.mark.parametrize(
    ("category", "may_not", "post"),
    [
        ("APPT", MayNot.DIAGNOSE, "nurse"),
        ("URGENT", MayNot.DIAGNOSE, "clinician_on_duty"),
        ("EMERG", MayNot.LOWER_URGENCY, "clinician_on_duty"),
        ("RESULT", MayNot.EXPLAIN_RESULTS, "ordering_clinician"),
        ("APPT", MayNot.EXPLAIN_RESULTS, "nurse"),
        ("CLIN", MayNot.PROMISE_COVERAGE, "billing"),
        ("RX", MayNot.RECOMMEND_TREATMENT, "nurse"),
        ("NEWPT", MayNot.PRESSURE, "scheduling_lead"),
        ("BILL", MayNot.PRESSURE, "billing"),
        ("MISSED", MayNot.PRESSURE, "front_desk_lead"),
    ],
)
def test_each_question_goes_to_the_post_that_answers_it(
    category: str, may_not: MayNot, post: str
) -> None:
    assert refused(may_not).post(category) == post


def test_every_post_a_pathway_leans_on_has_words_and_no_other_word_is_a_post() -> None:
    practice = default()
    assert set(practice.posts) == set(Post)
    assert all(said[language] for said in practice.posts.values() for language in LANGUAGES)
    for code, category in PATHWAYS.items():
        assert set(roster.leaned_on(category)) <= set(practice.posts), code
    for each in practice.refusals:
        assert {each.goes_to, *each.instead.values()} <= set(Post), each.line.code
        assert set(each.instead) <= set(PATHWAYS), each.line.code


@pytest.mark.parametrize("code", PATHWAYS)
@pytest.mark.parametrize("may_not", MayNot)
def test_whoever_a_may_not_goes_to_stands_in_the_chain_of_its_kind(
    code: str, may_not: MayNot
) -> None:
    chain = PATHWAYS[handed_on(may_not, PATHWAYS[code])].escalation
    assert refused(may_not).post(code) in {step.post for step in chain}


@pytest.mark.parametrize("code", PATHWAYS)
@pytest.mark.parametrize("may_not", sorted(CLINICAL))
def test_a_clinical_question_goes_to_a_clinician_only(code: str, may_not: MayNot) -> None:
    assert refused(may_not).post(code) in CLINICAL_POSTS


def test_the_sentence_names_who_it_goes_to() -> None:
    refusal = refused(MayNot.EXPLAIN_RESULTS)
    to = default().posts[refusal.post("RESULT")]["en"]
    assert script.filled(refusal.line, {"goes_to": to}, "en") == (
        "Results are explained by the clinical team, so I can’t read or explain them. I’ll ask the "
        "clinician who ordered it to get back to you."
    )


def test_the_emergency_number_is_known_even_when_nobody_gave_it() -> None:
    assert said("emergency") == (
        "Please hang up and call 911 or your local emergency number now. Do not wait for us. I am "
        "telling our clinical team this very moment."
    )


@pytest.mark.parametrize(
    ("category", "steps"),
    [
        ("APPT", "ask_by_name who_is_calling why verify scope next_step close"),
        ("CLIN", "ask_by_name who_is_calling why verify escalate next_step close"),
        ("RESULT", "ask_by_name who_is_calling why verify escalate next_step close"),
        ("MISSED", "ask_by_name missed_call scope next_step close"),
        ("EMERG", "ask_by_name who_is_calling emergency escalate"),
        ("PRO", "office_who office_reference office_read_back"),
    ],
)
def test_a_call_has_its_steps_in_order(category: str, steps: str) -> None:
    assert " ".join(script.path(PATHWAYS[category])) == steps


@pytest.mark.parametrize("category", PATHWAYS)
def test_they_are_asked_to_verify_before_anything_protected_is_said(category: str) -> None:
    steps = script.path(PATHWAYS[category])
    after = [at for at, step in enumerate(steps) if default().line(step).moment is Moment.AFTER]
    verify = [at for at, step in enumerate(steps) if step in {"verify", "missed_call"}]
    assert not after or verify[0] < after[0]


def changed(**change: Any) -> dict[str, Any]:
    return shipped("scripts") | change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"step": [{"en": "Hi"}]}, "step 1: code is missing"),
        ({"step": [{"code": "why", "en": 7}]}, "step 1 (why): en is not text"),
        ({"situation": [{"code": "a", "words": "b"}]}, "situation 1 (a): when is missing"),
        (
            {"situation": [{"code": "a", "words": "b", "when": "soon"}]},
            "situation 1 (a): 'soon' is not a valid Moment",
        ),
        (
            {"may_not": [{"code": "diagnose", "words": "b"}]},
            "may_not 1 (diagnose): goes_to is missing",
        ),
        ({"step": ["why"]}, "step 1: this is not a table"),
        ({"step": 3}, "step: this is not a list"),
        ({"step": [{"code": ["why"]}]}, "step 1 (['why']): code is not text"),
        (
            {"may_not": [{"code": "a", "words": "b", "goes_to": "nurse", "instead": []}]},
            "may_not 1 (a): instead is not a table",
        ),
        ({"never_said": []}, "never_said: this is not a table"),
        ({"never_said": {"en": 3}}, "never_said: en is not a list of words"),
        ({"never_said": {"en": [3]}}, "never_said: en is not a list of words"),
        ({"kind": [{"before": {}}]}, "kind 1: code is missing"),
        ({"kind": [{"code": "X", "before": "y"}]}, "kind 1 (X): before is not a table"),
        ({"post": [{"en": "nurse"}]}, "post 1: code is missing"),
    ],
)
def test_what_cannot_be_understood_is_an_error_that_names_its_place(
    change: dict[str, Any], words: str
) -> None:
    with pytest.raises(ScriptError) as error:
        script.read(changed(**change))
    assert str(error.value).startswith(words)


def test_an_empty_file_is_a_script_with_everything_missing() -> None:
    empty = script.read({})
    assert empty.lines() == ()
    assert scriptcheck.mistakes(empty) != ()


def test_there_is_no_sentence_by_a_name_the_script_does_not_have() -> None:
    with pytest.raises(KeyError):
        default().line("small_talk")


def test_the_script_speaks_of_the_kinds_the_practice_starts_with() -> None:
    named = {each.code for each in default().kinds}
    assert {data(name)["code"] for name in ("missed", "new_patient", "intake")} <= named
    assert named <= set(CATEGORIES)
