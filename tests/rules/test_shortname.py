"""A first name and an initial, whatever stands in the place of a name."""

import pytest

from ringback.rules.shortname import first_and_initial, forename


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana Gomez", "Ana G."),
        ("ana maria de la cruz", "ana C."),
        ("Gomez, Ana", "Ana G."),
        ("O’Brien, Mary Ann", "Mary O."),
        ("Ana", "Ana"),
        ("Gomez,", "Gomez"),
        (", Ana", "Ana"),
        ("  Ana   (Gomez)  ", "Ana G."),
        ("Ana 555-0147", "Ana"),
        ("+1 202 555 0147", ""),
        ("李 小龙", "李 小."),
        ("", ""),
        (",", ""),
    ],
)
def test_a_name_is_shortened_to_what_a_list_may_show(name: str, shown: str) -> None:
    assert first_and_initial(name) == shown


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Dana Reyes", "Dana"),
        ("Dana", "Dana"),
        ("Drew Parker", "Drew"),
        ("Dr. Amara Osei", "Amara"),
        ("Dra. Osei", ""),
        ("Dr Osei", ""),
        ("Dr.", ""),
        ("", ""),
    ],
)
def test_on_the_phone_a_first_name_is_said_and_never_a_surname(name: str, said: str) -> None:
    assert forename(name) == said
