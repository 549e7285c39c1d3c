"""What the list is narrowed to, as links: every one keeps what the others have narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ringback.actions import queue_export
from ringback.queries import queue_count
from ringback.queries.queue import Count, Filter
from ringback.rules.access import Permission, refusals
from ringback.web.words import _, practice_words, source_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringback.queries.queue import Board, Wanted
    from ringback.rules.access import Actor

COUNTED_FOR_A_FILE: Final = 20_000
"""How far a list is counted to say how much of it a file leaves out."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One link, pressed or not. `count_words` is how many it would show, or empty."""

    key: str
    label: str
    url: str
    pressed: bool
    count_words: str = ""


@dataclass(frozen=True, kw_only=True)
class Menu:
    """A short list of which one is chosen: `chosen` is its label, or empty for everything."""

    label: str
    chosen: str
    choices: tuple[Choice, ...]


def html(wanted: Wanted, board: Board) -> SafeString:
    """All of it as HTML."""
    return _remembered(chips(wanted, board), menus(wanted, board), get_language())


@lru_cache(maxsize=1024)
def _remembered(
    filters: tuple[Choice, ...],
    menus: tuple[Menu, ...],
    language: str,  # noqa: ARG001 - part of the key
) -> SafeString:
    """Made once for everybody whose filters say the same; the arguments are all that is shown."""
    shown = {"filters": filters, "menus": menus}
    rendered = get_template("queue/filters.html").render(shown)
    return SafeString(rendered)  # nosec B703 # a template has made it harmless


def address(wanted: Wanted, **changed: str) -> str:
    """The list as it is wanted, but for what is `changed`; nothing else of the address is kept."""
    asked = {
        "filter": "" if wanted.filter is Filter.ALL else str(wanted.filter),
        "category": wanted.category,
        "source": wanted.source,
        **changed,
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{_everything()}?{query}" if query else _everything()


def sheet(wanted: Wanted) -> str:
    """Where this list is put on paper, narrowed as it is."""
    query = address(wanted).partition("?")[2]
    where = reverse("sheet-new")
    return f"{where}?{query}" if query else where


def export(wanted: Wanted, **more: str) -> str:
    """Where this list is taken away as a file, narrowed as it is."""
    query = address(wanted, **more).partition("?")[2]
    where = reverse("queue-export")
    return f"{where}?{query}" if query else where


def cut(actor: Actor, wanted: Wanted, board: Board) -> str:
    """What a file of this list leaves out, said before it is taken; "" where it is whole."""
    if refusals(actor, Permission.EXPORT):
        return ""
    found = board.counts[wanted.filter]
    if found.more:
        found = queue_count.of(actor, wanted, most=COUNTED_FOR_A_FILE)
    if found.number <= queue_export.MOST:
        return ""
    words = _("The file holds the first {lines} of {all}: narrow the list for the others.")
    if found.more:
        words = _("The file holds the first {lines} of more than {all}: narrow the list.")
    return words.format(lines=queue_export.MOST, all=found.number)


@cache
def _everything() -> str:
    return reverse("queue")


def chips(wanted: Wanted, board: Board) -> tuple[Choice, ...]:
    """The filters, each with how many it would show under the present category and source."""
    labels = {
        Filter.ALL: _("All"),
        Filter.MINE: _("Mine"),
        Filter.NO_OWNER: _("No owner"),
        Filter.OVERDUE: _("Overdue"),
        Filter.DUE_TODAY: _("Due today"),
        Filter.VISIT_TOMORROW: _("Visit tomorrow"),
        Filter.NEEDS_CLINICIAN: _("Needs a clinician"),
        Filter.WAITING_ON_OTHERS: _("Waiting on others"),
    }
    return tuple(
        Choice(
            key=str(each),
            label=label,
            url=address(wanted, filter="" if each is Filter.ALL else str(each)),
            pressed=wanted.filter is each,
            count_words=counted(board.counts[each]),
        )
        for each, label in labels.items()
    )


def counted(found: Count) -> str:
    """A number as far as it was counted: "17", "1000+". Empty where nobody knows anything yet."""
    if not found.more:
        return str(found.number)
    return f"{found.number}+" if found.number else ""


def summary(wanted: Wanted, board: Board) -> str:
    """One line over the list: how it stands, or how much of it is shown where it is narrowed."""
    open_ = counted(board.everything)
    if wanted.search:
        shown = Count(len(board.page.rows), board.page.next is not None)
    elif wanted.filter is not Filter.ALL or wanted.category or wanted.source:
        shown = board.counts[wanted.filter]
    else:
        return _("{open} open · {late} late · {anyones} without an owner").format(
            open=open_,
            late=counted(board.counts[Filter.OVERDUE]),
            anyones=counted(board.counts[Filter.NO_OWNER]),
        )
    return _("{shown} shown of {open} open").format(shown=counted(shown), open=open_)


def menus(wanted: Wanted, board: Board) -> tuple[Menu, ...]:
    """What kind of request, and how it came."""
    kinds = [(each.category.code, practice_words(each.category.name)) for each in board.pathways]
    sources = dict.fromkeys((*board.sources, *filter(None, (wanted.source,))))
    ways = [(each, source_words(each)) for each in sources]
    both = (
        _menu(wanted, "category", wanted.category, _("Kind"), _("Every kind"), kinds),
        _menu(wanted, "source", wanted.source, _("Source"), _("Every source"), ways),
    )
    return tuple(each for each in both if each.chosen or len(each.choices) > 1)


def clear(wanted: Wanted) -> str:
    """Where one press leads back to everything; empty where the first chip does that."""
    return _everything() if wanted.category or wanted.source or wanted.search else ""


def _menu(
    wanted: Wanted,
    name: str,
    asked: str,
    label: str,
    everything: str,
    found: Iterable[tuple[str, str]],
) -> Menu:
    choices = tuple(
        Choice(key=key, label=words, url=address(wanted, **{name: key}), pressed=key == asked)
        for key, words in (("", everything), *found)
    )
    chosen = [each.label for each in choices if each.pressed and each.key]
    return Menu(label=label, chosen="".join(chosen) or asked, choices=choices)
