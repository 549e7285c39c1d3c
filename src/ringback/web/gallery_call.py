"""The call in the gallery: the script, the check in each of its states, what stands around it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from ringback.queries.ondetails import AskedRow
from ringback.rules.otheroffice import CallBack, Office
from ringback.rules.script import STEPS
from ringback.rules.verification import TELL_OLD_CONTACT
from ringback.web import check_words
from ringback.web.byhand_words import ByHandWords, WayWords
from ringback.web.calling_words import CallingWords, LineWords, StepWords
from ringback.web.check_words import AskWords, CheckWords, Choice
from ringback.web.note_words import BesideWords, FindWords, NoteCard, PickWords, RunWords
from ringback.web.ondetails_words import HOWS, DetailsWords, HowWords
from ringback.web.reach_words import NumberWords, ReachWords
from ringback.web.words import Clock

CLOCK: Final = Clock(datetime(2026, 11, 24, 16, 10, tzinfo=UTC), "UTC")
STEP_NAMES: Final = ("ask_by_name", "verify", "why")
NOBODY: Final = UUID(int=0)
ANOTHER: Final = UUID(int=1)
SAID: Final = (
    "May I speak with Tom, please?",
    "Before we go on, could you tell me your full name and date of birth?",
    "I see your message was about moving your visit.",
    "That question needs to be reviewed by the clinical team.",
    "Valley Imaging",
    "Kay, records",
    "Maria Whitfield, wife",
    "no voicemail details: “call back” only",
    "Half a sentence, on the other screen.",
    "It was the other Ana",
    "Told them the swelling is normal.",
    "Tom W.",
    "T. W.",
    "Dr. Amari · Suite 200",
    "Take both tablets until Friday.",
    "Dana Reyes",
    "Mara Lindt",
    "She asked for the form",
    "mobile",
    "work",
)
"""What the people of the gallery say and are called here: no words of the product."""


def call() -> dict[str, Any]:
    """Everything the part of the gallery about the call is given."""
    hour = CLOCK.hour(CLOCK.now)
    return {
        "talk": _talk(),
        "details": _details(),
        "checks": [_check(verified=True), _check(locked=True), _check(ended=True)],
        "note": _note(hour),
        "can_add": True,
        "struck": [{"words": SAID[10], "why": SAID[9], "moved_to": ANOTHER}],
        "left_drafts": _left(),
        "held": [_held()],
        "unsigned": [_unsigned(hour)],
        "incidents": _incidents(hour),
        "by_hand": _by_hand(),
        "ended": [("told", SAID[16])],
        "sheet": [_sheet_row(hour)],
        "asks_in_chart": True,
        "unreached": True,
    }


def _details() -> DetailsWords:
    """Something to settle of how they are reached, a number to write, and a word owed."""
    return DetailsWords(
        asked=(AskedRow(id=ANOTHER, said=SAID[7], confirms=True),),
        waits=True,
        adds=True,
        owed=_(TELL_OLD_CONTACT),
        hows=[HowWords(code=each, label=_(words)) for each, words in HOWS.items()],
    )


def _check(**state: bool) -> CheckWords:
    """A check in one state; asking where none is named."""
    asking = not state
    return CheckWords(
        agreed=[_("said first and last name")],
        ask=_asks() if asking else [],
        count="",
        missing=[],
        verified=state.get("verified", False),
        locked=check_words.locked(5) if state.get("locked") else "",
        ended=state.get("ended", False),
        age_asked=state.get("ended", False),
        whys=[Choice(code="would_not_say", label=_("They would not say"), key="", on=False)],
        can_lift=state.get("locked", False),
    )


def _asks() -> list[AskWords]:
    return [
        _ask("name", _("said first and last name"), is_name=True, first=True),
        _ask("birth_date", _("date of birth"), is_birth=True),
        _ask("birth_date_in_chart", _("date of birth"), is_birth=True, here=False),
    ]


def _ask(code: str, label: str, **how: bool) -> AskWords:
    usual = {"is_name": False, "is_birth": False, "here": True, "first": False}
    return AskWords(code=code, label=label, **{**usual, **how})


def _line(number: int) -> LineWords:
    said = SAID[number - 1]
    return LineWords(
        code=f"line_{number}", name=_(STEPS[STEP_NAMES[number - 1]].words), say=said, raw=said
    )


def _talk() -> CallingWords:
    turns = ("past", "now", "later")
    steps = [
        StepWords(
            number=number,
            turn=turn,
            lines=[_line(number)],
            checks=turn == "now",
            opens="",
        )
        for number, turn in enumerate(turns, 1)
    ]
    return CallingWords(
        on=True, mine=True, since=CLOCK.hour(CLOCK.now), who="", number="(202) 555-0162",
        tel="tel:+12025550162", colleague="", steps=steps, language=_("English"), lang="en",
        fell_back="", notices=[_("Do not say what it is about before they are verified.")],
        escalate=SAID[3], check=_check(), **_whom(), told=[SAID[13]], prepared=[], version=1,
        caller="patient", now_line="", office_steps=[], reach=_reach(), ends_here=False,
    )  # fmt: skip


def _whom() -> dict[str, Any]:
    return {
        "callers": [Choice(code="patient", label=_("The patient"), key="p", on=True)],
        "others": [Choice(code="1", label=SAID[6], key="", on=False)],
        "situations": [Choice(code="minor", label=_("A minor"), key="m", on=False)],
        "office": Office(organisation=SAID[4], name=SAID[5], call_back=CallBack.LOOKED_UP),
    }


def _reach() -> ReachWords:
    off = _("This number is blocked for them. Use another one.")
    return ReachWords(
        notices=[SAID[7]],
        no_voicemail="",
        numbers=[
            _number("(202) 555-0162", SAID[18], tel="tel:+12025550162", preferred=True),
            _number("(202) 555-0177", SAID[19], off=off),
        ],
        language=_("English"),
        others=[SAID[6]],
        visit="",
        on_file=False,
    )


def _number(
    read: str, label: str, *, tel: str = "", off: str = "", preferred: bool = False
) -> NumberWords:
    return NumberWords(
        number=read, read=read, label=label, tel=tel, preferred=preferred, off=off, asked_at=False
    )


def _note(hour: str) -> NoteCard:
    return NoteCard(
        id=NOBODY,
        version=1,
        runs=[RunWords(words=SAID[2]), RunWords(words=_("Next step."), goes="note")],
        said=3,
        of=6,
        count=_("{said} of {of}").format(said=3, of=6),
        saved=_("saved {time}").format(time=hour),
        finds=[FindWords(number=0, code="advice", words="", said=SAID[10], waits=True)],
        beside=[BesideWords(key="1", text=SAID[8], when=hour)],
        first=[PickWords(id="pick-offered", name="pick.offered", kind="", label=SAID[6], value="")],
        owners=(),
    )


def _left() -> dict[str, Any]:
    return {
        "found": [{"id": ANOTHER, "words": SAID[17], "readable": True}],
        "why": [("covering", SAID[9])],
        "to": [],
    }


def _held() -> dict[str, Any]:
    return {
        "id": ANOTHER,
        "fence": 1,
        "mark": "routine",
        "mark_words": _("Routine"),
        "who": SAID[11],
        "kind": _("Appointment"),
        "needed": _("new date and time agreed"),
        "due": _("in 22 min"),
        "late": False,
        "reason": "",
        "chosen": "anyone",
        "keep": "",
        "passes": True,
        "to": [],
        "why": "",
    }


def _unsigned(hour: str) -> dict[str, Any]:
    return {
        "id": UUID(int=2),
        "who": SAID[11],
        "kind": _("Missed call"),
        "saved": hour,
        "text": SAID[17],
        "held": True,
        "chosen": "keep",
        "leads": [],
    }


def _by_hand() -> ByHandWords:
    letter = WayWords(code="letter", label=_("Letter sent"), key="l")
    text = WayWords(code="text", label=_("Text sent"), key="t", text=SAID[0], number="+12025550162")
    off = WayWords(
        code="email",
        label=_("E-mail sent"),
        key="",
        off=[_("They have not agreed to be reached this way. Ask them when you speak to them.")],
    )
    return ByHandWords(
        own=[letter], texts=[text], off=[off], follows="", next="", soon="", said=SAID[13]
    )


def _incidents(hour: str) -> list[dict[str, Any]]:
    usual = {
        "url": "#",
        "what": _("Appointment"),
        "tell_by": hour,
        "told": "",
        "reason": SAID[9],
        "by": SAID[15],
        "when": hour,
        "late": True,
        "left": _("too late"),
    }
    return [
        {**usual, "id": UUID(int=3), "closed": False, "theirs": True},
        {
            **usual,
            "id": UUID(int=4),
            "what": _("Missed call"),
            "closed": True,
            "closed_words": SAID[16],
        },
    ]


def _sheet_row(hour: str) -> dict[str, Any]:
    return {
        "position": 1,
        "who": SAID[12],
        "number": "(202) 555-0162",
        "kind": _("Appointment"),
        "due": hour,
        "tries": 2,
    }
