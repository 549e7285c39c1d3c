"""What the description of the machine door shows: invented bodies, answers and refusals.

The tests send the bodies and hold the answers against what really comes back.
"""

from __future__ import annotations

from typing import Any, Final

from ringback.rules.attempt import Result

CALLBACK_ID: Final = "01a219c2-8287-795d-bd92-b81967df1c27"

ARRIVAL: Final[dict[str, Any]] = {
    "source": "website",
    "external_id": "form-4711",
    "kind": "appointment_request",
    "phone": "(207) 555-0142",
    "name": "Grace Lindqvist",
    "text": "First visit please, mornings are best.",
}
ARRIVED: Final[dict[str, Any]] = {
    "arrival_id": "01a219c2-8290-7a11-9c55-0d3f5e8b7a10",
    "callback_id": CALLBACK_ID,
}
ATTEMPT: Final[dict[str, Any]] = {
    "result": "reached_patient",
    "note": "Reached the patient, name and date of birth given; offered two mornings.",
}
ATTEMPTED: Final[dict[str, Any]] = {
    "attempt_id": "01a219c2-82b4-7c02-8d11-5b6a7c8d9e0f",
    "next_attempt_at": None,
}
DONE: Final[dict[str, Any]] = {
    "facts": {
        "booked_for": "2026-12-03T09:20",
        "booked_with": "Dr. Osei, Main Street",
        "no_promise": True,
        "forms_sent": "a link by text",
    },
    "note": "Booked for Thursday 9:20, read back. Cost and coverage not discussed.",
}
CALLBACK: Final[dict[str, Any]] = {
    "id": CALLBACK_ID,
    "fence": 2,
    "stage": "owned",
    "level": "routine",
    "category": "NEWPT",
    "category_name": "New patient or appointment request",
    "kind": "appointment_request",
    "source": "website",
    "received_at": "2026-11-30T14:02:00Z",
    "arrivals": 1,
    "due_at": "2026-11-30T16:02:00Z",
    "due_why": "",
    "visit_date": None,
    "language": "",
    "tries": 0,
    "last_result": "",
    "next_attempt_at": None,
    "next_party": "owner",
    "outcome_needed": "book or offer the wait list",
    "owner": "Dana Reyes",
    "mine": True,
    "lease_until": "2026-11-30T14:20:00Z",
    "name": "Grace Lindqvist",
    "phone": "+12075550142",
    "words": "First visit please, mornings are best.",
}
ANSWER: Final[dict[str, Any]] = {
    "text": "Come in this week; until then go on as before.",
    "by": "Dr. Osei",
    "at": "2026-11-30T15:10:00Z",
}
OPENED: Final[dict[str, Any]] = {**CALLBACK, "answer": None}

REFUSALS: Final[dict[int, dict[str, Any]]] = {
    400: {"detail": 'If-Match must be one ETag of ours, for example "3".'},
    401: {"detail": "Send Authorization: Bearer with a token from `ringback token`."},
    403: {"detail": "Your role here does not include this. Ask a manager."},
    404: {"detail": "No callback has this id."},
    409: {"detail": "Vik Sharma has this one until 10:57.", "held_by": "Vik Sharma"},
    412: {
        "detail": "This callback changed hands since you opened it. What you wrote is kept.",
    },
    413: {"detail": "Send less than 2.5 MB."},
    422: {"detail": "This key was used before with another body. Use a new key."},
    428: {"detail": 'Send If-Match with the ETag you read, for example If-Match: "3".'},
    503: {"detail": "The database is away. What you sent may or may not be kept: send it again."},
}
"""One refusal of each status; `NOT_DONE` is that of an ending."""

NOT_DONE: Final[dict[str, Any]] = {
    "detail": "Still missing: “Booked for (day and time)” is noted, but no try reached them. "
    "Log the call in which they said so.",
    "missing": [
        {
            "code": "visit",
            "words": "“Booked for (day and time)” is noted, but no try reached them. "
            "Log the call in which they said so.",
            "results": ["patient_called_us", "reached_authorised", "reached_patient"],
        }
    ],
}

RESULTS: Final[dict[Result, str]] = {
    Result.REACHED_PATIENT: "The patient was reached. It stays with the owner, to be finished.",
    Result.REACHED_AUTHORISED: "Somebody who may speak for the patient was reached.",
    Result.REACHED_OTHER: "Somebody else answered and was told nothing. Another try is planned.",
    Result.VOICEMAIL_LEFT: "A message was left. The next try is planned, not before tomorrow; a "
    "second one the same day on the same number is refused (`one_voicemail_a_day`).",
    Result.NO_VOICEMAIL: "Nobody answered and no message could be left. Another try is planned.",
    Result.NO_ANSWER: "Nobody answered. Another try is planned, in another part of the day.",
    Result.BUSY: "The line was engaged: again in a quarter of an hour; twice in a row counts as "
    "no answer.",
    Result.WRONG_NUMBER: "The number is not theirs. It stays with the owner.",
    Result.GREETING_MISMATCH: "The greeting was somebody else's, so nothing was left.",
    Result.DECLINED: "They were reached and want no call about it: no further one is planned "
    "until they reach out again.",
    Result.CALL_LATER: "They asked for another time; send it as `call_again_at`. It wins over our "
    "rhythm; while we are closed then, the next try is at the nearest time.",
    Result.LANGUAGE_BARRIER: "Somebody answered, and an interpreter is needed. It stays with the "
    "owner.",
    Result.PATIENT_CALLED_US: "No try of ours: the patient called, and somebody here talked to "
    "them.",
    Result.SENT: "Something was written and sent by hand: say how as `channel` (`letter`, "
    "`portal`, `text` or `email`). A planned try stays; a letter or a portal message needs its "
    "words as `note`, a text or an e-mail holds one of the approved texts and nothing else.",
}
"""What each result of a try means, and what follows from it."""
