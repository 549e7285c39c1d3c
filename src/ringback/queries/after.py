"""What comes after a call: who may be given it, whom it waits for, what can still be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.models import LastStep, Waiting
from ringback.queries import byhand, counted, onfile, roster, seen, voicemail
from ringback.rules import contact, handover
from ringback.rules.access import Actor
from ringback.rules.attempt import Result, Side
from ringback.rules.category import Post
from ringback.rules.lifecycle import Stage
from ringback.rules.patientrule import Use

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Callback
    from ringback.queries.byhand import WayRow
    from ringback.queries.voicemail import VoicemailRow


NOT_THEIRS: Final = (Result.WRONG_NUMBER, Result.GREETING_MISMATCH)
WORKED: Final = (Stage.OWNED, Stage.SCHEDULED)
"""The stages in which its owner calls the patient."""


@dataclass(frozen=True, kw_only=True)
class Undo:
    """What this person did last, and until when they may take it back (UTC).

    `result` is that of a try.
    """

    kind: str
    until: datetime
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """Whom it waits for, for what, who of us asks, how often they did, when to look again (UTC)."""

    whom: str
    name: str
    number: str
    what: str
    asks: str
    asked: int
    begun_at: datetime
    review_at: datetime


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody it may be handed to."""

    id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class AnotherNumber:
    """The number tried last was not theirs: why, and which others on file may be dialled."""

    result: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class After:
    """What comes after a call, as one person may see it.

    `hand` is how it came into these hands or lies in them, `hand_name` who did that, `hand_post`
    the post it was handed to, and `hand_why` their line; None where it is not for this person.
    """

    hand: str
    hand_name: str
    hand_post: str
    hand_why: str | None
    undo: Undo | None
    waiting: WaitingRow | None
    voicemail: VoicemailRow | None
    another_number: AnotherNumber | None
    colleagues: tuple[Colleague, ...]
    posts: tuple[Post, ...]
    by_hand: tuple[WayRow, ...] = ()


def view(found: Callback, actor: Actor, *, owns: bool, now: datetime) -> After:
    """What comes after, for somebody who may open it. Inside a scope."""
    told = seen.may(actor, "callback", "hand_why", owns=owns)
    people = _people(found, actor) if owns else {}
    works = owns and told and found.stage in WORKED
    return After(
        hand=found.hand,
        hand_name=found.hand_name,
        hand_post=found.hand_post,
        hand_why=found.hand_why if told else None,
        undo=_undo(found, actor, now),
        waiting=_waiting(found) if told and found.stage == Stage.ON_HOLD else None,
        voicemail=voicemail.offered(found, actor.name, now=now) if works else None,
        another_number=_another_number(found, now) if works else None,
        colleagues=tuple(
            Colleague(id=each, name=name)
            for each, name in people.items()
            if each != actor.person_id
        ),
        posts=_posts(found, set(people), now) if owns else (),
        by_hand=byhand.offered(found, actor.name, now=now) if works else (),
    )


def _undo(found: Callback, actor: Actor, now: datetime) -> Undo | None:
    step = LastStep.objects.filter(
        practice_id=found.practice_id,
        callback_id=found.id,
        by_id=actor.person_id,
        fence=found.fence,
        until__gte=now,
    ).first()
    if step is None:
        return None
    if step.attempt_id is None:
        return Undo(kind=step.kind, until=step.until)
    made = counted.attempts(found.practice_id).filter(id=step.attempt_id).first()
    if made is None:
        return None  # struck through meanwhile: there is nothing left to take back
    return Undo(kind=step.kind, until=step.until, result=made.result)


def _waiting(found: Callback) -> WaitingRow | None:
    one = (
        Waiting.objects.filter(
            practice_id=found.practice_id, callback_id=found.id, ended_at__isnull=True
        )
        .select_related("asks")
        .first()
    )
    if one is None:
        return None
    return WaitingRow(
        whom=one.whom,
        name=one.name,
        number=one.number,
        what=one.what,
        asks=one.asks.name,
        asked=one.asked,
        begun_at=one.begun_at,
        review_at=one.review_at,
    )


def _another_number(found: Callback, now: datetime) -> AnotherNumber | None:
    """What to ask after a wrong number, until another one was chosen."""
    last = (
        counted.attempts(found.practice_id)
        .filter(callback_id=found.id, party=Side.PATIENT)
        .order_by("-happened_at", "-entered_at")
        .first()
    )
    if last is None or last.result not in NOT_THEIRS or last.number != found.phone:
        return None
    known, settings = onfile.known(found), onfile.settings(found.practice_id)
    others = tuple(
        (each.number, known.labels.get(each.number, ""))
        for each in known.contact.numbers
        if each.number != found.phone
        and not contact.refusals(Use.DIAL, known.contact, settings, now=now, number=each.number)
    )
    return AnotherNumber(result=last.result, others=others)


def _people(found: Callback, actor: Actor) -> dict[UUID, str]:
    """Everybody who may be given it, by their names."""
    return {
        each.id: each.name
        for each in roster.workers(found.practice_id)
        if handover.may_get(
            Actor(
                person_id=each.id,
                practice_id=actor.practice_id,
                name=each.name,
                roles=each.roles,
                lanes=each.only,
            ),
            found.category,
        )
    }


def _posts(found: Callback, people: set[UUID], now: datetime) -> tuple[Post, ...]:
    """The posts one of them fills now, in the order of all posts."""
    filled = roster.filled_by(found.practice_id, people, now=now)
    return tuple(post for post in Post if post in filled)
