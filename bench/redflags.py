"""Words that must reach a clinician: how long a message takes to be read for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bench.timing import Aim, in_turns, milliseconds, report
from ringback.queries import lexicon
from ringback.rules import redflag

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.ground import Ground

USUAL: Final = (
    "Hi, this is Ana Ruiz, I saw Dr. Lee on Monday about my knee and there is a form she gave me "
    "that I have a question about. It is still a bit sore, no fever, and I was wondering whether "
    "I can come in on Friday instead of Thursday. My number is 555-0138, any time after four."
)
A_MILLISECOND: Final = Aim(bound=1)
IN_PROPORTION: Final = Aim(bound=12)
"""Ten times the letters, and a little."""


def measure(_: Ground) -> None:
    """A long voicemail, and one ten times as long."""
    usual, long = "red flags, 280 letters", "red flags, 2,800 letters"
    found = in_turns(
        {usual: _read(USUAL), long: _read(" ".join([USUAL] * 10))}, repeats=50, unit="ms"
    )
    report(found[usual], aim=A_MILLISECOND)
    report(found[long], beside=found[usual], aim=IN_PROPORTION)


def _read(text: str) -> Callable[[], float]:
    return milliseconds(lambda: redflag.read(text, lexicon.current()))
