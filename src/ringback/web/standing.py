"""What the sign-in of this browser still allows: read from its session, judged by the rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY

from ringback.queries import person
from ringback.rules import signedin
from ringback.rules.signedin import Limits, SignedIn, Standing

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ringback.queries.person import AtWork

PRACTICE: Final = "ringback_practice"
BEGAN: Final = "ringback_began"
SEEN: Final = "ringback_seen"
LOCKED: Final = "ringback_locked"
DESK: Final = "ringback_desk"
SURE_ENOUGH: Final = frozenset({"mfa", "pin"})
"""Ways of signing in that count as a second factor: a PIN only follows a full one that day."""

NOTED_EVERY: Final = timedelta(seconds=30)
"""A press within so long of the last one noted is not noted: it would cost a write each time."""


def limits() -> Limits:
    """How long a sign-in lasts here."""
    return Limits(
        idle=timedelta(seconds=settings.IDLE_S),
        idle_on_shared_desk=timedelta(seconds=settings.IDLE_SHARED_S),
        longest=timedelta(seconds=settings.LONGEST_SIGN_IN_S),
    )


def person_id(request: HttpRequest) -> UUID | None:
    """Who signed in here, whatever that still allows."""
    who = request.session.get(SESSION_KEY)
    return UUID(who) if who else None


def at_work(request: HttpRequest) -> AtWork | None:
    """The person of this session with their practices, if they still belong to the one it is in."""
    who, where = person_id(request), request.session.get(PRACTICE)
    if who is None or where is None:
        return None
    seal = request.session.get(HASH_SESSION_KEY, "")
    return person.at_work_in_session(who, UUID(where), seal)


def facts(request: HttpRequest, now: datetime) -> SignedIn:
    """What the session tells of its sign-in. One without a beginning has just begun."""
    held = request.session
    shown = held.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    shown_at = max((each["at"] for each in shown), default=0.0)
    return SignedIn(
        began_at=_moment(held.get(BEGAN), now),
        seen_at=max(_moment(held.get(SEEN), now), _moment(shown_at, now)),
        locked=held.get(LOCKED, 0.0) > shown_at,
        proven=bool(shown_enough(request)),
        on_shared_desk=DESK in held,
        on_a_call=_on_a_call(request),
    )


def shown_enough(request: HttpRequest) -> set[str]:
    """What was shown in this session that counts as a second factor.

    Single sign-on does only where whoever runs this installation says that the provider asks for
    both.
    """
    shown = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    enough = SURE_ENOUGH | ({"socialaccount"} if settings.OIDC_IS_SECOND_FACTOR else set())
    return {each["method"] for each in shown} & enough


def of(request: HttpRequest, now: datetime) -> Standing:
    """What this sign-in allows now. The demo's people have nothing to show, and never lock."""
    if settings.DEMO:
        return Standing.AT_WORK
    return signedin.standing(
        facts(request, now), limits=limits(), now=now, second_factor_required=True
    )


def locks_in(request: HttpRequest, now: datetime) -> int | None:
    """In how many seconds this screen locks if nothing is pressed; None where it never does."""
    if settings.DEMO:
        return None
    return int((signedin.locks_at(facts(request, now), limits()) - now).total_seconds())


def move(request: HttpRequest, practice_id: UUID) -> None:
    """From here on the session is in another practice of the same person."""
    request.session[PRACTICE] = str(practice_id)


def begin(request: HttpRequest, now: datetime) -> None:
    """A sign-in begins, in the first of the person's practices unless one is chosen."""
    who = person_id(request)
    held = request.session
    held[BEGAN] = held[SEEN] = now.timestamp()
    held.pop(LOCKED, None)
    places = person.practices_of(who) if who else []
    if held.get(PRACTICE) not in {str(each.id) for each in places} and places:
        held[PRACTICE] = str(places[0].id)


def note_press(request: HttpRequest, now: datetime) -> None:
    """Something was pressed; noted now and then."""
    last = _moment(request.session.get(SEEN), datetime.fromtimestamp(0, UTC))
    if now - last >= NOTED_EVERY:
        request.session[SEEN] = now.timestamp()


def lock(request: HttpRequest, now: datetime) -> None:
    """Lock it: who comes back must show again who they are."""
    request.session[LOCKED] = now.timestamp()


def _on_a_call(request: HttpRequest) -> bool:
    """Whether a callback is open before them; the press of a call page says so."""
    return bool(request.session.get("ringback_on_a_call"))


def _moment(stamp: Any, otherwise: datetime) -> datetime:  # noqa: ANN401 - what a session held
    return datetime.fromtimestamp(stamp, UTC) if stamp else otherwise
