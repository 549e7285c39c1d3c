"""The product's web process as it would be without the record: actions write no entry.

Only for measuring what an entry costs. Refusals are not written either; and since other screens are
told by the entry, nobody is told.
"""

from __future__ import annotations

import os

import django


def main() -> None:
    """Serve, as `ringback web` does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ringback.config.settings")
    django.setup()
    from ringback.actions import act  # noqa: PLC0415 - models need Django set up
    from ringback.cli import web  # noqa: PLC0415
    from ringback.queries import statement  # noqa: PLC0415

    def write(this: act.Act, *, refused: bool = False) -> None:
        if this.last and not refused:
            statement.together(this.last)

    act._write = write  # noqa: SLF001 - this is what is left out
    web.run()


if __name__ == "__main__":
    main()
