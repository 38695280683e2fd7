import pytest

from countertop.acquirer.people import read_people, staff_fault
from countertop.acquirer.registry import Merchant, Terminal


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("OP00201", ("01", None)),
        ("OP00201SV00200", ("01", "00")),
        ("SV00200OP00201", ("01", "00")),
        ("XX003abcOP00201", ("01", None)),
        ("OP000", ("", None)),
        ("", (None, None)),
        (None, (None, None)),
        ("OP002", (None, None)),
        ("OP00", (None, None)),
        ("OP-0201", (None, None)),
        ("OP 0201", (None, None)),
        ("OP99901", (None, None)),
        ("OP00201SV00200X", (None, None)),
    ],
)
def test_records_are_read_whole_or_not_at_all(text, people):
    assert read_people(text) == people


@pytest.fixture
def terminal():
    merchant = Merchant(
        {"merchant_id": "M", "name": "M", "name_en": "M", "category": "5411", "city": "Shanghai", "status": "open"}
    )
    made = Terminal({"terminal_id": "T", "serial_number": "1", "tmk": "", "status": "open"}, merchant)
    made.operators = {"00": "supervisor", "01": "cashier", "99": "manager"}
    return made


@pytest.mark.parametrize(
    ("people", "supervised", "fault"),
    [
        (("01", None), False, ""),
        (("77", None), False, "58"),
        ((None, None), False, "58"),
        (("01", "00"), True, ""),
        (("01", "99"), True, ""),
        (("01", "01"), True, "58"),
        (("01", None), True, "58"),
        (("01", "88"), True, "58"),
        (("88", "00"), True, "58"),
    ],
)
def test_staff(terminal, people, supervised, fault):
    assert staff_fault(terminal, people, supervised=supervised) == fault
