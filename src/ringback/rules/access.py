"""Who may do what, and who may see which kind of information: one table, and it fails closed.

Source of the field classes: 45 CFR 164.502(b), minimum necessary. A person may hold several roles
in one practice; their rights are the union. No role, no right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


class Role(StrEnum):
    """What a person is in one practice."""

    ASSISTANT = "assistant"
    FRONT_DESK = "front_desk"
    CLINICIAN = "clinician"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMIN = "admin"
    CONNECTOR = "connector"


OF_PEOPLE: Final = tuple(each for each in Role if each is not Role.CONNECTOR)
"""What a person can be. The last is another system that brings something in, and nobody else."""


class Permission(StrEnum):
    """What a person may do."""

    SEE_QUEUE = "see_queue"
    WORK = "work"
    RECEIVE = "receive"
    SORT = "sort"
    IMPORT = "import"
    AUDIT_DAY = "audit_day"
    ANSWER = "answer"
    SET_UP = "set_up"
    MANAGE_PEOPLE = "manage_people"
    SEE_SETUP = "see_setup"
    BREAK_GLASS = "break_glass"
    REVIEW_GLASS = "review_glass"
    SET_PRIVACY = "set_privacy"
    SEE_LEDGER = "see_ledger"
    READ_LEFT = "read_left"
    COVER = "cover"
    PUT_RIGHT = "put_right"
    PUT_RIGHT_OTHERS = "put_right_others"
    SEE_INCIDENTS = "see_incidents"
    HAND_OUT = "hand_out"
    EXPORT = "export"


class FieldClass(StrEnum):
    """How protected a piece of information is; models/privacy.py says it of every field.

    Routing: what kind of request, how urgent, due when, who has it. Contact: name, number, how they
    may be reached. Identifier: birth date, address, record and policy numbers. Words: what the
    patient said, and what was written of it. Clinical: what a clinician wrote, but for what the
    patient is to be told. House: the practice's own, with nothing of a patient in it.
    """

    ROUTING = "F0"
    CONTACT = "F1"
    IDENTIFIER = "F2"
    WORDS = "F3"
    CLINICAL = "F4"
    HOUSE = "house"


F0, F1, F2, F3, F4, _ = FieldClass
_WORKER: Final = frozenset(
    {
        Permission.SEE_QUEUE,
        Permission.WORK,
        Permission.RECEIVE,
        Permission.SEE_SETUP,
        Permission.PUT_RIGHT,
    }
)
_DESK: Final = _WORKER | {
    Permission.SORT,
    Permission.IMPORT,
    Permission.AUDIT_DAY,
    Permission.HAND_OUT,
}


@dataclass(frozen=True, kw_only=True)
class Rights:
    """One row of the table: what a role may do, see in the list, and see of what it owns."""

    permissions: frozenset[Permission]
    in_list: frozenset[FieldClass]
    owned: frozenset[FieldClass]


TABLE: Final[dict[Role, Rights]] = {
    Role.ASSISTANT: Rights(
        permissions=_WORKER, in_list=frozenset({F0}), owned=frozenset({F0, F1, F3})
    ),
    Role.FRONT_DESK: Rights(
        permissions=_DESK, in_list=frozenset({F0, F1, F3}), owned=frozenset({F0, F1, F3})
    ),
    Role.CLINICIAN: Rights(
        permissions=_DESK | {Permission.ANSWER, Permission.BREAK_GLASS, Permission.COVER},
        in_list=frozenset({F0, F1, F3, F4}),
        owned=frozenset({F0, F1, F3, F4}),
    ),
    Role.MANAGER: Rights(
        permissions=_DESK
        | {
            Permission.SET_UP,
            Permission.MANAGE_PEOPLE,
            Permission.SEE_LEDGER,
            Permission.SET_PRIVACY,
            Permission.BREAK_GLASS,
            Permission.REVIEW_GLASS,
            Permission.READ_LEFT,
            Permission.COVER,
            Permission.PUT_RIGHT_OTHERS,
            Permission.SEE_INCIDENTS,
            Permission.EXPORT,
        },
        in_list=frozenset({F0, F1, F3}),
        owned=frozenset({F0, F1, F3}),
    ),
    Role.AUDITOR: Rights(
        permissions=frozenset(
            {Permission.SEE_SETUP, Permission.SEE_LEDGER, Permission.SEE_INCIDENTS}
        ),
        in_list=frozenset(),
        owned=frozenset(),
    ),
    Role.ADMIN: Rights(
        permissions=frozenset({Permission.SEE_SETUP, Permission.SET_UP}),
        in_list=frozenset(),
        owned=frozenset(),
    ),
    Role.CONNECTOR: Rights(
        permissions=frozenset({Permission.RECEIVE}), in_list=frozenset(), owned=frozenset()
    ),
}


BY_PIN: Final = _DESK | {Permission.ANSWER}
"""What a PIN opens at a shared computer: the work, and nothing of who may do or see what."""

SECOND_STEP: Final = "second_step"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person at work in one practice: who, where, as what, in which lanes.

    `lanes` is None for somebody who works every category. `via` names the door they came
    through (web, api, cli, tick); `os_user` is set on the command line only. `first_names` says
    that this practice shows first names in the list to whoever may not see who it is. `by_pin`
    says that they came back to a shared computer by their PIN and have shown nothing else there.
    """

    person_id: UUID
    practice_id: UUID
    name: str
    roles: frozenset[Role]
    lanes: frozenset[str] | None = None
    via: str = "web"
    os_user: str = ""
    first_names: bool = False
    by_pin: bool = False


NOT_YOURS: Final = gettext_noop("Your role here does not include this. Ask a manager.")
SECOND_STEP_FIRST: Final = gettext_noop(
    "This computer was opened by a PIN. For this, show your second step first."
)
NOT_YOUR_LANE: Final = gettext_noop("This kind of request is not one you work on. Ask a manager.")
NOT_HERE: Final = gettext_noop("You do not work in this practice any more.")


def refusals(actor: Actor, permission: Permission) -> tuple[Reason, ...]:
    """Why this person may not do this; empty means they may."""
    if not any(permission in TABLE[role].permissions for role in actor.roles):
        return (Reason(code="not_permitted", words=NOT_YOURS),)
    if actor.by_pin and permission not in BY_PIN:
        return (Reason(code=SECOND_STEP, words=SECOND_STEP_FIRST),)
    return ()


def shut_by_pin(actor: Actor) -> bool:
    """Whether they could do more here once they have shown more than a PIN."""
    return actor.by_pin and any(TABLE[role].permissions - BY_PIN for role in actor.roles)


def still(actor: Actor, roles: Iterable[str] | None) -> Actor | None:
    """The person as they are by now, given their present roles; None where they have gone.

    A role that was taken away since they were looked up counts no more; a new one, from their next
    page on.
    """
    if roles is None:
        return None
    return replace(actor, roles=actor.roles & {Role(each) for each in roles})


def lane_refusals(actor: Actor, category: str) -> tuple[Reason, ...]:
    """Why this person may not work this category; empty means they may."""
    if actor.lanes is None or category in actor.lanes:
        return ()
    return (Reason(code="not_your_lane", words=NOT_YOUR_LANE),)


def sees(actor: Actor, field_class: FieldClass, *, owns: bool) -> bool:
    """Whether this person may see this class of field of a callback, owned by them or not."""
    return any(
        field_class in (TABLE[role].owned if owns else TABLE[role].in_list) for role in actor.roles
    )
