"""A change of the script or of a pathway leaves the two agreeing, or it is not made."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ringback.actions.act import Refused
from ringback.queries import category, policy
from ringback.rules import agreement, script
from ringback.rules.policy import Part
from ringback.rules.table import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from ringback.rules.agreement import Disagreement


@contextmanager
def kept(practice_id: UUID, code: str = "") -> Iterator[None]:
    """What is written inside may add nothing in which they differ. Raises Refused.

    What differed before is no reason to refuse something else. `code` is the pathway being changed:
    what is about it stands at its field.
    """
    before = set(_found(practice_id))
    yield
    new = [each for each in _found(practice_id) if each not in before]
    if new:
        raise Refused(*(_placed(each, code) for each in new))


def _found(practice_id: UUID) -> tuple[Disagreement, ...]:
    words = policy.current(practice_id, Part.SCRIPTS)
    if words is None:
        return ()
    pathways = [each.category for each in category.current_inside(practice_id)]
    return agreement.disagreements(script.read(words.written), pathways)


def _placed(each: Disagreement, code: str) -> Mistake:
    reason = each.reason
    path = (each.key,) if each.code == code else ()
    return Mistake(code=reason.code, words=reason.words, values=reason.values, path=path)
