"""A row of Master.csv: which way, and whether a person talked."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ringback.channels.calllog import asterisk
from ringback.channels.calllog.numbers import Numbers
from ringback.channels.calllog.problems import RowError
from ringback.channels.calllog.times import Times
from ringback.rules.phonelog import LogRow

ANN, OURS = "2025550101", "2025550100"
MOBILE = "9175550199"
TRUNK, PHONE = "PJSIP/voip-provider-00000001", "PJSIP/201-00000002"
DESK = "PJSIP/assistants-00000003"


def read(**cells: Any) -> LogRow:
    usual = {
        "src": ANN,
        "dst": "201",
        "dcontext": "from-trunk",
        "clid": f'"" <{ANN}>',
        "channel": TRUNK,
        "dstchannel": PHONE,
        "lastapp": "Dial",
        "start": "2026-11-17 09:00:00",
        "duration": "40",
        "billsec": "30",
        "disposition": "ANSWERED",
        "uniqueid": "1794924000.1",
    }
    row = [{**usual, **cells}.get(name, "") for name in asterisk.COLUMNS]
    layout = asterisk.layout_of(row, header=False)
    zone = Times(ZoneInfo("America/New_York"))
    return asterisk.read_row(row, 1, layout, Numbers(), zone)[0]


@pytest.mark.parametrize(
    ("cells", "direction"),
    [
        ({}, "inbound"),
        ({"dcontext": "ext-group"}, "inbound"),
        ({"dcontext": "ext-queues", "dstchannel": ""}, "inbound"),
        ({"channel": "SIP/2025550100-0000000a"}, "inbound"),  # a trunk named by its number
        ({"channel": "DAHDI/1-1", "dcontext": "from-analog"}, "inbound"),
        ({"channel": PHONE, "dstchannel": TRUNK, "src": OURS, "dst": ANN}, "inbound"),
        (
            {"dcontext": "from-internal", "channel": PHONE, "dstchannel": TRUNK, "dst": ANN},
            "outbound",
        ),
        ({"dcontext": "from-internal", "channel": PHONE, "dstchannel": "", "dst": ANN}, "outbound"),
        (
            {"dcontext": "from-internal", "channel": "PJSIP/desk-1", "src": "201", "dst": ANN},
            "outbound",
        ),
        ({"dcontext": "from-internal", "channel": PHONE, "src": "201", "dst": "202"}, "internal"),
        (
            {"dcontext": "from-internal", "channel": PHONE, "dst": "*97", "dstchannel": ""},
            "internal",
        ),
        # Telephones with a name, calling and called.
        ({"dcontext": "ext-local", "channel": DESK, "src": "102", "dst": "103"}, "internal"),
        ({"dcontext": "ext-local", "channel": DESK, "src": "102", "dst": "vmu103"}, "internal"),
        (
            {
                "dcontext": "from-internal",
                "channel": DESK,
                "src": "102",
                "dst": "*97",
                "dstchannel": "",
            },
            "internal",
        ),
        (
            {
                "dcontext": "ext-local",
                "channel": PHONE,
                "dstchannel": DESK,
                "src": "201",
                "dst": "102",
            },
            "internal",
        ),
        (
            {
                "dcontext": "outbound-allroutes",
                "channel": DESK,
                "dstchannel": TRUNK,
                "src": OURS,
                "dst": ANN,
                "lastdata": f"PJSIP/{ANN}@voip-provider,30,T",
            },
            "outbound",
        ),
        # A caller who is handed over to a number outside: the talk before, and the one after.
        (
            {"dcontext": "from-internal", "dst": MOBILE, "lastdata": "PJSIP/201,12,tT"},
            "inbound",
        ),
        (
            {
                "dcontext": "from-internal",
                "dst": MOBILE,
                "dstchannel": DESK,
                "lastdata": "PJSIP/assistants,12,tT",
            },
            "inbound",
        ),
        (
            {
                "dcontext": "outbound-allroutes",
                "dst": MOBILE,
                "dstchannel": TRUNK[:-1] + "9",
                "lastdata": f"PJSIP/{MOBILE}@voip-provider,30,T",
            },
            "inbound",
        ),
        # A program that rang a desk and dials for it.
        (
            {
                "dcontext": "outbound-allroutes",
                "channel": "Local/101@from-internal-00000005;1",
                "dstchannel": TRUNK,
                "src": OURS,
                "dst": ANN,
            },
            "outbound",
        ),
        ({"dcontext": "from-internal-xfer"}, "unknown"),
        ({"dcontext": "from-queue", "channel": "Local/201@from-queue-00000003;2"}, "unknown"),
        (
            {"dcontext": "x", "channel": "Local/9@y-00000003;2", "src": "201", "dst": ANN},
            "internal",
        ),
        ({"dcontext": "x", "channel": ""}, "unknown"),
    ],
)
def test_the_way_a_row_went(cells: dict[str, str], direction: str) -> None:
    assert read(**cells).direction == direction


@pytest.mark.parametrize(
    ("cells", "talked", "voicemail"),
    [
        ({}, True, None),
        ({"disposition": "NO ANSWER", "billsec": "0"}, False, None),
        ({"disposition": "BUSY", "billsec": "0"}, False, None),
        ({"lastapp": "Queue"}, True, None),
        ({"lastapp": "Queue", "dstchannel": ""}, False, None),
        ({"lastapp": "BackGround", "dstchannel": ""}, False, None),
        ({"lastapp": "Playback", "dstchannel": ""}, False, None),
        ({"lastapp": "VoiceMail", "dstchannel": ""}, False, 30),
        ({"lastapp": "VoiceMail"}, False, 30),  # older systems keep the telephone that rang
        ({"lastapp": "Hangup", "dstchannel": "", "dst": "vmu201"}, False, 30),
        ({"lastapp": "VoiceMailMain", "dstchannel": "", "dst": "*97"}, False, None),
        ({"lastapp": "Pickup", "dstchannel": ""}, True, None),
    ],
)
def test_answered_means_by_a_person(
    cells: dict[str, str],
    talked: bool,
    voicemail: int | None,
) -> None:
    row = read(**cells)
    assert (row.talked, row.voicemail_seconds) == (talked, voicemail)


@pytest.mark.parametrize(
    ("options", "billed", "voicemail"),
    [
        ("u", "9", 0),
        ("b", "9", 0),
        ("u", "10", 10),
        ("su", "9", 9),  # the instructions are left out
        ("", "9", 9),
    ],
)
def test_who_hangs_up_in_the_greeting_has_left_nothing(
    options: str, billed: str, voicemail: int
) -> None:
    data = f"201@default,{options}"
    row = read(lastapp="VoiceMail", dstchannel="", billsec=billed, lastdata=data)
    assert row.voicemail_seconds == voicemail


def test_ringing_is_what_is_not_talking() -> None:
    row = read()
    assert (row.ring_seconds, row.talk_seconds) == (10, 30)


def test_a_caller_without_src_is_looked_for_beside_the_name() -> None:
    assert read(src="", clid='"Ann" <+12025550101>').caller == "+12025550101"
    assert read(src="", clid="Ann").caller is None
    assert read(src="anonymous", clid='"Anonymous" <anonymous>').caller is None


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"disposition": "SHRUG"}, 'not a disposition: "SHRUG"'),
        ({"duration": "long"}, 'not a number of seconds: "long"'),
        ({"start": ""}, "it has no start time"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(cells: dict[str, str], words: str) -> None:
    with pytest.raises(RowError, match=words):
        read(**cells)
