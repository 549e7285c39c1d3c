"""Small logs in the shapes of the other phone systems, with invented people and numbers."""

import json

# ruff: noqa: E501  # a log's rows are as long as they are

THREE_CX_CDR = """\
historyid,callid,duration,time-start,time-answered,time-end,reason-terminated,from-no,to-no,from-dn,to-dn,dial-no,reason-changed,final-number,final-dn,chain,from-type,to-type,final-type
Call 11,0000A1_1,00:01:30,2026/11/17 09:00:00,2026/11/17 09:00:10,2026/11/17 09:01:40,TerminatedBySrc,12025550101,Ext.800,10001,800,12025550100,,Ext.201,201,Chain: 12025550101;Ext.800;Ext.201;,Line,Queue,Extension
Call 12,0000A1_2,,2026/11/17 09:05:00,,2026/11/17 09:05:35,TerminatedBySrc,12025550102,Ext.800,10001,800,12025550100,,Ext.800,800,Chain: 12025550102;Ext.800;,Line,Queue,Queue
Call 13,0000A1_3,00:00:25,2026/11/17 09:10:00,2026/11/17 09:10:20,2026/11/17 09:10:45,TerminatedBySrc,12025550103,Ext.201,10001,201,12025550100,,VM.201,999,Chain: 12025550103;Ext.201;,Line,Extension,VMail
Call 14,0000A1_4,00:02:00,2026/11/17 09:30:00,2026/11/17 09:30:08,2026/11/17 09:32:08,TerminatedBySrc,Ext.201,12025550102,201,10001,12025550102,,12025550102,10001,Chain: Ext.201;12025550102;,Extension,ExternalLine,ExternalLine
Call 15,0000A1_5,00:00:20,2026/11/17 09:40:00,2026/11/17 09:40:05,2026/11/17 09:40:25,TerminatedBySrc,Ext.201,Ext.202,201,202,202,,Ext.202,202,Chain: Ext.201;Ext.202;,Extension,Extension,Extension
"""

THREE_CX_REPORT = """\
Call Time,Caller ID,Destination,Status,Ringing,Talking,Reason
2026-11-17T09:00:00,12025550101,Ann Reed (201),Answered,00:00:10,00:01:20,Terminated by 12025550101
2026-11-17T09:05:00,12025550102,Front desk (800),Unanswered,00:00:31,,No answer
2026-11-17T09:10:00,12025550103,VoiceMail of 201,Answered,00:00:20,00:00:24,Terminated by 12025550103
2026-11-17T09:30:00,Ann Reed (201),12025550102,Answered,00:00:08,00:02:00,Terminated by 201
"""

RINGCENTRAL_CSV = """\
Type,Direction,From,To,Extension,Forwarded To,Name,Date,Time,Action,Action Result,Result Description,Duration
Voice,Incoming,(202) 555-0101,(202) 555-0100,201 - Front Desk,,ANN REED,Tue 11/17/2026,9:00 AM,Phone Call,Accepted,,0:01:20
Voice,Incoming,(202) 555-0102,(202) 555-0100,,,,Tue 11/17/2026,9:05 AM,Phone Call,Missed,,0:00:31
Voice,Incoming,(202) 555-0103,(202) 555-0100,,,,Tue 11/17/2026,9:10 AM,Phone Call,Voicemail,,0:00:24
Voice,Outgoing,(202) 555-0100,(202) 555-0102,201 - Front Desk,,,Tue 11/17/2026,9:30 AM,VoIP Call,Call connected,,0:02:00
Fax,Incoming,(202) 555-0104,(202) 555-0100,,,,Tue 11/17/2026,9:40 AM,Incoming Fax,Received,,0:00:40
"""

ZOOM_CSV = """\
Call ID,Direction,Caller Name,Caller Number,Callee Name,Callee Number,Start Time,End Time,Duration,Result
7001,Inbound,Ann Reed,+1 202-555-0101,Front Desk,800,2026-11-17 09:00:00,2026-11-17 09:01:30,80,Call connected
7001,Inbound,Ann Reed,+1 202-555-0101,Main menu,900,2026-11-17 09:00:00,2026-11-17 09:00:05,5,No Answer
7002,Inbound,,+1 202-555-0102,Front Desk,800,2026-11-17 09:05:00,2026-11-17 09:05:31,0,Missed
7003,Inbound,,+1 202-555-0103,Front Desk,800,2026-11-17 09:10:00,2026-11-17 09:10:50,24,Voicemail
7004,Outbound,Front Desk,800,,+1 202-555-0102,2026-11-17 09:30:00,2026-11-17 09:32:08,120,Auto Recorded
"""

TWILIO_CSV = """\
Call Sid,Parent Call Sid,From,To,Start Time,End Time,Duration,Direction,Status
CA01,,+12025550101,+12025550100,14:00:00 UTC 2026-11-17,14:01:30 UTC 2026-11-17,90,inbound,completed
CA02,CA01,+12025550101,+12025550188,14:00:05 UTC 2026-11-17,14:01:30 UTC 2026-11-17,80,outbound-dial,completed
CA03,,+12025550102,+12025550100,14:05:00 UTC 2026-11-17,14:05:31 UTC 2026-11-17,31,inbound,completed
CA04,CA03,+12025550102,+12025550188,14:05:02 UTC 2026-11-17,14:05:31 UTC 2026-11-17,0,outbound-dial,no-answer
CA05,,+12025550103,+12025550100,14:10:00 UTC 2026-11-17,14:10:20 UTC 2026-11-17,20,inbound,completed
CA06,,+12025550100,+12025550102,14:30:00 UTC 2026-11-17,14:32:08 UTC 2026-11-17,120,outbound-api,completed
"""

GENERIC_CSV = """\
When;Phone of caller;Dialled;In/Out;What happened;Secs
17.11.2026 09:00:00;(202) 555-0101;201;in;answered;90
17.11.2026 09:05:00;(202) 555-0102;201;in;no answer;31
17.11.2026 09:10:00;(202) 555-0103;201;in;left voicemail;24
17.11.2026 09:30:00;201;(202) 555-0102;out;answered;120
"""


def ringcentral_json() -> str:
    def call(number: int, clock: str, result: str, **more: object) -> dict[str, object]:
        return {
            "id": f"id{number}",
            "sessionId": f"139{number}",
            "startTime": f"2026-11-17T{clock}.000Z",
            "duration": 80,
            "type": "Voice",
            "direction": "Inbound",
            "action": "Phone Call",
            "result": result,
            "to": {"phoneNumber": "+12025550100", "name": "Cedar Street"},
            "from": {"phoneNumber": f"+1202555010{number}", "location": "Washington, DC"},
            **more,
        }

    ours = {"from": {"phoneNumber": "+12025550100"}, "to": {"phoneNumber": "+12025550102"}}
    records = [
        call(1, "14:00:00", "Accepted"),
        call(2, "14:05:00", "Missed"),
        call(3, "14:10:00", "Voicemail"),
        call(4, "14:20:00", "Missed", **{"from": {"name": "Anonymous"}}),
        call(5, "14:30:00", "Call connected", direction="Outbound", **ours),
    ]
    return json.dumps({"uri": "https://example.com/call-log", "records": records}, indent=1)


def zoom_json() -> str:
    """Return the newer call history: one element per thing that took the call."""

    def call(number: int, clock: str, result: str, **more: object) -> dict[str, object]:
        return {
            "id": f"20261117-{number}",
            "call_id": f"70{number}",
            "connect_type": "external",
            "direction": "inbound",
            "caller_did_number": f"+1202555010{number}",
            "caller_number_type": "external_pstn",
            "callee_ext_number": "800",
            "callee_ext_type": "user",
            "callee_did_number": "+12025550100",
            "call_result": result,
            "start_time": f"2026-11-17T{clock}Z",
            "end_time": f"2026-11-17T{clock[:-2]}50Z",
            "duration": 0,
            **more,
        }

    records = [
        call(1, "14:00:00", "answered", callee_ext_type="auto_receptionist"),
        call(1, "14:00:00", "answered"),
        call(2, "14:05:00", "answered", callee_ext_type="auto_receptionist"),
        call(2, "14:05:00", "no_answer"),
        call(3, "14:10:00", "voicemail"),
        call(
            4,
            "14:30:00",
            "connected",
            direction="outbound",
            caller_did_number="+12025550100",
            callee_did_number="+12025550102",
        ),
    ]
    return json.dumps({"page_size": 30, "call_logs": records})


def twilio_json() -> str:
    import csv  # only here

    names = {"Call Sid": "sid", "Parent Call Sid": "parent_call_sid"}
    rows = []
    for row in csv.DictReader(TWILIO_CSV.splitlines()):
        fields = {names.get(key, key.lower().replace(" ", "_")): row[key] for key in row}
        for key in ("start_time", "end_time"):
            fields[key] = f"Tue, 17 Nov 2026 {fields[key][:8]} +0000"
        rows.append(fields)
    return json.dumps({"calls": rows, "page": 0})
