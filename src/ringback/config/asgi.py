"""The ASGI application that uvicorn serves."""

from __future__ import annotations

import os

from ringback.config.handler import get_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ringback.config.settings")
_django = get_application()

from ringback.engine.wallclock import now  # noqa: E402
from ringback.web import silence  # noqa: E402 - needs Django set up
from ringback.web.uploads import limited  # noqa: E402

silence.begin(now())

application = limited(_django)
