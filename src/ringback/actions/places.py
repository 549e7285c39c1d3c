"""A practice's places: opened, renamed, removed, each with the numbers callers dial to reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.text import slugify

from ringback.actions.act import NotFound, Refused, signed
from ringback.models import Location
from ringback.queries import practice, statement
from ringback.rules.access import Permission
from ringback.rules.phone import is_whole, normalised
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor

NO_NAME: Final = gettext_noop("Give the place a name.")
NAME_TAKEN: Final = gettext_noop("There is a place called {name} already.")
NO_NUMBER: Final = gettext_noop("{number} is no telephone number.")
NUMBER_TAKEN: Final = gettext_noop("{number} rings at {name} already.")

LONGEST_NAME: Final = 120


def add(name: str, numbers: Iterable[str], *, by: Actor, now: datetime) -> str:
    """Open a place; answers its short name. Raises Refused."""
    with _signed("place added", by=by, now=now) as act:
        _alone(act)
        name, kept = _checked(act, name, numbers, slug="")
        slug = _free(act, name)
        Location.objects.create(
            practice_id=by.practice_id, slug=slug, name=name, numbers=kept, created_at=now
        )
        act.details = {"place": slug}
    return slug


def change(slug: str, name: str, numbers: Iterable[str], *, by: Actor, now: datetime) -> None:
    """Give a place another name or other numbers; its short name stays. Raises Refused, NotFound.

    Callbacks that came in there, and its hours, stay with it.
    """
    with _signed("place changed", by=by, now=now) as act:
        _alone(act)
        found = _live(by.practice_id, slug)
        found.name, found.numbers = _checked(act, name, numbers, slug=slug)
        found.save(update_fields=["name", "numbers"])
        act.details = {"place": slug}


def remove(slug: str, *, by: Actor, now: datetime) -> None:
    """Take a place out of use; what is open there keeps its hours. Raises NotFound."""
    with _signed("place removed", by=by, now=now) as act:
        found = _live(by.practice_id, slug)
        found.removed_at = now
        found.save(update_fields=["removed_at"])
        act.details = {"place": slug}


def as_filed(act: Act, names: Mapping[str, str]) -> None:
    """The places a policy file names, by short name: renamed, opened, or opened again.

    One that opens again rings at the numbers it had, as far as no other place has them by now.
    Raises Refused where two places would have one name.
    """
    if not names:
        return
    _alone(act)
    mine = Location.objects.select_for_update().filter(practice_id=act.by.practice_id)
    known = {each.slug: each for each in mine}
    others = [each for each in known.values() if not each.removed_at and each.slug not in names]
    taken = {each.name.casefold() for each in others}
    if wrong := [each for each in names.values() if each.casefold() in taken]:
        raise Refused(*(_reason("name", NAME_TAKEN, name=each) for each in wrong))
    rings = {number for each in known.values() if not each.removed_at for number in each.numbers}
    for slug, name in names.items():
        place = known.get(slug) or Location(
            practice_id=act.by.practice_id, slug=slug, created_at=act.now
        )
        if place.removed_at is not None:
            place.numbers = [number for number in place.numbers if number not in rings]
            rings |= set(place.numbers)
        place.name, place.removed_at = name, None
        place.save()


def _signed(verb: str, *, by: Actor, now: datetime) -> AbstractContextManager[Act]:
    return signed(verb, by=by, now=now, needs=Permission.SET_UP, subject_kind="place")


def _alone(act: Act) -> None:
    """Names and numbers are each one place's: whoever decides about them waits for the other."""
    practice_id = str(act.by.practice_id)
    statement.lock_key(practice_id, f"{practice_id} places")


def _live(practice_id: UUID, slug: str) -> Location:
    live = Location.objects.filter(practice_id=practice_id, slug=slug, removed_at=None)
    found = live.select_for_update().first()
    if found is None:
        raise NotFound
    return found


def _free(act: Act, name: str) -> str:
    """A short name nobody else has, nor had."""
    taken = set(
        Location.objects.filter(practice_id=act.by.practice_id).values_list("slug", flat=True)
    )
    stem = slugify(name)[:34] or "place"
    tries = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in tries if each not in taken)


def _checked(act: Act, name: str, numbers: Iterable[str], *, slug: str) -> tuple[str, list[str]]:
    """The name and the numbers as they are kept. Raises Refused with all that is wrong."""
    name = " ".join(name.split())[:LONGEST_NAME]
    country = practice.country(act.by.practice_id)
    others = Location.objects.filter(practice_id=act.by.practice_id, removed_at=None)
    others = others.exclude(slug=slug)
    wrong = []
    if not name:
        wrong.append(_reason("name", NO_NAME))
    elif any(each.name.casefold() == name.casefold() for each in others):
        wrong.append(_reason("name", NAME_TAKEN, name=name))
    rings = {number: each.name for each in others for number in each.numbers}
    kept: list[str] = []
    for given in numbers:
        number = normalised(given, country)
        if not is_whole(number):
            wrong.append(_reason("numbers", NO_NUMBER, number=given))
        elif number in rings:
            wrong.append(_reason("numbers", NUMBER_TAKEN, number=given, name=rings[number]))
        elif number not in kept:
            kept.append(number)
    if wrong:
        raise Refused(*wrong)
    return name, kept


def _reason(code: str, words: str, **values: str) -> Reason:
    return Reason(code=code, words=words, values=tuple(values.items()))
