import pytest
from hypothesis import given, strategies

from countertop.crypto.errors import CheckValueError, KeyLengthError, WorkingKeysError
from countertop.crypto.working_keys import LAYOUTS, build_working_keys, read_working_keys

TMK = bytes.fromhex("258FB0AB70D025CDB99DF2C4D302D646")
KINDS = sorted(LAYOUTS)


def keys_for(kind, byte=0x40):
    return {
        name: bytes(range(byte + at, byte + at + (8 if name == "TAK" and kind in ("001", "003", "004") else room)))
        for at, (name, room) in enumerate(LAYOUTS[kind].rooms.items())
    }


def tmk_for(kind):
    return TMK[: LAYOUTS[kind].master_size]


@pytest.mark.parametrize("kind", KINDS)
def test_built_keys_are_read_back(kind):
    field_62 = build_working_keys(tmk_for(kind), kind, keys_for(kind))
    assert len(field_62) == {"001": 24, "003": 40, "004": 60, "005": 60, "101": 40, "420": 20}[kind]
    assert read_working_keys(tmk_for(kind), kind, field_62) == keys_for(kind)


@given(strategies.binary(min_size=16, max_size=16), strategies.binary(min_size=16, max_size=16))
def test_a_double_length_tak_fills_its_room(tpk, tak):
    field_62 = build_working_keys(TMK, "003", {"TPK": tpk, "TAK": tak})
    assert read_working_keys(TMK, "003", field_62) == {"TPK": tpk, "TAK": tak}


@pytest.mark.parametrize("kind", KINDS)
def test_every_flipped_bit_of_a_key_or_check_value_is_refused_by_name(kind):
    """Bits of a key cipher text and of a check value alike; the zeros beside a single-length TAK are no exception."""
    layout, tmk = LAYOUTS[kind], tmk_for(kind)
    field_62 = build_working_keys(tmk, kind, keys_for(kind))
    ends, at = [], 0
    for name, room in layout.rooms.items():
        at += room + 4
        ends.append((at, name))
    for place in range(len(field_62)):
        flipped = bytearray(field_62)
        flipped[place] ^= 1 << place % 8
        with pytest.raises(CheckValueError) as refused:
            read_working_keys(tmk, kind, bytes(flipped))
        assert refused.value.key_name == next(name for end, name in ends if place < end)
        assert refused.value.key_name in str(refused.value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_shows_check_values_and_no_key(kind):
    keys = keys_for(kind)
    field_62 = build_working_keys(tmk_for(kind), kind, keys)
    with pytest.raises(CheckValueError) as refused:
        read_working_keys(tmk_for(kind), kind, bytes(4) + field_62[4:])
    assert not any(key.hex().upper() in str(refused.value).upper() for key in keys.values())


def test_another_master_key_is_refused():
    field_62 = build_working_keys(TMK, "003", keys_for("003"))
    with pytest.raises(CheckValueError):
        read_working_keys(TMK[::-1], "003", field_62)


@pytest.mark.parametrize("size", [0, 1, 24, 39, 41, 57, 60, 104])
def test_other_lengths_are_refused(size):
    with pytest.raises(WorkingKeysError, match=str(size)):
        read_working_keys(TMK, "003", bytes(size))


@pytest.mark.parametrize("kind", ["", "002", "006", "004 ", "４"])
def test_unknown_kinds_are_refused(kind):
    with pytest.raises(WorkingKeysError):
        read_working_keys(TMK, kind, bytes(40))
    with pytest.raises(WorkingKeysError):
        build_working_keys(TMK, kind, keys_for("003"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_master_key_has_its_length(kind):
    with pytest.raises(KeyLengthError):
        build_working_keys(TMK + TMK, kind, keys_for(kind))


@pytest.mark.parametrize(
    "keys",
    [
        {"TPK": bytes(16)},
        {"TAK": bytes(8), "TPK": bytes(16), "TDK": bytes(16)},
        {"TPK": bytes(8), "TAK": bytes(8)},
        {"TPK": bytes(16), "TAK": bytes(9)},
    ],
)
def test_keys_that_do_not_fit_the_layout_are_refused(keys):
    with pytest.raises(WorkingKeysError):
        build_working_keys(TMK, "003", keys)
