"""Words outside the lane in what was written, without those handed to the lead."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ringback.models import Membership, ScopeSettled
from ringback.queries import sofar
from ringback.rules import scope
from ringback.rules.access import Role

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.models import Callback
    from ringback.rules.access import Actor
    from ringback.rules.scope import Hit, Lexicon


@cache
def lexicon() -> Lexicon:
    """The words the product comes with, read once per process."""
    kept = files("ringback") / "defaults" / "scope.toml"
    return scope.read(tomllib.loads(kept.read_text("utf-8")))


def unsettled(callback: Callback, text: str, actor: Actor) -> tuple[Hit, ...]:
    """The finds in this text and in every signed note of this callback. Inside a scope.

    Whoever signed a note, whoever closes answers for it; what a clinician wrote is a clinician's.
    A note that was struck through, or of a try that was undone, says nothing any more.
    """
    mine = {"practice_id": callback.practice_id, "callback_id": callback.id}
    found = [*scope.hits(lexicon(), text, roles=actor.roles), *_in_notes(callback, actor)]
    if not found:
        return ()
    settled = set(ScopeSettled.objects.filter(**mine).values_list("code", "words"))
    once = {(each.code, each.words): each for each in reversed(found)}
    return tuple(each for key, each in reversed(once.items()) if key not in settled)


def _in_notes(callback: Callback, actor: Actor) -> list[Hit]:
    """The finds in what was signed, each note read as one of whoever wrote it."""
    telling = [
        each
        for each in sofar.written(callback)
        if each.counts and not each.clinical and scope.hits(lexicon(), each.text)
    ]
    roles = _roles(callback, actor, {each.author_id for each in telling if each.author_id})
    return [
        hit
        for each in telling
        if each.author_id
        for hit in scope.hits(lexicon(), each.text, roles=roles.get(each.author_id, frozenset()))
    ]


def _roles(callback: Callback, actor: Actor, authors: set[UUID]) -> dict[UUID, frozenset[Role]]:
    known: dict[UUID, frozenset[Role]] = {actor.person_id: actor.roles}
    if others := authors - set(known):
        here = Membership.objects.filter(practice_id=callback.practice_id, person_id__in=others)
        for person_id, roles in here.values_list("person_id", "roles"):
            known[person_id] = frozenset(Role(each) for each in roles)
    return known
