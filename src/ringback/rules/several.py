"""Several callbacks of one's own are handed on or put aside in one press, each on its own terms.

One that cannot be says why, and keeps none of the others from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sized

MOST: Final = 50
"""So many in one press: what one page of the list shows."""

CHOOSE: Final = gettext_noop("Choose at least one callback of yours in the list.")
TOO_MANY: Final = gettext_noop("At most {most} in one press. Choose fewer.")
WHAT: Final = gettext_noop("Say whether they are handed over or put aside.")
NOT_THERE: Final = gettext_noop("This one is not there any more.")


def refusals(chosen: Sized) -> tuple[Reason, ...]:
    """Why nothing is done with any of them; empty means each is asked about by itself."""
    if not chosen:
        return (Reason(code="choose", words=CHOOSE),)
    if len(chosen) > MOST:
        return (Reason(code="too_many", words=TOO_MANY, values=(("most", str(MOST)),)),)
    return ()
