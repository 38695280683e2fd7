from countertop.acquirer.registry import BinTable
from countertop.values import Pan


def row(prefix, length=16, **changes):
    return {"prefix": prefix, "length": length, "route": "switch", "card_kind": "debit", "scheme": "CUP", **changes}


def test_the_longest_prefix_of_that_length_decides():
    table = BinTable(
        [row("62", card_kind="short"), row("622500", card_kind="long"), row("622500", 19, card_kind="other")]
    )
    assert table.find(Pan("6225000000000014")).card_kind == "long"
    assert table.find(Pan("6217000000000003")).card_kind == "short"
    assert table.find(Pan("6225000000000000014")).card_kind == "other"


def test_cards_of_nobody_are_not_found():
    table = BinTable([row("622500")])
    assert table.find(Pan("4111111111111111")) is None
    assert table.find(Pan("622500000000001")) is None
    assert table.find(Pan("")) is None
    assert BinTable([]).find(Pan("6225000000000014")) is None
