"""Every sentence of the practice's written policy beside what acts on it.

A sentence without a line here is an unturned one. Where the code turns a sentence for every kind
of request alike (due times are only ever tightened, a first try inside the window, the promise of
a website), the test of that code is the proof, and the line is about what it leans on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringback.rules.category import Another, Kind, Needs, Post
from ringback.rules.queue import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringback.rules.category import Category, Tightening


@dataclass(frozen=True)
class Sentence:
    """One sentence about one kind of request, how to look it up, and what must be found."""

    code: str
    says: str
    turned: Callable[[Category], Any]
    expected: Any

    def __str__(self) -> str:
        return f"{self.code}: {self.says}"


def rule(*facts: str) -> Callable[[Category], Tightening]:
    """The tightening rule that leans on exactly these facts."""

    def find(category: Category) -> Tightening:
        return next(each for each in category.tighten if each.when.facts() == set(facts))

    return find


def moves(*facts: str) -> Callable[[Category], dict[str, Any]]:
    """What the rule about these facts does, without what it leaves alone."""

    def find(category: Category) -> dict[str, Any]:
        found = rule(*facts)(category)
        all_of_it = {
            "first": found.first_action and str(found.first_action),
            "end": found.resolve and str(found.resolve),
            "level": found.level,
            "becomes": found.becomes,
            "also": found.also,
            "tell": found.tell,
            "by law": found.by_law and str(found.by_law),
        }
        return {key: value for key, value in all_of_it.items() if value}

    return find


def bound(fact: str) -> Callable[[Category], tuple[int | None, int | None, tuple[str, ...]]]:
    """The bounds of a comparison, wherever a rule makes it."""

    def find(category: Category) -> tuple[int | None, int | None, tuple[str, ...]]:
        tests = [test for each in category.tighten for test in each.when.tests]
        found = next(test for test in tests if test.fact == fact)
        return found.at_least, found.at_most, found.one_of

    return find


def ways(requirement: str) -> Callable[[Category], list[list[str]]]:
    """The alternatives of a requirement, as codes of facts."""

    def find(category: Category) -> list[list[str]]:
        found = next(each for each in category.done if each.code == requirement)
        return [[fact.code for fact in way] for way in found.any_of]

    return find


def needs(fact: str) -> Callable[[Category], Needs | None]:
    """What must show a fact."""
    return lambda category: next(each.needs for each in category.facts() if each.code == fact)


def only_when(requirement: str) -> Callable[[Category], set[str]]:
    """The facts under which a requirement is asked at all."""

    def find(category: Category) -> set[str]:
        found = next(each for each in category.done if each.code == requirement)
        return set(found.only_when.facts()) if found.only_when else set()

    return find


def tries(category: Category) -> list[tuple[str, list[str], str]]:
    """The rhythm after the first try: wait, in what it differs, by when."""
    return [
        (
            str(each.wait) if each.wait else "next business day",
            sorted(str(one) for one in each.another),
            str(each.within) if each.within else "",
        )
        for each in category.attempts
    ]


def chain(category: Category) -> list[Post]:
    """Who is asked, one after the other."""
    return [step.post for step in category.escalation]


def voicemail(category: Category) -> tuple[str, str, tuple[str, ...]]:
    """The template, the one with consent, and what is never said."""
    found = category.voicemail
    return found.template, found.with_consent, found.never_say


def unreachable(category: Category) -> tuple[list[str], int, bool, bool]:
    """Who decides, after how many tries, whether something written is needed, whether by rule."""
    found = category.unreachable
    decided = sorted(str(role) for role in found.decided_by)
    return decided, found.after_tries, found.written, found.by_rule


def works(category: Category) -> tuple[list[str], list[str], list[Post]]:
    """Who works it, who only hands it on, which posts own it."""
    found = category.handlers
    return (
        sorted(str(role) for role in found.work),
        sorted(str(role) for role in found.hand_off),
        list(found.posts),
    )


DESK = ["assistant", "clinician", "front_desk", "manager"]
CLINIC = (["clinician"], ["assistant", "front_desk", "manager"])
PART, NUMBER, WEEKDAY = str(Another.DAY_PART), str(Another.NUMBER), str(Another.WEEKDAY)
NEXT_DAY = ("next business day", [PART], "")
THIRD_DAY = ("next business day", [NUMBER, PART], "")
THREE_TRIES = [NEXT_DAY, ("next business day", [NUMBER, PART, WEEKDAY], "3 business days")]
NOW = {"first": "5 minutes", "level": Level.EMERGENCY, "tell": Post.CLINICIAN_ON_DUTY}
AFTER_THREE_AND_A_LETTER = (DESK, 3, True, False)
CLINICIAN_AFTER_THREE_AND_A_LETTER = (["clinician"], 3, True, False)

S = Sentence
SENTENCES = [
    S("EMERG", "anyone hands it on live, a clinician owns it", works,
      (*CLINIC, [Post.CLINICIAN_ON_DUTY])),
    S("EMERG", "never relaxed: nothing in it could ease it", lambda c: c.tighten, ()),
    S("EMERG", "told to call the emergency number, or transferred live", ways("sent_to_help"),
      [["told_to_call"], ["connected_live"]]),
    S("EMERG", "a named clinician accepted", ways("hand_off"), [["accepted"]]),
    S("EMERG", "the clinician's decision is recorded", ways("disposition"), [["decided"]]),
    S("EMERG", "by a clinician", needs("decided"), Needs.CLINICIAN),
    S("EMERG", "a clinician calls now, again at 10 and at 20 minutes", tries,
      [("10 minutes", [], ""), ("10 minutes", [NUMBER], "")]),
    S("EMERG", "only the voicemail that says to call back at once", voicemail, ("VM-E", "", ())),
    S("EMERG", "on-call clinician, medical director, then the manager", chain,
      [Post.CLINICIAN_ON_DUTY, Post.MEDICAL_DIRECTOR, Post.MANAGER]),
    S("EMERG", "never closed but by a clinician", unreachable, ([], 0, False, False)),
    S("EMERG", "then an emergency contact or a welfare check", lambda c: c.unreachable.instead,
      "a clinician decides about an emergency contact or a welfare check"),
    S("EMERG", "runs on the wall clock", lambda c: c.kind, Kind.EMERGENCY),
    S("URGENT", "desk and assistants hand on, clinicians work it", works,
      (*CLINIC, [Post.NURSE, Post.CLINICIAN_ON_DUTY])),
    S("URGENT", "a baby under three months with fever: now", moves("infant_fever"), NOW),
    S("URGENT", "pregnant: now", moves("pregnant"), NOW),
    S("URGENT", "operation within 30 days: now", moves("recent_operation"), NOW),
    S("URGENT", "chemotherapy, blood thinners, insulin: now", moves("high_risk_medicine"), NOW),
    S("URGENT", "less than an hour before closing", bound("minutes_to_closing"), (None, 60, ())),
    S("URGENT", "then on-call hears before the office closes", moves("minutes_to_closing"),
      {"first": "by closing", "tell": Post.CLINICIAN_ON_DUTY}),
    S("URGENT", "exact words", ways("words"), [["exact_words"]]),
    S("URGENT", "accepted by a named clinician", ways("hand_off"), [["accepted"]]),
    S("URGENT", "the outcome from a clinician", needs("decided"), Needs.CLINICIAN),
    S("URGENT", "second try 30 to 60 minutes later, third before closing, another number", tries,
      [("30 minutes", [], "60 minutes"), ("30 minutes", [NUMBER], "by closing")]),
    S("URGENT", "plain voicemail only", voicemail, ("VM-1", "", ())),
    S("URGENT", "nurse, then the clinician on duty", lambda c: chain(c)[:2],
      [Post.NURSE, Post.CLINICIAN_ON_DUTY]),
    S("URGENT", "a clinician decides, with a letter", unreachable,
      CLINICIAN_AFTER_THREE_AND_A_LETTER),
    S("CLIN", "desk and assistants take words and route", works, (*CLINIC, [Post.NURSE])),
    S("CLIN", "second contact in 48 hours", bound("contacts_in_two_days"), (2, None, ())),
    S("CLIN", "makes it urgent", moves("contacts_in_two_days"), {"becomes": "URGENT"}),
    S("CLIN", "worse or worried makes it urgent", moves("worse_or_worried"),
      {"becomes": "URGENT"}),
    S("CLIN", "exact words, number and best time", ways("words"),
      [["exact_words", "callback_number", "best_time"]]),
    S("CLIN", "routed means accepted by name", ways("hand_off"), [["accepted"]]),
    S("CLIN", "an answer, or a visit", ways("answer"), [["answered"], ["visit_booked"]]),
    S("CLIN", "the visit from a clinician", needs("visit_booked"), Needs.CLINICIAN),
    S("CLIN", "next business days, other part of the day", tries,
      [NEXT_DAY, THIRD_DAY]),
    S("CLIN", "plain voicemail", voicemail, ("VM-1", "", ())),
    S("CLIN", "to the nurse", lambda c: chain(c)[0], Post.NURSE),
    S("CLIN", "unreachable: a clinician, with a letter or message", unreachable,
      CLINICIAN_AFTER_THREE_AND_A_LETTER),
    S("RX", "desk collects and routes", works, (*CLINIC, [Post.NURSE])),
    S("RX", "two days of supply or less", bound("days_left"), (None, 2, ())),
    S("RX", "same day", moves("days_left"), {"first": "by closing", "end": "same business day"}),
    S("RX", "medicines that must not run out", bound("medicine_kind"),
      (None, None, ("insulin", "blood thinner", "seizure", "transplant", "heart", "steroid",
                    "opioid withdrawal"))),
    S("RX", "same day too", moves("medicine_kind"),
      {"first": "by closing", "end": "same business day"}),
    S("RX", "a reaction or a wrong dose is urgent", moves("reaction_or_wrong_dose"),
      {"becomes": "URGENT"}),
    S("RX", "medicine, pharmacy, days left", ways("request"),
      [["medicine", "pharmacy", "days_left"]]),
    S("RX", "routed and accepted", ways("hand_off"), [["accepted"]]),
    S("RX", "what the clinician decided", needs("decision"), Needs.CLINICIAN),
    S("RX", "the patient told, by a channel they allow", ways("told"),
      [["patient_told"], ["written_message"]]),
    S("RX", "three tries", tries, THREE_TRIES),
    S("RX", "voicemail names no medicine", voicemail,
      ("VM-1", "", ("medicine", "refill", "prescription"))),
    S("RX", "to the nurse", lambda c: chain(c)[0], Post.NURSE),
    S("RX", "a clinician may close after a letter", unreachable,
      CLINICIAN_AFTER_THREE_AND_A_LETTER),
    S("RESULT", "desk routes only", works, (*CLINIC, [Post.NURSE, Post.ORDERING_CLINICIAN])),
    S("RESULT", "abnormal makes it a clinical question", moves("abnormal_result"),
      {"becomes": "CLIN"}),
    S("RESULT", "symptoms make it a clinical question", moves("symptoms_in_text"),
      {"becomes": "CLIN"}),
    S("RESULT", "which test, date, who ordered", ways("request"),
      [["test", "test_date", "ordered_by"]]),
    S("RESULT", "routed and accepted", ways("hand_off"), [["accepted"]]),
    S("RESULT", "given by a clinician, or a visit", ways("given"),
      [["result_given"], ["visit_booked"]]),
    S("RESULT", "only a clinician gives it", needs("result_given"), Needs.CLINICIAN),
    S("RESULT", "three tries", tries, THREE_TRIES),
    S("RESULT", "the voicemail never says result", voicemail,
      ("VM-1", "", ("result", "test", "lab"))),
    S("RESULT", "to who ordered it", lambda c: chain(c)[0], Post.ORDERING_CLINICIAN),
    S("RESULT", "never closed by a non-clinician", unreachable,
      CLINICIAN_AFTER_THREE_AND_A_LETTER),
    S("RESULT", "abnormal: certified letters, then the clinician",
      lambda c: c.unreachable.instead,
      "abnormal: two certified letters, then a clinician decides"),
    S("PRO", "front desk connects, the nurse takes it", works,
      (["clinician", "front_desk", "manager"], ["assistant"], [Post.NURSE])),
    S("PRO", "critical, STAT, in hospital: a clinician now", moves("critical_or_stat"), NOW),
    S("PRO", "organisation, name, number, reference", ways("caller"),
      [["organisation", "caller_name", "callback_number", "reference"]]),
    S("PRO", "connected, or accepted by a named person", ways("passed_on"),
      [["connected_live"], ["accepted"]]),
    S("PRO", "read-back", ways("read_back"), [["read_back_done"]]),
    S("PRO", "only for a critical value", only_when("read_back"), {"critical_or_stat"}),
    S("PRO", "again after 30 minutes, and the same day", tries,
      [("30 business minutes", [], ""), ("30 business minutes", [NUMBER], "by closing")]),
    S("PRO", "practice and reference on the voicemail", voicemail, ("VM-2", "", ())),
    S("PRO", "to the clinician on duty", lambda c: chain(c)[0], Post.CLINICIAN_ON_DUTY),
    S("PRO", "unreachable: clinical role", unreachable, (["clinician"], 3, False, False)),
    S("PRO", "with the other office's script", lambda c: c.script, "other_office"),
    S("MISSED", "front desk and assistants", works, (DESK, [], [])),
    S("MISSED", "twice within two hours", bound("missed_calls_in_two_hours"), (2, None, ())),
    S("MISSED", "15 business minutes", moves("missed_calls_in_two_hours"),
      {"first": "15 business minutes"}),
    S("MISSED", "visit by the next business day", bound("business_days_to_visit"), (None, 1, ())),
    S("MISSED", "15 business minutes too", moves("business_days_to_visit"),
      {"first": "15 business minutes"}),
    S("MISSED", "something urgent open", moves("urgent_open"), {"first": "15 business minutes"}),
    S("MISSED", "reached, moved on, nothing needed, or two tries and a message", ways("reason"),
      [["reason_learned"], ["nothing_needed"],
       ["two_tries", "written_message"], ["two_tries", "nothing_written_allowed"]]),
    S("MISSED", "again the same day or next morning", tries,
      [("same business day", [PART], "")]),
    S("MISSED", "plain voicemail", voicemail, ("VM-1", "", ())),
    S("MISSED", "to the lead", lambda c: chain(c)[0], Post.FRONT_DESK_LEAD),
    S("MISSED", "may close by rule after two tries", unreachable, (DESK, 2, False, True)),
    S("UNSORTED", "front desk and the assistants' lead", lambda c: c.handlers.posts,
      (Post.ASSISTANT_LEAD,)),
    S("UNSORTED", "hard to hear: within ten", moves("hard_to_hear"),
      {"first": "10 business minutes", "end": "10 business minutes"}),
    S("UNSORTED", "read to the end and sorted", ways("sorted"), [["sorted_into"]]),
    S("UNSORTED", "nobody is called", lambda c: (c.attempts, c.needs_contact), ((), False)),
    S("UNSORTED", "no voicemail", voicemail, ("none", "", ())),
    S("UNSORTED", "to the lead", lambda c: chain(c)[0], Post.FRONT_DESK_LEAD),
    S("UNSORTED", "sorted, never closed", lambda c: c.unreachable.instead,
      "it is sorted, never closed"),
    S("NEWPT", "front desk and assistants", works, (DESK, [], [])),
    S("NEWPT", "symptoms open a clinical question too", moves("symptoms_in_text"),
      {"also": "CLIN"}),
    S("NEWPT", "booked, wait list, declined, or other care", ways("visit"),
      [["booked_for", "booked_with"], ["wait_list_since"], ["declined_because"], ["other_care"]]),
    S("NEWPT", "no cost or coverage promised", ways("coverage"), [["no_promise"]]),
    S("NEWPT", "intake form sent as they allow", ways("forms"),
      [["forms_sent"], ["forms_not_needed"]]),
    S("NEWPT", "again the same day, then the next", tries,
      [("same business day", [PART], ""), THIRD_DAY]),
    S("NEWPT", "plain voicemail", voicemail, ("VM-1", "", ())),
    S("NEWPT", "to the scheduling lead", lambda c: chain(c)[0], Post.SCHEDULING_LEAD),
    S("NEWPT", "after three tries and a message", unreachable, AFTER_THREE_AND_A_LETTER),
    S("APPT", "front desk and assistants", works, (DESK, [], [])),
    S("APPT", "visit today or tomorrow", moves("business_days_to_visit"),
      {"first": "60 business minutes"}),
    S("APPT", "a procedure or follow-up cancelled: the nurse hears the same day",
      moves("cancels"), {"end": "same business day", "tell": Post.NURSE}),
    S("APPT", "new time read back, or cancelled with reason", ways("visit"),
      [["booked_for", "booked_where", "read_back_done"], ["cancelled_because"]]),
    S("APPT", "the freed slot is released", ways("slot"), [["slot_released"], ["no_old_time"]]),
    S("APPT", "preparation from the approved text", ways("preparation"),
      [["preparation_given"], ["no_preparation"]]),
    S("APPT", "three tries", tries, THREE_TRIES),
    S("APPT", "the appointment voicemail with consent", voicemail, ("VM-1", "VM-A", ())),
    S("APPT", "to the scheduling lead", lambda c: chain(c)[0], Post.SCHEDULING_LEAD),
    S("APPT", "after three tries and a message", unreachable, AFTER_THREE_AND_A_LETTER),
    S("CONFIRM", "front desk and assistants", works, (DESK, [], [])),
    S("CONFIRM", "a first try three business days before", lambda c: str(c.first_try),
      "3 business days before the visit"),
    S("CONFIRM", "what needs preparing", bound("visit_needs"),
      (None, None, ("new patient", "procedure", "interpreter", "transport", "fasting"))),
    S("CONFIRM", "a day earlier", moves("visit_needs"),
      {"first": "3 business days before the visit"}),
    S("CONFIRM", "four ticks, a change, or two tries and a message", ways("confirmed"),
      [["date_confirmed", "time_confirmed", "place_confirmed", "preparation_confirmed"],
       ["change_opened"], ["two_tries", "written_message"]]),
    S("CONFIRM", "two days before, and the day before by noon", tries,
      [("2 business days before the visit", [PART], ""),
       ("1 business day before the visit", [NUMBER], "1 business day before the visit at 12:00")]),
    S("CONFIRM", "the appointment voicemail with consent", voicemail, ("VM-1", "VM-A", ())),
    S("CONFIRM", "to the scheduling lead", lambda c: chain(c)[0], Post.SCHEDULING_LEAD),
    S("CONFIRM", "a visit that begins unconfirmed is a decision", lambda c: c.unreachable.instead,
      "the visit began unconfirmed: a person says whether they came"),
    S("INTAKE", "front desk and assistants", works, (DESK, [], [])),
    S("INTAKE", "visit on the next business day", bound("business_days_to_visit"), (None, 1, ())),
    S("INTAKE", "the same day, within 120 business minutes", moves("business_days_to_visit"),
      {"first": "120 business minutes", "end": "same business day"}),
    S("INTAKE", "what blocks the visit: the clinician hears by closing", moves("missing_item"),
      {"first": "by closing", "tell": Post.CLINICIAN_ON_DUTY}),
    S("INTAKE", "identity card, guardian's consent, referral, authorisation",
      bound("missing_item"),
      (None, None, ("identity card", "guardian’s consent", "referral", "authorisation"))),
    S("INTAKE", "received and checked, or a clear way and day", ways("document"),
      [["received_and_checked"], ["way_to_send", "deadline"]]),
    S("INTAKE", "three tries", tries, THREE_TRIES),
    S("INTAKE", "plain voicemail", voicemail, ("VM-1", "", ())),
    S("INTAKE", "to the front desk's lead", lambda c: chain(c)[0], Post.FRONT_DESK_LEAD),
    S("INTAKE", "never closed in silence", lambda c: c.unreachable.instead,
      "before the visit it goes on the check-in list; it is never closed in silence"),
    S("INTAKE", "and nobody may decide otherwise", unreachable, ([], 0, False, False)),
    S("REFER", "front desk, assistants, the referral coordinator", works,
      (DESK, [], [Post.REFERRAL_COORDINATOR])),
    S("REFER", "visit within three business days", bound("business_days_to_visit"),
      (None, 3, ())),
    S("REFER", "the same day", moves("business_days_to_visit"), {"end": "same business day"}),
    S("REFER", "an urgent referral the same day", moves("urgent_referral"),
      {"end": "same business day"}),
    S("REFER", "their own records: 30 days by law", moves("records_request"),
      {"by law": "30 calendar days"}),
    S("REFER", "where it stands, from whom, reference, date", ways("status"),
      [["status_is", "status_from", "reference", "status_date"]]),
    S("REFER", "told the next step and by when", ways("told"),
      [["next_step_told", "next_step_by"], ["written_message"]]),
    S("REFER", "three tries", tries, THREE_TRIES),
    S("REFER", "plain voicemail", voicemail, ("VM-1", "", ())),
    S("REFER", "to the referral coordinator", lambda c: chain(c)[0], Post.REFERRAL_COORDINATOR),
    S("REFER", "after three tries and a message", unreachable, AFTER_THREE_AND_A_LETTER),
    S("BILL", "billing staff; an assistant states facts and hands on", works,
      (["front_desk", "manager"], ["assistant", "clinician"], [Post.BILLING])),
    S("BILL", "a coverage question with a visit within two days",
      moves("coverage_question", "business_days_to_visit"),
      {"first": "by closing", "end": "same business day"}),
    S("BILL", "two business days", bound("business_days_to_visit"), (None, 2, ())),
    S("BILL", "hardship or collections: the billing lead", moves("hardship_or_collections"),
      {"tell": Post.BILLING_LEAD}),
    S("BILL", "answered from the record or handed to a named biller", ways("answer"),
      [["answered_from_record"], ["accepted"]]),
    S("BILL", "no coverage promised", ways("coverage"), [["no_promise"]]),
    S("BILL", "next step and date", ways("next"), [["next_step_told", "next_step_by"]]),
    S("BILL", "three tries", tries, THREE_TRIES),
    S("BILL", "the voicemail says neither amount nor balance", voicemail,
      ("VM-1", "", ("balance", "amount", "bill"))),
    S("BILL", "to the billing lead", lambda c: Post.BILLING_LEAD in chain(c), True),
    S("BILL", "after three tries and a letter", unreachable,
      (["front_desk", "manager"], 3, True, False)),
    S("ACCESS", "front desk and assistants", works, (DESK, [], [])),
    S("ACCESS", "visit within two business days", bound("business_days_to_visit"),
      (None, 2, ())),
    S("ACCESS", "60 business minutes", moves("business_days_to_visit"),
      {"first": "60 business minutes"}),
    S("ACCESS", "the need on their record", ways("need"), [["need_recorded"]]),
    S("ACCESS", "booked with reference, or an alternative", ways("arranged"),
      [["booked_reference"], ["alternative_agreed"]]),
    S("ACCESS", "told in their language", ways("told"), [["told_in_language"]]),
    S("ACCESS", "three tries", tries, THREE_TRIES),
    S("ACCESS", "plain voicemail", voicemail, ("VM-1", "", ())),
    S("ACCESS", "to the front desk's lead", lambda c: chain(c)[0], Post.FRONT_DESK_LEAD),
    S("ACCESS", "after three tries", unreachable, (DESK, 3, False, False)),
    S("CONCERN", "manager and privacy officer; others hand on", works,
      (["manager"], ["assistant", "clinician", "front_desk"],
       [Post.MANAGER, Post.PRIVACY_OFFICER])),
    S("CONCERN", "told to the wrong person: the privacy officer within the hour",
      moves("privacy_breach"),
      {"first": "60 business minutes", "tell": Post.PRIVACY_OFFICER}),
    S("CONCERN", "a threat is an emergency", moves("threat_or_violence"),
      {"level": Level.EMERGENCY, "becomes": "EMERG"}),
    S("CONCERN", "acknowledged by a named manager", ways("acknowledged"), [["accepted"]]),
    S("CONCERN", "facts recorded", ways("facts"), [["what_happened"]]),
    S("CONCERN", "outcome and date told", ways("outcome"), [["outcome_told", "outcome_date"]]),
    S("CONCERN", "an incident if privacy", ways("incident"), [["incident_noted"]]),
    S("CONCERN", "only then", only_when("incident"), {"privacy_breach"}),
    S("CONCERN", "three tries", tries, THREE_TRIES),
    S("CONCERN", "plain voicemail", voicemail, ("VM-1", "", ())),
    S("CONCERN", "manager, privacy officer, medical director", chain,
      [Post.MANAGER, Post.PRIVACY_OFFICER, Post.MEDICAL_DIRECTOR]),
    S("CONCERN", "unreachable: only a manager", unreachable, (["manager"], 3, True, False)),
    S("DOCUMENT", "no call to the patient", lambda c: (c.needs_contact, c.attempts), (False, ())),
    S("DOCUMENT", "who knows it adds it, or says why not", ways("completed"),
      [["piece_added"], ["cannot_recover"]]),
]  # fmt: skip
