"""Who may be what: roles are given by somebody else, and clinical posts go to clinicians.

Nobody gives themselves a role, somebody always remains who can set this practice up, and whoever
fills a post that only clinicians fill does not stop being one while they fill it.
"""

from __future__ import annotations

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
