"""Numbers as logs write them become comparable; hidden ones become nothing."""

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.channels.calllog.numbers import WITHHELD, Numbers, listed, national

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

ANN = "+12025550143"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2025550143", ANN),
        ("12025550143", ANN),
        ("+1 (202) 555-0143", ANN),
        ("202.555.0143", ANN),
        ("912025550143", ANN),  # 9 for an outside line
        ("92025550143", ANN),
        ('"Ann Reed" <2025550143>', ANN),
        ("Ann Reed (2025550143)", ANN),
        ("sip:+12025550143@pbx.example", ANN),
        ("tel:+1-202-555-0143", ANN),
        ("+44 20 7946 0123", "+442079460123"),
        ("011442079460123", "+442079460123"),
        ("201", "201"),
        ("Ext.201", "201"),
        ("Ann (201)", "201"),
        ("5550143", "5550143"),  # without its area code it stays as it is
        ("*97", "*97"),
        ("client:ann", "client:ann"),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, normal: str) -> None:
    assert Numbers()(text) == normal


@pytest.mark.parametrize(
    "text", [*sorted(WITHHELD), "Anonymous", '"" <>', '"Anonymous" <anonymous>', "PRIVATE NUMBER"]
)
def test_a_hidden_number_is_none(text: str) -> None:
    assert Numbers()(text) is None


def test_a_number_is_read_as_in_the_practices_own_country() -> None:
    assert Numbers("GB")("020 7946 0123") == "+442079460123"
    assert Numbers("gb")("+12025550143") == ANN


@UNHURRIED
@given(st.integers(2, 9), st.integers(0, 99), st.integers(2, 9), st.integers(0, 999_999))
def test_the_short_way_for_north_america_agrees_with_the_library(
    one: int, area: int, two: int, rest: int
) -> None:
    text = f"{one}{area:02}{two}{rest:06}"
    parsed = phonenumbers.parse(text, "US")
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    assert Numbers()(text) == e164
    style = phonenumbers.PhoneNumberFormat.NATIONAL
    assert national(e164) == phonenumbers.format_number(parsed, style)


def test_numbers_are_shown_as_people_of_the_country_read_them() -> None:
    assert national(ANN) == "(202) 555-0143"
    assert national("+442079460123") == "+44 20 7946 0123"
    assert national("+442079460123", "GB") == "020 7946 0123"
    assert national("201") == "201"


def test_a_list_of_numbers_may_have_names_and_remarks() -> None:
    lines = [
        "number,name\n",
        "2025550143,Lab\n",
        "# by night\n",
        '(202) 555-0144; "Pharmacy"\n',
        "\n",
    ]
    assert listed(lines) == {ANN: "Lab", "+12025550144": "Pharmacy"}
