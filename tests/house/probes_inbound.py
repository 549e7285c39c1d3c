"""Questions of their own for the checks around what other systems bring: see probes.py."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ringback.actions import inbound
from ringback.actions.inbound import Raw
from ringback.channels import ways
from ringback.engine.wallclock import now as clock
from ringback.queries import inbound as events
from tests.connectors import a_form, came, connected, to_look_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast


def of_other_lanes(cast: Cast) -> Actor:
    """Somebody at the front desk who works one lane that none of these is in."""
    return replace(cast.dana, lanes=frozenset({"MISSED"}))


def of_keeping(cast: Cast) -> Callable[[], Any]:
    """Somebody who may bring in nothing keeps something."""
    it = connected(cast)
    raw = Raw(body=b"{}", content_type="", at=clock())
    return lambda: inbound.keep(it.id, raw, known_by=uuid4().hex, by=cast.ines)


def of_looking(cast: Cast) -> Callable[[], Any]:
    """Somebody of other lanes looks at an event that is sorted to none of theirs."""
    it = to_look_at(cast)
    return lambda: bool(inbound.look_at(it, by=of_other_lanes(cast), now=clock()))


def taken(cast: Cast) -> UUID:
    """An event that became a callback."""
    it = connected(cast)
    raw = Raw(body=a_form(category="NEWPT").body, content_type="", at=clock())
    inbound.keep(it.id, raw, known_by=(name := uuid4().hex), by=it.actor)
    for event in inbound.lease(cast.practice_id, now=clock(), most=50):
        inbound.take_in(event, ways()["formhook"], now=clock())
    return next(each.id for each in came(cast) if each.external_id == name)


def of_the_list(cast: Cast) -> Callable[[], Any]:
    """Somebody of other lanes asks for the way to its callback."""
    it = taken(cast)
    return lambda: getattr(events.one(it, of_other_lanes(cast)), "callback_id", None) is None


PROBES: dict[str, Callable[[Cast], Callable[[], Any]]] = {
    "actions/inbound.py:_refuse_other_lanes (lane)": of_looking,
    "actions/inbound.py:keep (RECEIVE)": of_keeping,
    "queries/inbound.py:_row (lane)": of_the_list,
}
