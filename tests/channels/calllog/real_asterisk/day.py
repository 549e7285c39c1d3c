"""One Tuesday of an invented practice, call by call, and what each call truly was.

This is the truth the log is measured against: written before the log was, and not read from it.
"""

from dataclasses import dataclass, field
from typing import Literal

Way = Literal["inbound", "outbound", "internal"]

MAIN, GROUP, QUEUE = "2125550100", "2125550110", "2125550120"
FRONT, BILLING = "2125550101", "2125550104"
FORWARDED, BUSY, CONGESTED, NO_BOX = "2125550188", "2125550170", "2125550171", "2125550172"
LOCAL, LOCAL_JOINED = "2125550173", "2125550174"
MOBILE = "9175550199"
HIDDEN = "anonymous"
LAB = "6465550140"


@dataclass(frozen=True, kw_only=True)
class Ring:
    """What a telephone does when it rings: nothing, unless told."""

    after: float = 2
    """Seconds until it answers or refuses."""
    refuses: int = 0
    """The SIP code of a refusal."""
    talks: float | None = None
    """Seconds until this side hangs up; None: the other side does."""
    transfers: str = ""
    """Two seconds after answering, the caller is handed over blindly to this extension."""
    consults: str = ""
    """The same, but this extension is asked first."""


def answers(after: float = 2, **more: float | str | None) -> Ring:
    return Ring(after=after, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One call, how it is played, and what it was."""

    at: str
    way: Way
    number: str
    """The outside number, or for an internal call the extension that calls."""
    answered: bool
    """By a person."""
    voicemail: bool = False
    """A message was left."""
    early: bool = False
    """Missed, and given up under five seconds."""

    to: str = MAIN
    """What was dialled."""
    desk: str = "101"
    """The telephone an outbound call is made from."""
    press: str = ""
    """Keys pressed in the menu, four seconds in, one a second."""
    hangs_up: float | None = None
    """Seconds after which the caller hangs up; None: the other side does."""
    phones: dict[str, Ring] = field(default_factory=dict)
    """What rings and does something; everything else rings in vain."""
    also: tuple[tuple[float, str, str, float], ...] = ()
    """(seconds, telephone, dials, hangs up): what colleagues do meanwhile."""
    passes_on: str = ""
    """Three seconds after an outbound call is answered, the desk hands it to this extension."""
    clicked: str = ""
    """The outbound call is begun by a program that rings this channel first."""
    sent_as: str = ""
    """The number as the trunk sends it, where that is another form."""
    meanwhile: bool = False
    """Begins while the scene before it is still going on."""


def came(at: str, number: str, **more: object) -> Scene:
    return Scene(at=at, way="inbound", number=number, answered=True, **more)  # type: ignore[arg-type]


def missed(at: str, number: str, **more: object) -> Scene:
    return Scene(at=at, way="inbound", number=number, answered=False, **more)  # type: ignore[arg-type]


def went(at: str, number: str, **more: object) -> Scene:
    told = {"answered": True, "phones": {number: answers(3, talks=6)}, "to": number, **more}
    return Scene(at=at, way="outbound", number=number, **told)  # type: ignore[arg-type]


def inside(at: str, number: str, to: str, **more: object) -> Scene:
    told = {"answered": True, **more}
    return Scene(at=at, way="internal", number=number, to=to, **told)  # type: ignore[arg-type]


def taken(by: str, after: float = 3, **more: float | str | None) -> dict[str, Ring]:
    return {by: answers(after, **more)}


DAY = (
    # Through the menu to the ring group; a desk answers.
    came("08:05:10", "2125550131", press="1", hangs_up=16, phones=taken("102")),
    # Hangs up in the menu. Called back at 10:15.
    missed("08:10:10", "2125550132", hangs_up=7),
    # Hangs up in the menu at once.
    missed("08:12:10", "2125550133", hangs_up=2, early=True),
    # Nobody in the ring group; leaves a message. Called back at 08:50.
    missed("08:15:10", "6465550134", to=GROUP, hangs_up=38, voicemail=True),
    # Menu, queue; the second agent answers.
    came("08:20:10", "6465550135", press="2", hangs_up=20, phones=taken("104", 4)),
    # Gives up in the queue, hearing music. Gets through at 11:00.
    missed("08:30:10", "6465550136", to=QUEUE, hangs_up=12),
    # Two hidden callers at once: one gives up, one is answered.
    missed("08:35:10", HIDDEN, to=GROUP, hangs_up=9),
    came("08:35:12", HIDDEN, to=FRONT, hangs_up=12, phones=taken("101", 3), meanwhile=True),
    # Billing is busy; hangs up in the greeting of the mailbox.
    missed("08:40:10", "9175550137", to=BILLING, hangs_up=4.5, early=True,
           phones={"104": Ring(after=0.2, refuses=486)}),
    # Billing is busy and there is no mailbox behind this number.
    missed("08:42:10", "9175550138", to=NO_BOX, phones={"104": Ring(after=6, refuses=486)}),
    # The line itself is busy.
    missed("08:44:10", "9175550139", to=BUSY, early=True),
    # Nothing gets through to the telephone.
    missed("08:47:10", "9175550141", to=CONGESTED, phones={"104": Ring(after=6, refuses=503)}),
    # The message of 08:15 is returned.
    went("08:50:10", "6465550134"),
    inside("09:00:10", "101", "102", hangs_up=9, phones=taken("102")),
    # A colleague leaves a message.
    inside("09:03:10", "102", "103", hangs_up=32, answered=False, voicemail=True),
    # A return that nobody answers.
    went("09:05:10", "2125550133", answered=False, desk="102", hangs_up=9, phones={}),
    # Handed over blindly; the second person answers.
    came("09:10:10", "2125550142", to=FRONT, hangs_up=16,
         phones={"101": answers(2, transfers="103"), "103": answers(3)}),
    # Handed over after asking.
    came("09:20:10", "2125550143", to=FRONT, hangs_up=20,
         phones={"101": answers(2, consults="104"), "104": answers(3)}),
    # Handed over blindly, nobody there: the caller leaves a message.
    came("09:30:10", "2125550144", to=FRONT, hangs_up=40, voicemail=True,
         phones={"101": answers(2, transfers="103")}),
    # Handed over to a mobile outside.
    came("09:35:10", "2125550145", to=FRONT, hangs_up=16,
         phones={"101": answers(2, transfers=MOBILE), MOBILE: answers(3)}),
    # Forwarded to a mobile that answers, and one that does not.
    came("09:40:10", "9175550145", to=FORWARDED, hangs_up=12, phones=taken(MOBILE)),
    missed("09:45:10", "9175550146", to=FORWARDED, hangs_up=9),
    # Parked by one desk, taken up by another.
    came("09:50:10", "9175550147", to=FRONT, hangs_up=20,
         phones={"101": answers(2, transfers="70")}, also=((9, "102", "71", 9),)),
    # Listens to an announcement to its end.
    missed("10:00:10", "6465550148", press="3"),
    # Waits in the queue in vain and leaves a message.
    missed("10:05:10", "6465550149", to=QUEUE, hangs_up=45, voicemail=True),
    # The menu call of 08:10 is returned.
    went("10:15:10", "2125550132"),
    # A wrong key first; then the telephone that rings by a Local channel answers.
    came("10:20:10", "6465550150", press="81", hangs_up=26, phones=taken("103", 2)),
    # Presses nothing: the menu gives up and rings the group, in vain.
    missed("10:25:10", "6465550151", hangs_up=36),
    # Three at once.
    came("10:30:10", "2125550152", to=FRONT, hangs_up=16, phones=taken("101")),
    missed("10:30:12", "2125550153", to=QUEUE, hangs_up=11, meanwhile=True),
    missed("10:30:14", "2125550154", to=GROUP, hangs_up=8, meanwhile=True),
    # The caller of 08:30 gets through.
    came("11:00:10", "6465550136", to=GROUP, hangs_up=10, phones=taken("101")),
    # Three tries, the third gets through.
    missed("11:10:10", "2125550155", to=GROUP, hangs_up=8),
    missed("11:12:10", "2125550155", hangs_up=6),
    came("11:20:10", "2125550155", press="1", hangs_up=14, phones=taken("101")),
    # A message at the desk's own number; returned at 12:10, missed again at 15:00.
    missed("11:30:10", "2125550156", to=FRONT, hangs_up=36, voicemail=True),
    # The laboratory is called, and calls twice.
    went("11:45:10", LAB, desk="102"),
    # Returned by a click in another program.
    went("11:50:10", "6465550148", clicked="PJSIP/101", phones={**taken("101", 2),
                                                         "6465550148": answers(3, talks=6)}),
    went("12:00:10", "6465550157", answered=False,
         phones={"6465550157": Ring(after=4, refuses=486)}),
    went("12:02:10", "6465550158", answered=False,
         phones={"6465550158": Ring(after=4, refuses=503)}),
    # The message of 11:30 is returned, and the patient passed on to billing.
    went("12:10:10", "2125550156", passes_on="104",
         phones={"2125550156": answers(3), "104": answers(2, talks=5)}),
    # A colleague picks up somebody else's ringing telephone, in both ways.
    came("12:20:10", "2125550159", to=BILLING, hangs_up=14, also=((4, "102", "*8", 30),)),
    came("12:25:10", "2125550160", to=BILLING, hangs_up=14, also=((4, "103", "**104", 30),)),
    came("12:40:10", LAB, to=GROUP, hangs_up=9, phones=taken("102")),
    missed("12:50:10", LAB, to=GROUP, hangs_up=7),
    # The agent behind a Local channel answers; then again, and hands the caller on.
    came("13:00:10", "2125550161", to=QUEUE, hangs_up=12, phones=taken("101")),
    came("13:10:10", "2125550162", to=QUEUE, hangs_up=20,
         phones={"104": answers(2, transfers="103"), "103": answers(2)}),
    # The trunk sends the country's code; called back with it.
    missed("13:30:10", "2125550163", sent_as="+12125550163", to=GROUP, hangs_up=8),
    went("14:00:10", "2125550163", to="12125550163",
         phones={"12125550163": answers(3, talks=6)}),
    # A colleague calls the queue, the mailbox and the ring group.
    inside("14:10:10", "103", "700", hangs_up=12, phones=taken("104")),
    inside("14:20:10", "102", "*97", hangs_up=6, answered=False),
    inside("14:25:10", "104", "600", hangs_up=8, answered=False),
    # Hangs up in the greeting of the mailbox: on the line with it for eight seconds, no message.
    missed("14:40:10", "2125550164", to=FRONT, hangs_up=20),
    # Sent on inside the system to a telephone whose mailbox picks up; once with Asterisk's own
    # in-between channel staying (/n), once with it taken out when the call stands.
    missed("14:45:10", "9175550170", to=LOCAL, hangs_up=34, voicemail=True),
    missed("14:50:10", "9175550171", to=LOCAL_JOINED, hangs_up=34, voicemail=True),
    came("14:55:10", "9175550172", to=LOCAL, hangs_up=10, phones=taken("102")),
    came("14:57:10", "9175550173", to=LOCAL_JOINED, hangs_up=10, phones=taken("102")),
    missed("15:00:10", "2125550156", hangs_up=7),
    # Gives up and calls again within the same second; the second call is answered.
    missed("15:20:10", "9175550174", to=GROUP, hangs_up=6),
    came("15:20:16.300", "9175550174", to=FRONT, hangs_up=10, phones=taken("101"), meanwhile=True),
    # Returned by a program that rings the desk through a Local channel.
    went("15:30:10", "9175550171", clicked="Local/101@from-internal/n",
         phones={**taken("101", 2), "9175550171": answers(3, talks=6)}),
    # Gives up while it rings, under five seconds.
    missed("16:00:10", "6465550165", to=FRONT, hangs_up=3, early=True),
    # Answered, and over within four seconds: no hang-up.
    came("16:10:10", "6465550166", to=FRONT, hangs_up=3.5, phones=taken("101", 1)),
    # A message from the queue; the return is not answered.
    missed("16:30:10", "2125550167", to=QUEUE, hangs_up=45, voicemail=True),
    went("16:40:10", "2125550167", answered=False, desk="102", hangs_up=12, phones={}),
    # Night: an announcement, then a box. One leaves a message, one hangs up.
    missed("17:30:10", "2125550168", hangs_up=42, voicemail=True),
    missed("17:40:10", "2125550169", hangs_up=6),
)  # fmt: skip

LATER = (
    # Programs that call out for the desk, by both kinds of channel: answered, not, refused.
    missed("12:00:10", "2125550180", to=GROUP, hangs_up=7),
    went("12:10:10", "2125550180", clicked="Local/101@from-internal/n", answered=False,
         phones=taken("101", 2, talks=9)),
    missed("12:15:10", "2125550181", to=GROUP, hangs_up=7),
    went("12:20:10", "2125550181", clicked="PJSIP/101", answered=False,
         phones=taken("101", 2, talks=9)),
    missed("12:25:10", "2125550182", to=GROUP, hangs_up=7),
    went("12:30:10", "2125550182", clicked="Local/101@from-internal", phones={
        **taken("101", 2), "2125550182": answers(3, talks=6)}),
    missed("12:35:10", "2125550183", to=GROUP, hangs_up=7),
    went("12:40:10", "2125550183", clicked="Local/101@from-internal/n", answered=False, phones={
        **taken("101", 2), "2125550183": Ring(after=4, refuses=486)}),
    # A telephone with a name hands over: to a mobile outside, and inside after asking.
    came("12:50:10", "2125550184", to="2125550102", hangs_up=16,
         phones={"102": answers(2, transfers=MOBILE), MOBILE: answers(3)}),
    came("12:55:10", "2125550185", to="2125550102", hangs_up=20,
         phones={"102": answers(2, consults="104"), "104": answers(3)}),
    # Inside, to and from a telephone with a name.
    inside("13:00:10", "101", "102", hangs_up=9, answered=False),
    inside("13:05:10", "102", "101", hangs_up=9, phones=taken("101")),
    # The second desk calls out under the practice's number, by name: answered.
    went("13:10:10", "2125550181", desk="102"),
)  # fmt: skip
