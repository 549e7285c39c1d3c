"""A patient to be reached, and the practice's own settings, for the tests of contact."""

import tomllib
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from ringback.rules import contactpolicy
from ringback.rules.contact import Consent, Contact, Flag, Number
from ringback.rules.patientrule import Channel, Hours, Level, Rule, Topic, Window
from tests.rules.pathways import DEFAULTS, NEW_YORK

DATA: dict[str, Any] = tomllib.loads((DEFAULTS / "practice" / "contact.toml").read_text("utf-8"))
SETTINGS, TEXTS = contactpolicy.read(DATA, zone=NEW_YORK)
CELL, HOME, WORK = "+12025550147", "+12025550148", "+12025550149"
LOS_ANGELES = "America/Los_Angeles"


def at(text: str, zone: str = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


MONDAY_NOON = at("2026-11-23 12:00")
YES = Consent(channel=Channel.TEXT, agreed=True, at=at("2026-01-05 10:00"))
NO = Consent(channel=Channel.TEXT, agreed=False, at=at("2026-02-05 10:00"))


def contact(*rules: Rule, **changes: Any) -> Contact:
    given = {
        "name": "Lucía Herrera",
        "numbers": (Number(number=HOME), Number(number=CELL, flag=Flag.PREFERRED)),
        "consents": (YES,),
    }
    return Contact(rules=rules, **(given | changes))


def rule(topic: Topic, *, confirmed: bool = True, **own: Any) -> Rule:
    return Rule(topic=topic, said="as they said", confirmed=confirmed, **own)


def hours(weekdays: range, start: int, end: int, zone: str = NEW_YORK) -> Hours:
    return Hours(windows=(Window(weekdays=frozenset(weekdays), start=start, end=end),), zone=zone)


AFTERNOONS = hours(range(5), 12 * 60, 17 * 60)

RULES = st.builds(
    Rule,
    topic=st.sampled_from(Topic),
    said=st.just("as they said"),
    confirmed=st.booleans(),
    number=st.sampled_from([None, CELL, HOME, WORK]),
    channels=st.frozensets(st.sampled_from(Channel)),
    hours=st.none()
    | st.builds(
        hours,
        st.sampled_from([range(5), range(7), range(5, 7)]),
        st.integers(0, 1439),
        st.integers(1, 1440),
        st.sampled_from([NEW_YORK, LOS_ANGELES]),
    ),
    level=st.none() | st.sampled_from(Level),
)
CONTACTS = st.builds(
    Contact,
    name=st.just("Lucía Herrera"),
    numbers=st.lists(
        st.builds(Number, number=st.sampled_from([CELL, HOME, WORK]), flag=st.sampled_from(Flag)),
        max_size=3,
    ).map(tuple),
    zone=st.sampled_from([None, NEW_YORK, LOS_ANGELES]),
    consents=st.lists(
        st.builds(
            Consent,
            channel=st.sampled_from(Channel),
            agreed=st.booleans(),
            at=st.sampled_from([at("2026-01-05 10:00"), at("2026-11-01 10:00")]),
        ),
        max_size=3,
    ).map(tuple),
    level=st.none() | st.sampled_from(Level),
    part2=st.booleans(),
    rules=st.lists(RULES, max_size=3).map(tuple),
)
