"""A box of a form is given what it shows, name by name, and takes nothing else by accident."""

from __future__ import annotations

import re
from pathlib import Path

import ringback

TEMPLATES = Path(ringback.__file__).parent / "templates"
BOXES = re.compile(r'{%\s*include\s+"components/(?:field|area|field_head)\.html"(.*?)%}', re.DOTALL)
THEMSELVES = {"components/field.html", "components/area.html"}


def test_every_box_is_included_with_what_it_takes_only() -> None:
    loose = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        for given in BOXES.findall(path.read_text(encoding="utf-8"))
        if not (given.rstrip().endswith(" only") and "problems=problems" in given)
    }
    assert loose == THEMSELVES
