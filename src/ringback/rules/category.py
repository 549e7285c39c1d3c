"""The practice's pathways: what one kind of request is, how soon, and when it is done.

A pathway is the practice's data (readable TOML in defaults/, edited on a page later); what it means
is the code here. Every version is kept, and a callback is judged by the version it arrived under.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from ringback.rules.access import Role

if TYPE_CHECKING:
    from collections.abc import Mapping


class Unit(StrEnum):
    """What a window is measured in."""

    BUSINESS_MINUTES = "business minutes"
    BUSINESS_DAYS = "business days"
    MINUTES = "minutes"


@dataclass(frozen=True, kw_only=True)
class Window:
    """How soon something must happen. 0 business days is by closing time of the same day."""

    amount: int
    unit: Unit


class FactKind(StrEnum):
    """How a done-fact is given."""

    TICK = "tick"
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    COUNTED = "counted"


class Needs(StrEnum):
    """What the record must show before a fact can be true: who was spoken to."""

    REACHED = "reached"
    REACHED_OR_DECLINED = "reached or declined"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One checkable fact. COUNTED facts are worked out from the tries, never ticked.

    A fact that only the patient can tell, or that is nothing until they know, `needs` a contact.
    """

    code: str
    words: str
    kind: FactKind
    needs: Needs | None = None


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """Something that must be true before done: all facts of at least one alternative."""

    code: str
    words: str
    any_of: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Tightening:
    """Something that makes the first action due sooner, and how the list says so."""

    when: str
    first_action: Window
    words: str


@dataclass(frozen=True, kw_only=True)
class Category:
    """One pathway, as one version of it was written."""

    code: str
    name: str
    handlers: frozenset[Role]
    first_action: Window
    resolve: Window
    needs_note: bool
    tighten: tuple[Tightening, ...]
    done: tuple[Requirement, ...]

    def facts(self) -> tuple[Fact, ...]:
        """Every fact of every alternative, once, in the order written."""
        found = {
            fact.code: fact
            for requirement in self.done
            for alternative in requirement.any_of
            for fact in alternative
        }
        return tuple(found.values())


class PathwayError(ValueError):
    """A pathway says something that cannot be understood. The message names the place."""


CONDITIONS: Final = frozenset({"missed_twice_in_two_hours", "visit_by_next_business_day"})
"""The named facts a tightening rule may lean on. Anything else is an error, not a silence."""

ANSWER: Final = re.compile(r"answer(_\d+)?")
"""Codes kept for a clinician's answers, which nobody else writes: no pathway may ask for one."""

_WINDOW: Final = re.compile(r"(\d+) (business minutes?|business days?|minutes?)")


def window(text: str, *, where: str) -> Window:
    """Read "60 business minutes", "1 business day" or "same business day".

    Raises PathwayError naming `where` when it says anything else.
    """
    if text == "same business day":
        return Window(amount=0, unit=Unit.BUSINESS_DAYS)
    found = _WINDOW.fullmatch(text)
    if found is None:
        raise PathwayError(f"{where}: {text!r} is not a length of time such as '1 business day'")
    unit = found[2] if found[2].endswith("s") else found[2] + "s"
    return Window(amount=int(found[1]), unit=Unit(unit))


def read(data: Mapping[str, Any]) -> Category:
    """Turn one pathway's data into rules. Raises PathwayError for anything it cannot mean."""
    where = str(data.get("name", "a pathway without a name"))
    try:
        return Category(
            code=data["code"],
            name=data["name"],
            handlers=frozenset(Role(role) for role in data["handlers"]),
            first_action=window(data["first_action"], where=f"{where}, first action"),
            resolve=window(data["resolve"], where=f"{where}, resolve"),
            needs_note=data["needs_note"],
            tighten=tuple(_tightening(each, where) for each in data.get("tighten", ())),
            done=tuple(_requirement(each) for each in data["done"]),
        )
    except KeyError as missing:
        raise PathwayError(f"{where}: {missing.args[0]} is missing") from None
    except ValueError as wrong:
        if isinstance(wrong, PathwayError):
            raise
        raise PathwayError(f"{where}: {wrong}") from None


def _tightening(data: Mapping[str, Any], where: str) -> Tightening:
    if data["when"] not in CONDITIONS:
        raise PathwayError(f"{where}: {data['when']!r} is not something we can tell by itself")
    return Tightening(
        when=data["when"],
        first_action=window(data["first_action"], where=f"{where}, moved earlier"),
        words=data["words"],
    )


def _requirement(data: Mapping[str, Any]) -> Requirement:
    alternatives = tuple(tuple(_fact(each) for each in group["all"]) for group in data["any_of"])
    if not alternatives or not all(alternatives):
        raise PathwayError(f"{data['code']}: a requirement needs at least one fact to meet it")
    return Requirement(code=data["code"], words=data["words"], any_of=alternatives)


def _fact(data: Mapping[str, Any]) -> Fact:
    if ANSWER.fullmatch(data["code"]):
        raise PathwayError(f"{data['code']}: this code is kept for a clinician's answer")
    needs = Needs(data["needs"]) if "needs" in data else None
    return Fact(code=data["code"], words=data["words"], kind=FactKind(data["kind"]), needs=needs)
