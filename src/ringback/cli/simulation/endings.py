"""How a life ends well: the facts its pathway asks for, and a note a colleague can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ringback.cli.simulation import words
from ringback.cli.simulation.moments import DAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ringback.cli.simulation.lives import Teller

End = tuple[dict[str, Any], str]


def ending(tell: Teller, code: str, at: datetime) -> End:
    """What is settled and written when a callback of this kind is done at a moment (UTC)."""
    return _ENDINGS.get(code, _learned)(tell, at)


def _learned(tell: Teller, _: datetime) -> End:
    if tell.rng.random() < 0.15:  # noqa: PLR2004 - some needed nothing after all
        return {"nothing_needed": True}, tell.hat.draw(words.NOTHING_NOTES)
    learned = tell.hat.draw(words.LEARNED)
    note = tell.hat.draw(words.REACHED_NOTES).format(learned=learned)
    return {"reason_learned": learned}, note


def _first_visit(tell: Teller, at: datetime) -> End:
    if tell.rng.random() < 0.25:  # noqa: PLR2004 - a full book
        day = tell.when.local(at).date().isoformat()
        facts = {"wait_list_since": day, "no_promise": True, "forms_not_needed": True}
        return facts, tell.hat.draw(words.WAITING_LIST_NOTES)
    day, wall = _free_time(tell, at)
    facts = {
        "booked_for": wall,
        "booked_with": "Dr. Osei, Main Street",
        "no_promise": True,
        "forms_sent": "a link by text, as they agreed",
    }
    return facts, tell.hat.draw(words.BOOKED_NOTES).format(day=day)


def _free_time(tell: Teller, at: datetime) -> tuple[str, str]:
    """A free place in the book, in words and on the wall clock."""
    visit = tell.free_time(at)
    local = tell.when.local(visit).replace(tzinfo=None)
    return tell.when.in_words(visit), local.isoformat(timespec="minutes")


def _document(tell: Teller, at: datetime) -> End:
    if tell.rng.random() < 0.6:  # noqa: PLR2004 - most have it at hand
        return {"received_and_checked": True}, tell.hat.draw(words.RECEIVED_NOTES)
    by = tell.when.local(tell.when.hours.next_open(at + 3 * DAY))
    note = tell.hat.draw(words.WILL_SEND_NOTES).format(day=f"{by:%A}")
    return {"way_to_send": "the secure link", "deadline": by.date().isoformat()}, note


def _moved_visit(tell: Teller, at: datetime) -> End:
    day, wall = _free_time(tell, at)
    facts = {
        "booked_for": wall,
        "booked_where": "Main Street, second floor",
        "read_back_done": True,
        "slot_released": True,
        "no_preparation": True,
    }
    return facts, tell.hat.draw(words.MOVED_NOTES).format(day=day)


def _confirmed(tell: Teller, _: datetime) -> End:
    ticks = ("date_confirmed", "time_confirmed", "place_confirmed", "preparation_confirmed")
    return dict.fromkeys(ticks, True), tell.hat.draw(words.CONFIRMED_NOTES)


def _bill(tell: Teller, at: datetime) -> End:
    by = _in_some_days(tell, at)
    facts = {
        "answered_from_record": "The statement and the payment crossed in the post",
        "no_promise": True,
        "next_step_told": "A corrected statement comes by post",
        "next_step_by": by.date().isoformat(),
    }
    return facts, tell.hat.draw(words.BILL_NOTES).format(day=f"{by:%A}")


def _referral(tell: Teller, at: datetime) -> End:
    by = _in_some_days(tell, at)
    facts = {
        "status_is": tell.rng.choice(("sent", "received", "waiting for something")),
        "status_from": "The referral desk of the other office",
        "reference": f"R {tell.rng.randrange(1000, 9999)}",
        "status_date": tell.when.local(at).date().isoformat(),
        "next_step_told": "The other office calls them to book",
        "next_step_by": by.date().isoformat(),
    }
    return facts, tell.hat.draw(words.REFERRAL_NOTES).format(day=f"{by:%A}")


def _in_some_days(tell: Teller, at: datetime) -> datetime:
    return tell.when.local(tell.when.hours.next_open(at + 4 * DAY))


def _arranged(tell: Teller, _: datetime) -> End:
    facts = {
        "need_recorded": "An interpreter for Spanish on the phone and at the visit",
        "booked_reference": f"The interpreter service, {tell.rng.randrange(10_000, 99_999)}",
        "told_in_language": True,
    }
    return facts, tell.hat.draw(words.ARRANGED_NOTES)


def _refill(tell: Teller, _: datetime) -> End:
    facts = {
        "medicine": "As they spelled it from the bottle",
        "pharmacy": "The one on Main Street",
        "days_left": tell.rng.randrange(4, 15),
        "decision": tell.rng.choice(("sent to the pharmacy", "needs a visit")),
        "patient_told": True,
    }
    return facts, tell.hat.draw(words.REFILL_NOTES)


_ENDINGS: Final[dict[str, Callable[[Teller, datetime], End]]] = {
    "NEWPT": _first_visit,
    "INTAKE": _document,
    "APPT": _moved_visit,
    "CONFIRM": _confirmed,
    "BILL": _bill,
    "REFER": _referral,
    "ACCESS": _arranged,
    "RX": _refill,
}
