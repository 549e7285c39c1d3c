"""The form of what callers are asked for, as it is sent with nothing changed."""

from __future__ import annotations

from typing import Any

KINDS = ["name", "birth_date", "phone", "address", "policy_number", "record_number"]


def checking(**change: Any) -> dict[str, Any]:
    """Every box as the page has it at first, some of them otherwise."""
    own = {"needed": "2", "needed_with_care": "3", "wrong_tries": "5", "age_of_majority": "18"}
    speakers = {
        name: each
        for code in ("parent", "guardian", "authorised")
        for name, each in (
            (f"callers-{code}-needed", "3"),
            (f"callers-{code}-identifiers", KINDS),
        )
    }
    sent = {"do": "save", "reason": "after the review", "seen": "1"}
    return {**own, "identifiers": KINDS, **speakers, **sent, **change}
