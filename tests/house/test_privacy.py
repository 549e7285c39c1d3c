"""Every field that is remembered says what kind of information it holds."""

from __future__ import annotations

from collections import Counter

from django.apps import apps

from ringback.models import privacy
from ringback.models.privacy import FIELDS, RAISED
from ringback.queries.queue import FIELDS as LINE
from ringback.queries.seen import protected
from ringback.rules.access import FieldClass


def remembered() -> dict[str, set[str]]:
    """Table -> its fields, as the models have them."""
    models = apps.get_app_config("ringback").get_models()
    return {
        each._meta.db_table: {field.name for field in each._meta.concrete_fields} for each in models
    }


def classified() -> dict[str, list[str]]:
    return {
        table: [field for fields in classes.values() for field in fields.split()]
        for table, classes in FIELDS.items()
    }


def test_every_field_has_a_class_and_every_class_its_field() -> None:
    assert {table: set(fields) for table, fields in classified().items()} == remembered()


def test_no_field_has_two_classes() -> None:
    twice = {
        table: [name for name, times in Counter(fields).items() if times > 1]
        for table, fields in classified().items()
    }
    assert {table: names for table, names in twice.items() if names} == {}


def test_what_a_mark_raises_is_there_and_so_is_the_mark() -> None:
    found = remembered()
    assert [
        (table, field) for (table, field), mark in RAISED.items() if {field, mark} - found[table]
    ] == []


def test_a_clinicians_mark_raises_words_and_nothing_else() -> None:
    assert privacy.class_of("note", "text") is FieldClass.WORDS
    assert privacy.class_of("note", "text", raised=True) is FieldClass.CLINICAL
    assert privacy.class_of("note", "author", raised=True) is FieldClass.ROUTING


def test_what_is_there_only_to_be_matched_is_just_this() -> None:
    """No query reads these into a row for a screen: they are compared where they stand."""
    held = {
        (table, field)
        for table, classes in FIELDS.items()
        for field in classes.get(FieldClass.IDENTIFIER, "").split()
    }
    assert held == {
        ("patient", "birth_date"),
        ("patient", "address"),
        ("patient", "record_number"),
        ("patient", "policy_number"),
        ("patient", "of_age_in_chart"),
        ("patient", "emancipated"),
        ("patient", "own_care"),
        ("staged_patient", "birth_date"),
        ("staged_patient", "record_number"),
        ("brought_patient", "before"),
        ("brought_patient", "after"),
    }


def test_a_line_of_the_queue_protects_just_these() -> None:
    own = [each.removesuffix("_id") for each in LINE if each != "owner_name"]
    assert protected("callback", own) == {
        "name": FieldClass.CONTACT,
        "phone": FieldClass.CONTACT,
        "words": FieldClass.WORDS,
        "visit_date": FieldClass.WORDS,
        "hand_why": FieldClass.WORDS,
    }
