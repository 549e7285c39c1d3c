"""What an authority on file covers is written in topics; a kind of request speaks about one."""

from __future__ import annotations

import pytest

from ringback.rules import speaking


@pytest.mark.parametrize(
    ("category", "topic"),
    [("APPT", "visits"), ("INTAKE", "documents"), ("BILL", "billing"), ("CLIN", "care")],
)
def test_a_kind_of_request_speaks_about_one_topic(category: str, topic: str) -> None:
    assert speaking.topic_of(category) == topic


def test_what_nobody_has_thought_of_is_their_care() -> None:
    assert speaking.topic_of("XYZ") == "care"
