"""What comes after a call, in the gallery: invented people, every state."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _

from ringback.web.hands_words import (
    AnotherNumberWords,
    HandsWords,
    Pick,
    UndoWords,
    VoicemailWords,
    WaitingWords,
)
from ringback.web.words import Clock

CLOCK: Final = Clock(datetime(2026, 11, 24, 16, 10, tzinfo=UTC), "UTC")


def hands() -> HandsWords:
    """Handed over, waiting, a wrong number, a voicemail, and something to undo, all at once."""
    later_on = CLOCK.hour(CLOCK.now)
    later = [
        Pick(value="14:00", words=_("this afternoon"), detail="14:00", key="1"),
        Pick(value="8:30", words=_("next morning"), detail=later_on, key="2"),
    ]
    return HandsWords(
        open="put-aside",
        handed=_("{name} handed this over").format(name="Mara Lindt"),
        handed_why="He asked for you: he knows you from Tuesday",
        undo=UndoWords(words=_("Handed over."), seconds=7),
        waiting=WaitingWords(
            calls=True,
            whom="Valley Imaging",
            what="The report of Monday",
            asked="Dana Reyes, 9:40",
            look_again=later_on,
            party_name="Valley Imaging",
            number="(202) 555-0145",
            tel_url="tel:+12025550145",
            again=later,
        ),
        to=[
            Pick(value="anyone", words=_("Back to anyone"), key="0"),
            Pick(value="person:1", words="Mara Lindt", key="1", checked=True),
            Pick(value="post:billing", words=_("Billing"), key="2", detail=_("post")),
        ],
        later=later,
        whom=[
            Pick(value="patient", words=_("the patient"), key="1"),
            Pick(value="office", words=_("another office"), key="2"),
        ],
        asks=[Pick(value="", words=_("I do"))],
        can_hold=True,
        can_put_aside=True,
        voicemail=VoicemailWords(
            text="Hello, this is Dana from Cedar Street. Please call us at (202) 555-0142.",
            called=_("short voicemail"),
            reasons=[],
        ),
        another_number=AnotherNumberWords(
            said=_("wrong number").capitalize(),
            others=[Pick(value="+12025550131", words="(202) 555-0131", detail="work")],
        ),
    )
