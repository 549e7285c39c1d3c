"""The practice of the measurements and its people, made by the product's own actions.

Run in a process of its own, whose DATABASE_URL names the empty database: `python -m bench.people`.
"""

from __future__ import annotations

import django

OWNERS = 6
"""People who own callbacks; the first of them, owner0, is the one whose screen is measured."""

WORKERS = 4
"""People who work at the same moment."""

DESKS = 20
"""People at their desks in front of a screen, see bench/desk.py."""


def main() -> None:
    """Establish the practice and hire everybody."""
    django.setup()
    from ringback.actions import practice  # noqa: PLC0415 - models need Django set up
    from ringback.engine.wallclock import now  # noqa: PLC0415
    from ringback.rules.access import Role  # noqa: PLC0415

    new = practice.NewPractice(
        slug="bench", name="Cedar Street Family", zone="America/New_York", demo=True
    )
    practice_id = practice.establish(new, now=now())
    people = {"owner": OWNERS, "worker": WORKERS, "desk": DESKS}
    for name in [f"{what}{n}" for what, many in people.items() for n in range(many)]:
        person_id = practice.person(email=f"{name}@bench.example", name=f"Pat {name.title()}")
        practice.member(person_id, practice_id, roles=[Role.FRONT_DESK])


if __name__ == "__main__":
    main()
