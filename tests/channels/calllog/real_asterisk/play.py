"""Play the day on a real Asterisk; README.md beside this file says how.

The clock is a file that libfaketime reads for Asterisk: between scenes, never during one, it is
moved forward to the next scene's time.
"""

import argparse
import asyncio
import shlex
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.channels.calllog.real_asterisk.day import DAY, LATER, MAIN, Ring, Scene
from tests.channels.calllog.real_asterisk.sip import Leg, Message, Phone

ZONE = ZoneInfo("America/New_York")
DATE = "2026-11-17"
DESKS = ("101", "102", "103", "104")
SETTLES = 2.5
"""Seconds until Asterisk has written its rows and seen the moved clock."""


class Stage:
    """The telephones, the trunk and the clock."""

    def __init__(self, clock: Path, asterisk: str) -> None:
        self.clock, self.asterisk = clock, asterisk
        self.acts: dict[tuple[str, str], Ring] = {}
        self.phones: dict[str, Phone] = {}
        self.offset = 0.0

    async def set_up(self) -> None:
        for desk in DESKS:
            self.phones[desk] = await Phone(f"127.0.1.{desk}", desk, self.rings).plug_in()
        self.phones["trunk"] = await Phone("127.0.2.1", "trunk", self.rings).plug_in()

    def now(self) -> float:
        return time.time() + self.offset

    def move_clock(self, to: float) -> None:
        self.offset = max(self.offset, to - time.time())
        self.clock.write_text(f"{self.offset:+.3f}\n")

    async def rings(self, leg: Leg, message: Message) -> None:
        """A telephone rings: what the scene says, it does."""
        called = leg.phone.name if leg.phone.name in DESKS else message.called
        caller = message.user("from")
        keys = ((caller, called), (MAIN, called), ("", called))
        act = next((self.acts[key] for key in keys if key in self.acts), None)
        if act is None:
            return
        await asyncio.sleep(act.after)
        if act.refuses:
            leg.phone.refuse(leg, act.refuses)
            return
        leg.phone.pick_up(leg)
        await self.hand_over(leg, act)
        if act.talks is not None:
            await asyncio.sleep(act.talks)
            leg.hang_up()

    async def hand_over(self, leg: Leg, act: Ring) -> None:
        if not act.transfers and not act.consults:
            return
        await asyncio.sleep(2)
        if act.transfers:
            leg.transfer(act.transfers)
            return
        asking = leg.phone.call(act.consults, leg.phone.name)
        await asking.answered.wait()
        await asyncio.sleep(2)
        leg.transfer(act.consults, instead_of=asking)

    async def play(self, scene: Scene) -> None:
        sender = scene.sent_as or scene.number
        scripted = dict(whose(scene, sender))
        self.acts |= scripted
        others = [self.colleague(*each) for each in scene.also]
        await asyncio.gather(self.caller(scene, sender), *others)
        for key in scripted:
            self.acts.pop(key, None)

    async def caller(self, scene: Scene, sender: str) -> None:
        if scene.clicked:
            await self.click(scene)
            return
        name = {"inbound": "trunk", "outbound": scene.desk, "internal": scene.number}[scene.way]
        leg = self.phones[name].call(scene.to, sender if scene.way == "inbound" else name)
        presses = asyncio.create_task(press(leg, scene))
        try:
            await asyncio.wait_for(leg.ended.wait(), scene.hangs_up or 60)
        except TimeoutError:
            leg.hang_up()
        presses.cancel()

    async def click(self, scene: Scene) -> None:
        words = f"channel originate {scene.clicked} extension {scene.to}@from-internal"
        command = (*shlex.split(self.asterisk), "-rx", words)
        running = await asyncio.create_subprocess_exec(*command)
        await running.wait()
        await asyncio.sleep(14)

    async def colleague(self, after: float, desk: str, dials: str, hangs_up: float) -> None:
        await asyncio.sleep(after)
        leg = self.phones[desk].call(dials, desk)
        try:
            await asyncio.wait_for(leg.ended.wait(), hangs_up)
        except TimeoutError:
            leg.hang_up()


def whose(scene: Scene, sender: str) -> Iterator[tuple[tuple[str, str], Ring]]:
    """Say which act a ringing telephone finds: by who seems to call it, and its own number."""
    seen_as = {sender} if scene.way == "inbound" else {MAIN, scene.number, scene.desk}
    if scene.clicked:
        seen_as.add("")
    consulted = {each.consults for each in scene.phones.values()}
    for phone, act in scene.phones.items():
        outside = {MAIN} if phone not in DESKS else set()
        asked = set(DESKS) if phone in consulted else set()
        for caller in seen_as | outside | asked:
            yield (caller, phone), act


async def press(leg: Leg, scene: Scene) -> None:
    await leg.answered.wait()
    if scene.passes_on:
        await asyncio.sleep(3)
        leg.transfer(scene.passes_on)
    await asyncio.sleep(4)
    for key in scene.press:
        leg.press(key)
        await asyncio.sleep(7)


def moment(scene: Scene) -> float:
    return datetime.fromisoformat(f"{DATE} {scene.at}").replace(tzinfo=ZONE).timestamp()


async def at_its_time(stage: Stage, scene: Scene) -> None:
    await asyncio.sleep(max(0.0, moment(scene) - stage.now()))
    print(scene.at, scene.way, scene.number, flush=True)  # noqa: T201
    await stage.play(scene)


def acts(day: tuple[Scene, ...], since: str) -> list[list[Scene]]:
    """Scenes that go on at once stand together."""
    together: list[list[Scene]] = []
    for scene in (scene for scene in day if scene.at >= since):
        if scene.meanwhile:
            together[-1].append(scene)
        else:
            together.append([scene])
    return together


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clock", type=Path, required=True)
    parser.add_argument("--asterisk", default="asterisk")
    parser.add_argument("--since", default="", help="play from this time on, to try a scene")
    parser.add_argument("--later", action="store_true", help="play LATER instead of DAY")
    told = parser.parse_args()
    stage = Stage(told.clock, told.asterisk)
    stage.offset = float(told.clock.read_text())
    await stage.set_up()
    for scenes in acts(LATER if told.later else DAY, told.since):
        await asyncio.sleep(SETTLES)
        stage.move_clock(moment(scenes[0]) - SETTLES)
        await asyncio.gather(*(at_its_time(stage, scene) for scene in scenes))
    await asyncio.sleep(SETTLES)


if __name__ == "__main__":
    asyncio.run(main())
