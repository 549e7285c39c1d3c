"""No cell we write is a formula."""

from __future__ import annotations

import pytest

from ringback.rules.csvcell import harmless


@pytest.mark.parametrize(
    "beginning",
    ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%", " =", "'+", '"=', "\uff1d", "\uff20"],
)
def test_what_would_be_computed_is_text(beginning: str) -> None:
    text = f"{beginning}HYPERLINK(1)"
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Dana", "a=b", "12:40", "(202) 555-0101"])
def test_everything_else_stays(text: str) -> None:
    assert harmless(text) == text
