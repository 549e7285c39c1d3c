"""Logs as real phone systems write them, with invented people and numbers.

`freepbx_day()` is one Tuesday of a small practice behind FreePBX: a main number, a menu, a queue, a
ring group, voicemail, forwards. Each call is written as Asterisk writes it, several rows to most of
them; what each one is stands beside it, and FREEPBX_DAY below is counted by hand from those notes.

Run as a program, it writes a log of any size: `make_logs.py 100000 > Master.csv`.
"""

import csv
import io
import random
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

DID = "12025550100"
TRUNK = "PJSIP/voip-provider"
ZONE = ZoneInfo("America/New_York")

FREEPBX_DAY = {
    "calls": 21,
    "inbound": 15,
    "outbound": 4,
    "internal": 2,
    "direction_unknown": 0,
    "answered": 6,
    "missed": 9,
    "hung_up_early": 1,
    "voicemails": 3,
    "returned": 2,
    "reached_us_later": 1,
    "never_returned": 3,
    "median_return_minutes": 62.5,
    "slowest_return_minutes": 75.0,
    "repeat_callers": 4,
    "withheld": 2,
    "known_non_patients": 0,
    "open_at_close": 2,
    "due_missed": 3,
}


@dataclass
class Pbx:
    """Writes rows the way Asterisk does; channels and ids count up as they do there."""

    day: datetime
    linked: bool = False
    rows: list[list[str]] = field(default_factory=list)
    channels: int = 0
    ids: int = 0
    now: datetime = field(init=False)
    first_id: str = ""

    def at(self, clock: str) -> "Pbx":
        hour, minute, *second = (int(part) for part in clock.split(":"))
        self.now = self.day.replace(hour=hour, minute=minute, second=second[0] if second else 0)
        self.first_id = self.uid()
        return self

    def uid(self) -> str:
        self.ids += 1
        return f"{int(self.now.replace(tzinfo=ZONE).timestamp())}.{self.ids}"

    def channel(self, peer: str) -> str:
        self.channels += 1
        return f"{peer}-{self.channels:08x}"

    def row(self, src: str, dst: str, context: str, channel: str, other: str, **more: Any) -> None:
        """Write one row: `after` seconds from the call's start, ringing, then talking."""
        start = self.now + timedelta(seconds=more.get("after", 0))
        ring, talk = more.get("ring", 0), more.get("talk", 0)
        answered = more.get("answered", talk > 0)
        text = "%Y-%m-%d %H:%M:%S"
        name = more.get("name", "")
        row = [
            "",
            src,
            dst,
            context,
            f'"{name}" <{src}>',
            channel,
            other,
            more.get("app", "Dial"),
            more.get("data", ""),
            start.strftime(text),
            (start + timedelta(seconds=ring)).strftime(text) if answered else "",
            (start + timedelta(seconds=ring + talk)).strftime(text),
            str(ring + talk),
            str(talk if answered else 0),
            more.get("says", "ANSWERED" if answered else "NO ANSWER"),
            "DOCUMENTATION",
            more.get("uid", self.first_id),
            "",
        ]
        if self.linked:
            row += ["", self.first_id, str(len(self.rows))]
        self.rows.append(row)

    def direct(self, src: str, ext: str, *, ring: int, talk: int) -> None:
        """A patient dials straight through to one telephone."""
        trunk, phone = self.channel(TRUNK), self.channel(f"PJSIP/{ext}")
        data = f"PJSIP/{ext}/sip:{ext}@10.0.0.9,,HhTtr"
        self.row(src, ext, "from-did-direct", trunk, phone, ring=ring, talk=talk, data=data)

    def ring_group(self, src: str, taken_by: str | None, *, ring: int, talk: int = 0) -> str:
        """Telephones 201 to 203 ring together; a row for each, one answered or none."""
        trunk = self.channel(TRUNK)
        for ext in ("201", "202", "203"):
            phone = self.channel(f"PJSIP/{ext}")
            spoke = talk if ext == taken_by else 0
            self.row(src, "600", "ext-group", trunk, phone, ring=ring, talk=spoke)
        return trunk

    def voicemail(self, src: str, ext: str, trunk: str, *, after: int, talk: int) -> None:
        data = f"{ext}@default,u"
        self.row(src, f"vmu{ext}", "ext-local", trunk, "", after=after, talk=talk,
                 app="VoiceMail", data=data)  # fmt: skip

    def queue(self, src: str, taken_by: str | None, *, wait: int, talk: int = 0) -> None:
        """Music, then agents by Local channels with ids of their own, one after the other."""
        trunk = self.channel(TRUNK)
        agents = ("201", "202") if taken_by is None else ("201", taken_by)
        for turn, ext in enumerate(agents):
            local = self.channel(f"Local/{ext}@from-queue")
            phone = self.channel(f"PJSIP/{ext}")
            spoke = talk if ext == taken_by else 0
            after = turn * (wait // 2)
            more: dict[str, Any] = {"after": after, "ring": wait // 2, "talk": spoke}
            self.row(src, ext, "from-queue", f"{local};2", phone, uid=self.uid(), **more)
            # The caller has been "answered" by the queue's music all along.
            self.row(src, "700", "ext-queues", trunk, f"{local};1", app="Queue",
                     data="700,tR,,,300", answered=True, **more)  # fmt: skip
        if taken_by is None:
            self.row(src, "700", "ext-queues", trunk, "", app="Queue", talk=wait,
                     data="700,tR,,,300")  # fmt: skip

    def menu(self, src: str, *, talk: int) -> None:
        self.row(src, "s", "ivr-1", self.channel(TRUNK), "", app="BackGround",
                 data="custom/welcome", talk=talk)  # fmt: skip

    def forward(self, src: str, ext: str, mobile: str, *, ring: int, talk: int) -> None:
        """A telephone that follows its owner: out again by the trunk, under the caller's number."""
        trunk, local = self.channel(TRUNK), self.channel(f"Local/{mobile}@from-internal")
        out = self.channel(TRUNK)
        more: dict[str, Any] = {"ring": ring, "talk": talk}
        self.row(src, ext, "from-did-direct", trunk, f"{local};1", **more)
        self.row(src, mobile, "from-internal", f"{local};2", out, uid=self.uid(), **more)

    def out(self, ext: str, dst: str, *, ring: int, talk: int) -> None:
        """The practice calls; every call goes out under the main number."""
        phone, trunk = self.channel(f"PJSIP/{ext}"), self.channel(TRUNK)
        self.row(DID, dst, "from-internal", phone, trunk, ring=ring, talk=talk, name="Cedar St")

    def inside(self, src: str, dst: str, *, talk: int) -> None:
        self.row(src, dst, "from-internal", self.channel(f"PJSIP/{src}"),
                 self.channel(f"PJSIP/{dst}"), ring=4, talk=talk)  # fmt: skip

    def own_voicemail(self, ext: str, *, talk: int) -> None:
        self.row(ext, "*97", "from-internal", self.channel(f"PJSIP/{ext}"), "",
                 app="VoiceMailMain", talk=talk)  # fmt: skip

    def text(self) -> str:
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(self.rows)
        return out.getvalue()


def freepbx_day(*, linked: bool = False) -> str:  # noqa: PLR0915  # a day is as long as it is
    """Return Tuesday 17 November 2026, hours 8 to 17."""
    ann, bob, cleo, dee, eve, fay, gus, hal = (f"202555010{n}" for n in range(1, 9))
    pbx = Pbx(datetime(2026, 11, 17), linked=linked)  # noqa: DTZ001  # the PBX's wall clock
    pbx.at("7:40")
    trunk = pbx.ring_group(ann, None, ring=20)  # 1 missed before opening, voicemail left
    pbx.voicemail(ann, "201", trunk, after=20, talk=31)
    pbx.at("8:05").ring_group(bob, "202", ring=6, talk=180)  # 2 answered
    pbx.at("8:30").out("201", "1" + ann, ring=9, talk=120)  # 3 out: ann's return, 50 minutes
    pbx.at("9:00").queue(cleo, "203", wait=40, talk=240)  # 4 answered by the queue's second agent
    pbx.at("9:10").queue(dee, None, wait=60)  # 5 missed: music only
    pbx.at("9:10:30").direct(eve, "204", ring=5, talk=60)  # 6 answered, while dee waits
    pbx.at("9:25").queue(dee, None, wait=30)  # 7 missed again
    pbx.at("9:50").menu(fay, talk=25)  # 8 missed: hung up in the menu
    pbx.at("10:05").out("202", "9" + dee, ring=8, talk=0)  # 9 out, not answered
    pbx.at("10:25").out("202", "9" + dee, ring=8, talk=200)  # 10 out: dee's return, 75 minutes
    pbx.at("10:40").direct(fay, "201", ring=7, talk=90)  # 11 answered: fay reached us herself
    pbx.at("11:00").inside("201", "204", talk=30)  # 12 internal
    pbx.at("11:15").forward(gus, "205", "12025550188", ring=12, talk=70)  # 13 answered on a mobile
    pbx.at("12:00")
    trunk = pbx.ring_group("anonymous", None, ring=20)  # 14 missed, hidden, voicemail left
    pbx.voicemail("anonymous", "201", trunk, after=20, talk=22)
    pbx.at("12:00:10").direct("", "204", ring=3, talk=0)  # 15 missed, hidden, another person, early
    pbx.at("13:00")
    trunk = pbx.ring_group(hal, None, ring=20)  # 16 missed; hung up in the voicemail's greeting
    pbx.voicemail(hal, "201", trunk, after=20, talk=3)
    pbx.at("14:00").own_voicemail("202", talk=40)  # 17 internal: somebody hears their voicemail
    pbx.at("15:00").direct(bob, "201", ring=25, talk=0)  # 18 missed, and never returned
    pbx.at("16:50").ring_group(cleo, "201", ring=5, talk=65)  # 19 answered
    pbx.at("17:30").out("203", "1" + gus, ring=6, talk=45)  # 20 out, to nobody who was missed
    pbx.at("18:20")
    trunk = pbx.ring_group("2025550109", None, ring=20)  # 21 missed after closing, voicemail left
    pbx.voicemail("2025550109", "201", trunk, after=20, talk=40)
    return pbx.text()


def bulk(rows: int, *, seed: int = 7) -> str:
    """Return a log of at least so many rows: working days of calls, one after the other."""
    draw = random.Random(seed)  # nothing secret: the same log every time
    day = datetime(2025, 1, 6)  # noqa: DTZ001  # the PBX's wall clock
    pbx = Pbx(day)
    while len(pbx.rows) < rows:
        minute, second = divmod(draw.randrange(8 * 3600, 18 * 3600, 20), 60)
        pbx.day = day + timedelta(days=len(pbx.rows) // 700)
        pbx.at(f"{minute // 60}:{minute % 60}:{second}")
        who = f"{draw.randrange(303, 903)}55501{draw.randrange(100):02}"
        _any_call(pbx, who, draw)
    return pbx.text()


def _any_call(pbx: Pbx, who: str, draw: random.Random) -> None:
    kind, talk = draw.random(), draw.randrange(20, 400)
    if kind < 0.3:
        pbx.ring_group(who, draw.choice(("201", "202", None)), ring=15, talk=talk)
    elif kind < 0.6:
        pbx.queue(who, draw.choice(("202", "203", None)), wait=30, talk=talk)
    elif kind < 0.8:
        trunk = pbx.ring_group(who, None, ring=20)
        pbx.voicemail(who, "201", trunk, after=20, talk=talk % 60)
    elif kind < 0.9:
        pbx.out("201", "1" + who, ring=8, talk=talk)
    else:
        pbx.direct(who, "204", ring=9, talk=talk)


def utc(text: str) -> datetime:
    """Read "2026-11-17 09:00" as the practice's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


if __name__ == "__main__":
    sys.stdout.write(bulk(int(sys.argv[1])))
