"""The forty negative tests of the trust promises, each with the tests that ask it.

A name that is not there fails. What is not built yet says which issue builds it; where only a part
is, that stands beside the tests of the other part. Whoever builds it puts its tests here.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Final

import pytest

TESTS = Path(__file__).resolve().parents[1]
LATER = ("issue 5", "issue 6", "issue 8")

MATRIX: Final = "house/test_matrix.py::"
SEES: Final = "queries/test_what_each_role_sees.py::"
WALLS: Final = "house/test_walls.py::"
ANSWER: Final = "house/test_every_answer.py::"
HOSTILE: Final = "house/test_hostile_words.py::"
SIGN_IN: Final = "web/test_signin.py::"
LINKS: Final = "web/test_links.py::"
GUESSING: Final = "web/test_guessing.py::"
OUT: Final = "web/test_out_at_once.py::"
PRACTICES: Final = "web/test_practices.py::"
PEOPLE: Final = "actions/test_people.py::"
VERIFYING: Final = "rules/test_verification.py::"
LEDGER: Final = "cli/test_ledger.py::"

IN_NEED = "web/test_in_need.py::"
FORTY: Final[dict[str, tuple[str, ...]]] = {
    # Another practice
    "1 read by id in every format": (
        f"{MATRIX}test_another_practices_thing_looks_like_one_that_never_was",
        "api/test_callback.py::test_another_practices_callback_is_the_same_404_as_an_absent_one",
    ),
    "2 write through one's own parent": (
        f"{WALLS}test_a_note_cannot_hang_on_another_practices_callback",
        f"{WALLS}test_no_row_is_moved_to_another_practice",
    ),
    "3 every second path: form, partial, machine door, command line": (
        f"{MATRIX}test_another_practices_thing_looks_like_one_that_never_was",
        "actions/test_act.py::test_another_practices_callback_is_as_absent_as_one_that_never_was",
        "cli/test_actor.py::test_who_is_not_of_the_practice_is_one_sentence",
        f"{PRACTICES}test_a_page_of_the_other_practice_left_open_changes_nothing_and_keeps_the_words",
    ),
    "4 list, search, count, export": (
        f"{HOSTILE}test_another_practices_patient_is_in_no_list_count_or_search",
        "queries/test_queue.py::test_what_is_closed_or_another_practices_is_not_in_the_queue",
        "web/test_ledger.py::test_another_practice_reads_nothing_of_it",
    ),
    "5 refer to a foreign id": (
        "house/test_catalogue.py::test_no_row_can_refer_to_another_practices_row",
        "house/test_catalogue.py::test_every_reference_to_a_practices_row_is_held_by_a_key",
        "actions/test_people.py::test_people_of_another_practice_are_nobody_here",
    ),
    "6 subscribe to live events": (
        "web/test_live.py::test_another_practices_change_is_heard_by_nobody_here",
        "web/test_live.py::test_it_hears_nothing_of_the_queue_and_that_is_written_down",
    ),
    "7 five hundred alternating requests on one pooled connection": (
        f"{WALLS}test_five_hundred_requests_in_turns_on_one_connection_never_mix",
        f"{WALLS}test_many_scopes_in_turn_on_the_same_connections_never_mix",
    ),
    "8 a job with the wrong or no practice": (
        f"{WALLS}test_without_a_practice_there_are_no_rows",
        f"{WALLS}test_without_a_practice_nothing_is_written",
        "actions/test_claim.py::test_lapsing_at_one_practice_touches_no_other",
        "jobs/test_mailing.py::test_one_practices_trouble_does_not_stop_the_others",
    ),
    # The assistant
    "9 an unclaimed item's protected fields are absent from the source": (
        f"{SEES}test_an_assistant_gets_nothing_of_it_at_any_door",
        f"{SEES}test_the_row_of_each_role_has_exactly_these_fields",
    ),
    "10 asked for by fields, sort or filter": (
        f"{HOSTILE}test_an_assistant_gets_no_more_by_asking_for_fields_sorting_or_filters",
        "queries/test_queue.py::test_a_lane_is_never_widened_by_asking",
    ),
    "11 a clinical note after hand-over": (
        f"{SEES}test_a_clinicians_note_is_for_clinicians_even_after_it_is_handed_back",
        f"{SEES}test_what_a_clinician_decided_is_only_said_to_be_there",
    ),
    "12 the sixth identity guess, and fifty in parallel": (
        f"{VERIFYING}test_the_fifth_wrong_answer_locks_the_check_and_leaves_the_rest_open",
        "issue 5",
    ),
    "13 break-glass": (
        f"{IN_NEED}test_nobody_else_may_and_nobody_else_is_offered_it",
        f"{IN_NEED}test_nothing_can_be_written_through_it",
        f"{IN_NEED}test_a_clinician_given_lanes_finds_by_the_whole_name_or_number_what_to_open_in_need",
        f"{IN_NEED}test_a_part_of_a_name_or_number_finds_nothing_outside_the_lanes",
        f"{IN_NEED}test_what_was_given_as_the_need_cannot_be_rewritten",
    ),
    "14 done by direct POST without facts or verification": (
        "actions/test_done.py::test_what_is_missing_is_named_and_what_was_written_is_kept",
        "actions/test_done.py::test_nothing_is_done_before_anybody_called",
        "issue 5",
    ),
    "15 lower urgency, move due, close what was handed up": (
        "actions/test_judging.py::test_only_a_clinician_says_that_something_pressing_is_not",
        "actions/test_sorting.py::test_what_waits_for_a_clinician_is_not_sorted_away",
        f"{HOSTILE}test_more_than_a_form_has_changes_nothing_more",
    ),
    "16 mass assignment of owner, role, practice, verified_by": (
        f"{HOSTILE}test_more_than_a_form_has_changes_nothing_more",
        f"{HOSTILE}test_a_machines_document_with_more_in_it_sets_nothing_more",
    ),
    "17 edit another's or a signed note": (
        "actions/test_note.py::test_only_who_holds_it_signs",
        f"{WALLS}test_what_was_written_stays_even_for_the_owner",
        "house/test_catalogue.py::test_the_app_changes_nothing_that_is_written_once",
    ),
    "18 ledger, people's figures, setup": (
        f"{MATRIX}test_each_role_gets_what_its_line_says",
        "issue 8",
    ),
    # The others
    "19 a manager makes themselves a clinician": (
        f"{PEOPLE}test_a_manager_gives_somebody_else_the_role_of_a_clinician_but_never_themselves",
        f"{HOSTILE}test_one_cannot_give_oneself_a_role_by_any_form_of_the_people_pages",
    ),
    "20 IT reads patient data": (
        "house/test_addresses.py::test_it_sees_no_patient_on_any_page",
        f"{SEES}test_who_sees_no_patient_has_no_row_and_no_page",
        "api/test_entrance.py::test_it_sees_and_does_nothing",
        f"{LINKS}test_it_lets_nobody_in_gives_no_role_and_reads_no_sign_ins",
    ),
    "21 session, token, stream and reset link of whoever left, dead in 5 s": (
        f"{OUT}test_session_token_stream_and_reset_link_of_whoever_left_are_dead_within_five_seconds",
        f"{SIGN_IN}test_whoever_left_is_out_at_once_everywhere",
        f"{LINKS}test_whoever_leaves_takes_their_invitations_and_links_for_others_with_them",
        "actions/test_leaving.py::test_a_page_of_somebody_who_has_left_meanwhile_takes_nothing",
        "actions/test_leaving.py::test_leaving_waits_for_what_is_being_taken_and_gives_it_back",
        "actions/test_desk.py::test_whoever_left_does_not_come_back",
        "web/test_desk.py::test_a_new_password_or_leaving_ends_it",
    ),
    "22 role lowered while the page is open": (
        f"{OUT}test_whose_role_is_lowered_while_the_page_is_open_is_refused_and_keeps_the_draft",
    ),
    "23 session fixation, Back after logout": (
        f"{GUESSING}test_a_session_somebody_else_planted_is_never_that_of_whoever_signs_in",
        f"{SIGN_IN}test_the_session_gets_a_new_name_when_somebody_signs_in",
        f"{OUT}test_back_after_signing_out_shows_nothing",
    ),
    "24 idle lock, draft only to the same person": (
        f"{SIGN_IN}test_a_screen_nobody_touches_locks_and_opens_where_it_was",
        "web/test_desk.py::test_alone_it_locks_after_five_minutes_and_elsewhere_after_fifteen",
        "web/test_desk.py::test_a_page_of_the_one_before_does_nothing_and_its_text_is_kept_for_them",
        "actions/test_note.py::test_a_draft_is_seen_by_its_author_alone",
    ),
    "25 guessing, enumeration, lock-out as a weapon": (
        f"{SIGN_IN}test_guessing_from_elsewhere_locks_nobody_out_at_their_own_desk",
        f"{GUESSING}test_a_known_and_an_unknown_address_are_answered_alike",
        f"{GUESSING}test_both_take_the_same_time",
        f"{GUESSING}test_a_flood_of_guesses_at_the_clinic_itself_locks_out_nobody_who_works_there",
        f"{GUESSING}test_a_flood_of_passkeys_at_the_clinic_keeps_nobody_from_their_own",
        f"{GUESSING}test_one_entry_tells_of_tries_that_were_too_many_in_each_quarter_of_an_hour",
    ),
    "26 MFA replay and skip": (
        f"{SIGN_IN}test_a_code_signs_in_once_only",
        f"{ANSWER}test_without_the_second_step_no_page_and_no_form_answers",
    ),
    "27 CSRF on every POST, no GET with side effects": (
        f"{ANSWER}test_a_form_without_its_mark_changes_nothing_at_any_address",
        f"{ANSWER}test_following_a_link_changes_nothing",
        f"{ANSWER}test_the_machine_door_takes_no_cookie",
    ),
    "28 forged, stale, replayed, re-ordered webhook on every route": ("issue 6",),
    "29 signed, but with a recording at an internal address": ("issue 6",),
    "30 a hostile recording": ("issue 6",),
    "31 stored script in every text field in every output": (
        f"{HOSTILE}test_no_page_runs_what_somebody_typed",
        f"{HOSTILE}test_no_refusal_runs_what_somebody_typed",
        f"{HOSTILE}test_the_machine_door_answers_with_text_that_is_no_page",
        f"{ANSWER}test_every_answer_carries_what_keeps_a_page_to_itself",
    ),
    "32 formula in CSV": (
        "web/test_ledger.py::test_a_file_has_the_list_and_no_formula",
        "cli/test_import.py::test_bad_rows_are_written_down_and_no_spreadsheet_runs_them",
        f"{HOSTILE}test_a_file_is_no_page_and_computes_nothing",
    ),
    "33 injection in sort, filter, search": (
        f"{HOSTILE}test_what_is_searched_for_is_looked_for_and_nothing_else",
        f"{HOSTILE}test_a_filter_a_sort_or_a_place_that_is_none_narrows_and_orders_nothing_else",
    ),
    "34 a canary patient in logs, addresses, errors, notifications, jobs, temporary files": (
        "house/test_canary.py::test_the_canary_is_found_on_no_place_but_screens_of_patients",
        "house/test_canary.py::test_where_it_is_put_it_is_found",
    ),
    "35 the text of notifications": (
        "house/test_mail_texts.py::test_a_text_has_a_place_for_nothing_of_a_patient",
        f"{WALLS}test_other_screens_are_told_ids_and_nothing_else",
    ),
    "36 the public form flooded": ("issue 6",),
    "37 claim fifty times, hand up twice": (
        "actions/test_claim.py::test_fifty_people_pressing_at_once_make_one_owner",
        "actions/test_waiting.py::test_handed_up_twice_at_once_it_is_asked_once",
    ),
    "38 ledger edited, truncated, its end cut": (
        f"{LEDGER}test_what_was_done_to_the_record_is_found_and_named",
        f"{LEDGER}test_a_record_that_was_emptied_is_found",
        f"{LEDGER}test_a_cut_end_is_found_by_a_checkpoint_only",
        f"{LEDGER}test_without_its_checkpoints_an_old_record_is_not_called_whole",
        f"{LEDGER}test_lines_taken_out_of_the_end_of_the_checkpoints_are_noticed",
        "engine/test_roles.py::test_the_app_role_may_not",
    ),
    "39 another user of the system at the server's socket and files": (
        "engine/test_home.py::test_another_person_of_this_system_reaches_neither_socket_nor_files",
        "engine/test_session.py::test_a_home_and_all_in_it_are_closed_to_others",
    ),
    "40 gates of the supply chain that count what they audited": (
        "house/test_gates.py::test_an_audit_of_nothing_fails",
        "house/test_gates.py::test_where_no_index_answers_it_says_so_and_that_is_no_pass",
    ),
}


@cache
def written(file: str) -> frozenset[str]:
    """The tests of a file, from its source: none has to be run for this."""
    path = TESTS / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


def there(test: str) -> bool:
    """Whether a test of this name, "folder/file.py::function", is there to be run."""
    file, _, name = test.partition("::")
    return name.startswith("test_") and name in written(file)


def test_there_are_forty() -> None:
    assert [int(name.split()[0]) for name in FORTY] == list(range(1, 41))


@pytest.mark.parametrize("name", FORTY)
def test_each_of_them_is_there_by_name(name: str) -> None:
    assert [each for each in FORTY[name] if each not in LATER and not there(each)] == []


def test_a_name_that_is_not_there_is_noticed() -> None:
    assert not there("house/test_forty.py::test_nothing_of_the_kind")
    assert not there("house/test_no_such_file.py::test_there_are_forty")
    assert not there("house/test_forty.py::written")
    assert there("house/test_forty.py::test_there_are_forty")


def test_no_more_than_these_wait_for_what_is_not_built() -> None:
    waiting = {name.split()[0] for name, tests in FORTY.items() if not set(tests) - set(LATER)}
    assert waiting == {"28", "29", "30", "36"}
