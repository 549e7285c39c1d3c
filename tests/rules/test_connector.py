"""When another system may bring something in."""

from datetime import date, timedelta

import pytest

from ringback.rules import connector
from ringback.rules.connector import Agreement

TODAY = date(2026, 11, 23)
WHOLE = Agreement(party="Forms Inc.", signed_on=TODAY)


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        (Agreement(own=True), []),
        (WHOLE, []),
        (Agreement(), ["party", "signed_on"]),
        (Agreement(party=" ", signed_on=TODAY), ["party"]),
        (Agreement(party="x" * 121, signed_on=TODAY), ["party"]),
        (Agreement(party="a\nb", signed_on=TODAY), ["party"]),
        (Agreement(party="Forms Inc."), ["signed_on"]),
        (Agreement(party="Forms Inc.", signed_on=TODAY + timedelta(days=1)), ["signed_on"]),
    ],
)
def test_an_agreement_names_somebody_and_a_day(found: Agreement, wrong: list[str]) -> None:
    assert [each.code for each in connector.agreement_refusals(found, TODAY)] == wrong


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        (Agreement(own=True), []),
        (WHOLE, []),
        (Agreement(), ["no_agreement"]),
        (Agreement(party="Forms Inc."), ["no_agreement"]),
        (Agreement(signed_on=TODAY), ["no_agreement"]),
    ],
)
def test_only_with_its_agreement_is_it_switched_on(found: Agreement, wrong: list[str]) -> None:
    assert [each.code for each in connector.on_refusals(found)] == wrong


@pytest.mark.parametrize("label", ["", "  ", "x" * 81, "a\tb", "a\u202eb"])
def test_it_has_a_name_people_can_read(label: str) -> None:
    assert [each.code for each in connector.label_refusals(label)] == ["label"]
    assert connector.label_refusals("Website form") == ()


def test_places_and_secrets_stand_in_one_line() -> None:
    assert connector.settings_refusals({"name": "a.b", "phone": ""}, "secret") == ()
    found = connector.settings_refusals({"name": "x" * 121, "phone": "a\nb"}, "x" * 201)
    assert [each.code for each in found] == ["name", "phone", "secret"]
