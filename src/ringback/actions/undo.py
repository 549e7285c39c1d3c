"""For ten seconds what was just done is taken back: a step of its own, which removes nothing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.conf import settings

from ringback.actions import contactnumber, drafts, outbox, progress
from ringback.actions.act import Refused, locked, signed
from ringback.models import Entry, Hand, LastStep, Note, Undone, Waiting
from ringback.models.ids import new_id
from ringback.queries.scope import scope
from ringback.rules import undo as rules
from ringback.rules import waitingon
from ringback.rules.access import Permission
from ringback.rules.handover import Kind
from ringback.rules.lifecycle import Stage
from ringback.rules.reason import Reason
from ringback.rules.waitingon import Ended

if TYPE_CHECKING:
    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.rules.access import Actor
    from ringback.rules.undo import Undoable

ROUTING: Final = (
    "stage", "outcome", "due_at", "respond_by", "resolve_by", "due_why", "due_window",
    "due_since", "next_party", "next_attempt_at", "promised_at", "review_at", "paused_at",
    "tries", "last_result", "last_tried_at", "first_action_at", "owner", "lease_until",
    "came_back", "came_back_at", "closed_at", "closed_by", "hand", "hand_name", "hand_post",
)  # fmt: skip
"""What a step may change that is remembered for undoing it: nothing of a patient."""


REFERENCES: Final = frozenset({"owner", "closed_by"})
MOMENTS: Final = frozenset(name for name in ROUTING if name.endswith(("_at", "_by", "_until"))) | {
    "due_since"
}


def routing(callback: Callback) -> dict[str, Any]:
    """How it is routed now, to be remembered before a step changes it."""
    found = {}
    for name in ROUTING:
        value = getattr(callback, _kept_as(name))
        plain = value is None or isinstance(value, (str, int))
        found[name] = value if plain else _written(value)
    return found


def _kept_as(name: str) -> str:
    """The attribute that holds a field: of a reference its id."""
    return f"{name}_id" if name in REFERENCES else name


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def remember(
    act: Act,
    callback: Callback,
    kind: Undoable,
    before: dict[str, Any],
    *,
    attempt: UUID | None = None,
    waiting: UUID | None = None,
) -> None:
    """Keep what the callback was before this step, for as long as it may be taken back."""
    mails, act.mails = act.mails, []
    values = {
        "id": new_id(),
        "practice": act.by.practice_id,
        "callback": callback.id,
        "by": act.by.person_id,
        "kind": str(kind),
        "before": json.dumps({**before, "mails": mails} if mails else before),
        "attempt": attempt,
        "waiting": waiting,
        "fence": callback.fence,
        "at": act.now,
        "until": act.now + timedelta(seconds=settings.UNDO_S),
    }
    act.last.append(("last_step", values))


def undo(callback_id: UUID, *, by: Actor, now: datetime) -> None:
    """Take back what this person just did with it. Raises Refused, NotFound, NotPermitted.

    The callback is routed as before, under a new fence. A note signed with a try that is taken back
    counts no more, and its words are a draft again; other notes and noted facts stay.
    """
    with signed("undone", by=by, now=now, needs=Permission.WORK, subject_id=callback_id) as act:
        act.details = {"what": taken_back(act, callback_id)}


def taken_back(act: Act, callback_id: UUID) -> str:
    """Within another action: take back the last step with it; answers which. Raises Refused."""
    callback = locked(act, callback_id)
    own = {"practice_id": act.by.practice_id, "callback_id": callback_id}
    step = LastStep.objects.filter(**own).first()
    reasons = rules.refusals(
        rules.Step(by=step.by_id, until=step.until, fence=step.fence) if step else None,
        person_id=act.by.person_id,
        fence=callback.fence,
        acted_since=step is not None and _acted_since(step),
        now=act.now,
    )
    if step is None or reasons:
        raise Refused(*reasons)
    _put_back(act, callback, step)
    step.delete()
    return str(step.kind)


def _acted_since(step: LastStep) -> bool:
    """Whether anything was written down of it since, by anybody."""
    since = Entry.objects.filter(
        practice_id=step.practice_id,
        subject_id=step.callback_id,
        at__gt=step.at,
        refused=False,
        changed=True,
    )
    return since.exists()


def _put_back(act: Act, callback: Callback, step: LastStep) -> None:
    if step.attempt_id is not None:
        Undone.objects.create(
            practice_id=act.by.practice_id,
            attempt_id=step.attempt_id,
            by_id=act.by.person_id,
            at=act.now,
        )
        _write_again(act, callback, step.attempt_id)
    if step.waiting_id is not None:
        Waiting.objects.filter(id=step.waiting_id).update(ended_at=act.now, ended=Ended.UNDONE)
    if not outbox.take_back(act, step.before.pop("mails", [])):
        raise Refused(Reason(code="too_late", words=rules.TOO_LATE))
    if marked := step.before.pop("marked", None):
        contactnumber.unmark(marked)
    for name, value in step.before.items():
        setattr(callback, _kept_as(name), _read(name, value))
    _waits_again(callback, step)
    callback.fence += 1
    callback.hand_why = _why(callback, step)
    if callback.owner_id == act.by.person_id:
        callback.outcome_needed = progress.outcome_needed(callback, by=act.by, now=act.now)
    else:
        callback.outcome_needed = progress.outcome_needed(callback)
    callback.save(update_fields=[*ROUTING, "fence", "hand_why", "outcome_needed"])


def _waits_again(callback: Callback, step: LastStep) -> None:
    """Whom the step took off hold is waited for as before."""
    if callback.stage != Stage.ON_HOLD:
        return
    over = Waiting.objects.filter(
        practice_id=callback.practice_id,
        callback_id=callback.id,
        ended=Ended.STOPPED,
        ended_at=step.at,
    )
    last = over.order_by("-begun_at", "-id").first()
    if last is not None:
        Waiting.objects.filter(id=last.id).update(ended_at=None, ended="")


def _write_again(act: Act, callback: Callback, attempt_id: UUID) -> None:
    """What they signed of a try that never was is theirs to write once more."""
    mine = {"practice_id": act.by.practice_id, "author_id": act.by.person_id}
    for each in Note.objects.filter(**mine, attempt_id=attempt_id).order_by("signed_at"):
        drafts.again(callback.id, each.text, by=act.by, now=act.now)


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    if value is None:
        return None
    if name in REFERENCES:
        return UUID(value)
    return datetime.fromisoformat(value) if name in MOMENTS else value


def _why(callback: Callback, step: LastStep) -> str:
    """The line that stood with it before: of whom we waited for, or of the hand before this one."""
    own = {"practice_id": callback.practice_id, "callback_id": callback.id}
    if callback.hand == Kind.WAITING and callback.stage == Stage.ON_HOLD:
        open_one = Waiting.objects.filter(**own, ended_at__isnull=True).first()
        return waitingon.in_line(open_one.name, open_one.what) if open_one else ""
    if not callback.hand:
        return ""
    before = Hand.objects.filter(**own, kind=callback.hand, at__lt=step.at).order_by("-at").first()
    return before.why if before else ""


def forget(practice_id: UUID, *, now: datetime) -> int:
    """A tick duty: what can no longer be undone is forgotten."""
    with scope(practice_id):
        over = LastStep.objects.filter(practice_id=practice_id, until__lt=now)
        return over.delete()[0]
