"""Our records of fields 59 and 62: which machine stands where, who came to work at it, what a host tells it to do."""

import pytest

from countertop.iso8583 import Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.masking import masked_value
from countertop.iso8583.private.instructions import Instruction, Report
from countertop.iso8583.private.staffing import StaffChange
from countertop.iso8583.private.whereabouts import NOWHERE, Whereabouts, read_whereabouts
from countertop.values.positions import Position

PLACE = Position(31_230_416, 121_473_701)


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (Whereabouts("00000101"), "A20130200800000101"),
        (Whereabouts("00000101", PLACE), "A20370200800000101PO019+31230416+121473701"),
        (Whereabouts("00000101", PLACE, "0A1B2C3D"), "A20500200800000101PO019+31230416+121473701KC0080A1B2C3D"),
        (Whereabouts("00000101", seals=True), "A20190200800000101SL0011"),
        (Whereabouts(random_number="0123456789ABCDEF"), "A2021RN0160123456789ABCDEF"),
    ],
)
def test_an_account_reads_back(told, text):
    assert told.text() == text
    assert read_whereabouts(text) == told
    assert read_whereabouts(f"A30196211111111111111111{text}") == told


@pytest.mark.parametrize("text", [None, "", "A30196211111111111111111"])
def test_nothing_said_is_nothing_known(text):
    assert read_whereabouts(text) == NOWHERE


@pytest.mark.parametrize("text", ["A2", "A2999", "A2008PO003abc", "A2013020080000010", "A2024PO019+99230416+121473701"])
def test_what_is_no_account(text):
    with pytest.raises(SubfieldError):
        read_whereabouts(text)


def test_a_staff_change_reads_back():
    change = StaffChange(7, "05", "cashier", is_added=True, by="00")
    assert change.data() == b"NO0100000000007OP00205RO007cashierCH001ABY00200"
    assert StaffChange.read(change.data()) == change


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"NO0100000000007OP00205RO007cashierCH001A",
        b"NO0100000000007OP0015RO007cashierCH001ABY00200",
        b"NO0100000000007OP00205RO004chefCH001ABY00200",
        b"NO0100000000007OP00205RO007cashierCH001XBY00200",
        b"NO009000000007OP00205RO007cashierCH001ABY00200",
    ],
)
def test_what_is_no_staff_change(data):
    with pytest.raises(SubfieldError):
        StaffChange.read(data)


def test_people_may_read_who_came():
    data = StaffChange(7, "05", "cashier", is_added=True, by="00").data()
    message = Message("0820", transaction_info="00000001366", extended_data=data)
    assert masked_value(message, 62) == data.hex().upper()


def test_an_instruction_and_its_report_read_back():
    told, heard = Instruction(7, "MS", "今晚停机"), Report(7, "00")
    assert heard.data() == b"NO0100000000007RC00200CK008dafe14a8"
    assert Instruction.read(told.data()) == told
    assert Report.read(heard.data()) == heard


@pytest.mark.parametrize(
    "field", [Instruction(7, "LK").data(), Instruction(12, "MS", "ok").data(), Report(7, "00").data()]
)
def test_no_bit_of_an_instruction_can_turn_unseen(field):
    read = Report.read if b"RC" in field else Instruction.read
    for bit in range(len(field) * 8):
        turned = bytearray(field)
        turned[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SubfieldError):
            read(bytes(turned))
    for size in range(len(field)):
        with pytest.raises(SubfieldError):
            read(field[:size])
