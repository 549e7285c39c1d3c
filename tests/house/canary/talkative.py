"""The product's own settings, with every logger at its most talkative and views that fail."""

from __future__ import annotations

from ringback.config.settings import *  # noqa: F403 - it is the same but for these
from ringback.config.settings import LOGGING

LOGGING = {**LOGGING, "root": {**LOGGING["root"], "level": "DEBUG"}}
ROOT_URLCONF = "tests.house.canary.failing"
