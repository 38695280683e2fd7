import pytest

from countertop.hsm import (
    DescribeKey,
    GenerateMasterKey,
    GenerateWorkingKeys,
    GenerateZoneKeys,
    HsmRefusal,
    ImportMasterKey,
    ImportWorkingKeys,
    ImportZoneKeys,
    KeyDescription,
    KeyUsage,
    MakeMac,
    VerifyMac,
)
from countertop.hsm.ceremony import share_key
from tests.hsm.two_hsms import ask, new_hsm


def pair(kind):
    acquirer, terminal = new_hsm(3), new_hsm(4)
    size = 8 if kind == "001" else 16
    return (acquirer, terminal), share_key("TMK", [acquirer, terminal], size, sm4=kind == "005")


@pytest.mark.parametrize(
    ("kind", "size", "algorithms"),
    [
        ("001", 24, {"tpk": ("DES", 64), "tak": ("DES", 64)}),
        ("003", 40, {"tpk": ("3DES", 128), "tak": ("DES", 64)}),
        ("004", 60, {"tpk": ("3DES", 128), "tak": ("DES", 64), "tdk": ("3DES", 128)}),
        ("005", 60, {"tpk": ("SM4", 128), "tak": ("SM4", 128), "tdk": ("SM4", 128)}),
    ],
)
def test_both_sides_hold_the_same_working_keys(kind, size, algorithms):
    (acquirer, terminal), (at_acquirer, at_terminal) = pair(kind)
    drawn = ask(acquirer, GenerateWorkingKeys(at_acquirer.block, kind))
    loaded = ask(terminal, ImportWorkingKeys(at_terminal.block, drawn.field_62, kind))
    assert len(drawn.field_62) == size
    assert loaded.field_62 == drawn.field_62
    for name in ("tpk", "tak", "tdk"):
        one, other = getattr(drawn, name), getattr(loaded, name)
        if name not in algorithms:
            assert one is None
            assert other is None
            continue
        description = ask(acquirer, DescribeKey(one))
        assert description == ask(terminal, DescribeKey(other))
        assert description[:3] == (KeyUsage(name.upper()), *algorithms[name])


@pytest.mark.parametrize(
    ("place", "key_name"), [(0, "TPK"), (16, "TPK"), (20, "TAK"), (36, "TAK"), (40, "TDK"), (59, "TDK")]
)
def test_a_wrong_check_value_loads_nothing_and_names_the_key(two, place, key_name):
    altered = bytearray(two.drawn.field_62)
    altered[place] ^= 1
    refusal = ask(two.terminal, ImportWorkingKeys(two.terminal_tmk, bytes(altered), "004"))
    assert isinstance(refusal, HsmRefusal)
    assert refusal.reason_code == "check-value"
    assert key_name in refusal.message


def test_a_tmk_that_differs_is_seen(two):
    (other,) = share_key("TMK", [two.terminal])
    refusal = ask(two.terminal, ImportWorkingKeys(other.block, two.drawn.field_62, "004"))
    assert refusal.reason_code == "check-value"


@pytest.mark.parametrize("kind", ["", "002", "006", "101", "999"])
def test_unknown_kinds_are_refused(two, kind):
    assert ask(two.acquirer, GenerateWorkingKeys(two.acquirer_tmk, kind)).reason_code == "working-keys-layout"
    assert ask(two.terminal, ImportWorkingKeys(two.terminal_tmk, bytes(40), kind)).reason_code == "working-keys-layout"


@pytest.mark.parametrize("size", [0, 24, 40, 59, 61])
def test_another_length_is_refused(two, size):
    refusal = ask(two.terminal, ImportWorkingKeys(two.terminal_tmk, bytes(size), "004"))
    assert refusal.reason_code == "working-keys-layout"


def test_single_length_and_sm4_layouts_need_their_own_master_keys(two):
    assert ask(two.acquirer, GenerateWorkingKeys(two.acquirer_tmk, "001")).reason_code == "key-length"
    assert ask(two.acquirer, GenerateWorkingKeys(two.acquirer_tmk, "005")).reason_code == "key-usage"
    (hsm, _), (sm4, _) = pair("005")
    assert ask(hsm, GenerateWorkingKeys(sm4.block, "003")).reason_code == "key-usage"


def test_a_thousand_terminals_share_no_key():
    hsm = new_hsm(12)
    seen = set()
    for _ in range(1_000):
        (tmk,) = share_key("TMK", [hsm])
        keys = ask(hsm, GenerateWorkingKeys(tmk.block, "004"))
        for block in (tmk.block, keys.tpk, keys.tak, keys.tdk):
            seen.add(hsm._vault.open(block, *KeyUsage).clear)
    assert len(seen) == 4_000


def test_keys_of_one_terminal_are_new_at_each_sign_in(two):
    (again,) = two.acquirer.perform([GenerateWorkingKeys(two.acquirer_tmk, "004")])
    values = {ask(two.acquirer, DescribeKey(block)).kcv for block in (*two.drawn[:3], *again[:3])}
    assert len(values) == 6


def test_zone_keys_travel_between_institutions():
    acquirer, switch = new_hsm(20), new_hsm(21)
    at_acquirer, at_switch = share_key("ZMK", [acquirer, switch])
    drawn = ask(switch, GenerateZoneKeys(at_switch.block))
    loaded = ask(acquirer, ImportZoneKeys(at_acquirer.block, drawn.exchange))
    assert ask(acquirer, VerifyMac(loaded.zak, b"text", ask(switch, MakeMac(drawn.zak, b"text")))) is True
    descriptions = [ask(switch, DescribeKey(drawn.zpk)), ask(acquirer, DescribeKey(loaded.zpk))]
    assert descriptions[0] == descriptions[1]
    assert descriptions[0].usage is KeyUsage.ZPK


def test_a_zone_key_with_a_wrong_check_value_is_refused():
    switch = new_hsm(21)
    (zmk,) = share_key("ZMK", [switch])
    exchange = bytearray(ask(switch, GenerateZoneKeys(zmk.block)).exchange)
    exchange[-1] ^= 1
    refusal = ask(switch, ImportZoneKeys(zmk.block, bytes(exchange)))
    assert refusal.reason_code == "check-value"
    assert "ZAK" in refusal.message


def test_a_description_tells_usage_algorithm_length_and_check_value(two):
    description = ask(two.acquirer, DescribeKey(two.zak))
    assert isinstance(description, KeyDescription)
    assert description[:3] == (KeyUsage.ZAK, "3DES", 128)
    assert len(description.kcv) == 8


def test_a_master_key_goes_over_under_the_one_before(two):
    formed = ask(two.acquirer, GenerateMasterKey(two.acquirer_tmk))
    loaded = ask(two.terminal, ImportMasterKey(two.terminal_tmk, formed.field_62))
    assert len(formed.field_62) == 20
    assert loaded.kcv == formed.kcv == formed.field_62[16:].hex().upper()
    drawn = ask(two.acquirer, GenerateWorkingKeys(formed.tmk, "004"))
    assert ask(two.terminal, ImportWorkingKeys(loaded.tmk, drawn.field_62, "004")).tdk
    old = ask(two.terminal, ImportWorkingKeys(two.terminal_tmk, drawn.field_62, "004"))
    assert old.reason_code == "check-value"


@pytest.mark.parametrize("place", [0, 15, 16, 19])
def test_an_altered_master_key_is_not_loaded(two, place):
    altered = bytearray(ask(two.acquirer, GenerateMasterKey(two.acquirer_tmk)).field_62)
    altered[place] ^= 1
    refusal = ask(two.terminal, ImportMasterKey(two.terminal_tmk, bytes(altered)))
    assert refusal.reason_code == "check-value"
    assert "TMK" in refusal.message


@pytest.mark.parametrize("kind", ["001", "005"])
def test_only_a_triple_des_master_key_carries_another(kind):
    (acquirer, terminal), (at_acquirer, at_terminal) = pair(kind)
    assert not ask(acquirer, GenerateMasterKey(at_acquirer.block))
    assert not ask(terminal, ImportMasterKey(at_terminal.block, bytes(20)))


def test_a_master_key_comes_under_a_master_key_alone(two):
    assert ask(two.acquirer, GenerateMasterKey(two.drawn.tpk)).reason_code == "key-usage"
