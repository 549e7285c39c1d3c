"""The invented practice of the gallery: whose queue it is, its week, its versions, its callers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ringback.rules.knowncaller import IN_WORDS, NextTime, NotAPatient
from ringback.rules.textdiff import Change
from ringback.web import hours_words, lanes, notpatient
from ringback.web.kind_words import CHANGES, DifferencePart, DifferenceRow, VersionRow
from ringback.web.whose_words import WhoseWords

NOBODY = UUID(int=0)
TODAY = "10:31"
LATER = "13:00"


def setup() -> dict[str, Any]:
    """Everything the gallery shows of how a practice works."""
    rows = versions()
    return {
        "whose": whose(),
        "plans": plans(),
        "lane": {"id": NOBODY},
        "set": [hours_words.Said(label=_("Must agree"), words="2")],
        "different": different(),
        "known": known(),
        "parts": parts(),
        "one": rows[1],
        "other": rows[0],
        "versions": rows,
        "newest": 2,
        "place": "",
        "stale": [_("Somebody changed this in the meantime. Look at what is new.")],
        "other_callers": {
            "callers": notpatient.callers(whole=True),
            "voicemail": True,
            "kinds": [{"code": "PRO", "name": _("Another office"), "usual": True}],
        },
    }


def whose() -> list[WhoseWords]:
    """A lane in order, one that waits to be looked through, a full one, and nobody's."""
    until = _("{name} until {time}").format(name="Ana Reyes", time=LATER)
    with_deputy = _("{name} until {time}, or {deputy}")
    stood_in = with_deputy.format(name="Ana Reyes", time=LATER, deputy="Vik Sharma")
    full = _("{open} open, room for {room}: finish some first").format(open=43, room=40)
    late = _("to be looked through by {time}").format(time=TODAY)
    return [
        _whose(1, stood_in, can_say=True),
        _whose(2, until, late=late, can_say=True),
        _whose(3, until, full=full),
        _whose(4, _("nobody’s now"), looked=_("not looked through yet")),
    ]


def _whose(
    number: int,
    whose: str,
    *,
    looked: str = "",
    late: str = "",
    full: str = "",
    can_say: bool = False,
) -> WhoseWords:
    names = (_("Front desk calls"), _("Billing"), _("Clinical"), _("Concerns"))
    return WhoseWords(
        id=UUID(int=number),
        name=names[number - 1],
        whose=whose,
        looked=looked or _("checked {time}").format(time=TODAY),
        late=late,
        full=full,
        can_say=can_say,
    )


def plans() -> list[list[dict[str, Any]]]:
    """A week with shifts in it, and an empty one."""
    morning = {
        "id": UUID(int=1),
        "when": "8:00–13:00",
        "owner": "Ana Reyes",
        "deputy": "Vik Sharma",
    }
    evening = {"id": UUID(int=2), "when": "13:00–17:00", "owner": "Vik Sharma", "deputy": ""}
    return [
        [
            {"name": lanes.weekday(0), "shifts": [morning, evening]},
            {"name": lanes.weekday(1), "shifts": [morning]},
        ],
        [],
    ]


def different() -> list[hours_words.DayWords]:
    """A half day and a closed one."""
    snow = {"on": "2026-11-30", "hours": ["08:00-14:00"], "why": _("Snow")}
    closed = {"on": "2026-12-25", "hours": [], "why": "closed"}
    written = {"different": [snow, closed]}
    return hours_words.different(written, since=date(2026, 11, 24))


def known() -> list[dict[str, Any]]:
    """Numbers that are no patient's: one set aside and counted, one only known."""
    usual = {"by": "Ana Reyes", "when": TODAY}
    return [
        {
            **usual,
            "id": UUID(int=number),
            "phone": phone,
            "who": _(notpatient.WHO[who]),
            "next_time": _(IN_WORDS[following]).format(category=_("Another office")),
            "count": count,
        }
        for number, (phone, who, following, count) in enumerate(
            [
                ("(202) 555-0171", NotAPatient.ROBOCALL, NextTime.SET_ASIDE, 12),
                ("(202) 555-0172", NotAPatient.OTHER_OFFICE, NextTime.ITS_CATEGORY, ""),
            ]
        )
    ]


def parts() -> list[DifferencePart]:
    """One line changed, one added, one taken out."""
    lines = (
        (_("Texts from"), Change.CHANGED, ("8:00",), ("9:00",)),
        (_("Public holidays"), Change.ADDED, (), ("9:00–12:00",)),
        (_("Neutral name"), Change.REMOVED, ("8:30",), ()),
    )
    rows = [
        DifferenceRow(
            label=label, change=str(change), words=_(CHANGES[change]), before=before, after=after
        )
        for label, change, before, after in lines
    ]
    return [DifferencePart(title=_("Hours and closures"), rows=rows)]


def versions() -> list[VersionRow]:
    """The one that holds now, and the one before it."""
    why = (_("Snow"), _("the default"))
    return [
        VersionRow(
            number=number,
            url="",
            current=number == 2,  # noqa: PLR2004 - the later of two
            who="Mara Lindt",
            when=TODAY,
            reason=why[2 - number],
            compare_url="#setup-parts" if number > 1 else "",
            restore_url="",
        )
        for number in (2, 1)
    ]
