"""A table of a file is read key by key, and every mistake keeps its place."""

from ringback.rules.table import Table


def test_a_value_that_cannot_be_read_is_a_mistake_at_its_place() -> None:
    table = Table(data={"room": "many"}, path=("lanes", 0))
    assert table.may("room", lambda _, value: int(value), 7) == 7
    assert [(each.path, "many" in str(each)) for each in table.found] == [
        (("lanes", 0, "room"), True)
    ]
