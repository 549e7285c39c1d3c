"""The people who make the calls suggest better words; a manager says yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.actions import parts
from ringback.actions.act import NotFound, Refused, locked, signed
from ringback.models import ScriptSuggestion
from ringback.queries import policy, statement
from ringback.rules import script, scriptedit
from ringback.rules.access import Permission
from ringback.rules.placeholder import LANGUAGES
from ringback.rules.policy import Part
from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.suggestion import Suggestion, question_refusals

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor

NO_WORDS: Final = gettext_noop("Write the words you would say.")
TOO_LONG: Final = gettext_noop("Say it in at most 400 letters.")
DECIDED: Final = gettext_noop("Somebody has decided about this one already.")

TOO_MANY: Final = gettext_noop(
    "20 of your suggestions wait for a manager. Send more once they are decided."
)

LONGEST: Final = 400
MOST_WAITING: Final = 20
"""How many suggestions of one person may wait at a time."""


def suggest(line: str, language: str, text: str, *, by: Actor, now: datetime) -> UUID:
    """Keep better words for a manager. Raises Refused with all that is wrong, NotFound."""
    with signed(
        "words suggested", by=by, now=now, needs=Permission.WORK, subject_kind="suggestion"
    ) as act:
        written = _written(by)
        if language not in LANGUAGES or not _has(written, line):
            raise NotFound
        text = " ".join(text.split())
        if reasons := _refusals(written, line, language, text):
            raise Refused(*reasons)
        _not_too_many(act)
        found = ScriptSuggestion.objects.create(
            practice_id=by.practice_id,
            line=line,
            language=language,
            text=text,
            author_id=by.person_id,
            created_at=now,
        )
        act.subject_id, act.details = found.id, {"line": line, "language": language}
        return found.id


def asked(
    callback_id: UUID, line: str, language: str, text: str, *, by: Actor, now: datetime
) -> UUID:
    """Keep a question that was asked and has no answer in the script, for a manager.

    It is told in a few words of one's own, and is of nobody: the suggestion does not say in which
    call it was asked. Raises Refused, NotFound, NotPermitted.
    """
    with signed(
        "question noted", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        name = locked(act, callback_id).name
        text = " ".join(text.split())
        if language not in LANGUAGES or not _has(_written(by), line):
            raise NotFound
        if reasons := question_refusals(text, name):
            raise Refused(*reasons)
        _not_too_many(act)
        found = ScriptSuggestion.objects.create(
            practice_id=by.practice_id,
            kind=Suggestion.ASKED,
            line=line,
            language=language,
            text=text,
            author_id=by.person_id,
            created_at=now,
        )
        act.details = {"line": line, "language": language}
        return found.id


def decide(
    suggestion_id: UUID, *, accept: bool, seen: int, reason: str, by: Actor, now: datetime
) -> None:
    """Yes makes a new version of the script with these words. Raises Refused, Stale, NotFound.

    `reason` names whoever suggested them, in the place of {name}.
    """
    with signed(
        "words decided", by=by, now=now, needs=Permission.SET_UP, subject_kind="suggestion"
    ) as act:
        mine = ScriptSuggestion.objects.filter(practice_id=by.practice_id, id=suggestion_id)
        found = mine.select_for_update().first()
        if found is None:
            raise NotFound
        if found.decided_at is not None:
            raise Refused(Reason(code="decided", words=DECIDED))
        if accept and found.kind == Suggestion.CHANGE:
            said = {found.language: found.text}
            why = reason.format(name=found.author.name)
            written = scriptedit.with_words(_written(by), found.line, said)
            parts.change_within(act, Part.SCRIPTS, written, seen=seen, reason=why)
        found.decided_by_id, found.decided_at, found.accepted = by.person_id, now, accept
        found.save(update_fields=["decided_by", "decided_at", "accepted"])
        act.subject_kind, act.subject_id = "suggestion", found.id
        act.details |= {"line": found.line, "accepted": accept}


def _written(by: Actor) -> dict[str, Any]:
    found = policy.current(by.practice_id, Part.SCRIPTS)
    if found is None:
        raise NotFound
    return found.written


def _has(written: dict[str, Any], line: str) -> bool:
    return any(each.code == line for each in script.read(written).lines())


def _not_too_many(act: Act) -> None:
    """One at a time for each person, so that two sent at once are counted one after the other."""
    practice_id, person_id = act.by.practice_id, act.by.person_id
    statement.lock_key(str(practice_id), f"{practice_id} suggested by {person_id}")
    waiting = ScriptSuggestion.objects.filter(
        practice_id=practice_id, author_id=person_id, decided_at__isnull=True
    )
    if waiting.count() >= MOST_WAITING:
        raise Refused(Reason(code="words", words=TOO_MANY))


def _refusals(written: dict[str, Any], line: str, language: str, text: str) -> tuple[Reason, ...]:
    if not text:
        return (Reason(code="words", words=NO_WORDS),)
    if len(text) > LONGEST:
        return (Reason(code="words", words=TOO_LONG),)
    wrong = scriptedit.mistakes(written, line, {language: text})
    return tuple(reason for each in wrong.values() for reason in each)
