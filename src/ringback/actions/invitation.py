"""A manager asks somebody into the practice; their place begins when they open the link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from ringback.actions import confirmed, lanes, outbox
from ringback.actions import door as doors
from ringback.actions.act import NotFound, Refused, signed
from ringback.actions.practice import member
from ringback.models import Door, Entry, Invitation, Membership, Outgoing, Person
from ringback.queries import door, person
from ringback.queries.scope import scope
from ringback.rules import people as rules
from ringback.rules.access import Actor, Permission, Role
from ringback.rules.outbox import Kind
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act

SIGN_IN_FIRST: Final = Reason(
    code="sign_in_first",
    words=gettext_noop(
        "There is an account with this address, and this link gives it no password. Sign in first, "
        "then open the link again. If you never signed in here, tell whoever looks after Ringback."
    ),
)

WELCOME: Final = str(Kind.INVITATION)
"""What the doors of such links are for."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whom a manager asks in, as what, and in which lanes."""

    email: str
    name: str
    roles: frozenset[Role]
    lanes: frozenset[UUID] = frozenset()


@dataclass(frozen=True, kw_only=True)
class CameIn:
    """Who came by a link, and whether the password they chose there is theirs now.

    Only then may whoever holds the link be signed in: somebody else's account is not opened by it.
    """

    person_id: UUID
    chose_password: bool


def invite(asked: Asked, *, by: Actor, now: datetime, language: str = "en") -> str | None:
    """Ask somebody in: by mail, in this language, where the installation sends any.

    Where it does not, answers the secret of their link, to be handed over. Raises Refused,
    NotPermitted.
    """
    with signed(
        "invited", by=by, now=now, needs=Permission.MANAGE_PEOPLE, subject_kind="invitation"
    ) as act:
        email = asked.email.strip().lower()
        lanes.hold(by.practice_id)  # two presses at once: the second one finds the first
        if reasons := rules.invitation_refusals(_facts(act, asked, email)):
            raise Refused(*reasons)
        door_id, secret = _hang(act)
        made = Invitation.objects.create(
            practice_id=by.practice_id,
            email=email,
            name=asked.name.strip(),
            roles=sorted(asked.roles),
            lanes=sorted(asked.lanes),
            door_id=door_id,
            by_id=by.person_id,
            created_at=now,
        )
        act.subject_id, act.changed = made.id, False
        act.details = {"roles": made.roles}
        return None if _mailed(act, made, language) else secret


def renew(invitation_id: UUID, *, by: Actor, now: datetime, language: str = "en") -> str | None:
    """A new link for an invitation that is open, as `invite` does; the old one is closed.

    Raises NotFound, NotPermitted.
    """
    with signed(
        "invited again", by=by, now=now, needs=Permission.MANAGE_PEOPLE, subject_kind="invitation",
        subject_id=invitation_id,
    ) as act:  # fmt: skip
        found = _open_one(act, invitation_id)
        _shut(found.door_id, now)
        found.door_id, secret = _hang(act)
        found.by_id = by.person_id  # whoever makes the new link answers for it
        found.save(update_fields=["door", "by"])
        act.changed = False
        return None if _mailed(act, found, language) else secret


def withdraw(invitation_id: UUID, *, by: Actor, now: datetime) -> None:
    """Take an invitation back: its link leads nowhere. Raises NotFound, NotPermitted."""
    with signed(
        "invitation withdrawn", by=by, now=now, needs=Permission.MANAGE_PEOPLE,
        subject_kind="invitation", subject_id=invitation_id,
    ) as act:  # fmt: skip
        found = _open_one(act, invitation_id)
        _shut(found.door_id, now)
        found.withdrawn_at = now
        found.save(update_fields=["withdrawn_at"])
        act.changed = False


def accept(secret: str, password: str, *, now: datetime, proven: UUID | None = None) -> CameIn:
    """Open the link of an invitation: who it is for has a place now; answers who came in.

    `proven` has signed in with all that is asked for. Only so does an account that works somewhere
    come into another practice; it keeps its password. Raises Refused for a link that leads nowhere,
    as it does once whoever made it may not ask anybody in any more, and for one that would open
    somebody's account: that is written down.
    """
    try:
        return _came_in(secret, password, proven, now)
    except Refused as refusal:
        if refusal.reasons[0].code == SIGN_IN_FIRST.code:
            _write_down(secret, refusal, now)
        raise


def _came_in(secret: str, password: str, proven: UUID | None, now: datetime) -> CameIn:
    with transaction.atomic():
        if there := door.opened(secret, WELCOME, now=now):
            lanes.hold(there.practice_id)  # before the door, as whoever shuts it does
        opened = doors.through(secret, WELCOME, now=now)
        if not door.still_may(opened.by_id, opened.practice_id):
            raise Refused(doors.gone())
        with scope(opened.practice_id):
            found = Invitation.objects.select_for_update().get(door_id=opened.id)
            them, chose = _person(found, password, proven, now)
            by = _placed(found, them)
        with signed(
            "invitation accepted", by=by, now=now, needs=None, subject_kind="invitation",
            subject_id=found.id,
        ) as act:  # fmt: skip
            lanes.join(act, by.person_id, found.lanes)
            found.accepted_at = now
            found.save(update_fields=["accepted_at"])
            act.changed = False
    return CameIn(person_id=them.id, chose_password=chose)


def _write_down(secret: str, refusal: Refused, now: datetime) -> None:
    """Somebody held a link for an account that they did not show to be theirs: nobody knows who."""
    found = door.opened(secret, WELCOME, now=now)
    if found is None:
        return
    with scope(found.practice_id):
        asked = Invitation.objects.get(door_id=found.id)
        Entry.objects.create(
            practice_id=found.practice_id,
            at=now,
            via="web",
            verb="invitation accepted",
            subject_kind="invitation",
            subject_id=asked.id,
            details={"refused": [each.code for each in refusal.reasons]},
            refused=True,
            changed=False,
        )


def end_made_by(act: Act, person_id: UUID) -> None:
    """Whoever may not let people in (any more): what they handed out is taken back with that."""
    doors.end_made_by(act, person_id)
    theirs = Invitation.objects.filter(practice_id=act.by.practice_id, by_id=person_id)
    theirs.filter(accepted_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=act.now)


def _facts(act: Act, asked: Asked, email: str) -> rules.Invited:
    here = Membership.objects.filter(practice_id=act.by.practice_id, left_at__isnull=True)
    open_ones = Invitation.objects.filter(
        practice_id=act.by.practice_id,
        email=email,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    return rules.Invited(
        email=email,
        name=asked.name.strip(),
        roles=asked.roles,
        is_here=here.filter(person__email=email).exists(),
        was_asked=open_ones.exists(),
    )


def _hang(act: Act) -> tuple[UUID, str]:
    expires_at = act.now + timedelta(seconds=settings.INVITATION_S)
    return doors.open_link(act, WELCOME, person_id=None, expires_at=expires_at)


def _mailed(act: Act, asked: Invitation, language: str) -> bool:
    """Whether the link goes by mail: then nobody here needs to see it."""
    payload = {
        "person": str(asked.id),
        "by": str(act.by.person_id),
        "door": str(asked.door_id),
        "language": language,
    }
    key = f"invitation {asked.door_id}"
    return outbox.record(act, Kind.INVITATION, payload, dedupe_key=key) is not None


def _open_one(act: Act, invitation_id: UUID) -> Invitation:
    found = (
        Invitation.objects.select_for_update()
        .filter(
            practice_id=act.by.practice_id,
            id=invitation_id,
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _shut(door_id: UUID, now: datetime) -> None:
    Door.objects.filter(id=door_id, closed_at__isnull=True).update(closed_at=now)


def _person(
    found: Invitation, password: str, proven: UUID | None, now: datetime
) -> tuple[Person, bool]:
    """Whoever has this address, and whether the link gave them the password.

    It gives one to somebody new, and to an account that belongs nowhere any more and so opens
    nothing. Any other account is its owner's: a manager holds the link too, and would hold it.
    """
    them, made = Person.objects.get_or_create(email=found.email, defaults={"name": found.name})
    if not made:
        them = Person.objects.select_for_update().get(id=them.id)  # no new way in meanwhile
        if them.id == proven and them.is_active:
            return them, False
        if not them.is_active or person.practices_of(them.id):
            raise Refused(SIGN_IN_FIRST)
        _begin_anew(them, now)
    them.set_password(password)
    them.save(update_fields=["password", "pin"])
    if _went_by_mail(found):
        confirmed.by_mail(them)
    return them, True


def _begin_anew(them: Person, now: datetime) -> None:
    """Nothing they had before lets anybody in: who had it is not known any more."""
    doors.end_ways_in(them.id, now=now)
    doors.end_tokens(them.id, now=now)
    Authenticator.objects.filter(user_id=them.id).delete()
    confirmed.by_hand(them.id)
    them.pin = ""


def _went_by_mail(found: Invitation) -> bool:
    """Whether this very link was sent to the address it is for, so that nobody here has seen it."""
    mails = Outgoing.objects.filter(practice_id=found.practice_id, kind=Kind.INVITATION)
    return mails.filter(payload__door=str(found.door_id), sent_at__isnull=False).exists()


def _placed(found: Invitation, them: Person) -> Actor:
    """At work in the practice; whoever was here before gets their place back."""
    before = Membership.objects.filter(practice_id=found.practice_id, person_id=them.id).first()
    roles = [Role(each) for each in found.roles]
    if before is None:
        member(them.id, found.practice_id, roles=roles)
    else:
        before.roles, before.left_at = found.roles, None
        before.save(update_fields=["roles", "left_at"])
    return Actor(
        person_id=them.id,
        practice_id=found.practice_id,
        name=them.name,
        roles=frozenset(roles),
        via="web",
    )
