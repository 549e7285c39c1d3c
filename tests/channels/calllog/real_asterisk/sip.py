"""Just enough SIP for a telephone or a trunk to call, ring, answer, transfer and hang up.

It speaks to a real Asterisk on loopback and sends noise once a call stands, so that a voicemail box
has something to record. Nothing is retransmitted: on loopback nothing gets lost.
"""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count

PORT = 5070
ASTERISK = ("127.0.0.1", PORT)
NOISE = bytes(random.Random(7).choices(range(256), k=160))
_ids = count(1)


@dataclass
class Message:
    """One SIP message, taken apart."""

    first: str
    headers: dict[str, str]
    body: str

    @classmethod
    def of(cls, data: bytes) -> "Message":
        head, _, body = data.decode().partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        pairs = (line.split(":", 1) for line in lines)
        return cls(first, {name.strip().lower(): text.strip() for name, text in pairs}, body)

    @property
    def is_response(self) -> bool:
        return self.first.startswith("SIP/2.0")

    @property
    def code(self) -> int:
        return int(self.first.split()[1])

    @property
    def method(self) -> str:
        return self.headers["cseq"].split()[1]

    def user(self, header: str) -> str:
        match = re.search(r"sip:([^@>;]+)@", self.headers.get(header, ""))
        return match[1] if match else ""

    @property
    def called(self) -> str:
        match = re.match(r"\w+ sip:([^@ ]+)@", self.first)
        return match[1] if match else ""


@dataclass
class Leg:
    """One end of one call."""

    phone: "Phone"
    call_id: str
    local: str
    remote: str
    target: str
    cseq: int = 1
    outgoing: bool = True
    asked: Message | None = None
    branch: str = ""
    sound: asyncio.Task[None] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def request(self, method: str, *, more: tuple[str, ...] = (), body: str = "") -> None:
        if method != "INVITE" and method not in {"ACK", "CANCEL"}:
            self.cseq += 1
        if method != "CANCEL":
            self.branch = f"z9hG4bK{next(_ids)}"
        host = self.phone.host
        lines = (
            f"{method} {self.target} SIP/2.0",
            f"Via: SIP/2.0/UDP {host}:{PORT};branch={self.branch};rport",
            f"From: {self.local}",
            f"To: {self.remote}",
            f"Call-ID: {self.call_id}",
            f"CSeq: {self.cseq} {method}",
            f"Contact: <sip:{self.phone.name}@{host}:{PORT}>",
            "Max-Forwards: 70",
            *more,
        )
        self.phone.send(lines, body)

    def press(self, digit: str) -> None:
        kind = ("Content-Type: application/dtmf-relay",)
        self.request("INFO", more=kind, body=f"Signal={digit}\r\nDuration=160\r\n")

    def transfer(self, to: str, *, instead_of: "Leg | None" = None) -> None:
        """Hand the other side over: blindly to a number, or into a call of our own."""
        target = f"sip:{to}@{ASTERISK[0]}:{PORT}"
        if instead_of:
            tags = (instead_of.remote.split("tag=")[1], instead_of.local.split("tag=")[1])
            asked = f"{instead_of.call_id};to-tag={tags[0]};from-tag={tags[1]}"
            target += "?Replaces=" + asked.replace(";", "%3B").replace("=", "%3D")
        me = f"Referred-By: <sip:{self.phone.name}@{self.phone.host}>"
        self.request("REFER", more=(f"Refer-To: <{target}>", me))

    def hang_up(self) -> None:
        if self.ended.is_set():
            return
        if self.outgoing and not self.answered.is_set():
            self.request("CANCEL")
            return
        self.request("BYE")
        self.over()

    def stands(self, body: str) -> None:
        """The call stands: remember it and begin to make noise."""
        self.answered.set()
        host = re.search(r"c=IN IP4 (\S+)", body)
        port = re.search(r"m=audio (\d+)", body)
        if host and port and self.sound is None:
            where = (host[1], int(port[1]))
            self.sound = asyncio.get_running_loop().create_task(noise(self.phone.host, where))

    def over(self) -> None:
        self.ended.set()
        if self.sound:
            self.sound.cancel()


Ring = Callable[[Leg, Message], Awaitable[None]]


class Phone(asyncio.DatagramProtocol):
    """A telephone, or the trunk's far side, at an address of its own."""

    def __init__(self, host: str, name: str, rings: Ring) -> None:
        self.host, self.name, self.rings = host, name, rings
        self.legs: dict[str, Leg] = {}
        self.tasks: set[asyncio.Task[None]] = set()

    async def plug_in(self) -> "Phone":
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, local_addr=(self.host, PORT))
        return self

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def send(self, lines: tuple[str, ...], body: str = "") -> None:
        text = "\r\n".join((*lines, f"Content-Length: {len(body)}", "", body))
        self.transport.sendto(text.encode(), ASTERISK)  # type: ignore[attr-defined]

    def call(self, to: str, caller: str) -> Leg:
        call_id = f"{next(_ids)}-{random.Random().randrange(10**9)}"
        name, host = (
            ("Anonymous", "anonymous.invalid") if caller == "anonymous" else ("", self.host)
        )
        leg = Leg(
            phone=self,
            call_id=call_id,
            local=f'"{name}" <sip:{caller}@{host}>;tag=t{call_id}',
            remote=f"<sip:{to}@{ASTERISK[0]}:{PORT}>",
            target=f"sip:{to}@{ASTERISK[0]}:{PORT}",
        )
        self.legs[call_id] = leg
        leg.request("INVITE", more=("Content-Type: application/sdp",), body=self.sdp())
        return leg

    def sdp(self) -> str:
        lines = ("v=0", f"o=- 1 1 IN IP4 {self.host}", "s=-", f"c=IN IP4 {self.host}", "t=0 0",
                 "m=audio 30000 RTP/AVP 0", "a=rtpmap:0 PCMU/8000", "a=sendrecv")  # fmt: skip
        return "\r\n".join((*lines, ""))

    def datagram_received(self, data: bytes, _address: object) -> None:
        if not data.strip():
            return
        message = Message.of(data)
        leg = self.legs.get(message.headers.get("call-id", ""))
        if message.is_response:
            if leg:
                self.heard(leg, message)
        else:
            self.asked(leg, message)

    def heard(self, leg: Leg, message: Message) -> None:
        """An answer to what we asked."""
        if message.method != "INVITE" or message.code < 200:
            return
        leg.remote = message.headers["to"]
        if message.code >= 300:
            leg.request("ACK")
            leg.over()
            return
        if match := re.search(r"<(sip:[^>]+)>", message.headers.get("contact", "")):
            leg.target = match[1]
        leg.request("ACK")
        leg.stands(message.body)

    def asked(self, leg: Leg | None, message: Message) -> None:
        """Somebody asks us something."""
        method = message.method
        if method == "INVITE" and leg is None:
            self.invited(message)
        elif method == "INVITE":
            self.answer(message, 200, "OK", body=self.sdp())
        elif method != "ACK":
            self.answer(message, 200, "OK")
        if leg and method == "CANCEL" and leg.asked:
            self.answer(leg.asked, 487, "Request Terminated", tag=leg.local)
            leg.over()
        if leg and method == "BYE":
            leg.over()

    def invited(self, message: Message) -> None:
        call_id = message.headers["call-id"]
        contact = re.search(r"<(sip:[^>]+)>", message.headers["contact"])
        leg = Leg(
            phone=self,
            call_id=call_id,
            local=f"{message.headers['to']};tag=p{next(_ids)}",
            remote=message.headers["from"],
            target=contact[1] if contact else "",
            outgoing=False,
            asked=message,
        )
        self.legs[call_id] = leg
        self.answer(message, 180, "Ringing", tag=leg.local)
        task = asyncio.get_running_loop().create_task(self.behave(leg, message))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def behave(self, leg: Leg, message: Message) -> None:
        await self.rings(leg, message)

    def pick_up(self, leg: Leg) -> None:
        if leg.asked and not leg.ended.is_set():
            self.answer(leg.asked, 200, "OK", tag=leg.local, body=self.sdp())
            leg.stands(leg.asked.body)

    def refuse(self, leg: Leg, code: int) -> None:
        if leg.asked:
            self.answer(leg.asked, code, "No", tag=leg.local)
            leg.over()

    def answer(
        self, message: Message, code: int, words: str, *, tag: str = "", body: str = ""
    ) -> None:
        headers = message.headers
        kind = ("Content-Type: application/sdp",) if body else ()
        lines = (
            f"SIP/2.0 {code} {words}",
            f"Via: {headers['via']}",
            f"From: {headers['from']}",
            f"To: {tag or headers['to']}",
            f"Call-ID: {headers['call-id']}",
            f"CSeq: {headers['cseq']}",
            f"Contact: <sip:{self.name}@{self.host}:{PORT}>",
            *kind,
        )
        self.send(lines, body)


async def noise(host: str, where: tuple[str, int]) -> None:
    """Send noise as sound until the call is over."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, local_addr=(host, 0), remote_addr=where
    )
    try:
        for number in count():
            head = bytes((0x80, 0)) + (number % 65536).to_bytes(2, "big")
            clock = (number * 160 % 2**32).to_bytes(4, "big") + b"ring"
            transport.sendto(head + clock + NOISE)
            await asyncio.sleep(0.02)
    finally:
        transport.close()
