"""What the description of the machine door says beside the bodies: headers, and every refusal."""

from __future__ import annotations

from typing import Any, Final

from ringback.api import examples
from ringback.api.problem import TITLES
from ringback.rules.attempt import Result

_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "missing": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "code": {"type": "string"},
                    "words": {"type": "string"},
                    "results": {"type": "array", "items": {"enum": [str(each) for each in Result]}},
                },
            },
        },
        "held_by": {"type": "string"},
    },
}
IF_MATCH: Final = "If-Match"
IDEMPOTENCY_KEY: Final = "Idempotency-Key"
_HEADERS: Final = {
    IF_MATCH: (True, 'The ETag of the callback as you read it, for example "3".'),
    IDEMPOTENCY_KEY: (False, "The same key is the same request, however often it is sent."),
}


def says(
    *statuses: int, headers: tuple[str, ...] = (), conflict: dict[str, Any] | None = None
) -> dict[str, Any]:
    """For `openapi_extra`: the headers an operation reads, and the refusals beside 401 and 503.

    `conflict` is the example of its 409, where that is not about who has it.
    """
    told = {**examples.REFUSALS, 409: conflict or examples.REFUSALS[409]}
    return {
        "parameters": [
            {
                "in": "header",
                "name": name,
                "required": _HEADERS[name][0],
                "description": _HEADERS[name][1],
                "schema": {"type": "string"},
            }
            for name in headers
        ],
        "responses": {
            status: {
                "description": TITLES[status],
                "content": {
                    "application/problem+json": {
                        "schema": _PROBLEM,
                        "example": {
                            "type": "about:blank",
                            "title": TITLES[status],
                            "status": status,
                            **told[status],
                        },
                    }
                },
            }
            for status in sorted({401, *statuses, 503})
        },
    }
