"""Nobody gives themselves a role, a manager always remains, clinical posts go to clinicians."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ringback.rules.access import Role
from ringback.rules.category import CLINICAL_POSTS, Post
from ringback.rules.people import POST_NAMES, RoleChange, post_refusals, role_refusals

PLAIN = RoleChange(
    own=False,
    before=frozenset({Role.FRONT_DESK}),
    after=frozenset({Role.MANAGER}),
    other_managers=1,
)
MANAGES = frozenset({Role.MANAGER})
HEALS = frozenset({Role.CLINICIAN})


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"own": True}, ["Nobody changes their own roles. Ask another manager."]),
        (
            {"after": frozenset()},
            ["Choose at least one role: somebody without any can do nothing here."],
        ),
        ({"before": MANAGES, "after": HEALS}, []),
        (
            {"before": MANAGES, "after": HEALS, "other_managers": 0},
            ["They are the only manager. Make somebody else a manager first."],
        ),
        ({"before": MANAGES, "after": MANAGES, "other_managers": 0}, []),
        (
            {"before": HEALS, "clinical_posts": (Post.NURSE,)},
            ["They fill a post that only clinicians fill: Nurse. Give it to somebody else first."],
        ),
        ({"before": HEALS, "after": HEALS, "clinical_posts": (Post.NURSE,)}, []),
    ],
)
def test_roles_are_given_by_others_and_never_leave_a_hole(
    changed: dict[str, Any], expected: list[str]
) -> None:
    assert [str(each) for each in role_refusals(replace(PLAIN, **changed))] == expected


@pytest.mark.parametrize("post", list(Post))
def test_a_clinician_fills_any_post_and_others_all_but_the_clinical(post: Post) -> None:
    refused = [str(each) for each in post_refusals(post, "Dana", {Role.FRONT_DESK})]
    clinical = ["Only a clinician fills this post, and Dana is not one."]
    assert post_refusals(post, "Dr. Osei", {Role.CLINICIAN, Role.MANAGER}) == ()
    assert refused == (clinical if post in CLINICAL_POSTS else [])


def test_every_post_has_a_name() -> None:
    assert list(POST_NAMES) == list(Post)
