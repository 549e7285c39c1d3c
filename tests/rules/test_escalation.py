"""A clinician's matter: who may take it, and what follows from the answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ringback.rules import escalation, window
from ringback.rules.category import Kind
from ringback.rules.lifecycle import Stage, Step
from ringback.rules.queue import Holding, Level
from tests.rules.pathways import hours, pathway

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
MINE, THEIRS = UUID(int=1), UUID(int=2)
MINUTE = timedelta(minutes=1)


def held(stage: Stage = Stage.ESCALATED, owner: UUID | None = None) -> Holding:
    until = NOON + MINUTE if owner else None
    return Holding(stage=stage, owner_id=owner, owner_name="Dr. Osei", lease_until=until, fence=3)


def said(step: Step, holding: Holding, now: datetime = NOON, answered_by: str = "") -> list[str]:
    found = escalation.refusals(
        step, holding, MINE, now, until_words="12:15", answered_by=answered_by
    )
    return [str(each) for each in found]


@pytest.mark.parametrize("step", [Step.ACCEPT, Step.ANSWER])
def test_what_waits_for_a_clinician_may_be_taken_and_answered(step: Step) -> None:
    assert said(step, held()) == []
    assert said(step, held(owner=MINE)) == []
    assert said(step, held(), answered_by="Dr. Osei") == []


@pytest.mark.parametrize("step", [Step.ACCEPT, Step.ANSWER])
def test_who_comes_second_is_told_who_has_it_until_their_time_ends(step: Step) -> None:
    assert said(step, held(owner=THEIRS)) == ["Dr. Osei has this one until 12:15."]
    assert said(step, held(owner=THEIRS), now=NOON + MINUTE) == []


@pytest.mark.parametrize("stage", [Stage.WAITING, Stage.OWNED, Stage.SCHEDULED])
def test_who_comes_after_the_answer_is_told_whose_it_is(stage: Stage) -> None:
    assert said(Step.ANSWER, held(stage), answered_by="Dr. Osei") == [
        "Dr. Osei has answered this one already."
    ]


@pytest.mark.parametrize("stage", sorted({*Stage} - {Stage.CLOSED, Stage.ESCALATED}))
def test_what_no_clinician_was_asked_about_has_no_answer(stage: Stage) -> None:
    assert said(Step.ANSWER, held(stage)) == ["This cannot be done at this stage."]


def test_what_is_closed_stays_closed() -> None:
    closed = held(Stage.CLOSED)
    assert said(Step.ACCEPT, closed, answered_by="Dr. Osei") == [
        "This callback is closed. Reopen it first."
    ]


@pytest.mark.parametrize("text", ["", "  \n", "\x00"])
def test_an_answer_says_something(text: str) -> None:
    assert [str(each) for each in escalation.text_refusals(text)] == [
        "Write down what the patient is to be told."
    ]
    assert escalation.text_refusals("Come in today at three.") == ()


def test_a_second_answer_replaces_no_first_one() -> None:
    codes = [escalation.fact_code(answers) for answers in range(3)]
    assert codes == ["answer", "answer_2", "answer_3"]
    assert [escalation.is_answer(code) for code in codes] == [True, True, True]


def test_no_default_pathway_asks_for_a_fact_an_answer_would_be_taken_for() -> None:
    names = ("missed", "new_patient", "intake", "unsorted")
    codes = [fact.code for name in names for fact in pathway(name).facts()]
    assert [code for code in codes if escalation.is_answer(code)] == []


@pytest.mark.parametrize(
    ("level", "minutes"),
    [(Level.EMERGENCY, 5), (Level.URGENT, 10), (Level.CLINICAL, 60), (Level.ROUTINE, 60)],
)
def test_the_patient_is_told_as_soon_as_something_new_of_this_kind_would_be_due(
    level: Level, minutes: int
) -> None:
    due = escalation.tell_by(level, pathway("missed"), NOON, hours())
    assert due == NOON + minutes * MINUTE


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("missed", Level.ROUTINE),
        ("unsorted", Level.ROUTINE),
        ("medication", Level.CLINICAL),
        ("clinical", Level.CLINICAL),
        ("urgent", Level.URGENT),
        ("emergency", Level.EMERGENCY),
    ],
)
def test_a_pathway_says_how_pressing_whatever_is_on_it_is_at_least(
    name: str, expected: Level
) -> None:
    assert escalation.level_of(pathway(name)) is expected


@pytest.mark.parametrize(
    ("level", "name", "by_itself", "by_a_person"),
    [
        (Level.ROUTINE, "missed", "", ""),
        (Level.CLINICAL, "missed", "", "CLIN"),
        (Level.CLINICAL, "medication", "", ""),
        (Level.CLINICAL, "unsorted", "", ""),
        (Level.URGENT, "missed", "URGENT", "URGENT"),
        (Level.URGENT, "medication", "", ""),
        (Level.URGENT, "unsorted", "", ""),
        (Level.EMERGENCY, "missed", "EMERG", "EMERG"),
        (Level.EMERGENCY, "medication", "EMERG", "EMERG"),
        (Level.EMERGENCY, "emergency", "", ""),
        (Level.EMERGENCY, "unsorted", "", ""),
    ],
)
def test_something_pressing_goes_where_a_clinician_is_asked(
    level: Level, name: str, by_itself: str, by_a_person: str
) -> None:
    assert escalation.pathway_for(level, pathway(name)) == by_itself
    assert escalation.marked(level, pathway(name)) == by_a_person


@pytest.mark.parametrize("clinician", [True, False])
@pytest.mark.parametrize(("name", "refused"), [("missed", True), ("urgent", False)])
def test_only_a_clinician_puts_something_pressing_among_what_is_not(
    name: str, refused: bool, clinician: bool
) -> None:
    found = escalation.sort_refusals(Level.URGENT, pathway(name), clinician=clinician)
    assert [each.code for each in found] == (["too_pressing"] if refused and not clinician else [])


def test_a_pathway_that_only_counts_back_from_a_visit_cannot_be_told_by() -> None:
    back = window.read("1 business day before the visit")
    only = replace(pathway("intake"), first_action=back, without_visit=(back, back))
    with pytest.raises(ValueError, match="counts back"):
        escalation.tell_by(Level.ROUTINE, only, NOON, hours())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (None, []),
        ("It hurts on the left.", []),
        ("", ["Write down the patient’s exact words."]),
        (" \x00 ", ["Write down the patient’s exact words."]),
    ],
)
def test_a_clinician_is_asked_in_the_patients_own_words(
    words: str | None, expected: list[str]
) -> None:
    assert [str(each) for each in escalation.asking_refusals(words)] == expected


def test_the_words_of_each_asking_are_kept_by_themselves() -> None:
    assert escalation.asked_code(3) == "words_for_clinician_3"


# What is for clinicians to read


@pytest.mark.parametrize(
    ("code", "value", "clinical"),
    [
        ("decided", "watchful waiting", True),
        ("decision", "needs a visit", True),
        ("answer", "Come in on Tuesday.", False),
        ("answer_2", "Come in today.", False),
        ("exact_words", "it burns", False),
        ("words_for_clinician_3", "it burns", False),
        ("result_given", True, False),
    ],
)
def test_what_a_clinician_recorded_is_for_clinicians_but_for_what_is_said_to_the_patient(
    code: str, value: object, clinical: bool
) -> None:
    assert escalation.is_clinical(code, value) is clinical


@pytest.mark.parametrize("clinician", [False, True])
@pytest.mark.parametrize("stage", [Stage.OWNED, Stage.ESCALATED])
@pytest.mark.parametrize("kind", Kind)
def test_a_note_is_for_clinicians_where_one_wrote_it_of_a_clinicians_matter(
    kind: Kind, stage: Stage, clinician: bool
) -> None:
    category = replace(pathway("missed"), kind=kind)
    expected = clinician and (stage is Stage.ESCALATED or kind is not Kind.ROUTINE)
    assert escalation.is_clinical_note(stage, category, clinician=clinician) is expected
