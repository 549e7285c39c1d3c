"""What happened to a callback so far, one line for each step of its journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from ringback.rules.attempt import Result
from ringback.rules.category import Post
from ringback.rules.patientrule import Channel
from ringback.rules.people import POST_NAMES
from ringback.rules.reason import gettext_noop
from ringback.rules.undo import Undoable
from ringback.rules.waitingon import NAMES, Ended
from ringback.web.words import LEVELS, RESULTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.queries.sofar import AttemptRow, EventRow

PARTIES: Final = frozenset(NAMES.values())
"""Whom we may wait for without a name: kept in the language of record, told in the reader's."""

UNDONE: Final[dict[str, str]] = {
    Undoable.RESULT: gettext_noop("{who} took the result back: it does not count"),
    Undoable.DONE: gettext_noop("{who} opened it again at once"),
    Undoable.HANDED: gettext_noop("{who} took it back"),
    Undoable.ASIDE: gettext_noop("{who} did not put it aside after all"),
    Undoable.WAITING: gettext_noop("{who} did not wait for them after all"),
}
"""What somebody took back within seconds."""

SENT: Final[dict[str, str]] = {
    Channel.PORTAL: gettext_noop("{who} wrote in the portal, by hand"),
    Channel.LETTER: gettext_noop("{who} sent a letter, by hand"),
    Channel.TEXT: gettext_noop("{who} sent a text, by hand"),
    Channel.EMAIL: gettext_noop("{who} sent an e-mail, by hand"),
}
"""What was written, by the way it went."""


def event(event: EventRow, made: Mapping[str, AttemptRow]) -> str:
    """One step; "" for what needs no line of its own. `made` are its tries by their id."""
    who = event.who
    if event.verb == "attempted":
        return _of_a_try(event, made.get(event.details.get("attempt", "")))
    if event.verb in {"handed over", "undone", "waiting ended"}:
        return _of_hands(event)
    if event.verb == "level raised":
        level = _(LEVELS[event.details["to"]]).lower()
        return _("{who} marked it: {level}").format(who=who, level=level)
    if event.verb == "facts recorded" and not event.details.get("facts"):
        return ""
    return {
        "claimed": _("{who} took it"),
        "patient called us": _("They called: {who} dealt with it"),
        "released": _("{who} gave it back"),
        "call begun": _("{who} called"),
        "not verified": _("Not verified, nothing disclosed"),
        "contact rule confirmed": _("{who} confirmed what they asked for about being reached"),
        "contact rule taken back": _("{who} took back what they asked for about being reached"),
        "contact details changed": _("{who} put new contact details on file"),
        "old contact told": _("{who} told the old contact of the change"),
        "check lifted": _("{who} let the check go on"),
        "lapsed": _("Came back: nothing happened for a while"),
        "noted": _("{who} signed a note"),
        "added to": _("{who} added to the note"),
        "words handed to the lead": _("{who} handed words of the note to the lead"),
        "sorted": _("{who} sorted it"),
        "facts recorded": _("{who} noted what is done"),
        "escalated": _("{who} asked a clinician"),
        "accepted": _("{who} took it, as the clinician"),
        "answered": _("{who} said what to tell the patient"),
        "number chosen": _("{who} chose another number"),
        "put aside": _("{who} put it aside"),
        "asked again": _("{who} asked them once more"),
        "put on hold": _("{who} is waiting for somebody else"),
        "done": _("{who} closed it as done"),
        "unreachable": _("{who} closed it: could not be reached"),
        "closed as not a patient’s": _("{who} closed it: not a patient’s call"),
        "reopened": _("{who} opened it again"),
        "opened beside": _("{who} opened it for what stood on the wrong person"),
        "brought back": _("{who} brought it back"),
        "shift over": _("Came back: the shift of whoever had it is over"),
        "put right": _("{who} struck an entry through: it stood on the wrong person"),
        "kept to the next shift": _("{who} keeps it to their next shift"),
        "draft handed to a lead": _("{who} handed what they were writing to a lead"),
        "promise opened": _("{name} is not here for the promised call: anyone may take it"),
    }.get(event.verb, "").format(who=who, name=event.details.get("name", ""))


def late(words: str, why: str) -> str:
    """What was told late, with the reason that was given for it."""
    if not why:
        return words
    return _("{what} (why so late: {why})").format(what=words, why=why)


def _of_a_try(event: EventRow, found: AttemptRow | None) -> str:
    return late(_tried(event, found), found.why_late if found else "")


def _tried(event: EventRow, found: AttemptRow | None) -> str:
    """Somebody called the patient or another party, or wrote."""
    who, details = event.who, event.details
    if details["result"] == Result.SENT:
        return _(SENT[details["channel"]]).format(who=who)
    result = _(RESULTS[found.result if found else details["result"]])
    if found and found.party_name:
        other = _("{who} called {name}: {result}")
        return other.format(who=who, name=_of_party(found.party_name), result=result)
    return _("{who} tried: {result}").format(who=who, result=result)


def _of_party(name: str) -> str:
    return _(name) if name in PARTIES else name


def _of_hands(event: EventRow) -> str:
    """Somebody handed it over, took a step back, or waits no longer."""
    who, details = event.who, event.details
    if event.verb == "undone":
        return _(UNDONE[details["what"]]).format(who=who)
    if event.verb == "waiting ended":
        came = details["how"] == Ended.CAME
        words = (
            _("What we waited for came: {who} wrote it down")
            if came
            else _("{who} stopped waiting")
        )
        return words.format(who=who)
    if "post" in details:
        to = _(POST_NAMES[Post(details["post"])])
        return _("{who} handed it to: {post}").format(who=who, post=to)
    return _("{who} handed it to {name}").format(who=who, name=details["name"])
