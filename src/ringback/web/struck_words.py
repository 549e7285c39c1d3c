"""What was entered in error, in words: what it said, who struck it through, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ringback.rules.puttingright import What
from ringback.web.words import RESULTS
from ringback.web.words import _ as said

if TYPE_CHECKING:
    from ringback.queries.callback import CallbackView
    from ringback.queries.struck import StruckRow
    from ringback.web.words import Clock


def rows(view: CallbackView, here: Clock) -> list[dict[str, Any]]:
    """Each entry that was struck through, for whoever looks at the callback."""
    return [
        {"words": _words(each, here), "why": _why(each, here), "moved_to": each.moved_to}
        for each in view.struck.entries.values()
    ]


def _words(row: StruckRow, here: Clock) -> str:
    when = here.moment(row.entered_at)
    if row.what is What.TRY:
        words = _("{who} tried at {time}: {result}")
        return words.format(who=row.author, time=when, result=said(RESULTS[row.result]))
    if row.what is What.CHECK:
        return _("{who} checked who was on the line at {time}").format(who=row.author, time=when)
    if row.text is None:
        return _("A note by {who}, {time}").format(who=row.author, time=when)
    return row.text


def _why(row: StruckRow, here: Clock) -> str:
    who_when = f"{row.by}, {here.moment(row.at)}"
    return f"{row.reason} ({who_when})" if row.reason else who_when
