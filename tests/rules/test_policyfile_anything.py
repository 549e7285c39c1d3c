"""Whatever stands in a policy file, its mistakes are told, each at a place that is in the file."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ringback.rules import contactpolicy, hoursfile, identifier, policyfile, promise, scriptcheck
from tests.rules.policies import one, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringback.rules.table import Path

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

KEYS = st.sampled_from(
    ["code", "en", "es", "words", "when", "goes_to", "instead", "name", "hours", "on", "step",
     "post", "VM-1", "a.b", "", "x"]
)  # fmt: skip
PLAIN = st.one_of(
    st.booleans(),
    st.integers(-3, 3),
    st.floats(allow_nan=False),
    st.sampled_from(
        [
            "",
            " ",
            "{",
            "{x}",
            "EMERG",
            "nurse",
            "1 business day",
            "08:00-12:00",
            "2026-12-24",
            "soon",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=5),
)
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
USUAL = whole(pathways=[one("NEWPT"), one("EMERG")])


def places(found: Any, above: Path = ()) -> Iterator[Path]:
    """Every place in a file."""
    if above:
        yield above
    listed = enumerate(found) if isinstance(found, list) else ()
    for key, each in found.items() if isinstance(found, dict) else listed:
        yield from places(each, (*above, key))


PLACES = list(places(USUAL))


def stands(data: Any, path: Path) -> bool:
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def told(data: dict[str, Any]) -> None:
    """Every mistake can be said, and stands where something is, or where something is left out."""
    found = policyfile.mistakes(data)
    for each in found:
        assert str(each)
        assert stands(data, each.path) or stands(data, each.path[:-1]), each
    lines = policyfile.placed(tomli_w.dumps(data), found)
    assert len(lines) == len(found)


@SLOW
@given(part=st.sampled_from(policyfile.PARTS), value=ANYTHING)
def test_a_part_may_be_anything(part: str, value: Any) -> None:
    told({"format": 1, part: value})


@SLOW
@given(st.data())
def test_anything_may_stand_in_the_place_of_anything(data: st.DataObject) -> None:
    changed = copy.deepcopy(USUAL)
    for *above, last in data.draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3)):
        if not stands(changed, (*above, last)):
            continue
        inside: Any = changed
        for key in above:
            inside = inside[key]
        if data.draw(st.booleans()):
            inside[last] = data.draw(ANYTHING)
        else:
            del inside[last]
    told(changed)


@SLOW
@given(
    check=st.sampled_from(
        [
            hoursfile.mistakes,
            promise.mistakes,
            scriptcheck.of_written,
            contactpolicy.mistakes,
            identifier.mistakes,
        ]
    ),
    value=st.dictionaries(KEYS, ANYTHING, max_size=4),
)
def test_a_part_on_its_page_may_be_anything_too(check: Any, value: dict[str, Any]) -> None:
    for each in check(value):
        assert str(each)
