"""Who waits for a call in these stories, with what stands on file about them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ringback.engine.wallclock import now as clock
from ringback.rules.arrival import Kind
from tests import patients, records
from tests.cast import came_in

if TYPE_CHECKING:
    from tests.cast import Cast

BORN = date(1979, 3, 14)
BORN_AS_SAID = "March 14 1979"
PROTECTED = (
    "Dr. Amari", "Suite 200", "knee follow-up", "Bring the brace", "1979-03-14", "118 Willow",
)  # fmt: skip
"""What nobody may find on the page before the check."""


def tom(cast: Cast, **given: Any) -> UUID:
    """Tom Whitfield waits: on file, with a visit in three days."""
    visit = given.pop("visit", {})
    new = {"name": "Tom Whitfield", "kind": Kind.VOICEMAIL, "phone": "+12025550147", **given}
    found = came_in(cast.dana, now=clock(), **new)
    assert found.callback_id is not None
    known = patients.on_file(cast, birth_date=BORN, address="118 Willow Street")
    number = records.callback(cast, found.callback_id).phone
    patients.number(cast, known, number, label="mobile")
    patients.visit(cast, known, **{"starts_at": clock() + timedelta(days=3), **visit})
    patients.whose(cast, found.callback_id, known)
    return found.callback_id


def patient_of(cast: Cast, callback_id: UUID) -> UUID:
    """Whose it is."""
    found = records.callback(cast, callback_id).patient_id
    assert isinstance(found, UUID)
    return found


def said(cast: Cast, callback_id: UUID) -> str:
    """The one note that stands signed."""
    (signed,) = records.notes(cast, callback_id=callback_id)
    return str(signed.text)


def ended(cast: Cast, callback_id: UUID) -> tuple[str, str]:
    """How it stands: its stage and its outcome."""
    found = records.callback(cast, callback_id)
    return found.stage, found.outcome
