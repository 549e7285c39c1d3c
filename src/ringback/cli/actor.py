"""Who a command acts as, and in which practice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ringback.cli import ground
from ringback.engine.trouble import EngineTrouble
from ringback.queries import person, practice

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.practice import PracticeRow
    from ringback.rules.access import Actor

COMMAND_LINE = "command-line@ringback.invalid"


class Unclear(EngineTrouble):
    """The command does not say whom or where."""


def chosen_practice(slug: str) -> PracticeRow:
    """The practice with this short name; the only one where none is given. Raises Unclear."""
    known = practice.practices()
    found = [each for each in known if each.slug == slug] if slug else known
    if len(found) == 1:
        return found[0]
    names = ", ".join(each.slug for each in known) or "none yet"
    if slug:
        raise Unclear(f"No practice here has the short name {slug!r}; there are: {names}.")
    raise Unclear(f"Say which practice with --practice; there are: {names}.")


def acting_at(practice_id: UUID) -> Actor:
    """The command line of one practice. Raises Unclear where it has none."""
    found = person.actor_by_email(COMMAND_LINE, practice_id, via="cli")
    if found is None:
        raise Unclear("A practice has no command line: it was not made by `ringback setup`.")
    return replace(found, os_user=ground.os_user())


def acting(slug: str, email: str = "") -> Actor:
    """The person `--as` names, or the practice's command line. Raises Unclear."""
    where = chosen_practice(slug)
    found = person.actor_by_email(email or COMMAND_LINE, where.id, via="cli")
    if found is None:
        raise Unclear(f"Nobody with the address {email} works at {where.name}.")
    return replace(found, os_user=ground.os_user())
