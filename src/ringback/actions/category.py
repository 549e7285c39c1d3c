"""A kind of request is written anew: a version with its author and reason, never an edit.

What comes in from then on is judged by it; an open callback keeps the version it came in under.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ringback.actions import agreement
from ringback.actions.act import NotFound, Refused, Stale, signed
from ringback.models import CategoryVersion
from ringback.queries import practice, statement
from ringback.queries.words import clock_time
from ringback.rules import categoryfile, categorywrite, policy, policyfile
from ringback.rules.access import Permission
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor

NOTHING_NEW: Final = gettext_noop("Nothing is different from what is set now.")


def change(
    code: str, written: Mapping[str, Any], *, seen: int, reason: str, by: Actor, now: datetime
) -> int:
    """Write the next version of one kind of request; answers its number.

    `seen` is the version the person had before them. Raises NotFound, Stale, and Refused with
    every mistake and its place.
    """
    with signed("pathway changed", by=by, now=now, needs=Permission.SET_UP) as act:
        if newest(by.practice_id, code) is None:
            raise NotFound
        with agreement.kept(by.practice_id, code):
            found = follow(act, code, written, seen=seen, reason=reason)
        act.subject_id = found.id
        return found.version


def restore(code: str, number: int, *, seen: int, reason: str, by: Actor, now: datetime) -> int:
    """Write an earlier version once more, as the newest; answers its number. Raises as `change`."""
    with signed("pathway restored", by=by, now=now, needs=Permission.SET_UP) as act:
        earlier = CategoryVersion.objects.filter(
            practice_id=by.practice_id, code=code, version=number
        ).first()
        if earlier is None:
            raise NotFound
        with agreement.kept(by.practice_id, code):
            found = follow(act, code, earlier.pathway, seen=seen, reason=reason)
        act.subject_id = found.id
        act.details["restored"] = number
        return found.version


def allowed(*, by: Actor, now: datetime) -> None:
    """Refuse, and write the refusal down, where somebody may not change how the practice works."""
    with signed(
        "setup opened", by=by, now=now, needs=Permission.SET_UP, subject_kind="policy"
    ) as act:
        act.silent = True


def follow(
    act: Act,
    code: str,
    written: Mapping[str, Any],
    *,
    seen: int,
    reason: str,
    beside: frozenset[str] = frozenset(),
) -> CategoryVersion:
    """Write the next version as part of an action; the first one where there is none.

    `beside` are kinds of request that are written with it, to which its rules may lead.
    """
    practice_id = act.by.practice_id
    statement.lock_key(str(practice_id), f"{practice_id} pathway {code}")
    before = newest(practice_id, code)
    if before is not None and before.version != seen:
        raise _stale(act, before)
    pathway = _checked(act, {**written, "code": code}, reason, beside)
    if before is not None and pathway == categorywrite.written(before.facts()):
        raise Refused(Reason(code="nothing_new", words=NOTHING_NEW))
    version = before.version + 1 if before else 1
    act.subject_kind = "pathway"
    act.details = {"code": code, "version": version, "reason": reason.strip()}
    return CategoryVersion.objects.create(
        practice_id=practice_id,
        code=code,
        version=version,
        pathway=pathway,
        author_id=act.by.person_id,
        reason=reason.strip(),
        created_at=act.now,
    )


def newest(practice_id: UUID, code: str) -> CategoryVersion | None:
    """The version in force, with its author. Inside a scope."""
    found = CategoryVersion.objects.filter(practice_id=practice_id, code=code)
    return found.select_related("author").order_by("-version").first()


def _stale(act: Act, before: CategoryVersion) -> Stale:
    when = clock_time(before.created_at, practice.zone(act.by.practice_id), now=act.now)
    values = (("name", before.author.name), ("time", when))
    words = policy.CHANGED_MEANWHILE
    return Stale(Reason(code="stale", words=words, values=values), fence=before.version)


def _checked(
    act: Act, pathway: dict[str, Any], reason: str, beside: frozenset[str]
) -> dict[str, Any]:
    """What is to be kept, always written the same way. Raises Refused with everything wrong."""
    mine = CategoryVersion.objects.filter(practice_id=act.by.practice_id)
    codes = {pathway["code"], *beside, *mine.values_list("code", flat=True)}
    wrong = [
        *categoryfile.mistakes(pathway),
        *policyfile.leads_nowhere([pathway], codes, at=()),
        *policy.reason_refusals(reason),
    ]
    if wrong:
        raise Refused(*wrong)
    return categorywrite.written(categoryfile.read(pathway))
