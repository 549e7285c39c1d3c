"""The invented people of the gallery, in the shapes the real pages print."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ringback.channels.calllog import picture
from ringback.channels.calllog.audited import audit_log
from ringback.web.arrival_words import ArrivalWords
from ringback.web.call_words import AnswerWords, CallWords, Moment, Pair, PathwayWords
from ringback.web.note_words import SignedWords
from ringback.web.queue_filters import Choice, Menu
from ringback.web.queue_rows import GroupWords, RowWords, html
from ringback.web.settle_words import FactWords, RequirementWords, ResultWords
from ringback.web.words import Clock

if TYPE_CHECKING:
    from ringback.channels.calllog.picture import Picture

NOBODY = UUID(int=0)
_TUESDAY = datetime(2026, 11, 24, 16, 10, tzinfo=UTC)
CALLS = (
    ("8:05", "0101", "missed"), ("8:20", "0102", "answered"), ("9:10", "0103", "missed"),
    ("9:15", "0104", "answered"), ("9:40", "0103", "answered"), ("11:00", "0105", "missed"),
    ("14:30", "0106", "answered"), ("16:50", "0107", "missed"),
)  # fmt: skip


def _clock() -> Clock:
    """That Tuesday, for whoever reads."""
    return Clock(_TUESDAY, "UTC")


def _row(number: int, **given: object) -> RowWords:
    usual: dict[str, Any] = {
        "id": UUID(int=number),
        "url": "#",
        "take_url": "#",
        "fence": 1,
        "mark": "routine",
        "mark_words": _("Routine"),
        "due_words": _("in 22 min"),
        "due_hour": "2026-11-24T15:20:00Z",
        "due_title": "10:20",
        "late": False,
        "who": "Tom Whitfield",
        "type_words": _("Appointment"),
        "what": "“Anything before the 30th, mornings?”",
        "what_detail": _("voicemail") + " 0:26",
        "arrived_words": "9:12",
        "tried": _("not tried"),
        "outcome": _("new date and time agreed"),
        "owner": "",
        "initials": "",
        "owner_detail": "",
        "mine": False,
        "takeable": False,
    }
    return RowWords(**{**usual, **given})


def _calm() -> list[RowWords]:
    """Rows nobody has to hurry for."""
    return [
        _row(
            3,
            mark="unread",
            mark_words=_("Unread"),
            who="(202) 555-0113",
            what=_("Too short: listen"),
            outcome=_("read or listen, then sort it"),
            takeable=True,
            owner_detail=_("given back") + " 10:41",
        ),
        _row(4, mark="clinical", mark_words=_("Clinical"), who="Denise Okafor", takeable=True),
        _row(
            5,
            owner=_("You"),
            initials="AR",
            owner_detail=_("next try {time}").format(time="11:05"),
            mine=True,
        ),
        _row(
            7,
            who="Lena Brandt",
            owner=_("You"),
            initials="AR",
            owner_detail=_("promised {time}").format(time="14:20"),
            mine=True,
            promise=True,
        ),
        _row(
            8,
            who="Omar Haddad",
            owner_detail=_("{promised}, soon").format(
                promised=_("promised {time}").format(time="10:50")
            ),
            takeable=True,
            promise=True,
            pressing=True,
        ),
        _row(
            6,
            who="Ben Achterberg",
            arrived_words=_clock().moment(_TUESDAY - timedelta(days=1)),
            takeable=True,
        ),
    ]


def rows() -> list[RowWords]:
    """One row of every kind, most pressing first."""
    return [_now(), _late(), *_calm()]


def groups() -> list[GroupWords]:
    """Those rows under their headings."""
    return [
        _group("now", _("Now"), [_now()], late=True),
        _group("overdue", _("Overdue"), [_late()], late=True),
        _group("later", _("Later today"), _calm(), late=False),
    ]


def _now() -> RowWords:
    return _row(
        1,
        mark="emergency",
        mark_words=_("Emergency"),
        due_words=_("in 2 min"),
        who="Harold Jennings",
        type_words=_("Possible emergency"),
        what=mark_safe(  # nosec B308 # constant words of an example
            "“… <mark>pressure in my chest</mark> since breakfast …”"
        ),
        what_detail=_("web form · nobody has read it yet"),
        arrived_words="10:40",
        outcome=_("a clinician’s answer"),
        owner="Dr. Osei",
        initials="O",
        owner_detail=_("asked for an answer"),
    )


def _late() -> RowWords:
    return _row(
        2,
        mark="urgent",
        mark_words=_("Urgent"),
        due_words=_("18 min late"),
        late=True,
        who="Marisol Vega",
        what=mark_safe(  # nosec B308 # constant words of an example
            "“… he’s <mark class=u>3 weeks old</mark> and feels hot …”"
        ),
        owner="Priya Natarajan",
        initials="PN",
        owner_detail=_("until {time}").format(time="10:57"),
    )


def _group(key: str, heading: str, rows: list[RowWords], *, late: bool) -> GroupWords:
    rows_html = (html(row, get_language()) for row in rows)
    printed = SafeString("".join(rows_html))  # nosec B703 # each made by its template
    return GroupWords(key=key, heading=heading, count_words=str(len(rows)), late=late, rows=printed)


def filters() -> list[Choice]:
    """Chips, each with what it would show, one pressed."""
    return [
        Choice(key="all", label=_("All"), count_words="1000+", url="#", pressed=True),
        Choice(key="mine", label=_("Mine"), count_words="4", url="#", pressed=False),
        Choice(key="today", label=_("Due today"), count_words="9", url="#", pressed=False),
    ]


def menus() -> list[Menu]:
    """One with a choice made, one without."""
    names = (_("Every kind"), _("Missed call"), _("New patient"))
    choices = tuple(
        Choice(key=name, label=name, url="#", pressed=name == names[-1]) for name in names
    )
    return [
        Menu(label=_("Kind"), chosen=names[-1], choices=choices),
        Menu(label=_("Source"), chosen="", choices=choices[:1]),
    ]


def problems() -> list[dict[str, Any]]:
    """What a form that came back says, and what is one press away."""
    unlogged = _("“{words}” is noted, but no try reached them. Log the call in which they said so.")
    return [
        {"field": "phone", "words": _("Give a number to call back.")},
        {
            "code": "visit",
            "words": unlogged.format(words=_("Booked for (day and time)")),
            "ways_out": _results()[:1],
        },
    ]


def figures() -> list[dict[str, Any]]:
    """One plain figure and one to look at."""
    return [
        {"label": _("Missed"), "figure": "19", "words": _("of 84 calls in"), "careful": False},
        {"label": _("Never called back"), "figure": "6", "words": _("people"), "careful": True},
    ]


def day() -> Picture:
    """A morning of calls, drawn as the audited day draws it."""
    rows = (f"2026-11-24 {at},202555{number},{result}" for at, number, result in CALLS)
    log = "\n".join(["start,from,result", *rows]).encode()
    return picture.draw(audit_log(log, zone="America/New_York"))


def timeline() -> list[Moment]:
    """What happened so far."""
    return [
        Moment(when="9:12", words=_("Voicemail")),
        Moment(when="9:38", words=_("{who} sorted it").format(who="Ana Reyes")),
        Moment(
            when="9:40",
            words=_("{who} tried: {result}").format(who="Ana Reyes", result=_("voicemail left")),
        ),
    ]


def _fact(code: str, words: str, kind: str, **given: object) -> FactWords:
    field = f"{'tick' if kind == 'tick' else 'fact'}.{code}"
    usual: dict[str, Any] = {
        "value": "",
        "done": False,
        "waits": False,
        "when_who": "",
        "options": (),
    }
    return FactWords(code=code, words=words, kind=kind, field=field, **{**usual, **given})


def _requirements() -> list[RequirementWords]:
    told = _fact("told", _("Told what happens next"), "tick", done=True, when_who="10:42 Ana")
    ways = [
        [_fact("booked", _("Booked for (day and time)"), "moment")],
        [_fact("declined", _("The patient declined, because"), "text")],
        [
            _fact(
                "tries",
                _("Two tries at different times of day"),
                "counted",
                so_far=_("counts by itself"),
            )
        ],
    ]
    return [
        RequirementWords(
            key=1, words=_("book or offer the wait list"), done=False, alternatives=ways
        ),
        RequirementWords(
            key=2, words=_("tell what happens next"), done=True, alternatives=[[told]]
        ),
    ]


def _results() -> list[ResultWords]:
    def result(code: str, label: str, follows: str) -> ResultWords:
        return ResultWords(code=code, label=label, follows=follows, needs_time=code == "call_later")

    return [
        result("reached_patient", _("Reached the patient"), _("stays with you: finish it")),
        result("voicemail_left", _("Voicemail left"), _("another try is planned")),
        result("no_answer", _("No answer"), _("another try is planned")),
        result("call_later", _("Asked to call later"), _("they name a time")),
        result("wrong_number", _("Wrong number"), _("another try is planned")),
    ]


def _judged() -> dict[str, Any]:
    words = _("Judged by version {number} of “{name}”")
    return {"judged": words.format(number=3, name=_("Missed call")), "judged_url": "#"}


def _settling() -> dict[str, Any]:
    missing = [_("book or offer the wait list"), _("a note the next colleague can act on")]
    words = ngettext("{count} thing still missing", "{count} things still missing", len(missing))
    return {
        "requirements": _requirements(),
        "results": _results(),
        "other_results": _results()[1:3],
        "missing": missing,
        "missing_count": words.format(count=len(missing)),
    }


def _standing() -> dict[str, Any]:
    """Where the call stands: whose, until when, what may be pressed."""
    return {
        "mark": "routine",
        "mark_words": _("Routine"),
        "due_words": _("in 22 min"),
        "due_hour": "2026-11-24T15:20:00Z",
        "late": False,
        "hurry": False,
        "why_due": "",
        "why_first": "",
        "why": None,
        "owner": _("Yours"),
        "owner_initials": "AR",
        "owner_detail": _("until {time}").format(time="10:57"),
        "mine": True,
        "can_take": False,
        "take_url": "",
        "can_answer": False,
        "answer": AnswerWords(text="Take both tablets until Friday.", who_when="Dr. Osei · 10:02"),
        "asked": AnswerWords(text="Do I stop on Monday?", who_when="Ana Reyes · 9:41"),
        "can_ask": True,
        "asking": "",
        "words_field": "",
        "can_work": True,
        "closed": False,
        "unsorted": False,
        "blocked": "",
    }


def call() -> CallWords:
    """A call under way."""
    words = "“Hi, it’s Tom. I need to move Friday. Anything before the 30th?”"
    return CallWords(
        id=NOBODY,
        fence=1,
        title="Tom Whitfield",
        subtitle=_("Appointment"),
        number_national="(202) 555-0162",
        tel_url="tel:+12025550162",
        words=words,
        arrivals=[ArrivalWords(when="9:12", what=_("voicemail") + ", 0:26", text=words)],
        facts=[
            Pair(label=_("Number"), value="(202) 555-0162"),
            Pair(label=_("Visit"), value=_clock().day(date(2026, 11, 27))),
        ],
        **_standing(),
        **_judged(),
        timeline=timeline(),
        **_settling(),
        notes=[
            SignedWords(
                id=uuid4(), when="9:41 · Ana Reyes", words="No answer; short voicemail left."
            )
        ],
        draft="Reached Tom. Would like a morning;",
        draft_saved=_("saved {time}").format(time="10:42:07"),
        has_draft=True,
        draft_url="",
        words_hidden=False,
        pathways=[PathwayWords(code="APPT", name=_("Appointment"))],
        form_id="",
    )
