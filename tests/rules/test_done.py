"""When a callback may be called done."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import categoryfile, done
from ringback.rules.access import Role
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result, Try
from ringback.rules.category import Fact, FactKind, Post
from ringback.rules.done import NotReached, Progress
from tests.rules.pathways import NEW_YORK, PATHWAYS, data, pathway

NOTE = "Reached the patient, who wants Tuesday; booked and confirmed."
ABOUT_THE_NOTE = "the note: who was reached, what was said, and what happens next"
CALLED = "what happened when you called"


TODAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
REACHED = (Result.REACHED_PATIENT,)
SILENT = (Result.NO_ANSWER,)


def so_far(
    facts: Mapping[str, object] | None = None,
    results: Iterable[Result] = REACHED,
    kinds: Iterable[Kind] = (Kind.MISSED_CALL,),
    note: str = NOTE,
    apart: timedelta = timedelta(minutes=1),
) -> Progress:
    """Tries with these results, one after the other, by default within one part of the day."""
    tries = [Try(result=each, happened_at=MORNING + n * apart) for n, each in enumerate(results)]
    return done.so_far(
        done.Record(facts=facts or {}, tries=tries, kinds=kinds, note=note), zone=NEW_YORK
    )


def missing(name: str, progress: Progress) -> list[tuple[str, str]]:
    return [(each.code, str(each)) for each in done.missing_for_done(pathway(name), progress)]


REASON = ("reason", "reach them, learn the reason")
VISIT = ("visit", "book or offer the wait list")
COVERAGE = ("coverage", "no cost or coverage promised")
FORMS = ("forms", "send the intake form, as they allow")
BOOKED = {"booked_for": "2026-11-24T10:30", "booked_with": "Dr. Osei, Main Street"}
NO_FORMS = {"forms_not_needed": True}
DOCUMENT = ("document", "the missing item, or how and when")


@pytest.mark.parametrize(
    ("name", "progress", "expected"),
    [
        ("missed", so_far(), [REASON]),
        ("missed", so_far({"reason_learned": "a refill"}), []),
        ("missed", so_far({"reason_learned": "  "}), [REASON]),
        ("missed", so_far({"nothing_needed": True}), []),
        ("missed", so_far({"nothing_needed": False}), [REASON]),
        ("missed", so_far({"two_tries": True}), [REASON]),
        ("missed", so_far(results=2 * SILENT, apart=timedelta(hours=4)), [REASON]),
        (
            "missed",
            so_far({"nothing_written_allowed": True}, results=2 * SILENT, apart=timedelta(hours=4)),
            [],
        ),
        ("missed", so_far({"nothing_written_allowed": True}, results=2 * SILENT), [REASON]),
        ("missed", so_far(results=()), [REASON, ("contact", CALLED)]),
        ("missed", so_far(note=""), [REASON, ("note", "a note the next colleague can act on")]),
        ("missed", so_far(note="left message"), [REASON, ("note", ABOUT_THE_NOTE)]),
        ("new_patient", so_far(), [VISIT, COVERAGE, FORMS]),
        ("new_patient", so_far(BOOKED), [COVERAGE, FORMS]),
        (
            "new_patient",
            so_far({"booked_for": BOOKED["booked_for"], **NO_FORMS}),
            [VISIT, COVERAGE],
        ),
        ("new_patient", so_far({**BOOKED, "booked_for": "Tuesday"}), [VISIT, COVERAGE, FORMS]),
        ("new_patient", so_far({"wait_list_since": "2026-11-24", "no_promise": True}), [FORMS]),
        ("new_patient", so_far({"declined_because": "moved", "no_promise": True, **NO_FORMS}), []),
        (
            "new_patient",
            so_far({"other_care": "urgent care", "no_promise": False, **NO_FORMS}),
            [COVERAGE],
        ),
        ("new_patient", so_far({**BOOKED, "no_promise": True, "forms_sent": "by text"}), []),
        ("intake", so_far({"received_and_checked": True}), []),
        ("intake", so_far({"way_to_send": "by post"}), [DOCUMENT]),
        ("intake", so_far({"deadline": "2026-12-01"}), [DOCUMENT]),
        ("intake", so_far({"way_to_send": "by post", "deadline": "2026-12-01"}), []),
        ("unsorted", so_far(note=""), [("sorted", "read or listen, then sort it")]),
    ],
)
def test_what_is_missing_is_named(
    name: str, progress: Progress, expected: list[tuple[str, str]]
) -> None:
    assert missing(name, progress) == expected


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        ("missed", {}, "reach them, learn the reason"),
        ("missed", {"nothing_needed": True}, ""),
        ("new_patient", {}, "book or offer the wait list"),
        ("new_patient", BOOKED, "no cost or coverage promised"),
    ],
)
def test_the_list_shows_the_first_thing_still_needed(
    name: str, facts: dict[str, object], expected: str
) -> None:
    assert done.outcome_needed(pathway(name), so_far(facts)) == expected


def test_the_list_asks_for_the_call_where_nothing_else_is_needed() -> None:
    given = so_far({"received_and_checked": True}, results=())
    assert done.outcome_needed(pathway("intake"), given) == CALLED
    tried = so_far({"received_and_checked": True}, results=SILENT)
    assert done.outcome_needed(pathway("intake"), tried) == ""


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("booked_for", "Tuesday"),
        ("booked_for", 5),
        ("booked_for", "2026-11-24T10:30-05:00"),
        ("wait_list_since", "2026-13-01"),
        ("wait_list_since", None),
        ("declined_because", ""),
        ("declined_because", ["moved"]),
        ("declined_because", "a\x00b"),
        ("no_promise", "yes"),
        ("no_promise", 1),
    ],
)
def test_a_value_of_another_kind_is_unreadable_and_said_in_words(code: str, value: object) -> None:
    category = pathway("new_patient")
    words = next(fact.words for fact in category.facts() if fact.code == code)
    assert [
        (each.code, str(each)) for each in done.unreadable(category, {code: value}, today=TODAY)
    ] == [(code, f"{words}: what was given cannot be read")]


@pytest.mark.parametrize("code", ["nonsense", "two_tries"])
def test_what_is_not_asked_for_is_refused_and_never_repeated(code: str) -> None:
    wrong = done.unreadable(pathway("missed"), {code: True}, today=TODAY)
    assert [(each.code, str(each)) for each in wrong] == [
        ("unknown_fact", "something was given that this kind of request does not ask for")
    ]


@pytest.mark.parametrize(
    ("code", "value", "readable"),
    [
        ("booked_for", "2026-11-24T10:30", True),
        ("booked_for", "2025-11-22T10:30", True),
        ("booked_for", "2025-11-21T10:30", False),
        ("booked_for", "2029-11-25T10:30", True),
        ("booked_for", "2029-11-26T10:30", False),
        ("booked_for", "0001-01-01T00:00", False),
        ("wait_list_since", "9999-12-31", False),
        ("wait_list_since", "2026-11-01", True),
    ],
)
def test_a_day_nobody_can_mean_is_asked_about_again(code: str, value: str, readable: bool) -> None:
    category = pathway("new_patient")
    words = next(fact.words for fact in category.facts() if fact.code == code)
    found = [
        (each.code, str(each)) for each in done.unreadable(category, {code: value}, today=TODAY)
    ]
    assert found == ([] if readable else [(code, f"{words}: check the date, above all the year")])


def test_what_can_be_read_is_no_trouble() -> None:
    given = {"booked_for": "2026-11-24T10:30", "no_promise": True, "other_care": "a clinic"}
    assert done.unreadable(pathway("new_patient"), given, today=TODAY) == ()


GOOD = {
    FactKind.TICK: st.just(True),
    FactKind.TEXT: st.text(min_size=1).filter(str.strip),
    FactKind.DATE: st.dates().map(str),
    FactKind.MOMENT: st.datetimes().map(str),
    FactKind.NUMBER: st.integers(0, 1000),
}


def good(fact: Fact) -> st.SearchStrategy[object]:
    return st.sampled_from(fact.choices) if fact.choices else GOOD[fact.kind]


NAMES = st.sampled_from(["missed", "new_patient", "intake"])


@given(NAMES, st.data())
def test_more_facts_never_make_more_missing(name: str, data: st.DataObject) -> None:
    askable = [each for each in pathway(name).facts() if each.kind is not FactKind.COUNTED]
    every = {each.code: data.draw(good(each)) for each in askable}
    some = {code: every[code] for code in data.draw(st.sets(st.sampled_from(sorted(every))))}
    assert set(missing(name, so_far(every))) <= set(missing(name, so_far(some)))


def test_nothing_is_done_without_a_try_whatever_is_ticked() -> None:
    codes = ["reason_learned", "nothing_needed"]
    for chosen in chain.from_iterable(combinations(codes, size) for size in range(3)):
        progress = so_far(dict.fromkeys(chosen, True), results=())
        assert ("contact", CALLED) in missing("missed", progress)


def not_reached(words: str) -> str:
    return f"“{words}” is noted, but no try reached them. Log the call in which they said so."


ABOUT = "What they were calling about"
ONLY_THEY_CAN_TELL = [
    ("missed", "reason", {"reason_learned": "a refill"}, ABOUT),
    ("missed", "reason", {"nothing_needed": True}, "They said nothing is needed"),
    ("new_patient", "visit", BOOKED, "Booked for (day and time)"),
    ("new_patient", "visit", {"wait_list_since": "2026-11-24"}, "Put on the wait list on"),
    ("new_patient", "visit", {"declined_because": "moved"}, "The patient declined, because"),
    ("new_patient", "visit", {"other_care": "a clinic"}, "Given another source of care"),
    ("intake", "document", {"way_to_send": "post", "deadline": "2026-12-01"},
     "How they will send it"),
]  # fmt: skip
SPOKEN_TO = {Result.REACHED_PATIENT, Result.REACHED_AUTHORISED, Result.PATIENT_CALLED_US}
A_NO_IS_ENOUGH = {"reason_learned", "nothing_needed", "declined_because"}


@pytest.mark.parametrize("result", Result)
@pytest.mark.parametrize(("name", "code", "facts", "words"), ONLY_THEY_CAN_TELL)
def test_what_only_the_patient_can_tell_needs_a_try_that_reached_them(
    name: str, code: str, facts: dict[str, object], words: str, result: Result
) -> None:
    enough = SPOKEN_TO | ({Result.DECLINED} if facts.keys() & A_NO_IS_ENOUGH else set())
    progress = so_far({"no_promise": True, **NO_FORMS, **facts}, results=(result,))
    expected = [] if result in enough else [(code, not_reached(words))]
    assert missing(name, progress) == expected
    assert [each.results for each in gaps(name, progress)] == [enough for _ in expected]


def gaps(name: str, progress: Progress) -> list[NotReached]:
    found = done.missing_for_done(pathway(name), progress)
    return [each for each in found if isinstance(each, NotReached)]


@pytest.mark.parametrize(
    ("name", "facts"), [(name, facts) for name, _, facts, _ in ONLY_THEY_CAN_TELL]
)
def test_before_any_try_the_call_itself_is_what_is_missing(
    name: str, facts: dict[str, object]
) -> None:
    progress = so_far({"no_promise": True, **NO_FORMS, **facts}, results=())
    assert missing(name, progress) == [("contact", CALLED)]
    enough = SPOKEN_TO | ({Result.DECLINED} if facts.keys() & A_NO_IS_ENOUGH else set())
    assert [each.results for each in gaps(name, progress)] == [enough]


@pytest.mark.parametrize("kind", Kind)
def test_who_talks_to_somebody_here_was_reached_without_a_try_of_ours(kind: Kind) -> None:
    progress = so_far({"reason_learned": "a refill"}, results=(), kinds=(Kind.MISSED_CALL, kind))
    spoke = kind in {Kind.WALK_UP, Kind.LIVE_CALL}
    assert missing("missed", progress) == ([] if spoke else [("contact", CALLED)])


def test_later_silence_does_not_undo_a_talk() -> None:
    progress = so_far({"reason_learned": "a refill"}, results=REACHED + SILENT)
    assert missing("missed", progress) == []


def test_what_came_in_and_was_checked_needs_nobody_on_the_line() -> None:
    progress = so_far({"received_and_checked": True}, results=SILENT)
    assert missing("intake", progress) == []


def test_half_an_alternative_is_not_noted_yet() -> None:
    progress = so_far({"way_to_send": "by post"}, results=SILENT)
    assert missing("intake", progress) == [DOCUMENT]


def test_the_list_still_asks_for_what_is_noted_but_not_shown() -> None:
    progress = so_far({"reason_learned": "a refill"}, results=SILENT)
    assert done.outcome_needed(pathway("missed"), progress) == "reach them, learn the reason"


@given(NAMES, st.data())
def test_what_is_done_stays_done_after_another_try(name: str, data: st.DataObject) -> None:
    askable = [each for each in pathway(name).facts() if each.kind is not FactKind.COUNTED]
    facts = {each.code: data.draw(good(each)) for each in askable}
    results = data.draw(st.lists(st.sampled_from(Result), max_size=4))
    more = [*results, data.draw(st.sampled_from(Result))]
    if not missing(name, so_far(facts, results=results)):
        assert missing(name, so_far(facts, results=more)) == []


CLINICAL_WORDS = {"exact_words": "it hurts", "callback_number": "555-0110", "best_time": "any"}


TELL = ("told", "tell the patient what the clinician answered")
HAND_OFF, ANSWER = ("hand_off", "a clinician takes it"), ("answer", "a clinician’s answer")
BOOKED_BY_US = "“Booked for (day and time)” is for a clinician to write down."


def clinical(facts: Mapping[str, object], *by_clinician: str) -> list[tuple[str, str]]:
    record = done.Record(
        facts={**CLINICAL_WORDS, **facts},
        tries=[Try(result=Result.REACHED_PATIENT, happened_at=MORNING)],
        clinical=frozenset(by_clinician),
        note=NOTE,
    )
    return missing("clinical", done.so_far(record, zone=NEW_YORK))


@pytest.mark.parametrize(
    ("result", "minutes", "expected"),
    [
        (Result.REACHED_PATIENT, -1, [TELL]),
        (Result.NO_ANSWER, 1, [TELL]),
        (Result.VOICEMAIL_LEFT, 1, [TELL]),
        (Result.REACHED_PATIENT, 1, []),
        (Result.REACHED_AUTHORISED, 0, []),
        (Result.DECLINED, 1, []),
    ],
)
def test_an_answer_is_told_before_it_is_done(
    result: Result, minutes: int, expected: list[tuple[str, str]]
) -> None:
    at = MORNING + timedelta(minutes=minutes)
    record = done.Record(
        facts={**CLINICAL_WORDS, "accepted": True, "answer": "rest"},
        tries=[Try(result=result, happened_at=at)],
        answered_at=MORNING,
        note=NOTE,
    )
    progress = done.so_far(record, zone=NEW_YORK)
    assert missing("clinical", progress) == expected
    assert done.outcome_needed(pathway("clinical"), progress) == (TELL[1] if expected else "")


def test_whoever_may_work_it_and_holds_it_has_accepted_it() -> None:
    record = done.Record(facts=CLINICAL_WORDS, accepted=True)
    assert HAND_OFF not in missing("clinical", done.so_far(record, zone=NEW_YORK))


@pytest.mark.parametrize(
    ("clinician", "expected"), [(True, []), (False, [("answer", BOOKED_BY_US)])]
)
def test_who_gives_a_fact_now_decides_whether_it_counts_from_them(
    clinician: bool, expected: list[tuple[str, str]]
) -> None:
    record = done.Record(
        facts=CLINICAL_WORDS, tries=[Try(result=Result.REACHED_PATIENT, happened_at=MORNING)],
        accepted=True, note=NOTE,
    )  # fmt: skip
    given = {"visit_booked": "2026-11-24T10:30"}
    progress = done.with_given(done.so_far(record, zone=NEW_YORK), given, clinician=clinician)
    assert missing("clinical", progress) == expected


def test_a_fact_given_now_is_known_to_the_conditions_of_the_others() -> None:
    before = done.so_far(done.Record(said=("fever",)), zone=NEW_YORK)
    after = done.with_given(before, {"records_received": True}, clinician=False)
    assert after.known == {"fever": True, "records_received": True}


@pytest.mark.parametrize(
    ("facts", "by_clinician", "expected"),
    [
        ({}, (), [HAND_OFF, ANSWER]),
        ({"accepted": True}, (), [ANSWER]),
        ({"accepted": True, "answer": "rest"}, (), []),
        ({"accepted": True, "answer_2": "rest"}, (), []),
        ({"accepted": True, "answers": "rest"}, (), [ANSWER]),
        ({"accepted": True, "visit_booked": "2026-11-24T10:30"}, (), [("answer", BOOKED_BY_US)]),
        ({"accepted": True, "visit_booked": "2026-11-24T10:30"}, ("visit_booked",), []),
    ],
)
def test_a_clinical_question_waits_for_a_clinicians_own_words(
    facts: Mapping[str, object], by_clinician: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert clinical(facts, *by_clinician) == expected


CALLER = {
    "organisation": "a laboratory",
    "caller_name": "Ada",
    "callback_number": "555-0120",
    "reference": "K 7",
    "connected_live": True,
}


@pytest.mark.parametrize(
    ("said", "facts", "expected"),
    [
        (frozenset(), {}, []),
        (frozenset({"critical_or_stat"}), {}, [("read_back", "read the critical value back")]),
        (frozenset({"critical_or_stat"}), {"read_back_done": True}, []),
    ],
)
def test_some_things_are_only_asked_when_they_matter(
    said: frozenset[str], facts: Mapping[str, object], expected: list[tuple[str, str]]
) -> None:
    progress = done.so_far(
        done.Record(
            facts={**CALLER, **facts},
            tries=[Try(result=Result.REACHED_PATIENT, happened_at=MORNING)],
            kinds=(),
            said=said,
            note=NOTE,
        ),
        zone=NEW_YORK,
    )
    assert missing("professional", progress) == expected


def test_a_letter_is_a_message_once_it_is_a_try() -> None:
    tries = [
        Try(result=Result.NO_ANSWER, happened_at=MORNING),
        Try(result=Result.NO_ANSWER, happened_at=MORNING + timedelta(days=1, hours=5)),
    ]
    letter = Try(result=Result.NO_ANSWER, happened_at=MORNING, channel="letter")
    found = [
        done.so_far(done.Record(facts={}, tries=those, kinds=(), note=NOTE), zone=NEW_YORK)
        for those in (tries, [*tries, letter])
    ]
    assert [missing("missed", each) for each in found] == [[REASON], []]


def test_what_needs_no_call_is_done_without_one() -> None:
    progress = done.so_far(
        done.Record(
            facts={"piece_added": "the date of birth"},
            tries=[],
            kinds=(),
        ),
        zone=NEW_YORK,
    )
    assert missing("documentation", progress) == []


@pytest.mark.parametrize(
    ("code", "value", "readable"),
    [
        ("days_left", 2, True),
        ("days_left", 0, True),
        ("days_left", -1, False),
        ("days_left", True, False),
        ("days_left", "two", False),
        ("days_left", 100_000, True),
        ("days_left", 100_001, False),
        ("medicine_kind", "insulin", True),
        ("medicine_kind", "aspirin", False),
        ("decision", "needs a visit", True),
    ],
)
def test_numbers_and_choices_are_read_as_such(code: str, value: object, readable: bool) -> None:
    wrong = done.unreadable(pathway("medication"), {code: value}, today=TODAY, clinician=True)
    assert (wrong == ()) is readable


def test_what_is_given_now_is_read_and_counted_with_what_was_given_before() -> None:
    before = so_far({"no_promise": True, **NO_FORMS})
    given = {"wait_list_since": "2026-11-24", "sheep": True}
    found = done.in_the_way(pathway("new_patient"), before, given, today=TODAY)
    assert [(each.code, str(each)) for each in found] == [
        ("unknown_fact", "something was given that this kind of request does not ask for")
    ]
    assert done.in_the_way(pathway("new_patient"), before, {}, today=TODAY)[0].code == VISIT[0]


# What breaking the rules on purpose showed to be untested


def connected(said: frozenset[str], **facts: object) -> Progress:
    record = done.Record(
        facts={**CALLER, **facts}, tries=[Try(result=Result.REACHED_PATIENT, happened_at=MORNING)],
        said=said, note=NOTE,
    )  # fmt: skip
    return done.so_far(record, zone=NEW_YORK)


CRITICAL = frozenset({"critical_or_stat"})


def test_what_was_said_still_counts_when_more_is_given() -> None:
    category = pathway("professional")
    found = done.in_the_way(category, connected(CRITICAL), {"reference": "K 8"}, today=TODAY)
    assert [each.code for each in found] == ["read_back"]
    given = {"read_back_done": True}
    assert done.in_the_way(category, connected(CRITICAL), given, today=TODAY) == ()


def test_the_list_asks_only_for_what_matters_here() -> None:
    category = pathway("professional")
    assert done.outcome_needed(category, connected(CRITICAL)) == "read the critical value back"
    assert done.outcome_needed(category, connected(frozenset())) == ""


def test_whoever_is_no_clinician_gives_no_clinicians_fact() -> None:
    record = done.Record(
        facts=CLINICAL_WORDS, tries=[Try(result=Result.REACHED_PATIENT, happened_at=MORNING)],
        accepted=True, note=NOTE,
    )  # fmt: skip
    before, given = done.so_far(record, zone=NEW_YORK), {"visit_booked": "2026-11-24T10:30"}
    category = pathway("clinical")
    refused = done.in_the_way(category, before, given, today=TODAY)
    assert [(each.code, str(each)) for each in refused] == [("visit_booked", BOOKED_BY_US), ANSWER]
    assert done.unreadable(category, given, today=TODAY) == refused[:1]
    assert done.in_the_way(category, before, given, today=TODAY, clinician=True) == ()


def test_telling_them_comes_first_of_what_is_missing() -> None:
    record = done.Record(facts={"answer": "rest"}, answered_at=MORNING, note=NOTE)
    found = missing("clinical", done.so_far(record, zone=NEW_YORK))
    assert (found[0], len(found)) == (TELL, 4)


DESK, MANAGER, CLINICIAN = {Role.FRONT_DESK}, {Role.MANAGER}, {Role.CLINICIAN}


@pytest.mark.parametrize(
    ("name", "roles", "posts", "expected"),
    [
        ("billing", DESK, set(), False),
        ("billing", DESK, {Post.BILLING}, True),
        ("billing", DESK, {Post.BILLING_LEAD}, False),
        ("billing", MANAGER, set(), False),
        ("billing", CLINICIAN, set(), False),
        ("professional", DESK, set(), False),
        ("professional", MANAGER, set(), False),
        ("professional", CLINICIAN, set(), True),
        ("professional", CLINICIAN, {Post.NURSE}, True),
        ("clinical", CLINICIAN, set(), True),
        ("clinical", DESK, set(), False),
        ("concern", DESK, set(), False),
        ("concern", CLINICIAN, set(), False),
        ("concern", MANAGER, set(), True),
        ("concern", DESK, {Post.PRIVACY_OFFICER}, True),
        ("missed", MANAGER, {Post.MANAGER}, False),
    ],
)
def test_holding_it_is_accepting_it_only_for_whom_it_goes_to(
    name: str, roles: set[Role], posts: set[Post], expected: bool
) -> None:
    assert done.takes_on(pathway(name), roles=roles, posts=posts) is expected


def test_a_clinician_who_only_hands_it_on_does_not_accept_it_by_holding_it() -> None:
    on = data("clinical")
    on["handlers"] = {"work": ["manager"], "hand_off": ["clinician"], "posts": ["nurse"]}
    category = categoryfile.read(on)
    assert done.takes_on(category, roles=CLINICIAN, posts=set()) is False


def test_some_kinds_of_request_ask_who_took_it() -> None:
    names = sorted(path.stem for path in PATHWAYS.glob("*.toml"))
    assert [name for name in names if done.asks_who_took_it(pathway(name))] == [
        "billing",
        "clinical",
        "concern",
        "emergency",
        "medication",
        "professional",
        "result",
        "urgent",
    ]


def test_who_took_it_matters_where_that_is_what_was_promised_first() -> None:
    promised = data("missed") | {"first_action_is": "accepted by a named person"}
    kinds = [data("missed"), promised]
    found = [done.asks_who_took_it(categoryfile.read(each)) for each in kinds]
    assert found == [False, True]
