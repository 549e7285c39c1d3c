"""Why a version was written, as its reader reads it."""

from __future__ import annotations

import pytest
from django.utils import translation

from ringback.web import holiday_words, reason_words


@pytest.mark.parametrize(
    ("kept", "spanish"),
    [
        ("version 2 restored", "versión 2 restaurada"),
        ("usual hours on 2026-12-24", "horario habitual el jue 24 dic 2026"),
        ("usual hours on Thu 24 Dec 2026", "horario habitual el Thu 24 Dec 2026"),
        ("the default", "lo predeterminado"),
        ("test", "test"),
        ("closed", "closed"),
    ],
)
def test_our_own_reasons_are_translated_and_typed_ones_are_not(kept: str, spanish: str) -> None:
    with translation.override("es"):
        assert reason_words.reason(kept) == spanish
    with translation.override("en"):
        assert reason_words.reason("version 2 restored") == "version 2 restored"


@pytest.mark.parametrize(
    ("name", "spanish"),
    [
        ("Thanksgiving Day", "Día de Acción de Gracias"),
        ("Independence Day (observed)", "Día de la Independencia (trasladado)"),
        ("Labor Day; Lee Day", "Día del Trabajo; Lee Day"),
    ],
)
def test_public_holidays_are_named_in_the_readers_language(name: str, spanish: str) -> None:
    with translation.override("es"):
        assert holiday_words.holiday(name) == spanish
    with translation.override("en"):
        assert holiday_words.holiday(name) == name
