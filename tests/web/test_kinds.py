"""The pages of the kinds of request: read by everybody, changed by a manager, never silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.models import CategoryVersion
from ringback.queries.scope import scope
from ringback.rules import categoryfile, categorywrite
from ringback.rules.policyfile import ALWAYS
from tests import records
from tests.cast import came_in
from tests.house.test_words import seen
from tests.signing import signed_in
from tests.web.kindform import buttons, fields, opened

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast


def changed(client: Client, code: str = "NEWPT", **given: object) -> tuple[int, bytes]:
    """Save the form as it is opened, but for what is given."""
    form = {**opened(client, code), "do": "save", "reason": "because", **given}
    answer = client.post(f"/setup/kinds/{code}/change", form)
    return answer.status_code, answer.content


def versions(cast: Cast, code: str = "NEWPT") -> list[tuple[int, str, str]]:
    with scope(cast.practice_id):
        found = CategoryVersion.objects.filter(code=code).order_by("version")
        return [(each.version, each.author.name, each.reason) for each in found]


def test_the_list_names_every_kind_with_who_and_how_soon(cedar: Cast) -> None:
    words = " ".join(seen(signed_in(cedar.dana).get("/setup/kinds").content).split())
    assert (
        "New patient or appointment request virtual medical assistant, front desk, clinician or "
        "manager 120 business minutes 1 business day 1 IT, at the server, " in words
    )
    assert words.count("the default pathway") == 17


@pytest.mark.parametrize("who", ["dana", "vik", "osei", "mara", "ines"])
def test_everybody_may_read_how_each_is_worked(cedar: Cast, who: str) -> None:
    client = signed_in(getattr(cedar, who))
    pages = ["", "/NEWPT", "/NEWPT/1", "/NEWPT/compare?one=1&other=1"]
    answers = [client.get(f"/setup/kinds{each}") for each in pages]
    assert [each.status_code for each in answers] == [200] * 4
    may = who in {"mara", "ines"}
    assert (b"/setup/kinds/NEWPT/change" in answers[1].content) is may


def test_the_setup_page_leads_there(cedar: Cast) -> None:
    assert b'href="/setup/kinds"' in signed_in(cedar.dana).get("/setup").content


@pytest.mark.parametrize(
    "address",
    ["NOPE", "NEWPT/2", "NEWPT/compare?one=1&other=9", "NEWPT/compare", "NEWPT/compare?one=x"],
)
def test_what_is_not_there_is_not_there(cedar: Cast, address: str) -> None:
    assert signed_in(cedar.mara).get(f"/setup/kinds/{address}").status_code == 404


def test_another_practice_sees_nothing_of_a_change(cedar: Cast, elm: Cast) -> None:
    assert changed(signed_in(cedar.mara), name="Cedar’s own words")[0] == 302
    client = signed_in(elm.mara)
    pages = ["", "/NEWPT", "/NEWPT/change"]
    said = b"".join(client.get(f"/setup/kinds{each}").content for each in pages)
    assert "Cedar’s own words" not in said.decode()
    assert client.get("/setup/kinds/NEWPT/2").status_code == 404
    assert versions(elm) == [(1, "command line", "the default pathway")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_only_read_is_refused_and_that_is_written_down(cedar: Cast, method: str) -> None:
    client = signed_in(cedar.dana)
    answer = getattr(client, method)("/setup/kinds/NEWPT/change", {"do": "save"})
    restored = client.post("/setup/kinds/NEWPT/1/restore", {"seen": "1"})
    assert (answer.status_code, restored.status_code) == (403, 403)
    refused = records.journal(cedar, "setup opened", "pathway restored", refused=True)
    assert [(each.verb, each.actor_id) for each in refused] == [
        ("setup opened", cedar.dana.person_id),
        ("pathway restored", cedar.dana.person_id),
    ]
    assert versions(cedar) == [(1, "command line", "the default pathway")]


@pytest.mark.parametrize("code", sorted(ALWAYS))
def test_a_form_sent_back_as_it_was_opened_changes_nothing(cedar: Cast, code: str) -> None:
    status, page = changed(signed_in(cedar.mara), code)
    assert (status, "Nothing is different from what is set now." in page.decode()) == (422, True)
    assert len(versions(cedar, code)) == 1


def test_a_change_is_the_next_version_with_its_author_and_reason(cedar: Cast) -> None:
    given = {"first_action.amount": "60", "reason": "patients waited too long"}
    assert changed(signed_in(cedar.mara), **given)[0] == 302
    assert versions(cedar)[1:] == [(2, "Mara Lindt", "patients waited too long")]
    (entry,) = records.journal(cedar, "pathway changed")
    assert entry.details == {"code": "NEWPT", "version": 2, "reason": "patients waited too long"}
    page = " ".join(seen(signed_in(cedar.dana).get("/setup/kinds/NEWPT").content).split())
    assert "Version 2, Mara Lindt" in page
    assert "First action within 60 business minutes" in page
    assert "patients waited too long" in page


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept(cedar: Cast) -> None:
    given = {
        "name": "",
        "first_action.amount": "soon",
        "tighten.0.words": "said otherwise",
        "reason": " ",
    }
    status, page = changed(signed_in(cedar.mara), **given)
    text = page.decode()
    assert status == 422
    for field, words in (
        ("name", "Fill in “Name”."),
        ("first_action", "Write a whole number and choose in what it is counted."),
        ("reason", "Say why you change it"),
    ):
        assert f'<a href="#{field}">{words}' in text.replace("\n", "")
        assert f'id="{field}"' in text
    kept = fields(page)
    assert (kept["first_action.amount"], kept["tighten.0.words"]) == (["soon"], ["said otherwise"])
    assert len(versions(cedar)) == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"handlers.work": []}, "Nobody may handle this: name at least one role that works it."),
        ({"resolve.amount": "5", "resolve.unit": "business minutes"},
         "The end (5 business minutes) is sooner than the first action (120 business minutes)."),
        ({"first_action.amount": "0"}, "That leaves no time at all."),
        ({"first_action.amount": "99999"}, "That is longer than any promise: check the number."),
        ({"first_action.at": "25:00"}, "Write a whole number and choose in what it is counted."),
        ({"resolve.unit": "business days before the visit", "resolve.at": "25:00"},
         "Write an hour such as 15:00."),
        ({"tighten.0.when.0.fact": ""}, "Add a condition: a rule without one never holds."),
        ({"tighten.0.when.0.how": "at_least", "tighten.0.when.0.value": "2"},
         "“symptoms are mentioned” is so or it is not: choose “is so”."),
        ({"tighten.0.when.0.fact": "contacts_in_two_days"},
         "“times they reached out about this within 48 hours” is a number"),
        ({"tighten.0.also": ""}, "This changes nothing: say what it moves, raises or tells."),
        ({"tighten.0.also": "GONE"}, "GONE is no kind of request."),
        ({"done.0.words": ""}, "Fill in “What the list says is needed”."),
        ({"done.0.any_of.0.all.0.words": ""}, "Fill in “What”."),
        ({"done.0.any_of.0.all.0.kind": "choice"},
         "A choice needs at least two values to choose from."),
        ({"escalation.0.post": ""}, "Choose one."),
        ({"unreachable.after_tries": "many"},
         "“After so many tries” is a whole number from 0 to 20."),
        ({"reason": "x" * 201}, "Say why in at most 200 letters."),
    ],
)  # fmt: skip
def test_every_kind_of_mistake_is_told_in_words(
    cedar: Cast, given: dict[str, object], words: str
) -> None:
    status, page = changed(signed_in(cedar.mara), **given)
    assert status == 422
    assert words in seen(page)


def test_a_form_nobody_of_us_made_is_never_a_crash(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    for form in (
        {},
        {"do": "save"},
        {"do": "add:name"},
        {"do": "add:done.9.any_of"},
        {"do": "remove:done.7"},
        {"do": "remove:name.0"},
        {"do": "remove:"},
        {"tighten": "x", "tighten.0": "y", "tighten.0.when.0.fact": "z", "do": "save"},
        {"done.99999999999999999999.words": "x", "seen": "²", "do": "save"},
        {".".join("a" * 30): "x", "done.0.any_of.0.all": "x", "do": "try"},
    ):
        assert client.post("/setup/kinds/NEWPT/change", form).status_code in {200, 412, 422}


def test_entries_are_added_and_taken_out_without_scripts_and_nothing_typed_is_lost(
    cedar: Cast,
) -> None:
    client, there = signed_in(cedar.mara), "/setup/kinds/NEWPT/change"
    form: dict[str, object] = {**opened(client, "NEWPT"), "name": "Half typed"}
    page = client.post(there, {**form, "do": "add:tighten"}).content
    assert b'name="tighten.1.words"' in page
    page = client.post(there, {**fields(page), "do": "add:tighten.1.when"}).content
    page = client.post(there, {**fields(page), "do": "add:done.0.any_of"}).content
    page = client.post(there, {**fields(page), "do": "add:done.0.any_of.4.all"}).content
    found = fields(page)
    assert found["name"] == ["Half typed"]
    assert {"tighten.1.when.1.fact", "done.0.any_of.4.all.1.words"} <= set(found)
    assert buttons(page)[:2] == ["try", "save"]
    page = client.post(there, {**found, "do": "remove:done.0.any_of.0"}).content
    assert fields(page)["done.0.any_of.0.all.0.words"] == ["Put on the wait list on"]
    page = client.post(there, {**fields(page), "do": "remove:tighten.0"}).content
    assert "tighten.1.words" not in fields(page)
    assert len(versions(cedar)) == 1


def test_a_new_rule_and_a_new_way_to_be_done_are_saved_as_they_were_put(cedar: Cast) -> None:
    client, there = signed_in(cedar.mara), "/setup/kinds/NEWPT/change"
    page = client.post(there, {**opened(client, "NEWPT"), "do": "add:tighten"}).content
    page = client.post(there, {**fields(page), "do": "add:done"}).content
    form: dict[str, object] = {
        **fields(page),
        "tighten.1.words": "visit tomorrow: moved earlier",
        "tighten.1.when.0.fact": "business_days_to_visit",
        "tighten.1.when.0.how": "at_most",
        "tighten.1.when.0.value": "1",
        "tighten.1.first_action.amount": "30",
        "tighten.1.first_action.unit": "business minutes",
        "tighten.1.tell": "scheduling_lead",
        "done.3.words": "say which office",
        "done.3.any_of.0.all.0.words": "Which office",
        "done.3.any_of.0.all.0.kind": "choice",
        "done.3.any_of.0.all.0.choices": "North\r\nSouth\r\n",
        "done.3.any_of.0.all.0.needs": "reached",
        "do": "save",
        "reason": "two offices now",
    }
    assert client.post(there, form).status_code == 302
    with scope(cedar.practice_id):
        kept = CategoryVersion.objects.get(code="NEWPT", version=2).pathway
    assert kept["tighten"][1] == {
        "when": {"business_days_to_visit": {"at_most": 1}},
        "words": "visit tomorrow: moved earlier",
        "first_action": "30 business minutes",
        "tell": "scheduling_lead",
    }
    assert kept["done"][3] == {
        "code": "say_which_office",
        "words": "say which office",
        "any_of": [
            {
                "all": [
                    {
                        "code": "which_office",
                        "words": "Which office",
                        "kind": "choice",
                        "choices": ["North", "South"],
                        "needs": "reached",
                    }
                ]
            }
        ],
    }
    assert categorywrite.written(categoryfile.read(kept)) == kept


def test_somebody_elses_change_meanwhile_is_told_and_what_was_typed_is_kept(cedar: Cast) -> None:
    mara, ines = signed_in(cedar.mara), signed_in(cedar.ines)
    form = {**opened(mara, "NEWPT"), "do": "save", "reason": "mine", "first_action.amount": "60"}
    assert changed(ines, **{"first_action.amount": "90"})[0] == 302
    answer = mara.post("/setup/kinds/NEWPT/change", form)
    said = seen(answer.content)
    assert answer.status_code == 412
    assert "Ines Okafor changed this at" in said
    assert b"/setup/kinds/NEWPT/compare?one=1&amp;other=2" in answer.content
    kept = fields(answer.content)
    assert (kept["first_action.amount"], kept["reason"]) == (["60"], ["mine"])
    assert len(versions(cedar)) == 2
    assert mara.post("/setup/kinds/NEWPT/change", {**kept, "do": "save"}).status_code == 302
    assert [each[1] for each in versions(cedar)][1:] == ["Ines Okafor", "Mara Lindt"]


def test_two_versions_are_compared_in_words(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    assert (
        changed(client, **{"first_action.amount": "60", "tighten.0.words": "new words"})[0] == 302
    )
    page = client.get("/setup/kinds/NEWPT/compare?one=1&other=2").content.decode()
    words = " ".join(seen(page.encode()).split())
    assert "First action within changed 120 business minutes 60 business minutes" in words
    assert "new words added" in words
    assert "symptoms too: a clinical question was opened taken out" in words
    assert "Finished within" not in words
    same = client.get("/setup/kinds/NEWPT/compare?one=2&other=2").content
    assert "They say the same." in seen(same)


def test_an_earlier_version_is_restored_as_a_new_one_that_says_so(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    assert changed(client, **{"first_action.amount": "60"})[0] == 302
    page = client.get("/setup/kinds/NEWPT").content
    assert b'action="/setup/kinds/NEWPT/1/restore"' in page
    answer = client.post("/setup/kinds/NEWPT/1/restore", {"seen": "2"})
    assert answer.status_code == 302
    assert versions(cedar)[2:] == [(3, "Mara Lindt", "version 1 restored")]
    assert "They say the same." in seen(
        client.get("/setup/kinds/NEWPT/compare?one=1&other=3").content
    )
    (entry,) = records.journal(cedar, "pathway restored")
    assert entry.details["restored"] == 1
    again = client.post("/setup/kinds/NEWPT/1/restore", {"seen": "2"})
    assert again.status_code == 412
    assert client.post("/setup/kinds/NEWPT/9/restore", {"seen": "3"}).status_code == 404
    assert len(versions(cedar)) == 3


def test_trying_a_change_saves_nothing_and_says_what_it_would_have_meant(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    form: dict[str, object] = {**opened(client, "NEWPT"), "first_action.amount": "60"}
    answer = client.post("/setup/kinds/NEWPT/change", {**form, "do": "try"})
    assert answer.status_code == 200
    nothing = "None of these came in during the last 30 days, so there is nothing to try it on."
    assert nothing in seen(answer.content)
    assert fields(answer.content)["first_action.amount"] == ["60"]
    wrong = client.post("/setup/kinds/NEWPT/change", {**form, "name": "", "do": "try"})
    assert (wrong.status_code, "Fill in “Name”." in seen(wrong.content)) == (422, True)
    assert len(versions(cedar)) == 1


def test_a_callback_says_which_version_judges_it_and_keeps_it(cedar: Cast) -> None:
    found = came_in(cedar.dana, category="NEWPT")
    client = signed_in(cedar.mara)
    assert changed(client, **{"first_action.amount": "60"})[0] == 302
    old = client.get(f"/callbacks/{found.callback_id}").content.decode()
    assert 'href="/setup/kinds/NEWPT/1"' in old
    assert "Judged by version 1 of “New patient or appointment request”" in seen(old.encode())
    new = came_in(cedar.dana, category="NEWPT")
    page = client.get(f"/callbacks/{new.callback_id}").content.decode()
    assert 'href="/setup/kinds/NEWPT/2"' in page
    earlier = seen(client.get("/setup/kinds/NEWPT/1").content)
    assert "This is an earlier version. Version 2 holds now." in earlier


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connections["default"]) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    "address", ["/setup/kinds", "/setup/kinds/NEWPT", "/setup/kinds/NEWPT/change"]
)
def test_more_versions_cost_no_more_statements(cedar: Cast, address: str) -> None:
    client = signed_in(cedar.mara)
    one = cost(client, address)
    for amount in ("60", "61", "62"):
        assert changed(client, **{"first_action.amount": amount})[0] == 302
    assert cost(client, address) == one > 0


def test_the_list_is_one_statement_of_its_own(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    client.get("/setup/kinds")
    with CaptureQueriesContext(connections["default"]) as found:
        client.get("/setup/kinds")
    asked = [each["sql"] for each in found if "category_version" in each["sql"]]
    assert len(asked) == 1
