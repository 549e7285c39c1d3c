"""`ringback audit-day FILE`: what happened to the calls in a phone log. No database needed."""

import sys
from datetime import date
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, cast

import typer

from ringback.cli import advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ringback.channels.calllog.audited import Audited
    from ringback.channels.calllog.detect import Format
    from ringback.channels.calllog.picture import Picture
    from ringback.rules.clock import Calendar

FORMATS = ("auto", "asterisk", "3cx", "ringcentral", "zoom", "twilio", "csv")
LISTED_PROBLEMS = 10
LISTED_PEOPLE = 25
BAR = 40


File = Annotated[Path, typer.Argument(help="The phone system's export.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")]
Day = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="One day of the log only.")
]
Zone = Annotated[
    str | None, typer.Option(help="The practice's time zone, such as America/New_York.")
]
FormatName = Annotated[str, typer.Option(help=f"One of: {', '.join(FORMATS)}.")]
OurNumbers = Annotated[
    list[str] | None,
    typer.Option(help="One of the practice's own numbers. Repeatable.", metavar="NUMBER"),
]
KnownCallers = Annotated[
    list[Path] | None,
    typer.Option(help="A list of numbers that are not patients. Repeatable.", metavar="FILE"),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(help="Which column has what. Repeatable.", metavar="FIELD=COLUMN"),
]
Country = Annotated[str, typer.Option(help="Whose numbers these are.")]
Hours = Annotated[
    str | None,
    typer.Option(help='Opening hours: "Mon-Thu 08:00-12:00, 13:00-17:00; Fri 08:00-12:00".'),
]
Page = Annotated[Path | None, typer.Option(help="Also write a page to print.", metavar="FILE")]


def audit_day(  # noqa: PLR0913  # one parameter is one option of the command
    file: File,
    *,
    json: AsJson = False,
    day: Day = None,
    zone: Zone = None,
    format: FormatName = "auto",  # noqa: A002  # the option's name
    our_number: OurNumbers = None,
    known_callers: KnownCallers = None,
    map: Columns = None,  # noqa: A002  # the option's name
    country: Country = "US",
    hours: Hours = None,
    html: Page = None,
) -> None:
    """Say what happened to the calls in a phone log: answered, missed, called back, or never."""
    _in_english()
    from ringback.channels.calllog.audited import audit_log  # noqa: PLC0415  # a fast start

    try:
        practice_zone = zone or _zone_here()
        audited = audit_log(
            file,
            zone=practice_zone,
            day=_day(day),
            format=_format(format),
            country=country,
            our_numbers=our_number or (),
            known_callers=known_numbers(known_callers or (), country),
            mapping=mapping_of(map or ()),
            calendar=_calendar(hours, practice_zone),
        )
    except ValueError as error:
        _stop(f"{file.name}: {advice.said(error)}")
    _warn(audited)
    if html is not None:
        _write_page(html, audited)
    _tell(audited, as_json=json)


def _in_english() -> None:
    """Words of a log come from the catalogues; a command needs none, and no other setting."""
    from django.conf import settings  # noqa: PLC0415  # a fast start

    if not settings.configured:
        settings.configure(USE_I18N=False)


def _stop(words: str) -> NoReturn:
    typer.echo(f"ringback audit-day: {words}", err=True)
    raise typer.Exit(1)


def _zone_here() -> str:
    """Take this machine's zone, and say so: a log in another one would be read wrongly."""
    place = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    zone = place.removeprefix("posix/").removeprefix("right/") or "UTC"
    typer.echo(f"times without a zone are taken in {zone}; another: --zone", err=True)
    return zone


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f'--date {text}: not a day (try "2026-11-17")') from None


def _format(text: str) -> "Format | None":
    if text not in FORMATS:
        raise ValueError(f"--format {text}: there is no such format; one of {', '.join(FORMATS)}")
    return None if text == "auto" else cast("Format", text)


def mapping_of(pairs: "Iterable[str]") -> dict[str, str]:
    """Which column has what, from `--map`. Raises ValueError in words."""
    mapping = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals:
            raise ValueError(f'--map {pair}: write it as field=Column, such as caller="From"')
        mapping[field.strip()] = column.strip()
    return mapping


def known_numbers(files: "Iterable[Path]", country: str) -> list[str]:
    """The numbers in the files of `--known-callers`. Raises ValueError in words."""
    from ringback.channels.calllog.numbers import listed  # noqa: PLC0415  # a fast start

    found: list[str] = []
    for file in files:
        try:
            with file.open(encoding="utf-8-sig", errors="replace") as lines:
                numbers = listed(lines, country)
        except OSError as error:
            raise ValueError(f"--known-callers {file}: {error.strerror}") from None
        if not numbers:
            raise ValueError(f"--known-callers {file}: there is no number in it")
        found += numbers
    return found


def _calendar(hours: str | None, zone: str) -> "Calendar | None":
    if hours is None:
        return None
    from ringback.rules.clock import Calendar  # noqa: PLC0415  # a fast start
    from ringback.rules.week import parse_week  # noqa: PLC0415

    return Calendar(zone=zone, week=parse_week(hours))


def _warn(audited: "Audited") -> None:
    """Say on stderr what was skipped, what was doubtful, and what would settle it."""
    log, day = audited.log, audited.day
    for problem in log.problems[:LISTED_PROBLEMS]:
        skipped = "skipped, " if problem.skipped else ""
        typer.echo(f"line {problem.line}: {skipped}{problem.reason}", err=True)
    more = log.rejected_rows + log.doubtful_rows - LISTED_PROBLEMS
    if more > 0:
        typer.echo(f"... and {more} more lines", err=True)
    if day.direction_unknown:
        calls = "call" if day.direction_unknown == 1 else "calls"
        typer.echo(
            f"direction unknown for {day.direction_unknown} {calls}, counted as inbound: "
            "settle it with --our-number NUMBER",
            err=True,
        )


def _write_page(path: Path, audited: "Audited") -> None:
    from ringback.channels.calllog.report import as_html  # noqa: PLC0415  # Django only when asked

    try:
        path.write_text(as_html(audited), encoding="utf-8")
    except OSError as error:
        _stop(f"--html {path}: {error.strerror}")
    typer.echo(f"the page is in {path}", err=True)


def _tell(audited: "Audited", *, as_json: bool) -> None:
    if as_json:
        import json  # noqa: PLC0415  # a fast start

        typer.echo(json.dumps(audited.day.as_json(), indent=2))
    else:
        typer.echo("\n".join(_text(audited)))


def _text(audited: "Audited") -> "Iterator[str]":
    """Write the day for a terminal: words first, then the counts, then by hour."""
    from ringback.channels.calllog import detect, picture  # noqa: PLC0415  # a fast start

    drawn = picture.draw(audited)
    yield drawn.title
    yield ""
    yield from drawn.sentences
    yield ""
    width = max(len(name) for name, _ in drawn.counts) + 2
    for name, value in drawn.counts:
        yield f"  {name:<{width}}{value:>6}"
    yield ""
    yield from _by_hour(drawn)
    yield from _people(drawn)
    yield ""
    yield f"Read as: {detect.NAMES[audited.log.format]}."
    yield from drawn.notes


def _by_hour(drawn: "Picture") -> "Iterator[str]":
    most = max((bar.answered + bar.missed for bar in drawn.hours), default=0)
    if not most:
        return
    scale = min(1, BAR / most)
    missed, answered = _marks()
    yield f"Calls in by hour ({missed} missed, {answered} answered)"
    for bar in drawn.hours:
        marks = missed * ceil(bar.missed * scale) + answered * round(bar.answered * scale)
        yield f"  {bar.hour:>2}:00 {bar.answered + bar.missed:>4}  {marks}".rstrip()


def _marks() -> tuple[str, str]:
    """Use blocks where the terminal can show them, letters where it cannot."""
    try:
        "█░".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "#", "."
    return "█", "░"


def _people(drawn: "Picture") -> "Iterator[str]":
    if drawn.waiting:
        yield ""
        yield "Never called back"
        for row in drawn.waiting[:LISTED_PEOPLE]:
            times = f" (missed {row.missed} times, last {row.last})" if row.missed > 1 else ""
            yield f"  {row.number}  {row.first}{times}"
        if len(drawn.waiting) > LISTED_PEOPLE:
            yield f"  ... and {len(drawn.waiting) - LISTED_PEOPLE} more; --html lists them all"
    if drawn.hidden:
        yield ""
        yield "Hidden numbers, which nobody can call back"
        yield from (f"  {moment}" for moment in drawn.hidden[:LISTED_PEOPLE])
        if len(drawn.hidden) > LISTED_PEOPLE:
            yield f"  ... and {len(drawn.hidden) - LISTED_PEOPLE} more; --html lists them all"
