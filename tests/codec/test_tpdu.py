"""The TPDU: 60, destination, source; the answer swaps them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countertop.codec import Tpdu, TpduError
from countertop.codec.tpdu import swapped

ADDRESS = st.text("0123456789", min_size=4, max_size=4)


@given(ADDRESS, ADDRESS)
def test_it_reads_back_and_swaps(destination, source):
    tpdu = Tpdu(destination, source)
    assert Tpdu.decode(tpdu.encode()) == tpdu
    assert tpdu.swapped() == Tpdu(source, destination)
    assert swapped(tpdu.encode()) == tpdu.swapped().encode()
    assert tpdu.swapped().swapped() == tpdu


def test_a_captured_pair_swaps():
    assert Tpdu.decode(bytes.fromhex("6006010000")).swapped().encode().hex() == "6000000601"


@pytest.mark.parametrize("data", ["", "60", "600000000000", "6100000000", "600A000000", "60000000F0"])
def test_what_is_no_tpdu_is_refused(data):
    with pytest.raises(TpduError):
        Tpdu.decode(bytes.fromhex(data))


@pytest.mark.parametrize("address", ["", "123", "12345", "12a4", "１２３４", "-123"])
def test_an_address_is_four_digits(address):
    with pytest.raises(TpduError):
        Tpdu(address).encode()
    with pytest.raises(TpduError):
        Tpdu("0000", address).encode()


@given(st.binary(max_size=12))
def test_any_bytes_are_a_tpdu_or_its_one_error(data):
    with contextlib.suppress(TpduError):
        assert Tpdu.decode(data).encode() == data


def test_it_can_be_a_key():
    assert {Tpdu("0001", "0002")} == {Tpdu("0001", "0002")}
    assert Tpdu() != "6000000000"
    assert repr(Tpdu("0001", "0002")) == "Tpdu('0001', '0002')"
