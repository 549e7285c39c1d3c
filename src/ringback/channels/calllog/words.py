"""The words phone systems use for what became of a call, who took it, and which way it went."""

import re
from functools import lru_cache
from typing import Literal

from ringback.rules.phonelog import Direction

Outcome = Literal["person", "voicemail", "nobody"]

_PERSON = frozenset(
    {
        "accepted",
        "answered",
        "answered by other member",
        "answered elsewhere",
        "auto recorded",
        "call accepted",
        "call connected",
        "call picked up",
        "complete",
        "completed",
        "connected",
        "finished",
        "in progress",
        "ok",
        "picked up",
        "pickedup",
        "recorded",
        "succeeded",
        "success",
        "successful",
        "talked",
        "true",
        "y",
        "yes",
        "1",
    }
)
_NOBODY = re.compile(
    r"abandon|block|busy|cancel|congest|declin|disconnect|error|fail|hang ?up|hung ?up|invalid|"
    r"miss|^0$|no answer|noanswer|"
    r"no_answer|no-answer|not (answered|accepted|allowed|available)|overflow|"
    r"redirect|refus|reject|ring timeout|stopped|unanswered|unavailable|unconnected|timeout|"
    r"not connected|^no$|^n$|^false$|partial|suspended|unreach|queued|ringing|offline|expired"
)
_VOICEMAIL = re.compile(r"voice ?mail|vmail|left (a )?message|\bvm\b")
_MACHINE = re.compile(
    r"voice ?mail|vmail|\bivr|digital|receptionist|script|announce|queue|ring ?group|menu|"
    r"machine|fax|parking|hunt|call ?flow|attendant"
)
_DIRECTIONS: tuple[tuple[str, Direction], ...] = (
    ("inbound", "inbound"),
    ("incoming", "inbound"),
    ("received", "inbound"),
    ("outbound", "outbound"),
    ("outgoing", "outbound"),
    ("dialed", "outbound"),
    ("placed", "outbound"),
    ("trunking-originating", "inbound"),  # Twilio's words, seen from the practice's own trunk
    ("trunking-terminating", "outbound"),
    ("internal", "internal"),
    ("extension", "internal"),
)
_SHORT: dict[str, Direction] = {
    "in": "inbound",
    "out": "outbound",
    "i": "inbound",
    "o": "outbound",
    "missed": "inbound",
    "local": "internal",
}


@lru_cache(maxsize=1024)
def outcome(text: str) -> Outcome | None:
    """Return what a result means; None for a word we do not know."""
    plain = re.sub(r"[_\s]+", " ", text.strip().lower())
    if plain in _PERSON:
        return "person"
    if _VOICEMAIL.search(plain):
        return "voicemail"
    if _NOBODY.search(plain):
        return "nobody"
    return "person" if plain.startswith(("answered", "connected", "call connected")) else None


@lru_cache(maxsize=1024)
def is_machine(text: str) -> bool:
    """Return whether the one who took the call was a box, a menu or a list, not a person."""
    return bool(_MACHINE.search(text.lower().replace("_", " ")))


@lru_cache(maxsize=1024)
def is_voicemail(text: str) -> bool:
    """Return whether a name or a type is that of a voicemail box."""
    return bool(_VOICEMAIL.search(text.lower()))


@lru_cache(maxsize=1024)
def direction(text: str) -> Direction:
    """Return which way the log says the call went; "unknown" when it does not say."""
    plain = text.strip().lower()
    if plain in _SHORT:
        return _SHORT[plain]
    return next((meant for word, meant in _DIRECTIONS if word in plain), "unknown")
