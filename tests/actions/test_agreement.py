"""Neither the script nor a pathway is changed so that the two no longer fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import category, parts, policyfile
from ringback.actions.act import Refused
from ringback.queries import policyfile as written
from ringback.queries.scope import scope
from ringback.rules.policy import Part
from tests import records
from tests.cast import NOON

if TYPE_CHECKING:
    from tests.cast import Cast

CHAIN = [{"post": "billing_lead", "within": "1 business day"}]
PRESSED = (
    "“Press somebody to decide or to book” goes to the scheduling lead, who is not asked about "
    "“New patient or appointment request”."
)


def current(cast: Cast) -> dict[str, Any]:
    with scope(cast.practice_id):
        return written.whole(cast.practice_id).data


def pathway(cast: Cast, code: str) -> dict[str, Any]:
    return next(each for each in current(cast)["pathways"] if each["code"] == code)


def pressing(cast: Cast, **goes_to: Any) -> dict[str, Any]:
    said = current(cast)["scripts"]
    lines = [
        {**each, **goes_to} if each["code"] == "pressure" else each for each in said["may_not"]
    ]
    return {**said, "may_not": lines}


def apply(cast: Cast, **data: Any) -> None:
    seen = policyfile.exported(by=cast.mara, now=NOON).seen
    policyfile.apply({"format": 1, **data}, seen=seen, reason="a file", by=cast.mara, now=NOON)


def test_a_pathway_keeps_whoever_the_script_hands_to(cedar: Cast) -> None:
    changed = {**pathway(cedar, "NEWPT"), "escalation": CHAIN}
    with pytest.raises(Refused) as refusal:
        category.change("NEWPT", changed, seen=1, reason="fewer", by=cedar.mara, now=NOON)
    (wrong,) = refusal.value.reasons
    assert (str(wrong), getattr(wrong, "path", None)) == (PRESSED, ("escalation",))
    assert pathway(cedar, "NEWPT")["escalation"] != CHAIN
    (entry,) = records.journal(cedar, "pathway changed")
    assert entry.refused


def test_the_script_hands_to_nobody_who_is_not_asked(cedar: Cast, elm: Cast) -> None:
    before = current(cedar)["scripts"]
    changed = pressing(cedar, goes_to="privacy_officer", instead={})
    with pytest.raises(Refused) as refusal:
        parts.change(Part.SCRIPTS, changed, seen=1, reason="new", by=cedar.mara, now=NOON)
    assert len(refusal.value.reasons) == 16
    assert current(cedar)["scripts"] == before == current(elm)["scripts"]


def test_a_file_may_change_both_so_that_they_fit(cedar: Cast) -> None:
    changed = {**pathway(cedar, "NEWPT"), "escalation": CHAIN}
    with pytest.raises(Refused) as refusal:
        apply(cedar, pathways=[changed])
    assert [str(each) for each in refusal.value.reasons] == [PRESSED]
    line = next(each for each in current(cedar)["scripts"]["may_not"] if each["code"] == "pressure")
    said = pressing(cedar, instead={**line["instead"], "NEWPT": "billing_lead"})
    apply(cedar, pathways=[changed], scripts=said)
    assert pathway(cedar, "NEWPT")["escalation"] == CHAIN
    with pytest.raises(Refused):
        category.restore("NEWPT", 1, seen=2, reason="as before", by=cedar.mara, now=NOON)
    with pytest.raises(Refused):
        parts.restore(Part.SCRIPTS, 1, seen=2, reason="as before", by=cedar.mara, now=NOON)
