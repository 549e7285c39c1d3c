"""`python -m ringback.jobs`: the tick process; `ringback serve` starts it."""

from __future__ import annotations

import django

from ringback.engine.parent import exit_with_parent
from ringback.engine.signals import stoppable


def main() -> None:
    """Tick until told to stop."""
    exit_with_parent()
    django.setup()
    from ringback.jobs import tick  # noqa: PLC0415 - models need Django set up
    from ringback.queries import statement  # noqa: PLC0415

    with stoppable() as stop:
        try:
            tick.forever(stop.check)
        finally:
            statement.leave()


if __name__ == "__main__":
    main()
