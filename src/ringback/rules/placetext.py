"""What roles and posts are called where people read of them."""

from __future__ import annotations

from typing import Final

from ringback.rules.access import Role
from ringback.rules.category import Post
from ringback.rules.reason import gettext_noop

ROLES: Final[dict[Role, str]] = {
    Role.ASSISTANT: gettext_noop("virtual medical assistant"),
    Role.FRONT_DESK: gettext_noop("front desk"),
    Role.CLINICIAN: gettext_noop("clinician"),
    Role.MANAGER: gettext_noop("manager"),
    Role.AUDITOR: gettext_noop("auditor"),
    Role.ADMIN: gettext_noop("IT"),
}

POSTS: Final[dict[Post, str]] = {
    Post.NURSE: gettext_noop("the nurse"),
    Post.CLINICIAN_ON_DUTY: gettext_noop("the clinician on duty"),
    Post.ORDERING_CLINICIAN: gettext_noop("the clinician who ordered it"),
    Post.MEDICAL_DIRECTOR: gettext_noop("the medical director"),
    Post.SCHEDULING_LEAD: gettext_noop("the scheduling lead"),
    Post.FRONT_DESK_LEAD: gettext_noop("the front desk lead"),
    Post.ASSISTANT_LEAD: gettext_noop("the assistants’ lead"),
    Post.REFERRAL_COORDINATOR: gettext_noop("the referral coordinator"),
    Post.BILLING: gettext_noop("billing"),
    Post.BILLING_LEAD: gettext_noop("the billing lead"),
    Post.MANAGER: gettext_noop("the manager"),
    Post.PRIVACY_OFFICER: gettext_noop("the privacy officer"),
}
