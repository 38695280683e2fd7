"""Whatever bytes come, the switch neither falls nor believes them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countertop.iso8583 import INTERBANK, EncodeError
from tests.switch.members import Town

FIELDS = [spec.name for spec in INTERBANK.table.values() if spec.name != "mac"]


@pytest.fixture(scope="module")
def town():
    return Town().open()


def seat(town):
    """Give back the lines that junk has cost."""
    for member in town.members:
        if member.line not in town.book.opened:
            member.join(town.book)


def answered(town):
    """Take up what was said; every MAC in it is right."""
    return [message for member in town.members for message in member.hear()]


@settings(max_examples=150, deadline=None)
@given(junk=st.binary(max_size=300), who=st.integers(0, 2))
def test_random_bytes_change_nothing(town, junk, who):
    seat(town)
    before = len(town.book.appended)
    town.book.tell(town.members[who].line, junk)
    answered(town)
    assert len(town.book.appended) == before


@settings(max_examples=150, deadline=None)
@given(
    place=st.integers(0, 2000),
    bit=st.integers(0, 7),
    mti=st.sampled_from(["0200", "0210", "0420", "0430", "0820", "0830"]),
)
def test_a_flipped_bit_never_moves_money_and_never_raises(town, place, bit, mti):
    seat(town)
    member = town.acquirer if mti in {"0200", "0420"} else town.bank
    original = town.acquirer.original_of(town.acquirer.sale())
    message = town.acquirer.sale().copy(mti=mti, original=original, response_code="00", network_code="301")
    payload = bytearray(member.seal(message))
    payload[place % len(payload)] ^= 1 << bit
    town.book.tell(member.line, bytes(payload))
    answered(town)
    town.book.advance(20_000_000)
    answered(town)


@settings(max_examples=200, deadline=None)
@given(
    data=st.data(), mti=st.sampled_from(["0200", "0210", "0420", "0430", "0820", "0830", "0100"]), who=st.integers(0, 2)
)
def test_a_right_mac_over_any_selection_of_fields_never_raises(town, data, mti, who):
    seat(town)
    member = town.members[who]
    sale = town.acquirer.with_pin(town.acquirer.sale())
    message = sale.copy(
        mti=mti,
        original=town.acquirer.original_of(sale),
        response_code="00",
        network_code=data.draw(st.sampled_from(["001", "002", "301", "999"])),
        processing_code=data.draw(st.sampled_from(["000000", "200000", "310000"])),
        forwarding_id=data.draw(st.sampled_from([member.institution_id, "1", "00010000"])),
        amount=data.draw(st.sampled_from(["000000000000", "000000001250", "999999999999"])),
        transmission_time=data.draw(st.sampled_from([sale.transmission_time, "0229000000", "9999999999"])),
    )
    for name in data.draw(st.sets(st.sampled_from(FIELDS), max_size=4)):
        setattr(message, name, None)
    try:
        payload = member.seal(message)
    except EncodeError:
        return
    for _ in range(2):
        if member.line in town.book.opened:
            town.book.tell(member.line, payload)
    answered(town)
    town.book.advance(20_000_000)
    answered(town)
