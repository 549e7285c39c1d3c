"""The front desk brings the other system's list of patients, corrects it, and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.patientlists import a_list, on_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

HEADER = "Paciente,Nacido el,Teléfono,Reglas de contacto"
LIST = a_list(
    '"García, Ana",14/03/1979,(202) 555-0147,no voicemails',
    "Tom Whitfield,02/01/1950,202-555-0148,",
    "Lee Ong,,202-555-0149,",
    header=HEADER,
)
FILE = {"name": "patients.csv", "mimeType": "text/csv", "buffer": LIST}


def test_a_list_comes_in_is_found_and_is_taken_back(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    page = at_work(cedar.dana)
    page.goto("/imports")
    page.get_by_role("link", name="Bring a patient list").click()
    page.set_input_files("#file", FILE)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_text("No column is said to hold the birth date or the record number.").wait_for()

    page.get_by_label("Nacido el").select_option(label="the birth date")
    page.get_by_role("button", name="Look again").click()
    page.get_by_text("3 rows: 2 new patients, 1 not usable.").wait_for()
    assert "Read as day before month" in page.locator("main").inner_text()
    assert page.get_by_role("row", name="Ana García (202) 555-0147").count() == 1
    assert on_file(cedar.dana) == []

    page.get_by_role("button", name="Put them on file").click()
    page.get_by_text("2 new patients, 1 not usable.").wait_for()
    assert [each.name for each in on_file(cedar.dana)] == ["Ana García", "Tom Whitfield"]

    page.get_by_role("link", name="See the queue").click()
    page.get_by_label("Search name or last four digits").fill("garc")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Patients on file").wait_for()
    page.get_by_text("Ana García").wait_for()

    page.goto("/patients/import")
    page.get_by_role("link", name="patients.csv").click()
    page.get_by_role("button", name="Take the whole list back").click()
    page.get_by_text("2 patients are on file no more.").wait_for()
    assert on_file(cedar.dana) == []


def test_it_goes_in_without_scripts_too(cedar: Cast, at_work: Callable[..., Page]) -> None:
    rows = [f"Person {number},1979-03-14,,{number},," for number in range(4001)]
    page = at_work(cedar.dana, script=False)
    page.goto("/patients/import")
    page.set_input_files("#file", {**FILE, "buffer": a_list(*rows)})
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Put them on file").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("4,001 new patients.").wait_for()
    assert len(on_file(cedar.dana)) == 4001
