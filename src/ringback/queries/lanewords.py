"""Words outside the lane in what somebody writes, without those handed to the lead."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ringback.models import ScopeSettled
from ringback.queries import sofar
from ringback.rules import scope

if TYPE_CHECKING:
    from ringback.models import Callback
    from ringback.rules.access import Actor
    from ringback.rules.scope import Hit, Lexicon


@cache
def lexicon() -> Lexicon:
    """The words the product comes with, read once per process."""
    kept = files("ringback") / "defaults" / "scope.toml"
    return scope.read(tomllib.loads(kept.read_text("utf-8")))


def unsettled(callback: Callback, text: str, actor: Actor) -> tuple[Hit, ...]:
    """The finds in this text and in the actor's signed notes of this callback. Inside a scope.

    A note that was struck through, or of a try that was undone, says nothing any more.
    """
    mine = {"practice_id": callback.practice_id, "callback_id": callback.id}
    signed = [
        each.text
        for each in sofar.written(callback)
        if each.counts and each.author_id == actor.person_id
    ]
    found = [
        each
        for written in (text, *signed)
        for each in scope.hits(lexicon(), written, roles=actor.roles)
    ]
    if not found:
        return ()
    settled = set(ScopeSettled.objects.filter(**mine).values_list("code", "words"))
    once = {(each.code, each.words): each for each in reversed(found)}
    return tuple(each for key, each in reversed(once.items()) if key not in settled)
