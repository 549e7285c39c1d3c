"""What is done when another office calls."""

import pytest

from ringback.rules import otheroffice
from ringback.rules.otheroffice import CallBack, Office
from tests.rules.reasons import codes


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        (
            Office(organisation="", name=""),
            ["organisation", "name", "our_number"],
        ),
        (
            Office(organisation=" ", name=" ", call_back=CallBack.LOOKED_UP),
            ["organisation", "name"],
        ),
        (Office(organisation="City Lab", name="Jo", call_back=CallBack.GIVEN), ["our_number"]),
        (Office(organisation="City Lab", name="Jo", call_back=CallBack.NONE), ["our_number"]),
        (Office(organisation="City Lab", name="Jo", call_back=CallBack.LOOKED_UP), []),
        (Office(organisation="City Lab", name="Jo", call_back=CallBack.ON_OUR_LIST), []),
    ],
)
def test_an_office_is_known_by_its_name_its_callers_name_and_a_number_of_our_own(
    office: Office, expected: list[str]
) -> None:
    assert codes(otheroffice.missing(office)) == expected
    steps = codes(otheroffice.what_staff_may_do(office))
    assert steps == ["take", "say_nothing", *([] if expected else ["connect"])]
