"""Reading a small log in a test, and what it says in short."""

from typing import Any

from ringback.channels.calllog.log import PhoneLog, read_log
from tests.channels.calllog import make_logs

NY = "America/New_York"


def read(text: str | bytes, **more: Any) -> PhoneLog:
    source = text.encode() if isinstance(text, str) else text
    return read_log(source, **{"zone": NY, **more})


def told(log: PhoneLog) -> list[tuple[Any, ...]]:
    return [
        (
            f"{call.started_at.astimezone(make_logs.ZONE):%H:%M}",
            call.direction,
            call.caller if call.direction == "inbound" else None,
            call.answered,
            call.voicemail,
        )
        for call in log.calls
    ]
