"""What the sign-in of this browser still allows: read from its session, judged by the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY

from ringback.actions import desk as desks
from ringback.queries import desk, person
from ringback.queries import session as sessions
from ringback.rules import signedin
from ringback.rules.signedin import Limits, SignedIn, Standing

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ringback.queries.door import Opened
    from ringback.queries.person import AtWork

PRACTICE: Final = sessions.PRACTICE
BEGAN: Final = "ringback_began"
SEEN: Final = "ringback_seen"
LOCKED: Final = "ringback_locked"
DESK: Final = "ringback_desk"
BY_PIN: Final = "pin"
SURE_ENOUGH: Final = frozenset({"mfa", BY_PIN})
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
    """The person of this session with their practices, if they still belong to the one it is in.

    Nobody, where they came by a PIN to a computer that is no longer shared.
    """
    who, where = person_id(request), request.session.get(PRACTICE)
    if who is None or where is None or not _still_shared(request):
        return None
    seal = request.session.get(HASH_SESSION_KEY, "")
    return person.at_work_in_session(who, UUID(where), seal)


def facts(request: HttpRequest, now: datetime) -> SignedIn:
    """What the session tells of its sign-in. One without a beginning has just begun."""
    held = request.session
    shown = _shown(request)
    shown_at = max((each["at"] for each in shown), default=0.0)
    return SignedIn(
        began_at=_moment(held.get(BEGAN), now),
        seen_at=max(_moment(held.get(SEEN), now), _moment(shown_at, now)),
        locked=held.get(LOCKED, 0.0) > shown_at,
        proven=bool(shown_enough(request)),
        on_shared_desk=DESK in held,
    )


def shown_enough(request: HttpRequest) -> set[str]:
    """What was shown in this session that counts as a second factor.

    Single sign-on does only where whoever runs this installation says that the provider asks for
    both.
    """
    enough = SURE_ENOUGH | ({"socialaccount"} if settings.OIDC_IS_SECOND_FACTOR else set())
    return {each["method"] for each in _shown(request)} & enough


def of(request: HttpRequest, now: datetime) -> Standing:
    """What this sign-in allows now. The demo's people have nothing to show, and never lock."""
    if settings.DEMO:
        return Standing.AT_WORK
    found = facts(request, now)
    stands = _judged(found, now)
    if stands is Standing.LOCKED and found.on_shared_desk and not found.locked:
        return _judged(_with_call(request, found, now), now)  # asked only where it may matter
    return stands


def _judged(found: SignedIn, now: datetime) -> Standing:
    return signedin.standing(found, limits=limits(), now=now, second_factor_required=True)


def locks_in(request: HttpRequest, now: datetime) -> int | None:
    """In how many seconds this screen locks if nothing is pressed; None where it never does."""
    if settings.DEMO:
        return None
    found = facts(request, now)
    if found.on_shared_desk:
        found = _with_call(request, found, now)
    return int((signedin.locks_at(found, limits()) - now).total_seconds())


def proven_fully(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session, not only a PIN."""
    return bool(shown_enough(request) - {BY_PIN})


def as_shown(request: HttpRequest, found: AtWork) -> AtWork:
    """The same, with what they have shown: a PIN opens the work of one computer's practice."""
    if not on_shared_desk(request) or proven_fully(request):
        return found
    return replace(found, actor=replace(found.actor, by_pin=True), places=(found.here,))


def on_shared_desk(request: HttpRequest) -> bool:
    """Whether this session is at a computer that several people share."""
    return DESK in request.session


def sit_down(request: HttpRequest, at: Opened | None, now: datetime) -> None:
    """Somebody who signed in here is at this shared computer, and in its practice if it is theirs.

    Whoever has shown everything, and not only a PIN, may come back to it for the rest of the day.
    """
    who = person_id(request)
    if at is None or who is None:
        return
    request.session[DESK] = str(at.id)
    if at.practice_id in {each.id for each in person.practices_of(who)}:
        move(request, at.practice_id)
    enough = shown_enough(request)
    if enough and BY_PIN not in enough:
        desks.signed_in(at, who, since=_moment(request.session.get(BEGAN), now), now=now)


def prove(request: HttpRequest, now: datetime) -> None:
    """The second factor was chosen only now: at a shared computer the sign-in is full from here.

    The session knows the computer; its cookie is not sent to this page.
    """
    if at := request.session.get(DESK):
        sit_down(request, desk.known(UUID(at)), now)


def move(request: HttpRequest, practice_id: UUID) -> None:
    """From here on the session is in another practice of the same person."""
    request.session[PRACTICE] = str(practice_id)


def begin(request: HttpRequest, now: datetime, *, since: datetime | None = None) -> None:
    """A sign-in begins, in the first of the person's practices unless one is chosen.

    `since`: it goes on from an earlier one, and ends with it.
    """
    who = person_id(request)
    held = request.session
    held[BEGAN], held[SEEN] = (since or now).timestamp(), now.timestamp()
    held.pop(LOCKED, None)
    places = person.practices_of(who) if who else []
    if held.get(PRACTICE) not in {str(each.id) for each in places} and places:
        held[PRACTICE] = str(places[0].id)


def began(request: HttpRequest, now: datetime) -> datetime:
    """When this sign-in began."""
    return _moment(request.session.get(BEGAN), now)


def note_press(request: HttpRequest, now: datetime) -> None:
    """Something was pressed; noted now and then."""
    last = _moment(request.session.get(SEEN), datetime.fromtimestamp(0, UTC))
    if now - last >= NOTED_EVERY:
        request.session[SEEN] = now.timestamp()


def lock(request: HttpRequest, now: datetime) -> None:
    """Lock it: who comes back must show again who they are."""
    request.session[LOCKED] = now.timestamp()


def _shown(request: HttpRequest) -> list[dict[str, Any]]:
    """The ways of signing in that were shown in this session, each with when."""
    return request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []


def _with_call(request: HttpRequest, found: SignedIn, now: datetime) -> SignedIn:
    """The same, with whether they are on a call: a callback they hold and were last busy with."""
    actor = getattr(request, "actor", None)
    if actor is None and (there := at_work(request)):
        actor = there.actor
    if actor is None:
        return found
    seen_at = found.seen_at + NOTED_EVERY
    return replace(found, on_a_call=desk.on_a_call(actor, seen_at=seen_at, now=now))


def _still_shared(request: HttpRequest) -> bool:
    """Whether the computer of this session is still shared; where not, a full sign-in stays."""
    at = request.session.get(DESK)
    if at is None or desk.is_open(UUID(at)):
        return True
    if not proven_fully(request):
        return False
    del request.session[DESK]
    return True


def _moment(stamp: Any, otherwise: datetime) -> datetime:  # noqa: ANN401 - what a session held
    return datetime.fromtimestamp(stamp, UTC) if stamp else otherwise
