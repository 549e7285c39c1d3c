"""`ringback`: one command line for the practice's computer and its keeper."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - typer reads it
from typing import Annotated

import typer

from ringback import __version__
from ringback.cli import ledger, person, policy
from ringback.cli.audit_day import audit_day
from ringback.engine.trouble import EngineTrouble

app = typer.Typer(
    name="ringback",
    help="Patient callbacks: received, owned, worked and done.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
database_app = typer.Typer(help="The database: roles for a server of your own, migrations.")
app.add_typer(database_app, name="database")
app.add_typer(policy.app, name="policy")
app.add_typer(ledger.app, name="ledger")
app.add_typer(person.app, name="person")
app.command("audit-day")(audit_day)

Practice = Annotated[
    str, typer.Option("--practice", help="Which practice, by its short name (needed when several).")
]
As = Annotated[
    str, typer.Option("--as", help="Act as this person (e-mail); the command line otherwise.")
]


@app.callback(invoke_without_command=True)
def version(
    *, show: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    """Patient callbacks: received, owned, worked and done."""
    if show:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def demo() -> None:
    """A practice with a believable day, for looking around. Invented data only."""
    from ringback.cli import demo as command  # noqa: PLC0415

    raise typer.Exit(command.run())


@app.command()
def setup(  # noqa: PLR0913 - each is an option
    *,
    name: Annotated[str, typer.Option(help="What the practice is called.")] = "",
    zone: Annotated[str, typer.Option(help="Its time zone, such as America/Chicago.")] = "",
    country: Annotated[str, typer.Option(help="Its country, two letters.")] = "",
    state: Annotated[str, typer.Option(help="Its state, two letters: decides its holidays.")] = "",
    phone: Annotated[str, typer.Option(help="The number patients know it by, if any.")] = "",
    hours: Annotated[
        str,
        typer.Option(help="When it is open: 'mon-fri 08:00-12:00, 13:00-17:00; sat 09:00-12:00'."),
    ] = "",
    manager: Annotated[str, typer.Option(help="The name of the first manager.")] = "",
    email: Annotated[str, typer.Option(help="Their e-mail address.")] = "",
    category: Annotated[
        str, typer.Option(help="The kind of request you begin with, such as MISSED.")
    ] = "",
) -> None:
    """Make a real practice. What is not given is asked for."""
    from ringback.cli import setup as command  # noqa: PLC0415

    wanted = command.Wanted(
        name=name,
        zone=zone,
        country=country.upper(),
        state=state.upper(),
        phone=phone,
        hours=hours,
        manager_name=manager,
        manager_email=email,
        category=category.upper(),
    )
    raise typer.Exit(command.run(wanted))


@app.command()
def serve() -> None:
    """Serve the practice until told to stop: the database, the web and what runs by the clock."""
    from ringback.cli import serve as command  # noqa: PLC0415

    raise typer.Exit(command.run())


@app.command()
def worker() -> None:
    """Send the mail that is due until told to stop; `serve` does it as well."""
    from ringback.cli import worker as command  # noqa: PLC0415

    raise typer.Exit(command.run())


@app.command(hidden=True)
def web() -> None:
    """The web process; `serve` starts it."""
    from ringback.cli import web as command  # noqa: PLC0415

    command.run()


@app.command("demo-past", hidden=True)
def demo_past() -> None:
    """The demo's days before today; `demo` starts it."""
    from ringback.cli import demo as command  # noqa: PLC0415

    command.fill_past()


@app.command()
def simulate(
    days: Annotated[int, typer.Option(help="How many days, the last of them today.")] = 1,
    seed: Annotated[int, typer.Option(help="The same seed gives the same practice.")] = 1,
    practice: Annotated[str, typer.Option(help="Short name for the new demo practice.")] = "",
    truth: Annotated[str, typer.Option(help="Write what really happened to this file.")] = "",
    until: Annotated[
        str, typer.Option(help="The moment it ends (UTC unless it says); now if not given.")
    ] = "",
) -> None:
    """Fill a new demo practice with invented arrivals, tries, notes and closings."""
    from ringback.cli import simulate as command  # noqa: PLC0415

    command.run(days=days, seed=seed, slug=practice, truth_file=truth, until=until)


@app.command()
def token(
    name: Annotated[str, typer.Argument(help="What the token is for.")],
    person: Annotated[str, typer.Option("--person", help="Whom it acts as (e-mail).")],
    practice: Practice = "",
    email: As = "",
) -> None:
    """Print a new bearer token for the machine door. It is shown once."""
    from ringback.cli import token as command  # noqa: PLC0415

    command.run(name, person, practice, email)


@app.command("import")
def import_log(  # noqa: PLR0913 - one parameter is one option of the command
    file: Annotated[str, typer.Argument(help="The phone system's export.")] = "",
    *,
    practice: Practice = "",
    email: As = "",
    zone: Annotated[str, typer.Option(help="The log's zone; the practice's if not given.")] = "",
    format: Annotated[  # noqa: A002 - the option's name
        str, typer.Option(help="auto, asterisk, 3cx, ringcentral, zoom, twilio or csv.")
    ] = "auto",
    our_number: Annotated[
        list[str] | None, typer.Option(help="One of the practice's numbers. Repeatable.")
    ] = None,
    known_callers: Annotated[
        list[Path] | None,
        typer.Option(help="A list of numbers that are not patients. Repeatable.", metavar="FILE"),
    ] = None,
    map: Annotated[  # noqa: A002 - the option's name
        list[str] | None,
        typer.Option(help="Which column has what. Repeatable.", metavar="FIELD=COLUMN"),
    ] = None,
    day: Annotated[str, typer.Option("--date", help="One day only, like 2026-11-23.")] = "",
    preview: Annotated[bool, typer.Option(help="Show the first 20 rows and stop.")] = False,
    bad_rows: Annotated[
        Path | None, typer.Option(help="Write rows that cannot be used to this CSV.")
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take back the import whose id is given, or the latest.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Put the missed calls of a phone log in the queue. The same file twice changes nothing."""
    from ringback.cli import importing as command  # noqa: PLC0415

    wanted = command.Wanted(
        file=file,
        practice=practice,
        email=email,
        zone=zone,
        format=format,
        our_numbers=tuple(our_number or ()),
        known_callers=tuple(known_callers or ()),
        columns=tuple(map or ()),
        day=day,
        preview=preview,
        bad_rows=bad_rows,
        undo=undo,
        json=json,
    )
    command.run(wanted)


@app.command("migrations-check", hidden=True)
def migrations_check() -> None:
    """Fail when the tables as written and the migrations differ; `make check` asks."""
    from ringback.cli import database as command  # noqa: PLC0415

    command.check()


@database_app.command("prepare")
def prepare(
    *,
    admin: Annotated[
        str, typer.Option(help="A superuser's URL: run it there. Without it, print the SQL.")
    ] = "",
) -> None:
    """Print, or run, the SQL that makes the roles and the database on a server of your own."""
    from ringback.cli import database as command  # noqa: PLC0415

    command.prepare(admin)


@database_app.command("migrate")
def migrate() -> None:
    """Bring the tables up to date (needs DATABASE_OWNER_URL on a server of your own)."""
    from ringback.cli import database as command  # noqa: PLC0415

    command.migrate()


def main() -> None:
    """Run a command; a named trouble is one sentence and exit code 1, never a traceback."""
    try:
        app()
    except EngineTrouble as trouble:
        print(f"ringback: {trouble}", file=sys.stderr)
        sys.exit(1)
