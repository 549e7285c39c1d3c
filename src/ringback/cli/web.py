"""The web process: uvicorn, one process, its access log off because addresses name callbacks."""

from __future__ import annotations

import os
import socket

import uvicorn

from ringback.engine.parent import exit_with_parent
from ringback.engine.supervisor import DOOR

GRACE_S = 2
"""How long open live streams may hold up a stop."""


def run() -> None:
    """Serve until told to stop."""
    exit_with_parent()
    door = os.environ.get(DOOR)
    config = uvicorn.Config(
        "ringback.config.asgi:application",
        host=os.environ.get("RINGBACK_BIND", "127.0.0.1"),
        port=int(os.environ.get("RINGBACK_PORT", "8008")),
        log_config=None,  # it speaks as everything else does: see config/quiet.py
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=stands_behind_a_proxy(),
        lifespan="off",
        timeout_graceful_shutdown=GRACE_S,
    )
    sockets = [socket.socket(fileno=int(door))] if door else None
    uvicorn.Server(config).run(sockets=sockets)


def stands_behind_a_proxy() -> bool:
    """Whether what a request says of where it came from is a proxy's word; else it is anybody's."""
    return int(os.environ.get("RINGBACK_PROXIES") or "0") > 0
