"""What must happen outside is noted with the action that asked for it, and marked once it has.

Leased, sent, marked: marking first loses what a killed sender had not sent yet. A mark says which
try it is of; that of a sender who was away while somebody else took over is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from ringback.actions.act import NotFound, Refused, signed
from ringback.models import Entry, FormerAddress, Outgoing
from ringback.queries.scope import scope, trip
from ringback.rules import outbox as rules
from ringback.rules.access import Permission
from ringback.rules.outbox import Kind
from ringback.rules.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor
    from ringback.rules.outbox import Changed, Trouble


@dataclass(frozen=True, kw_only=True)
class Leased:
    """One mail that is this sender's until `lease_until`; `tries` says which try this is."""

    id: UUID
    practice_id: UUID
    kind: str
    payload: dict[str, Any]
    dedupe_key: str
    tries: int
    lease_until: datetime


def can_mail() -> bool:
    """Whether this installation sends mail; where it does not, a link is handed over by hand."""
    return settings.POST is not None


def record(
    act: Act,
    kind: str,
    payload: Mapping[str, Any],
    *,
    dedupe_key: str,
    not_before: datetime | None = None,
    undoable: bool = False,
) -> UUID | None:
    """Note, inside another action's transaction, a mail to be sent; answers its id.

    None where this installation sends no mail: nothing is noted that nobody would ever send. The
    same key twice is one mail. One that is `undoable` is noted before its step is remembered: it
    waits for as long as that can be undone, and never goes out where it is. Raises ValueError where
    the payload holds what it may not: that is the caller's mistake.
    """
    if wrong := rules.problems(kind, payload):
        raise ValueError(f"{kind}: {'; '.join(each.code for each in wrong)}")
    if not can_mail():
        return None
    until = act.now + timedelta(seconds=settings.UNDO_S) if undoable else act.now
    noted, new = Outgoing.objects.get_or_create(
        practice_id=act.by.practice_id,
        dedupe_key=dedupe_key,
        defaults={
            "kind": kind,
            "payload": dict(payload),
            "created_at": act.now,
            "not_before": max(not_before or until, until),
        },
    )
    if undoable and new:
        act.mails.append(str(noted.id))
    return noted.id


def take_back(act: Act, mails: Iterable[str]) -> bool:
    """Within another action: none of these goes out; False where one is going out already.

    Its key is free again: whoever does the same once more has it sent.
    """
    waiting = Outgoing.objects.filter(
        practice_id=act.by.practice_id, tries=0, cancelled_at__isnull=True, failed_at__isnull=True
    )
    return all(
        waiting.filter(id=each).update(cancelled_at=act.now, dedupe_key=f"undone {each}")
        for each in mails
    )


def tell_of_change(
    act: Act, person_id: UUID, what: Changed, *, old_email: str = "", language: str = "en"
) -> UUID | None:
    """Tell somebody, where they could be reached until now, that a detail of theirs changed.

    `old_email` is the address that no longer holds; it is kept beside the note, never in it.
    """
    payload = {"person": str(person_id), "what": str(what), "language": language}
    if old_email:
        former = FormerAddress.objects.create(person_id=person_id, email=old_email, until=act.now)
        payload["former"] = str(former.id)
    key = f"changed {what} {person_id} {act.now.isoformat()}"
    return record(act, Kind.CONTACT_CHANGED, payload, dedupe_key=key)


def lease(practice_id: UUID, kinds: Iterable[str], *, now: datetime, most: int) -> list[Leased]:
    """Take what is due, for as long as a lease lasts; nobody else takes it meanwhile.

    Kinds that nobody here sends stay where they are.
    """
    until = now + timedelta(seconds=settings.OUTBOX_LEASE_S)
    asked = {
        "practice": practice_id,
        "kinds": sorted(kinds),
        "now": now,
        "until": until,
        "most": most,
    }
    (found,) = trip(practice_id, ("outbox_lease", asked))
    return [
        Leased(
            id=mail_id,
            practice_id=practice_id,
            kind=kind,
            payload=json.loads(payload),  # Django leaves JSON as text
            dedupe_key=key,
            tries=tries,
            lease_until=until,
        )
        for mail_id, kind, payload, key, tries in found
    ]


def mark_sent(mail: Leased, *, now: datetime) -> bool:
    """It went out. False where this try is no longer the present one: then nothing is marked."""
    return _end(mail, verb="mail sent", now=now, sent_at=now, lease_until=None, error="")


def mark_failed(mail: Leased, trouble: Trouble, *, now: datetime) -> bool:
    """It will never go out, and why. False where this try is no longer the present one."""
    return _end(
        mail, verb="mail failed", now=now, failed_at=now, lease_until=None, error=str(trouble)
    )


def mark_not_needed(mail: Leased, *, now: datetime) -> bool:
    """Nobody waits for it any more. False where this try is no longer the present one."""
    return _end(mail, verb="mail not needed", now=now, cancelled_at=now, lease_until=None)


def give_back(mail: Leased, trouble: Trouble, *, now: datetime) -> bool:
    """It did not go out: it is tried again later, or has failed. False for a late try.

    A try that comes again needs no entry: the mail itself says how often, and why not.
    """
    again = rules.again_at(trouble, tries=mail.tries, now=now)
    if again is None:
        return mark_failed(mail, trouble, now=now)
    with scope(mail.practice_id):
        if _mine(mail, not_before=again, lease_until=None, error=str(trouble)):
            return True
        _entry(mail, verb="given back", now=now, refused=True)
        return False


def send_again(mail_id: UUID, *, by: Actor, now: datetime) -> UUID:
    """Have a mail that went out, or failed, sent once more; answers the new one's id.

    Raises Refused, NotFound, NotPermitted.
    """
    with signed(
        "mail sent again", by=by, now=now, needs=Permission.SET_UP,
        subject_kind="outgoing", subject_id=mail_id,
    ) as act:  # fmt: skip
        mine = Outgoing.objects.filter(practice_id=by.practice_id, kind__in=set(Kind))
        found = mine.select_for_update().filter(id=mail_id).first()
        if found is None:
            raise NotFound
        key = rules.again_key(mail_id)
        facts = rules.Mail(
            sent_at=found.sent_at,
            failed_at=found.failed_at,
            cancelled_at=found.cancelled_at,
            lease_until=found.lease_until,
            error=found.error,
            again=mine.filter(dedupe_key=key).exists(),
        )
        if reasons := rules.again_refusals(facts, now):
            raise Refused(*reasons)
        new = record(act, found.kind, found.payload, dedupe_key=key)
        if new is None:
            raise Refused(Reason(code="no_mail", words=rules.NO_MAIL))
        act.details, act.changed = {"kind": found.kind, "new": str(new)}, False
        return new


def _mine(mail: Leased, **values: datetime | str | None) -> bool:
    """Change it where this try is still the present one."""
    mine = Outgoing.objects.filter(
        practice_id=mail.practice_id,
        id=mail.id,
        tries=mail.tries,
        sent_at__isnull=True,
        failed_at__isnull=True,
        cancelled_at__isnull=True,
    )
    return bool(mine.update(**values))


def _end(mail: Leased, *, verb: str, now: datetime, **values: datetime | str | None) -> bool:
    with scope(mail.practice_id):
        marked = _mine(mail, **values)
        _entry(mail, verb=verb, now=now, refused=not marked, error=str(values.get("error", "")))
    return marked


def _entry(mail: Leased, *, verb: str, now: datetime, refused: bool, error: str = "") -> None:
    """The practice's own clockwork did it; a late mark is a refusal like any other."""
    details: dict[str, Any] = {"kind": mail.kind, "try": mail.tries}
    if refused:
        details["refused"] = ["stale"]
    elif error:
        details["why"] = error
    Entry.objects.create(
        practice_id=mail.practice_id,
        at=now,
        via="worker",
        verb=verb,
        subject_kind="outgoing",
        subject_id=mail.id,
        details=details,
        refused=refused,
        changed=False,
    )
