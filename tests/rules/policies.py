"""A whole policy as a practice begins with it, and as a file says it."""

from typing import Any

from ringback.rules import categoryfile, categorywrite, identifier
from tests.rules.pathways import PATHWAYS, data, shipped


def whole(**instead: Any) -> dict[str, Any]:
    """Everything; a part given as None is left out."""
    pathways = [data(each.stem) for each in sorted(PATHWAYS.glob("*.toml"))]
    usual = {
        "format": 1,
        "practice": {"phone": "+12025550142"},
        "hours": shipped("hours"),
        "places": {"north": {"name": "North office", "hours": {"monday": ["09:00-12:00"]}}},
        "contact": shipped("practice/contact"),
        "verification": identifier.whole(shipped("practice/verification")),
        "promises": {"website": "120 business minutes"},
        "lanes": [{"name": "Phones", "categories": ["MISSED", "NEWPT"], "room": 20}],
        "pathways": [categorywrite.written(categoryfile.read(each)) for each in pathways],
        "scripts": shipped("scripts"),
    }
    return {key: each for key, each in {**usual, **instead}.items() if each is not None}


def one(code: str, /, **change: Any) -> dict[str, Any]:
    """One pathway of it, changed."""
    found = next(each for each in whole()["pathways"] if each["code"] == code)
    return {**found, **change}
