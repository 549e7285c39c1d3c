"""Rows of the queue in words, all made here, so that the template only puts them down.

A list is shown again, to every screen at every change, far more often than a row of it changes: a
row that says what it said before is not made again, neither its words nor its HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from ringback.queries import practice
from ringback.rules import phone, queue, wish
from ringback.rules.access import Permission, refusals
from ringback.rules.category import Post
from ringback.rules.handover import Kind
from ringback.rules.lifecycle import Party, Stage
from ringback.rules.people import POST_NAMES
from ringback.rules.reason import gettext_noop
from ringback.web import presence_words
from ringback.web.words import (
    CAME_BACK,
    GROUPS,
    KINDS,
    LEVELS,
    RESULTS,
    UNREAD,
    Day,
    _,
    count,
    initials,
    language_words,
    practice_words,
)

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from ringback.queries.presence import Here
    from ringback.queries.queue import Page, QueueRow, Wanted
    from ringback.rules.access import Actor
    from ringback.rules.queue import Group
    from ringback.web.words import Clock


PROMISED_IN = frozenset({Stage.UNSORTED, Stage.WAITING, Stage.OWNED, Stage.SCHEDULED})
"""The stages in which a call at a promised time is still to be made."""

HANDS: Final[dict[str, str]] = {
    Kind.HANDED: gettext_noop("From {name}"),
    Kind.BACK: gettext_noop("Given back by {name}"),
    Kind.ASIDE: gettext_noop("Put aside"),
    Kind.WAITING: gettext_noop("Waiting on"),
}
"""How a row begins that says why it is in these hands."""

ANYONES = frozenset({Stage.UNSORTED, Stage.WAITING})
"""The stages in which anyone may take what nobody has."""


DECIDES = ("late", "mine", "takeable", "owner", "initials", "promise", "pressing", "here")
"""The words of a row whose absence changes its shape."""


class RowWords(NamedTuple):
    """One line, ready to print."""

    id: UUID
    url: str
    take_url: str
    fence: int
    mark: str
    mark_words: str
    due_words: str
    due_hour: str
    due_title: str
    late: bool
    who: str
    type_words: str
    what: str
    what_detail: str
    arrived_words: str
    tried: str
    outcome: str
    owner: str
    initials: str
    owner_detail: str
    mine: bool
    takeable: bool
    promise: bool = False
    pressing: bool = False
    here: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupWords:
    """Rows that stand under one heading, as HTML."""

    key: str
    heading: str
    count_words: str
    late: bool
    rows: SafeString


def groups(page: Page, actor: Actor, wanted: Wanted, clock: Clock) -> list[GroupWords]:
    """The page's rows under their headings, in the order they came."""
    found: dict[Group, list[str]] = {}
    country = practice.country(actor.practice_id)
    for row in page.rows:
        group = queue.group_of(
            rank=row.rank, due_at=row.due_at, now=wanted.now, day_ends_at=wanted.day_ends_at
        )
        found.setdefault(group, []).append(
            _shown(row, actor, clock, country, page.here.get(row.id, ()))
        )
    return [
        GroupWords(
            key=str(group),
            heading=_(GROUPS[group]),
            count_words=count(len(lines)),
            late=group in {queue.Group.NOW, queue.Group.OVERDUE},
            rows=SafeString("".join(lines)),  # nosec B703 # each made by its template
        )
        for group, lines in found.items()
    ]


def _shown(row: QueueRow, actor: Actor, clock: Clock, country: str, here: tuple[Here, ...]) -> str:
    """The row as HTML: all that is asked of the present moment is how far off it is."""
    return _remembered(
        row,
        mine=row.owner_id == actor.person_id,
        may_answer=row.stage == Stage.ESCALATED and not refusals(actor, Permission.ANSWER),
        late=row.due_at <= clock.now,
        pressing=_pressing(row, actor, clock),
        now=(
            clock.due(row.due_at),
            presence_words.row(here, clock.now, clock.language, row.owner_id),
        ),
        country=country,
        place=(clock.today, clock.zone, clock.language),
    )


@lru_cache(maxsize=4096)
def _remembered(
    row: QueueRow,
    *,
    mine: bool,
    may_answer: bool,
    late: bool,
    pressing: bool,
    now: tuple[str, str],
    country: str,
    place: tuple[date, ZoneInfo, str],
) -> SafeString:
    """Made once, and shown to everybody who may see just this of it."""
    day = Day(*place)
    words = _words(row, day, country, mine=mine, may_answer=may_answer)
    if pressing:
        soon = _("{promised}, soon", day.language).format(promised=words.owner_detail)
        words = words._replace(pressing=True, owner_detail=words.owner_detail if late else soon)
    due_words, here = now
    return html(words._replace(late=late, due_words=due_words, here=here), day.language)


def _pressing(row: QueueRow, actor: Actor, clock: Clock) -> bool:
    """The silent reminder of a time the patient was told: for its owner, or for whoever may."""
    if row.promised_at is None or row.stage not in PROMISED_IN:
        return False
    theirs = row.owner_id in {None, actor.person_id}
    return theirs and clock.now >= wish.reminder_at(row.promised_at)


def html(words: RowWords, language: str) -> SafeString:
    """The words in the row's HTML, every one of them escaped unless it is marked as safe."""
    flags = tuple(bool(getattr(words, name)) for name in DECIDES)
    printed = zip(words._fields, map(_printed, words), strict=True)
    row = _form(language, flags).format_map(dict(printed))
    return SafeString(row)  # nosec B703 # a template's row; what is put in is made harmless before


def _printed(word: object) -> str:
    return word if isinstance(word, SafeString) else escape(str(word))


@lru_cache(maxsize=256)
def _form(language: str, flags: tuple[bool, ...]) -> str:
    """The row's template, rendered once for each shape of row with names in the place of words.

    The template engine takes longer for fifty rows than the database for finding them.
    """
    names = {name: f"{{{name}}}" for name in RowWords._fields}
    absent = {name: "" for name, flag in zip(DECIDES, flags, strict=True) if not flag}
    fixed = {
        "take": _("Take", language),
        "nobody": _("nobody yet", language),
        "came": _("came", language),
        "choose": _("Choose", language),
    }
    return get_template("queue/row.html").render({"r": {**names, **absent}, **fixed})


def _words(row: QueueRow, day: Day, country: str, *, mine: bool, may_answer: bool) -> RowWords:
    """One row of the queue as a person reads it on this day, whatever the time.

    `may_answer` says that it waits for an answer which this person may give.
    """
    mark, mark_words = _mark(row, day)
    url = f"/callbacks/{row.id}"
    return RowWords(
        id=row.id,
        url=url,
        take_url=f"{url}/accept" if may_answer else f"{url}/take",
        fence=row.fence,
        mark=mark,
        mark_words=mark_words,
        due_words="",
        due_hour=day.iso(row.due_at),
        due_title=day.moment(row.due_at),
        late=False,
        who=_who(row, day, country),
        type_words=practice_words(row.category_name),
        what=_hand(row, day) or _what(row, day),
        what_detail=_what_detail(row, day),
        arrived_words=day.moment(row.received_at),
        tried=_tried(row, day),
        outcome=_("your answer", day.language) if may_answer else _outcome(row, day),
        owner=_owner(row, day, mine=mine),
        initials=initials(row.owner_name) if row.owner_name else "",
        owner_detail=_promise(row, day) or _owner_detail(row, day),
        mine=mine,
        takeable=row.owner_id is None and (may_answer or row.stage in ANYONES),
        promise=bool(_promise(row, day)),
    )


def _mark(row: QueueRow, day: Day) -> tuple[str, str]:
    if row.stage == Stage.UNSORTED and row.rank == queue.RANK[queue.Level.ROUTINE]:
        return "unread", _(UNREAD, day.language)
    return row.level, _(LEVELS[row.level], day.language)


def _who(row: QueueRow, day: Day, country: str) -> str:
    """The name, else the number; for whoever may see neither, what kind of thing came in."""
    if row.phone is None:
        return row.name or _(KINDS[row.kind], day.language).capitalize()
    return row.name or (
        phone.national(row.phone, country) if row.phone else _("No number", day.language)
    )


def _what(row: QueueRow, day: Day) -> str:
    if row.words is None:
        return _("Details open when you take it", day.language)
    if row.words:
        return f"“{row.words}”"
    return _("No message", day.language)


def _hand(row: QueueRow, day: Day) -> str:
    """Why it came into these hands or lies in them: whoever has it reads that first.

    Who handed it over is told to everybody, the line only to whoever may see what was said.
    """
    if row.hand not in HANDS or not (row.hand_why or row.hand == Kind.HANDED):
        return ""
    words = _(HANDS[row.hand], day.language).format(name=row.hand_name)
    if row.hand_post:
        post = _(POST_NAMES[Post(row.hand_post)], day.language)
        words = _("{name} to: {post}", day.language).format(name=row.hand_name, post=post)
    return f"{words}: {row.hand_why}" if row.hand_why else words


def _what_detail(row: QueueRow, day: Day) -> str:
    parts = _how_it_came(row, day)
    if row.arrivals > 1:
        since = day.moment(row.received_at)
        parts.append(
            _("{count} times since {time}", day.language).format(count=row.arrivals, time=since)
        )
    if row.visit_date:
        parts.append(_("visit {day}", day.language).format(day=day.day(row.visit_date)))
    if row.due_why:
        parts.append(practice_words(row.due_why))
    if row.language and row.language != "en":
        parts.append(language_words(row.language))
    return " · ".join(parts)


def _how_it_came(row: QueueRow, day: Day) -> list[str]:
    """The kind of arrival, unless the row says it already: "Missed call" is a pathway as well."""
    kind = _(KINDS[row.kind], day.language)
    said_already = row.phone is None or kind in practice_words(row.category_name).casefold()
    return [] if said_already else [kind]


def _tried(row: QueueRow, day: Day) -> str:
    if not row.tries or row.last_tried_at is None:
        return _("not tried", day.language)
    tries = ngettext("{count} try", "{count} tries", row.tries).format(count=row.tries)
    return f"{tries} · {_(RESULTS[row.last_result], day.language)} {day.moment(row.last_tried_at)}"


def _outcome(row: QueueRow, day: Day) -> str:
    if row.next_party == Party.CLINICIAN:
        return _("a clinician’s answer", day.language)
    return practice_words(row.outcome_needed) or _("finish the note", day.language)


def _owner(row: QueueRow, day: Day, *, mine: bool) -> str:
    if mine:
        return _("You", day.language)
    return row.owner_name or (_("Waiting", day.language) if row.stage == Stage.ESCALATED else "")


def _promise(row: QueueRow, day: Day) -> str:
    """The time they were told that we call, while the call is still to be made.

    It is due then, so the day stands under due already, and there is no room for it twice.
    """
    if row.promised_at is None or row.stage not in PROMISED_IN:
        return ""
    return _("promised {time}", day.language).format(time=day.hour(row.promised_at))


def _owner_detail(row: QueueRow, day: Day) -> str:
    if row.stage == Stage.SCHEDULED and row.next_attempt_at:
        return _("next try {time}", day.language).format(time=day.moment(row.next_attempt_at))
    if row.stage == Stage.ON_HOLD and row.review_at:
        return _("look again {time}", day.language).format(time=day.moment(row.review_at))
    if row.stage == Stage.ESCALATED:
        return _("for a clinician’s answer", day.language)
    if row.owner_id and row.lease_until:
        return _("until {time}", day.language).format(time=day.hour(row.lease_until))
    if row.came_back:
        when = day.moment(row.came_back_at) if row.came_back_at else ""
        return f"{_(CAME_BACK[row.came_back], day.language)} {when}".strip()
    return ""
