"""Whatever bytes come, the bank neither falls nor lets money go."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countertop.iso8583 import INTERBANK, EncodeError
from tests.issuer.branch import BALANCE, Branch

FIELDS = [spec.name for spec in INTERBANK.table.values() if spec.name != "mac"]


@pytest.fixture(scope="module")
def branch():
    return Branch().open()


def back(branch):
    """Sign on again if junk has cost the line."""
    while not branch.book.lines_of("switch"):
        branch.book.advance(1_000_000)
    for message in branch.switch.hear():
        if message.mti == "0820":
            branch.switch.tell(branch.switch.answer(message))
    branch.switch.hear()


@settings(max_examples=150, deadline=None)
@given(junk=st.binary(max_size=300))
def test_random_bytes_change_nothing(branch, junk):
    back(branch)
    branch.book.tell(branch.switch.line, junk)
    assert branch.balance() == BALANCE


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, 2000), bit=st.integers(0, 7), mti=st.sampled_from(["0200", "0420", "0820", "0830"]))
def test_a_flipped_bit_never_raises_and_moves_at_most_what_the_mac_covers(branch, place, bit, mti):
    back(branch)
    sale = branch.switch.sale(1)
    message = sale.copy(mti=mti, original=branch.switch.original_of(sale), response_code=None, network_code="301")
    payload = bytearray(branch.switch.seal(message))
    payload[place % len(payload)] ^= 1 << bit
    before = branch.balance()
    branch.book.tell(branch.switch.line, bytes(payload))
    assert branch.balance() in {before, before - 1}
    if branch.balance() != before:
        branch.switch.hear()
        branch.switch.ask(branch.switch.reversal(sale))
    branch.verify_books()


@settings(max_examples=250, deadline=None)
@given(data=st.data(), mti=st.sampled_from(["0200", "0420", "0820", "0830", "0100"]))
def test_a_right_mac_over_any_selection_of_fields_never_raises(branch, data, mti):
    back(branch)
    sale = branch.switch.with_pin(branch.switch.sale(1))
    message = sale.copy(
        mti=mti,
        original=branch.switch.original_of(sale),
        network_code=data.draw(st.sampled_from(["001", "301", "999"])),
        processing_code=data.draw(st.sampled_from(["000000", "200000", "310000"])),
        amount=data.draw(st.sampled_from(["000000000000", "000000001250", "999999999999"])),
        transmission_time=data.draw(st.sampled_from([sale.transmission_time, "0229000000", "9999999999"])),
        reserved_data=data.draw(st.sampled_from([None, "x"])),
    )
    for name in data.draw(st.sets(st.sampled_from(FIELDS), max_size=4)):
        setattr(message, name, None)
    try:
        payload = branch.switch.seal(message)
    except EncodeError:
        return
    for _ in range(2):
        if branch.book.lines_of("switch"):
            branch.book.tell(branch.switch.line, payload)
    back(branch)
    branch.verify_books()
