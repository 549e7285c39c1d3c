"""What the places patients come from promise: "the website says: within 2 hours", by source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ringback.rules import window
from ringback.rules.reason import gettext_noop
from ringback.rules.table import Mistake, MistakenError, Table, text
from ringback.rules.window import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.rules.window import Window

NO_SOURCE: Final = gettext_noop("Name the way in with at most 40 letters, without spaces around.")
FROM_A_VISIT: Final = gettext_noop("A promise cannot count back from a visit: most have none.")

LONGEST: Final = 40
_SOURCE: Final = re.compile(r"\S(?:.*\S)?")


def mistakes(written: Mapping[str, Any]) -> tuple[Mistake, ...]:
    """Everything that is wrong with promises as written; each stands at its source."""
    table = Table(data=written)
    for source in written:
        if not _SOURCE.fullmatch(source) or len(source) > LONGEST:
            table.mistaken(source, NO_SOURCE)
        table.may(source, _promise, None)
    return tuple(table.found)


def _promise(key: str, value: object) -> Window | None:
    found = window.read(text(key, value))
    if found.unit is Unit.BEFORE_VISIT:
        raise MistakenError(FROM_A_VISIT)
    return found
