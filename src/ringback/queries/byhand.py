"""How a patient may be written to now, and with which words; or why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.queries import onfile, voicemail
from ringback.rules import attempt, byhand
from ringback.rules.attempt import Result
from ringback.rules.patientrule import Channel
from ringback.rules.reason import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from ringback.models import Callback
    from ringback.rules.voicemail import Template


@dataclass(frozen=True, kw_only=True)
class WayRow:
    """One way to write to them: the approved text filled in, or "" where the words are one's own.

    `reasons` says why nothing may be sent that way; empty where it may.
    """

    channel: Channel
    text: str
    template: Template | None
    number: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What was written, as somebody tells it: how, to which number, and its own words."""

    channel: str
    number: str = ""
    words: str = ""


def offered(callback: Callback, writer: str, *, now: datetime) -> tuple[WayRow, ...]:
    """Every way to write to this patient. Inside a scope."""
    found, settings = onfile.known(callback), onfile.settings(callback.practice_id)
    permitted = voicemail.permitted(callback)
    ways = byhand.ways(found.contact, settings, permitted, now=now, number=callback.phone)
    return tuple(
        WayRow(
            channel=each.channel,
            text=""
            if each.refusals or each.template is None
            else voicemail.filled(callback, found, writer, each.template),
            template=each.template,
            number=each.number,
            reasons=each.refusals,
        )
        for each in ways
    )


WRITTEN_TO: Final = attempt.WRITTEN
"""Channels by which somebody is written to."""


def refusals(
    callback: Callback, sent: Sent, result: Result, *, now: datetime
) -> tuple[Reason, ...]:
    """Why this was not to be sent, or cannot be told like this. Inside a scope."""
    if sent.channel not in WRITTEN_TO:
        no_way = Reason(code="say_how", words=byhand.SAY_HOW)
        return (no_way,) if result is Result.SENT else ()
    channel = Channel(sent.channel)
    found, settings = onfile.known(callback), onfile.settings(callback.practice_id)
    reasons = byhand.refusals(
        channel,
        found.contact,
        settings,
        voicemail.permitted(callback),
        now=now,
        number=sent.number or callback.phone,
    )
    unsaid = byhand.unsaid(channel, sent.words) if result is Result.SENT else ()
    return (*reasons, *unsaid)


def template(callback: Callback, sent: Sent, *, now: datetime) -> str:
    """Which approved text it was; "" where the words were their own. Inside a scope."""
    if sent.channel not in WRITTEN_TO or Channel(sent.channel) in byhand.OWN_WORDS:
        return ""
    found, settings = onfile.known(callback), onfile.settings(callback.practice_id)
    ways = byhand.ways(found.contact, settings, voicemail.permitted(callback), now=now)
    return next((each.template or "" for each in ways if each.channel == sent.channel), "")
