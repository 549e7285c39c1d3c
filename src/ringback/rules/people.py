"""Who may be what: roles are given by somebody else, and clinical posts go to clinicians.

Nobody gives themselves a role, somebody always remains who can set this practice up, and whoever
fills a post that only clinicians fill does not stop being one while they fill it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules.access import Role
from ringback.rules.category import CLINICAL_POSTS, Post
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

POST_NAMES: Final[dict[Post, str]] = {
    Post.NURSE: gettext_noop("Nurse"),
    Post.CLINICIAN_ON_DUTY: gettext_noop("Clinician on duty"),
    Post.ORDERING_CLINICIAN: gettext_noop("Clinician who ordered it"),
    Post.MEDICAL_DIRECTOR: gettext_noop("Medical director"),
    Post.SCHEDULING_LEAD: gettext_noop("Scheduling lead"),
    Post.FRONT_DESK_LEAD: gettext_noop("Front desk lead"),
    Post.ASSISTANT_LEAD: gettext_noop("Lead of the assistants"),
    Post.REFERRAL_COORDINATOR: gettext_noop("Referral coordinator"),
    Post.BILLING: gettext_noop("Billing"),
    Post.BILLING_LEAD: gettext_noop("Billing lead"),
    Post.MANAGER: gettext_noop("Manager"),
    Post.PRIVACY_OFFICER: gettext_noop("Privacy officer"),
}
"""What a post is called, as a practice says it."""

OWN_ROLES: Final = gettext_noop("Nobody changes their own roles. Ask another manager.")
NO_ROLE: Final = gettext_noop("Choose at least one role: somebody without any can do nothing here.")
LAST_MANAGER: Final = gettext_noop("They are the only manager. Make somebody else a manager first.")
ON_A_CLINICAL_POST: Final = gettext_noop(
    "They fill a post that only clinicians fill: {words}. Give it to somebody else first."
)
CLINICIANS_ONLY: Final = gettext_noop("Only a clinician fills this post, and {name} is not one.")
NO_ADDRESS: Final = gettext_noop("This is not an e-mail address. Write it as in name@example.org.")
NO_NAME: Final = gettext_noop("Write the name their colleagues know them by.")
IS_HERE: Final = gettext_noop("Somebody with this address works here already.")
WAS_ASKED: Final = gettext_noop("They were invited already. Send the invitation again instead.")
SAME_ADDRESS: Final = gettext_noop("This is the address you have already.")
OWN_LEAVING: Final = gettext_noop("Nobody takes themselves out. Ask another manager.")
OWN_WAY_IN: Final = gettext_noop('Change your own password under "How I sign in".')
WORKS_ELSEWHERE: Final = gettext_noop(
    "They work for another practice too, so only they can make themselves a new password: under "
    '"I do not know my password".'
)

_ADDRESS: Final = re.compile(r"[^@\s<>\"(),;:\\\[\]]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}")


@dataclass(frozen=True, kw_only=True)
class RoleChange:
    """The roles somebody has and is to have, and what else hangs on them.

    `clinical_posts` are those they fill now or are on call for; `other_managers` counts everybody
    else with that role.
    """

    own: bool
    before: AbstractSet[Role]
    after: AbstractSet[Role]
    other_managers: int
    clinical_posts: tuple[Post, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Invited:
    """Somebody a manager asks in: their address in small letters, and what is known of it here."""

    email: str
    name: str
    roles: AbstractSet[Role]
    is_here: bool
    was_asked: bool


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """Somebody who is to leave the practice: whether it is oneself, and who else manages it."""

    own: bool
    roles: AbstractSet[Role]
    other_managers: int


def invitation_refusals(asked: Invited) -> tuple[Reason, ...]:
    """Why somebody cannot be asked in like this; empty means they can."""
    found = []
    if not _ADDRESS.fullmatch(asked.email) or asked.email.endswith(".invalid"):
        found.append(Reason(code="no_address", words=NO_ADDRESS))
    if not asked.name:
        found.append(Reason(code="no_name", words=NO_NAME))
    if not asked.roles:
        found.append(Reason(code="no_role", words=NO_ROLE))
    if asked.is_here:
        found.append(Reason(code="is_here", words=IS_HERE))
    elif asked.was_asked:
        found.append(Reason(code="was_asked", words=WAS_ASKED))
    return tuple(found)


def address_refusals(email: str, before: str) -> tuple[Reason, ...]:
    """Why this cannot be somebody's new address; empty means it can.

    Whether it is somebody else's is not asked here: the answer would say who works with Ringback.
    """
    if not _ADDRESS.fullmatch(email) or email.endswith(".invalid"):
        return (Reason(code="no_address", words=NO_ADDRESS),)
    if email == before:
        return (Reason(code="same_address", words=SAME_ADDRESS),)
    return ()


def leaving_refusals(leaving: Leaving) -> tuple[Reason, ...]:
    """Why somebody cannot be taken out of the practice; empty means they can."""
    found = []
    if leaving.own:
        found.append(Reason(code="own_leaving", words=OWN_LEAVING))
    if Role.MANAGER in leaving.roles and not leaving.other_managers:
        found.append(Reason(code="last_manager", words=LAST_MANAGER))
    return tuple(found)


def way_in_refusals(*, own: bool, works_elsewhere: bool) -> tuple[Reason, ...]:
    """Why a manager cannot make somebody a new way in by hand; empty means they can."""
    if own:
        return (Reason(code="own_way_in", words=OWN_WAY_IN),)
    if works_elsewhere:
        return (Reason(code="works_elsewhere", words=WORKS_ELSEWHERE),)
    return ()


def role_refusals(change: RoleChange) -> tuple[Reason, ...]:
    """Why somebody's roles may not be changed like this; empty means they may."""
    if change.own:
        return (Reason(code="own_roles", words=OWN_ROLES),)
    if not change.after:
        return (Reason(code="no_role", words=NO_ROLE),)
    found = []
    if Role.MANAGER in change.before - change.after and not change.other_managers:
        found.append(Reason(code="last_manager", words=LAST_MANAGER))
    if Role.CLINICIAN not in change.after:
        found += [
            Reason(
                code="clinical_post",
                words=ON_A_CLINICAL_POST,
                values=(("words", POST_NAMES[post]),),
            )
            for post in change.clinical_posts
        ]
    return tuple(found)


def post_refusals(post: Post, name: str, roles: AbstractSet[Role]) -> tuple[Reason, ...]:
    """Why this person may not fill a post; empty means they may."""
    if post not in CLINICAL_POSTS or Role.CLINICIAN in roles:
        return ()
    return (Reason(code="clinicians_only", words=CLINICIANS_ONLY, values=(("name", name),)),)
