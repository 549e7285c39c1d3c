"""A list of patients as another system exports it: which column is what, and what a row says.

A patient of the list can be told from others by a record number or a birth date; without either, a
row is not used. What else cannot be read is left out with its reason, and the row is used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from ringback.rules import birthdate
from ringback.rules.calendarwords import orders, plain
from ringback.rules.oneline import in_one_line
from ringback.rules.patientrule import Topic
from ringback.rules.phone import is_whole, normalised
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Verdict(StrEnum):
    """What a row is to who is on file. `again`: they came with a list that was taken back."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    AGAIN = "again"
    TWO_ON_FILE = "two_on_file"
    OF_ANOTHER = "of_another"


TWO_ON_FILE: Final = gettext_noop(
    "Two patients on file are like this row. Put the record number in the list, so that we know"
    " which one it is."
)
OF_ANOTHER: Final = gettext_noop(
    "This record number is on file for somebody of another name and birth date."
)
NOT_USED: Final[dict[Verdict, str]] = {
    Verdict.TWO_ON_FILE: TWO_ON_FILE,
    Verdict.OF_ANOTHER: OF_ANOTHER,
}
"""Why a row that reads well is for a person to look at, and is not brought in."""

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "name": (
        "name", "patient", "patientname", "fullname", "nombre", "nombrecompleto", "paciente",
        "nombredelpaciente", "nombrepaciente",
    ),
    "first_name": ("firstname", "first", "givenname", "forename", "nombres", "primernombre"),
    "last_name": ("lastname", "last", "surname", "familyname", "apellido", "apellidos"),
    "birth_date": (
        "birthdate", "dateofbirth", "dob", "born", "birthday", "patientdob",
        "fechadenacimiento", "fechanacimiento", "nacimiento", "fnac", "nacido",
    ),
    "record_number": (
        "recordnumber", "mrn", "medicalrecordnumber", "chartnumber", "chart", "patientid",
        "patientnumber", "record", "accountnumber", "id", "expediente", "numerodeexpediente",
        "numerodehistoria", "historiaclinica", "historia",
    ),
    "phone": (
        "phone", "phones", "phonenumber", "phonenumbers", "number", "numbers", "telephone", "tel",
        "telefono", "telefonos", "numero", "numeros", "contactnumber", "primaryphone",
    ),
    "mobile": (
        "mobile", "mobilephone", "cell", "cellphone", "cellphonenumber", "mobilenumber",
        "celular", "movil", "telefonomovil", "telefonocelular",
    ),
    "home": ("home", "homephone", "homephonenumber", "casa", "telefonodecasa", "telefonocasa"),
    "work": (
        "work", "workphone", "workphonenumber", "trabajo", "telefonodetrabajo", "telefonotrabajo",
    ),
    "language": (
        "language", "preferredlanguage", "lang", "idioma", "lengua", "idiomapreferido",
    ),
    "asked": (
        "contactrules", "contactrule", "contactpreference", "contactpreferences", "contactnotes",
        "howtocontact", "donotcontact", "communicationpreference", "communicationpreferences",
        "reglasdecontacto", "preferenciadecontacto", "preferenciasdecontacto", "comocontactar",
    ),
}  # fmt: skip
"""What a list may say, and the words its columns are headed with, in English and in Spanish."""

NUMBERS: Final[dict[str, str]] = {
    "mobile": gettext_noop("mobile"),
    "phone": "",
    "home": gettext_noop("home"),
    "work": gettext_noop("work"),
}
"""The columns that hold numbers, and what a number of theirs is called."""

LANGUAGES: Final[dict[str, str]] = {
    name: code
    for code, names in {
        "en": "en eng english ingles", "es": "es spa spanish espanol castellano",
        "vi": "vi vie vietnamese vietnamita", "zh": "zh chi chinese mandarin cantonese chino",
        "ko": "ko kor korean coreano", "tl": "tl tgl tagalog filipino",
        "ar": "ar ara arabic arabe", "ru": "ru rus russian ruso", "fr": "fr fre french frances",
        "ht": "ht hat haitian creole criollo",
        "pt": "pt por portuguese portugues",  # codespell:ignore portugues
        "de": "de ger german aleman", "pl": "pl pol polish polaco", "hi": "hi hin hindi",
    }.items()
    for name in names.split()
}  # fmt: skip

NAMES: Final = ("name", "first_name", "last_name")
LONGEST_NAME: Final = 120
LONGEST_RULE: Final = 200
LONGEST_RECORD: Final = 40
MOST_NUMBERS: Final = 6
TITLES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "dr"})
"""What may stand behind a comma and is no first name."""

NO_NAME_COLUMN: Final = gettext_noop("No column is said to hold the name. Say which one does.")
NO_TELLING_COLUMN: Final = gettext_noop(
    "No column is said to hold the birth date or the record number. Without either, two patients of"
    " one name cannot be told apart."
)
NO_NAME: Final = gettext_noop("It has no name.")
CANNOT_BE_TOLD: Final = gettext_noop(
    "It has neither a birth date nor a record number we can read: two patients of one name could"
    " not be told apart."
)
NO_DATE: Final = gettext_noop("Its birth date cannot be read, so it was left out.")
NO_NUMBER: Final = gettext_noop("One of its numbers is none that can be called: it was left out.")
NO_LANGUAGE: Final = gettext_noop("Its language is not one we know: it was left out.")
TOO_LONG: Final = gettext_noop("It is longer than a name or a record number can be.")

_SPACES: Final = re.compile(r"[\s!-/:-@\[-`{-~\u2010-\u2015]+")
_DROPPED: Final = re.compile("[\u2018\u2019\u02bc'`]")
_BETWEEN: Final = re.compile(r"[;,/|\n]|\s(?:or|and|o|y)\s")
_TEN: Final = re.compile(r"(?:\+?1[-. ]?)?\(?([2-9]\d\d)\)?[-. ]*(\d\d\d)[-. ]?(\d{4})")
_DIGITS: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")
_TIME: Final = re.compile(r"[T ]\d{1,2}:\d\d.*$")
_NORTH: Final = frozenset({"US", "CA", "PR"})
_VOICEMAIL: Final = re.compile(
    r"\b(?:no|do not|dont|never|sin|no dejar?)\b.{0,20}\b(?:voice ?mails?|messages?|vm|mensajes?"
    r"|buzon)\b"
)
MONTH_FIRST, DAY_FIRST = "md", "dm"
AS: Final = {MONTH_FIRST: "US", DAY_FIRST: "GB"}
"""A country that writes dates in this order only."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One patient of a list. `numbers` are (number, what it is called), each once."""

    name: str
    birth_date: date | None
    record_number: str
    numbers: tuple[tuple[str, str], ...]
    language: str
    asked: str
    topic: str


@dataclass(frozen=True, kw_only=True)
class Read:
    """What was made of a row: the patient, or none; and what was left out, or why it is none."""

    row: Row | None
    doubts: tuple[Reason, ...] = ()


def folded(name: str) -> str:
    """A name as names are compared; the database's `ringback_folded` does the same."""
    apart = normalize("NFKD", name)  # first: a capital may be hidden in what is written for it
    return _SPACES.sub(" ", _DROPPED.sub("", plain(apart))).strip()


def guess(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by the words at its head; the first of several of one kind."""
    heads = [_head(each) for each in header]
    found: dict[str, int] = {}
    for field, words in FIELDS.items():
        places = [heads.index(word) for word in words if word in heads]
        if places and places[0] not in found.values():
            found[field] = places[0]
    if "first_name" not in found and "last_name" in found and "name" in found:
        found["first_name"] = found.pop("name")
    return found


def _head(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", plain(text))


def unsettled(columns: Mapping[str, int]) -> tuple[Reason, ...]:
    """What must be said of the columns before any row can be read; empty means nothing."""
    missing = []
    if not columns.keys() & {"name", "first_name", "last_name"}:
        missing.append(Reason(code="no_name_column", words=NO_NAME_COLUMN))
    if not columns.keys() & {"birth_date", "record_number"}:
        missing.append(Reason(code="no_telling_column", words=NO_TELLING_COLUMN))
    return tuple(missing)


def order_of(dates: Iterable[str], country: str) -> str:
    """Whether the list writes the month or the day first; empty where nothing tells."""
    seen = set()
    for text in dates:
        if found := _DIGITS.fullmatch(_TIME.sub("", text.strip())):
            first, second = int(found[1]), int(found[2])
            seen |= ({DAY_FIRST} if first > 12 else set()) | (  # noqa: PLR2004 - months
                {MONTH_FIRST} if second > 12 else set()  # noqa: PLR2004
            )
    if len(seen) == 1:
        return seen.pop()
    usual = orders(country)
    return usual[0] if len(usual) == 1 and not seen else ""


def read(cells: Mapping[str, str], *, order: str, today: date, country: str) -> Read:
    """One row: the patient it tells of, and what of it was left out.

    `order` is how the list writes dates in digits; empty, only what is one day is read.
    """
    given = {field: _clean(text) for field, text in cells.items()}
    name, record = _name(given), given.get("record_number", "")
    if not folded(name):
        return _none("no_name", NO_NAME)
    if len(name) > LONGEST_NAME or len(record) > LONGEST_RECORD:
        return _none("too_long", TOO_LONG)
    born, doubts = _born(given.get("birth_date", ""), order, today)
    if born is None and not record:
        return _none("cannot_be_told", CANNOT_BE_TOLD)
    numbers, wrong = _numbers(given, country)
    spoken = given.get("language", "")
    language = LANGUAGES.get(folded(spoken).split(" ")[0], "")
    if wrong:
        doubts.append(Reason(code="no_number", words=NO_NUMBER))
    if spoken and not language:
        doubts.append(Reason(code="no_language", words=NO_LANGUAGE))
    asked = given.get("asked", "")[:LONGEST_RULE]
    row = Row(
        name=name, birth_date=born, record_number=record, numbers=numbers, language=language,
        asked=asked, topic=str(topic_of(asked)) if asked else "",
    )  # fmt: skip
    return Read(row=row, doubts=tuple(doubts))


def topic_of(asked: str) -> Topic:
    """What a rule in words is about, where that is plain; until it is confirmed it blocks it all.

    "No voicemails" is about voicemails; whatever else is said may be about anything.
    """
    alone = _VOICEMAIL.search(folded(asked)) and not _BETWEEN.search(asked)
    return Topic.VOICEMAIL if alone else Topic.UNCLEAR


def _none(code: str, words: str) -> Read:
    return Read(row=None, doubts=(Reason(code=code, words=words),))


def _clean(text: str) -> str:
    return " ".join((text if text.isprintable() else in_one_line(text)).split())


def _name(given: Mapping[str, str]) -> str:
    """The first name first: "Garcia, Ana" is Ana Garcia; "Smith, Jr." stays as it is."""
    if "first_name" in given or "last_name" in given:
        return f"{given.get('first_name', '')} {given.get('last_name', '')}".strip()
    name = given.get("name", "")
    last, comma, first = name.partition(",")
    if not comma or "," in first or not first.strip() or folded(first) in TITLES:
        return name
    return f"{first.strip()} {last.strip()}"


def _born(text: str, order: str, today: date) -> tuple[date | None, list[Reason]]:
    """The birth date. Two digits of a year are no year: a list does not say which century."""
    if not text:
        return None, []
    text = _TIME.sub("", text)
    if (found := _iso(text)) and today.year - birthdate.OLDEST < found.year and found <= today:
        return found, []
    said = birthdate.said(text, today=today, country=AS.get(order, "CA"))
    if said.day is None or said.other_century is not None:
        return None, [Reason(code="no_date", words=NO_DATE)]
    return said.day, []


def _iso(text: str) -> date | None:
    """A date as most exports write it, without asking what else it could mean."""
    try:
        return date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def _numbers(given: Mapping[str, str], country: str) -> tuple[tuple[tuple[str, str], ...], bool]:
    found: dict[str, str] = {}
    wrong = False
    for field, label in NUMBERS.items():
        for each in _BETWEEN.split(given.get(field, "")):
            if not (text := each.strip()):
                continue
            number = _number(text, country)
            wrong = wrong or not is_whole(number)
            if is_whole(number):
                found.setdefault(number, label)
    return tuple(found.items())[:MOST_NUMBERS], wrong


def _number(text: str, country: str) -> str:
    """As `normalised` says; a list has hundreds of thousands, nearly all of ten plain digits."""
    if country in _NORTH and (found := _TEN.fullmatch(text)):
        return "+1" + "".join(found.groups())
    return normalised(text, country)
