"""Every text of a mail: only listed places, no word of ours, complete in each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.utils import translation

import ringback
from ringback.channels.email import kinds
from ringback.rules.outbox import LANGUAGES, SHAPES, Kind
from tests.house.test_words import OURS, OURS_IN_SPANISH

TEXTS = Path(ringback.__file__).parent / "templates" / "mail"
ALLOWED = {"practice", "person", "by", "link", "what"}
"""What may stand in a mail: names of a practice and of people who work there, a link, what changed.

Nothing of a patient is among it, and nothing may be added without being read here.
"""
PLACE = re.compile(r"{{\s*([^}]*?)\s*}}")
TAG = re.compile(r"{%\s*(\w+)")
FILLED = {name: f"<{name}>" for name in ALLOWED}


def texts() -> list[Path]:
    return sorted(TEXTS.iterdir())


def test_every_kind_has_a_text_a_builder_and_a_shape() -> None:
    assert [each.name for each in texts()] == sorted(f"{kind}.txt" for kind in Kind)
    assert set(kinds.BUILDERS) == set(SHAPES) == set(Kind)
    assert set(kinds.PATHS) < set(Kind)


@pytest.mark.parametrize("path", texts(), ids=lambda each: each.stem)
def test_a_text_has_a_place_for_nothing_of_a_patient(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(PLACE.findall(text)) <= ALLOWED == kinds.PLACES
    assert set(TAG.findall(text)) <= {"load", "translate", "blocktranslate", "endblocktranslate"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_text_is_a_subject_and_a_few_plain_lines(kind: Kind, language: str) -> None:
    with translation.override(language):
        said = kinds.text_of(kind, **FILLED)
    subject, blank, body = said.split("\n", 2)
    assert (blank, subject.startswith("<practice>: "), "<" in subject[1:]) == ("", True, False)
    assert "{" not in said
    assert "&" not in said
    assert "\n\n\n" not in body
    ours = OURS if language == "en" else OURS_IN_SPANISH
    assert ours.findall(re.sub(r"<\w+>", "", said)) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_language_says_it_differently(kind: Kind) -> None:
    said = set()
    for language in LANGUAGES:
        with translation.override(language):
            said.add(kinds.text_of(kind, **FILLED))
    assert len(said) == len(LANGUAGES) == len(settings.LANGUAGES)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_text_is_no_page(kind: Kind) -> None:
    template = get_template(f"mail/{kind}.txt")
    assert template.origin.name.endswith(".txt")
    assert "O'Neill & <Co>" in kinds.text_of(kind, **{**FILLED, "person": "O'Neill & <Co>"})
