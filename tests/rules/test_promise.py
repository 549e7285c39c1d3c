"""What the places patients come from promise."""

import pytest

from ringback.rules import promise


def test_promises_are_windows_by_source() -> None:
    assert promise.mistakes({"web": "120 business minutes", "portal": "1 business day"}) == ()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"web": "soon"}, "'soon' is not a length of time such as '1 business day'"),
        ({"web": "0 minutes"}, "'0 minutes' leaves no time at all"),
        ({"web": ""}, "write web in words"),
        ({"web": 60}, "write web in words"),
        (
            {"web": "1 business day before the visit"},
            "A promise cannot count back from a visit: most have none.",
        ),
        ({" web": "1 minute"}, promise.NO_SOURCE),
        ({"": "1 minute"}, promise.NO_SOURCE),
        ({"w" * 41: "1 minute"}, promise.NO_SOURCE),
    ],
)
def test_a_promise_that_means_nothing_is_named_at_its_source(
    written: dict[str, object], words: str
) -> None:
    (source,) = written
    assert [(each.path, str(each)) for each in promise.mistakes(written)] == [
        ((source,) if source else (), words)
    ]
