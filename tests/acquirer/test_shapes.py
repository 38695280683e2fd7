import pytest

from countertop.acquirer.shapes import MOST_SHAPES, Shapes, opening_of
from countertop.iso8583 import UNIONPAY_POS


@pytest.fixture
def sale(till):
    return till.sale()


def shape_fault(shapes, message):
    return shapes.fault(opening_of(UNIONPAY_POS.encode(message.copy(mac=b"00000000"))), message.copy(mac=b"00000000"))


def test_a_complete_request_is_remembered(sale):
    shapes = Shapes()
    assert shape_fault(shapes, sale) == ""
    assert shape_fault(shapes, sale.copy(amount="000000000001", stan="000777")) == ""
    assert len(shapes._complete) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": None},
        {"track2": None},
        {"security_control": None},
        {"pin_length": None},
        {"pin_block": None},
        {"entry_mode": "022"},
        {"icc_data": b"\x9f\x26"},
        {"transaction_info": "2200000100"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_an_incomplete_one_is_not(sale, changes):
    shapes = Shapes()
    assert shape_fault(shapes, sale) == ""
    assert shape_fault(shapes, sale.copy(**changes)) == "30"
    assert len(shapes._complete) == 1


def test_memory_is_bounded(sale):
    shapes = Shapes()
    for number in range(MOST_SHAPES + 5):
        assert shape_fault(shapes, sale.copy(transaction_info=f"22000001000{number % 10}0")) == ""
        shapes.fault(number.to_bytes(10, "big"), sale.copy(mac=b"00000000"))
    assert len(shapes._complete) <= MOST_SHAPES
