"""Every entry of the record as a plain sentence. `{who}` did or tried something with `{it}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ringback.actions.record import LOOKED
from ringback.rules.ledger import LATE, behind
from ringback.rules.unusual import Why
from ringback.web import ledger_call_words
from ringback.web.ledger_of_inbound import VERBS_OF_INBOUND
from ringback.web.ledger_of_patients import VERBS_OF_PATIENTS
from ringback.web.ledger_of_shifts import VERBS_OF_SHIFTS
from ringback.web.words import practice_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from ringback.queries.ledger import Stand
    from ringback.queries.record import Line
    from ringback.rules.unusual import Unusual
    from ringback.web.words import Clock

VERBS: Final[dict[str, tuple[StrOrPromise, StrOrPromise]]] = {
    "accepted": (_("{who} took over {it}, which was handed up"), _("take over {it}")),
    "answered": (_("{who} answered what was asked about {it}"), _("answer {it}")),
    "attempted": (_("{who} tried to reach somebody for {it}"), _("write down a try for {it}")),
    "bad rows exported": (
        _("{who} took away the unusable rows of a phone log"),
        _("take away the unusable rows of a phone log"),
    ),
    "brought back": (_("{who} brought a set-aside call back"), _("bring back a set-aside call")),
    "claimed": (_("{who} took {it}"), _("take {it}")),
    "closed as not a patient’s": (
        _("{who} closed {it} as not a patient’s call"),
        _("close {it} as not a patient’s call"),
    ),
    "closed early": (_("{who} closed the practice early"), _("close the practice early")),
    "closing looked at": (
        _("{who} looked at what closing early would move"),
        _("look at what closing early would move"),
    ),
    "PIN removed": (_("{who} took their PIN away"), _("take their PIN away")),
    "PIN set": (_("{who} set their PIN"), _("set a PIN")),
    "computer no longer shared": (
        _("{who} said that a computer is no longer shared"),
        _("say that a computer is no longer shared"),
    ),
    "computer shared": (
        _("{who} said that several people share a computer"),
        _("say that several people share a computer"),
    ),
    "done": (_("{who} closed {it} as done"), _("close {it} as done")),
    "escalated": (_("{who} asked a clinician about {it}"), _("ask a clinician about {it}")),
    "facts recorded": (_("{who} wrote down what is done for {it}"), _("write down facts of {it}")),
    "hours looked at": (
        _("{who} looked at what other hours would move"),
        _("look at what other hours would move"),
    ),
    "import begun": (_("{who} brought in a phone log"), _("bring in a phone log")),
    "import cancelled": (_("{who} gave up a phone log"), _("give up a phone log")),
    "import columns corrected": (
        _("{who} said what a phone log’s columns mean"),
        _("say what a phone log’s columns mean"),
    ),
    "import forgotten": (
        _("{who} forgot a phone log nobody went on with"),
        _("forget a phone log"),
    ),
    "import looked at": (_("{who} looked at a phone log"), _("look at a phone log")),
    "import read": (_("{who} had a phone log read"), _("have a phone log read")),
    "import undone": (_("{who} took back what a phone log brought"), _("take back a phone log")),
    "import went on": (
        _("{who} put calls of a phone log in the queue"),
        _("put calls of a phone log in the queue"),
    ),
    "imports listed": (_("{who} looked at the list of phone logs"), _("list the phone logs")),
    "known caller removed": (
        _("{who} took a number off the known callers"),
        _("take a number off the known callers"),
    ),
    "known callers listed": (
        _("{who} looked at the known callers and what was set aside"),
        _("look at the known callers"),
    ),
    "lane changed": (_("{who} changed a lane"), _("change a lane")),
    "lane made": (_("{who} made a lane"), _("make a lane")),
    "lane removed": (_("{who} removed a lane"), _("remove a lane")),
    "lanes of a person changed": (_("{who} changed the lanes of {it}"), _("change lanes of {it}")),
    "lapsed": (_("{who} gave {it} back: its owner’s time ran out"), _("give {it} back")),
    "level raised": (_("{who} marked {it} as more pressing"), _("mark {it} as more pressing")),
    LOOKED: (_("{who} looked at this record"), _("look at this record")),
    "moves seen": (
        _("{who} looked at whose times a change of hours moved"),
        _("look at whose times a change of hours moved"),
    ),
    "noted": (_("{who} signed a note about {it}"), _("sign a note about {it}")),
    "opened": (_("{who} opened {it}"), _("open {it}")),
    "page open": (_("{who} had {it} open"), _("have {it} open")),
    "pathway changed": (_("{who} changed a kind of request"), _("change a kind of request")),
    "pathway restored": (
        _("{who} brought back an earlier version of a kind of request"),
        _("bring back a version of a kind of request"),
    ),
    "patient called us": (
        _("{who} answered when the patient called, and dealt with {it}"),
        _("deal with {it} as the patient called"),
    ),
    "place added": (_("{who} added a place"), _("add a place")),
    "place changed": (_("{who} changed a place"), _("change a place")),
    "place removed": (_("{who} removed a place"), _("remove a place")),
    "policy applied": (_("{who} put a policy file in force"), _("put a policy file in force")),
    "policy changed": (_("{who} changed how the practice works"), _("change how you work")),
    "policy exported": (
        _("{who} took away the policy as a file"),
        _("take away the policy as a file"),
    ),
    "policy looked at": (
        _("{who} looked at what a policy file would change"),
        _("look at what a policy file would change"),
    ),
    "policy restored": (
        _("{who} brought back an earlier version of how the practice works"),
        _("bring back a version of how you work"),
    ),
    "practice established": (_("{who} set up this practice"), _("set up a practice")),
    "promise opened": (
        _("{who} opened {it} to everybody: a promised call was near"),
        _("open {it} to everybody"),
    ),
    "put on call": (_("{who} put somebody on call"), _("put somebody on call")),
    "put on hold": (_("{who} put {it} on hold"), _("put {it} on hold")),
    "queue seen": (_("{who} looked at the queue"), _("look at the queue")),
    "queue looked through": (_("{who} looked through a queue"), _("look through a queue")),
    "received": (_("{who} wrote down what came in: {it}"), _("write down what came in")),
    "record exported": (
        _("{who} took away a list of this record as a file"),
        _("take away a list of this record"),
    ),
    "released": (_("{who} gave {it} back"), _("give {it} back")),
    "reopened": (_("{who} opened {it} again"), _("open {it} again")),
    "reopening looked at": (
        _("{who} looked at what opening after all would move"),
        _("look at what opening after all would move"),
    ),
    "roles changed": (_("{who} changed the roles of {it}"), _("change the roles of {it}")),
    "searched": (_("{who} searched the queue"), _("search the queue")),
    "set aside rightly": (
        _("{who} found a call rightly set aside"),
        _("say that a call was rightly set aside"),
    ),
    "set-up opened": (_("{who} opened a page of how you work"), _("open a page of how you work")),
    "setup opened": (
        _("{who} opened a form of how you work"),
        _("open a form of how you work"),
    ),
    "sorted": (_("{who} said what kind of request {it} is"), _("sort {it}")),
    "taken off call": (_("{who} took somebody off call"), _("take somebody off call")),
    "token issued": (
        _("{who} gave a program access in somebody’s name"),
        _("give a program access"),
    ),
    "unreachable": (
        _("{who} closed {it}: nobody could be reached"),
        _("close {it} as not reached"),
    ),
    "words decided": (
        _("{who} said yes or no to suggested words"),
        _("say yes or no to suggested words"),
    ),
    "words suggested": (_("{who} suggested other words"), _("suggest other words")),
    "draft kept": (_("{who} kept what they were writing about {it}"), _("keep a draft about {it}")),
    "draft of somebody gone read": (
        _("{who} read what somebody who left was writing about {it}"),
        _("read what somebody who left was writing about {it}"),
    ),
    "draft of somebody gone taken over": (
        _("{who} went on with what somebody who left was writing about {it}"),
        _("go on with what somebody who left was writing about {it}"),
    ),
    "draft of somebody gone handed on": (
        _("{who} handed what somebody who left was writing about {it} to a clinician"),
        _("hand what somebody who left was writing about {it} to a clinician"),
    ),
    "given back": (
        _("{who} gave a mail back to be sent later"),
        _("give a mail back after its time"),
    ),
    "invitation accepted": (_("{who} came in by their invitation"), _("come in by an invitation")),
    "invitation withdrawn": (_("{who} took an invitation back"), _("take an invitation back")),
    "invited": (_("{who} asked somebody into the practice"), _("ask somebody into the practice")),
    "invited again": (_("{who} sent an invitation again"), _("send an invitation again")),
    "left": (_("{who} took {it} out of the practice"), _("take {it} out of the practice")),
    "locked": (_("{who} locked their screen"), _("lock their screen")),
    "mail failed": (_("{who} gave a mail up: it could not be sent"), _("give a mail up")),
    "mail not needed": (
        _("{who} left a mail unsent: nobody waits for it"),
        _("leave a mail unsent"),
    ),
    "mail sent": (_("{who} sent a mail"), _("mark a mail as sent")),
    "mail sent again": (_("{who} had a mail sent again"), _("have a mail sent again")),
    "need reviewed": (
        _("{who} reviewed what was opened in need"),
        _("review what was opened in need"),
    ),
    "needs listed": (
        _("{who} looked at what was opened in need"),
        _("look at what was opened in need"),
    ),
    "new address asked for": (
        _("{who} asked for a new e-mail address"),
        _("ask for a new e-mail address"),
    ),
    "new address link made": (
        _("{who} handed over the link of a new e-mail address of {it}"),
        _("hand over the link of a new e-mail address of {it}"),
    ),
    "new address set": (_("{who} set a new e-mail address"), _("set a new e-mail address")),
    "new address withdrawn": (
        _("{who} did not set a new e-mail address after all"),
        _("not set a new e-mail address after all"),
    ),
    "new password asked for": (_("{who} asked for a new password"), _("ask for a new password")),
    "new password set": (_("{who} set a new password"), _("set a new password")),
    "new way in made": (_("{who} made a new way in for {it}"), _("make a new way in for {it}")),
    "opened in need": (_("{who} opened {it} in need, outside their lanes"), _("open {it} in need")),
    "practice changed": (
        _("{who} changed the practice’s colour or what its list shows"),
        _("change the practice’s colour or what its list shows"),
    ),
    "recovery codes made": (
        _("{who} made new recovery codes for themselves"),
        _("make new recovery codes"),
    ),
    "returned": (
        _("{who} gave {it} back for somebody who left"),
        _("give {it} back for somebody who left"),
    ),
    "second step added": (_("{who} added a second step to their sign-in"), _("add a second step")),
    "second step removed": (
        _("{who} took a second step of their sign-in away"),
        _("take a second step away"),
    ),
    "seen in need": (_("{who} looked at {it} in need"), _("look at {it} in need")),
    "sign-in failed": (_("{who} saw a sign-in fail"), _("sign in as {it}")),
    "signed in": (_("{who} signed in"), _("sign in")),
    "signed out": (_("{who} signed out"), _("sign out")),
    "sent another’s page": (
        _("{who} pressed something on another’s page"),
        _("press something on another’s page"),
    ),
    "switched": (_("{who} came back to a shared computer"), _("come back to a shared computer")),
    "unlocked": (_("{who} unlocked their screen"), _("unlock their screen")),
    "went to another practice": (
        _("{who} went to another practice of theirs"),
        _("go to another practice"),
    ),
    **ledger_call_words.VERBS,
    **VERBS_OF_PATIENTS,
    **VERBS_OF_INBOUND,
    **VERBS_OF_SHIFTS,
}
"""Each verb of the record: what was done, and what was tried where it was refused."""

REFUSED: Final = _("{who} tried to {doing}, and was refused: {why}")
CLOCKWORK: Final = _("Ringback itself")
SOMEBODY: Final = _("Somebody")
NOBODYS: Final = ("sign-in failed", "invitation accepted")
"""Who failed to sign in, or to come in by a link, nobody knows."""

NOUNS: Final[dict[str, StrOrPromise]] = {
    "callback": _("a callback"),
    "person": _("somebody"),
    "policy": _("the practice"),
    "practice": _("the practice"),
    "arrival": _("a call"),
    "door": _("a shared computer"),
    "sheet": _("a call sheet"),
    "incident": _("an incident"),
}
"""What an entry is about, where it has no name of its own."""
SOMETHING: Final = _("something")
A_CALLBACK: Final = _("callback {id} ({kind})")
AN_ABSENT_CALLBACK: Final = _("callback {id}, which is not there")

WHYS: Final[dict[str, StrOrPromise]] = {
    "not_permitted": _("not part of their role"),
    "not_your_lane": _("not one of their kinds of request"),
    "not_found": _("there is no such thing here"),
    "held": _("somebody else had it"),
    "stale": _("it had changed hands"),
    "password": _("wrong password"),
    "code": _("wrong code"),
    "pin": _("the PIN did not open it"),
    "second_step": _("a PIN is not enough for this"),
    "sign_in_first": _("there is an account already, and nobody signed in with it first"),
    "not_your_page": _("the page was somebody else’s"),
    "too_often": _("too many tries"),
}
OTHERWISE: Final = _("the rules of the practice say no")

DOORS: Final[dict[str, StrOrPromise]] = {
    "web": _("in the browser"),
    "api": _("through a program"),
    "cli": _("on the command line"),
    "tick": _("by itself"),
    "worker": _("by itself"),
}

UNUSUAL: Final[dict[Why, StrOrPromise]] = {
    Why.MANY_OPENED: _("opened {count} different callbacks between {begins} and {ends}"),
    Why.MANY_SEARCHED: _("searched {count} times between {begins} and {ends}"),
    Why.NOT_THEIR_LANE: _(
        "tried {count} times at kinds of request that are not theirs, from {begins} to {ends}"
    ),
    Why.MANY_REFUSED: _("was refused {count} times, from {begins} to {ends}"),
    Why.IN_NEED: _(
        "opened patients outside their lanes in need ({count}), from {begins} to {ends}"
    ),
}

SEALED: Final = _("Sealed to {time}.")
NOT_SEALED: Final = _(
    "Nothing written since {time} is sealed yet. It should take a second: tell whoever looks after "
    "Ringback."
)


def short(callback_id: UUID, *, html: bool) -> str:
    """The end of an id: its beginning is the time, and alike for all that came in together."""
    end = callback_id.hex[-6:]
    return format_html('<span translate="no">{}</span>', end) if html else end


def sentence(line: Line, kinds: Mapping[str, str], *, links: bool) -> str:
    """What an entry says. With `links` it is safe HTML; a callback in it leads to its own list."""
    did, doing = VERBS.get(line.verb, (line.verb, line.verb))
    put = format_html if links else str.format
    who = line.actor or str(SOMEBODY if line.verb in NOBODYS else CLOCKWORK)
    it = _it(line, kinds, links=links)
    if not line.refused:
        return put(str(did), who=who, it=it)
    tried = put(str(doing), who=who, it=it)
    return put(str(REFUSED), who=who, doing=tried, why=_why(line))


def _it(line: Line, kinds: Mapping[str, str], *, links: bool) -> str:
    noun = str(NOUNS.get(line.subject_kind, SOMETHING))
    if line.subject_id is None:
        return noun
    if line.subject_kind != "callback":
        return line.subject or noun
    if line.category is None:
        put = format_html if links else str.format
        return put(str(AN_ABSENT_CALLBACK), id=short(line.subject_id, html=links))
    words = callback(line.subject_id, line.category, kinds, html=links)
    if not links:
        return words
    url = reverse("ledger-callback", args=[line.subject_id])
    return format_html('<a href="{}">{}</a>', url, words)


def callback(
    callback_id: UUID, category: str, kinds: Mapping[str, str], *, html: bool = True
) -> str:
    """A callback without its patient: the end of its id, and its kind of request."""
    put = format_html if html else str.format
    kind = practice_words(kinds[category]) if category in kinds else category
    return put(str(A_CALLBACK), id=short(callback_id, html=html), kind=kind)


def _why(line: Line) -> str:
    return ", ".join(str(WHYS.get(code, OTHERWISE)) for code in line.codes) or str(OTHERWISE)


def unusual(found: Unusual, clock: Clock) -> str:
    """What is worth a second look, after the person's name."""
    return str(UNUSUAL[found.why]).format(
        count=found.count, begins=clock.moment(found.begins), ends=clock.hour(found.ends)
    )


def sealed(stand: Stand, now: datetime, clock: Clock) -> tuple[str, bool]:
    """How far the record is sealed, and whether that is as it should be."""
    here = min(stand.waiting_since or now, now).astimezone(clock.zone)
    if behind(stand.waiting_since, now) > LATE:
        return str(NOT_SEALED).format(time=clock.moment(here)), False
    return str(SEALED).format(time=here.strftime("%H:%M:%S")), True
