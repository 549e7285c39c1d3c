"""What kind of information every field holds: one table, which tells queries what to leave out.

A field that is not named here fails a test, and so does a name without its field. What is raw or
free text counts as the most protected thing that may stand in it.
"""

from __future__ import annotations

from typing import Final

from ringback.rules.access import FieldClass

ROUTING, CONTACT, IDENTIFIER, WORDS, CLINICAL, HOUSE = (
    FieldClass.ROUTING,
    FieldClass.CONTACT,
    FieldClass.IDENTIFIER,
    FieldClass.WORDS,
    FieldClass.CLINICAL,
    FieldClass.HOUSE,
)

FIELDS: Final[dict[str, dict[FieldClass, str]]] = {
    "seal": {HOUSE: "practice position entry hash sealed_at"},
    "former_address": {HOUSE: "id person email until"},
    "new_address": {HOUSE: "id person email door asked_at ended_at"},
    "heartbeat": {HOUSE: "id name at"},
    "invitation": {
        HOUSE: ("id practice email name roles lanes door by created_at accepted_at withdrawn_at")
    },
    "desk_sign_in": {HOUSE: "id desk person signed_in_at seal wrong_pins"},
    "callback": {
        HOUSE: "id practice category_version created_at batch linked_to patient",
        ROUTING: (
            "category stage outcome level rank source location kind received_at last_arrival_at"
            " arrivals due_at respond_by due_why due_window due_since resolve_by by_law_at"
            " moved_from language read_at next_party next_attempt_at promised_at review_at"
            " paused_at outcome_needed tries last_result last_tried_at first_action_at owner fence"
            " lease_until came_back came_back_at closed_at closed_by best_time_at"
            " hand hand_name hand_post"
        ),
        CONTACT: "name phone",
        WORDS: "words heard best_time best_time_read visit_date hand_why",
    },
    "patient": {
        HOUSE: "id practice created_at withdrawn_at",
        ROUTING: "language interpreter",
        CONTACT: "name folded safe_name zone voicemail_level part2 restriction",
        IDENTIFIER: (
            "birth_date address record_number policy_number of_age_in_chart emancipated own_care"
        ),
    },
    "patient_number": {HOUSE: "id practice patient", CONTACT: "number label flag ends"},
    "patient_word": {HOUSE: "id practice patient", CONTACT: "word"},
    "staged_patient": {
        HOUSE: "id practice batch position line verdict patient like",
        ROUTING: "language",
        CONTACT: "name folded numbers asked topic",
        IDENTIFIER: "birth_date record_number",
    },
    "brought_patient": {HOUSE: "id practice batch patient like fresh", IDENTIFIER: "before after"},
    "contact_rule": {
        HOUSE: "id practice patient",
        CONTACT: (
            "topic said number channels hours level heard_at confirmed_by confirmed_at removed_at"
        ),
    },
    "consent": {HOUSE: "id practice patient", CONTACT: "channel agreed at by"},
    "authority": {
        HOUSE: "id practice patient",
        CONTACT: "name relation basis scope from_date until_date revoked_date",
    },
    "visit": {
        HOUSE: "id practice patient",
        ROUTING: "cancelled_at",
        WORDS: "starts_at what clinician place preparation",
    },
    "call": {
        HOUSE: "id practice callback patient asked_by",
        ROUTING: (
            "by begun_at ended_at direction party caller situations stakes said_relation of_age"
            " call_back wrong ended_why verified_at"
        ),
        CONTACT: "number authority office office_person",
    },
    "comparison": {
        HOUSE: "id practice call",
        ROUTING: "identifier way agreed this_line at by",
    },
    "check_lift": {HOUSE: "id practice call", ROUTING: "by at", WORDS: "reason"},
    "presence": {HOUSE: "id practice callback tab", ROUTING: "person began_at seen_at"},
    "arrival": {
        HOUSE: "id practice stored_at idempotency_key body_digest callback batch",
        ROUTING: "source kind happened_at seconds settled",
        CONTACT: "external_id phone name",
        WORDS: "text raw",
    },
    "connector": {
        HOUSE: (
            "id practice channel label person settings secret own agreement_with agreement_date"
            " on_since created_at refused refused_at"
        ),
    },
    "inbound": {
        HOUSE: (
            "id practice connector content_type received_at state trouble about tries not_before"
            " lease_until arrival settled_by settled_at"
        ),
        CONTACT: "external_id",
        WORDS: "payload why",
    },
    "attempt": {
        HOUSE: "id practice callback call idempotency_key body_digest",
        ROUTING: "by result channel template party happened_at entered_at call_again_at",
        CONTACT: "number party_name",
        WORDS: "why_late",
    },
    "note": {
        HOUSE: "id practice callback attempt script_version",
        ROUTING: "author signed_at happened_at late clinical",
        WORDS: "text why_late",
    },
    "draft": {
        HOUSE: "id practice callback version window",
        ROUTING: "author saved_at late",
        WORDS: "text fields beside",
    },
    "scope_settled": {
        HOUSE: "id practice callback",
        ROUTING: "by at code",
        WORDS: "words reason",
    },
    "chart_copy": {HOUSE: "id practice note", ROUTING: "by at"},
    "done_fact": {
        HOUSE: "id practice callback",
        ROUTING: "code by by_clinician at",
        WORDS: "value",
    },
    "attempt_undone": {HOUSE: "id practice attempt", ROUTING: "by at"},
    "hand": {
        HOUSE: "id practice callback",
        ROUTING: "kind by to_person to_post until at",
        WORDS: "why",
    },
    "waiting": {
        HOUSE: "id practice callback",
        ROUTING: "whom asks by begun_at review_at asked ended_at ended",
        CONTACT: "name number",
        WORDS: "what",
    },
    "struck": {
        HOUSE: "id practice callback attempt note call moved_to",
        ROUTING: "by at said",
        WORDS: "reason",
    },
    "incident": {
        HOUSE: "id practice callback struck",
        ROUTING: "by discovered_at tell_by closed_at closed_by ended",
        WORDS: "words",
    },
    "sheet": {HOUSE: "id practice number by at names"},
    "sheet_row": {HOUSE: "id practice sheet position callback attempt"},
    "last_step": {
        HOUSE: "id practice callback attempt waiting",
        ROUTING: "by kind before fence at until",
    },
    "break_glass": {
        HOUSE: "id practice callback person reason begun_at until reviewed_by reviewed_at",
        WORDS: "words",
    },
    "known_caller": {
        HOUSE: "id practice who next_time category set_aside by at removed_by removed_at",
        CONTACT: "phone words",
    },
    "import_batch": {
        HOUSE: (
            "id practice file_name digest format settings started_by started_at staged_at"
            " loading_at finished_at cancelled_at undone_at rows counts"
        ),
    },
    "import_file": {HOUSE: "id practice batch", WORDS: "content"},
    "staged_call": {
        HOUSE: "id practice batch position line opens leads",
        ROUTING: (
            "kind happened_at called seconds settled category calls last_at due_at due_why"
            " due_window due_since resolve_by"
        ),
        CONTACT: "external_id phone",
    },
    "bad_row": {HOUSE: "id practice batch line skipped", WORDS: "reason raw"},
    "journal": {
        HOUSE: (
            "id practice at actor via os_user verb subject_kind subject_id details refused changed"
        ),
    },
    "outbox": {
        HOUSE: (
            "id practice kind payload dedupe_key created_at not_before lease_until tries sent_at"
            " cancelled_at failed_at error"
        ),
    },
    "person": {HOUSE: "id password pin last_login email name is_active"},
    "membership": {HOUSE: "id person practice roles lanes left_at"},
    "door": {
        HOUSE: (
            "id digest purpose label practice person by created_at used_at expires_at closed_at"
        ),
    },
    "practice": {
        HOUSE: (
            "id slug name colour zone country state phone shows_first_names asks_in_chart demo"
            " created_at"
        ),
    },
    "category_version": {HOUSE: "id practice code version pathway author reason created_at"},
    "policy_part": {HOUSE: "id practice kind name version written author reason created_at"},
    "location": {HOUSE: "id practice slug name numbers created_at removed_at"},
    "script_suggestion": {
        HOUSE: (
            "id practice kind line language text author created_at decided_by decided_at accepted"
        ),
    },
    "post_holder": {HOUSE: "id practice post person since until"},
    "on_call": {HOUSE: "id practice post person starts_at ends_at removed_at"},
    "lane": {
        HOUSE: (
            "id practice name categories room check_minutes check_from check_until looked_at"
            " looked_by created_at removed_at"
        ),
    },
    "lane_member": {HOUSE: "id practice lane person since until"},
    "lane_shift": {HOUSE: "id practice lane weekday start end owner deputy since until"},
}
"""Table -> class -> its fields. Ids are the house's own: they say nothing of anybody."""

RAISED: Final[dict[tuple[str, str], str]] = {
    ("note", "text"): "clinical",
    ("done_fact", "value"): "by_clinician",
}
"""Words that are a clinician's where the row's own mark says so: then their class is CLINICAL.

What the patient is to be told (rules/escalation.py) and the patient's own words stay WORDS.
"""

_CLASSES: Final = {
    (table, field): kind
    for table, classes in FIELDS.items()
    for kind, fields in classes.items()
    for field in fields.split()
}


def class_of(table: str, field: str, *, raised: bool = False) -> FieldClass:
    """The class of one field; `raised` says that a clinician's mark stands on its row.

    Raises KeyError for a field nobody has classified: it fails closed.
    """
    if raised and (table, field) in RAISED:
        return CLINICAL
    return _CLASSES[table, field]
