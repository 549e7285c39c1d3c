"""The audited day as one printable page that needs no other file."""

from pathlib import Path

from ringback.channels.calllog import picture
from ringback.channels.calllog.audited import Audited

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def as_html(audited: Audited) -> str:
    """Render the page with the template engine alone: no settings, no database."""
    from django.template import Context, Engine  # noqa: PLC0415  # slow, and only for a page

    engine = Engine(dirs=[str(TEMPLATES)])
    values = {
        "picture": picture.draw(audited),
        "width": picture.WIDTH,
        "height": picture.HEIGHT,
        "left": picture.LEFT,
        "bottom": picture.BOTTOM,
        "name_width": picture.NAME_WIDTH,
        "bar_width": picture.BAR_WIDTH,
        "bars_height": picture.BAR_HEIGHT * 3,
    }
    return engine.get_template("audit/report.html").render(
        Context(values, use_l10n=False, use_tz=False)
    )
