"""What a form builder's events are known by, signed with and read as."""

from __future__ import annotations

from typing import Final

from ringback.actions.inbound import Way
from ringback.channels.formhook.reading import known_by, read
from ringback.channels.formhook.signature import signed

WAY: Final = Way(known_by=known_by, signed=signed, read=read)
