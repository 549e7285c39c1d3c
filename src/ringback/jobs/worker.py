"""`python -m ringback.jobs.worker`: the process that sends; `ringback serve` starts it."""

from __future__ import annotations

import django

from ringback.engine.parent import exit_with_parent
from ringback.engine.signals import stoppable


def main() -> None:
    """Send what is due until told to stop."""
    exit_with_parent()
    django.setup()
    from ringback.jobs import mailing  # noqa: PLC0415 - models need Django set up
    from ringback.queries import statement  # noqa: PLC0415

    with stoppable() as stop:
        try:
            mailing.forever(stop.check)
        finally:
            statement.leave()


if __name__ == "__main__":
    main()
