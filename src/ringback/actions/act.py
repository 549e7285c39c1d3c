"""How every write is done: signed, in one transaction, with its entry in the journal.

A refusal is an outcome: the action is undone, the refusal is written down and committed, and only
then raised.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from ringback.actions import drafts
from ringback.models import Callback, Entry, Person
from ringback.models.ids import new_id
from ringback.queries import reading, statement
from ringback.queries.scope import scope, trip
from ringback.rules import access
from ringback.rules.draft import Written
from ringback.rules.note import kept
from ringback.rules.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor, Permission

T = TypeVar("T")


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """The rules say no. `reasons` is never empty; nothing was changed but the journal."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = reasons


class NotPermitted(Refused):
    """The person's roles or lanes do not include this."""


class Held(Refused):
    """Somebody else has it."""


class Stale(Refused):
    """It changed hands since the page was opened. `fence` is the present one."""

    def __init__(self, *reasons: Reason, fence: int) -> None:
        super().__init__(*reasons)
        self.fence = fence


class NotFound(Exception):  # noqa: N818 - the same answer whether absent or another practice's
    """There is no such thing here."""


class _OnlyLooked(Exception):  # noqa: N818 - it undoes what was done to look
    """Whoever asked wanted to see, not to change."""


@dataclass(kw_only=True)
class Act:
    """One action under way: who, when, and what the journal will say of it.

    `silent` is for an action that found nothing to do: then there is nothing to write down.
    `draft` is what the person wrote: if the action is refused, it is kept for them.
    `found` are the rows of what the action asked on entering, by the statement's name; `last` is
    what it writes at its end, in one trip with its entry. `mails` are those noted so far that are
    to be taken back with the step they belong to.
    """

    by: Actor
    now: datetime
    verb: str
    subject_kind: str = "callback"
    subject_id: UUID | None = None
    details: dict[str, Any] = field(default_factory=dict)
    changed: bool = True
    silent: bool = False
    draft: str = ""
    found: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    last: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)

    def beside(
        self, callback_id: UUID, *, verb: str, details: dict[str, Any], changed: bool = True
    ) -> Entry:
        """The entry of another callback that this touches, beside the action's own; not saved."""
        return Entry(
            practice_id=self.by.practice_id,
            at=self.now,
            actor_id=self.by.person_id,
            via=self.by.via,
            os_user=self.by.os_user,
            verb=verb,
            subject_kind="callback",
            subject_id=callback_id,
            details=details,
            changed=changed,
        )

    def write_now(self) -> None:
        """What was to be written last is wanted by what the action asks next."""
        statement.together(self.last)
        self.last = []


@contextmanager
def signed(  # noqa: PLR0913 - each is named at the call
    verb: str,
    *,
    by: Actor,
    now: datetime,
    needs: Permission | None,
    subject_id: UUID | None = None,
    subject_kind: str = "callback",
    draft: str = "",
    asked: Sequence[tuple[str, Mapping[str, Any]]] = (),
    takes: bool = False,
) -> Iterator[Act]:
    """One transaction in the actor's practice that ends with one journal entry.

    Whether they are still of the practice, and still as what they were, is looked at inside it.
    With `takes`, for an action that leaves something in their hands, nobody can take them out of
    the practice until it ends.

    A refusal raised inside (Refused or NotFound) undoes everything, is written down with what the
    person wrote kept as their draft, and is raised again. Any other error leaves nothing.
    """
    _nothing_is_being_read()
    act = Act(
        by=by, now=now, verb=verb, subject_id=subject_id, subject_kind=subject_kind, draft=draft
    )
    try:
        if needs is not None and (no := access.refusals(by, needs)):
            raise NotPermitted(*no)
        with scope(by.practice_id, _at_work(by, takes=takes), *asked) as (roles, *rows):
            act.by = _still(by, roles, needs)
            act.found = {name: each for (name, _), each in zip(asked, rows, strict=True)}
            yield act
            if act.mails:
                raise RuntimeError("a mail to be undone, and no step it belongs to")
            if not act.silent:
                _write(act)
    except (Refused, NotFound) as refusal:
        _refuse(act, refusal)
        raise


def _nothing_is_being_read() -> None:
    """What a reading holds would become stale by what an action writes."""
    if reading.under_way():
        raise RuntimeError("an action inside a reading")


def _at_work(by: Actor, *, takes: bool) -> tuple[str, dict[str, UUID]]:
    values = {"practice": by.practice_id, "person": by.person_id}
    return "at_work_held" if takes else "at_work_now", values


def _still(by: Actor, rows: list[tuple[Any, ...]], needs: Permission | None) -> Actor:
    """The actor as they are in this transaction: they may have left since the page began."""
    found = access.still(by, rows[0][0] if rows else None)
    if found is None:
        raise NotPermitted(Reason(code="not_here", words=access.NOT_HERE))
    if needs is not None and (no := access.refusals(found, needs)):
        raise NotPermitted(*no)
    return found


def looked(
    verb: str,
    look: Callable[[Act], T],
    *,
    by: Actor,
    now: datetime,
    needs: Permission,
    subject_kind: str = "callback",
) -> T:
    """What an action would do: it is done, told, and undone again. Raises what it raises.

    That somebody looked is written down: what it tells may be of patients.
    """
    found = []
    try:
        with signed(verb, by=by, now=now, needs=needs, subject_kind=subject_kind) as act:
            found.append(look(act))
            raise _OnlyLooked  # noqa: TRY301 - only so is it undone
    except _OnlyLooked:
        with signed(verb, by=by, now=now, needs=needs, subject_kind=subject_kind) as act:
            act.changed = False
        return found[0]


def at_once(
    name: str, values: Mapping[str, Any], act: Act, *, needs: Permission
) -> list[tuple[Any, ...]]:
    """An action that is one statement, which writes its own entry where it changes something.

    For what several people press at the same moment: one trip to the database, one transaction.
    """
    _nothing_is_being_read()
    if no := access.refusals(act.by, needs):
        refusal = NotPermitted(*no)
        _refuse(act, refusal)
        raise refusal
    return trip(act.by.practice_id, (name, {**_entry(act), **values}))[0]


def locked(act: Act, callback_id: UUID) -> Callback:
    """The callback, locked until the action ends. Raises NotFound, NotPermitted.

    Its owner is not joined here: whoever waited for the lock would read the person from before.
    """
    act.subject_id = callback_id
    found = (
        Callback.objects.select_for_update()
        .filter(id=callback_id, practice_id=act.by.practice_id)
        .first()
    )
    if found is None:
        raise NotFound
    if found.owner_id == act.by.person_id:
        found.owner = Person(id=act.by.person_id, name=act.by.name)  # known; no need to ask
    if no := access.lane_refusals(act.by, found.category):
        raise NotPermitted(*no)
    return found


def _refuse(act: Act, refusal: Refused | NotFound) -> None:
    """Write the refusal down, in a transaction of its own: the action's has been undone."""
    reasons = refusal.reasons if isinstance(refusal, Refused) else ()
    act.details = {"refused": [reason.code for reason in reasons] or ["not_found"]}
    act.changed = False
    with scope(act.by.practice_id):
        no_room = _kept_draft(act)
        _write(act, refused=True)
    if isinstance(refusal, Refused):
        refusal.reasons += no_room


def keep_draft(act: Act) -> None:
    """What somebody wrote goes on being their draft. Raises Refused where there is no room."""
    if no := _kept_draft(act):
        raise Refused(*no)


def _kept_draft(act: Act) -> tuple[Reason, ...]:
    """What somebody wrote is never lost, least of all to a refusal, while its callback is there.

    Where there is no room for it, the answer says so.
    """
    if act.subject_id is None or not act.draft.strip():
        return ()
    if Callback.objects.filter(id=act.subject_id, practice_id=act.by.practice_id).exists():
        sent = Written(text=kept(act.draft), at=act.now.isoformat())
        return drafts.keep(act.subject_id, sent, saw=None, by=act.by, now=act.now)[1]
    return ()


def _write(act: Act, *, refused: bool = False) -> None:
    last = [] if refused else act.last
    statement.together([*last, ("entry", _entry(act, refused=refused))])


def _entry(act: Act, *, refused: bool = False) -> dict[str, Any]:
    return {
        "id": new_id(),
        "practice": act.by.practice_id,
        "at": act.now,
        "actor": act.by.person_id,
        "via": act.by.via,
        "os_user": act.by.os_user,
        "verb": act.verb,
        "subject_kind": act.subject_kind,
        "subject": act.subject_id,
        "details": json.dumps(act.details),
        "refused": refused,
        "changed": act.changed,
    }
