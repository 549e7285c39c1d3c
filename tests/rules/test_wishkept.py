"""What was made of a wish is kept as data and read again as it was."""

from datetime import UTC, date, datetime

from ringback.rules import wish, wishkept
from ringback.rules.reason import Reason
from ringback.rules.wish import FirstAction, Span
from ringback.rules.wishkept import Kept

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
THURSDAY = Span(day=date(2026, 11, 26), start=960, end=1440)
CLOSED = Reason(code="closed_then", words=wish.WE_CLOSE, values=(("asked", "18:00"),))


def test_it_is_read_as_it_was_written() -> None:
    found = FirstAction(due_at=NOON, asked=THURSDAY, reasons=(CLOSED,))
    assert wishkept.read(wishkept.written(found)) == Kept(asked=THURSDAY, reasons=(CLOSED,))


def test_nothing_kept_says_nothing() -> None:
    assert wishkept.read({}) == Kept()
    assert wishkept.read(wishkept.written(FirstAction(due_at=NOON))) == Kept()


def test_what_gave_way_says_why_and_moves_nothing() -> None:
    found = wishkept.overtaken(NOON)
    assert (found.due_at, found.moved, found.asked) == (NOON, False, None)
    assert [str(each) for each in found.reasons] == [wishkept.OVERTAKEN]
