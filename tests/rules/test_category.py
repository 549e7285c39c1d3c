"""The seventeen pathways the product comes with say what the practice's policy asks."""

from pathlib import Path

import pytest

from ringback.rules.access import Role
from ringback.rules.category import (
    CLINICAL_POSTS,
    COUNTED,
    Category,
    Fact,
    FactKind,
    Kind,
    Needs,
    Post,
)
from tests.rules.pathways import PATHWAYS, pathway
from tests.rules.sentences import SENTENCES, Sentence

NAMES = sorted(each.stem for each in Path(PATHWAYS).glob("*.toml"))
ALL = {name: pathway(name) for name in NAMES}
BY_CODE = {each.code: each for each in ALL.values()}


def test_seventeen_kinds_of_request_come_with_the_product() -> None:
    assert sorted(BY_CODE) == [
        "ACCESS", "APPT", "BILL", "CLIN", "CONCERN", "CONFIRM", "DOCUMENT", "EMERG", "INTAKE",
        "MISSED", "NEWPT", "PRO", "REFER", "RESULT", "RX", "UNSORTED", "URGENT",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "first_action", "resolve"),
    [
        ("EMERG", "5 minutes", "30 minutes"),
        ("URGENT", "10 business minutes", "30 business minutes"),
        ("CLIN", "30 business minutes", "same business day, after 15:00 by 11:00 the next"),
        ("RX", "60 business minutes", "1 business day"),
        ("RESULT", "60 business minutes", "1 business day"),
        ("PRO", "15 business minutes", "60 business minutes"),
        ("MISSED", "60 business minutes", "same business day"),
        ("UNSORTED", "15 business minutes", "15 business minutes"),
        ("NEWPT", "120 business minutes", "1 business day"),
        ("APPT", "240 business minutes", "1 business day"),
        (
            "CONFIRM",
            "2 business days before the visit",
            "1 business day before the visit at 12:00",
        ),
        ("INTAKE", "1 business day", "1 business day before the visit"),
        ("REFER", "240 business minutes", "2 business days"),
        ("BILL", "1 business day", "3 business days"),
        ("ACCESS", "240 business minutes", "1 business day"),
        ("CONCERN", "60 business minutes", "1 business day"),
        ("DOCUMENT", "1 business day", "2 business days"),
    ],
)
def test_each_promises_its_two_windows(code: str, first_action: str, resolve: str) -> None:
    found = BY_CODE[code]
    assert (str(found.first_action), str(found.resolve)) == (first_action, resolve)


@pytest.mark.parametrize("sentence", SENTENCES, ids=str)
def test_every_sentence_of_the_policy_is_turned_into_something_that_acts(
    sentence: Sentence,
) -> None:
    assert sentence.turned(BY_CODE[sentence.code]) == sentence.expected


def test_the_policy_has_sentences_about_every_kind_of_request() -> None:
    assert {each.code for each in SENTENCES} == set(BY_CODE)


CLINICAL = [each for each in BY_CODE.values() if each.kind is not Kind.ROUTINE]


@pytest.mark.parametrize("category", CLINICAL, ids=lambda each: each.code)
def test_a_clinical_request_is_never_settled_without_a_clinician(category: Category) -> None:
    assert category.unreachable.by_rule is False
    assert category.unreachable.decided_by <= {Role.CLINICIAN}
    assert Role.ASSISTANT not in category.handlers.work
    assert any(step.post in CLINICAL_POSTS for step in category.escalation)
    assert category.may_be_named is False


def test_which_requests_are_clinical() -> None:
    assert sorted(each.code for each in CLINICAL) == [
        "CLIN", "EMERG", "PRO", "RESULT", "RX", "URGENT",
    ]  # fmt: skip


def test_only_a_missed_call_may_close_by_rule() -> None:
    assert [each.code for each in BY_CODE.values() if each.unreachable.by_rule] == ["MISSED"]


def test_a_pathway_that_another_one_leads_to_is_there() -> None:
    leads = {
        target
        for each in BY_CODE.values()
        for rule in each.tighten
        for target in (rule.becomes, rule.also)
        if target
    }
    assert leads == {"CLIN", "EMERG", "URGENT"}
    assert leads <= set(BY_CODE)


def test_every_counted_fact_is_one_we_can_count() -> None:
    counted = {
        fact.code
        for each in BY_CODE.values()
        for fact in each.facts()
        if fact.kind is FactKind.COUNTED
    }
    assert counted == set(COUNTED)


def test_every_post_is_in_some_chain_or_owns_something() -> None:
    used = {step.post for each in BY_CODE.values() for step in each.escalation}
    used |= {post for each in BY_CODE.values() for post in each.handlers.posts}
    used |= {rule.tell for each in BY_CODE.values() for rule in each.tighten if rule.tell}
    assert used == set(Post)


def test_facts_come_once_and_in_the_order_written() -> None:
    assert [fact.code for fact in pathway("new_patient").facts()] == [
        "booked_for",
        "booked_with",
        "wait_list_since",
        "declined_because",
        "other_care",
        "no_promise",
        "forms_sent",
        "forms_not_needed",
    ]


def test_what_is_only_worth_recording_comes_before_what_done_waits_for() -> None:
    assert [fact.code for fact in pathway("intake").facts()] == [
        "missing_item",
        "received_and_checked",
        "way_to_send",
        "deadline",
    ]


def test_a_fact_knows_how_it_is_given_and_what_shows_it() -> None:
    assert pathway("intake").facts()[3] == Fact(
        code="deadline", words="By which day", kind=FactKind.DATE, needs=Needs.REACHED
    )


def test_handlers_are_who_works_it_and_who_hands_it_on() -> None:
    found = pathway("billing").handlers
    assert found.roles() == {Role.FRONT_DESK, Role.MANAGER, Role.ASSISTANT, Role.CLINICIAN}
    assert found.posts == (Post.BILLING,)
