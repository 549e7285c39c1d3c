"""What other systems brought, in words: when, from whom, and what became of it."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ringback.rules.inbound import WHY, State
from ringback.web.connector_words import BOXES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ringback.actions.inbound import LookedAt
    from ringback.queries.inbound import CameIn
    from ringback.web.words import Clock

MOST: Final = 20_000
"""As many letters of it as are shown."""

STATES: Final[dict[State, StrOrPromise]] = {
    State.WAITING: gettext_lazy("on its way into the queue"),
    State.TAKEN: gettext_lazy("in the queue"),
    State.LOOK: gettext_lazy("needs a look"),
    State.NOTHING: gettext_lazy("nothing to do"),
}


def line(found: CameIn, here: Clock) -> dict[str, Any]:
    """One event as a list shows it."""
    return {
        "id": found.id,
        "when": here.moment(found.at),
        "connector": found.connector,
        "state": str(found.state),
        "words": STATES[found.state],
        "why": why(found),
        "callback_id": found.callback_id,
        "can_try": found.state in {State.LOOK, State.NOTHING},
        "can_settle": found.state is State.LOOK,
    }


def why(found: CameIn) -> str:
    """Why it needs a look, or who said that there is nothing to do."""
    if found.state is State.NOTHING:
        return _("{name}: {words}").format(name=found.settled_by, words=found.why)
    if found.trouble is None:
        return ""
    return _(WHY[found.trouble]).format(about=BOXES.get(found.about, ""))


def body(looked: LookedAt) -> str:
    """What came, as it came; a document with a line for each of its boxes."""
    text = looked.body.decode("utf-8", "replace")
    with suppress(ValueError, RecursionError):  # then as it came
        text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    return text[:MOST]
