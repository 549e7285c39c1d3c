"""R24: two save one thing at the same moment, and only one of them may."""

from __future__ import annotations

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.faults import checks, clients
from tests.faults.clients import Client, Door
from tests.faults.ledger import Ledger
from tests.faults.screens import Screens
from tests.faults.server import SOURCE

if TYPE_CHECKING:
    from tests.faults.clients import Answer
    from tests.faults.server import Person, Server


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two: who saves what, at which fence, from which hand."""

    hand: Hand
    fence: int
    what: str
    text: str

    def save(self, callback_id: str, moment: threading.Barrier) -> Answer:
        """At the same moment as the other."""
        body: dict[str, Any] = {"note": self.text}
        body |= (
            {"result": "reached_patient"}
            if self.what == "attempts"
            else {"facts": {"reason_learned": self.text}}
        )
        moment.wait(30)
        return self.hand.door.post(f"/callbacks/{callback_id}/{self.what}", body, fence=self.fence)


@dataclass(frozen=True, kw_only=True)
class Hand:
    """A person at work, at the machine door and at the screens."""

    door: Door
    screens: Screens


@dataclass
class Table:
    """Where the pairs meet: two people, two more hands of theirs, and the callback between them."""

    mine: tuple[Hand, Hand]
    yours: tuple[Hand, Hand]
    client: Client
    written: list[tuple[str, str, Side, Side]] = field(default_factory=list)

    def arrived(self) -> str:
        """A fresh callback."""
        key, body = clients.arrival(self.client)
        answer = self.client.door.post("/arrivals", body, key=key)
        return str(answer.body["callback_id"])

    def taken(self, hand: Hand, callback_id: str) -> int:
        """Held by this hand; answers the fence."""
        answer = hand.door.post(f"/callbacks/{callback_id}/claim")
        assert answer.status == 200, answer
        return int(answer.etag)

    def handed_over(self, callback_id: str) -> tuple[int, int]:
        """Mine, given back, then yours: the fence of each."""
        first = self.taken(self.mine[0], callback_id)
        self.mine[0].screens.give_back(callback_id, first)
        second = self.taken(self.yours[0], callback_id)
        # Nothing is done without a try; this one is before the race.
        body = {"result": "reached_patient"}
        self.yours[0].door.post(f"/callbacks/{callback_id}/attempts", body, fence=second)
        return first, second

    def sides(self, kind: str, callback_id: str) -> tuple[Side, Side]:
        """The right one first; where both are right, either may win."""
        old, new = self.handed_over(callback_id)
        texts = [
            f"She will come on {day}, {self.client.name(kind)}" for day in ("Monday", "Friday")
        ]
        me, you, what = self.mine[0], self.yours[0], "attempts"
        if kind == "done after a hand-over":
            what = "done"
        elif kind == "an old tab of the same person":
            you.screens.give_back(callback_id, new)
            new = self.taken(me, callback_id)
            you, me = me, self.mine[1]
        elif kind == "done twice at one fence":
            old, me, what = new, self.yours[1], "done"
        return (
            Side(hand=you, fence=new, what=what, text=texts[0]),
            Side(hand=me, fence=old, what=what, text=texts[1]),
        )


KINDS = (
    "a try after a hand-over",
    "done after a hand-over",
    "an old tab of the same person",
    "done twice at one fence",
)
LANES = 4
WINDOWS = ("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222")
PAGE = SOURCE / "ringback" / "templates" / "call" / "page.html"


def run(server: Server, *, pairs: int) -> list[str]:
    """Pairs of every kind, four at a time; answer with everything that is wrong."""
    with ExitStack() as open_:
        lanes = [_lane(server, number, open_) for number in range(LANES)]
        with ThreadPoolExecutor(LANES) as pool:
            share = pairs // LANES
            found = pool.map(lambda table: _pairs(table, share), lanes)
            wrong = [words for each in found for words in each]
        wrong += [*_lost_texts(server, lanes), *_unseen_texts(lanes), *_two_windows(lanes)]
    return [f"{times} times: {words}" for words, times in Counter(wrong).items()]


def _lane(server: Server, number: int, open_: ExitStack) -> Table:
    def hand(person: Person) -> Hand:
        return Hand(
            door=open_.enter_context(Door(server=server, person=person)),
            screens=open_.enter_context(Screens(server=server, person=person)),
        )

    me, you = server.seed.people[2 * number : 2 * number + 2]
    mine, yours = (hand(me), hand(me)), (hand(you), hand(you))
    client = Client(
        door=mine[0].door,
        ledger=Ledger(),
        stop=threading.Event(),
        chance=random.Random(f"24 {number}"),
    )
    return Table(mine=mine, yours=yours, client=client)


def _pairs(table: Table, share: int) -> list[str]:
    wrong = []
    for number in range(share):
        kind = KINDS[number % len(KINDS)]
        wrong += [f"{kind}: {words}" for words in _pair(table, kind)]
    return wrong


def _pair(table: Table, kind: str) -> list[str]:
    callback_id = table.arrived()
    right, other = table.sides(kind, callback_id)
    moment = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(each.save, callback_id, moment) for each in (right, other)]
        answers = [each.result(30) for each in sent]
    if right.fence == other.fence and answers[1].status < 300:
        right, other, answers = other, right, answers[::-1]
    good = 201 if right.what == "attempts" else 200
    table.written.append((kind, callback_id, right, other))
    wrong = []
    if (answers[0].status, answers[1].status) != (good, 412):
        statuses = [each.status for each in answers]
        wrong.append(f"answered {statuses}, {[good, 412]} were due")
    return wrong


def _lost_texts(server: Server, lanes: list[Table]) -> list[str]:
    """Both versions are kept: what was saved is a note, what was refused its author's draft."""
    found = checks.look(server)
    notes = {(each["callback"], each["text"]) for each in found.notes}
    drafts = {(each["callback"], each["who"], each["text"]) for each in found.drafts}
    wrong = []
    for kind, callback_id, right, other in (each for lane in lanes for each in lane.written):
        if (callback_id, right.text) not in notes:
            wrong.append(f"{kind}: the text that was saved is gone")
        if (callback_id, other.text) in notes:
            wrong.append(f"{kind}: the text that was refused is signed all the same")
        if (callback_id, other.hand.door.person.id, other.text) not in drafts:
            wrong.append(f"{kind}: the text of the one who lost is gone")
    return wrong


def _two_windows(lanes: list[Table]) -> list[str]:
    """One person writes in two windows that were opened together: both texts are on the page."""
    wrong = []
    for table in lanes:
        callback_id = table.arrived()
        table.taken(table.mine[0], callback_id)
        texts = [f"Half a sentence, {window}, {callback_id}" for window in WINDOWS]
        for hand, window, text in zip(table.mine, WINDOWS, texts, strict=True):
            hand.screens.writes(callback_id, window, 0, text)
        page = table.mine[0].screens.page(callback_id)
        wrong += [
            "another window: the text written there is gone" for text in texts if text not in page
        ]
    return wrong


def _unseen_texts(lanes: list[Table]) -> list[str]:
    """What was saved stands on the callback's page, what was refused on the page that says so."""
    if not PAGE.exists():
        return []
    wrong = []
    for kind, callback_id, right, other in (each for lane in lanes for each in lane.written[:8]):
        page = other.hand.screens.page(callback_id)
        if right.text not in page:
            wrong.append(f"{kind}: the page does not show what was saved")
        refused = other.hand.screens.refused(callback_id, other.fence, other.text)
        if other.text not in refused:
            wrong.append(f"{kind}: the page does not show what the one who lost had written")
    return wrong
