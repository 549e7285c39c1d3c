"""The audited day as one printable page that needs no other file."""

from pathlib import Path

from ringback.channels.calllog import picture
from ringback.channels.calllog.audited import Audited

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def as_html(audited: Audited) -> str:
    """Render the page with the template engine alone: no settings, no database."""
    from django.template import Context, Engine  # noqa: PLC0415  # slow, and only for a page

    engine = Engine(dirs=[str(TEMPLATES)])
    return engine.get_template("audit/report.html").render(
        Context({"picture": picture.draw(audited)}, use_l10n=False, use_tz=False)
    )
