"""The invented people of the gallery, in the shapes the real pages print."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ringback.web.call_words import (
    ArrivalWords,
    CallWords,
    FactWords,
    Moment,
    Pair,
    RequirementWords,
    ResultWords,
)
from ringback.web.queue_filters import Choice, Menu
from ringback.web.queue_rows import GroupWords, RowWords, html

NOBODY = UUID(int=0)


def _row(number: int, **given: object) -> RowWords:
    usual: dict[str, Any] = {
        "id": UUID(int=number),
        "url": "#",
        "take_url": "#",
        "fence": 1,
        "mark": "routine",
        "mark_words": "Routine",
        "due_words": "in 22 min",
        "due_hour": "2026-11-24T15:20:00Z",
        "due_title": "10:20",
        "late": False,
        "who": "Tom Whitfield",
        "type_words": "Appointment",
        "what": "“Anything before the 30th, mornings?”",
        "what_detail": "voicemail 0:26",
        "arrived_words": "9:12",
        "tried": "not tried",
        "outcome": "new date and time agreed",
        "owner": "",
        "initials": "",
        "owner_detail": "",
        "mine": False,
        "takeable": False,
    }
    return RowWords(**{**usual, **given})


def groups() -> list[GroupWords]:
    """One row of every kind."""
    now = _row(
        1,
        mark="emergency",
        mark_words="Emergency",
        due_words="in 2 min",
        who="Harold Jennings",
        type_words="Possible emergency",
        what=mark_safe("“… <mark>pressure in my chest</mark> since breakfast …”"),
        what_detail="web form · nobody has read it yet",
        arrived_words="10:40",
        outcome="a clinician’s answer",
        owner="Dr. Osei",
        initials="O",
        owner_detail="asked for an answer",
    )
    late = _row(
        2,
        mark="urgent",
        mark_words="Urgent",
        due_words="18 min late",
        late=True,
        who="Marisol Vega",
        what=mark_safe("“… he’s <mark class=u>3 weeks old</mark> and feels hot …”"),
        owner="Priya Natarajan",
        initials="PN",
        owner_detail="until 10:57",
    )
    rest = [
        _row(
            3,
            mark="unread",
            mark_words="Unread",
            who="(202) 555-0113",
            what="Too short: listen",
            outcome="read or listen, then sort it",
            takeable=True,
            owner_detail="given back 10:41",
        ),
        _row(4, mark="clinical", mark_words="Clinical", who="Denise Okafor", takeable=True),
        _row(5, owner="You", initials="AR", owner_detail="next try 11:05", mine=True),
        _row(6, who="Ben Achterberg", arrived_words="Mon 16:10", takeable=True),
    ]
    return [
        _group("now", "Now", [now], late=True),
        _group("overdue", "Overdue", [late], late=True),
        _group("later", "Later today", rest, late=False),
    ]


def _group(key: str, heading: str, rows: list[RowWords], *, late: bool) -> GroupWords:
    printed = SafeString("".join(html(row, get_language()) for row in rows))
    return GroupWords(key=key, heading=heading, count_words=str(len(rows)), late=late, rows=printed)


def filters() -> list[Choice]:
    """Chips pressed, counted and plain."""
    return [
        Choice(key="all", label="All", count_words="1000+", url="#", pressed=True),
        Choice(key="mine", label="Mine", count_words="4", url="#", pressed=False),
        Choice(key="today", label="Due today", url="#", pressed=False),
    ]


def menus() -> list[Menu]:
    """One with a choice made, one without."""
    names = ("Every kind", "Missed call", "New patient")
    choices = tuple(
        Choice(key=name, label=name, url="#", pressed=name == "New patient") for name in names
    )
    return [
        Menu(label="Kind", chosen="New patient", choices=choices),
        Menu(label="Came by", chosen="", choices=choices[:1]),
    ]


def problems() -> list[dict[str, str]]:
    """What a form that came back says."""
    return [{"field": "phone", "words": "Give a number to call back."}]


def figures() -> list[dict[str, Any]]:
    """One plain figure and one to look at."""
    return [
        {"label": "Missed", "figure": "19", "words": "of 84 calls in", "careful": False},
        {"label": "Never called back", "figure": "6", "words": "people", "careful": True},
    ]


def timeline() -> list[Moment]:
    """What happened so far."""
    return [
        Moment(when="9:12", words="Voicemail"),
        Moment(when="9:38", words="Ana Reyes sorted it"),
        Moment(when="9:40", words="Ana Reyes tried: voicemail left"),
    ]


def _fact(code: str, words: str, kind: str, **given: object) -> FactWords:
    field = f"{'tick' if kind == 'tick' else 'fact'}.{code}"
    usual: dict[str, Any] = {"value": "", "done": False, "when_who": ""}
    return FactWords(code=code, words=words, kind=kind, field=field, **{**usual, **given})


def _requirements() -> list[RequirementWords]:
    told = _fact("told", "Told what happens next", "tick", done=True, when_who="10:42 Ana")
    ways = [
        [_fact("booked", "Booked for (day and time)", "moment")],
        [_fact("declined", "The patient declined, because", "text")],
        [_fact("tries", "Two tries at different times of day", "counted")],
    ]
    return [
        RequirementWords(key=1, words="book or offer the wait list", done=False, alternatives=ways),
        RequirementWords(key=2, words="tell what happens next", done=True, alternatives=[[told]]),
    ]


def _results() -> list[ResultWords]:
    def result(code: str, label: str, follows: str) -> ResultWords:
        return ResultWords(code=code, label=label, follows=follows, needs_time=code == "call_later")

    return [
        result("reached_patient", "Reached the patient", "stays with you: finish it"),
        result("voicemail_left", "Voicemail left", "another try is planned"),
        result("no_answer", "No answer", "another try is planned"),
        result("call_later", "Asked to call later", "they name a time"),
        result("wrong_number", "Wrong number", "another try is planned"),
    ]


def call() -> CallWords:
    """A call under way."""
    words = "“Hi, it’s Tom. I need to move Friday. Anything before the 30th?”"
    return CallWords(
        id=NOBODY,
        fence=1,
        title="Tom Whitfield",
        subtitle="Appointment",
        mark="routine",
        mark_words="Routine",
        due_words="in 22 min",
        due_hour="2026-11-24T15:20:00Z",
        late=False,
        why_due="",
        number_national="(202) 555-0162",
        tel_url="tel:+12025550162",
        owner="Yours",
        owner_initials="AR",
        owner_detail="until 10:57",
        mine=True,
        can_take=False,
        can_work=True,
        closed=False,
        unsorted=False,
        blocked="",
        words=words,
        arrivals=[ArrivalWords(when="9:12", what="voicemail, 0:26", text=words)],
        facts=[Pair(label="Number", value="(202) 555-0162"), Pair(label="Visit", value="Fri")],
        timeline=timeline(),
        requirements=_requirements(),
        results=_results(),
        more_results=[],
        notes=[Moment(when="9:41 · Ana Reyes", words="No answer; short voicemail left.")],
        draft="Reached Tom. Would like a morning;",
        draft_saved="saved 10:42:07",
        missing_words="book or offer the wait list",
        draft_url="",
        words_hidden=False,
        pathways=[],
        form_id="",
    )
