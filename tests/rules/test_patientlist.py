"""What a list of patients says, column by column and row by row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ringback.rules import patientlist as rule
from ringback.rules.patientlist import FIELDS, Row
from ringback.rules.patientrule import Topic
from ringback.rules.phone import normalised

TODAY = date(2026, 11, 20)
TOLD = {"name": "Ana García", "birth_date": "1979-03-14"}


def read(order: str = "md", country: str = "US", **cells: str) -> rule.Read:
    return rule.read({**TOLD, **cells}, order=order, today=TODAY, country=country)


def row(**cells: str) -> Row:
    found = read(**cells).row
    assert found is not None
    return found


def codes(**cells: str) -> list[str]:
    return [each.code for each in read(**cells).doubts]


# Columns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Name|DOB|Phone", {"name": 0, "birth_date": 1, "phone": 2}),
        ("MRN|Patient Name|Date of Birth", {"record_number": 0, "name": 1, "birth_date": 2}),
        (
            "Nombre|Fecha de nacimiento|Teléfono|Idioma|N.º",
            {"name": 0, "birth_date": 1, "phone": 2, "language": 3},
        ),
        ("First Name|Last Name|Cell Phone", {"first_name": 0, "last_name": 1, "mobile": 2}),
        ("Nombre|Apellidos", {"first_name": 0, "last_name": 1}),
        ("Home phone|Work phone|Contact rules", {"home": 0, "work": 1, "asked": 2}),
        ("Expediente|Celular|Preferencias de contacto", {
            "record_number": 0, "mobile": 1, "asked": 2,
        }),
        ("colour|", {}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_the_words_at_their_head(
    header: str, expected: dict[str, int]
) -> None:
    assert rule.guess(header.split("|")) == expected


def test_no_two_fields_are_headed_with_the_same_words() -> None:
    words = [word for each in FIELDS.values() for word in each]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("", ["no_name_column", "no_telling_column"]),
        ("name", ["no_telling_column"]),
        ("last_name birth_date", []),
        ("record_number phone", ["no_name_column"]),
        ("first_name record_number", []),
    ],
)
def test_a_name_and_what_tells_them_apart_are_needed(columns: str, expected: list[str]) -> None:
    found = rule.unsettled(dict.fromkeys(columns.split(), 0))
    assert [each.code for each in found] == expected


@pytest.mark.parametrize(
    ("dates", "country", "expected"),
    [
        (["3/14/1979", "1/2/1950"], "US", "md"),
        (["14/3/1979", "1/2/1950"], "US", "dm"),
        (["14/3/1979", "3/14/1979"], "US", ""),
        (["1/2/1950", "", "soon"], "US", "md"),
        (["1/2/1950"], "MX", "dm"),
        (["1/2/1950"], "PR", ""),
        (["14-03-1979 00:00:00"], "US", "dm"),
        (["1979-03-14"], "US", "md"),
    ],
)
def test_the_order_of_dates_is_found_out_from_all_of_them(
    dates: list[str], country: str, expected: str
) -> None:
    assert rule.order_of(dates, country) == expected


# Rows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana García", "Ana García"),
        ("García, Ana", "Ana García"),
        ("  García ,  Ana María ", "Ana María García"),
        ("John Smith, Jr.", "John Smith, Jr."),
        ("a, b, c", "a, b, c"),
        ("Madonna,", "Madonna,"),
    ],
)
def test_a_name_stands_with_the_first_name_first(name: str, expected: str) -> None:
    assert row(name=name).name == expected


def test_a_name_may_stand_in_two_columns() -> None:
    assert row(first_name="Ana", last_name="García").name == "Ana García"
    assert row(last_name="García").name == "García"


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("1979-03-14", "md", date(1979, 3, 14)),
        ("1979-03-14 00:00:00", "md", date(1979, 3, 14)),
        ("1979-03-14T00:00", "", date(1979, 3, 14)),
        ("2/1/1950 0:00", "md", date(1950, 2, 1)),
        ("2/1/1950", "dm", date(1950, 1, 2)),
        ("2/1/1950", "", None),
        ("25/1/1950", "", date(1950, 1, 25)),
        ("14 de marzo de 1979", "md", date(1979, 3, 14)),
        ("3/14/24", "md", None),
        ("2031-01-01", "md", None),
        ("1979-02-30", "md", None),
        ("1800-01-01", "md", None),
        ("soon", "md", None),
    ],
)
def test_a_birth_date_is_read_or_left_out(text: str, order: str, expected: date | None) -> None:
    found = read(order=order, birth_date=text, record_number="7")
    assert found.row is not None
    assert found.row.birth_date == expected
    assert [each.code for each in found.doubts] == ([] if expected else ["no_date"])


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": ""}, "no_name"),
        ({"name": " - "}, "no_name"),
        ({"birth_date": ""}, "cannot_be_told"),
        ({"birth_date": "soon"}, "cannot_be_told"),
        ({"name": "a" * 121}, "too_long"),
        ({"record_number": "1" * 41}, "too_long"),
    ],
)
def test_a_row_that_tells_of_nobody_is_none(cells: dict[str, str], code: str) -> None:
    found = read(**cells)
    assert (found.row, [each.code for each in found.doubts]) == (None, [code])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"phone": "(202) 555-0147"}, [("+12025550147", "")]),
        ({"phone": "+1 202-555-0147; 202.555.0148"}, [
            ("+12025550147", ""), ("+12025550148", ""),
        ]),
        ({"phone": "2025550147 or 2025550148"}, [("+12025550147", ""), ("+12025550148", "")]),
        ({"mobile": "2025550147", "phone": "202 555 0147", "home": "2025550149"}, [
            ("+12025550147", "mobile"), ("+12025550149", "home"),
        ]),
        ({"work": "+44 20 7946 0147"}, [("+442079460147", "work")]),
        ({"phone": ",".join(f"202555010{n}" for n in range(9))}, [
            (f"+1202555010{n}", "") for n in range(6)
        ]),
    ],
)  # fmt: skip
def test_every_number_is_read_once_with_what_it_is_called(
    cells: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    found = read(**cells)
    assert found.row is not None
    assert (list(found.row.numbers), found.doubts) == (expected, ())


def test_what_is_no_number_or_no_language_is_left_out_and_named() -> None:
    assert codes(phone="12") == ["no_number"]
    assert codes(language="Klingon") == ["no_language"]
    assert codes(phone="none", language="?") == ["no_number", "no_language"]
    assert row(language="Spanish (Mexico)").language == "es"
    assert row(language="Inglés").language == "en"


def test_numbers_elsewhere_are_read_as_there() -> None:
    found = read(country="MX", phone="55 1234 5678").row
    assert found is not None
    assert found.numbers == (("+525512345678", ""),)


@given(st.from_regex(r"(\+?1[-. ]?)?\(?[2-9]\d\d\)?[-. ]?\d{3}[-. ]?\d{4}", fullmatch=True))
def test_the_short_way_to_a_number_leads_where_the_long_one_does(text: str) -> None:
    plain = "".join(each for each in text if each.isascii())
    assert row(phone=plain).numbers in {((normalised(plain, "US"), ""),), ()}


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("no voicemails", Topic.VOICEMAIL),
        ("Don’t leave a message", Topic.VOICEMAIL),
        ("sin mensajes", Topic.VOICEMAIL),
        ("no voicemails, and only after 4", Topic.UNCLEAR),
        ("text only", Topic.UNCLEAR),
    ],
)
def test_what_a_rule_is_about_is_said_only_where_it_is_plain(asked: str, topic: Topic) -> None:
    assert rule.topic_of(asked) is topic
    assert (row(asked=asked).asked, row(asked=asked).topic) == (asked, topic)


def test_no_rule_has_no_topic_and_a_long_one_is_cut() -> None:
    assert row().topic == ""
    assert len(row(asked="x" * 300).asked) == 200


def test_a_cell_shows_what_it_says() -> None:
    assert row(name="Ana\tGarcía\N{RIGHT-TO-LEFT OVERRIDE}").name == "Ana García"


@given(st.text())
@example("\N{MATHEMATICAL BOLD SCRIPT CAPITAL A}")
def test_folding_twice_is_folding_once(text: str) -> None:
    once = rule.folded(text)
    assert rule.folded(once) == once
