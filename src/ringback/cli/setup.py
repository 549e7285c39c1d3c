"""`ringback setup`: a real practice begins; its first manager gets the link that lets them in."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, available_timezones

import typer

from ringback.cli import ground, purpose
from ringback.engine.signals import stoppable
from ringback.engine.trouble import EngineTrouble
from ringback.engine.wallclock import now as clock
from ringback.rules import weektext
from ringback.rules.table import MistakenError

if TYPE_CHECKING:
    from collections.abc import Callable

_NOT_IN_A_SLUG: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the command was given; "" is asked for, where somebody is there to answer."""

    name: str
    zone: str
    country: str
    state: str
    phone: str
    hours: str
    manager_name: str
    manager_email: str
    category: str

    @property
    def slug(self) -> str:
        """The practice's short name, as commands take it."""
        return _NOT_IN_A_SLUG.sub("-", self.name.lower()).strip("-")[:40]


QUESTIONS: Final[tuple[tuple[str, str, str], ...]] = (
    ("name", "What is the practice called", ""),
    ("zone", "In which time zone does it stand, such as America/Chicago", ""),
    ("country", "In which country (two letters)", "US"),
    ("state", "In which state (two letters; decides its holidays)", ""),
    ("phone", "By which number do patients know it (may be left empty)", ""),
    ("hours", "When is it open", "mon-fri 08:00-17:00"),
    ("manager_name", "Who manages it first", ""),
    ("manager_email", "Their e-mail address", ""),
    ("category", "With which kind of request do you begin", "MISSED"),
)


def run(wanted: Wanted) -> int:
    """Make the practice, and print the link of its first manager."""
    purpose.require("real")
    with stoppable(), ground.django():
        purpose.require_of_database("real")
        from ringback.cli import setting_up  # noqa: PLC0415 - models need Django set up

        told = _told(wanted)
        purpose.claim("real")
        link = setting_up.set_up(told, weektext.read(told.hours), now=clock())
    print(f"{told.name} is set up.")
    if link:
        print(f"This link lets {told.manager_name} in; it works once, for a week:\n  {link}")
    else:
        print(f"{told.manager_name} gets a link by mail as soon as Ringback runs.")
    print("Keep Ringback running with: ringback serve")
    return 0


def _told(wanted: Wanted) -> Wanted:
    """Every answer, checked; asked for where it is missing and somebody sits there."""
    for field, question, usual in QUESTIONS:
        wanted = _answered(wanted, field, question, usual)
    return wanted


def _answered(wanted: Wanted, field: str, question: str, usual: str) -> Wanted:
    """The same with this answer; only a wrong one is asked for again, and the others are kept.

    Raises EngineTrouble where it is wrong and nobody sits there.
    """
    told = getattr(wanted, field)
    while True:
        told = told or _ask(question, usual, optional=field in OPTIONAL)
        so_far = replace(wanted, **{field: told.upper() if field in CAPITALS else told})
        wrong = _wrong(field, so_far)
        if not wrong:
            return so_far
        if not sys.stdin.isatty():
            raise EngineTrouble(wrong)
        print(f"ringback: {wrong}", file=sys.stderr)
        told = ""


def _wrong(field: str, told: Wanted) -> str:
    from ringback.cli import setting_up  # noqa: PLC0415 - models need Django set up

    here = CHECKS.get(field, _anything)(getattr(told, field))
    return here or setting_up.CHECKS.get(field, setting_up.anything)(told)


def _ask(question: str, usual: str, *, optional: bool) -> str:
    if not sys.stdin.isatty():
        if usual or optional:
            return usual
        raise EngineTrouble(f"{question}? Give it as an option: see `ringback setup --help`.")
    answer: str = typer.prompt(question, default=usual, show_default=bool(usual))
    return answer.strip()


def _anything(_told: str) -> str:
    return ""


def _zone(told: str) -> str:
    if told in available_timezones() and ZoneInfo(told):
        return ""
    return f"There is no time zone {told!r}. Write it as in America/Chicago."


def _hours(told: str) -> str:
    try:
        week = weektext.read(told)
    except MistakenError as mistake:
        return f"The hours cannot be meant: {mistake}."
    return "" if any(week.values()) else "A practice is open at some time of the week."


CAPITALS: Final = frozenset({"country", "state", "category"})
"""Answers that are codes, in whatever letters they are typed."""

OPTIONAL: Final = frozenset({"state", "phone"})
"""Answers that may be empty."""

CHECKS: Final[dict[str, Callable[[str], str]]] = {
    "name": lambda told: "" if _NOT_IN_A_SLUG.sub("", told.lower()) else "Give it a name.",
    "zone": _zone,
    "hours": _hours,
}
