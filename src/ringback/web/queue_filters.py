"""What the list is narrowed to, as links: every one keeps what the others have narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ringback.queries.queue import Filter
from ringback.web.words import _, count, practice_words, source_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringback.queries.queue import Board, Wanted


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
    return _remembered(chips(wanted, board), menus(wanted, board), clear(wanted), get_language())


@lru_cache(maxsize=1024)
def _remembered(
    filters: tuple[Choice, ...],
    menus: tuple[Menu, ...],
    clear_url: str,
    language: str,  # noqa: ARG001 - part of the key
) -> SafeString:
    """Made once for everybody whose filters say the same; the arguments are all that is shown."""
    shown = {"filters": filters, "menus": menus, "clear_url": clear_url}
    return SafeString(get_template("queue/filters.html").render(shown))


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


@cache
def _everything() -> str:
    return reverse("queue")


def chips(wanted: Wanted, board: Board) -> tuple[Choice, ...]:
    """The filters. Their numbers are those of the whole queue, so they show while it is whole."""
    whole = not (wanted.category or wanted.source)
    counts = board.counts
    found = (
        (Filter.ALL, _("All"), counts.all),
        (Filter.MINE, _("Mine"), counts.mine),
        (Filter.NO_OWNER, _("No owner"), counts.no_owner),
        (Filter.OVERDUE, _("Overdue"), counts.overdue),
        (Filter.DUE_TODAY, _("Due today"), None),
        (Filter.VISIT_TOMORROW, _("Visit tomorrow"), counts.visit_tomorrow),
        (Filter.NEEDS_CLINICIAN, _("Needs a clinician"), None),
        (Filter.WAITING_ON_OTHERS, _("Waiting on others"), None),
    )
    return tuple(
        Choice(
            key=str(each),
            label=label,
            url=address(wanted, filter="" if each is Filter.ALL else str(each)),
            pressed=wanted.filter is each,
            count_words=count(number) if whole and number is not None else "",
        )
        for each, label, number in found
    )


def menus(wanted: Wanted, board: Board) -> tuple[Menu, ...]:
    """What kind of request, and how it came."""
    kinds = [(each.category.code, practice_words(each.category.name)) for each in board.pathways]
    sources = dict.fromkeys((*board.sources, *filter(None, (wanted.source,))))
    ways = [(each, source_words(each)) for each in sources]
    both = (
        _menu(wanted, "category", wanted.category, _("Kind"), _("Every kind"), kinds),
        _menu(wanted, "source", wanted.source, _("Came by"), _("Every way"), ways),
    )
    return tuple(each for each in both if each.chosen or len(each.choices) > 1)


def clear(wanted: Wanted) -> str:
    """Where one press leads back to everything; empty where the first chip does that."""
    return _everything() if wanted.category or wanted.source else ""


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
