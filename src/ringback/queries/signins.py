"""When and where from somebody signed in, as the journal has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.models import Entry, Person
from ringback.queries.scope import scope

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

VERBS: Final = (
    "signed in",
    "sign-in failed",
    "signed out",
    "locked",
    "unlocked",
    "second step added",
    "second step removed",
    "recovery codes made",
    "new password asked for",
    "new password set",
    "new address asked for",
    "new address set",
    "new address withdrawn",
    "switched",
    "PIN set",
    "PIN removed",
)
MOST: Final = 30


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """One line of somebody's sign-in log (UTC); `link_by` is who made the link it came by."""

    at: datetime
    verb: str
    where_from: str
    why: str
    link_by: str = ""


def of(person_id: UUID, practice_id: UUID) -> list[SignIn]:
    """The newest of somebody's sign-ins and of those that failed."""
    with scope(practice_id):
        found = Entry.objects.filter(
            practice_id=practice_id,
            subject_kind="person",
            subject_id=person_id,
            verb__in=VERBS,
        ).order_by("-at")[:MOST]
        makers = _names([each.details["link_by"] for each in found if "link_by" in each.details])
        return [
            SignIn(
                at=each.at,
                verb=each.verb,
                where_from=each.details.get("from", ""),
                why=next(iter(each.details.get("refused", [])), ""),
                link_by=makers.get(each.details.get("link_by", ""), ""),
            )
            for each in found
        ]


def _names(ids: list[str]) -> dict[str, str]:
    found = Person.objects.filter(id__in=ids).values_list("id", "name") if ids else ()
    return {str(person_id): name for person_id, name in found}
